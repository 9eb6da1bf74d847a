"""The undo bar: says what a command did and offers to take it back, for some seconds. Main thread."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QFont, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from newsreader.ui.announce import announce
from newsreader.ui.floating import FloatingBar, no_focus_by_mouse
from newsreader.ui.plain import plain_label
from newsreader.ui.theme import Theme
from newsreader.ui.tool_button import close_button

SHOWN_MS = 8000


class UndoBar(FloatingBar):
    """``undoAsked`` fires when the person takes back what the bar tells. It stays while it has pointer or focus."""

    undoAsked = Signal()

    def __init__(self, theme: Theme, host: QWidget, *, margin: int = 0) -> None:
        super().__init__(theme, host, margin=margin)
        self.setProperty("part", "toast")
        self.setAccessibleName("What was done")
        self._text = plain_label("", self)
        self._text.setFont(theme.font(13))
        self._undo = QPushButton("Undo", self)
        self._undo.setFont(theme.font(13, QFont.Weight.DemiBold))
        self._undo.clicked.connect(self._take_back)
        self._close = close_button(theme, self.vanish, self, token="toast-text")
        for button in (self._undo, self._close):
            no_focus_by_mouse(button)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 8, 6)
        row.setSpacing(8)
        row.addWidget(self._text, 1)
        row.addWidget(self._undo)
        row.addWidget(self._close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_MS)
        self._timer.timeout.connect(self._time_up)

    def tell(self, text: str, *, undoable: bool) -> None:
        """Say what was done; with a button when it can be taken back."""
        self._text.setText(text)
        self._undo.setVisible(undoable)
        self._timer.start()
        self.appear()
        announce(self, f"{text}. Undo takes it back." if undoable else text)

    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.vanish()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._timer.start()
        super().leaveEvent(event)

    def _take_back(self) -> None:
        self.vanish()
        self.undoAsked.emit()

    def _time_up(self) -> None:
        focus = self.window().focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            self._timer.start()
        else:
            self.vanish()
