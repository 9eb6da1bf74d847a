"""Brings the cache back from a copy, or what can be read of a damaged one. Main thread."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QRadioButton, QWidget

from newsreader.domain.errors import NewsreaderError
from newsreader.library.copies import IN_PART, Copy, restore
from newsreader.text.dates import exact_words
from newsreader.ui.dialogs.sheet import Sheet, button, note, set_tone
from newsreader.ui.dialogs.thin_progress import ThinProgress
from newsreader.ui.tasks import Tasks
from newsreader.ui.theme import Theme

_SHOWN = 8
_UNKNOWN = 0.4
"""What is shown as done while nothing can be known of it."""
_FILTER = "Copies of Newsreader (*.sqlite3);;All files (*)"
_WORDS = "Brings your feeds, stories and marks back as they were. What is there now is not lost: it becomes a copy too."
_NONE = "There is no copy in the data folder. If you made one elsewhere (File, Back up everything), choose its file."


class RestoreDialog(Sheet):
    """Offers ``copies``; accepted once one of them is the cache. ``restored`` carries what is to be said of it, ``""``
    when all of it came back. ``anew``, for a window without a cache, adds the way to an empty one."""

    restored = Signal(str)

    def __init__(
        self,
        theme: Theme,
        tasks: Tasks,
        data_dir: Path,
        copies: Sequence[Copy],
        parent: QWidget | None = None,
        *,
        anew: bool = False,
    ) -> None:
        super().__init__(theme, "Restore", parent, width=580)
        self._tasks = tasks
        self._data_dir = data_dir
        self._whole = True
        self._copies = list(copies[:_SHOWN])
        self._words = note(theme, _WORDS if copies else _NONE, px=13)
        self._words.setContentsMargins(0, 0, 0, 10)
        self.body.addWidget(self._words)
        self.choices = QButtonGroup(self)
        for number, copy in enumerate(self._copies):
            row = QRadioButton(copy_words(copy))
            row.setToolTip(str(copy.path))
            self.choices.addButton(row, number)
            self.body.addWidget(row)
            self.body.addSpacing(6)
        self._progress = ThinProgress(theme)
        self.body.addWidget(self._progress)
        self.body.addStretch(1)
        self.file = button("Choose a file…")
        self.anew = button("Begin anew", "quiet")
        self._cancel = button("Cancel")
        self.go = button("Restore", "primary", default=True)
        self.anew.setVisible(anew)
        self.go.setEnabled(bool(copies))
        if copies:
            self.choices.button(0).setChecked(True)
            self.choices.button(0).setFocus()
        self.file.clicked.connect(self._choose_file)
        self.anew.clicked.connect(self._begin_anew)
        self._cancel.clicked.connect(self.reject)
        self.go.clicked.connect(lambda: self.use(self._copies[self.choices.checkedId()].path))
        self.buttons.addWidget(self.file)
        self.buttons.addWidget(self.anew)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self._cancel)
        self.buttons.addWidget(self.go)

    def use(self, path: Path) -> None:
        """Restore the cache from the file ``path``."""
        self._wait(f"Restoring from {path.name}…")
        self._tasks.reopen(lambda: self._restore(path), self._done, self._failed)

    def _restore(self, path: Path) -> None:
        """Reader thread, while this window has no cache open."""
        self._whole = restore(self._data_dir, path)

    def _begin_anew(self) -> None:
        self._wait("Making an empty cache…")
        self._tasks.reopen(lambda: None, self._done, self._failed)

    def _choose_file(self) -> None:
        path, _filter = QFileDialog.getOpenFileName(self, "Restore from a copy", str(Path.home()), _FILTER)
        if path:
            self.use(Path(path))

    def _wait(self, words: str) -> None:
        self._say(words)
        self._progress.set_part(_UNKNOWN)
        for widget in (self.go, self.file, self.anew, self._cancel, *self.choices.buttons()):
            widget.setEnabled(False)

    def reject(self) -> None:
        """It cannot be stopped half way."""
        if self._cancel.isEnabled():
            super().reject()

    def _done(self, _nothing: object) -> None:
        self._cancel.setEnabled(True)
        self.accept()
        self.restored.emit("" if self._whole else IN_PART)

    def _failed(self, fault: NewsreaderError) -> None:
        self._say(fault.sentence, error=True)
        self._progress.set_part(None)
        for widget in (self.file, self.anew, self._cancel, *self.choices.buttons()):
            widget.setEnabled(True)
        self.go.setEnabled(bool(self._copies))

    def _say(self, words: str, *, error: bool = False) -> None:
        set_tone(self._words, "error" if error else "secondary")
        self._words.setText(words)
        self.fit()


def copy_words(copy: Copy) -> str:
    """A copy in one line: what it is, when it was made, how large it is."""
    made, _, _zone = exact_words(copy.made).partition(" (")
    what = "What can be read of the damaged cache" if copy.damaged else "Copy"
    return f"{what} · {made} · {copy.size / 1e6:.1f} MB"
