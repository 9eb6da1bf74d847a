"""Promises about transactions: HOSTILE D03, D05, D06, and faults told in plain words."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from newsreader.domain.changes import Mark
from newsreader.domain.errors import CacheBusy, DiskFull
from newsreader.domain.incoming import CleanStory
from newsreader.domain.stories import View, ViewKind
from newsreader.store import aside, database, feeds, ingest, statuses, stories
from newsreader.store.database import Database, open_database

Make = Callable[..., CleanStory]


def test_a_block_that_raises_leaves_nothing(db: Database) -> None:
    def fail() -> None:
        with db.write() as w:
            feeds.add_feed(w, "https://example.org/")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with db.read() as r:
        assert feeds.feeds(r) == []
    with db.write() as w:
        feeds.add_feed(w, "https://example.org/")


def test_a_reader_sees_one_moment(db: Database, path: Path) -> None:
    other = open_database(path, role="worker")
    with db.read() as r:
        assert feeds.feeds(r) == []
        with other.write(durable=False) as w:
            feeds.add_feed(w, "https://example.org/")
        assert feeds.feeds(r) == []
    with db.read() as r:
        assert len(feeds.feeds(r)) == 1
    other.close()


def test_data_version_tells_of_changes_by_others(db: Database, path: Path) -> None:
    other = open_database(path, role="worker")
    before = db.data_version()
    assert db.data_version() == before
    with other.write() as w:
        feeds.add_feed(w, "https://example.org/")
    assert db.data_version() != before
    other.close()


def test_a_persons_commands_are_synced_and_what_a_sync_stores_is_not(db: Database) -> None:
    full, normal = 2, 1
    for durable, level in ((True, full), (False, normal), (True, full)):
        with db.write(durable=durable) as w:
            assert w.value("PRAGMA synchronous") == level


def test_a_large_mark_gives_its_memory_back(filled: tuple[Database, int]) -> None:
    db, _ = filled
    with db.read() as r:
        before = r.value("PRAGMA cache_size")
    with db.write() as w:
        statuses.mark(w, list(range(1, 3000)), Mark.READ)
        assert w.value("PRAGMA cache_size") < before  # negative: kibibytes
    with db.read() as r:
        assert r.value("PRAGMA cache_size") == before


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The window waits for the lock for a tenth of a second."""
    pace = database._Pace(retry=0.001, patience=0.1, cache=3000, checkpoint=1000)
    monkeypatch.setitem(database._PACES, "window", pace)


@pytest.fixture
def lock(path: Path) -> Iterator[Callable[[], sqlite3.Connection]]:
    """Takes the write lock as another program would."""
    held: list[sqlite3.Connection] = []

    def take() -> sqlite3.Connection:
        raw = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        raw.execute("BEGIN IMMEDIATE")
        held.append(raw)
        return raw

    yield take
    for raw in held:
        raw.close()


def test_a_lock_that_is_not_let_go_is_said_so(
    path: Path, impatient: None, lock: Callable[[], sqlite3.Connection]
) -> None:
    db = open_database(path, role="window")
    held = lock()
    with pytest.raises(CacheBusy, match="Another program"), db.write():
        raise AssertionError("not reached")
    with db.read() as r:  # reading goes on
        assert feeds.feeds(r) == []
    held.execute("ROLLBACK")
    with db.write() as w:
        feeds.add_feed(w, "https://example.org/")
    db.close()


def test_the_window_waits_longer_than_a_lock_of_a_minute() -> None:
    """HOSTILE D06"""
    assert database._PACES["window"].patience > 60


def test_a_lock_that_is_let_go_is_taken_at_once(
    filled: tuple[Database, int], lock: Callable[[], sqlite3.Connection]
) -> None:
    db, _ = filled
    held = lock()
    let_go = threading.Timer(0.05, lambda: held.execute("ROLLBACK"))
    let_go.start()
    with db.write() as w:
        assert statuses.mark(w, [1], Mark.READ) == (1,)
    let_go.join()


def test_a_full_disk_takes_the_whole_change_back(
    filled: tuple[Database, int], make_story: Make, now: int
) -> None:
    db, feed = filled
    with db.read() as r:
        pages = r.value("PRAGMA page_count")
        r.value(f"PRAGMA max_page_count={pages + 5}")
    many = [make_story(n, html=os.urandom(3000).hex()) for n in range(100, 200)]

    def change() -> None:
        with db.write() as w:
            statuses.mark(w, [1], Mark.READ)
            ingest.ingest(w, feed, many, received=now)

    with pytest.raises(DiskFull, match="free some space"):
        change()
    assert db.check() == []
    with db.read() as r:
        assert len(stories.ids(r, View(ViewKind.UNREAD), now=now)) == 10
        r.value(f"PRAGMA max_page_count={pages * 1000}")
    with db.write() as w:
        assert len(ingest.ingest(w, feed, many, received=now).new_ids) == 100


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes (HOSTILE D04)."""
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "none", place], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("no file system may be mounted here")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def test_a_real_full_disk(small_disk: Path, make_story: Make, now: int) -> None:
    path = small_disk / "cache.sqlite3"
    db = open_database(path, role="worker")
    with db.write() as w:
        feed = feeds.add_feed(w, "https://example.org/")
        ingest.ingest(w, feed, [make_story(n) for n in range(10)], received=now)
    stored = 10

    def fill() -> None:
        nonlocal stored
        while stored < 10_000:
            with db.write() as w:
                new = [make_story(n, html=os.urandom(3000).hex()) for n in range(stored, stored + 10)]
                ingest.ingest(w, feed, new, received=now)
            stored += 10

    with pytest.raises(DiskFull):
        fill()
    with pytest.raises((sqlite3.Error, OSError)):
        aside.back_up(path, small_disk / "backups" / "cache-0001.sqlite3")
    assert list((small_disk / "backups").iterdir()) == []
    with db.read() as r:
        assert len(stories.ids(r, View(ViewKind.ALL), now=now)) == stored
    assert db.check() == []
    db.close()


KILLED = """
import os, signal, sys
from pathlib import Path
from newsreader.domain.changes import Mark
from newsreader.store import feeds, statuses
from newsreader.store.database import open_database
db = open_database(Path(sys.argv[1]), role="window")
with db.write() as w:
    feeds.add_feed(w, "https://example.org/second")
    statuses.mark(w, [1, 2], Mark.READ)
    statuses.mark(w, [3], Mark.SAVED)
with db.write() as w:
    statuses.mark(w, [4], Mark.READ)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_was_acknowledged_survives_kill_9_and_the_rest_is_gone(
    filled: tuple[Database, int], path: Path
) -> None:
    db, _ = filled
    killed = subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False)
    assert killed.returncode == -signal.SIGKILL
    db.close()
    path.with_name(path.name + "-shm").unlink(missing_ok=True)  # as after a crash of the machine
    again = open_database(path, role="window")
    assert again.check() == []
    with again.read() as r:
        marks = {header.id: (header.read, header.saved) for header in stories.headers(r, range(1, 6))}
        assert len(feeds.feeds(r)) == 2
    assert marks == {
        1: (True, False),
        2: (True, False),
        3: (False, True),
        4: (False, False),
        5: (False, False),
    }
    again.close()


def test_check_finds_what_is_wrong(filled: tuple[Database, int], path: Path) -> None:
    db, _ = filled
    assert db.check() == []
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("UPDATE statuses SET read = 1 WHERE story_id = 1")
        raw.execute("DELETE FROM bodies WHERE story_id = 2")
        raw.commit()
    assert db.check() == ["The counters of 1 feeds are wrong.", "There are 1 stories without their text."]
