"""The tile of a feed: the icon of its site, else its initial on a colour of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen, QPixmap

from newsreader.ui.theme import Theme

if TYPE_CHECKING:
    from newsreader.ui.site_icons import SiteIcon

TILE = 16
"""The side of a tile, logical pixels."""

_RING = 2
_OVERLAP = 2
"""How far a tile of a stack lies over the one before, without its ring."""

_FADED = 0.45
_KEPT = 400
"""Pictures of tiles; one of a list takes a kilobyte."""
_PLATE_ON_DARK = QColor(0xE6, 0xE4, 0xDF)
_PLATE_ON_LIGHT = QColor(0x3A, 0x3B, 0x3F)


def paint_tile(
    painter: QPainter, theme: Theme, rect: QRectF, title: str, *, faded: bool = False, covered: float = 0
) -> None:
    """Draw the tile of the feed ``title`` into the square ``rect``; ``faded`` for paused feeds. ``covered`` pixels at
    its right will lie under another tile: the letter stands in the middle of the rest. Main thread.

    A tile is drawn once and then copied: lists show the same few again and again."""
    icon = theme.site_icon(title)
    shows = icon if icon is not None else (initial(title), theme.tile_color(title).rgb())
    ratio = painter.device().devicePixelRatioF()
    key = (shows, theme.name, rect.width(), faded, covered, ratio)
    tile = theme.tiles.get(key)
    if tile is None:
        if len(theme.tiles) >= _KEPT:
            theme.tiles.clear()
        tile = theme.tiles[key] = _tile(theme, rect.width(), ratio, icon, title, faded=faded, covered=covered)
    painter.drawPixmap(QPoint(round(rect.x()), round(rect.y())), tile)


def _tile(
    theme: Theme, side: float, ratio: float, icon: SiteIcon | None, title: str, *, faded: bool, covered: float
) -> QPixmap:
    """A tile as a picture, ``side`` logical pixels wide."""
    tile = QPixmap(round(side * ratio), round(side * ratio))
    tile.setDevicePixelRatio(ratio)
    tile.fill(Qt.GlobalColor.transparent)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    place = QRectF(0, 0, side, side)
    if icon is None:
        _paint_letter(painter, theme, place, title, faded, covered)
    else:
        _paint_icon(painter, theme, place, icon, faded)
    painter.end()
    return tile


def _paint_letter(
    painter: QPainter, theme: Theme, rect: QRectF, title: str, faded: bool, covered: float
) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(119, 119, 119) if faded else theme.tile_color(title))
    radius = rect.width() / 4
    painter.drawRoundedRect(rect, radius, radius)
    painter.setPen(QColor(255, 255, 255))
    font = theme.font(rect.width() * 0.6 / theme.fonts.scale, QFont.Weight.Bold)
    painter.setFont(font)
    painter.drawText(rect.adjusted(0, 0, -covered, 0), Qt.AlignmentFlag.AlignCenter, initial(title))


def _paint_icon(painter: QPainter, theme: Theme, rect: QRectF, icon: SiteIcon, faded: bool) -> None:
    """The icon with the corners of a tile, on a plate where it would be lost on the ground of the theme."""
    if faded:
        painter.setOpacity(_FADED)
    plate = _PLATE_ON_DARK if theme.dark and icon.lost_on_dark else None
    if not theme.dark and icon.lost_on_light:
        plate = _PLATE_ON_LIGHT
    radius = rect.width() / 5
    if plate is not None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(plate)
        painter.drawRoundedRect(rect, radius, radius)
        rim = rect.width() / 8
        rect = rect.adjusted(rim, rim, -rim, -rim)
    else:
        corners = QPainterPath()
        corners.addRoundedRect(rect, radius, radius)
        painter.setClipPath(corners, Qt.ClipOperation.IntersectClip)
    image = icon.scaled(round(rect.width() * painter.device().devicePixelRatioF()))
    wide, high = image.width(), image.height()
    side = max(wide, high, 1)
    box = QRectF(0, 0, rect.width() * wide / side, rect.height() * high / side)
    box.moveCenter(rect.center())
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(box, image)
    if icon.full:  # a hairline, so that a black square has an edge on a dark ground
        hairline = theme.color("text")
        hairline.setAlphaF(0.16)
        painter.setClipping(False)
        painter.setPen(QPen(hairline, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius - 0.5, radius - 0.5)


def paint_stack(
    painter: QPainter, theme: Theme, place: QPointF, titles: Sequence[str], ground: QColor
) -> float:
    """Draw the tiles of a few feeds, each lying over the one before with a ring in the colour of the ``ground``
    between them; their top left is ``place``. How wide they are together. Main thread."""
    step = TILE - _OVERLAP
    for number, title in enumerate(titles):
        tile = QRectF(place.x() + number * step, place.y(), TILE, TILE)
        if number:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawRoundedRect(tile.adjusted(-_RING, -_RING, _RING, _RING), 5.5, 5.5)
        last = number == len(titles) - 1
        paint_tile(painter, theme, tile, title, covered=0 if last else _OVERLAP + _RING)
    return (len(titles) - 1) * step + TILE if titles else 0.0


def initial(title: str) -> str:
    """The letter or digit a feed is known by: the first of its title, ``·`` when it has none."""
    words = title.split()
    if len(words) > 1 and words[0].casefold() in (
        "the",
        "a",
        "an",
        "der",
        "die",
        "das",
        "le",
        "la",
        "les",
        "el",
    ):
        words = words[1:]
    for character in " ".join(words):
        if character.isalnum():
            return character.upper()[:1]
    return "·"
