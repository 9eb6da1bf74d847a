"""Reading briefs: which stories of the last hours tell which events, and who publishes them. Reads no texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from newsreader.store import brief_groups, folders
from newsreader.store.transactions import Reader, parts

MOST = 6_000
"""Stories looked at for one list of briefs: the newest of them."""


@dataclass(frozen=True, slots=True)
class Covering:
    """A story that covers an event, as far as the event's place needs it. ``feed_id`` is None for a removed feed."""

    story: int
    brief: int
    feed_id: int | None
    when: int
    read: bool


@dataclass(frozen=True, slots=True)
class Source:
    """A feed as a source of briefs. ``folder`` is the name of the outermost folder it is in, ``""`` for none;
    ``important_folder`` the name of the nearest folder around it that is marked important."""

    title: str
    site: str
    url: str
    folder: str = ""
    important: bool = False
    important_folder: str = ""


def covering(r: Reader, since: int, feed_ids: Sequence[int] | None = None) -> list[Covering]:
    """The stories dated ``since`` or later and all others of their events, newest first; of the events that some feeds
    tell only when these are given."""
    found = _recent(r, since, feed_ids, MOST)
    return sorted(_whole(r, found), key=lambda one: (-one.when, -one.story))


def latest(r: Reader, count: int, feed_ids: Sequence[int] | None = None) -> list[Covering]:
    """The latest stories of all, and all others of their events, newest first."""
    found = _recent(r, 0, feed_ids, count)
    return sorted(_whole(r, found), key=lambda one: (-one.when, -one.story))


def of_brief(r: Reader, brief_id: int) -> list[Covering]:
    """The stories of one event that can be shown, newest first."""
    rows = r.rows(
        "SELECT t.story_id, ifnull(b.brief_id, t.story_id), t.feed_id, t.sort_at, t.read FROM statuses t"
        " LEFT JOIN brief_stories b ON b.story_id = t.story_id WHERE t.story_id IN"
        " (SELECT story_id FROM brief_stories WHERE brief_id = ?1 UNION SELECT ?1)"
        " AND ifnull(b.brief_id, t.story_id) = ?1 ORDER BY t.sort_at DESC, t.story_id DESC",
        (brief_id,),
    )
    return [_covering(row) for row in rows]


def within(r: Reader, brief_id: int) -> str:
    """The SQL condition on ``statuses`` that keeps the stories of one event."""
    stories = of_brief(r, brief_groups.brief_of(r, brief_id))
    return f"story_id IN ({','.join(str(one.story) for one in stories)})"


def sources(r: Reader, feed_ids: Iterable[int] | None = None) -> dict[int, Source]:
    """Feeds as sources, those of removed feeds too; some of them when ``feed_ids`` is given."""
    tree = {folder.id: folder for folder in folders.all_folders(r)}
    outermost: dict[int | None, str] = {None: ""}
    important: dict[int | None, str] = {None: ""}
    for folder in tree.values():  # a folder comes before those within it
        outermost[folder.id] = outermost[folder.parent_id] or folder.name
        important[folder.id] = folder.name if folder.important else important[folder.parent_id]
    where = "" if feed_ids is None else f" WHERE id IN ({','.join(map(str, feed_ids))})"
    return {
        feed_id: Source(title, site, url, outermost.get(folder, ""), bool(marked), important.get(folder, ""))
        for feed_id, title, site, url, folder, marked in r.rows(
            f"SELECT id, title, site, url, folder_id, important FROM feeds{where}"
        )
    }


def shared(r: Reader, story_ids: Sequence[int]) -> dict[int, int]:
    """The brief of each of these stories that is in one with another story that can be shown."""
    found: dict[int, int] = {}
    for part in parts(story_ids):
        found |= dict(
            r.rows(
                f"SELECT b.story_id, b.brief_id FROM brief_stories b WHERE b.story_id IN ({part}) AND EXISTS"
                " (SELECT 1 FROM brief_stories o JOIN statuses t ON t.story_id = o.story_id"
                " WHERE o.brief_id = b.brief_id AND o.story_id <> b.story_id)"
            )
        )
    return found


def others(r: Reader, story_id: int) -> list[int]:
    """The other stories of the event that a story tells, newest first."""
    rows = r.rows(
        "SELECT t.story_id FROM brief_stories b JOIN brief_stories o ON o.brief_id = b.brief_id"
        " JOIN statuses t ON t.story_id = o.story_id WHERE b.story_id = ?1 AND o.story_id <> ?1"
        " ORDER BY t.sort_at DESC, t.story_id DESC",
        (story_id,),
    )
    return [other for (other,) in rows]


def _recent(r: Reader, since: int, feed_ids: Sequence[int] | None, limit: int) -> list[Covering]:
    """The latest stories dated ``since`` or later. One without any words tells of no event."""
    where = "" if feed_ids is None else f"AND t.feed_id IN ({','.join(map(str, feed_ids))})"
    rows = r.rows(
        "SELECT t.story_id, ifnull(b.brief_id, t.story_id), t.feed_id, t.sort_at, t.read"
        " FROM statuses t INDEXED BY statuses_all JOIN stories s ON s.id = t.story_id"
        " LEFT JOIN brief_stories b ON b.story_id = t.story_id"
        f" WHERE t.sort_at >= ? AND (s.title <> '' OR s.teaser <> '') {where}"
        " ORDER BY t.sort_at DESC, t.story_id DESC LIMIT ?",
        (since, limit),
    )
    return [_covering(row) for row in rows]


def _whole(r: Reader, found: Sequence[Covering]) -> list[Covering]:
    """``found`` and the other stories of their events."""
    whole = {one.story: one for one in found}
    for part in parts(list({one.brief for one in found})):
        rows = r.rows(
            "SELECT t.story_id, b.brief_id, t.feed_id, t.sort_at, t.read FROM brief_stories b"
            f" JOIN statuses t ON t.story_id = b.story_id WHERE b.brief_id IN ({part})"
        )
        whole |= {row[0]: _covering(row) for row in rows}
    return list(whole.values())


def _covering(row: tuple[int, int, int | None, int, int]) -> Covering:
    story, brief, feed_id, when, read = row
    return Covering(story, brief, feed_id, when, bool(read))
