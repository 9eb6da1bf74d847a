"""A real cache in a temporary folder. Times in these tests count from NOW."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from newsreader.domain.incoming import CleanStory
from newsreader.domain.stories import CleanHtml
from newsreader.store import feeds, ingest
from newsreader.store.database import Database, open_database

NOW = 1_750_000_000


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "cache.sqlite3"


@pytest.fixture
def db(path: Path) -> Iterator[Database]:
    database = open_database(path, role="window")
    yield database
    database.close()


@pytest.fixture
def now() -> int:
    return NOW


@pytest.fixture
def make_story() -> Callable[..., CleanStory]:
    return story


@pytest.fixture
def filled(db: Database) -> tuple[Database, int]:
    """A cache with one feed of ten stories, ids 1 to 10, the newest last."""
    with db.write() as w:
        feed = feeds.add_feed(w, "https://example.org/feed.xml", now=NOW)
        ingest.ingest(w, feed, [story(n) for n in range(1, 11)], received=NOW)
    return db, feed


def story(number: int, **changes: object) -> CleanStory:
    values: dict[str, object] = {
        "guid": f"guid-{number}",
        "link": f"https://example.org/{number}",
        "title": f"Headline {number}",
        "author": "Ann Lee",
        "published": NOW - 1000 + number,
        "updated": None,
        "html": CleanHtml(f"<p>Body of story number{number}.</p>"),
        "text": f"Body of story number{number}.",
        "teaser": f"Body of story number{number}.",
        "content_hash": number,
    }
    return CleanStory(**(values | changes))  # type: ignore[arg-type]
