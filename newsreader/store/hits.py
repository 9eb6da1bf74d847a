"""The stories a search finds within a view.

In a view of some thousand stories, and of up to some thousand hits in a larger one, they come in the order of the view,
by date. More come by id, which is the order of arrival: sorting a million hits by date costs over a second, and nobody
reads so far down.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from newsreader.domain.stories import View, ViewKind
from newsreader.store import briefs, counters, folders, search, views
from newsreader.store.completions import completions
from newsreader.store.conditions import conditions
from newsreader.store.transactions import Reader

SORTED = 2_000
"""Up to so many hits are put in the order of their dates."""
NARROW = 10_000
"""A view of up to so many stories is searched whole: upwards, which FTS5 does three times as fast as downwards."""


@dataclass(frozen=True, slots=True)
class _Source:
    """Where the hits come from: FROM and WHERE with their values, and how many stories there can be at most.

    ``i`` is what is read in the order of its rowid.
    """

    sql: str
    values: tuple[str, ...]
    most: int


def ids(r: Reader, view: View, *, now: int, after: int | None, limit: int | None) -> array[int]:
    """The ids of the stories a view's query finds in it; see ``stories.ids``."""
    asked = search.parse(view.query, partial(completions, r))
    if asked.empty:
        return array("q")
    source = _source(r, view, asked, now)
    narrow = source.most <= NARROW
    way, sign = ("ASC", ">") if view.oldest_first else ("DESC", "<")
    order = "ORDER BY i.rowid" if narrow else f"ORDER BY i.rowid {way} LIMIT {SORTED + 1}"
    few = r.rows(f"SELECT i.rowid, sort_at {source.sql} {order}", source.values)
    if narrow or len(few) <= SORTED:
        few.sort(key=lambda row: (row[1], row[0]), reverse=not view.oldest_first)
        return _page([story_id for story_id, _ in few], after, limit)
    if after is None and limit is not None and limit <= SORTED:
        return array("q", [story_id for story_id, _ in few[:limit]])
    beyond = "" if after is None else f"AND i.rowid {sign} {after:d}"
    rows = r.raw.execute(
        f"SELECT i.rowid {source.sql} {beyond} ORDER BY i.rowid {way} LIMIT ?",
        (*source.values, -1 if limit is None else limit),
    )
    return array("q", [story_id for (story_id,) in rows])


def count(r: Reader, view: View, now: int) -> int:
    """How many stories a view's query finds in it."""
    asked = search.parse(view.query)  # all hits are wanted: gathered beforehand they are counted sooner
    if asked.empty:
        return 0
    source = _source(r, view, asked, now)
    return int(r.value(f"SELECT count(*) {source.sql}", source.values))


def _page(found: Sequence[int], after: int | None, limit: int | None) -> array[int]:
    start = 0
    if after is not None:
        if after not in found:
            return array("q")
        start = found.index(after) + 1
    return array("q", found[start:] if limit is None else found[start : start + limit])


def _source(r: Reader, view: View, asked: search.Query, now: int) -> _Source:
    where = [*conditions(view, now), *asked.conditions]
    most = counters.of_all(r)[0 if "saved = 1" not in where else 2]
    if view.kind is not ViewKind.SEARCH:
        most = min(most, views.count(r, view, now))
    if view.kind is ViewKind.FOLDER:
        where.append(_within(folders.feed_ids(r, view.id or 0)))
    if view.kind is ViewKind.EVENT:
        where.append(briefs.within(r, view.id or 0))
    for words in asked.feeds:
        titles = r.rows("SELECT id, title FROM feeds WHERE removed IS NULL")
        feeds = [feed for feed, title in titles if words in title.casefold()]
        most = min(most, counters.of_feeds(r, feeds)[0])
        where.append(_within(feeds))
    if asked.wanted:
        # CROSS JOIN is SQLite's word for: in this order. The index is walked, each status looked up.
        joined = "FROM story_index i CROSS JOIN statuses t ON t.story_id = i.rowid"
        sql = f"{joined} WHERE {' AND '.join(['story_index MATCH ?', *where])}"
        return _Source(sql, (asked.match,), most)
    if not asked.unwanted:
        return _Source(f"FROM statuses i NOT INDEXED WHERE {' AND '.join(where)}", (), most)
    where.append("story_id NOT IN (SELECT rowid FROM story_index WHERE story_index MATCH ?)")
    return _Source(f"FROM statuses i NOT INDEXED WHERE {' AND '.join(where)}", (asked.unwanted,), most)


def _within(feeds: Sequence[int]) -> str:
    return f"feed_id IN ({','.join(map(str, feeds))})"
