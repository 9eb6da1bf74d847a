"""Every view against a plain recount in Python: order, filters, pages, counts, neighbours."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pytest

from newsreader.domain.changes import Mark
from newsreader.domain.incoming import CleanStory
from newsreader.domain.stories import View, ViewKind
from newsreader.store import (
    bodies,
    brief_groups,
    counters,
    feeds,
    folders,
    ingest,
    removal,
    statuses,
    stories,
)
from newsreader.store import views as view_rows
from newsreader.store.database import Database, open_database


@dataclass(frozen=True)
class Row:
    id: int
    feed: int | None
    when: int
    read: bool
    saved: bool


@dataclass(frozen=True)
class World:
    db: Database
    rows: list[Row]
    feeds: list[int]
    outer: int
    inner: int
    events: list[list[int]]
    """The stories of two events that several tell, and of one that one story tells."""
    now: int

    def expected(self, view: View) -> list[int]:
        start, end = counters.today(self.now)
        inside = {self.outer: self.feeds[1:5], self.inner: self.feeds[3:5]}.get(view.id or 0, [])
        keep = {
            ViewKind.ALL: lambda row: True,
            ViewKind.UNREAD: lambda row: not row.read,
            ViewKind.SAVED: lambda row: row.saved,
            ViewKind.TODAY: lambda row: start <= row.when < end,
            ViewKind.FEED: lambda row: row.feed == view.id,
            ViewKind.FOLDER: lambda row: row.feed in inside,
            ViewKind.EVENT: lambda row: row.id in next((e for e in self.events if view.id in e), ()),
        }[view.kind]
        rows = [
            row
            for row in self.rows
            if keep(row) and not (view.unread_only and row.read) and (row.saved or not view.saved_only)
        ]
        rows.sort(key=lambda row: (row.when, row.id), reverse=not view.oldest_first)
        if view.by_feed:
            rows.sort(key=lambda row: self.by_title.index(row.feed) if row.feed else len(self.feeds))
        return [row.id for row in rows]

    @property
    def by_title(self) -> list[int]:
        """Two feeds have titles that move them: to the front, and to the end."""
        return [self.feeds[3], *(self.feeds[n] for n in (0, 2, 4, 5, 6, 1))]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Seven feeds, four of them in a folder and one within it, one of them removed; many stories of equal date."""
    from .conftest import NOW, story

    rng = random.Random(7)
    db = open_database(tmp_path_factory.mktemp("views") / "cache.sqlite3", role="window")
    with db.write() as w:
        outer, inner = folders.ensure_folder(w, "Outer"), folders.ensure_folder(w, "Outer/Inner")
        assert outer is not None
        assert inner is not None
        places = [None, outer, outer, inner, inner, None, None]
        ids = [feeds.add_feed(w, f"https://{n}.example/", folder_id=place) for n, place in enumerate(places)]
        for feed, title in ((ids[3], "#1 Aardvark"), (ids[1], "Zebra")):
            feeds.rename_feed(w, feed, title)
        for number in range(60):
            dated = [
                story(number * 10 + n, published=NOW - rng.randrange(40) * 5000)
                for n in range(rng.randrange(8))
            ]
            ingest.ingest(w, rng.choice(ids), dated, received=NOW)
        everything = stories.ids(w, View(ViewKind.ALL), now=NOW).tolist()
        statuses.mark(w, rng.sample(everything, len(everything) // 2), Mark.READ)
        statuses.mark(w, rng.sample(everything, len(everything) // 5), Mark.SAVED)
        removal.remove_feed(w, ids[6])
        there = [story_id for (story_id,) in w.rows("SELECT story_id FROM statuses ORDER BY story_id")]
        *events, alone = [sorted(part) for part in (there[:40:2], there[41:60], there[-1:])]
        for event in events:
            brief_groups.put(w, [(story_id, event[0], "words", "", event[0]) for story_id in event])
        rows = [
            Row(story_id, feed, when, bool(read), bool(saved))
            for story_id, feed, when, read, saved in w.rows(
                "SELECT story_id, feed_id, sort_at, read, saved FROM statuses"
            )
        ]
    assert any(row.feed is None for row in rows)
    yield World(db, rows, ids, outer, inner, [*events, alone], NOW)
    db.close()


def views(world: World) -> Iterator[View]:
    for kind, unread, saved, oldest, grouped in product(ViewKind, *[(False, True)] * 4):
        places: list[int | None] = [None]
        if kind is ViewKind.FEED:
            places = [world.feeds[2], world.feeds[6]]
        if kind is ViewKind.FOLDER:
            places = [world.outer, world.inner]
        if kind is ViewKind.EVENT:
            first, second, alone = world.events
            places = [first[0], second[2], alone[0], 1 << 40]
        if kind is not ViewKind.SEARCH:
            yield from (View(kind, place, "", unread, saved, oldest, grouped) for place in places)


def test_every_view_has_its_stories_in_its_order(world: World) -> None:
    with world.db.read() as r:
        for view in views(world):
            assert stories.ids(r, view, now=world.now).tolist() == world.expected(view), view


def test_pages_join_to_the_whole(world: World) -> None:
    with world.db.read() as r:
        for view in views(world):
            found: list[int] = []
            while page := stories.ids(r, view, now=world.now, after=found[-1] if found else None, limit=7):
                assert len(page) <= 7
                found += page
            assert found == world.expected(view), view


def test_the_rest_after_a_story_is_the_rest(world: World) -> None:
    with world.db.read() as r:
        for view in views(world):
            expected = world.expected(view)
            for after in expected[2:3]:
                assert stories.ids(r, view, now=world.now, after=after).tolist() == expected[3:], view


@pytest.mark.parametrize(("chunk", "few", "much", "window"), [(7, 0, 0.0, 10_000), (7, 0, 2.0, 0)])
def test_large_views_are_read_in_other_ways_to_the_same_end(
    world: World, monkeypatch: pytest.MonkeyPatch, chunk: int, few: int, much: float, window: int
) -> None:
    for name, value in (("_CHUNK", chunk), ("_FEW", few), ("_MUCH", much), ("_WINDOW", window)):
        monkeypatch.setattr(view_rows, name, value)
    with world.db.read() as r:
        for view in views(world):
            expected = world.expected(view)
            assert stories.ids(r, view, now=world.now).tolist() == expected, view
            assert stories.ids(r, view, now=world.now, limit=15).tolist() == expected[:15], view
            part = stories.ids(r, view, now=world.now, after=expected[0], limit=2_000) if expected else []
            assert list(part) == expected[1:], view
            for after in expected[2:3]:
                assert stories.ids(r, view, now=world.now, after=after, limit=9).tolist() == expected[3:12], (
                    view
                )


def test_counts_are_the_lengths(world: World) -> None:
    with world.db.read() as r:
        for view in views(world):
            assert stories.count(r, view, world.now) == len(world.expected(view)), view


@pytest.mark.parametrize(
    "view",
    [
        View(ViewKind.FOLDER, 1),
        View(ViewKind.FOLDER, 1, by_feed=True),
        View(ViewKind.ALL, by_feed=True, oldest_first=True),
        View(ViewKind.SAVED, by_feed=True),
        View(ViewKind.TODAY, by_feed=True),
        View(ViewKind.EVENT, 1),
    ],
)
def test_neighbours_are_the_next_unread(world: World, view: View) -> None:
    order = world.expected(view)
    unread = {row.id for row in world.rows if not row.read}
    with world.db.read() as r:
        for place, story_id in enumerate(order):
            after = next((other for other in order[place + 1 :] if other in unread), None)
            before = next((other for other in reversed(order[:place]) if other in unread), None)
            assert stories.unread_neighbour(r, view, story_id, now=world.now) == after
            assert stories.unread_neighbour(r, view, story_id, now=world.now, forward=False) == before
        first = next((other for other in order if other in unread), None)
        assert stories.unread_neighbour(r, view, None, now=world.now) == first


@pytest.mark.parametrize("grouped", [False, True])
def test_what_follows_a_story_that_left_the_view(world: World, grouped: bool) -> None:
    """It keeps its place: between those that stand there still."""
    whole = world.expected(View(ViewKind.ALL, by_feed=grouped))
    view = View(ViewKind.UNREAD, by_feed=grouped)
    unread = set(world.expected(view))
    with world.db.read() as r:
        for place, story_id in enumerate(whole):
            after = next((other for other in whole[place + 1 :] if other in unread), None)
            assert stories.following(r, view, story_id, world.now) == after


@pytest.mark.parametrize("how", list(Mark))
def test_ids_to_mark_are_those_a_mark_would_change(world: World, how: Mark) -> None:
    column = "read" if how in (Mark.READ, Mark.UNREAD) else "saved"
    value = how in (Mark.READ, Mark.SAVED)
    differ = {row.id for row in world.rows if getattr(row, column) != value}
    with world.db.read() as r:
        for view in (View(ViewKind.ALL), View(ViewKind.FOLDER, world.outer), View(ViewKind.SAVED)):
            expected = [story_id for story_id in world.expected(view) if story_id in differ]
            assert statuses.ids_to_mark(r, view, how, now=world.now).tolist() == expected


def test_headers_come_in_the_order_asked_for(world: World) -> None:
    wanted = [row.id for row in world.rows][::-3]
    by_id = {row.id: row for row in world.rows}
    with world.db.read() as r:
        found = stories.headers(r, [*wanted, 999_999])
        assert [header.id for header in found] == wanted
        for header in found:
            row = by_id[header.id]
            assert (header.feed_id, header.when, header.read, header.saved) == (
                row.feed,
                row.when,
                row.read,
                row.saved,
            )
            assert header.feed_title


def test_a_story_of_a_removed_feed_keeps_its_title_but_has_no_feed(world: World) -> None:
    lonely = next(row.id for row in world.rows if row.feed is None)
    with world.db.read() as r:
        found = bodies.story(r, lonely)
    assert found is not None
    assert found.header.feed_id is None
    assert found.header.feed_title == "6.example"
    assert found.header.saved


def test_since_is_newest_first_and_may_name_feeds(world: World) -> None:
    when = world.now - 60_000
    order = world.expected(View(ViewKind.ALL))
    recent = {row.id: row.feed for row in world.rows if row.when >= when}
    with world.db.read() as r:
        assert stories.since(r, when).tolist() == [i for i in order if i in recent]
        some = world.feeds[1:3]
        assert stories.since(r, when, some).tolist() == [i for i in order if recent.get(i) in some]
        assert len(stories.since(r, when, limit=3)) == 3


def test_today_is_the_local_calendar_day(
    db: Database, make_story: Callable[..., CleanStory], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TZ", "Asia/Kolkata")
    time.tzset()
    try:
        noon = 1_750_000_000 // 86_400 * 86_400 + 12 * 3600  # 17:30 in India
        midnight = noon - 12 * 3600 - 5 * 3600 - 1800
        dates = [midnight - 1, midnight, noon]
        with db.write() as w:
            feed = feeds.add_feed(w, "https://example.org/")
            new = [make_story(n, published=when) for n, when in enumerate(dates)]
            first, second, third = ingest.ingest(w, feed, new, received=noon).new_ids
            assert stories.ids(w, View(ViewKind.TODAY), now=noon).tolist() == [third, second]
            assert feeds.tree(w, noon).today == 2
            assert stories.ids(w, View(ViewKind.TODAY), now=midnight - 1).tolist() == [first]
    finally:
        monkeypatch.undo()
        time.tzset()
