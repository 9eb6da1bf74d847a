"""Before the cache is opened: is there one, is it whole, is it ours, is it of this version?

Rules (HOSTILE D02, D08-D10): a cache of a newer version is not touched, not a byte of it; one that cannot be read is
set aside under a new name and said so, never replaced by an empty one in silence; an older one is brought up to date
in one transaction, after a copy of it was made. alembic is imported only then: it costs 65 ms.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from newsreader.domain.errors import CacheDamaged, CacheNewer, StoreError
from newsreader.store import aside, faults, search_index
from newsreader.store.revision import APPLICATION_ID, HEAD

_MAGIC = b"SQLite format 3\0"
_HEADER = 100  # bytes: what SQLite writes at the start of a file (sqlite.org/fileformat.html section 1.3)


def prepare(path: Path, *, set_aside: bool, copies: int = aside.KEPT) -> None:
    """See to it that a sound cache of this version is at ``path``.

    A damaged one is moved away when ``set_aside`` is true: the worker leaves that to the program a person looks at.
    ``copies`` is how many of those made before a migration stay.
    Raises CacheNewer, CacheDamaged, NotWritable, DiskFull or CacheBusy.
    """
    with file_faults(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() and not _log(path).exists():
            create(path)
            return
        why = trouble(path)
        if why:
            if set_aside:
                raise aside.put(path, why)
            raise CacheDamaged(f"The cache {path} is damaged: {why}. Open Newsreader's window to see to it.")
        if (found := version(path)) != HEAD:
            _migrate(path, found, copies)


def version(path: Path) -> str:
    """The revision the cache has, read without changing a byte of it; ``""`` when it has none.

    Raises sqlite3.Error when it cannot be read.
    """
    with closing(look(path)) as raw:
        return _revision(raw)


def _revision(raw: sqlite3.Connection) -> str:
    if not raw.execute("SELECT 1 FROM sqlite_schema WHERE name = 'alembic_version'").fetchone():
        return ""
    row = raw.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else ""


def trouble(path: Path) -> str:
    """Why the file cannot be our cache, ``""`` when it can. Cheap: whole files are checked only on suspicion.

    A sound file is opened by SQLite alone. Whoever else closes it in a process that has it open already lets go of
    that process's POSIX locks on it; the next program to leave would take itself for the last one and remove the log,
    with all that is written to it later (sqlite.org/howtocorrupt.html section 2.2).
    """
    if not path.exists():
        return "only its log is left"
    try:
        with closing(look(path)) as raw:
            found = _revision(raw)
            page, pages = (
                int(raw.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("page_size", "page_count")
            )
        whole = _checked(path) if found and aside.suspicion(path).exists() else ""
    except sqlite3.DatabaseError as fault:
        if faults.primary_code(fault) in faults.DAMAGED:
            return _what_it_is(path) or f"{fault}"
        raise
    if not found:
        return _what_it_is(path) or "it holds none of Newsreader's tables"
    # With a log beside it the file may be behind; alone it must hold the pages its header counts.
    if not _has_log(path) and path.stat().st_size < page * pages:
        return "the end of the file is missing"
    return whole


def _what_it_is(path: Path) -> str:
    """What is wrong with a file that SQLite cannot read as our cache, by its first bytes; ``""`` if they look well."""
    with path.open("rb") as file:
        header = file.read(_HEADER)
    if not header:
        return "the file is empty"
    if not header.startswith(_MAGIC) or len(header) < _HEADER:
        return "the file is no database"
    page = int.from_bytes(header[16:18], "big")
    pages = int.from_bytes(header[28:32], "big")
    short = path.stat().st_size < pages * (65536 if page == 1 else page)
    return "the end of the file is missing" if short and not _has_log(path) else ""


def _checked(path: Path) -> str:
    """Read the whole file, since a page of it was found damaged last time."""
    with closing(look(path)) as raw:
        lines = [row[0] for row in raw.execute("PRAGMA quick_check(3)")]
    if lines != ["ok"]:
        return "some of its pages are damaged"
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        search_index.mend(raw)
    aside.suspicion(path).unlink()
    return ""


def look(path: Path) -> sqlite3.Connection:
    """A connection that cannot change the file; without a log it does not even make one."""
    mode = "mode=ro" if _has_log(path) else "immutable=1"
    raw = sqlite3.connect(f"{path.resolve().as_uri()}?{mode}", uri=True, isolation_level=None)
    raw.execute("PRAGMA busy_timeout=5000").close()
    return raw


def _log(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


def _has_log(path: Path) -> bool:
    log = _log(path)
    return log.exists() and log.stat().st_size > 0


def create(path: Path) -> None:
    """Make the cache under another name, then give it its own at once: a half-made one is never seen."""
    making = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}.new")
    making.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(making, isolation_level=None)) as raw:
            # Nothing is lost when this breaks off, so nothing waits for the disk before the end.
            for pragma in ("synchronous=OFF", "journal_mode=MEMORY", f"application_id={APPLICATION_ID}"):
                raw.execute(f"PRAGMA {pragma}").close()
            _upgrade(raw)
            raw.execute("PRAGMA journal_mode=WAL").close()
        with making.open("rb") as file:
            os.fsync(file.fileno())
        _take_name(making, path)
    finally:
        making.unlink(missing_ok=True)


def _take_name(making: Path, path: Path) -> None:
    """Unlike a rename, a link never replaces the cache another process made meanwhile."""
    try:
        os.link(making, path)
    except FileExistsError:
        return
    except OSError:  # a file system without links
        if not path.exists():
            making.rename(path)


def _migrate(path: Path, found: str, copies: int) -> None:
    """Bring an older cache up to date: a copy first, then all steps in one transaction."""
    from newsreader.store import migrating

    check_known(path)
    aside.back_up(path, aside.folder(path) / f"cache-{found}-{aside.stamp()}.sqlite3", copies)
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("PRAGMA busy_timeout=10000").close()
        raw.execute("PRAGMA synchronous=FULL").close()
        migrating.upgrade(raw)


def check_known(path: Path) -> None:
    """Raises CacheNewer for a cache of a newer version, sqlite3.Error when it cannot be read."""
    found = version(path)
    if found == HEAD:
        return
    from newsreader.store import migrating

    if not migrating.knows(found):
        raise CacheNewer(
            f"The cache {path} was written by a newer version of Newsreader and was not touched. "
            "Update Newsreader, or choose another folder with --data-dir."
        )


def _upgrade(raw: sqlite3.Connection) -> None:
    from newsreader.store import migrating

    migrating.upgrade(raw)


@contextmanager
def file_faults(path: Path) -> Iterator[None]:
    """Faults of the driver and of the system inside become the StoreErrors a person can understand."""
    try:
        yield
    except StoreError:
        raise
    except sqlite3.Error as fault:
        raise faults.translated(fault, path) or fault from fault
    except OSError as fault:
        raise faults.of_the_system(fault, path) or fault from fault
