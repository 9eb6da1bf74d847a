"""Copies of the cache: made, listed, and brought back. Any thread.

None of it needs an open library: where a cache cannot be opened these are the ways out.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from newsreader.library.folder import CACHE
from newsreader.store import aside, restoring
from newsreader.sync.window_file import NAME as WORDS_OF_STORIES

IN_PART = "Not all of it could be read any more. What could is back; feeds are asked again for what they still hold."
"""What is said of a cache that came back with gaps."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A file that the cache could be brought back from. ``made`` is UTC epoch seconds, ``size`` bytes; ``damaged``
    tells that it was set aside because it could not be read."""

    path: Path
    made: int
    size: int
    damaged: bool


def copies(data_dir: Path) -> list[Copy]:
    """The copies in a data folder, newest first."""
    found = []
    for path in aside.copies(data_dir / CACHE):
        about = path.stat()
        found.append(Copy(path, int(about.st_mtime), about.st_size, aside.is_damaged(path)))
    return found


def restore(data_dir: Path, source: Path) -> bool:
    """Bring the cache back from a file: True when that is all of it, False when some of it could not be read.

    Nothing may have the cache open. Raises UsageError, CacheNewer, CacheDamaged, CacheBusy, NotWritable or DiskFull;
    then nothing was changed.
    """
    whole = restoring.restore(data_dir / CACHE, source)
    # What the worker noted of stories, by their numbers, is of others now.
    (data_dir / WORDS_OF_STORIES).unlink(missing_ok=True)
    return whole


def back_up(data_dir: Path, target: Path) -> None:
    """Copy the cache to a file, also while it is in use. Raises UsageError, NotWritable, DiskFull."""
    restoring.back_up(data_dir / CACHE, target)
