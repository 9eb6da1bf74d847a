"""Asks before feeds are removed, says what stays, and that it can be undone. Main thread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from newsreader.domain.changes import Change
from newsreader.domain.errors import NewsreaderError
from newsreader.domain.feeds import Feed
from newsreader.domain.stories import View, ViewKind
from newsreader.text.numbers import counted, grouped
from newsreader.ui.dialogs.sheet import Sheet, button, note, set_tone
from newsreader.ui.tasks import Tasks
from newsreader.ui.theme import Theme

_LISTED = 6


class RemoveDialog(Sheet):
    """Unsubscribes from ``feeds`` when told so; accepted once that is done."""

    def __init__(
        self, theme: Theme, tasks: Tasks, feeds: Sequence[Feed], parent: QWidget | None = None
    ) -> None:
        one = len(feeds) == 1
        title = f"Remove “{feeds[0].title}”?" if one else f"Remove {grouped(len(feeds))} feeds?"
        super().__init__(theme, "Remove feed" if one else "Remove feeds", parent, width=440)
        self._tasks = tasks
        self._ids = [feed.id for feed in feeds]
        self.heading.setText(title)
        self.heading.setWordWrap(True)
        if not one:
            names = [feed.title for feed in feeds[:_LISTED]]
            more = len(feeds) - len(names)
            listed = note(theme, "\n".join(names) + (f"\nand {more} more" if more else ""), tone="", px=13)
            listed.setContentsMargins(0, 0, 0, 10)
            self.body.addWidget(listed)
        self._words = note(theme, "Saved stories are kept. This can be undone.", px=13)
        self.body.addWidget(self._words)
        self.body.addStretch(1)
        self._stay = button("Keep it" if one else "Keep them")
        self._remove = button("Remove", "danger", default=True)
        self._stay.clicked.connect(self.reject)
        self._remove.clicked.connect(self._go)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self._stay)
        self.buttons.addWidget(self._remove)
        self._count_saved()

    def _count_saved(self) -> None:
        ids = list(self._ids)

        def count(library: object) -> int:
            views = [View(ViewKind.FEED, id, saved_only=True) for id in ids[:50]]
            return sum(library.stories.count(view) for view in views)  # type: ignore[attr-defined]

        self._tasks.query(count, self._tell_saved, self._cannot_count, key="remove")

    def _tell_saved(self, saved: int) -> None:
        if self._words.property("tone") == "error":  # it failed meanwhile, which is more to know
            return
        whose = "Its" if len(self._ids) == 1 else "Their"
        if saved:
            kept = f"{whose} {counted(saved, 'saved story', 'saved stories')} {'stays' if saved == 1 else 'stay'}"
            self._words.setText(f"{kept} under Saved; the others leave the list. This can be undone.")
        else:
            self._words.setText(f"{whose} stories leave the list; none of them is saved. This can be undone.")
        self.fit()

    def _cannot_count(self, _fault: NewsreaderError) -> None:
        """The sentence that needs no count stands already."""

    def _go(self) -> None:
        self._remove.setEnabled(False)
        ids = tuple(self._ids)
        self._tasks.command(lambda library: library.feeds.remove(*ids), self._done, self._failed)

    def _done(self, _change: Change) -> None:
        self.accept()

    def _failed(self, fault: NewsreaderError) -> None:
        set_tone(self._words, "error")
        self._words.setText(fault.sentence)
        self._remove.setEnabled(True)
        self.fit()
