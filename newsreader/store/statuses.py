"""Marks: read, unread, saved, unsaved. One transaction with the counters and with the outbox for sync servers."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Sequence

from newsreader.domain.changes import Mark
from newsreader.domain.stories import View
from newsreader.store import counters, outbox, removal, stories, views
from newsreader.store.ingest import parts
from newsreader.store.transactions import Reader, Writer

_MARKS: dict[Mark, tuple[str, int]] = {
    Mark.READ: ("read", 1),
    Mark.UNREAD: ("read", 0),
    Mark.SAVED: ("saved", 1),
    Mark.UNSAVED: ("saved", 0),
}

_MANY = (
    1_000  # marks touch pages all over the indexes; with too little memory each is written out more than once
)


def mark(w: Writer, ids: Sequence[int], how: Mark) -> tuple[int, ...]:
    """Mark stories; the ids of those that really changed. Ids that are not there are left alone."""
    column, value = _MARKS[how]
    changed: list[tuple[int, int | None]] = []
    if len(ids) > _MANY:
        w.make_room()
    for part in parts(ids, 5_000):
        changed += w.rows(
            f"UPDATE statuses SET {column} = {value} WHERE {column} = {1 - value} AND story_id IN ({part})"
            " RETURNING story_id, feed_id"
        )
    _count(w, how, Counter(feed_id for _, feed_id in changed))
    marked = tuple(story_id for story_id, _ in changed)
    if how is Mark.UNSAVED and (homeless := [story_id for story_id, feed_id in changed if feed_id is None]):
        removal.postpone(w, homeless)
    if marked and outbox.accounts(w):
        outbox.queue(w, marked, column, value)
    return marked


def ids_to_mark(r: Reader, view: View, how: Mark, *, now: int) -> array[int]:
    """The stories of a view that a mark would change."""
    wanted = views.narrowed(view, unread_only=how is Mark.READ)
    if how is Mark.UNSAVED:
        wanted = views.saved_only(view)
    found = stories.ids(r, wanted, now=now)
    if how in (Mark.READ, Mark.UNSAVED):
        return found
    column, value = _MARKS[how]
    left = {
        row[0]
        for part in parts(found, 5_000)
        for row in r.raw.execute(
            f"SELECT story_id FROM statuses WHERE {column} <> {value} AND story_id IN ({part})"
        )
    }
    return array("q", [story_id for story_id in found if story_id in left])


def _count(w: Writer, how: Mark, feeds: Counter[int | None]) -> None:
    """Reading takes from unread, saving adds to saved."""
    column = "unread" if how in (Mark.READ, Mark.UNREAD) else "saved"
    sign = 1 if how in (Mark.UNREAD, Mark.SAVED) else -1
    counters.add_each(w, column, {feed_id: sign * number for feed_id, number in feeds.items()})
