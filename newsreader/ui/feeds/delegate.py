"""Draws the rows of the feed tree: smart views with icons, folders as headings, feeds with their tiles. Main thread."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QFont, QFontMetrics, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from newsreader.text.numbers import grouped
from newsreader.ui.feeds.model import FeedModel
from newsreader.ui.feeds.nodes import SMART_VIEWS, Kind, Node
from newsreader.ui.feeds.words import feed_tip
from newsreader.ui.plain import plain_tip
from newsreader.ui.theme import Theme
from newsreader.ui.tiles import TILE, paint_tile

ROW = 28
GAP = 1
_EDGE = 8
_PAD = 8
_INDENT = 20
_HEADING_SPACE = 11
_HEADING_BOX = 22
_SMART_SPACE = 8
_LAST_SMART = SMART_VIEWS[-1][0].value
_CHEVRON = 12
_RADIUS = 6
_Index = QModelIndex | QPersistentModelIndex
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class FeedDelegate(QStyledItemDelegate):
    """Paints and measures rows, shows their tool tips, and edits their names in place."""

    def __init__(self, theme: Theme, model: FeedModel, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._theme = theme
        self._node = model.node
        self._text = theme.font(13)
        self._count = theme.font(11.5)
        self._heading = theme.font(11, QFont.Weight.DemiBold)
        self._heading.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 104)
        self._heading_metrics = QFontMetrics(self._heading)
        self._count_metrics = QFontMetrics(self._count)
        self._text_metrics = QFontMetrics(self._text)
        self._tile, self._chevron = theme.px(TILE), theme.px(_CHEVRON)
        self._row = QSize(0, theme.px(ROW) + GAP)
        self._last_smart_row = QSize(0, self._row.height() + _SMART_SPACE)
        self._heading_row = QSize(0, _HEADING_SPACE + theme.px(_HEADING_BOX) + GAP)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        node = self._node(index)
        if node.heading:
            return self._heading_row
        return self._last_smart_row if node.id == _LAST_SMART else self._row

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        node = self._node(index)
        state: QStyle.StateFlag = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        box = self.box(option.rect, node)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, box, selected, hovered, focused)
        if node.heading:
            open_ = bool(state & QStyle.StateFlag.State_Open)
            self._paint_heading(painter, box, node, open_, hovered or focused)
        else:
            self._paint_row(painter, box, node, selected, bool(state & QStyle.StateFlag.State_Open))
        painter.restore()

    def box(self, rect: QRect, node: Node) -> QRect:
        """The part of a row's ``rect`` that is tinted when selected."""
        top = _HEADING_SPACE if node.heading else 0
        bottom = GAP + (_SMART_SPACE if node.id == _LAST_SMART else 0)
        return rect.adjusted(_EDGE, top, -_EDGE, -bottom)

    def chevron(self, rect: QRect, node: Node) -> QRect:
        """Where a click in a folder's row opens and closes it."""
        box = self.box(rect, node)
        if not node.heading:
            return QRect(box.x() + _PAD + _INDENT * node.depth - 2, box.y(), self._tile + 8, box.height())
        width = self._heading_metrics.horizontalAdvance(node.title.upper())
        x = min(box.x() + _PAD + width + 2, box.right() - 40)
        return QRect(x, box.y(), self._chevron + 8, box.height())

    def paint_landing_in(self, painter: QPainter, rect: QRect, node: Node) -> None:
        """What is dragged would go into this row's folder."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._theme.color("accent"), 2))
        painter.drawRoundedRect(QRectF(self.box(rect, node)).adjusted(1, 1, -1, -1), _RADIUS, _RADIUS)

    def paint_landing_between(self, painter: QPainter, rect: QRect, node: Node, y: int) -> None:
        """What is dragged would stand at ``y``, among rows like this one."""
        left = rect.x() + _EDGE + _PAD + _INDENT * node.depth
        line = QRectF(left, max(0, y - 1), rect.right() - _EDGE - left, 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("accent"))
        painter.drawRoundedRect(line, 1, 1)
        painter.drawEllipse(QRectF(line.x() - 3, line.y() - 2, 6, 6))

    # -- parts of a row ------------------------------------------------------------------------------------------

    def _paint_ground(
        self, painter: QPainter, box: QRect, selected: bool, hovered: bool, focused: bool
    ) -> None:
        if selected or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("selection" if selected else "hover"))
            painter.drawRoundedRect(box, _RADIUS, _RADIUS)
        if focused:
            painter.setPen(QPen(self._theme.color("focus"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(box).adjusted(0.75, 0.75, -0.75, -0.75), _RADIUS, _RADIUS)

    def _paint_heading(self, painter: QPainter, box: QRect, node: Node, open_: bool, active: bool) -> None:
        inner = box.adjusted(_PAD, 0, -_PAD, 0)
        if not open_:
            inner.setRight(self._paint_count(painter, inner, node.count))
        painter.setFont(self._heading)
        painter.setPen(self._theme.color("secondary"))
        room = inner.width() - self._chevron - 4
        text = self._heading_metrics.elidedText(node.title.upper(), Qt.TextElideMode.ElideRight, room)
        painter.drawText(inner, _LEFT, text)
        if active or not open_:
            x = inner.x() + self._heading_metrics.horizontalAdvance(text) + 5
            self._paint_icon(painter, "chevron-down" if open_ else "chevron-right", x, box, self._chevron)

    def _paint_row(self, painter: QPainter, box: QRect, node: Node, selected: bool, open_: bool) -> None:
        inner = box.adjusted(_PAD + _INDENT * node.depth, 0, -_PAD, 0)
        feed = node.feed
        quiet = feed is not None and (feed.paused or bool(feed.error))
        if feed is not None:
            tile = QRectF(inner.x(), inner.y() + (inner.height() - self._tile) / 2, self._tile, self._tile)
            paint_tile(painter, self._theme, tile, node.title, faded=quiet)
            if quiet:
                name, token = ("pause", "secondary") if feed.paused else ("warning", "warning")
                self._paint_icon(painter, name, inner.right() - self._tile + 1, box, self._tile, token)
                inner.setRight(inner.right() - self._tile - 4)
        elif node.kind is Kind.FOLDER:
            self._paint_icon(
                painter, "chevron-down" if open_ else "chevron-right", inner.x() + 2, box, self._chevron
            )
        else:
            self._paint_icon(
                painter, node.icon, inner.x(), box, self._tile, "accent" if selected else "secondary"
            )
        # "All stories" tells no number: it is the one that only grows.
        right = self._paint_count(painter, inner, 0 if node.kind is Kind.FOLDER and open_ else node.count)
        painter.setFont(self._text)
        painter.setPen(self._theme.color("secondary" if quiet else "text"))
        place = QRect(
            inner.x() + self._tile + 8, inner.y(), right - inner.x() - self._tile - 8, inner.height()
        )
        title = node.title or "Untitled"
        painter.drawText(
            place, _LEFT, self._text_metrics.elidedText(title, Qt.TextElideMode.ElideRight, place.width())
        )

    def _paint_count(self, painter: QPainter, inner: QRect, count: int) -> int:
        """Draw ``count`` at the right of ``inner``; returns where the text beside it must end."""
        if not count:
            return inner.right()
        text = grouped(count)
        painter.setFont(self._count)
        painter.setPen(self._theme.color("secondary"))
        painter.drawText(inner, _RIGHT, text)
        return inner.right() - self._count_metrics.horizontalAdvance(text) - 8

    def _paint_icon(
        self, painter: QPainter, name: str, x: float, box: QRect, size: int, token: str = "secondary"
    ) -> None:
        ratio = painter.device().devicePixelRatioF()
        y = box.y() + (box.height() - size) / 2
        painter.drawPixmap(round(x), round(y), self._theme.pixmap(name, token, size, ratio))

    # -- tool tips and renaming ----------------------------------------------------------------------------------

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        if event.type() != QEvent.Type.ToolTip or not index.isValid():
            return False
        feed = self._node(index).feed
        QToolTip.showText(event.globalPos(), plain_tip(feed_tip(feed)) if feed is not None else "", view)
        return True

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setProperty("kind", "inline")
        editor.setFont(self._text)
        editor.setAccessibleName("New name")
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: _Index) -> None:
        node = self._node(index)
        box = self.box(option.rect, node)
        left = 2 if node.heading else _PAD + _INDENT * node.depth + self._tile + 2
        editor.setGeometry(box.adjusted(left, 1, -2, -1))

    def initStyleOption(self, option: QStyleOptionViewItem, index: _Index) -> None:
        super().initStyleOption(option, index)
        option.backgroundBrush = QBrush(Qt.BrushStyle.NoBrush)
