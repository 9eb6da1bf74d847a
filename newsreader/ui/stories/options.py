"""How the story list is shown: density, order, grouping, what is left out, when a story counts as read."""

from __future__ import annotations

from typing import Literal, NamedTuple

Density = Literal["compact", "comfortable", "cards"]
Grouping = Literal["none", "day", "feed"]
Pictures = Literal["none", "kept", "load"]
"""Which pictures cards have: none, those that are on disk, or also such as have to be fetched."""
MarkRead = Literal["at_once", "after_delay", "never"]


class ListOptions(NamedTuple):
    """What a person chose for the list. ``mark_delay`` is in seconds."""

    density: Density = "comfortable"
    oldest_first: bool = False
    unread_only: bool = False
    group: Grouping = "day"
    mark_read: MarkRead = "at_once"
    mark_delay: float = 1.0
    mark_on_scroll: bool = False
    fold: bool = False
    pictures: Pictures = "kept"
