"""Reading lists of stories: ids of a view in its order, header rows. Nothing here reads a text; ``bodies`` does.

``now`` (UTC epoch seconds) says which local day today is. All functions need a reading transaction and run wherever the
caller's ``Database`` does.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Any

from newsreader.domain.stories import StoryHeader, View
from newsreader.store import feed_groups, views
from newsreader.store.transactions import Reader, parts

HEADER = """
    SELECT s.id, t.feed_id, f.title, s.title, s.teaser, s.author, s.link, s.published, s.received, t.sort_at,
           t.read, t.saved, s.picture
    FROM stories s JOIN statuses t ON t.story_id = s.id LEFT JOIN feeds f ON f.id = s.feed_id
"""


def none_yet(r: Reader) -> bool:
    """True while there is neither a feed nor a story (a saved one may outlive its feed)."""
    return not r.value("SELECT EXISTS (SELECT 1 FROM feeds) OR EXISTS (SELECT 1 FROM stories)")


def ids(r: Reader, view: View, *, now: int, after: int | None = None, limit: int | None = None) -> array[int]:
    """The ids of a view in its order, as 64-bit integers: all, or ``limit`` of them following the story ``after``.

    ``after`` need not be in the view any more, but in the cache: without it the answer is empty.
    """
    if feed_groups.apply_to(view):
        return feed_groups.ids(r, view, now=now, after=after, limit=limit)
    if not view.query.strip():
        return views.ids(r, view, now=now, after=after, limit=limit)
    from newsreader.store import hits  # not above: the first list of a window is shown before

    return hits.ids(r, view, now=now, after=after, limit=limit)


def count(r: Reader, view: View, now: int) -> int:
    """How many stories a view has; from counters where there are, else from an index."""
    if not view.query.strip():
        return views.count(r, view, now)
    from newsreader.store import hits

    return hits.count(r, view, now)


def get_ready_to_search() -> None:
    """Load what a search needs, before one is asked for: that takes half as long as the search. Any thread."""
    from newsreader.store import hits  # noqa: F401


def headers(r: Reader, wanted: Sequence[int]) -> list[StoryHeader]:
    """The rows of the story list for these ids, in their order; ids that are not there are left out."""
    found: dict[int, StoryHeader] = {}
    for part in parts(wanted):
        for row in r.raw.execute(f"{HEADER} WHERE s.id IN ({part})"):
            found[row[0]] = header(row)
    return [found[story_id] for story_id in wanted if story_id in found]


def since(
    r: Reader, when: int, feed_ids: Sequence[int] | None = None, limit: int | None = None
) -> array[int]:
    """The ids of stories dated ``when`` or later, newest first; of some feeds only when given."""
    where = "" if feed_ids is None else f"AND feed_id IN ({','.join(map(str, feed_ids))})"
    rows = r.raw.execute(
        f"SELECT story_id FROM statuses INDEXED BY statuses_all WHERE sort_at >= ? {where}"
        " ORDER BY sort_at DESC, story_id DESC LIMIT ?",
        (when, -1 if limit is None else limit),
    )
    return array("q", [story_id for (story_id,) in rows])


def unread_neighbour(
    r: Reader, view: View, story_id: int | None, *, now: int, forward: bool = True
) -> int | None:
    """The next unread story of a view after (or before) a story; the first (or last) one when that is None."""
    wanted = views.narrowed(view, unread_only=True, reverse=not forward)
    if feed_groups.apply_to(view):
        found = feed_groups.ids(r, wanted, now=now, after=story_id, limit=1, backwards=not forward)
    else:
        found = ids(r, wanted, now=now, after=story_id, limit=1)
    return found[0] if found else None


def following(r: Reader, view: View, story_id: int, now: int) -> int | None:
    """The story of a view after one that need not be in it (any more); None when none follows."""
    found = ids(r, view, now=now, after=story_id, limit=1)
    return found[0] if found else None


def existing(r: Reader, wanted: Sequence[int]) -> set[int]:
    """Which of these ids are stories that can be shown."""
    return {
        row[0]
        for part in parts(wanted)
        for row in r.raw.execute(f"SELECT story_id FROM statuses WHERE story_id IN ({part})")
    }


def header(row: Any) -> StoryHeader:
    """What a row of the statement HEADER says."""
    (
        story_id,
        feed_id,
        feed_title,
        title,
        teaser,
        author,
        link,
        published,
        received,
        when,
        read,
        saved,
        picture,
    ) = row
    return StoryHeader(
        story_id,
        feed_id,
        feed_title or "",
        title,
        teaser,
        author,
        link,
        published,
        received,
        when,
        bool(read),
        bool(saved),
        picture,
    )


def latest_id(r: Reader) -> int:
    """The highest id a story was ever given, 0 when there was none."""
    return int(r.value("SELECT ifnull((SELECT seq FROM sqlite_sequence WHERE name = 'stories'), 0)"))


def news(r: Reader, after: int) -> list[int]:
    """The unread stories with ids above ``after`` whose feeds are marked to be told of, newest first."""
    rows = r.rows(
        "SELECT t.story_id FROM statuses t JOIN feeds f ON f.id = t.feed_id"
        " WHERE t.story_id > ? AND t.read = 0 AND f.notify = 1 ORDER BY t.sort_at DESC, t.story_id DESC",
        (after,),
    )
    return [story_id for (story_id,) in rows]
