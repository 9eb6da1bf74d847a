"""Work that can wait until nobody waits: merging the search index, emptying the log, letting go of removed feeds and
of read stories that are too old.

The worker does it after a job, a small portion at a time.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

from newsreader.store import expiry, fetches, removal
from newsreader.store.database import Database

_PAGES = (
    64  # of the index a transaction: with fewer, opening hundreds of segments costs more than merging them
)


def tidy(
    database: Database, seconds: float, *, now: int | None = None, pause: float = 0.003, keep_days: int = 0
) -> bool:
    """Do what is due for at most ``seconds``, in short transactions with a pause between; True when all is done.

    ``keep_days`` is how long read stories stay, 0 for ever.

    Worker thread, outside any transaction. Raises StoreError.
    """
    last = time.monotonic() + seconds
    today = int(time.time()) if now is None else now
    steps: tuple[Callable[[], bool], ...] = (
        partial(_purged, database),
        partial(_expired, database, today, keep_days),
        partial(merge_index, database),
        partial(_waited, database, today),
    )
    for step in steps:
        while not step():
            if time.monotonic() >= last:
                return False
            time.sleep(pause)
    database.checkpoint()
    return True


def _purged(database: Database) -> bool:
    with database.write(durable=False) as w:
        return removal.purge(w, limit=100) == 0


def _expired(database: Database, now: int, keep_days: int) -> bool:
    with database.write(durable=False) as w:
        return expiry.expire(w, now, keep_days)


def _waited(database: Database, now: int) -> bool:
    with database.write(durable=False) as w:
        fetches.forget_host_waits(w, now)
    return True


def merge_index(database: Database, pages: int = _PAGES) -> bool:
    """Merge about so many pages of the search index; True when nothing is left to merge. FTS5 tells by the number of
    changed rows whether it found anything to do (its section 6.7).

    Worker thread, outside any transaction. Raises StoreError.
    """
    with database.write(durable=False) as w:
        changes = w.raw.total_changes
        w.run("INSERT INTO story_index (story_index, rank) VALUES ('merge', ?)", (pages,))
        return bool(w.raw.total_changes - changes < 2)
