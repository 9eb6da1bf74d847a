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
        folder(path).glob("cache-*.sqlite3"), key=lambda copy: copy.stat().st_mtime_ns, reverse=True
    )


def back_up(path: Path, target: Path, kept: int = KEPT) -> None:
    """Copy the cache as it is at one moment, also while others write to it, and let go of all but the newest ``kept``.

    Raises sqlite3.Error or OSError; no half copy stays behind.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    making = target.with_suffix(".part")
    try:
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(making)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE").close()
        making.replace(target)
    finally:
        making.unlink(missing_ok=True)
    for old in backups(path)[max(1, kept) :]:
        old.unlink()


def put(path: Path, why: str) -> CacheDamaged:
    """Move a cache that cannot be read, with its log, into the folder of copies; the fault that tells of it."""
    place = folder(path)
    place.mkdir(parents=True, exist_ok=True)
    name = f"damaged-{stamp()}"
    number = 1
    while any(place.glob(f"{name}.sqlite3*")):
        number += 1
        name = f"damaged-{stamp()}-{number}"
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
    copies = backups(path)
    way_back = f"copy {copies[0]} to {path}" if copies else "import your subscriptions from an OPML file"
    return CacheDamaged(
        f"The cache could not be read: {why}. It was set aside as {target}. "
        f"To go back, {way_back}; to begin with an empty cache, start Newsreader again."
    )


def restore(path: Path, copy: Path) -> None:
    """Put a copy in the place of the cache, which nothing may have open; what is there now is set aside first.

    Raises OSError.
    """
    if path.exists():
        put(path, "it was replaced by a copy")
    making = path.with_name(path.name + ".part")
    try:
        making.write_bytes(copy.read_bytes())
        making.replace(path)
    finally:
        making.unlink(missing_ok=True)
