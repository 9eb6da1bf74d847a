"""The stories that are to be grouped, with the words they are grouped by. Worker thread only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from newsreader.store import brief_groups, codec
from newsreader.store.transactions import Reader

_AT_ONCE = 500  # ids named in one query
LEAD = 900
"""Characters of a story's text that are read."""

_SELECT = (
    "SELECT t.story_id, s.title, b.html_size, b.packed, s.link, s.feed_id, t.sort_at,"
    " ifnull(p.brief_id, t.story_id)"
    " FROM statuses t JOIN stories s ON s.id = t.story_id JOIN bodies b ON b.story_id = t.story_id"
    " LEFT JOIN brief_stories p ON p.story_id = t.story_id"
)


@dataclass(frozen=True, slots=True)
class Text:
    """A story as the grouping wants it, and the brief it is in so far."""

    story: int
    title: str
    lead: str
    link: str
    feed_id: int
    when: int
    brief: int


def newest(r: Reader) -> int:
    """The highest id that a story has had."""
    return int(r.value("SELECT ifnull((SELECT seq FROM sqlite_sequence WHERE name = 'stories'), 0)"))


def any_waits(r: Reader) -> bool:
    """True when stories have come since stories were last looked at."""
    grouped, _ = brief_groups.work(r)
    return newest(r) > grouped


def waiting(r: Reader, after: int, since: int, limit: int) -> list[int]:
    """The ids of up to ``limit`` stories above the id ``after`` that are dated ``since`` or later, the lowest first."""
    rows = r.rows(
        "SELECT story_id FROM statuses WHERE story_id > ? AND +sort_at >= ? ORDER BY story_id LIMIT ?",
        (after, since, limit),
    )
    return [story_id for (story_id,) in rows]


def texts(r: Reader, first: int, last: int, since: int) -> list[Text]:
    """The stories with ids from ``first`` to ``last`` that are dated ``since`` or later, the oldest first."""
    sql = f"{_SELECT} WHERE t.story_id BETWEEN ? AND ? AND t.sort_at >= ?"
    return list(_read(r, f"{sql} ORDER BY t.sort_at, t.story_id", (first, last, since)))


def placed(r: Reader, last: int, since: int) -> list[tuple[int, int, int, str]]:
    """The stories with ids up to ``last`` that are dated ``since`` or later: story, feed, brief, title."""
    return r.rows(
        "SELECT t.story_id, t.feed_id, ifnull(p.brief_id, t.story_id), s.title"
        " FROM statuses t INDEXED BY statuses_all JOIN stories s ON s.id = t.story_id"
        " LEFT JOIN brief_stories p ON p.story_id = t.story_id WHERE t.sort_at >= ? AND t.story_id <= ?",
        (since, last),
    )


def chosen(r: Reader, story_ids: Sequence[int]) -> Iterator[Text]:
    """These stories, in any order."""
    for start in range(0, len(story_ids), _AT_ONCE):
        marks = ",".join(map(str, story_ids[start : start + _AT_ONCE]))
        yield from _read(r, f"{_SELECT} WHERE t.story_id IN ({marks})", ())


def past(r: Reader, since: int) -> dict[int, set[int]]:
    """Stories from before ``since`` that a person put together with others or apart, by the brief they are in."""
    found: dict[int, set[int]] = {}
    for story, brief in r.rows(
        "SELECT p.story_id, p.brief_id FROM brief_stories p JOIN statuses t ON t.story_id = p.story_id"
        " WHERE t.sort_at < ? AND p.story_id IN"
        " (SELECT story_id FROM brief_pins UNION SELECT other_id FROM brief_pins)",
        (since,),
    ):
        found.setdefault(brief, set()).add(story)
    return found


def _read(r: Reader, sql: str, values: tuple[int, ...]) -> Iterator[Text]:
    for story, title, size, packed, link, feed_id, when, brief in r.raw.execute(sql, values):
        lead = codec.unpack_start(size, packed, LEAD)
        yield Text(story, title, lead, link, feed_id, when, brief)
