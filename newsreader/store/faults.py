"""From what SQLite reports to the faults a person can understand."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from pathlib import Path

from newsreader.domain.errors import (
    CacheBusy,
    CacheDamaged,
    DiskFull,
    NotWritable,
    StoreError,
)

_LITTLE_ROOM = 1 << 20  # bytes: below this an I/O error on writing is taken for a full disk

BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_READ_ONLY = frozenset({sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM})


def primary_code(fault: sqlite3.Error) -> int:
    """SQLite's primary result code of an exception, 0 when it carries none."""
    return (getattr(fault, "sqlite_errorcode", None) or 0) & 0xFF


def translated(fault: sqlite3.Error, path: Path) -> StoreError | None:
    """The fault of the world behind an exception of the driver, or None when it is a bug of ours."""
    code = primary_code(fault)
    if code in BUSY:
        return busy()
    if code == sqlite3.SQLITE_FULL or (code == sqlite3.SQLITE_IOERR and _no_room(path)):
        return disk_full(path)
    if code in _READ_ONLY:
        return not_writable(path)
    if code in DAMAGED:
        return CacheDamaged(
            f"The cache {path} is damaged and cannot be read any further. "
            "Close Newsreader and start it again: it checks the cache then."
        )
    if code == sqlite3.SQLITE_IOERR:
        return StoreError(f"The disk reported an error at {path}; nothing was changed.")
    return None


def of_the_system(fault: OSError, path: Path) -> StoreError | None:
    """The fault of the world behind an error of the file system, or None when it is a bug of ours."""
    if fault.errno in (errno.ENOSPC, errno.EDQUOT):
        return disk_full(path)
    if fault.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST, errno.ENOENT):
        return not_writable(path)
    return None


def busy() -> CacheBusy:
    """Another process holds the cache."""
    return CacheBusy("Another program is using the cache and does not let go. Try again in a moment.")


def in_use() -> CacheBusy:
    """A program has the cache open that must be closed for what is to be done."""
    return CacheBusy("A program has the cache open. Close Newsreader, wait a minute, and try again.")


def disk_full(path: Path) -> DiskFull:
    """No room on the disk of ``path``."""
    return DiskFull(
        f"No room is left on the disk of {path.parent}. Nothing was changed; free some space and try again."
    )


def not_writable(path: Path) -> NotWritable:
    """The folder or the file refuses to be written."""
    return NotWritable(
        f"The data folder {path.parent} cannot be written. Allow it, or choose another with --data-dir."
    )


def _no_room(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < _LITTLE_ROOM
    except OSError:
        return False
