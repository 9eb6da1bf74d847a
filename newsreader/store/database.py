"""The cache file: one connection, its transactions and its pace. Contains no knowledge of what is stored.

Threads: a ``Database`` is one connection, used by one thread at a time. The window has one for its writer thread and
one for its reader thread, the worker has one. SQLite keeps them apart: any number of readers beside one writer (WAL).

The driver never begins or ends a transaction here (``isolation_level=None``): BEGIN IMMEDIATE is ours, since the
driver's own BEGIN comes late and deferred and then fails where a wait would do.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, NamedTuple

from newsreader.domain.errors import CacheDamaged
from newsreader.store import aside, faults, integrity, opening
from newsreader.store.transactions import Reader, Writer
from newsreader.store.turns import Turns

__all__ = ["Database", "Reader", "Role", "Writer", "open_again", "open_database"]

Role = Literal["window", "worker", "command"]


class _Pace(NamedTuple):
    """How a role waits for the write lock and how much memory it may take. Seconds; kibibytes; pages."""

    retry: float
    patience: float
    cache: int
    checkpoint: int


# The window tries each millisecond, since a mark waits for the portion that a sync is storing (``turns``), and for more
# than a minute, so that none is lost to a program that holds the cache so long (HOSTILE D06): its main thread never
# waits. The worker writes most, so that it does the checkpoints.
_PACES: dict[Role, _Pace] = {
    "window": _Pace(retry=0.001, patience=75, cache=3_000, checkpoint=8_000),
    "worker": _Pace(retry=0.005, patience=60, cache=32_000, checkpoint=4_000),
    "command": _Pace(retry=0.002, patience=20, cache=8_000, checkpoint=4_000),
}
_WORTH = 1 << 20  # bytes of free pages
_READ_PATIENCE_MS = 5_000  # a reader waits only while another process recovers or removes the log


class Database:
    """An open cache."""

    def __init__(self, path: Path, role: Role) -> None:
        """Connect to a cache that ``opening.prepare`` found in order; ``open_database`` is the way in."""
        self.path = path
        self.role = role
        self._pace = _PACES[role]
        self._turns = Turns(path)
        self._raw = sqlite3.connect(
            path, isolation_level=None, check_same_thread=False, cached_statements=256
        )
        self._synchronous = ""
        self._inside = False
        self._settle()

    def _settle(self) -> None:
        for pragma in (
            f"busy_timeout={_READ_PATIENCE_MS}",
            f"cache_size=-{self._pace.cache}",
            f"wal_autocheckpoint={self._pace.checkpoint}",
            "mmap_size=0",  # mapped pages count as the window's memory
            "temp_store=MEMORY",
            "secure_delete=OFF",  # Debian's SQLite wipes freed pages, which costs a third of a merge of the index
            "journal_size_limit=16777216",
        ):
            self._raw.execute(f"PRAGMA {pragma}").close()
        self._set_synchronous("FULL")

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """A reading transaction: everything inside sees the same moment.

        Raises a StoreError for faults of the world.
        """
        with self._transaction("BEGIN"):
            yield Reader(self._raw)

    @contextmanager
    def write(self, durable: bool = True) -> Iterator[Writer]:
        """A writing transaction. ``durable`` survives a power cut once it has ended; without it, a crash of the
        program only (what a sync stores can be fetched again).

        Raises CacheBusy when another process keeps the lock too long, and the other StoreErrors; in each case, and
        when the block raises, nothing of it was done.
        """
        self._set_synchronous("FULL" if durable else "NORMAL")
        writer = Writer(self._raw)
        try:
            with self._turn(), self._transaction("BEGIN IMMEDIATE"):
                yield writer
        finally:
            if writer.roomy:
                self._raw.execute(f"PRAGMA cache_size=-{self._pace.cache}").close()
                self._raw.execute("PRAGMA shrink_memory").close()

    def data_version(self) -> int:
        """A number that differs after another connection, also of this process, has changed the cache."""
        with self._faults():
            return int(self._raw.execute("PRAGMA data_version").fetchone()[0])

    def check(self) -> list[str]:
        """What is wrong with the cache, a sentence each; empty when it is sound. Reads all of it: seconds."""
        with self.read() as reader:
            return integrity.findings(reader.raw)

    def checkpoint(self) -> None:
        """Move what the log holds into the file, as far as no reader needs it. Never waits for anyone."""
        with self._faults():
            self._raw.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()

    def shrink(self, most: int | None = None) -> int:
        """Give free pages of the file back to the disk where that is worth it; the bytes freed.

        A file of more than ``most`` bytes is left as it is: nobody else can write meanwhile. Raises StoreError.
        """
        with self._faults():
            page, pages, free = (
                int(self._raw.execute(f"PRAGMA {name}").fetchone()[0])
                for name in ("page_size", "page_count", "freelist_count")
            )
            if free * page < _WORTH or free * 10 < pages or (most is not None and pages * page > most):
                return 0
            self._raw.execute("VACUUM").close()
            self._raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return free * page

    def close(self) -> None:
        """Close the connection; the last one of all processes also empties the log."""
        self._raw.close()
        self._turns.close()

    # -- transactions ----------------------------------------------------------------------------------------------

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """What a person does goes before what the worker stores."""
        if self.role == "worker":
            self._turns.give_way()
            yield
        else:
            with self._turns.wish():
                yield

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[None]:
        assert not self._inside, "transactions do not nest"
        self._begin(begin)
        self._inside = True
        try:
            with self._faults():
                yield
                self._raw.execute("COMMIT")
        except BaseException:
            # SQLite has already rolled back by itself after some faults, a full disk among them.
            if self._raw.in_transaction:
                self._raw.execute("ROLLBACK")
            raise
        finally:
            self._inside = False

    def _begin(self, begin: str) -> None:
        if begin == "BEGIN":
            with self._faults():
                self._raw.execute(begin)
            return
        last = time.monotonic() + self._pace.patience
        self._raw.execute(
            "PRAGMA busy_timeout=0"
        ).close()  # SQLite's own waits grow to 100 ms, ours stay short
        try:
            while not self._try_begin(begin):
                if time.monotonic() >= last:
                    raise faults.busy()
                time.sleep(self._pace.retry)
        finally:
            self._raw.execute(f"PRAGMA busy_timeout={_READ_PATIENCE_MS}").close()

    def _try_begin(self, begin: str) -> bool:
        try:
            self._raw.execute(begin)
        except sqlite3.OperationalError as fault:
            if faults.primary_code(fault) not in faults.BUSY:
                raise faults.translated(fault, self.path) or fault from fault
            return False
        return True

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as fault:
            known = faults.translated(fault, self.path)
            if known is None:
                raise
            if isinstance(known, CacheDamaged):
                aside.suspect(self.path)
            raise known from fault

    def _set_synchronous(self, level: str) -> None:
        if self._synchronous != level:
            self._raw.execute(f"PRAGMA synchronous={level}").close()
            self._synchronous = level


def open_database(path: Path, *, role: Role, copies: int = aside.KEPT) -> Database:
    """Open the cache at ``path``; make it when there is none, bring an older one up to date (with a copy beside it,
    of which the newest ``copies`` stay).

    Raises CacheNewer (the file was not touched), CacheDamaged (it was set aside, unless ``role`` is the worker's),
    NotWritable, DiskFull or CacheBusy.
    """
    opening.prepare(path, set_aside=role != "worker", copies=copies)
    return Database(path, role)


def open_again(path: Path, *, role: Role) -> Database:
    """A further connection of a process that has the cache open already.

    It was found in order a moment ago, so it is not looked at again.
    """
    return Database(path, role)
