"""The stories a search finds within a view.

Up to some thousand hits come in the order of the view, by date. More come by id, which is the order of arrival: sorting
a million hits by date costs over a second, and nobody reads so far down.
"""

from __future__ import annotations

from array import array

from newsreader.domain.stories import View, ViewKind
from newsreader.store import folders, search
from newsreader.store.conditions import conditions
from newsreader.store.transactions import Reader

SORTED = 2_000
"""Up to so many hits are put in the order of their dates."""


def ids(r: Reader, view: View, *, now: int, after: int | None, limit: int | None) -> array[int]:
    """The ids of the stories a view's query finds in it, newest first (or oldest first, as the view says)."""
    asked = search.parse(view.query)
    if asked.empty:
        return array("q")
    sql, values = _select(r, view, asked, now)
    way = "ASC" if view.oldest_first else "DESC"
    few = r.rows(f"{sql} ORDER BY i.rowid {way} LIMIT ?", (*values, SORTED + 1))
    if len(few) <= SORTED:
        few.sort(key=lambda row: (row[1], row[0]), reverse=not view.oldest_first)
        return _page([story_id for story_id, _ in few], after, limit)
    if after is not None:
        sql += f" AND i.rowid {'>' if view.oldest_first else '<'} {after:d}"
    elif limit is not None and limit <= SORTED:
        return array("q", [story_id for story_id, _ in few[:limit]])
    rows = r.raw.execute(f"{sql} ORDER BY i.rowid {way} LIMIT ?", (*values, -1 if limit is None else limit))
    return array("q", [row[0] for row in rows])


def _page(found: list[int], after: int | None, limit: int | None) -> array[int]:
    start = 0
    if after is not None:
        if after not in found:
            return array("q")
        start = found.index(after) + 1
    return array("q", found[start:] if limit is None else found[start : start + limit])


def _select(r: Reader, view: View, asked: search.Query, now: int) -> tuple[str, tuple[str, ...]]:
    """The statement without its order, and its values. ``i`` is what is read in the order of its rowid."""
    where = [*conditions(view, now), *asked.conditions]
    if view.kind is ViewKind.FOLDER:
        where.append(f"feed_id IN ({_list(folders.feed_ids(r, view.id or 0))})")
    for words in asked.feeds:
        titles = r.rows("SELECT id, title FROM feeds WHERE removed IS NULL")
        where.append(f"feed_id IN ({_list([feed for feed, title in titles if words in title.casefold()])})")
    if asked.wanted:
        # CROSS JOIN is SQLite's word for: in this order. The index is walked, each status looked up.
        base = "SELECT i.rowid, t.sort_at FROM story_index i CROSS JOIN statuses t ON t.story_id = i.rowid"
        return f"{base} WHERE {' AND '.join(['story_index MATCH ?', *where])}", (search.match(view.query),)
    base = "SELECT i.rowid, i.sort_at FROM statuses i NOT INDEXED"
    if not asked.unwanted:
        return f"{base} WHERE {' AND '.join(where)}", ()
    without = "story_id NOT IN (SELECT rowid FROM story_index WHERE story_index MATCH ?)"
    return f"{base} WHERE {' AND '.join([*where, without])}", (asked.unwanted,)


def _list(numbers: list[int]) -> str:
    return ",".join(map(str, numbers))
