"""What a transaction offers to the functions that read and write the cache. ``database`` begins and ends it."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any, cast

from sqlalchemy import Connection, Table

from newsreader.store import codec

_ROOM = 24_000  # KiB


class Reader:
    """A transaction that sees one moment of the cache. ``core`` is for SQLAlchemy Core, ``raw`` the driver's
    connection for the statements whose every microsecond counts."""

    def __init__(self, core: Connection, raw: sqlite3.Connection) -> None:
        self.core = core
        self.raw = raw

    def rows(self, sql: str, parameters: Any = ()) -> list[Any]:
        """All rows of one statement, as plain tuples."""
        return self.raw.execute(sql, parameters).fetchall()

    def value(self, sql: str, parameters: Any = ()) -> Any:
        """The first column of the first row, or None."""
        row = self.raw.execute(sql, parameters).fetchone()
        return None if row is None else row[0]

    def row(self, table: Table, key: int) -> dict[str, Any] | None:
        """The row whose primary key is ``key``, by the names of its columns."""
        names = table.c.keys()
        (identity,) = table.primary_key.columns
        found = self.raw.execute(
            f"SELECT {', '.join(names)} FROM {table.name} WHERE {identity.name} = ?", (key,)
        ).fetchone()
        return None if found is None else dict(zip(names, found, strict=True))


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

    def set(self, table: Table, key: int, values: Mapping[str, Any]) -> None:
        """Change columns of the row whose primary key is ``key``.

        Core's update() takes 150 us to build and to look up in its cache, this 15: a sync does two for each feed.
        """
        assert values.keys() <= set(table.c.keys())
        columns = ", ".join(f"{name} = ?" for name in values)
        (identity,) = table.primary_key.columns
        self.raw.execute(
            f"UPDATE {table.name} SET {columns} WHERE {identity.name} = ?", (*_sound(values), key)
        )

    def insert(self, table: Table, values: Mapping[str, Any]) -> int:
        """Add a row; its id."""
        assert values.keys() <= set(table.c.keys())
        marks = ", ".join("?" * len(values))
        sql = f"INSERT INTO {table.name} ({', '.join(values)}) VALUES ({marks})"
        return cast(int, self.raw.execute(sql, _sound(values)).lastrowid)

    def run_many(self, sql: str, parameters: Any) -> None:
        """Run one statement for each set of parameters."""
        self.raw.executemany(sql, parameters)


def _sound(values: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(codec.sound(value) if isinstance(value, str) else value for value in values.values())
