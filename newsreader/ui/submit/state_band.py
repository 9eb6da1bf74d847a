"""The line at the head of the window that tells where a message is, with what can be done about it. Main thread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from newsreader.ui.dialogs.sheet import button, repolish
from newsreader.ui.plain import plain_label
from newsreader.ui.submit.words import StateWords
from newsreader.ui.theme import Theme

ACTIONS = {
    "edit": "Edit",
    "again": "Send again",
    "password": "Enter the password…",
    "account": "Mail account…",
    "arrived": "It arrived",
    "back": "Take back",
    "copy": "Make a new one from it",
    "retry": "Try now",
    "file": "Show the file",
    "drafts": "Show them",
    "new": "Begin a new one",
}
"""What the buttons say, by the names that ``chosen`` carries."""
_ICONS = {"plain": ("mail", "secondary"), "good": ("check", "success"), "bad": ("warning", "error")}


class StateBand(QFrame):
    """``chosen`` carries the name of an action of ``ACTIONS``."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("part", "band")
        self._icon = QLabel()
        self._icon.setFixedSize(theme.px(20), theme.px(20))
        self.head = plain_label("")
        self.head.setFont(theme.font(13, QFont.Weight.DemiBold))
        self.more = plain_label("", wrap=True)
        self.more.setFont(theme.font(12.5))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.head)
        words.addWidget(self.more)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 10, 20, 10)
        row.setSpacing(12)
        row.addWidget(self._icon)
        row.addLayout(words, 1)
        row.addLayout(self._buttons)
        self._shown: tuple[StateWords, tuple[str, ...]] | None = None
        self.hide()

    @property
    def actions_shown(self) -> tuple[str, ...]:
        """The names of the buttons that are there."""
        return self._shown[1] if self._shown is not None and not self.isHidden() else ()

    def tell(self, words: StateWords, actions: Sequence[str] = ()) -> None:
        """Show this state and these actions; the first is the one that helps."""
        if self._shown == (words, tuple(actions)):
            self.show()
            return
        self._shown = words, tuple(actions)
        icon, token = _ICONS[words.tone]
        self._icon.setPixmap(self._theme.pixmap(icon, token, self._theme.px(20), self.devicePixelRatioF()))
        self.head.setText(words.head)
        self.more.setText(words.more)
        self.more.setVisible(bool(words.more))
        if self.property("tone") != words.tone:
            self.setProperty("tone", words.tone)
            repolish(self)
        while (item := self._buttons.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for name in actions:
            self._buttons.addWidget(self._button(name))
        self.show()

    def silence(self) -> None:
        """There is nothing to tell."""
        self._shown = None
        self.hide()

    def _button(self, name: str) -> QPushButton:
        made = button(ACTIONS[name])
        made.setObjectName(name)
        made.setAutoDefault(False)
        made.clicked.connect(lambda: self.chosen.emit(name))
        return made
