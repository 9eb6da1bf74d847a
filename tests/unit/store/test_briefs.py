"""Events in a real cache: kept when a feed goes and comes back, gone with their stories; an older cache gets them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from newsreader.domain.incoming import CleanStory
from newsreader.store import brief_groups, brief_texts, briefs, feeds, ingest, migrating, opening, removal
from newsreader.store.brief_groups import State
from newsreader.store.database import Database, open_database
from newsreader.store.revision import APPLICATION_ID, HEAD

Make = Callable[..., CleanStory]


def test_a_cache_of_the_version_before_gets_the_tables_and_groups_what_it_has(path: Path) -> None:
    path.parent.mkdir(parents=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute(f"PRAGMA application_id={APPLICATION_ID}")
        migrating.upgrade(raw, "0006")
        raw.execute("PRAGMA journal_mode=WAL")
        raw.execute("INSERT INTO folders (name, position, expanded) VALUES ('Local', 1, 1)")
    database = open_database(path, role="worker")
    with database.read() as r:
        assert r.rows("SELECT name, important FROM folders") == [("Local", 0)]
        assert brief_groups.work(r) == (0, 0), "every story waits to be grouped"
        assert feeds.feeds(r) == []
    database.close()
    assert opening.version(path) == HEAD


def event(db: Database, *stories: int, state: State | None = None) -> None:
    """Make an event of these stories, named after the first."""
    with db.write() as w:
        brief_groups.begin(w, stories[:1])
        brief_groups.put(w, [(story, stories[0], "words", "a\nb", stories[0]) for story in stories[1:]])
        brief_groups.set_state(w, stories[0], state or State())


def test_what_is_deleted_leaves_its_event_and_the_persons_word_on_it(filled: tuple[Database, int]) -> None:
    db, _ = filled
    event(db, 1, 2, 3, state=State(followed=True))
    event(db, 4, 5, state=State(dismissed=True))
    with db.write() as w:
        brief_groups.pin(w, 2, 7, False)
        brief_groups.pin(w, 8, 9, True)
        ingest.forget(w, [1, 2, 4, 5])
        assert brief_groups.members(w, 1) == [3]
        assert brief_groups.members(w, 4) == []
        assert brief_groups.states(w) == {1: State(followed=True)}
        assert brief_groups.pins(w) == [(8, 9, True)]
        ingest.forget(w, [3])
        assert brief_groups.states(w) == {}


def test_a_story_that_is_gone_is_not_placed(filled: tuple[Database, int]) -> None:
    db, _ = filled
    event(db, 1, 99)
    with db.read() as r:
        assert brief_groups.members(r, 1) == [1]
        assert brief_groups.members(r, 99) == []


def test_a_removed_feed_hides_its_stories_and_brings_them_back_into_their_events(
    db: Database, make_story: Make
) -> None:
    with db.write() as w:
        one = feeds.add_feed(w, "https://one.example/", now=1)
        two = feeds.add_feed(w, "https://two.example/", now=1)
        ingest.ingest(w, one, [make_story(1)], received=2_000_000_000)
        ingest.ingest(w, two, [make_story(2)], received=2_000_000_000)
    event(db, 1, 2)
    with db.write() as w:
        assert briefs.shared(w, [1, 2]) == {1: 1, 2: 1}
        snapshot = removal.remove_feed(w, one)
        assert briefs.shared(w, [2]) == {}
        assert [one.story for one in briefs.of_brief(w, 1)] == [2]
        removal.restore_feed(w, snapshot)
        assert briefs.others(w, 1) == [2]


def test_the_stories_that_wait_are_read_oldest_first_with_the_start_of_their_text(
    filled: tuple[Database, int], now: int
) -> None:
    db, feed = filled
    with db.read() as r:
        assert brief_texts.newest(r) == 10
        assert brief_texts.waiting(r, 4, now - 994, 3) == [6, 7, 8]
        texts = brief_texts.texts(r, 1, 10, now - 992)
        assert [(text.story, text.feed_id, text.brief) for text in texts] == [
            (8, feed, 8), (9, feed, 9), (10, feed, 10),
        ]  # fmt: skip
        assert texts[0].lead == "Body of story number8."


def test_no_table_of_briefs_is_read_whole_to_list_them(filled: tuple[Database, int]) -> None:
    """Each query goes by an index: a year of news makes none of them slow."""
    db, _ = filled
    asked: list[str] = []
    with db.read() as r:
        r.raw.set_trace_callback(asked.append)
        briefs.covering(r, 0)
        briefs.of_brief(r, 1)
        briefs.others(r, 1)
        briefs.shared(r, [1, 2])
        r.raw.set_trace_callback(None)
        for sql in asked:
            plan = [row[3] for row in r.rows(f"EXPLAIN QUERY PLAN {sql}")]
            assert not any(
                step.startswith(("SCAN stories", "SCAN b", "SCAN o", "SCAN bodies")) for step in plan
            ), plan
            assert not any("bodies" in step for step in plan)
