"""The letter tile of a feed: its initial on a colour of its own, until (and unless) it has an icon of its site."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter

from newsreader.ui.theme import Theme

TILE = 16
"""The side of a tile, logical pixels."""

_RING = 2
_OVERLAP = 3
"""How far a tile of a stack lies over the one before, without its ring."""


def paint_tile(
    painter: QPainter, theme: Theme, rect: QRectF, title: str, *, faded: bool = False, covered: float = 0
) -> None:
    """Draw the tile of the feed ``title`` into the square ``rect``; ``faded`` for paused feeds. ``covered`` pixels at
    its right will lie under another tile: the letter stands in the middle of the rest. Main thread."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(119, 119, 119) if faded else theme.tile_color(title))
    radius = rect.width() / 4
    painter.drawRoundedRect(rect, radius, radius)
    painter.setPen(QColor(255, 255, 255))
    font = theme.font(rect.width() * 0.6 / theme.fonts.scale, QFont.Weight.Bold)
    painter.setFont(font)
    painter.drawText(rect.adjusted(0, 0, -covered, 0), Qt.AlignmentFlag.AlignCenter, initial(title))
    painter.restore()


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
