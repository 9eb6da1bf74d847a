"""In which order the feeds of a folder stand: by hand, by name, by unread stories, by activity. Pure, without Qt.

Nothing moves under a person's eyes: reading changes counts, never places. Places are found anew only when stories
arrive, when feeds come and go, and when another order is chosen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from typing import Any

from newsreader.domain.feeds import Feed, FeedTree


class Order(StrEnum):
    """How feeds are sorted; the values are those of the setting ``look.feed_order``."""

    HAND = "hand"
    NAME = "name"
    UNREAD = "unread"
    ACTIVITY = "activity"


class FeedOrder:
    """Arranges one tree after the other, and remembers where each feed stood."""

    def __init__(self) -> None:
        self.how = Order.HAND
        self._seen: dict[int, Feed] = {}
        self._places: dict[int, int] = {}

    def choose(self, how: Order) -> None:
        """Sort by ``how`` from now on."""
        if how is not self.how:
            self.how = how
            self._places = {}

    def arranged(self, tree: FeedTree) -> FeedTree:
        """``tree`` with its feeds in the chosen order; folders always stand as a person put them."""
        if self.how is Order.HAND:
            return tree
        if self._is_news(tree):
            ranked = sorted(tree.feeds, key=_KEYS[self.how])
            self._places = {feed.id: place for place, feed in enumerate(ranked)}
        self._seen = {feed.id: feed for feed in tree.feeds}
        return replace(tree, feeds=tuple(sorted(tree.feeds, key=lambda feed: self._places[feed.id])))

    def _is_news(self, tree: FeedTree) -> bool:
        if self._places.keys() != {feed.id for feed in tree.feeds}:
            return True
        return any(_came_forward(self.how, self._seen[feed.id], feed) for feed in tree.feeds)


def _came_forward(how: Order, before: Feed, now: Feed) -> bool:
    if how is Order.NAME:
        return before.title != now.title
    if how is Order.UNREAD:
        return now.total > before.total
    return before.latest != now.latest


def _by_name(feed: Feed) -> Any:
    return (feed.title.casefold(), feed.id)


_KEYS: dict[Order, Callable[[Feed], Any]] = {
    Order.NAME: _by_name,
    Order.UNREAD: lambda feed: (-feed.unread, _by_name(feed)),
    Order.ACTIVITY: lambda feed: (-(feed.latest or 0), _by_name(feed)),
}
