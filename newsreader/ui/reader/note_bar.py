"""A quiet line below the page: what is fetched for the story, or why it is not. Main thread."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from newsreader.ui.plain import plain_label
from newsreader.ui.theme import Theme
from newsreader.ui.tool_button import tool_button


class NoteBar(QWidget):
    """``asked`` carries the deed of the button that was pressed. Hidden while there is nothing to say."""

    asked = Signal(str)

    def __init__(
        self, theme: Theme, parent: QWidget | None = None, *, name: str = "About this story"
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("ground", "side")
        self._deed = ""
        self._words = plain_label("", self, tone="secondary", wrap=True)
        self._words.setFont(theme.font(13))
        self._button = QPushButton(self)
        self._button.setFont(theme.font(13))
        self._button.clicked.connect(lambda: self.asked.emit(self._deed))
        self._close = tool_button(theme, "close", "Close", self.hide, self, side=28)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 8, 6)
        row.setSpacing(8)
        row.addWidget(self._words, 1)
        row.addWidget(self._button)
        row.addWidget(self._close)
        self.setAccessibleName(name)
        self.hide()

    def say(self, text: str, button: str = "", deed: str = "", *, closable: bool = True) -> None:
        """Show ``text``, with a button that asks for ``deed``."""
        self._words.setText(text)
        self._deed = deed
        self._button.setText(button)
        self._button.setVisible(bool(button))
        self._close.setVisible(closable)
        self.show()

    def text(self) -> str:
        """What it says, ``""`` while it is hidden."""
        return "" if self.isHidden() else self._words.text()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)
