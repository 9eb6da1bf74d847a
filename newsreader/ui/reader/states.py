"""What a pane shows when it has nothing else to show: one sentence and the one action that helps."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from newsreader.ui.theme import Theme


class EmptyState(NamedTuple):
    """A state to show. ``action`` is the id that comes back by ``StateView.actionRequested`` when its button, named
    ``button``, is pressed; without a button name there is none. ``icon`` is one of ours, ``""`` for none."""

    title: str
    sentence: str = ""
    button: str = ""
    action: str = ""
    icon: str = ""
    fault: bool = False


class StateView(QWidget):
    """Draws an EmptyState in the middle of its room."""

    actionRequested = Signal(str)

    def __init__(self, theme: Theme, ground: str = "paper", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._state = EmptyState("")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("ground", ground)
        self._icon = _Icon(theme)
        self._title = _words(theme.font(15, QFont.Weight.DemiBold))
        self._sentence = _words(theme.font(13))
        self._sentence.setProperty("tone", "secondary")
        self._button = QPushButton()
        self._button.clicked.connect(lambda: self.actionRequested.emit(self._state.action))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(8)
        column.addStretch(4)
        column.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(4)
        for words in (self._title, self._sentence):
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            row = QHBoxLayout()  # a label of limited width would stand at the left of its cell
            row.addStretch(1)
            row.addWidget(words, 1000)
            row.addStretch(1)
            column.addLayout(row)
        column.addSpacing(8)
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(5)

    @property
    def state(self) -> EmptyState:
        """What is shown now."""
        return self._state

    def show_state(self, state: EmptyState) -> None:
        """Show ``state``."""
        self._state = state
        self._title.setText(state.title)
        self._sentence.setText(state.sentence)
        self._sentence.setVisible(bool(state.sentence))
        self._button.setText(state.button)
        self._button.setVisible(bool(state.button))
        self._icon.name = state.icon
        self._icon.token = "error" if state.fault else "disabled"
        self._icon.setVisible(bool(state.icon))
        self._icon.update()
        self.setAccessibleName(f"{state.title} {state.sentence}".strip())


_ICON = 36


class _Icon(QWidget):
    """The state's icon, drawn when it is seen, in the colours of now."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.name = ""
        self.token = "disabled"
        self._side = theme.px(_ICON)
        self.setFixedSize(QSize(self._side, self._side))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.name:
            pixmap = self._theme.pixmap(self.name, self.token, self._side, self.devicePixelRatioF())
            painter = QPainter(self)
            painter.drawPixmap(0, 0, pixmap)
            painter.end()


def _words(font: QFont) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setFont(font)
    label.setMaximumWidth(420)
    return label
