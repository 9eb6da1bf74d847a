"""What a row of the feed tree says: to a screen reader, and in its tool tip. Pure."""

from __future__ import annotations

from datetime import datetime

from newsreader.domain.feeds import Feed
from newsreader.text.numbers import grouped
from newsreader.ui.feeds.nodes import Kind, Node


def row_words(node: Node) -> str:
    """A row in one line for a screen reader: title, count, and what is wrong."""
    parts = [node.title or "Untitled"]
    if node.kind is Kind.FOLDER:
        parts.append("folder")
    if node.count:
        parts.append(f"{grouped(node.count)} {'saved' if node.id == 'saved' else 'unread'}")
    if node.feed is not None and node.feed.paused:
        parts.append("paused")
    elif node.feed is not None and node.feed.error:
        parts.append(f"in trouble: {node.feed.error}")
    return ", ".join(parts)


def feed_tip(feed: Feed) -> str:
    """The tool tip of a feed: its title, address, and how its last check went, one a line."""
    lines = [feed.title or "Untitled", feed.url]
    if feed.paused:
        lines.append("Paused: it is not asked for new stories.")
    elif feed.error:
        lines.append(feed.error)
    if feed.last_checked is not None:
        checked = datetime.fromtimestamp(feed.last_checked).astimezone()
        lines.append(f"Last checked {checked:%d %b %Y, %H:%M}")
    return "\n".join(lines)
