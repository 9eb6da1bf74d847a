"""The stories a search finds within a view.

In a view of some thousand stories, and of up to some thousand hits in a larger one, they come in the order of the view,
by date. More come by id, which is the order of arrival: sorting a million hits by date costs over a second, and nobody
reads so far down.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from newsreader.domain.stories import View, ViewKind
from newsreader.store import folders, search, views
from newsreader.store.conditions import conditions
from newsreader.store.transactions import Reader

SORTED = 2_000
"""Up to so many hits are put in the order of their dates."""
NARROW = 10_000
"""A view of up to so many stories is searched whole: upwards, which FTS5 does three times as fast as downwards."""


def ids(r: Reader, view: View, *, now: int, after: int | None, limit: int | None) -> array[int]:
    """The ids of the stories a view's query finds in it; see ``stories.ids``."""
    asked = search.parse(view.query)
    if asked.empty:
        return array("q")
    source, values = _source(r, view, asked, now)
    few = r.rows(f"SELECT i.rowid, sort_at {source} {_first(r, view, now)}", values)
    if len(few) <= SORTED or _narrow(r, view, now):
        few.sort(key=lambda row: (row[1], row[0]), reverse=not view.oldest_first)
        return _page([story_id for story_id, _ in few], after, limit)
    way, sign = ("ASC", ">") if view.oldest_first else ("DESC", "<")
    if after is not None:
        source += f" AND i.rowid {sign} {after:d}"
    elif limit is not None and limit <= SORTED:
        return array("q", [story_id for story_id, _ in few[:limit]])
    rows = r.raw.execute(
        f"SELECT i.rowid {source} ORDER BY i.rowid {way} LIMIT ?", (*values, -1 if limit is None else limit)
    )
    return array("q", [story_id for (story_id,) in rows])


def count(r: Reader, view: View, now: int) -> int:
    """How many stories a view's query finds in it."""
    asked = search.parse(view.query)
    if asked.empty:
        return 0
    source, values = _source(r, view, asked, now)
    return int(r.value(f"SELECT count(*) {source}", values))


def _narrow(r: Reader, view: View, now: int) -> bool:
    return view.kind is not ViewKind.SEARCH and views.count(r, view, now) <= NARROW


def _first(r: Reader, view: View, now: int) -> str:
    """Order and limit of the first look."""
    if _narrow(r, view, now):
        return "ORDER BY i.rowid"
    return f"ORDER BY i.rowid {'ASC' if view.oldest_first else 'DESC'} LIMIT {SORTED + 1}"


def _page(found: Sequence[int], after: int | None, limit: int | None) -> array[int]:
    start = 0
    if after is not None:
        if after not in found:
            return array("q")
        start = found.index(after) + 1
    return array("q", found[start:] if limit is None else found[start : start + limit])


def _source(r: Reader, view: View, asked: search.Query, now: int) -> tuple[str, tuple[str, ...]]:
    """FROM and WHERE, and their values. ``i`` is what is read in the order of its rowid."""
    where = [*conditions(view, now), *asked.conditions]
    if view.kind is ViewKind.FOLDER:
        where.append(f"feed_id IN ({_list(folders.feed_ids(r, view.id or 0))})")
    for words in asked.feeds:
        titles = r.rows("SELECT id, title FROM feeds WHERE removed IS NULL")
        where.append(f"feed_id IN ({_list([feed for feed, title in titles if words in title.casefold()])})")
    if asked.wanted:
        # CROSS JOIN is SQLite's word for: in this order. The index is walked, each status looked up.
        joined = "FROM story_index i CROSS JOIN statuses t ON t.story_id = i.rowid"
        return f"{joined} WHERE {' AND '.join(['story_index MATCH ?', *where])}", (search.match(view.query),)
    if not asked.unwanted:
        return f"FROM statuses i NOT INDEXED WHERE {' AND '.join(where)}", ()
    where.append("story_id NOT IN (SELECT rowid FROM story_index WHERE story_index MATCH ?)")
    return f"FROM statuses i NOT INDEXED WHERE {' AND '.join(where)}", (asked.unwanted,)


def _list(numbers: Sequence[int]) -> str:
    return ",".join(map(str, numbers))
