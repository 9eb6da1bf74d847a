"""The grounds of the panes, painted where they will stand, until the panes are there. Main thread."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from newsreader.ui.panes_at import default_widths, docked_at
from newsreader.ui.theme import Theme


class Ground(QWidget):
    """What the first paint shows in place of the panes: their colours and the rules between them, so that nothing
    moves or flickers when they come."""

    def __init__(self, theme: Theme, widths: Mapping[str, int], *, feeds: bool, briefs: bool) -> None:
        super().__init__()
        self._theme = theme
        self._widths = {**default_widths(theme.fonts.scale), **widths}
        self._feeds = feeds
        self._briefs = briefs

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        width, height = self.width(), self.height()
        painter.fillRect(self.rect(), self._theme.color("paper"))
        docked = docked_at(width, self._theme.fonts.scale)
        left = self._widths["feeds"] if self._feeds and docked.feeds else 0
        right = self._widths["briefs"] if self._briefs and docked.briefs else 0
        side, rule = self._theme.color("side"), self._theme.color("rule")
        painter.fillRect(0, 0, left, height, side)
        painter.fillRect(width - right, 0, right, height, side)
        for x in (
            left if left else -1,
            left + self._widths["stories"] + bool(left),
            width - right - 1 if right else -1,
        ):
            painter.fillRect(x, 0, 1, height, rule)
        painter.end()
