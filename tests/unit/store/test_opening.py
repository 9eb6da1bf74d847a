"""HOSTILE D02, D08, D09, D10 and D12: what happens before a cache is opened, and when it cannot be."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from newsreader.domain.errors import CacheDamaged, CacheNewer, NotWritable
from newsreader.domain.incoming import CleanStory
from newsreader.domain.stories import View, ViewKind
from newsreader.store import aside, feeds, ingest, migrating, opening, restoring, stories
from newsreader.store.database import Database, open_database
from newsreader.store.revision import APPLICATION_ID, HEAD
from newsreader.store.schema import metadata

ALL = View(ViewKind.ALL)


def made(path: Path) -> None:
    """A cache with one feed, closed, without a log."""
    database = open_database(path, role="command")
    with database.write() as w:
        feeds.add_feed(w, "https://example.org/feed.xml")
    database.close()


def log_of(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


def test_a_new_cache_is_made_by_the_migrations(path: Path) -> None:
    open_database(path, role="window").close()
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("SELECT version_num FROM alembic_version").fetchone() == (HEAD,)
        assert raw.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert raw.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        for table in metadata.sorted_tables:
            found = raw.execute(f"SELECT name FROM pragma_table_info('{table.name}')").fetchall()
            assert [name for (name,) in found] == table.c.keys(), table.name
            keys = raw.execute(
                f"SELECT name FROM pragma_table_info('{table.name}') WHERE pk ORDER BY pk"
            ).fetchall()
            assert [name for (name,) in keys] == [column.name for column in table.primary_key], table.name
    assert [file.name for file in path.parent.iterdir()] == ["cache.sqlite3"]


def test_the_head_is_the_newest_migration() -> None:
    assert migrating.head() == HEAD


def test_a_cache_of_this_version_is_opened_without_alembic(path: Path) -> None:
    made(path)
    probe = (
        "import sys; from pathlib import Path; from newsreader.store.database import open_database;"
        f"open_database(Path({str(path)!r}), role='window').close(); sys.exit('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", probe], check=False).returncode == 0


def test_two_programs_making_the_cache_at_once_get_the_same(path: Path) -> None:
    opened: list[Database] = []
    threads = [
        threading.Thread(target=lambda: opened.append(open_database(path, role="command"))) for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    first, second = opened
    with first.write() as w:
        feed = feeds.add_feed(w, "https://example.org/feed.xml")
    with second.read() as r:
        assert feeds.feed(r, feed).url == "https://example.org/feed.xml"
    first.close()
    second.close()


def test_opening_it_twice_keeps_the_locks_that_save_the_log_from_other_programs(path: Path) -> None:
    """The window opens the cache on two threads. A file that is opened and closed by anything but SQLite loses the
    process's locks: the next command to end then removed the log, and later marks went nowhere."""
    made(path)
    first = open_database(path, role="window")
    with first.read() as r:
        feeds.feeds(r)
    second = open_database(path, role="window")
    with second.write() as w:
        feeds.add_feed(w, "https://example.org/second.xml")
    probe = (
        "from pathlib import Path; from newsreader.store import feeds;"
        "from newsreader.store.database import open_database;"
        f"db = open_database(Path({str(path)!r}), role='command')\n"
        "with db.read() as r: print(len(feeds.feeds(r)))\n"
        "db.close()"
    )

    def seen() -> str:
        done = subprocess.run([sys.executable, "-c", probe], check=True, capture_output=True, text=True)
        return done.stdout.strip()

    assert seen() == "2"
    assert log_of(path).exists()
    with second.write() as w:
        feeds.add_feed(w, "https://example.org/third.xml")
    assert seen() == "3"
    first.close()
    second.close()
    assert seen() == "3"


def test_a_cache_of_a_newer_version_is_refused_and_stays_byte_identical(path: Path) -> None:
    made(path)
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
        raw.commit()
    before = path.read_bytes()
    with pytest.raises(CacheNewer, match="newer version"):
        open_database(path, role="window")
    assert path.read_bytes() == before
    assert sorted(file.name for file in path.parent.iterdir()) == ["cache.sqlite3", "cache.sqlite3-turn"]


def test_a_newer_cache_with_a_log_is_not_touched_either(path: Path) -> None:
    made(path)
    raw = sqlite3.connect(path)
    raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.commit()
    files = {file.name: file.read_bytes() for file in (path, log_of(path))}
    with pytest.raises(CacheNewer):
        open_database(path, role="window")
    assert {file.name: file.read_bytes() for file in (path, log_of(path))} == files
    raw.close()


def empty(path: Path) -> None:
    path.write_bytes(b"")


def truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def no_database(path: Path) -> None:
    path.write_bytes(b"Dear diary, " * 1000)


def foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("CREATE TABLE recipes (name)")
        raw.commit()


def garble_the_schema(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[100:3000] = bytes(byte ^ 0x55 for byte in content[100:3000])
    path.write_bytes(content)


def lose_the_file(path: Path) -> None:
    raw = sqlite3.connect(path)
    raw.execute("CREATE TABLE x (y)")
    raw.commit()
    shutil.copy(log_of(path), path.with_name("saved"))
    raw.close()
    path.unlink()
    path.with_name("saved").rename(log_of(path))


@pytest.mark.parametrize("harm", [empty, truncate, no_database, foreign, garble_the_schema, lose_the_file])
def test_a_cache_that_cannot_be_read_is_set_aside_and_said_so(
    path: Path, harm: Callable[[Path], None]
) -> None:
    made(path)
    harm(path)
    remains = path.read_bytes() if path.exists() else log_of(path).read_bytes()
    with pytest.raises(CacheDamaged) as told:
        open_database(path, role="window")
    (kept,) = [file for file in aside.folder(path).iterdir() if file.read_bytes() == remains]
    assert str(aside.folder(path) / kept.name.removesuffix("-wal")) in told.value.sentence
    assert "newsreader restore" in told.value.sentence
    assert not path.exists()
    assert not log_of(path).exists()
    open_database(path, role="window").close()  # told once; the person goes on with an empty one


def test_the_worker_leaves_a_damaged_cache_to_the_window(path: Path) -> None:
    made(path)
    empty(path)
    with pytest.raises(CacheDamaged, match="empty"):
        open_database(path, role="worker")
    assert path.exists()


def test_the_fault_names_the_newest_copy(path: Path) -> None:
    made(path)
    copy = aside.folder(path) / "cache-0000-20250101-000000.sqlite3"
    aside.back_up(path, copy)
    empty(path)
    with pytest.raises(CacheDamaged, match=str(copy)):
        open_database(path, role="window")
    restoring.restore(path, copy)
    database = open_database(path, role="window")
    with database.read() as r:
        assert len(feeds.feeds(r)) == 1
    database.close()


def test_a_damaged_page_met_while_reading_makes_the_next_start_check_everything(
    path: Path, make_story: Callable[..., CleanStory], now: int
) -> None:
    database = open_database(path, role="window")
    with database.write() as w:
        feed = feeds.add_feed(w, "https://example.org/feed.xml")
        ingest.ingest(w, feed, [make_story(n, html="x" * 3000) for n in range(200)], received=now)
    root = database_page(database, "statuses_all")
    database.close()
    content = bytearray(path.read_bytes())
    content[(root - 1) * 4096 : root * 4096] = b"\x99" * 4096
    path.write_bytes(content)
    database = open_database(path, role="window")
    with pytest.raises(CacheDamaged, match="start it again"), database.read() as r:
        stories.ids(r, ALL, now=now)
    database.close()
    with pytest.raises(CacheDamaged, match=r"some of its pages are damaged\. It was set aside"):
        open_database(path, role="window")


def database_page(database: Database, name: str) -> int:
    with database.read() as r:
        return int(r.value("SELECT rootpage FROM sqlite_schema WHERE name = ?", (name,)))


def test_a_damaged_index_is_made_anew_from_the_stories(
    path: Path, make_story: Callable[..., CleanStory], now: int
) -> None:
    database = open_database(path, role="window")
    with database.write() as w:
        feed = feeds.add_feed(w, "https://example.org/feed.xml")
        ingest.ingest(w, feed, [make_story(n) for n in range(50)], received=now)
    with database.write() as w:
        w.run("DELETE FROM story_index_data WHERE id > 10")
    search = View(ViewKind.SEARCH, query="headline")
    with pytest.raises(CacheDamaged), database.read() as r:
        stories.ids(r, search, now=now)
    database.close()
    database = open_database(path, role="window")
    with database.read() as r:
        assert len(stories.ids(r, search, now=now)) == 50
    assert not aside.suspicion(path).exists()
    database.close()


def test_a_folder_that_cannot_be_written_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(NotWritable, match="--data-dir"):
        open_database(tmp_path / "taken" / "cache.sqlite3", role="window")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_said_so(path: Path) -> None:
    made(path)
    path.parent.chmod(0o500)
    try:
        with pytest.raises(NotWritable):
            open_database(path, role="window")
    finally:
        path.parent.chmod(0o700)


# -- migrations ------------------------------------------------------------------------------------------------------

NEXT = '''
"""A migration of the tests."""
import os, signal
from alembic import op
revision = "9000"
down_revision = "{head}"
def upgrade() -> None:
    op.execute("ALTER TABLE feeds ADD COLUMN colour TEXT")
    {then}
    op.execute("CREATE TABLE paints (name TEXT)")
'''


@pytest.fixture
def later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Make this program one that has one migration more."""

    def add(then: str) -> Path:
        scripts = tmp_path / "migrations"
        shutil.copytree(migrating.SCRIPTS, scripts)
        (scripts / "versions" / "9000_next.py").write_text(NEXT.format(then=then, head=HEAD))
        monkeypatch.setattr(migrating, "SCRIPTS", scripts)
        monkeypatch.setattr(opening, "HEAD", "9000")
        return scripts

    return add


def columns(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as raw:
        return {name for (name,) in raw.execute("SELECT name FROM pragma_table_info('feeds')")}


def test_an_older_cache_is_copied_and_brought_up_to_date(path: Path, later: Callable[[str], Path]) -> None:
    made(path)
    later("pass")
    database = open_database(path, role="window")
    with database.read() as r:
        assert len(feeds.feeds(r)) == 1
    database.close()
    assert opening.version(path) == "9000"
    assert "colour" in columns(path)
    (copy,) = aside.backups(path)
    assert opening.version(copy) == HEAD
    assert "colour" not in columns(copy)


def test_a_migration_that_fails_leaves_the_old_cache(path: Path, later: Callable[[str], Path]) -> None:
    made(path)
    later("raise RuntimeError('a bug')")
    with pytest.raises(RuntimeError):
        open_database(path, role="window")
    assert opening.version(path) == HEAD
    assert "colour" not in columns(path)


def test_a_kill_in_a_migration_leaves_the_old_cache(path: Path, later: Callable[[str], Path]) -> None:
    made(path)
    scripts = later("os.kill(os.getpid(), signal.SIGKILL)")
    probe = (
        "from pathlib import Path; from newsreader.store import migrating, opening;"
        f"migrating.SCRIPTS = Path({str(scripts)!r}); opening.HEAD = '9000';"
        f"opening.prepare(Path({str(path)!r}), set_aside=True)"
    )
    assert subprocess.run([sys.executable, "-c", probe], check=False).returncode == -signal.SIGKILL
    assert opening.version(path) == HEAD
    assert "colour" not in columns(path)


def test_only_the_newest_copies_are_kept(path: Path) -> None:
    made(path)
    for number in range(5):
        aside.back_up(path, aside.folder(path) / f"cache-0001-2025010{number}.sqlite3", kept=3)
    assert [copy.name for copy in aside.backups(path)] == [
        f"cache-0001-2025010{n}.sqlite3" for n in (4, 3, 2)
    ]


def test_a_copy_made_during_writes_is_whole(
    path: Path, make_story: Callable[..., CleanStory], now: int
) -> None:
    made(path)
    stop = threading.Event()

    def write() -> None:
        database = open_database(path, role="worker")
        number = 0
        while not stop.is_set():
            with database.write(durable=False) as w:
                ingest.ingest(w, 1, [make_story(n) for n in range(number, number + 20)], received=now)
            number += 20
        database.close()

    writer = threading.Thread(target=write)
    writer.start()
    copy = aside.folder(path) / "cache-now.sqlite3"
    aside.back_up(path, copy)
    stop.set()
    writer.join()
    database = Database(copy, "command")
    assert database.check() == []
    with database.read() as r:
        assert len(stories.ids(r, ALL, now=now)) % 20 == 0
        assert r.value("SELECT count(*) FROM feeds")
    database.close()


def bare_row(raw: sqlite3.Connection, table: str, **given: object) -> None:
    """A row of ``table`` with the emptiest value that each of its columns takes."""
    emptiest = {"TEXT": "", "INTEGER": 0, "BLOB": b""}
    columns = raw.execute(f"PRAGMA table_info({table})").fetchall()
    values = {name: emptiest[kind] if must else None for _, name, kind, must, _, _ in columns} | given
    marks = ", ".join("?" * len(values))
    raw.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", tuple(values.values()))


def test_feeds_of_an_older_cache_follow_the_preferences_and_have_no_icon(path: Path) -> None:
    path.parent.mkdir(parents=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute(f"PRAGMA application_id={APPLICATION_ID}")
        migrating.upgrade(raw, "0002")
        raw.execute("PRAGMA journal_mode=WAL")
        bare_row(raw, "feeds", id=1, url="https://a.example/rss")
        bare_row(raw, "feed_counts", feed_id=1)
        bare_row(raw, "fetch_states", feed_id=1)
    database = open_database(path, role="window")
    with database.read() as r:
        (feed,) = feeds.feeds(r)
    database.close()
    assert (feed.url, feed.pictures, feed.icon) == ("https://a.example/rss", "", "")
    assert opening.version(path) == HEAD


def test_feeds_of_the_version_before_keep_everything_and_tell_nothing(path: Path) -> None:
    path.parent.mkdir(parents=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute(f"PRAGMA application_id={APPLICATION_ID}")
        migrating.upgrade(raw, "0005")
        raw.execute("PRAGMA journal_mode=WAL")
        for table, name in (("feeds", "id"), ("feed_counts", "feed_id"), ("fetch_states", "feed_id")):
            bare_row(raw, table, **{name: 1})
        bare_row(raw, "past_statuses", feed_id=1, key=7, read=1)
    database = open_database(path, role="window", copies=2)
    with database.read() as r:
        (feed,) = feeds.feeds(r)
        assert r.rows("SELECT key, read, expired FROM past_statuses") == [(7, 1, 0)]
    database.close()
    assert (feed.keep_unread, feed.notify, feed.keep_days) == (False, False, None)
