"""The undo journal: one for window and command line, on disk, so that it survives a restart.

An entry is either done (undo takes the newest of these) or undone (redo takes the oldest of these). A new entry ends
all redo.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, delete, select

from newsreader.store import codec
from newsreader.store import schema as t
from newsreader.store.transactions import Reader, Writer

KEPT = 200
"""Entries kept; older ones cannot be undone any more."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One command. ``text`` is what the undo bar says; ``payload`` is what the library needs to take it back."""

    id: int
    at: int
    kind: str
    text: str
    payload: dict[str, Any]


def record(w: Writer, kind: str, text: str, payload: dict[str, Any], *, at: int | None = None) -> int:
    """Remember a command that was just done, in the transaction that did it; its id."""
    now = int(time.time()) if at is None else at
    c = t.journal.c
    w.core.execute(delete(t.journal).where(c.undone == 1))
    values = {"at": now, "kind": kind, "text": text, "payload": codec.pack_payload(payload), "undone": 0}
    entry_id = w.insert(t.journal, values)
    w.core.execute(delete(t.journal).where(c.id <= entry_id - KEPT))
    return entry_id


def next_id(r: Reader) -> int:
    """The id the next entry gets."""
    return int(r.value("SELECT ifnull((SELECT seq FROM sqlite_sequence WHERE name = 'journal'), 0)")) + 1


def last(r: Reader) -> Entry | None:
    """What undo would take back, None when there is nothing."""
    return _entry(r.core.execute(_select(undone=0).order_by(t.journal.c.id.desc())).first())


def last_undone(r: Reader) -> Entry | None:
    """What redo would do again, None when there is nothing."""
    return _entry(r.core.execute(_select(undone=1).order_by(t.journal.c.id)).first())


def set_undone(w: Writer, entry_id: int, undone: bool, payload: dict[str, Any] | None = None) -> None:
    """An entry was undone, or done again; ``payload`` replaces its own where doing so made another one."""
    values: dict[str, Any] = {"undone": int(undone)}
    if payload is not None:
        values["payload"] = codec.pack_payload(payload)
    w.set(t.journal, entry_id, values)


def drop(w: Writer, entry_id: int) -> None:
    """Forget an entry that cannot be undone any more."""
    w.core.execute(delete(t.journal).where(t.journal.c.id == entry_id))


def _select(undone: int) -> Any:
    return select(t.journal).where(t.journal.c.undone == undone).limit(1)


def _entry(row: Row[Any] | None) -> Entry | None:
    if row is None:
        return None
    return Entry(row.id, row.at, row.kind, row.text, codec.unpack_payload(row.payload))
