"""The notice bar: one sentence about a fault, and the one action that helps. Main thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from newsreader.ui.announce import announce
from newsreader.ui.floating import FloatingBar, no_focus_by_mouse
from newsreader.ui.plain import plain_label
from newsreader.ui.theme import Theme
from newsreader.ui.tool_button import close_button

_WIDEST = 720


class NoticeBar(FloatingBar):
    """Stays until the person closes it or another notice takes its place."""

    def __init__(self, theme: Theme, host: QWidget, *, margin: int = 0) -> None:
        super().__init__(theme, host, at_top=True, margin=margin)
        self.setProperty("part", "notice")
        self.setAccessibleName("Notice")
        self._mark = QLabel(self)
        self._text = plain_label("", self, wrap=True)
        self._text.setFont(theme.font(13))
        self._help = QPushButton(self)
        self._help.clicked.connect(self._do)
        self._close = close_button(theme, self.vanish, self, token="text")
        for button in (self._help, self._close):
            no_focus_by_mouse(button)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 8, 8)
        row.setSpacing(10)
        row.addWidget(self._mark)
        row.addWidget(self._text, 1)
        row.addWidget(self._help)
        row.addWidget(self._close)
        self._action: Callable[[], object] | None = None
        theme.changed.connect(self._draw)
        self._draw()

    def tell(self, sentence: str, button: str = "", action: Callable[[], object] | None = None) -> None:
        """Show ``sentence``; ``button`` names the action that helps."""
        self._text.setText(sentence)
        self._action = action
        self._help.setText(button)
        self._help.setVisible(bool(button) and action is not None)
        one_line = self._text.fontMetrics().horizontalAdvance(sentence)
        self._text.setMinimumWidth(min(one_line + 4, _WIDEST - 110))
        self.appear()
        announce(self, sentence)

    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.vanish()
        else:
            super().keyPressEvent(event)

    def _do(self) -> None:
        self.vanish()
        if self._action is not None:
            self._action()

    def _draw(self) -> None:
        self._mark.setPixmap(
            self._theme.pixmap("error", "error", self._theme.px(20), self.devicePixelRatioF())
        )
