"""Copies of the cache, and the place of one that cannot be read any more."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from newsreader.domain.errors import CacheDamaged

KEPT = 5
"""Copies made before migrations that stay, the newest ones; the setting ``storage.backups`` says otherwise."""


_COPY, _DAMAGED, _REPLACED = "cache", "damaged", "replaced"
"""What the names of files in the folder of copies begin with."""


def folder(path: Path) -> Path:
    """The folder of copies that belongs to the cache at ``path``."""
    return path.parent / "backups"


def stamp() -> str:
    """The time now, for the name of a file."""
    return time.strftime("%Y%m%d-%H%M%S", time.gmtime())


def suspicion(path: Path) -> Path:
    """The marker a process leaves when it met a damaged page: the next one that opens the cache checks all of it."""
    return path.with_name(path.name + "-suspect")


def suspect(path: Path) -> None:
    """Leave that marker, if the disk takes it."""
    with contextlib.suppress(OSError):
        suspicion(path).touch()


def backups(path: Path) -> list[Path]:
    """The copies of the cache at ``path``, newest first."""
    return sorted(
        folder(path).glob(f"{_COPY}-*.sqlite3"), key=lambda copy: copy.stat().st_mtime_ns, reverse=True
    )


def back_up(path: Path, target: Path, kept: int = KEPT) -> None:
    """Copy the cache as it is at one moment, also while others write to it, and let go of all but the newest ``kept``.

    Raises sqlite3.Error or OSError; no half copy stays behind.
    """
    copy_whole(path, target)
    for old in backups(path)[max(1, kept) :]:
        old.unlink()


def copy_whole(path: Path, target: Path) -> None:
    """Copy a cache as it is at one moment, also while others write to it. Raises sqlite3.Error or OSError; no half copy
    stays behind, and what was at ``target`` is replaced whole or left alone."""
    target.parent.mkdir(parents=True, exist_ok=True)
    making = target.with_name(target.name + ".part")
    try:
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(making)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE").close()
        making.replace(target)
    finally:
        making.unlink(missing_ok=True)


def copies(path: Path) -> list[Path]:
    """All that the cache at ``path`` could be brought back from, newest first: copies, and what was set aside."""
    found = [file for kind in (_COPY, _DAMAGED, _REPLACED) for file in folder(path).glob(f"{kind}-*.sqlite3")]
    return sorted(found, key=lambda file: file.stat().st_mtime_ns, reverse=True)


def is_damaged(copy: Path) -> bool:
    """Whether a file of ``copies`` was set aside because it could not be read."""
    return copy.name.startswith(f"{_DAMAGED}-")


def put(path: Path, why: str) -> CacheDamaged:
    """Move a cache that cannot be read, with its log, into the folder of copies; the fault that tells of it."""
    target = _move(path, _DAMAGED)
    way_back = next((str(copy) for copy in backups(path)), "that file")
    return CacheDamaged(
        f"The cache could not be read: {why}. It was set aside as {target}. To bring back what can be, choose File, "
        f"Restore… (in a terminal: newsreader restore, with {way_back}). Started again, Newsreader begins anew."
    )


def replaced(path: Path) -> Path:
    """Move a sound cache that gives way to a copy into the folder of copies; where it is now."""
    return _move(path, _REPLACED)


def _move(path: Path, kind: str) -> Path:
    place = folder(path)
    place.mkdir(parents=True, exist_ok=True)
    name = f"{kind}-{stamp()}"
    number = 1
    while any(place.glob(f"{name}.sqlite3*")):
        number += 1
        name = f"{kind}-{stamp()}-{number}"
    target = place / f"{name}.sqlite3"
    for suffix in (
        "-shm",
        "-suspect",
        "-wal",
        "",
    ):  # the file itself last: whatever stops us, it is still found
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.rename(target.with_name(target.name + suffix))
    return target
