"""Asks before very many stories are marked at once, above the limit a person set. Main thread."""

from __future__ import annotations

from PySide6.QtWidgets import QMessageBox, QWidget

from newsreader.domain.changes import Mark
from newsreader.text.numbers import grouped
from newsreader.ui.choices import Choices
from newsreader.ui.plain import plain_box

_WORDS = {
    Mark.READ: ("Mark read", "Mark {} stories read?"),
    Mark.UNREAD: ("Mark unread", "Mark {} stories unread?"),
    Mark.SAVED: ("Save", "Save {} stories?"),
    Mark.UNSAVED: ("Remove", "Remove {} stories from Saved?"),
}


class MarkGuard:
    """Knows the limit (``list.confirm_above``), and asks over ``window``."""

    def __init__(self, window: QWidget, choices: Choices) -> None:
        self._window = window
        self._choices = choices

    @property
    def limit(self) -> int:
        """From more stories than this on a person is asked; 0 for never."""
        return int(self._choices.number("list.confirm_above"))

    def sure(self, count: int, mark: Mark = Mark.READ) -> bool:
        """True when ``count`` stories may be marked: few enough, or the person said so."""
        if not self.limit or count <= self.limit:
            return True
        deed, question = _WORDS[mark]
        box = plain_box(
            self._window, deed, question.format(grouped(count)), "It can be undone, also after a restart."
        )
        yes = box.addButton(deed, QMessageBox.ButtonRole.AcceptRole)
        yes.setProperty("kind", "primary")
        box.addButton("Cancel", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(yes)
        box.exec()
        return box.clickedButton() is yes
