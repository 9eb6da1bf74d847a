"""What tests of the worker share: clean stories without a parser, and a cache of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from newsreader.domain.incoming import CleanStory
from newsreader.domain.stories import CleanHtml
from newsreader.store.database import Database, open_database
from newsreader.text.hashing import hash63


def make_story(guid: str, title: str = "", *, link: str | None = None, body: str = "Words.") -> CleanStory:
    """A story whose content hash follows title, link and body, as the real one does."""
    title = title or f"Title of {guid}"
    link = f"https://site.example/{guid}" if link is None else link
    return CleanStory(
        guid=guid,
        link=link,
        title=title,
        author="",
        published=None,
        updated=None,
        html=CleanHtml(f"<p>{body}</p>"),
        text=body,
        teaser=body,
        entry_hash=hash63(guid, title, link, body),
        content_hash=hash63(title, link, body),
    )


@pytest.fixture
def story() -> Callable[..., CleanStory]:
    return make_story


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = open_database(tmp_path / "cache.sqlite3", role="worker")
    yield found
    found.close()
