"""What a transaction offers to the functions that read and write the cache. ``database`` begins and ends it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from newsreader.store import codec

_ROOM = 24_000  # KiB


class Reader:
    """A transaction that sees one moment of the cache. ``raw`` is the driver's connection; what SQLAlchemy Core
    composed runs on it by ``core.rows``."""

    def __init__(self, raw: sqlite3.Connection) -> None:
        self.raw = raw

    def rows(self, sql: str, parameters: Any = ()) -> list[Any]:
        """All rows of one statement, as plain tuples."""
        return self.raw.execute(sql, parameters).fetchall()

    def value(self, sql: str, parameters: Any = ()) -> Any:
        """The first column of the first row, or None."""
        row = self.raw.execute(sql, parameters).fetchone()
        return None if row is None else row[0]

    def named(self, sql: str, parameters: Any = ()) -> list[dict[str, Any]]:
        """All rows of one statement, by the names of its columns."""
        found = self.raw.execute(sql, parameters)
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found]

    def row(self, table: str, key: int) -> dict[str, Any] | None:
        """The row whose primary key, a number, is ``key``, by the names of its columns."""
        return next(iter(self.named(f"SELECT * FROM {table} WHERE rowid = ?", (key,))), None)


class Writer(Reader):
    """A transaction that changes the cache, alone; all of it happens or nothing."""

    roomy = False

    def make_room(self) -> None:
        """Take more memory until the transaction ends: it will touch many pages."""
        if not self.roomy:
            self.roomy = True
            self.raw.execute(f"PRAGMA cache_size=-{_ROOM}").close()

    def run(self, sql: str, parameters: Any = ()) -> int:
        """Run one statement; the number of rows it changed."""
        return self.raw.execute(sql, parameters).rowcount

    def set(self, table: str, key: int, values: Mapping[str, Any]) -> None:
        """Change columns of the row whose primary key, a number, is ``key``.

        Core's update() takes 150 us to build and to look up in its cache, this 15: a sync does two for each feed.
        """
        columns = ", ".join(f"{name} = ?" for name in values)
        self.raw.execute(f"UPDATE {table} SET {columns} WHERE rowid = ?", (*_sound(values), key))

    def insert(self, table: str, values: Mapping[str, Any]) -> int:
        """Add a row; its id."""
        marks = ", ".join("?" * len(values))
        sql = f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})"
        return cast(int, self.raw.execute(sql, _sound(values)).lastrowid)

    def run_many(self, sql: str, parameters: Any) -> None:
        """Run one statement for each set of parameters."""
        self.raw.executemany(sql, parameters)


def parts(ids: Sequence[int], size: int = 500) -> Iterator[str]:
    """Ids as text for an IN (...), some hundred at a time."""
    for start in range(0, len(ids), size):
        yield ",".join(map(str, ids[start : start + size]))


def _sound(values: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(codec.sound(value) if isinstance(value, str) else value for value in values.values())
