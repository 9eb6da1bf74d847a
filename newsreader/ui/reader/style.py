"""The look of the page: a theme and a person's choices turned into the style sheet that QTextDocument reads.

Main thread (fonts).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtGui import QFont, QFontMetricsF

from newsreader.resources import resource_text
from newsreader.ui.theming.fonts import Fonts

TEMPLATE = "theme/page.css"

SMALLEST, LARGEST = 10, 40
_PLACE = re.compile(
    r"@([a-z][a-z-]*)@|\b([\d.]+)dp\b|\b(line|fixed)\(([\d.]+)(?:,\s*([\d.]+))?\)",
)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SAMPLE = "It was read slowly, by the window, on a Sunday; nobody asked about the time, and the tea went cold again."
"""A line of usual English: its average letter is narrower than QFontMetrics' average character."""


class Colours(Protocol):
    """What the page needs of a theme."""

    fonts: Fonts

    def css(self, token: str) -> str:
        """The colour of a token as style sheets take it."""


@dataclass(frozen=True, slots=True)
class ReaderLook:
    """What a person chose for the page: ``size`` in pixels of the design grid, ``width`` in characters a line.

    ``font`` is a family by its name, ``""`` for our own list of serif or sans faces.
    """

    serif: bool = True
    font: str = ""
    size: int = 18
    width: int = 72
    line_height: float = 1.45


@dataclass(frozen=True, slots=True)
class ReaderStyle:
    """What a document is built with. ``column`` is the widest line and ``letter`` the average letter, in logical
    pixels; ``scale`` is the size of the text by 18 px."""

    font: QFont
    css: str
    column: int
    letter: float
    scale: float

    def px(self, size: float) -> int:
        """``size`` pixels of the 18 px page in pixels of this one."""
        return max(1, round(size * self.scale))


def reader_style(theme: Colours, look: ReaderLook) -> ReaderStyle:
    """The style for a theme and a person's choices."""
    font = theme.fonts.reader(look.size, serif=look.serif)
    if look.font:
        font.setFamilies([look.font, *font.families()])
    metrics = QFontMetricsF(font)
    letter = metrics.horizontalAdvance(_SAMPLE) / len(_SAMPLE)
    scale = look.size * theme.fonts.scale / 18
    css = page_css(resource_text(TEMPLATE), theme, scale, look.line_height)
    return ReaderStyle(font, css, round(letter * look.width), letter, scale)


def page_css(template: str, theme: Colours, scale: float, line_height: float) -> str:
    """The style sheet of the page from its template, whose places are explained in ``resources/theme/page.css``.

    ``scale`` is the size of the text by 18 px. Raises KeyError for a colour that the theme does not have.
    """
    families = {
        "quiet": _families(theme.fonts.interface()),
        "mono": _families(theme.fonts.mono()),
    }

    def fill(match: re.Match[str]) -> str:
        name, length, kind, size, factor = match.groups()
        if name:
            return families[name] if name in families else theme.css(name)
        if length:
            return f"{max(1, round(float(length) * scale))}px"
        height = round(float(size) * scale * float(factor or line_height))
        if kind == "line":
            return f"line-height: {height}px; -qt-line-height-type: minimum"
        return (
            f"font-size: {round(float(size) * scale)}px; line-height: {height}px; -qt-line-height-type: fixed"
        )

    return _PLACE.sub(fill, _COMMENT.sub("", template))


def _families(font: QFont) -> str:
    return ", ".join(f"'{family}'" for family in font.families())
