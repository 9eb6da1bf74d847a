"""Paints a brief: headline, three lines of teaser, the tiles of its sources and how old it is. Main thread."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from newsreader.domain.briefs import Brief
from newsreader.ui.briefs.model import BriefRole
from newsreader.ui.briefs.words import source_words
from newsreader.ui.reader import runs
from newsreader.ui.stories.lines import LineSetter
from newsreader.ui.stories.metrics import line_of
from newsreader.ui.theme import Theme
from newsreader.ui.tiles import TILE, paint_tile

_Index = QModelIndex | QPersistentModelIndex
_SIDE = 16
_TOP, _BOTTOM = 10, 12
_BELOW_HEADLINE, _ABOVE_SOURCES = 3, 6
_HEADLINE_LINES, _TEASER_LINES = 3, 3
_TILES = 3
_STEP = TILE - 4
_RING = 2


@dataclass(frozen=True, slots=True)
class _Words:
    headline: str
    teaser: str
    headline_rtl: bool
    teaser_rtl: bool


class BriefDelegate(QStyledItemDelegate):
    """Measures and paints cards as wide as the view."""

    def __init__(
        self, theme: Theme, view: QAbstractItemView, *, clock: Callable[[], float] = time.time
    ) -> None:
        super().__init__(view)
        self._theme = theme
        self._list = view
        self._clock = clock
        self._setter = LineSetter()
        self._headline = line_of(theme.font(13, QFont.Weight.DemiBold), theme.px(18))
        self._teaser = line_of(theme.font(12.5), theme.px(17))
        self._small = line_of(theme.font(11.5), theme.px(16))
        self._heights: dict[tuple[str, str, int], int] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """As high as its lines."""
        brief: Brief = index.data(BriefRole)
        width = self._list.viewport().width() - _SIDE - self._right()
        key = (brief.headline, brief.teaser, width)
        height = self._heights.get(key)
        if height is None:
            if len(self._heights) > 1000:
                self._heights.clear()
            height = self._heights[key] = self._measure(brief, width)
        return QSize(self._list.viewport().width(), height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one card, never outside of its rectangle."""
        brief: Brief = index.data(BriefRole)
        rect: QRect = option.rect
        painter.save()
        painter.setClipRect(rect)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, self._theme.color("side"))
        ground = self._paint_ground(painter, option, rect)
        words = _words(brief)
        width = rect.width() - _SIDE - self._right()
        y = rect.y() + _TOP
        painter.setPen(self._theme.color("secondary" if brief.read else "text"))
        area = QRectF(rect.x() + _SIDE, y, width, rect.height())
        used = self._setter.draw(
            painter, words.headline, self._headline, area, _HEADLINE_LINES, rtl=words.headline_rtl
        )
        y += used * self._headline.height
        if words.teaser:
            painter.setPen(self._theme.color("secondary"))
            area.moveTop(y + _BELOW_HEADLINE)
            used = self._setter.draw(
                painter, words.teaser, self._teaser, area, _TEASER_LINES, rtl=words.teaser_rtl
            )
            y += _BELOW_HEADLINE + used * self._teaser.height
        row = QRectF(rect.x() + _SIDE, y + _ABOVE_SOURCES, width, self._small.height)
        self._paint_sources(painter, row, brief, ground)
        painter.restore()

    # -- parts ---------------------------------------------------------------------------------------------------

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect) -> str:
        """Tint, focus ring and rule; the token of what lies under the text."""
        state = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        tint = "selection" if selected else "hover" if state & QStyle.StateFlag.State_MouseOver else ""
        right = self._right()
        across = rect.width() - _SIDE - right
        painter.fillRect(rect.x() + _SIDE, rect.bottom(), across, 1, self._theme.color("rule"))
        box = QRectF(rect).adjusted(6, 2, -max(1, right - 10), -3)
        if tint:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color(tint))
            painter.drawRoundedRect(box, 8, 8)
        if focused:
            painter.setPen(QPen(self._theme.color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 7, 7)
        return tint

    def _paint_sources(self, painter: QPainter, row: QRectF, brief: Brief, tint: str) -> None:
        sources = brief.sources[:_TILES]
        ring = self._theme.over(tint, "side") if tint else self._theme.color("side")
        y = row.y() + (row.height() - TILE) / 2
        for place, title in enumerate(sources):
            tile = QRectF(row.x() + place * _STEP, y, TILE, TILE)
            if place:  # each lies on the one before, with a gap between their colours
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(ring)
                painter.drawRoundedRect(tile.adjusted(-_RING, -_RING, _RING, _RING), 6, 6)
            paint_tile(painter, self._theme, tile, title)
        painter.setPen(self._theme.color("secondary"))
        taken = (len(sources) - 1) * _STEP + TILE + 8 if sources else 0
        who, when = source_words(brief, int(self._clock()))
        self._setter.draw_with_tail(painter, who, when, self._small, row.adjusted(taken, 0, 0, 0))

    def _right(self) -> int:
        """The space right of the text: beside the scroll bar it ends at the same line as without one."""
        return max(4, _SIDE - (self._list.width() - self._list.viewport().width()))

    def _measure(self, brief: Brief, width: int) -> int:
        words = _words(brief)
        height = _TOP + self._small.height + _ABOVE_SOURCES + _BOTTOM + 1
        height += (
            self._setter.count(words.headline, self._headline, width, _HEADLINE_LINES) * self._headline.height
        )
        if words.teaser:
            lines = self._setter.count(words.teaser, self._teaser, width, _TEASER_LINES)
            height += _BELOW_HEADLINE + lines * self._teaser.height
        return height


def _words(brief: Brief) -> _Words:
    headline, teaser = runs.label(brief.headline, 240), runs.label(brief.teaser, 300)
    if not headline:
        headline, teaser = teaser, ""
    elif teaser.casefold() == headline.casefold():
        teaser = ""
    return _Words(headline or "Untitled", teaser, runs.starts_rtl(headline), runs.starts_rtl(teaser))
