"""The grounds of the window's parts, painted where they will stand, until the parts are there. Main thread."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from newsreader.ui.panes_at import STATUS_HEIGHT, TOOLBAR_HEIGHT, default_widths, docked_at
from newsreader.ui.state import WindowState
from newsreader.ui.theme import Theme

_MENU_HEIGHT = 30
"""Of a menu bar that was never seen."""


class Ground(QWidget):
    """What the first paint shows in place of menus, toolbar, panes and status line: their colours and the rules between
    them, where ``state`` remembers them, so that nothing moves or flickers when they come."""

    def __init__(self, theme: Theme, state: WindowState, *, briefs: bool) -> None:
        super().__init__()
        self._theme = theme
        self._widths = {**default_widths(theme.fonts.scale), **state.widths()}
        self._feeds = state.flag("feeds", True)
        self._briefs = briefs
        menu = state.number("window/menu_height") or _MENU_HEIGHT
        self._menu = menu if state.flag("menu_bar", True) else 0

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        width, height = self.width(), self.height()
        side, rule = self._theme.color("side"), self._theme.color("rule")
        painter.fillRect(self.rect(), side)
        top = self._menu + self._theme.px(TOOLBAR_HEIGHT)
        bottom = height - max(STATUS_HEIGHT, self._theme.px(STATUS_HEIGHT))
        docked = docked_at(width, self._theme.fonts.scale)
        left = self._widths["feeds"] if self._feeds and docked.feeds else 0
        right = self._widths["briefs"] if self._briefs and docked.briefs else 0
        painter.fillRect(left, top, width - left - right, bottom - top, self._theme.color("paper"))
        for x in (
            left if left else -1,
            left + self._widths["stories"] + bool(left),
            width - right - 1 if right else -1,
        ):
            painter.fillRect(x, top, 1, bottom - top, rule)
        for y in (top - 1, bottom):
            painter.fillRect(0, y, width, 1, rule)
        painter.end()
