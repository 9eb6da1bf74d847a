"""A feed that moved for good: its address is changed by the rules of HOSTILE N16-N19, and undo brings the old one back.

The address changes only when the whole beginning of the redirects was permanent, a feed was there, and that was seen
twice. It never changes onto another subscription, nor away from the origin that a feed's password belongs to, nor back
to an address that the person took the feed away from: what was undone is not done again.
"""

from __future__ import annotations

from newsreader.domain.fetching import FetchState
from newsreader.store import feeds, journal
from newsreader.store.database import Writer
from newsreader.sync import records
from newsreader.text.urls import origin


def seen_again(state: FetchState, permanent_url: str) -> bool:
    """True when a check of ``state`` leads to the same new address as the one before it did."""
    if not permanent_url or permanent_url != state.moved_to:
        return False
    return not state.user or origin(permanent_url) == origin(state.url)


def take_over(writer: Writer, feed_id: int, url: str, now: int) -> str:
    """Give the feed its new address; what to say of it. Raises UsageError when the feed was removed meanwhile."""
    feed = feeds.feed(writer, feed_id)
    other = feeds.find_feed(writer, url)
    if other is not None and other.id != feed_id:
        return f"It has moved to the address of “{other.title}”, which you have too: one of the two can go."
    if feeds.was_left(writer, feed_id, url):
        return "It has moved to an address you took it away from, so it is still asked at this one."
    before = feeds.set_feed(writer, feed_id, url=url, by_redirect=True)
    text = f"Feed “{feed.title}” moved to another address"
    journal.record(writer, records.SET, text, records.changed(feed_id, before, {"url": url}), at=now)
    return "It has moved to another address for good."
