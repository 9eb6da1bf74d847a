"""How the story list is shown: density, order, grouping, what is left out, when a story counts as read."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, NamedTuple

from newsreader.domain.stories import View, ViewKind

Density = Literal["compact", "comfortable", "cards"]
Grouping = Literal["none", "day", "feed"]
Pictures = Literal["none", "kept", "load"]
"""Which pictures cards have: none, those that are on disk, or also such as have to be fetched."""
MarkRead = Literal["at_once", "after_delay", "never"]

_WHOLE = (ViewKind.SAVED, ViewKind.EVENT, ViewKind.SEARCH)
"""Lists that show what is read too, whatever is wanted of the others."""


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

    def applied_to(self, view: View) -> View:
        """The view with the order and the filter that it is to have."""
        unread = self.unread_only and view.kind not in _WHOLE
        by_feed = self.group == "feed" and not (view.kind is ViewKind.FEED or view.query)
        return replace(view, oldest_first=self.oldest_first, unread_only=unread, by_feed=by_feed)

    def folds(self, view: View) -> bool:
        """Whether duplicates are folded; a list of one event would be a single row."""
        return self.fold and view.kind is not ViewKind.EVENT
