"""The JSON of the command line, as DESIGN section 5 fixes it. Pure: domain types in, plain dicts out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from newsreader.domain.feeds import Feed
from newsreader.domain.stories import Story, StoryHeader

if TYPE_CHECKING:  # as in ``plain``
    from newsreader.domain.briefs import BriefList, BriefSource

Json = dict[str, Any]


def when(seconds: int | None) -> str | None:
    """A time as ``YYYY-MM-DDTHH:MM:SSZ``, None for none."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def feed(one: Feed) -> Json:
    """A feed as in ``feeds``."""
    return {
        "id": one.id,
        "url": one.url,
        "title": one.title,
        "site": one.site,
        "folder": one.folder,
        "unread": one.unread,
        "total": one.total,
        "last_checked": when(one.last_checked),
        "next_check": when(one.next_check),
        "error": one.error,
        "paused": one.paused,
    }


def candidate(one: Json) -> Json:
    """A candidate as in ``discover``, from what the job gave."""
    keys = ("url", "title", "type", "stories", "latest", "subscribed")
    return {key: one[key] for key in keys} | {"latest": when(one["latest"])}


def header(one: StoryHeader, feed_url: str, tags: tuple[str, ...] = ()) -> Json:
    """A story as in ``list``. A time in the future is told as that of its arrival."""
    published = None if one.published is None else min(one.published, one.received)
    source = None if one.feed_id is None else {"id": one.feed_id, "title": one.feed_title, "url": feed_url}
    return {
        "id": one.id,
        "title": one.title,
        "link": one.link,
        "author": one.author,
        "published": when(published),
        "received": when(one.received),
        "teaser": one.teaser,
        "read": one.read,
        "saved": one.saved,
        "tags": list(tags),
        "feed": source,
    }


def story(one: Story, feed_url: str, text: str) -> Json:
    """A story as in ``show``."""
    return header(one.header, feed_url, one.tags) | {
        "html": str(one.html),
        "text": text,
        "enclosures": [{"url": e.url, "type": e.type, "length": e.length} for e in one.enclosures],
        "related": list(one.related),
    }


def sources(found: Iterable[BriefSource], whys: Mapping[int, str]) -> list[Json]:
    """The document of ``brief show``."""
    return [
        {
            "id": one.story,
            "title": one.headline,
            "link": one.link,
            "source": one.title,
            "published": when(one.when),
            "read": one.read,
            "why": whys[one.story],
        }
        for one in found
    ]


def briefs(found: BriefList) -> list[Json]:
    """The document of ``briefs``."""
    return [
        {
            "id": brief.id,
            "headline": brief.headline,
            "teaser": brief.teaser,
            "sources": list(brief.sources),
            "stories": list(brief.stories),
            "newest": when(brief.newest),
        }
        for brief in found.briefs
    ]
