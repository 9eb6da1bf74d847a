"""Counters of stories per feed, kept in the transaction that changes them: a view's number never scans a table.

A removed feed's saved stories are counted under feed 0.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping

from newsreader.store.transactions import Reader, Writer

NO_FEED = 0


def add(w: Writer, feed_id: int | None, *, total: int = 0, unread: int = 0, saved: int = 0) -> None:
    """Add to the counters of one feed."""
    if total or unread or saved:
        w.run(
            "INSERT INTO feed_counts (feed_id, total, unread, saved) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (feed_id) DO UPDATE SET total = total + excluded.total,"
            " unread = unread + excluded.unread, saved = saved + excluded.saved",
            (feed_id or NO_FEED, total, unread, saved),
        )


def add_each(w: Writer, column: str, changes: Mapping[int | None, int]) -> None:
    """Add to one counter (``unread`` or ``saved``) of many feeds."""
    w.run_many(
        f"UPDATE feed_counts SET {column} = {column} + ? WHERE feed_id = ?",
        [(number, feed_id or NO_FEED) for feed_id, number in changes.items()],
    )


def of_all(r: Reader) -> tuple[int, int, int]:
    """Total, unread and saved of the whole cache."""
    row = r.rows(
        "SELECT ifnull(sum(total), 0), ifnull(sum(unread), 0), ifnull(sum(saved), 0) FROM feed_counts"
    )[0]
    return row[0], row[1], row[2]


def of_feeds(r: Reader, feed_ids: Iterable[int]) -> tuple[int, int, int]:
    """Total, unread and saved of some feeds together."""
    row = r.rows(
        "SELECT ifnull(sum(total), 0), ifnull(sum(unread), 0), ifnull(sum(saved), 0) FROM feed_counts"
        f" WHERE feed_id IN ({','.join(map(str, feed_ids))})"
    )[0]
    return row[0], row[1], row[2]


def today(now: int) -> tuple[int, int]:
    """The first second of the local calendar day of ``now`` and of the day after it."""
    local = time.localtime(now)
    start = time.mktime((local.tm_year, local.tm_mon, local.tm_mday, 0, 0, 0, 0, 0, -1))
    end = time.mktime((local.tm_year, local.tm_mon, local.tm_mday + 1, 0, 0, 0, 0, 0, -1))
    return int(start), int(end)


def today_unread(r: Reader, now: int) -> int:
    """Unread stories of the local calendar day."""
    sql = "SELECT count(*) FROM statuses INDEXED BY statuses_unread WHERE read = 0 AND sort_at >= ? AND sort_at < ?"
    return int(r.value(sql, today(now)))
