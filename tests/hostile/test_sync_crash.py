"""kill -9 at any moment of a sync: no story is lost, and validators are never newer than the stories they stand for."""

from __future__ import annotations

import json
import os
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from newsreader.store.database import open_database
from tests.support.feed_site import FeedSite, FeedStory

FEEDS = 24
STORIES = 60
KILLS = int(os.environ.get("NEWSREADER_KILLS", "8"))
"""How many times; a long run can ask for hundreds."""

PROGRAM = [sys.executable, "-m", "newsreader"]


@pytest.fixture(scope="module")
def site() -> Iterator[FeedSite]:
    with FeedSite() as found:
        for number in range(FEEDS):
            fill(found, number, 1)
        yield found


def fill(site: FeedSite, number: int, edition: int) -> None:
    """Feed ``number`` in an edition: each brings ten more stories and changes one."""
    stories = [
        FeedStory(f"{number}-{n}", f"Title {n}", "<p>" + "word " * 200) for n in range(STORIES + 10 * edition)
    ]
    stories[0] = FeedStory(f"{number}-0", f"Edition {edition}")
    site.feed(f"/{number}.xml", f"Feed {number}", stories[::-1])


def sync(folder: Path, *words: str) -> subprocess.Popen[bytes]:
    command = [*PROGRAM, "sync", "--json", "--data-dir", str(folder), *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def check(folder: Path, edition: int) -> None:
    """What must hold after any death: the cache is sound, and whoever has validators has all their stories."""
    database = open_database(folder / "cache.sqlite3", role="worker")
    try:
        assert database.check() == []
    finally:
        database.close()
    with closing(sqlite3.connect(folder / "cache.sqlite3")) as raw:
        rows = raw.execute(
            "SELECT f.url, s.etag, s.body_hash, s.entry_hashes, (SELECT count(*) FROM stories WHERE feed_id = f.id),"
            " (SELECT title FROM stories WHERE feed_id = f.id AND guid LIKE '%-0')"
            " FROM feeds f JOIN fetch_states s ON s.feed_id = f.id"
        ).fetchall()
        assert len(rows) == FEEDS
        for url, etag, body_hash, entry_hashes, stories, first in rows:
            assert bool(etag) == bool(body_hash) == bool(entry_hashes), url
            if etag:
                known = len(entry_hashes) // 8
                assert stories >= known, f"{url}: validators for {known} stories, but {stories} are there"
                if known == STORIES + 10 * edition:
                    assert first == f"Edition {edition}", "the changed story is older than its validators"


def test_killed_at_any_moment_it_loses_nothing(tmp_path: Path, site: FeedSite) -> None:
    """HOSTILE D01"""
    chance = random.Random(20)
    rows = "".join(
        f'<outline type="rss" text="F{n}" xmlUrl="{site.url(f"/{n}.xml")}"/>' for n in range(FEEDS)
    )
    opml = tmp_path / "feeds.opml"
    opml.write_text(f'<opml version="2.0"><head/><body>{rows}</body></opml>', encoding="utf-8")
    subprocess.run(
        [*PROGRAM, "import", str(opml), "--data-dir", str(tmp_path)], check=True, capture_output=True
    )
    for kill in range(KILLS):
        edition = 1 + kill // 4
        if kill % 4 == 0:
            for number in range(FEEDS):
                fill(site, number, edition)
        site.forget()
        process = sync(tmp_path, "--force")
        while not site.asked() and process.poll() is None:
            time.sleep(0.005)
        time.sleep(chance.uniform(0, 0.8))
        process.kill()
        process.communicate()
        check(tmp_path, edition)
    process = sync(tmp_path, "--force")
    out, _ = process.communicate(timeout=60)
    report = json.loads(out)
    assert (report["due"], report["failed"]) == (FEEDS, 0)
    check(tmp_path, edition)
    with closing(sqlite3.connect(tmp_path / "cache.sqlite3")) as raw:
        counts = raw.execute("SELECT count(*) FROM stories GROUP BY feed_id").fetchall()
    assert counts == [(STORIES + 10 * edition,)] * FEEDS
