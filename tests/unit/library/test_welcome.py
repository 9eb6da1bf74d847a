"""The welcome edition: there while the cache is empty, gone with the first feed, never in the cache."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from newsreader.domain.changes import Mark
from newsreader.domain.stories import View, ViewKind
from newsreader.library.library import open_library
from newsreader.library.welcome import WelcomeEdition
from newsreader.library.window import LateEdition, open_window_library
from newsreader.resources import resource_path
from newsreader.store import feeds as feed_rows
from newsreader.store.database import open_database

NOW = 1_790_000_000


@pytest.fixture
def late() -> LateEdition:
    return LateEdition(lambda: NOW)


@pytest.fixture
def edition(late: LateEdition) -> WelcomeEdition:
    return late()


def test_it_is_shown_while_the_cache_is_empty(
    tmp_path: Path, late: LateEdition, edition: WelcomeEdition
) -> None:
    window = open_window_library(tmp_path, late, lambda: NOW)
    assert len(window.stories.ids(View(ViewKind.ALL))) == len(edition.headers)
    assert 8 <= len(window.briefs.list().briefs) <= 10
    assert window.feeds.tree().unread == window.stories.count(View(ViewKind.UNREAD)) > 0
    assert len(window.briefs.list().briefs[0].sources) == 3
    window.close()


def test_an_event_of_it_has_a_list(tmp_path: Path, late: LateEdition) -> None:
    window = open_window_library(tmp_path, late, lambda: NOW)
    for brief in window.briefs.list().briefs:
        view = View(ViewKind.EVENT, brief.id)
        assert sorted(window.stories.ids(view)) == sorted(brief.stories)
        assert window.stories.count(view) == len(brief.stories)
    assert list(window.stories.ids(View(ViewKind.EVENT, 1 << 40))) == []
    window.close()


def test_it_steps_aside_for_the_first_feed(tmp_path: Path, late: LateEdition) -> None:
    window = open_window_library(tmp_path, late, lambda: NOW)
    database = open_database(tmp_path / "cache.sqlite3", role="command")
    with database.write() as w:
        feed_rows.add_feed(w, "http://127.0.0.1/feed.xml", "First", None)
    database.close()
    assert list(window.stories.ids(View(ViewKind.ALL))) == []
    assert [feed.title for feed in window.feeds.tree().feeds] == ["First"]
    assert window.briefs.list().briefs == ()
    window.close()


def test_it_is_never_in_the_cache(tmp_path: Path, late: LateEdition) -> None:
    window = open_window_library(tmp_path, late, lambda: NOW)
    window.marks.mark([-1], Mark.READ)
    window.close()
    library = open_library(tmp_path, "command")
    assert library.feeds.all() == []
    assert list(library.stories.ids(View(ViewKind.ALL))) == []
    assert library.briefs.list().briefs == ()
    assert library.journal.next_undo() is None
    library.close()


def test_marks_hold_for_both_threads_of_a_window(tmp_path: Path, late: LateEdition) -> None:
    reader = open_window_library(tmp_path, late, lambda: NOW)
    writer = open_window_library(tmp_path, late, lambda: NOW)
    before = reader.stories.count(View(ViewKind.UNREAD))
    change = writer.marks.mark([-1, -2], Mark.READ)
    assert change.stories == (-1, -2)
    assert not change.undoable
    assert reader.stories.count(View(ViewKind.UNREAD)) == before - 2
    assert writer.marks.mark([-1], Mark.READ).empty
    reader.close()
    writer.close()


def test_walking_and_searching(edition: WelcomeEdition) -> None:
    unread = [row.id for row in edition.stories.first_page(View(ViewKind.UNREAD), 100)]
    assert edition.stories.unread_neighbour(View(ViewKind.ALL), None) == unread[0]
    assert edition.stories.unread_neighbour(View(ViewKind.ALL), unread[0]) == unread[1]
    assert edition.stories.unread_neighbour(View(ViewKind.ALL), unread[1], forward=False) == unread[0]
    assert edition.stories.unread_neighbour(View(ViewKind.ALL), unread[-1]) is None
    assert edition.stories.count(View(ViewKind.SEARCH, query="library")) == 0
    local = edition.folders[0]
    assert edition.stories.count(View(ViewKind.FOLDER, local.id)) == sum(
        edition.stories.count(View(ViewKind.FEED, feed.id))
        for feed in edition.feeds.all()
        if feed.folder_id == local.id
    )


def test_every_story_is_whole_and_dated_relative_to_now(edition: WelcomeEdition) -> None:
    for story_id, row in edition.headers.items():
        story = edition.stories.story(story_id)
        assert story is not None
        assert 0 < len(row.teaser) <= 268
        assert row.title
        assert NOW - 86_400 <= row.when <= NOW
        for name in re.findall(r'src="welcome:([^"]+)"', story.html):
            assert resource_path(f"welcome/{name}").read_bytes().startswith(b"\x89PNG")
    assert edition.stories.story(-1).related == (-2, -3)  # type: ignore[union-attr]
    assert edition.stories.story(-999) is None


def test_teasers_open_their_story(edition: WelcomeEdition) -> None:
    for story_id, row in edition.headers.items():
        text = re.sub(r"<figure.*?</figure>|<[^>]+>", "", edition.html_of(story_id)).replace("’", "'")
        assert text.startswith(row.teaser.removesuffix("...").strip()[:60].replace("’", "'")), story_id
