"""What can still be read of a damaged cache, put into a sound one. A damaged page costs what stood on it, no more.

SQLite stops at the first page that is wrong. Here each table is read up to there, and on again behind it. Any thread.
"""

from __future__ import annotations

import html
import shutil
import sqlite3
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from newsreader.domain.errors import CacheDamaged
from newsreader.store import codec, feeds, search_index
from newsreader.store.transactions import Writer

_LEFT = frozenset({"alembic_version", "feed_counts"})
"""Tables that are made anew, beside the search index."""
_BEYOND = 1 << 40
"""Above every id, for tables whose last page is damaged."""
_UNREAD_BODIES = """
    SELECT s.id, s.teaser FROM stories s WHERE s.id NOT IN (SELECT story_id FROM bodies)
"""
_MENDING = (
    # A story whose status is lost comes back unread: that it was read is known no more.
    "INSERT INTO statuses (story_id, feed_id, sort_at, read, saved)"
    " SELECT id, feed_id, ifnull(published, received), 0, 0 FROM stories"
    " WHERE id NOT IN (SELECT story_id FROM statuses) AND id NOT IN (SELECT story_id FROM removed_statuses)",
    "DELETE FROM statuses WHERE story_id NOT IN (SELECT id FROM stories)",
    "DELETE FROM bodies WHERE story_id NOT IN (SELECT id FROM stories)",
    "UPDATE statuses SET feed_id = NULL WHERE feed_id NOT IN (SELECT id FROM feeds)",
    # Feeds are asked as if for the first time: stories that are lost here may still stand in their documents.
    "UPDATE fetch_states SET etag = '', last_modified = '', body_hash = x'', entry_hashes = x'', next_check = NULL",
    "DELETE FROM feed_counts",
    "INSERT INTO feed_counts SELECT ifnull(feed_id, 0), count(*), sum(read = 0), sum(saved) FROM statuses GROUP BY 1",
    "INSERT OR IGNORE INTO feed_counts SELECT id, 0, 0, 0 FROM feeds",
    "INSERT OR IGNORE INTO feed_counts VALUES (0, 0, 0, 0)",
)


@dataclass(frozen=True, slots=True)
class _Table:
    name: str
    columns: tuple[str, ...]
    keys: tuple[str, ...]
    numbered: bool
    """Whether its one key is a number."""


def salvage(source: Path, target: Path) -> None:
    """Fill the new, empty cache at ``target`` with what can be read of ``source``, which is not touched.

    Raises CacheDamaged when that is nothing, sqlite3.Error and OSError for faults of the disk.
    """
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        copy = Path(scratch) / "damaged"
        for suffix in ("", "-wal"):
            part = source.with_name(source.name + suffix)
            if part.exists():
                shutil.copyfile(part, copy.with_name(copy.name + suffix))
        with closing(_lenient(copy)) as raw, closing(sqlite3.connect(target, isolation_level=None)) as new:
            new.execute("BEGIN IMMEDIATE")
            if not sum(_take(raw, new, table) for table in _tables(raw, new)):
                raise CacheDamaged(f"Nothing can be read of {source}.")
            _go_on_numbering(raw, new)
            _mend(new)
            new.execute("COMMIT")
            new.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()


def _lenient(path: Path) -> sqlite3.Connection:
    """A connection that reads on where it can: with less file than the header says, and with letters that are none."""
    raw = sqlite3.connect(path, isolation_level=None)
    raw.text_factory = lambda letters: letters.decode("utf-8", "replace")
    with suppress(sqlite3.DatabaseError):
        raw.execute("PRAGMA writable_schema=ON").close()
    return raw


def _tables(raw: sqlite3.Connection, new: sqlite3.Connection) -> Iterator[_Table]:
    """The tables that both have, with the columns that both know."""
    names = new.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        " AND name NOT LIKE 'story_index%'"
    ).fetchall()
    for (name,) in names:
        if name in _LEFT:
            continue
        try:
            had = {row[1] for row in raw.execute(f"PRAGMA table_info({name})")}
        except sqlite3.DatabaseError:
            continue
        info = new.execute(f"PRAGMA table_info({name})").fetchall()
        keys = tuple(row[1] for row in sorted(info, key=lambda row: row[5]) if row[5])
        numbered = len(keys) == 1 and next(row[2] for row in info if row[5]) == "INTEGER"
        if set(keys) <= had:
            yield _Table(name, tuple(row[1] for row in info if row[1] in had), keys, numbered)


def _take(raw: sqlite3.Connection, new: sqlite3.Connection, table: _Table) -> int:
    """Copy what can be read of a table; how many rows that are."""
    marks = ", ".join("?" * len(table.columns))
    # What stands in a new cache already gives way to what a person had.
    insert = f'INSERT OR REPLACE INTO {table.name} ("{_listed(table.columns)}") VALUES ({marks})'
    count = 0
    for row in _by_number(raw, table) if table.numbered else _from_both_ends(raw, table):
        with suppress(sqlite3.IntegrityError):  # a value that cannot be: it stood on a damaged page
            new.execute(insert, row)
            count += 1
    return count


def _go_on_numbering(raw: sqlite3.Connection, new: sqlite3.Connection) -> None:
    """No id is used again, also of what was removed at the end."""
    with suppress(sqlite3.DatabaseError):
        for name, last in raw.execute("SELECT name, seq FROM sqlite_sequence"):
            new.execute("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?", (last, name))


def _listed(columns: Sequence[str]) -> str:
    return '", "'.join(columns)


def _by_number(raw: sqlite3.Connection, table: _Table) -> Iterator[tuple[object, ...]]:
    """The rows of a table in the order of their ids. Behind a damaged page ever longer steps lead to a sound one: they
    pass over no more ids than are damaged."""
    (key,) = table.keys
    place = table.columns.index(key)
    query = f'SELECT "{_listed(table.columns)}" FROM {table.name} WHERE "{key}" > ? ORDER BY "{key}"'
    at, step, end = -1, 1, _highest(raw, table)
    while at < end:
        try:
            for row in raw.execute(query, (at,)):
                at, step = row[place], 1
                yield row
        except sqlite3.DatabaseError:
            at, step = at + step, step * 2
        else:
            return


def _highest(raw: sqlite3.Connection, table: _Table) -> int:
    try:
        return int(raw.execute(f'SELECT ifnull(max("{table.keys[0]}"), 0) FROM {table.name}').fetchone()[0])
    except sqlite3.DatabaseError:
        return _BEYOND


def _from_both_ends(raw: sqlite3.Connection, table: _Table) -> Iterator[tuple[object, ...]]:
    """The rows of a table with another key, from its beginning and from its end up to what is damaged."""
    for direction in ("", " DESC"):
        order = ", ".join(f'"{key}"{direction}' for key in table.keys)
        try:
            yield from raw.execute(f'SELECT "{_listed(table.columns)}" FROM {table.name} ORDER BY {order}')
        except sqlite3.DatabaseError:
            continue
        return


def _mend(new: sqlite3.Connection) -> None:
    """Make of the rows that are there a cache that is whole in itself."""
    w = Writer(new)
    broken = [
        (id,) for id, packed in new.execute("SELECT story_id, packed FROM bodies") if not _sound(packed)
    ]
    w.run_many("DELETE FROM bodies WHERE story_id = ?", broken)
    for statement in _MENDING:
        new.execute(statement)
    for (feed_id,) in new.execute(
        "SELECT id FROM feeds WHERE id NOT IN (SELECT feed_id FROM fetch_states)"
    ).fetchall():
        w.insert("fetch_states", {"feed_id": feed_id, **feeds.NEVER_FETCHED})
    for story_id, teaser in new.execute(_UNREAD_BODIES).fetchall():
        size, packed = codec.pack_body(f"<p>{html.escape(teaser)}</p>", teaser)
        body = {"clean_version": 0, "html_size": size, "packed": packed, "extra": codec.pack_extra((), ())}
        w.insert("bodies", {"story_id": story_id, **body})
    search_index.build(new)


def _sound(packed: bytes) -> bool:
    try:
        zlib.decompress(packed).decode("utf-8")
    except (zlib.error, UnicodeDecodeError):
        return False
    return True
