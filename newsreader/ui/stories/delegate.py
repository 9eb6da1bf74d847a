"""Paints a story row: unread dot, headline, teaser, feed and age, star; the heading above the first of a group.

Main thread. A full list is painted in a few milliseconds; what a row says is composed once per header.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from newsreader.domain.stories import StoryHeader
from newsreader.text.dates import age_words
from newsreader.text.numbers import grouped
from newsreader.ui.reader import runs
from newsreader.ui.reader.pictures import ROUNDED
from newsreader.ui.stories.fold import Fold
from newsreader.ui.stories.lines import LineSetter
from newsreader.ui.stories.metrics import row_metrics
from newsreader.ui.stories.model import StoryModel
from newsreader.ui.stories.options import Density
from newsreader.ui.stories.row_text import RowText, row_text
from newsreader.ui.stories.thumbnails import SIDE, Thumbnails
from newsreader.ui.theme import Theme
from newsreader.ui.tiles import paint_tile

_Index = QModelIndex | QPersistentModelIndex
_BESIDE_STAR = 6
_TEXTS = 400
_TILE = 14
_PICTURE_GAP = 12
_CARD_SIDE = 12
"""Between a card and the edges of the list: as wide as the scroll bar."""
_FOCUS = 3
"""How wide the mark of the row with the focus is, at its left edge."""


class RowLook(NamedTuple):
    """How a row stands out."""

    selected: bool
    hovered: bool
    focused: bool


class StoryDelegate(QStyledItemDelegate):
    """Paints rows of a StoryModel at a density."""

    def __init__(
        self, theme: Theme, density: Density, parent: QWidget, *, clock: Callable[[], float] = time.time
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._clock = clock
        self._setter = LineSetter()
        self._texts: dict[StoryHeader, RowText] = {}
        self.metrics = row_metrics(theme, density)
        self.thumbnails: Thumbnails | None = None
        self.hovered_row = -1
        """The row that was painted last as the one under the mouse, -1 for none."""

    def set_density(self, density: Density) -> None:
        """Measure rows of another density."""
        self._setter.forget()
        self.metrics = row_metrics(self._theme, density)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """The height of a row without a heading."""
        return QSize(200, self.metrics.height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one row, never outside of its rectangle."""
        model = index.model()
        assert isinstance(model, StoryModel)
        row, state = index.row(), option.state
        whole: QRect = option.rect
        look = RowLook(
            bool(state & QStyle.StateFlag.State_Selected),
            bool(state & QStyle.StateFlag.State_MouseOver),
            bool(state & QStyle.StateFlag.State_HasFocus),
        )
        if look.hovered:
            self.hovered_row = row
        elif self.hovered_row == row:
            self.hovered_row = -1
        painter.save()
        painter.setClipRect(whole)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = self.paint_ground(painter, whole, model.heading(row), look)
        if (header := model.header(row)) is None:
            self._paint_placeholder(painter, rect)
        else:
            self._paint_story(painter, rect, header, model.folds(row), hovered=look.hovered)
        painter.restore()

    def paint_ground(self, painter: QPainter, rect: QRect, words: str, look: RowLook) -> QRect:
        """Paint a row but for its story, under the heading ``words`` if it begins a group; the place of the story."""
        painter.fillRect(rect, self._theme.color("paper"))  # over the style's own selection
        if words and rect.height() > self.metrics.height:
            self._paint_heading(painter, rect, words)
            rect = rect.adjusted(0, rect.height() - self.metrics.height, 0, 0)
        self._paint_tints(painter, rect, look)
        return rect

    def paint_focus_line(self, painter: QPainter, width: int) -> None:
        """The focus of a list in which no row has it."""
        painter.fillRect(0, 0, width, 2, self._theme.color("focus"))

    @property
    def ground(self) -> QColor:
        """The colour under the rows."""
        return self._theme.color("paper")

    def star_area(self, rect: QRect, header: StoryHeader) -> QRect:
        """Where in the row of a story, ``rect`` without a heading, a click means the star."""
        area = self._beside_picture(self._text_area(rect), header)
        star = self.metrics.star
        return QRect(
            round(area.right()) - star - 6, rect.y(), star + 12, round(area.y() - rect.y()) + star + 8
        )

    # -- parts ---------------------------------------------------------------------------------------------------

    def _paint_heading(self, painter: QPainter, rect: QRect, words: str) -> None:
        line = self.metrics.heading
        painter.setFont(line.font)
        painter.setPen(self._theme.color("secondary"))
        top = rect.y() + self.metrics.heading_height - 4 - line.height
        self._setter.draw_elided(
            painter,
            words,
            line,
            QRectF(rect.x() + 16, top, rect.width() - 32, line.height),
            rtl=runs.starts_rtl(words),
        )

    def _paint_tints(self, painter: QPainter, rect: QRect, look: RowLook) -> None:
        box = QRectF(rect)
        inset = self.metrics.inset
        tint = "selection" if look.selected else "hover" if look.hovered else ""
        if inset:
            box = box.adjusted(_CARD_SIDE, inset, -_CARD_SIDE, -inset)
            painter.setPen(QPen(self._theme.color("rule"), 1))
            painter.setBrush(self._theme.color("raised"))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
            if tint:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self._theme.color(tint))
                painter.drawRoundedRect(box, 8, 8)
        else:
            if tint:
                painter.fillRect(rect, self._theme.color(tint))
            painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, self._theme.color("rule"))
        if look.focused:
            self._paint_focus(painter, box)

    def _paint_focus(self, painter: QPainter, box: QRectF) -> None:
        """A bar at the left edge, a ring where there is a card, or where a person asked to see things clearly."""
        focus = self._theme.color("focus")
        inset = self.metrics.inset
        if not inset and self._theme.name != "contrast":
            painter.fillRect(QRectF(box.x(), box.y(), _FOCUS, box.height() - 1), focus)
            return
        painter.setPen(QPen(focus, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        radius = 8 if inset else 3
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1 if inset else -2), radius, radius)

    def _paint_placeholder(self, painter: QPainter, rect: QRect) -> None:
        area = self._text_area(rect)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("rule"))
        y = area.y() + 4
        for share, height in ((0.72, 11), (0.94, 8), (0.36, 8)):
            if y + height < rect.bottom():
                painter.drawRoundedRect(QRectF(area.x(), y, area.width() * share, height), 3, 3)
            y += height + 12

    def _paint_story(
        self, painter: QPainter, rect: QRect, header: StoryHeader, fold: Fold | None, *, hovered: bool
    ) -> None:
        text = self._text_of(header)
        m = self.metrics
        area = self._text_area(rect)
        if (text_area := self._beside_picture(area, header)) != area:
            self._paint_picture(painter, rect, area, header)
            area = text_area
        secondary = self._theme.color("secondary")
        head = m.read if header.read else m.unread
        if not header.read:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("unread"))
            top = area.y() + (head.height - m.dot) / 2 + 1
            painter.drawEllipse(QRectF(area.x() - 12 - m.dot / 2, top, m.dot, m.dot))
        painter.setPen(secondary if header.read else self._theme.color("text"))
        most = m.headline_lines if text.teaser else max(m.headline_lines, min(3, m.text_lines))
        line = text.headline if m.text_lines > 1 else text.single
        used = self._setter.draw(
            painter, line, head, area, most, rtl=text.headline_rtl, beside=m.star + _BESIDE_STAR
        )
        painter.setPen(secondary)
        below = area.adjusted(0, used * head.height + 1, 0, 0)
        if m.text_lines - used > 0 and text.teaser:
            self._setter.draw(painter, text.teaser, m.teaser, below, m.text_lines - used, rtl=text.teaser_rtl)
        self._paint_meta(painter, area, header, text, fold)
        if header.saved or hovered:
            ratio = painter.device().devicePixelRatioF()
            name, token = ("star-filled", "star") if header.saved else ("star", "secondary")
            star = self._theme.pixmap(name, token, m.star, ratio)
            top = area.y() + (head.height - m.star) // 2
            painter.drawPixmap(QPointF(area.right() - m.star, top), star)

    def _paint_meta(
        self, painter: QPainter, area: QRectF, header: StoryHeader, text: RowText, fold: Fold | None
    ) -> None:
        m = self.metrics
        age = age_words(header.when, int(self._clock()))
        row = QRectF(area.x(), area.bottom() - m.meta.height, area.width(), m.meta.height)
        if m.inset:
            side = self._theme.px(_TILE)
            tile = QRectF(row.x(), row.y() + (row.height() - side) / 2, side, side)
            paint_tile(painter, self._theme, tile, header.feed_title)
            painter.setPen(self._theme.color("secondary"))
            row = row.adjusted(side + 6, 0, 0, 0)
        feed = text.feed
        if fold is not None:
            row = row.adjusted(0, 0, -self._paint_fold(painter, row, fold) - 8, 0)
            feed = ", ".join((text.feed, *(runs.isolated(runs.label(name, 60)) for name in fold.names)))
        self._setter.draw_with_tail(painter, feed, f" · {age}" if feed else age, m.meta, row)

    def _paint_fold(self, painter: QPainter, row: QRectF, fold: Fold) -> float:
        """The number of duplicates at the end of a row's last line; how wide it is."""
        words = f"\u2212{grouped(fold.count)}" if fold.open else f"+{grouped(fold.count)}"
        width = self._setter.width(words, self.metrics.meta) + 14
        box = QRectF(row.right() - width, row.y(), width, row.height())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("pressed"))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.setPen(self._theme.color("text" if fold.unread else "secondary"))
        self._setter.draw_elided(painter, words, self.metrics.meta, box.adjusted(7, 0, 0, 0), rtl=False)
        painter.setPen(self._theme.color("secondary"))
        return width

    def fold_area(self, rect: QRect) -> QRect:
        """Where in a row of ``rect`` a click means its duplicates."""
        area, height = self._text_area(rect), self.metrics.meta.height
        return QRect(round(area.right()) - 44, round(area.bottom()) - height - 6, 52, height + 14)

    def _beside_picture(self, area: QRectF, header: StoryHeader) -> QRectF:
        """What a picture at the right leaves of the text's area: all of it, where there is none."""
        pictures = self.thumbnails
        if self.metrics.density != "cards" or pictures is None:
            return area
        if pictures.get(header, self._ratio) is None and not pictures.reserved(header):
            return area
        return area.adjusted(0, 0, -SIDE - _PICTURE_GAP, 0)

    def _paint_picture(self, painter: QPainter, rect: QRect, area: QRectF, header: StoryHeader) -> None:
        place = QRectF(area.right() - SIDE, rect.center().y() - SIDE / 2, SIDE, SIDE)
        picture = self.thumbnails.get(header, self._ratio) if self.thumbnails is not None else None
        if picture is not None:
            painter.drawPixmap(place.topLeft(), picture)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("code"))
            painter.drawRoundedRect(place, ROUNDED, ROUNDED)

    @property
    def _ratio(self) -> float:
        parent = self.parent()
        return parent.devicePixelRatioF() if isinstance(parent, QWidget) else 1.0

    def _text_area(self, rect: QRect) -> QRectF:
        """Where text stands in a row: below the top padding, above the bottom one and the rule."""
        m = self.metrics
        side = _CARD_SIDE if m.inset else 0
        bottom = {"compact": 5, "comfortable": 10, "cards": 15}[m.density]
        return QRectF(rect).adjusted(m.left + side, m.top + m.inset, -m.right - side, -bottom)

    def _text_of(self, header: StoryHeader) -> RowText:
        text = self._texts.get(header)
        if text is None:
            if len(self._texts) >= _TEXTS:
                self._texts.clear()
            text = self._texts[header] = row_text(header)
        return text
