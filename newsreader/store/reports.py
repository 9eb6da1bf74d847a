"""What the page of a feed tells, and which feeds have trouble or have been silent. Reads narrow rows only."""

from __future__ import annotations

import json

from newsreader.domain.feeds import Feed
from newsreader.domain.fetching import FeedHealth, FeedReport
from newsreader.store import feeds, fetches
from newsreader.store.transactions import Reader

WEEK = 7 * 86_400
_NEEDS_A_PERSON = (
    "LoginNeeded",
    "KeyringLocked",
    "KeyringMissing",
    "KeyringHung",
    "NotAFeed",
    "AddressRefused",
)
_IN_A_ROW = 3
"""Failed checks after which a feed has stopped working, rather than its server a rest."""


def report(r: Reader, feed_id: int, now: int, weeks: int = 26) -> FeedReport:
    """All that is known of a feed's checks and rhythm. Raises UsageError when there is no feed with this id."""
    # Imported here: neither a list of the window nor a sync needs SQLAlchemy.
    from sqlalchemy import select

    from newsreader.store import core
    from newsreader.store import schema as t

    feed = feeds.feed(r, feed_id)
    (state,) = fetches.states(r, [feed_id])
    checks = t.fetch_states.c
    (last,) = core.rows(
        r,
        select(checks.why_next, checks.bytes, checks.redirects).where(checks.feed_id == feed_id),
    )
    return FeedReport(
        feed=feed,
        state=state,
        why_next=last.why_next,
        size=last.bytes,
        redirects=tuple((int(status), str(url)) for status, url in json.loads(last.redirects or "[]")),
        weeks=per_week(r, feed_id, now, weeks),
        latest=r.value("SELECT max(sort_at) FROM statuses WHERE feed_id = ?", (feed_id,)),
    )


def per_week(r: Reader, feed_id: int, now: int, weeks: int) -> tuple[int, ...]:
    """How many stories of a feed are dated in each of the last weeks, oldest first, the last ending now."""
    counts = [0] * weeks
    rows = r.rows(
        "SELECT (? - sort_at) / ? AS age, count(*) FROM statuses"
        " WHERE feed_id = ? AND sort_at > ? AND sort_at <= ? GROUP BY age",
        (now, WEEK, feed_id, now - weeks * WEEK, now),
    )
    for age, number in rows:
        counts[weeks - 1 - age] = number
    return tuple(counts)


def health(r: Reader) -> list[FeedHealth]:
    """How every feed fares, by id."""
    latest = dict(
        r.rows("SELECT f.id, (SELECT max(sort_at) FROM statuses WHERE feed_id = f.id) FROM feeds f")
    )
    marks = {
        feed_id: (failures, bool(gone))
        for feed_id, failures, gone in r.rows("SELECT feed_id, failures, gone FROM fetch_states")
    }
    all_feeds = feeds.feeds(r)
    return [FeedHealth(feed, latest[feed.id], *marks[feed.id]) for feed in all_feeds]


def stopped(r: Reader) -> list[Feed]:
    """The feeds that do not work and will not mend by themselves, by id; paused ones left out."""
    failures = dict(
        r.rows("SELECT feed_id, failures FROM fetch_states WHERE failures >= ? OR gone", (_IN_A_ROW,))
    )
    return [
        feed
        for feed in feeds.feeds(r)
        if feed.error and not feed.paused and (feed.id in failures or feed.error_kind in _NEEDS_A_PERSON)
    ]


def next_due(r: Reader) -> int | None:
    """When the next feed is to be asked by itself (0: one never was), None when there is none.

    Which feeds are is said by ``sync.selection.asked_by_itself``; a test holds both to each other.
    """
    due: int | None = r.value(
        "SELECT min(ifnull(s.next_check, 0)) FROM fetch_states s JOIN feeds f ON f.id = s.feed_id"
        " WHERE f.removed IS NULL AND NOT f.paused AND NOT s.gone"
        " AND NOT (s.last_status IS 401 AND s.next_check IS NULL AND s.last_checked IS NOT NULL)"
    )
    return due


def protected(r: Reader) -> int:
    """How many feeds need a name and a password."""
    return int(r.value("SELECT count(*) FROM feeds WHERE removed IS NULL AND user <> ''"))
