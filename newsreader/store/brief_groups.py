"""Which stories tell the same event: rows of briefs, pairs that a person put together or apart, how far grouping is.

A brief bears the id of the story that began it, and a story without a row is a brief of its own: so ids are never used
again, and a cache full of single stories needs no rows. All functions need a transaction of the caller's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from newsreader.store.transactions import Reader, Writer

Row = tuple[int, int, str, str, int | None]
"""A row of ``brief_stories``: story, brief, bond, words, nearest."""

PIN = "person"
"""The bond of a story that a person put into its brief."""

_STATES = ("dismissed", "followed", "less")


@dataclass(frozen=True, slots=True)
class State:
    """What a person said of a brief."""

    dismissed: bool = False
    followed: bool = False
    less: bool = False


# -- members ---------------------------------------------------------------------------------------------------------


def brief_of(r: Reader, story_id: int) -> int:
    """The brief that a story is in; asked with a brief's id, the brief that it is part of by now."""
    found = r.value("SELECT brief_id FROM brief_stories WHERE story_id = ?", (story_id,))
    return story_id if found is None else int(found)


def members(r: Reader, brief_id: int) -> list[int]:
    """The stories of a brief by id, the hidden ones of removed feeds too; none when there is no such brief."""
    rows = r.rows("SELECT story_id FROM brief_stories WHERE brief_id = ? ORDER BY story_id", (brief_id,))
    if rows:
        return [story_id for (story_id,) in rows]
    alone = r.value(
        "SELECT 1 FROM stories s LEFT JOIN brief_stories b ON b.story_id = s.id"
        " WHERE s.id = ? AND b.story_id IS NULL",
        (brief_id,),
    )
    return [brief_id] if alone else []


def rows_of(r: Reader, story_ids: Sequence[int]) -> list[Row]:
    """The rows of these stories, as far as they have one."""
    marks = ",".join(map(str, story_ids))
    return r.rows(
        f"SELECT story_id, brief_id, bond, words, nearest FROM brief_stories WHERE story_id IN ({marks})"
    )


def put(w: Writer, rows: Iterable[Row]) -> None:
    """Place stories; those that are gone are left out."""
    w.run_many(
        "INSERT INTO brief_stories SELECT ?1, ?2, ?3, ?4, ?5 FROM stories WHERE id = ?1"
        " ON CONFLICT (story_id) DO UPDATE SET brief_id = excluded.brief_id, bond = excluded.bond,"
        " words = excluded.words, nearest = excluded.nearest",
        rows,
    )


def begin(w: Writer, brief_ids: Iterable[int]) -> None:
    """Give the stories that began these briefs a row, where they have none."""
    w.run_many(
        "INSERT OR IGNORE INTO brief_stories SELECT id, id, 'alone', '', NULL FROM stories WHERE id = ?",
        [(brief_id,) for brief_id in brief_ids],
    )


def move_to(w: Writer, brief_id: int, story_ids: Iterable[int]) -> None:
    """Put stories that have a row into another brief."""
    w.run_many(
        "UPDATE brief_stories SET brief_id = ? WHERE story_id = ?", [(brief_id, story) for story in story_ids]
    )


def rename(w: Writer, brief_id: int, new: int) -> None:
    """All stories of a brief, and what the person said of it, go to another id."""
    w.run("UPDATE brief_stories SET brief_id = ? WHERE brief_id = ?", (new, brief_id))
    state = state_of(w, brief_id)
    other = state_of(w, new)
    w.run("DELETE FROM briefs WHERE id = ?", (brief_id,))
    merged = State(other.dismissed, state.followed or other.followed, state.less or other.less)
    if merged != other:
        set_state(w, new, merged)


def remove_rows(w: Writer, story_ids: Iterable[int]) -> None:
    """Make stories briefs of their own."""
    w.run_many("DELETE FROM brief_stories WHERE story_id = ?", [(story,) for story in story_ids])


def forget(w: Writer, part: str) -> None:
    """Stories that are deleted, as text for an IN (...), leave their briefs; empty briefs are forgotten."""
    w.run(f"DELETE FROM brief_stories WHERE story_id IN ({part})")
    w.run(f"DELETE FROM brief_pins WHERE story_id IN ({part}) OR other_id IN ({part})")
    w.run(
        "DELETE FROM briefs WHERE NOT EXISTS (SELECT 1 FROM stories WHERE id = briefs.id)"
        " AND NOT EXISTS (SELECT 1 FROM brief_stories WHERE brief_id = briefs.id)"
    )


# -- what the person said --------------------------------------------------------------------------------------------


def state_of(r: Reader, brief_id: int) -> State:
    """What the person said of a brief."""
    return states(r, [brief_id]).get(brief_id, State())


def states(r: Reader, brief_ids: Iterable[int] | None = None) -> dict[int, State]:
    """The briefs of which the person said something (among ``brief_ids`` only when given)."""
    where = "" if brief_ids is None else f" WHERE id IN ({','.join(map(str, brief_ids))})"
    return {
        brief_id: State(*map(bool, said))
        for brief_id, *said in r.rows(f"SELECT id, dismissed, followed, less FROM briefs{where}")
    }


def set_state(w: Writer, brief_id: int, state: State) -> None:
    """Keep what the person says of a brief."""
    if state == State():
        w.run("DELETE FROM briefs WHERE id = ?", (brief_id,))
        return
    w.run(
        "INSERT OR REPLACE INTO briefs (id, dismissed, followed, less) VALUES (?, ?, ?, ?)",
        (brief_id, int(state.dismissed), int(state.followed), int(state.less)),
    )


def pins(r: Reader) -> list[tuple[int, int, bool]]:
    """All pairs that a person put together (True) or apart."""
    rows = r.rows("SELECT story_id, other_id, together FROM brief_pins")
    return [(first, second, bool(together)) for first, second, together in rows]


def pin(w: Writer, first: int, second: int, together: bool | None) -> bool | None:
    """Keep two stories together, apart, or (None) neither; how they were kept before."""
    pair = (min(first, second), max(first, second))
    before = w.value("SELECT together FROM brief_pins WHERE story_id = ? AND other_id = ?", pair)
    if together is None:
        w.run("DELETE FROM brief_pins WHERE story_id = ? AND other_id = ?", pair)
    else:
        w.run("INSERT OR REPLACE INTO brief_pins VALUES (?, ?, ?)", (*pair, int(together)))
    return None if before is None else bool(before)


# -- the work --------------------------------------------------------------------------------------------------------


def work(r: Reader) -> tuple[int, int]:
    """The id up to which stories have been looked at, and the number that rises when a person changes a brief."""
    grouped, revision = r.rows("SELECT grouped, revision FROM brief_work")[0]
    return grouped, revision


def set_grouped(w: Writer, story_id: int) -> None:
    """Stories up to this id have been looked at."""
    w.run("UPDATE brief_work SET grouped = ?", (story_id,))


def changed_by_person(w: Writer) -> None:
    """A person changed a brief: whoever groups is to read the cache anew."""
    w.run("UPDATE brief_work SET revision = revision + 1")
