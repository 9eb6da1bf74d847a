"""From a View to the index that answers it, and the ids in its order. Searches are in ``hits``.

Every order is (sort_at, story id), newest first or oldest first. Each smart view and each feed has an index in that
order. A folder has none. If much of the cache lies in it, the index of everything is read and the rest left out;
else the indexes of its feeds are merged. Either gives the first page at once, however large the folder is. An event has
so few stories that they are sorted here.
"""

from __future__ import annotations

import heapq
import json
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from newsreader.domain.stories import View, ViewKind
from newsreader.store import counters, folders
from newsreader.store.conditions import conditions
from newsreader.store.transactions import Reader

Place = tuple[int, int]
"""Where a story stands in an order: its sort_at and its id."""

_CHUNK = 50_000  # ids that SQLite hands over at once
_FEW = 1_000
_BATCH = 32  # rows read at a time from each feed of a folder
_MUCH = 0.1  # of the cache: a folder with so much is read from the index of everything
_WINDOW = 10_000  # rows of that index that are read for one page of a folder before giving up


@dataclass(frozen=True, slots=True)
class _Scan:
    """One index read in order: what of it is wanted, and in which direction."""

    index: str
    where: str
    down: bool

    def sql(self, columns: str, place: Place | None) -> str:
        """The statement, its LIMIT open; everything beyond a place when that is given."""
        way, sign = ("DESC", "<") if self.down else ("ASC", ">")
        beyond = ""
        if place is not None:
            when, story_id = place
            beyond = (
                f" AND sort_at {sign}= {when:d} AND (sort_at {sign} {when:d} OR story_id {sign} {story_id:d})"
            )
        return (
            f"SELECT {columns} FROM statuses INDEXED BY {self.index} WHERE {self.where}{beyond}"
            f" ORDER BY sort_at {way}, story_id {way} LIMIT ?"
        )


def narrowed(view: View, *, unread_only: bool = False, reverse: bool = False) -> View:
    """The same view with unread stories alone, or in the other direction."""
    return replace(
        view, unread_only=view.unread_only or unread_only, oldest_first=view.oldest_first != reverse
    )


def saved_only(view: View) -> View:
    """The same view with saved stories alone."""
    return replace(view, saved_only=True)


def ids(r: Reader, view: View, *, now: int, after: int | None, limit: int | None) -> array[int]:
    """The ids of a view in its order, its query aside; see ``stories.ids``."""
    if view.kind is ViewKind.SEARCH:
        return array("q")
    place = None
    if after is not None and (place := _place(r, after)) is None:
        return array("q")
    if view.kind is ViewKind.FOLDER:
        return _folder(r, view, place, limit)
    if view.kind is ViewKind.EVENT:
        return _event(r, view, place, limit)
    return _read(r, _scan(view, now), place, limit)


def count(r: Reader, view: View, now: int) -> int:
    """How many stories a view has, its query aside; see ``stories.count``."""
    unread = view.unread_only or view.kind is ViewKind.UNREAD
    saved = view.saved_only or view.kind is ViewKind.SAVED
    if view.kind is ViewKind.SEARCH:
        return 0
    if view.kind in (ViewKind.TODAY, ViewKind.EVENT) or (unread and saved):
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
    return _Scan(index, where, not view.oldest_first)


def _place(r: Reader, story_id: int) -> Place | None:
    sort_at = r.value("SELECT sort_at FROM statuses WHERE story_id = ?", (story_id,))
    return None if sort_at is None else (sort_at, story_id)


def _read(r: Reader, scan: _Scan, place: Place | None, limit: int | None) -> array[int]:
    """The ids of a scan. Many come as one JSON text each chunk, in three fifths of the time that rows take."""
    if limit is not None and limit <= _FEW:
        return array("q", [story_id for (story_id,) in r.raw.execute(scan.sql("story_id", place), (limit,))])
    found: array[int] = array("q")
    while limit is None or len(found) < limit:
        size = _CHUNK if limit is None else min(_CHUNK, limit - len(found))
        chunk = json.loads(
            r.value(f"SELECT json_group_array(story_id) FROM ({scan.sql('story_id', place)})", (size,))
        )
        found.extend(chunk)
        if len(chunk) < size or (place := _place(r, chunk[-1])) is None:
            break
    return found


def _counted(r: Reader, view: View, now: int) -> int:
    found = conditions(view, now)
    if view.kind is ViewKind.FOLDER:
        found.append(f"feed_id IN ({_list(folders.feed_ids(r, view.id or 0))})")
    if view.kind is ViewKind.EVENT:
        found.append(_within(r, view))
    return int(r.value(f"SELECT count(*) FROM statuses WHERE {' AND '.join(found)}"))


# -- events ------------------------------------------------------------------------------------------------------------


def _event(r: Reader, view: View, place: Place | None, limit: int | None) -> array[int]:
    """The stories of an event, read by their ids."""
    where = " AND ".join([*conditions(view, 0), _within(r, view)])
    rows = r.rows(f"SELECT sort_at, story_id FROM statuses WHERE {where}")
    rows.sort(reverse=not view.oldest_first)
    if place is not None:
        rows = [row for row in rows if (row > place if view.oldest_first else row < place)]
    return array("q", [story_id for _, story_id in rows[:limit]])


def _within(r: Reader, view: View) -> str:
    from newsreader.store import briefs  # not above: the first list of a window is shown before

    return briefs.within(r, view.id or 0)


# -- folders -----------------------------------------------------------------------------------------------------------


def _folder(r: Reader, view: View, place: Place | None, limit: int | None) -> array[int]:
    feeds = folders.feed_ids(r, view.id or 0)
    whole = _scan(replace(view, kind=ViewKind.ALL), 0)
    inside = f"feed_id IN ({_list(feeds)})"
    share = _share(r, view, feeds)
    many = limit is None or limit > _FEW
    if view.saved_only or (many and share >= _MUCH):
        return _read(r, replace(whole, where=f"{whole.where} AND {inside}"), place, limit)
    if many or limit is None:
        index = "statuses_feed_unread" if "read = 0" in whole.where else "statuses_feed"
        rows = r.raw.execute(
            _Scan(index, f"{whole.where} AND {inside}", whole.down).sql("story_id", place),
            (-1 if limit is None else limit,),
        )
        return array("q", [story_id for (story_id,) in rows])
    window = 200 + int(2 * limit / share) if share else _WINDOW + 1
    if window <= _WINDOW:
        source = whole.sql("story_id, feed_id", place)
        rows = r.raw.execute(f"SELECT story_id FROM ({source}) WHERE {inside} LIMIT ?", (window, limit))
        page = array("q", [story_id for (story_id,) in rows])
        if len(page) == limit:
            return page
    return _merged(r, view, feeds, place, limit)


def _share(r: Reader, view: View, feeds: Sequence[int]) -> float:
    """Which part of all stories, or of all unread ones, these feeds have."""
    column = 1 if view.unread_only else 0
    return counters.of_feeds(r, feeds)[column] / (counters.of_all(r)[column] or 1)


def _merged(r: Reader, view: View, feeds: Sequence[int], place: Place | None, limit: int) -> array[int]:
    """One page of a folder: its feeds read in step, each only as far as the page needs.

    The heap holds for each feed its next story, the sign turned where newest comes first.
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


def _run(r: Reader, view: View, feed: int, place: Place | None) -> Iterator[Place]:
    """The stories of one feed of a folder, one at first, then batch by batch."""
    scan = _scan(replace(view, kind=ViewKind.FEED, id=feed), 0)
    size = 1
    while True:
        rows = r.rows(scan.sql("sort_at, story_id", place), (size,))
        yield from rows
        if len(rows) < size:
            return
        place = rows[-1]
        size = _BATCH


def _list(numbers: Sequence[int]) -> str:
    return ",".join(map(str, numbers))
