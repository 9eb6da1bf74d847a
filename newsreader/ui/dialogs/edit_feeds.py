"""Changes several feeds together: folder, interval, pictures and all else. What is not touched stays as each has it.

Main thread; one command, undone in one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from newsreader.domain.changes import Change
from newsreader.domain.errors import NewsreaderError
from newsreader.domain.feeds import Feed, Folder
from newsreader.text.numbers import grouped
from newsreader.ui.dialogs.feed_words import INTERVALS, KEEP_DAYS, PICTURES, interval_words, keep_days_words
from newsreader.ui.dialogs.folder_box import FolderBox
from newsreader.ui.dialogs.sheet import Sheet, button, note, set_tone
from newsreader.ui.plain import plain_label
from newsreader.ui.tasks import Tasks
from newsreader.ui.theme import Theme

_LISTED = 4
_AS_IT_IS = "Leave as it is"
_MIXED = "Leave as they are"
_UNTOUCHED = object()
"""The data of the choice that changes nothing."""

T = TypeVar("T")

_CHOICES: tuple[tuple[str, str, Sequence[Any], Callable[[Any], str]], ...] = (
    ("interval", "Check", [seconds for seconds, _ in INTERVALS], interval_words),
    ("paused", "Pause", (False, True), ("Not paused", "Paused").__getitem__),
    ("whole_story", "Whole story", (False, True), ("Only when asked for", "Fetched when opened").__getitem__),
    ("pictures", "Pictures", list(PICTURES), PICTURES.__getitem__),
    ("keep_unread", "Offline", (False, True), ("Text only", "Text and pictures").__getitem__),
    ("notify", "New stories", (False, True), ("Come quietly", "Are told on the desktop").__getitem__),
    ("important", "Briefs", (False, True), ("Like any other", "Come first").__getitem__),
    ("keep_days", "Read stories stay", [days for days, _ in KEEP_DAYS], keep_days_words),
)
"""The settings of a feed: as ``library.feeds.set_several`` calls them, for a person, the choices, their words."""


class EditFeedsDialog(Sheet):
    """Accepted once ``feeds`` are changed."""

    def __init__(
        self,
        theme: Theme,
        tasks: Tasks,
        feeds: Sequence[Feed],
        folders: Sequence[Folder],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, "Change feeds", parent, width=480)
        self._tasks = tasks
        self._feeds = list(feeds)
        one = len(feeds) == 1
        self.heading.setText(f"Change “{feeds[0].title}”" if one else f"Change {grouped(len(feeds))} feeds")
        self.heading.setWordWrap(True)
        if not one:
            names = ", ".join(feed.title for feed in feeds[:_LISTED])
            more = len(feeds) - _LISTED
            self.body.addWidget(
                note(theme, f"{names} and {grouped(more)} more" if more > 0 else names, px=13)
            )
            self.body.addSpacing(14)
        self._build(theme, folders)
        self._words = note(theme, "", px=13)
        self._words.setContentsMargins(0, 12, 0, 0)
        self.body.addWidget(self._words)
        self.body.addStretch(1)
        cancel = button("Cancel")
        cancel.clicked.connect(self.reject)
        self._save = button("Change", "primary", default=True)
        self._save.clicked.connect(self._go)
        self.buttons.addStretch(1)
        self.buttons.addWidget(cancel)
        self.buttons.addWidget(self._save)
        self._tell()

    def _build(self, theme: Theme, folders: Sequence[Folder]) -> None:
        feeds = self._feeds
        self._folder = FolderBox(theme, leave=_leave([feed.folder or "No folder" for feed in feeds]))
        self._folder.set_folders(folders)
        self._choices = {
            key: _choice(name, [getattr(feed, key) for feed in feeds], values, words)
            for key, name, values, words in _CHOICES
        }
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        rows: list[tuple[str, QWidget]] = [("Folder", self._folder)]
        rows += [(box.accessibleName(), box) for box in self._choices.values()]
        for row, (name, widget) in enumerate(rows):
            label = plain_label(name, tone="secondary")
            label.setBuddy(widget)
            grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(widget, row, 1)
            if isinstance(widget, QComboBox):
                widget.currentIndexChanged.connect(self._tell)
        self._folder.changed.connect(self._tell)
        self.body.addLayout(grid)

    def wanted(self) -> dict[str, Any]:
        """What would be changed, as ``library.feeds.set_several`` takes it."""
        chosen = {key: box.currentData() for key, box in self._choices.items()}
        chosen["folder"] = _UNTOUCHED if self._folder.leaves else self._folder.path()
        return {key: value for key, value in chosen.items() if value is not _UNTOUCHED}

    def _tell(self) -> None:
        self._save.setEnabled(bool(self.wanted()))
        set_tone(self._words, "secondary")
        self._words.setText(
            "This can be undone." if self.wanted() else "Nothing is chosen to be changed yet."
        )

    def _go(self) -> None:
        self._save.setEnabled(False)
        ids, wanted = [feed.id for feed in self._feeds], self.wanted()
        self._tasks.command(
            lambda library: library.feeds.set_several(ids, **wanted), self._done, self._failed
        )

    def _done(self, _change: Change) -> None:
        self.accept()

    def _failed(self, fault: NewsreaderError) -> None:
        set_tone(self._words, "error")
        self._words.setText(fault.sentence)
        self._save.setEnabled(True)
        self.fit()


def _choice(name: str, present: Sequence[T], values: Sequence[T], words: Any) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.addItem(_leave([words(value) for value in present]), _UNTOUCHED)
    box.insertSeparator(1)
    for value in values:
        box.addItem(words(value), value)
    return box


def _leave(present: Sequence[str]) -> str:
    """The choice that changes nothing, telling what is there where all agree."""
    if len(set(present)) > 1:
        return _MIXED
    return f"{_AS_IT_IS}: {present[0]}" if present and present[0] else _AS_IT_IS
