"""HOSTILE D09: a cache comes back from a copy, or from what can still be read of a damaged one."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from newsreader.domain.changes import Mark
from newsreader.domain.errors import CacheBusy, CacheDamaged, CacheNewer, UsageError
from newsreader.domain.incoming import CleanStory
from newsreader.domain.stories import View, ViewKind
from newsreader.store import aside, bodies, feeds, ingest, restoring, statuses, stories
from newsreader.store.database import open_database
from tests.unit.store.conftest import NOW

ALL = View(ViewKind.ALL)
MANY = 2000
Make = Callable[..., CleanStory]


def fill(path: Path, make_story: Make, count: int = MANY) -> None:
    """A cache of one feed; every third story read, every fifth saved."""
    database = open_database(path, role="command")
    with database.write() as w:
        feed = feeds.add_feed(w, "https://example.org/feed.xml", "Quay Street", now=NOW)
        made = [make_story(n, text=f"Body {n} " + "word " * 200) for n in range(1, count + 1)]
        ingest.ingest(w, feed, made, received=NOW)
        statuses.mark(w, list(range(3, count + 1, 3)), Mark.READ)
        statuses.mark(w, list(range(5, count + 1, 5)), Mark.SAVED)
    database.close()


def held(path: Path) -> tuple[int, int, int]:
    """Stories, read ones and saved ones of a cache that must be sound."""
    database = open_database(path, role="command")
    assert database.check() == []
    with database.read() as r:
        found = r.rows("SELECT count(*), sum(read), sum(saved) FROM statuses")[0]
        assert [feed.title for feed in feeds.feeds(r)] == ["Quay Street"]
    database.close()
    return found


def test_a_copy_takes_the_place_of_the_cache_which_is_kept(
    path: Path, tmp_path: Path, make_story: Make
) -> None:
    fill(path, make_story, 20)
    copy = tmp_path / "elsewhere" / "mine.sqlite3"
    restoring.back_up(path, copy)
    database = open_database(path, role="command")
    with database.write() as w:
        statuses.mark(w, list(range(1, 21)), Mark.READ)
    database.close()
    assert restoring.restore(path, copy)
    assert held(path) == (20, 6, 4)
    (replaced,) = aside.copies(path)
    assert restoring.restore(path, replaced)
    assert held(path) == (20, 20, 4)


def pages(path: Path) -> tuple[int, int]:
    with closing(sqlite3.connect(path)) as raw:
        return (
            raw.execute("PRAGMA page_size").fetchone()[0],
            raw.execute("PRAGMA page_count").fetchone()[0],
        )


def pages_of(path: Path, table: str) -> list[int]:
    """The leaves of a table, by their numbers."""
    page, _count = pages(path)
    with closing(sqlite3.connect(path)) as raw:
        root = raw.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchone()[0]
    content = path.read_bytes()
    start = (root - 1) * page
    if content[start] != 5:
        return [root]
    cells = int.from_bytes(content[start + 3 : start + 5], "big")
    places = [int.from_bytes(content[start + 12 + 2 * n : start + 14 + 2 * n], "big") for n in range(cells)]
    return [int.from_bytes(content[start + at : start + at + 4], "big") for at in places]


def garble(path: Path, number: int) -> None:
    page, _count = pages(path)
    with path.open("r+b") as file:
        file.seek((number - 1) * page)
        file.write(b"\x5a" * page)


@pytest.mark.parametrize("table", ["stories", "statuses", "bodies"])
def test_a_damaged_page_costs_what_stood_on_it(path: Path, make_story: Make, table: str) -> None:
    fill(path, make_story)
    leaves = pages_of(path, table)
    assert len(leaves) > 2, "the test wants a table of several pages"
    garble(path, leaves[len(leaves) // 2])
    damaged = path.rename(path.with_name("damaged.sqlite3"))
    assert not restoring.restore(path, damaged)
    total, read, saved = held(path)
    share = 1 - 2.5 / len(leaves)
    assert total >= (MANY if table != "stories" else MANY * share)
    assert read >= MANY // 3 * share
    assert saved >= MANY // 5 * share
    database = open_database(path, role="command")
    with database.read() as r:
        found = stories.ids(r, View(ViewKind.ALL, query="headline"), now=NOW)
        assert len(found) == total, "all of it can be searched"
        assert all(bodies.story(r, id) is not None for id in stories.ids(r, ALL, now=NOW))
    database.close()


def test_a_file_without_its_end_gives_what_is_left(path: Path, make_story: Make) -> None:
    fill(path, make_story)
    page, count = pages(path)
    damaged = path.rename(path.with_name("damaged.sqlite3"))
    with damaged.open("r+b") as file:
        file.truncate(page * (count * 3 // 4))
    assert not restoring.restore(path, damaged)
    assert held(path)[0] > 0


def test_where_nothing_can_be_read_nothing_is_changed(path: Path, make_story: Make) -> None:
    fill(path, make_story, 5)
    before = path.read_bytes()
    rubbish = path.with_name("rubbish.sqlite3")
    for content in (b"", b"no database " * 1000, b"SQLite format 3\0" + b"\x55" * 8192):
        rubbish.write_bytes(content)
        with pytest.raises(CacheDamaged):
            restoring.restore(path, rubbish)
    with pytest.raises(UsageError):
        restoring.restore(path, path.with_name("nowhere.sqlite3"))
    with pytest.raises(UsageError):
        restoring.restore(path, path)
    with pytest.raises(UsageError):
        restoring.back_up(path, path)
    assert path.read_bytes() == before
    names = ["cache.sqlite3", "cache.sqlite3-turn", "rubbish.sqlite3"]
    assert sorted(file.name for file in path.parent.iterdir()) == names


def test_a_copy_of_a_newer_version_is_refused(path: Path, tmp_path: Path, make_story: Make) -> None:
    fill(path, make_story, 5)
    copy = tmp_path / "newer.sqlite3"
    restoring.back_up(path, copy)
    with closing(sqlite3.connect(copy)) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
        raw.commit()
    with pytest.raises(CacheNewer):
        restoring.restore(path, copy)
    assert held(path)[0] == 5


def test_a_cache_that_is_open_elsewhere_is_left_alone(path: Path, tmp_path: Path, make_story: Make) -> None:
    fill(path, make_story, 5)
    copy = tmp_path / "copy.sqlite3"
    restoring.back_up(path, copy)
    other = open_database(path, role="window")
    with other.read() as r:
        assert len(feeds.feeds(r)) == 1
    with pytest.raises(CacheBusy):
        restoring.restore(path, copy)
    other.close()
    assert restoring.restore(path, copy)
    assert held(path)[0] == 5


def test_numbers_of_stories_that_are_gone_are_not_given_again(path: Path, make_story: Make) -> None:
    fill(path, make_story, 5)
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("UPDATE sqlite_sequence SET seq = 77 WHERE name = 'stories'")
        raw.commit()
    damaged = path.rename(path.with_name("damaged.sqlite3"))
    garble(damaged, pages_of(damaged, "journal")[0])
    restoring.restore(path, damaged)
    database = open_database(path, role="command")
    with database.write() as w:
        ingest.ingest(w, 1, [make_story(99)], received=NOW)
        assert stories.latest_id(w) == 78
    database.close()
