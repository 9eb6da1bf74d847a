"""The page of the day on the screen: a button for every brief, set as a newspaper sets them. Main thread."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QScrollArea, QWidget

from newsreader.domain.briefs import Brief
from newsreader.library.edition import Edition, names_of
from newsreader.ui.morning.pieces import Heading, Piece, pieces_of
from newsreader.ui.morning.placing import Frame, Sheet
from newsreader.ui.morning.setting import set_pieces
from newsreader.ui.morning.type import Inks, Role, Type
from newsreader.ui.plain import plain_tip
from newsreader.ui.theme import Theme

_WIDEST = 1180
_MARGIN = 32
_COLUMN = 270
_GUTTER = 40
_SPACE = 26
_FOOT = 56
_AROUND = 8
"""How far a button reaches beyond its text."""


def screen_type(theme: Theme) -> Type:
    """The type of the page on the screen."""

    def font(px: float, weight: QFont.Weight, serif: bool) -> QFont:
        return theme.fonts.reader(px, weight) if serif else theme.font(px, weight)

    return Type(font, theme.fonts.scale)


def theme_inks(theme: Theme) -> Inks:
    """The colours of the page on the screen."""
    return Inks(theme.color("text"), theme.color("secondary"), theme.color("rule"))


class BriefTile(QAbstractButton):
    """A brief on the page."""

    def __init__(
        self, theme: Theme, type_: Type, role: Role, brief: Brief, now: int, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._type = type_
        self._role = role
        self._now = now
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.show_brief(brief)

    @property
    def brief(self) -> Brief:
        """What it shows."""
        return self._brief

    def show_brief(self, brief: Brief) -> None:
        """Show the same brief as it is now."""
        self._brief = brief
        self.setAccessibleName(
            ". ".join(part for part in (brief.headline, brief.teaser, names_of(brief)) if part)
        )
        self.setToolTip(plain_tip(brief.place))
        self.update()

    def sizeHint(self) -> QSize:
        """As it was placed."""
        return self.size()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        if self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("pressed" if self.isDown() else "hover"))
            painter.drawRoundedRect(box, 8, 8)
        if self.hasFocus():
            painter.setPen(QPen(self._theme.color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 7, 7)
        area = box.adjusted(_AROUND, _AROUND, -_AROUND, -_AROUND)
        self._type.paint_brief(painter, self._role, self._brief, area, theme_inks(self._theme), self._now)
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Hover is felt at once."""
        if event.type() in (QEvent.Type.HoverEnter, QEvent.Type.HoverLeave):
            self.update()
        return super().event(event)


class Paper(QWidget):
    """What scrolls: head, tiles, titles of sections, rules. ``chosen`` carries the Brief whose tile was pressed."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, clock: Callable[[], float] = time.time) -> None:
        super().__init__()
        self._theme = theme
        self._clock = clock
        self._type = screen_type(theme)
        self._edition: Edition | None = None
        self._pieces: list[Piece] = []
        self._sheet = Sheet((), (), 1, 0)
        self._frame = Frame(600, 1, _GUTTER, _SPACE)
        self._left = 0.0
        self.tiles: list[BriefTile] = []
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("ground", "paper")
        theme.changed.connect(self.update)

    def show_edition(self, edition: Edition) -> None:
        """Set the page of ``edition``; a tile that had the focus keeps it while its brief is there."""
        focused = next((tile.brief.id for tile in self.tiles if tile.hasFocus()), None)
        order = [tile.brief.id for tile in self.tiles]
        if self._edition is not None and _same_words(self._edition, edition):
            for tile, brief in zip(self.tiles, edition.briefs, strict=True):
                tile.show_brief(brief)
            self._edition = edition
            return
        self._edition = edition
        self._pieces = pieces_of(edition)
        for tile in self.tiles:
            tile.hide()
            tile.deleteLater()
        now = int(self._clock())
        self.tiles = []
        for piece in self._pieces:
            if not isinstance(piece, Heading):
                tile = BriefTile(self._theme, self._type, piece.role, piece.brief, now, self)
                tile.clicked.connect(partial(self._choose, tile))
                tile.show()
                self.tiles.append(tile)
        self._set()
        if focused is not None:
            self._focus_near(focused, order)

    def _focus_near(self, brief: int, order: list[int]) -> None:
        """Give the focus to a brief, or to the next one of ``order`` that is still here."""
        place = order.index(brief)
        for id in (*order[place:], *reversed(order[:place])):
            tile = next((tile for tile in self.tiles if tile.brief.id == id), None)
            if tile is not None:
                tile.setFocus()
                return

    def _choose(self, tile: BriefTile) -> None:
        self.chosen.emit(tile.brief)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._set()

    def _set(self) -> None:
        """Place everything for the width there is."""
        type_ = self._type
        width = min(type_.px(_WIDEST), max(200, self.width() - 2 * _MARGIN))
        columns = max(1, min(4, (width + type_.px(_GUTTER)) // type_.px(_COLUMN + _GUTTER)))
        self._left = (self.width() - width) / 2
        self._frame = Frame(width, columns, type_.px(_GUTTER), type_.px(_SPACE), top=type_.head_height())
        pieces = self._pieces
        self._sheet = set_pieces(pieces, type_, self._frame)
        tiles = iter(self.tiles)
        by_number = {placed.number: placed for placed in self._sheet.pieces}
        for number, piece in enumerate(pieces):
            if not isinstance(piece, Heading):
                at = by_number[number]
                rect = QRectF(self._left + at.x, at.y, at.width, at.height)
                rect = rect.adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND)
                next(tiles).setGeometry(rect.toAlignedRect())
        self.setMinimumHeight(round(self._sheet.height) + _FOOT)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Head, titles of sections and rules; the tiles paint themselves."""
        super().paintEvent(event)
        if self._edition is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inks, frame = theme_inks(self._theme), self._frame
        head = QRectF(self._left, 0, frame.width, self._type.head_height())
        edition = self._edition
        self._type.paint_head(painter, edition.title, edition.date, edition.count, head, inks)
        for rule in self._sheet.rules:
            x, y = round(self._left + rule.x), round(rule.top)
            painter.fillRect(QRectF(x, y, rule.width or 1, rule.bottom - rule.top or 1), inks.rule)
        for at in self._sheet.pieces:
            piece = self._pieces[at.number]
            if isinstance(piece, Heading):
                area = QRectF(self._left + at.x, at.y, at.width, at.height)
                self._type.paint_heading(painter, piece.text, area, inks)
        painter.end()


class SheetView(QScrollArea):
    """Scrolls the page."""

    def __init__(self, paper: Paper) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("ground", "paper")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(paper)

    def page(self, by: int) -> None:
        """One page on or back."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + by * max(60, self.viewport().height() - 60))


def _same_words(one: Edition, other: Edition) -> bool:
    """Whether two editions look alike but for what was read."""

    def words(edition: Edition) -> list[tuple[object, ...]]:
        return [
            (section.name, brief.id, brief.headline, brief.teaser, brief.sources, brief.newest)
            for section in edition.sections
            for brief in section.briefs
        ] + [(edition.lead and (edition.lead.id, edition.lead.headline, edition.lead.teaser), edition.date)]

    return words(one) == words(other)
