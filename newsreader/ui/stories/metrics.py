"""Sizes of a story row, from the fonts. Main thread.

At the 13 px base a row is 44 (compact), 92 (comfortable) or 112 pixels (cards) high; headline and teaser share three
lines.
"""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtGui import QFont, QFontMetricsF

from newsreader.ui.stories.options import Density
from newsreader.ui.theme import Theme

_TIGHTER = 1.08
"""A font that wants up to this share more than a line's own height is set in it all the same."""


class Line(NamedTuple):
    """A font with the height of its line and the distance from the line's top to its baseline, logical pixels."""

    font: QFont
    height: int
    baseline: float


class RowMetrics(NamedTuple):
    """Everything the delegate measures with; lengths in logical pixels."""

    density: Density
    unread: Line
    read: Line
    teaser: Line
    meta: Line
    heading: Line
    heading_height: int
    height: int
    top: int
    left: int
    right: int
    inset: int
    headline_lines: int
    text_lines: int
    star: int
    dot: int


def row_metrics(theme: Theme, density: Density) -> RowMetrics:
    """The sizes of rows of a density."""
    unread = line_of(theme.font(14, QFont.Weight.DemiBold), theme.px(19))
    read = line_of(theme.font(14), theme.px(19))
    teaser = line_of(theme.font(12.5), theme.px(17))
    meta = line_of(theme.font(11.5), theme.px(16))
    heading_font = theme.font(11, QFont.Weight.DemiBold)
    heading_font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 104)
    lines, inset, top, bottom = {
        "compact": (1, 0, 4, 5),
        "comfortable": (2, 0, 10, 10),
        "cards": (2, 6, 10, 10),
    }[density]
    text = lines * unread.height + (1 + teaser.height if lines > 1 else 0) + meta.height
    height = top + text + bottom + 2 * inset
    if density == "cards":
        height += 8
    return RowMetrics(
        density=density,
        unread=unread,
        read=read,
        teaser=teaser,
        meta=meta,
        heading=line_of(heading_font, theme.px(15)),
        heading_height=theme.px(28),
        height=height,
        top=top,
        left=28,
        right=12,
        inset=inset,
        headline_lines=lines,
        text_lines=3 if lines > 1 else 1,
        star=theme.px(16),
        dot=theme.px(8),
    )


def line_of(font: QFont, least: int) -> Line:
    """A line of ``font``, at least ``least`` logical pixels high."""
    metrics = QFontMetricsF(font)
    natural = metrics.ascent() + metrics.descent()
    height = least if natural <= least * _TIGHTER else round(natural)
    return Line(font, height, (height - metrics.ascent() - metrics.descent()) / 2 + metrics.ascent())
