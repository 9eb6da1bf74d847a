"""From a View to the index that answers it, and the ids in its order.

Every order is (sort_at, story id), newest first or oldest first. Each smart view and each feed has an index in that
order. A folder has none: its feeds' indexes are merged, which gives the first page at once however large the folder is.
"""

from __future__ import annotations

import heapq
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, replace

from newsreader.domain.stories import View, ViewKind
from newsreader.store import counters, folders, hits
from newsreader.store.conditions import conditions
from newsreader.store.transactions import Reader

_BATCH = 32  # rows read at a time from each feed of a folder


@dataclass(frozen=True, slots=True)
class _Scan:
    """One index read in order: what of it is wanted, and in which direction."""

    index: str
    where: str
    values: tuple[int, ...]
    down: bool

    def sql(self, columns: str, extra: str = "") -> str:
        way = "DESC" if self.down else "ASC"
        return (
            f"SELECT {columns} FROM statuses INDEXED BY {self.index} WHERE {self.where}{extra}"
            f" ORDER BY sort_at {way}, story_id {way} LIMIT ?"
        )

    def beyond(self) -> str:
        """The condition of everything after a place; its values are sort_at, sort_at, id."""
        sign = "<" if self.down else ">"
        return f" AND sort_at {sign}= ? AND (sort_at {sign} ? OR story_id {sign} ?)"


def narrowed(view: View, *, unread_only: bool = False, reverse: bool = False) -> View:
    """The same view with unread stories alone, or in the other direction."""
    return replace(
        view, unread_only=view.unread_only or unread_only, oldest_first=view.oldest_first != reverse
    )


def ids(r: Reader, view: View, *, now: int, after: int | None, limit: int | None) -> array[int]:
    """The ids of a view in its order; see ``stories.ids``."""
    if view.query.strip():
        return hits.ids(r, view, now=now, after=after, limit=limit)
    if view.kind is ViewKind.SEARCH:
        return array("q")
    place = None
    if after is not None and (place := _place(r, after)) is None:
        return array("q")
    if view.kind is ViewKind.FOLDER:
        feeds = folders.feed_ids(r, view.id or 0)
        if limit is not None:
            return _merged(r, view, feeds, place, limit)
        return _sorted(r, view, feeds, place)
    return _scanned(r, _scan(view, now), place, -1 if limit is None else limit)


def count(r: Reader, view: View, now: int) -> int:
    """How many stories a view has; see ``stories.count``."""
    if view.query.strip():
        return len(hits.ids(r, view, now=now, after=None, limit=None))
    unread = view.unread_only or view.kind is ViewKind.UNREAD
    saved = view.saved_only or view.kind is ViewKind.SAVED
    if view.kind is ViewKind.SEARCH:
        return 0
    if view.kind is ViewKind.TODAY or (unread and saved):
        return _counted(r, view, now)
    if view.kind is ViewKind.FEED:
        counts = counters.of_feeds(r, [view.id or 0])
    elif view.kind is ViewKind.FOLDER:
        counts = counters.of_feeds(r, folders.feed_ids(r, view.id or 0))
    else:
        counts = counters.of_all(r)
    return counts[1] if unread else counts[2] if saved else counts[0]


def _scan(view: View, now: int) -> _Scan:
    """The index of a view. ``read = 0`` and ``saved = 1`` are spelled as the partial indexes spell them."""
    where = " AND ".join(conditions(view, now)) or "1"
    if view.kind is ViewKind.FEED:
        index = "statuses_feed_unread" if "read = 0" in where else "statuses_feed"
    elif "saved = 1" in where:
        index = "statuses_saved"
    else:
        index = "statuses_unread" if "read = 0" in where else "statuses_all"
    return _Scan(index, where, (), not view.oldest_first)


def _place(r: Reader, story_id: int) -> tuple[int, int] | None:
    sort_at = r.value("SELECT sort_at FROM statuses WHERE story_id = ?", (story_id,))
    return None if sort_at is None else (sort_at, story_id)


def _scanned(r: Reader, scan: _Scan, place: tuple[int, int] | None, limit: int) -> array[int]:
    if place is None:
        rows = r.raw.execute(scan.sql("story_id"), (*scan.values, limit))
    else:
        rows = r.raw.execute(scan.sql("story_id", scan.beyond()), (*scan.values, place[0], *place, limit))
    return array("q", [story_id for (story_id,) in rows])


def _counted(r: Reader, view: View, now: int) -> int:
    found = conditions(view, now)
    if view.kind is ViewKind.FOLDER:
        found.append(f"feed_id IN ({','.join(map(str, folders.feed_ids(r, view.id or 0)))})")
    return int(r.value(f"SELECT count(*) FROM statuses WHERE {' AND '.join(found)}"))


def _sorted(r: Reader, view: View, feeds: list[int], place: tuple[int, int] | None) -> array[int]:
    """All of a folder at once."""
    where = " AND ".join([f"feed_id IN ({','.join(map(str, feeds))})", *conditions(view, 0)])
    unread = "read = 0" in where
    index = "statuses_feed_unread" if unread else "statuses_feed"
    return _scanned(r, _Scan(index, where, (), not view.oldest_first), place, -1)


def _merged(r: Reader, view: View, feeds: list[int], place: tuple[int, int] | None, limit: int) -> array[int]:
    """One page of a folder: its feeds read in step, each only as far as the page needs.

    The heap holds for each feed its newest story not taken yet, negated where newest comes first.
    """
    sign = 1 if view.oldest_first else -1
    runs = {feed: _run(r, view, feed, place) for feed in feeds}
    heap = [(sign * row[0], sign * row[1], feed) for feed, run in runs.items() if (row := next(run, None))]
    heapq.heapify(heap)
    page: array[int] = array("q")
    while heap and len(page) < limit:
        _, story, feed = heap[0]
        page.append(sign * story)
        row = next(runs[feed], None)
        if row is None:
            heapq.heappop(heap)
        else:
            heapq.heapreplace(heap, (sign * row[0], sign * row[1], feed))
    return page


def _run(r: Reader, view: View, feed: int, place: tuple[int, int] | None) -> Iterator[tuple[int, int]]:
    """The stories of one feed of a folder, (sort_at, id), one at first, then batch by batch."""
    scan = _scan(replace(view, kind=ViewKind.FEED, id=feed), 0)
    size = 1
    while True:
        if place is None:
            rows = r.rows(scan.sql("sort_at, story_id"), (size,))
        else:
            rows = r.rows(scan.sql("sort_at, story_id", scan.beyond()), (place[0], *place, size))
        yield from rows
        if len(rows) < size:
            return
        place = rows[-1]
        size = _BATCH


def saved_only(view: View) -> View:
    """The same view with saved stories alone."""
    return replace(view, saved_only=True)
