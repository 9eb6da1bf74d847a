"""Bringing a cache back from a file: a copy, or one that was set aside as damaged. Any thread, while nothing has it
open.

Whatever happens, the cache that is there now is still there afterwards: in its place, or in the folder of copies.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from newsreader.domain.errors import UsageError
from newsreader.store import aside, faults, opening, salvage


def restore(path: Path, source: Path) -> bool:
    """Put what ``source`` holds in the place of the cache at ``path``; True when that is all of it, False when some of
    it could not be read any more.

    Raises UsageError when there is no such file, CacheNewer, CacheDamaged when nothing can be read of it, CacheBusy
    when a program has the cache open, NotWritable or DiskFull; in each case nothing was changed.
    """
    if not source.is_file():
        raise UsageError(f"There is no file {source}.")
    _refuse_itself(path, source)
    making = path.with_name(f".{path.name}.restored")
    with opening.file_faults(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            whole = _made_of(source, making)
            if path.exists():
                _take_out_of_use(path)
                aside.replaced(path)
            making.replace(path)
        finally:
            for suffix in ("", "-wal", "-shm", "-journal"):
                making.with_name(making.name + suffix).unlink(missing_ok=True)
    return whole


def back_up(path: Path, target: Path) -> None:
    """Copy the cache at ``path``, as it is at one moment, to ``target``. Raises UsageError, NotWritable, DiskFull."""
    _refuse_itself(path, target)
    with opening.file_faults(target):
        aside.copy_whole(path, target)


def _refuse_itself(path: Path, other: Path) -> None:
    if path.exists() and other.exists() and path.samefile(other):
        raise UsageError(f"{other} is the cache itself.")


def _made_of(source: Path, making: Path) -> bool:
    trouble = opening.trouble(source) or _unsound(source)
    if not trouble:
        opening.check_known(source)
        aside.copy_whole(source, making)
        return True
    opening.create(making)
    salvage.salvage(source, making)
    with closing(sqlite3.connect(making, isolation_level=None)) as raw:
        raw.execute("PRAGMA journal_mode=DELETE").fetchone()
    return False


def _unsound(source: Path) -> bool:
    """Whether a page of it is damaged; reads all of it."""
    try:
        with closing(opening.look(source)) as raw:
            return [row[0] for row in raw.execute("PRAGMA quick_check(1)")] != ["ok"]
    except sqlite3.DatabaseError as fault:
        if faults.primary_code(fault) in faults.DAMAGED:
            return True
        raise


def _take_out_of_use(path: Path) -> None:
    """Empty the log of the cache, which SQLite only does for whoever has it alone. Raises CacheBusy for others."""
    if opening.trouble(path):
        return
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("PRAGMA busy_timeout=2000").close()
        try:
            mode = raw.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
        except sqlite3.OperationalError as fault:
            if faults.primary_code(fault) not in faults.BUSY:
                raise
            mode = ""
    if mode != "delete":
        raise faults.in_use()
