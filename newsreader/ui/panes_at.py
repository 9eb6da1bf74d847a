"""Which panes stand beside one another at which width of the window. Pure, without Qt."""

from __future__ import annotations

from typing import NamedTuple

ALL_FROM = 1280
FEEDS_FROM = 1000
DEFAULT_WIDTHS = {"feeds": 216, "stories": 344, "briefs": 292}
"""The widths of the panes at first, in logical pixels; the reader takes the rest."""


class Docked(NamedTuple):
    """Which side panes stand beside the others; those that do not are drawers."""

    feeds: bool
    briefs: bool


def docked_at(width: int) -> Docked:
    """The rule for a window of ``width`` logical pixels."""
    return Docked(feeds=width >= FEEDS_FROM, briefs=width >= ALL_FROM)
