"""The letter tile of a feed: its initial on a colour of its own, until (and unless) it has an icon of its site."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter

from newsreader.ui.theme import Theme

TILE = 16
"""The side of a tile, logical pixels."""


def paint_tile(painter: QPainter, theme: Theme, rect: QRectF, title: str, *, faded: bool = False) -> None:
    """Draw the tile of the feed ``title`` into the square ``rect``; ``faded`` for paused feeds. Main thread."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(119, 119, 119) if faded else theme.tile_color(title))
    radius = rect.width() / 4
    painter.drawRoundedRect(rect, radius, radius)
    painter.setPen(QColor(255, 255, 255))
    font = theme.font(rect.width() * 0.6 / theme.fonts.scale, QFont.Weight.Bold)
    painter.setFont(font)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, initial(title))
    painter.restore()


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
