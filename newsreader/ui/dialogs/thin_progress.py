"""A thin line that fills as a job goes on: no spinner, nothing that moves by itself. Main thread."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from newsreader.ui.theme import Theme

_HIGH = 4
_LEAST = 0.06


class ThinProgress(QWidget):
    """Shows how far something is; keeps its place when it shows nothing, so that nothing below it moves."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._part: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_part(self, part: float | None) -> None:
        """``part`` from 0 to 1, None for nothing under way."""
        self._part = part
        self.setAccessibleName("" if part is None else f"{round(part * 100)} percent done")
        self.update()

    def sizeHint(self) -> QSize:
        """A line of four pixels."""
        return QSize(40, _HIGH)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground and filled part."""
        if self._part is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        line = QRectF(0, 0, self.width(), _HIGH)
        painter.setBrush(self._theme.color("rule"))
        painter.drawRoundedRect(line, _HIGH / 2, _HIGH / 2)
        line.setWidth(line.width() * max(_LEAST, min(1.0, self._part)))
        painter.setBrush(self._theme.color("accent"))
        painter.drawRoundedRect(line, _HIGH / 2, _HIGH / 2)
        painter.end()
