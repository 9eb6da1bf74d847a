"""The undo journal: one for window and command line, on disk, so that it survives a restart.

An entry is either done (undo takes the newest of these) or undone (redo takes the oldest of these). A new entry ends
all redo.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from newsreader.store import codec
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
    w.run("DELETE FROM journal WHERE undone = 1")
    values = {"at": now, "kind": kind, "text": text, "payload": codec.pack_payload(payload), "undone": 0}
    entry_id = w.insert("journal", values)
    w.run("DELETE FROM journal WHERE id <= ?", (entry_id - KEPT,))
    return entry_id


def next_id(r: Reader) -> int:
    """The id the next entry gets."""
    return int(r.value("SELECT ifnull((SELECT seq FROM sqlite_sequence WHERE name = 'journal'), 0)")) + 1


def last(r: Reader) -> Entry | None:
    """What undo would take back, None when there is nothing."""
    return _first(r, "undone = 0 ORDER BY id DESC")


def last_undone(r: Reader) -> Entry | None:
    """What redo would do again, None when there is nothing."""
    return _first(r, "undone = 1 ORDER BY id")


def set_undone(w: Writer, entry_id: int, undone: bool, payload: dict[str, Any] | None = None) -> None:
    """An entry was undone, or done again; ``payload`` replaces its own where doing so made another one."""
    values: dict[str, Any] = {"undone": int(undone)}
    if payload is not None:
        values["payload"] = codec.pack_payload(payload)
    w.set("journal", entry_id, values)


def drop(w: Writer, entry_id: int) -> None:
    """Forget an entry that cannot be undone any more."""
    w.run("DELETE FROM journal WHERE id = ?", (entry_id,))


def _first(r: Reader, which: str) -> Entry | None:
    for id, at, kind, text, payload in r.rows(
        f"SELECT id, at, kind, text, payload FROM journal WHERE {which} LIMIT 1"
    ):
        return Entry(id, at, kind, text, codec.unpack_payload(payload))
    return None
