"""A row of the list of submitted events: what it is about, how it stands, and what can be done with it. Main thread."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from newsreader.ui.dialogs.sheet import button, note, set_tone
from newsreader.ui.stories.bars import ElidedLabel
from newsreader.ui.submit import words
from newsreader.ui.theme import Theme

_TONES = {"plain": "secondary", "good": "success", "bad": "error"}


class EventRow(QFrame):
    """One event. ``asked`` carries what for (``open``, ``copy``, ``remove``, ``again``, ``arrived``, ``back``)."""

    asked = Signal(str)

    def __init__(
        self,
        theme: Theme,
        title: str,
        about: str,
        state: words.StateWords,
        actions: tuple[tuple[str, str, str], ...],
    ) -> None:
        super().__init__()
        self.setProperty("part", "event")
        name = ElidedLabel(theme.font(13.5, QFont.Weight.DemiBold))
        name.setText(title)
        under = ElidedLabel(theme.font(12.5))
        under.setText(about)
        under.setProperty("tone", "secondary")
        self.state = note(theme, f"{state.head} · {state.more}" if state.more else state.head, px=12.5)
        set_tone(self.state, _TONES[state.tone])
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(name)
        column.addWidget(under)
        column.addWidget(self.state)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 10, 0, 11)
        row.setSpacing(4)
        row.addLayout(column, 1)
        row.addSpacing(12)
        self.buttons: dict[str, QWidget] = {}
        for key, text, icon in actions:
            made = self._button(theme, key, text, icon)
            self.buttons[key] = made
            row.addWidget(made, 0, Qt.AlignmentFlag.AlignVCenter)

    def _button(self, theme: Theme, key: str, text: str, icon: str) -> QWidget:
        if icon:
            made = QToolButton()
            made.setIcon(theme.icon(icon))
            made.setFixedSize(theme.px(32), theme.px(32))
            made.setToolTip(text)
            made.setAccessibleName(text)
            made.clicked.connect(lambda: self.asked.emit(key))
            return made
        pushed = button(text)
        pushed.setAutoDefault(False)
        pushed.clicked.connect(lambda: self.asked.emit(key))
        return pushed
