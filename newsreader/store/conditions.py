"""From a View to SQL conditions on ``statuses``."""

from __future__ import annotations

from newsreader.domain.stories import View, ViewKind
from newsreader.store import counters


def conditions(view: View, now: int) -> list[str]:
    """The SQL conditions on ``statuses`` that make a view, all values integers; but for the feeds of a folder and the
    stories of an event."""
    found = []
    if view.kind is ViewKind.FEED:
        found.append(f"feed_id = {view.id or 0:d}")
    if view.kind is ViewKind.TODAY:
        start, end = counters.today(now)
        found.append(f"sort_at >= {start} AND sort_at < {end}")
    if view.kind is ViewKind.UNREAD or view.unread_only:
        found.append("read = 0")
    if view.kind is ViewKind.SAVED or view.saved_only:
        found.append("saved = 1")
    return found
