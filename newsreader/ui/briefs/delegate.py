"""Paints the rows of the sidebar: sections, cards (headline, three lines of teaser, tiles of the sources, age), and the
sources of an open card. Main thread."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from newsreader.text.dates import age_words
from newsreader.ui.briefs import measures as m
from newsreader.ui.briefs.measures import Measures, card_words, source_headline
from newsreader.ui.briefs.model import RowRole
from newsreader.ui.briefs.rows import Card, Heading, Row, SourceRow, WholeRow
from newsreader.ui.briefs.words import more_words, source_words
from newsreader.ui.reader import runs
from newsreader.ui.theme import Theme
from newsreader.ui.tiles import TILE, paint_stack, paint_tile

_Index = QModelIndex | QPersistentModelIndex
_TILES = 3
_MARK = 14


class BriefDelegate(QStyledItemDelegate):
    """Measures and paints rows as wide as the view."""

    def __init__(
        self, theme: Theme, view: QAbstractItemView, *, clock: Callable[[], float] = time.time
    ) -> None:
        super().__init__(view)
        self._theme = theme
        self._list = view
        self._clock = clock
        self._measures = Measures(theme)
        self._setter = self._measures.setter

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """As high as its lines."""
        width = self._list.viewport().width()
        row: Row = index.data(RowRole)
        return QSize(width, self._measures.height(row, width - m.SIDE - self._right()))

    def on_sources(self, card: QRect, point: QPoint) -> bool:
        """Whether ``point`` is on the line of a card that tells its sources; a little beside it counts too."""
        line = self._measures.sources_line(QRectF(card))
        return line.adjusted(0, -m.ABOVE_SOURCES / 2, 0, m.BOTTOM).contains(QPointF(point))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one row, never outside of its rectangle."""
        row: Row = index.data(RowRole)
        rect: QRect = option.rect
        painter.save()
        painter.setClipRect(rect)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, self._theme.color("side"))
        if isinstance(row, Heading):
            self._paint_heading(painter, QRectF(rect), row)
        else:
            tint = self._paint_ground(painter, option, rect, row)
            if isinstance(row, Card):
                hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
                self._paint_card(painter, rect, row, tint, hovered)
            elif isinstance(row, WholeRow):
                self._paint_whole(painter, rect, row)
            else:
                self._paint_source(painter, rect, row)
        painter.restore()

    # -- parts ---------------------------------------------------------------------------------------------------

    def _paint_heading(self, painter: QPainter, area: QRectF, row: Heading) -> None:
        line = self._measures.heading
        painter.setPen(self._theme.color("secondary"))
        room = QRectF(
            area.x() + m.SIDE, self._measures.heading_top(area), area.width() - 2 * m.SIDE, line.height
        )
        text = runs.label(row.text, 60).upper()
        self._setter.draw_elided(painter, text, line, room, rtl=runs.starts_rtl(text))

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, row: Row) -> str:
        """Tint, focus ring and rule; the token of what lies under the text."""
        state = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        tint = "selection" if selected else "hover" if state & QStyle.StateFlag.State_MouseOver else ""
        right = self._right()
        ends = isinstance(row, WholeRow) or (isinstance(row, SourceRow) and row.last)
        if ends or (isinstance(row, Card) and not row.open):
            across = rect.width() - m.SIDE - right
            painter.fillRect(rect.x() + m.SIDE, rect.bottom(), across, 1, self._theme.color("rule"))
        below_card = isinstance(row, SourceRow | WholeRow)
        below = 3 + (m.BOTTOM - m.SOURCE_BOTTOM if ends else 0)
        left = m.SOURCE_LEFT - TILE - 14 if below_card else 6
        above = 1 if below_card else 2
        box = QRectF(rect).adjusted(left, above, -max(1, right - 10), -below)
        if tint:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color(tint))
            painter.drawRoundedRect(box, 8, 8)
        if focused:
            painter.setPen(QPen(self._theme.color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 7, 7)
        return tint

    def _paint_card(self, painter: QPainter, rect: QRect, row: Card, tint: str, hovered: bool) -> None:
        brief, lines = row.brief, self._measures
        words = card_words(brief)
        width = rect.width() - m.SIDE - self._right()
        y = rect.y() + m.TOP
        painter.setPen(self._theme.color("secondary" if brief.read else "text"))
        area = QRectF(rect.x() + m.SIDE, y, width, rect.height())
        used = self._setter.draw(
            painter, words.headline, lines.headline, area, m.HEADLINE_LINES, rtl=words.headline_rtl
        )
        if words.teaser:
            painter.setPen(self._theme.color("secondary"))
            area.moveTop(y + used * lines.headline.height + m.BELOW_HEADLINE)
            self._setter.draw(painter, words.teaser, lines.teaser, area, m.TEASER_LINES, rtl=words.teaser_rtl)
        line = lines.sources_line(QRectF(rect.x() + m.SIDE, rect.y(), width, rect.height()))
        self._paint_sources(painter, line, row, tint, hovered)

    def _paint_sources(self, painter: QPainter, line: QRectF, row: Card, tint: str, hovered: bool) -> None:
        brief, theme = row.brief, self._theme
        ground = theme.over(tint, "side") if tint else theme.color("side")
        ratio = painter.device().devicePixelRatioF()
        place = QPointF(line.x(), line.y() + (line.height() - TILE) / 2)
        taken = paint_stack(painter, theme, place, brief.sources[:_TILES], ground)
        right = 0
        for icon, token in self._marks(row, hovered):
            right += _MARK
            mark = QPointF(line.right() - right, line.y() + (line.height() - _MARK) / 2)
            painter.drawPixmap(mark, theme.pixmap(icon, token, _MARK, ratio))
            right += 4
        painter.setPen(theme.color("secondary"))
        who, when = source_words(brief, int(self._clock()))
        room = line.adjusted(taken + 8 if taken else 0, 0, -right, 0)
        self._setter.draw_with_tail(painter, who, when, self._measures.small, room)

    @staticmethod
    def _marks(row: Card, hovered: bool) -> list[tuple[str, str]]:
        """Icons at the right of the sources, from the right."""
        marks = []
        if row.opens and (row.open or hovered):
            marks.append(("chevron-down" if row.open else "chevron-right", "secondary"))
        if row.brief.followed:
            marks.append(("follow", "accent"))
        if row.brief.less:
            marks.append(("less", "secondary"))
        return marks

    def _paint_source(self, painter: QPainter, rect: QRect, row: SourceRow) -> None:
        source, lines = row.source, self._measures
        top = rect.y() + m.SOURCE_TOP
        small = lines.small
        tile = QRectF(rect.x() + m.SIDE, top + (small.height - TILE) / 2, TILE, TILE)
        paint_tile(painter, self._theme, tile, source.title)
        width = rect.width() - m.SOURCE_LEFT - self._right()
        area = QRectF(rect.x() + m.SOURCE_LEFT, top, width, small.height)
        painter.setPen(self._theme.color("secondary"))
        age = age_words(source.when, int(self._clock()))
        name = runs.isolated(runs.label(source.title, 60))
        tail = " · ".join(part for part in (age, more_words(row.more, short=True)) if part)
        self._setter.draw_with_tail(painter, name, f" · {tail}" if name else tail, small, area)
        painter.setPen(self._theme.color("secondary" if source.read else "text"))
        text = source_headline(source)
        area = QRectF(area.x(), area.bottom(), width, rect.height())
        self._setter.draw(painter, text, lines.source, area, m.SOURCE_LINES, rtl=runs.starts_rtl(text))

    def _paint_whole(self, painter: QPainter, rect: QRect, row: WholeRow) -> None:
        line = self._measures.source
        width = rect.width() - m.SOURCE_LEFT - self._right()
        painter.setPen(self._theme.color("accent"))
        area = QRectF(rect.x() + m.SOURCE_LEFT, rect.y() + m.SOURCE_TOP, width, line.height)
        self._setter.draw_elided(painter, row.text, line, area, rtl=False)

    def _right(self) -> int:
        """The space right of the text: beside the scroll bar it ends at the same line as without one."""
        return max(4, m.SIDE - (self._list.width() - self._list.viewport().width()))
