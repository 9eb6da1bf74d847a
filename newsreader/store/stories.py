"""Reading stories: ids of a view in its order, header rows, whole stories. Nothing here reads a text to draw a list.

``now`` (UTC epoch seconds) says which local day today is. All functions need a reading transaction and run wherever the
caller's ``Database`` does.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import Any

from newsreader.domain.feeds import Publication
from newsreader.domain.stories import CleanHtml, Story, StoryHeader, View
from newsreader.store import briefs, codec, feed_groups, hits, views
from newsreader.store.ingest import parts
from newsreader.store.transactions import Reader

_HEADER = """
    SELECT s.id, t.feed_id, f.title, s.title, s.teaser, s.author, s.link, s.published, s.received, t.sort_at,
           t.read, t.saved, s.picture
    FROM stories s JOIN statuses t ON t.story_id = s.id LEFT JOIN feeds f ON f.id = s.feed_id
"""


def ids(r: Reader, view: View, *, now: int, after: int | None = None, limit: int | None = None) -> array[int]:
    """The ids of a view in its order, as 64-bit integers: all, or ``limit`` of them following the story ``after``.

    ``after`` need not be in the view any more, but in the cache: without it the answer is empty.
    """
    if feed_groups.apply_to(view):
        return feed_groups.ids(r, view, now=now, after=after, limit=limit)
    read = hits.ids if view.query.strip() else views.ids
    return read(r, view, now=now, after=after, limit=limit)


def count(r: Reader, view: View, now: int) -> int:
    """How many stories a view has; from counters where there are, else from an index."""
    return hits.count(r, view, now) if view.query.strip() else views.count(r, view, now)


def headers(r: Reader, wanted: Sequence[int]) -> list[StoryHeader]:
    """The rows of the story list for these ids, in their order; ids that are not there are left out."""
    found: dict[int, StoryHeader] = {}
    for part in parts(wanted):
        for row in r.raw.execute(f"{_HEADER} WHERE s.id IN ({part})"):
            found[row[0]] = _header(row)
    return [found[story_id] for story_id in wanted if story_id in found]


def story(r: Reader, story_id: int) -> Story | None:
    """A whole story, None when there is none with this id (any more)."""
    row = r.raw.execute(f"{_HEADER} WHERE s.id = ?", (story_id,)).fetchone()
    if row is None:
        return None
    language, size, packed, extra, whole_size, whole, shown, pictures, always, *about = r.rows(
        "SELECT s.language, b.html_size, b.packed, b.extra, w.html_size, w.packed, w.shown, f.pictures, f.whole_story,"
        " ifnull(nullif(f.publication_title, ''), f.title), f.site, f.address, f.phone, f.email"
        " FROM stories s JOIN bodies b ON b.story_id = s.id LEFT JOIN feeds f ON f.id = s.feed_id"
        " LEFT JOIN whole_stories w ON w.story_id = s.id WHERE s.id = ?",
        (story_id,),
    )[0]
    enclosures, categories = codec.unpack_extra(extra)
    tags = r.rows(
        "SELECT t.name FROM story_tags s JOIN tags t ON t.id = s.tag_id WHERE s.story_id = ? ORDER BY t.name",
        (story_id,),
    )
    return Story(
        header=_header(row),
        html=CleanHtml(codec.unpack_html(size, packed)),
        language=language,
        enclosures=enclosures,
        categories=categories,
        tags=tuple(name for (name,) in tags),
        related=tuple(briefs.others(r, story_id)),
        publication=Publication(*(text or "" for text in about)),
        whole=CleanHtml(codec.unpack_html(whole_size, whole)) if whole is not None else CleanHtml(""),
        shows_whole=bool(shown),
        whole_always=bool(always),
        pictures=pictures or "",
    )


def texts(r: Reader, wanted: Iterable[int]) -> dict[int, str]:
    """The plain texts of stories by id."""
    found: dict[int, str] = {}
    for part in parts(list(wanted)):
        rows = r.raw.execute(f"SELECT story_id, html_size, packed FROM bodies WHERE story_id IN ({part})")
        found |= {story_id: codec.unpack_text(size, packed) for story_id, size, packed in rows}
    return found


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


def _header(row: Any) -> StoryHeader:
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
