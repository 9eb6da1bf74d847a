"""Read stories that are too old go; nothing else ever does (HOSTILE D11)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsreader.domain.changes import Mark
from newsreader.domain.incoming import CleanStory
from newsreader.domain.stories import View, ViewKind
from newsreader.store import expiry, feeds, ingest, journal, statuses, stories, upkeep
from newsreader.store.database import Database

DAY = 86_400
START = 1_750_000_000
Make = Callable[..., CleanStory]


def fill(db: Database, make: Make, count: int = 80, received: int = START) -> int:
    """A feed with ``count`` stories, the newest last."""
    with db.write() as w:
        feed = feeds.add_feed(w, f"https://example.org/{received}.xml", now=START)
        made = [make(n, published=received - 10_000 + n) for n in range(1, count + 1)]
        ingest.ingest(w, feed, made, received=received)
    return feed


def mark(db: Database, ids: list[int], how: Mark) -> None:
    with db.write() as w:
        statuses.mark(w, ids, how)


def settle(db: Database, now: int) -> None:
    """The clock has gone on from day to day until ``now``."""
    with db.write() as w:
        for days in range(10, 0, -1):
            expiry.expire(w, now - days * DAY, 0)


def run(db: Database, now: int, days: int) -> None:
    assert upkeep.tidy(db, 20, now=now, pause=0, keep_days=days)


def here(db: Database) -> set[int]:
    with db.read() as r:
        return set(stories.ids(r, View(ViewKind.ALL), now=START))


def test_only_old_read_stories_go_and_the_newest_of_each_feed_stay(db: Database, make_story: Make) -> None:
    fill(db, make_story)
    mark(db, list(range(1, 81)), Mark.READ)
    mark(db, [3], Mark.UNREAD)
    mark(db, [5], Mark.SAVED)
    with db.write() as w:
        w.run("INSERT INTO tags (id, name) VALUES (1, 'boats')")
        w.run("INSERT INTO story_tags VALUES (7, 1)")
    now = START + 40 * DAY
    settle(db, now)
    run(db, now, 30)
    assert here(db) == {3, 5, 7} | set(range(31, 81))
    assert db.check() == []


@pytest.mark.parametrize(
    ("own", "default", "gone"), [(None, 0, 0), (None, 50, 0), (10, 0, 30), (0, 30, 0), (50, 30, 0)]
)
def test_a_feed_may_have_its_own_days(
    db: Database, make_story: Make, own: int | None, default: int, gone: int
) -> None:
    feed = fill(db, make_story)
    mark(db, list(range(1, 81)), Mark.READ)
    with db.write() as w:
        feeds.set_feed(w, feed, keep_days=own)
    now = START + 40 * DAY
    settle(db, now)
    run(db, now, default)
    assert len(here(db)) == 80 - gone


def test_what_went_for_its_age_does_not_come_back_when_its_feed_sends_it_again(
    db: Database, make_story: Make
) -> None:
    feed = fill(db, make_story)
    mark(db, list(range(1, 81)), Mark.READ)
    now = START + 40 * DAY
    settle(db, now)
    run(db, now, 30)
    with db.write() as w:
        again = [make_story(n, published=START - 10_000 + n) for n in range(1, 84)]
        new = ingest.ingest(w, feed, again, received=now).new_ids
        titles = {header.title for header in stories.headers(w, new)}
    assert titles == {"Headline 81", "Headline 82", "Headline 83"}
    assert db.check() == []


def test_a_mark_that_can_be_taken_back_holds_its_stories(db: Database, make_story: Make) -> None:
    fill(db, make_story)
    now = START + 40 * DAY
    settle(db, now)
    everything = list(range(1, 81))
    mark(db, everything, Mark.READ)
    with db.write() as w:
        journal.record(w, "mark", "80 stories marked read", {"mark": "read", "stories": everything}, at=now)
    run(db, now, 30)
    assert len(here(db)) == 80
    later = now + 20 * DAY
    settle(db, later)
    run(db, later, 30)
    assert len(here(db)) == expiry.NEWEST


@pytest.mark.parametrize("years", [10, -10, 1])
def test_a_clock_that_jumped_removes_nothing(db: Database, make_story: Make, years: int) -> None:
    """HOSTILE D11"""
    fill(db, make_story)
    mark(db, list(range(1, 81)), Mark.READ)
    settle(db, START + DAY)
    jumped = START + years * 365 * DAY
    for hour in range(48):
        run(db, jumped + hour * 3600, 30)
    run(db, START + 2 * DAY, 30)
    assert len(here(db)) == 80


def test_a_new_cache_waits_until_its_clock_is_known(db: Database, make_story: Make) -> None:
    fill(db, make_story, received=START - 100 * DAY)
    mark(db, list(range(1, 81)), Mark.READ)
    run(db, START, 30)
    assert len(here(db)) == 80
    for days in range(1, 9):
        run(db, START + days * DAY, 30)
    assert len(here(db)) == expiry.NEWEST


_AGES = st.lists(
    st.tuples(st.integers(0, 100), st.booleans(), st.booleans(), st.booleans()), min_size=1, max_size=12
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=_AGES, days=st.integers(0, 90))
def test_whatever_is_set_unread_and_saved_stories_stay(
    db: Database,
    make_story: Make,
    monkeypatch: pytest.MonkeyPatch,
    rows: list[tuple[int, bool, bool, bool]],
    days: int,
) -> None:
    monkeypatch.setattr(expiry, "NEWEST", 1)
    with db.write() as w:
        for table in (
            "stories",
            "bodies",
            "statuses",
            "feeds",
            "feed_counts",
            "fetch_states",
            "upkeep_notes",
            "past_statuses",
        ):
            w.run(f"DELETE FROM {table}")
        feed = feeds.add_feed(w, "https://example.org/x", now=START)
        expected, ids = set(), []
        for number, (age, read, saved, _) in enumerate(rows):
            at = START - age * DAY - 10
            (story,) = ingest.ingest(w, feed, [make_story(number, published=at)], received=at).new_ids
            ids.append((at, story, age, read, saved))
            statuses.mark(w, [story], Mark.READ if read else Mark.UNREAD)
            statuses.mark(w, [story], Mark.SAVED if saved else Mark.UNSAVED)
    newest = max(at for at, *_ in ids)
    for at, story, age, read, saved in ids:
        if not read or saved or not days or age < days or at >= newest:
            expected.add(story)
    settle(db, START)
    run(db, START, days)
    assert here(db) == expected
    assert db.check() == []
