"""Where the parts of the window stand, and which panes stand beside one another at which width. Pure, without Qt."""

from __future__ import annotations

from typing import NamedTuple

ALL_FROM = 1280
FEEDS_FROM = 1000
TOOLBAR_HEIGHT = 44
STATUS_HEIGHT = 24
"""Design pixels, which grow with the text."""
_WIDTHS = {"feeds": 216, "stories": 344, "briefs": 292}
_LEAST = {"feeds": 170, "stories": 270, "reader": 340, "briefs": 230}


class Docked(NamedTuple):
    """Which side panes stand beside the others; those that do not are drawers."""

    feeds: bool
    briefs: bool


def docked_at(width: int, scale: float = 1.0) -> Docked:
    """The rule for a window of ``width`` logical pixels, whose text is ``scale`` times as large as usual."""
    return Docked(feeds=width >= FEEDS_FROM * scale, briefs=width >= ALL_FROM * scale)


def default_widths(scale: float) -> dict[str, int]:
    """The widths of the panes at first, in logical pixels; the reader takes the rest."""
    return {name: round(width * scale) for name, width in _WIDTHS.items()}


def least_widths(scale: float) -> dict[str, int]:
    """What each pane needs for its text, in logical pixels."""
    return {name: round(width * scale) for name, width in _LEAST.items()}
