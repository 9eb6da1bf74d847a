"""Feeds and folders: what a person does with them, and taking it back."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from newsreader.domain.changes import Mark
from newsreader.domain.errors import UsageError
from newsreader.domain.feeds import Publication
from newsreader.domain.fetching import Validators
from newsreader.domain.incoming import CleanStory, IncomingFeed
from newsreader.domain.stories import View, ViewKind
from newsreader.store import bodies, feeds, fetches, folders, ingest, removal, statuses, stories
from newsreader.store.database import Database, Reader
from newsreader.store.feed_rows import KnownFeeds

A = "https://a.example/feed.xml"
B = "https://b.example/feed.xml"
C = "https://c.example/feed.xml"


def outline(r: Reader) -> list[str]:
    tree = feeds.tree(r, 0)
    return [folder.path for folder in tree.folders] + [f"{feed.folder}:{feed.title}" for feed in tree.feeds]


def test_the_tree_has_its_order(db: Database) -> None:
    with db.write() as w:
        world = folders.ensure_folder(w, "World")
        folders.ensure_folder(w, "Arts/Film")
        europe = folders.ensure_folder(w, " World / Europe ")
        assert folders.ensure_folder(w, "World/Europe") == europe
        assert folders.ensure_folder(w, "") is None
        for number, place in enumerate([europe, None, world, world]):
            feeds.add_feed(w, f"https://{number}.example/", f"Feed {number}", place)
        assert outline(w) == [
            "World",
            "World/Europe",
            "Arts",
            "Arts/Film",
            ":Feed 1",
            "World:Feed 2",
            "World:Feed 3",
            "World/Europe:Feed 0",
        ]


def test_the_title_shown_is_the_persons_then_the_documents_then_the_host(db: Database) -> None:
    with db.write() as w:
        feed = feeds.add_feed(w, A)
        assert feeds.feed(w, feed).title == "a.example"
        feeds.save_document(w, feed, IncomingFeed("atom", title="The Document"))
        assert feeds.feed(w, feed).title == "The Document"
        assert feeds.rename_feed(w, feed, "  My   own ") == ""
        assert feeds.feed(w, feed).title == "My own"
        assert not feeds.save_document(w, feed, IncomingFeed("atom", title="Renamed by them"))
        assert feeds.feed(w, feed).title == "My own"
        assert feeds.rename_feed(w, feed, "") == "My own"
        assert feeds.feed(w, feed).title == "Renamed by them"


def test_what_a_document_no_longer_tells_is_kept(db: Database) -> None:
    about = Publication("The Paper", "https://paper.example/", "1 Road", "+1 234", "desk@paper.example")
    with db.write() as w:
        feed = feeds.add_feed(w, A)
        assert feeds.save_document(
            w, feed, IncomingFeed("rss", title="Paper", publication=about, site=about.site)
        )
        assert not feeds.save_document(w, feed, IncomingFeed("rss", title="Paper"))
        assert feeds.feed(w, feed).publication == Publication(
            "Paper", *[about.site, "1 Road", "+1 234", about.email]
        )


def test_an_address_is_subscribed_to_once(db: Database) -> None:
    with db.write() as w:
        feed = feeds.add_feed(w, A)
        found = feeds.find_feed(w, "HTTPS://A.example:443/feed.xml")
        assert found is not None
        assert found.id == feed
        assert feeds.find_feed(w, B) is None
        with pytest.raises(UsageError, match="already"):
            feeds.add_feed(w, "https://A.EXAMPLE/feed.xml")
        other = feeds.add_feed(w, B)
        with pytest.raises(UsageError, match="already"):
            feeds.set_feed(w, other, url=A)


def test_setting_tells_what_was_and_takes_it_back(db: Database) -> None:
    with db.write() as w:
        feed = feeds.add_feed(w, A)
        before = feeds.set_feed(w, feed, url=B, interval=900, paused=True, user="ann")
        assert before == {"url": A, "interval": None, "paused": False, "user": ""}
        changed = feeds.feed(w, feed)
        assert (changed.url, changed.interval, changed.paused) == (B, 900, True)
        assert feeds.set_feed(w, feed, url=B, interval=900, paused=True) == {}
        assert feeds.set_feed(w, feed, **json.loads(json.dumps(before))) == {
            "url": B,
            "interval": 900,
            "paused": True,
            "user": "ann",
        }
        assert feeds.feed(w, feed).url == A
        assert feeds.set_feed(w, feed) == {}


def test_another_address_is_fetched_anew(db: Database) -> None:
    with db.write() as w:
        feed = feeds.add_feed(w, A)
        gone = fetches.CheckOutcome(
            feed, 5, 99, 410, error="Gone.", gone=True, validators=Validators("x", "y")
        )
        fetches.save_check(w, gone)
        feeds.set_feed(w, feed, url=B)
        (state,) = fetches.states(w)
        assert (state.gone, state.next_check, state.validators) == (False, None, Validators())
        assert feeds.feed(w, feed).error == ""


@pytest.mark.parametrize(
    ("position", "expected"),
    [
        (None, ["0", "2", "3", "1"]),
        (0, ["1", "0", "2", "3"]),
        (2, ["0", "2", "1", "3"]),
        (99, ["0", "2", "3", "1"]),
    ],
)
def test_moving_a_feed_among_its_siblings(db: Database, position: int | None, expected: list[str]) -> None:
    with db.write() as w:
        ids = [feeds.add_feed(w, f"https://{n}.example/", f"{n}") for n in range(4)]
        assert feeds.move_feed(w, ids[1], None, position) == (None, 1)
        assert [feed.title for feed in feeds.tree(w, 0).feeds] == expected
        feeds.move_feed(w, ids[1], None, 1)
        assert [feed.title for feed in feeds.tree(w, 0).feeds] == ["0", "1", "2", "3"]


def test_moving_feeds_and_folders_to_places_that_are_not_there(db: Database) -> None:
    with db.write() as w:
        feed = feeds.add_feed(w, A)
        with pytest.raises(UsageError, match="folder"):
            feeds.move_feed(w, feed, 77)
        with pytest.raises(UsageError, match="no feed 78"):
            feeds.move_feed(w, 78, None)
        outer = folders.add_folder(w, "Outer")
        inner = folders.add_folder(w, "Inner", outer)
        with pytest.raises(UsageError, match="into itself"):
            folders.move_folder(w, outer, inner)
        with pytest.raises(UsageError, match="not there"):
            folders.move_folder(w, 99, None)


@pytest.mark.parametrize("name", ["", "  ", "a/b", "Taken"])
def test_names_a_folder_cannot_have(db: Database, name: str) -> None:
    with db.write() as w:
        folders.add_folder(w, "Taken")
        with pytest.raises(UsageError):
            folders.add_folder(w, name)
        other = folders.add_folder(w, "Other")
        with pytest.raises(UsageError):
            folders.rename_folder(w, other, name)
        assert folders.rename_folder(w, other, "Third") == "Other"


def test_a_folder_moves_with_all_that_is_in_it(db: Database) -> None:
    with db.write() as w:
        folders.ensure_folder(w, "A/B")
        feeds.add_feed(w, A, "Feed", folders.ensure_folder(w, "A/B"))
        target = folders.ensure_folder(w, "C")
        moved = folders.folder_by_path(w, "A")
        assert moved is not None
        assert folders.move_folder(w, moved.id, target) == (None, 0)
        assert outline(w) == ["C", "C/A", "C/A/B", "C/A/B:Feed"]
        folders.move_folder(w, moved.id, None, 0)
        assert outline(w) == ["A", "A/B", "C", "A/B:Feed"]


def test_a_removed_folder_leaves_its_content_above_and_comes_back(db: Database) -> None:
    with db.write() as w:
        feeds.add_feed(w, A, "First", folders.ensure_folder(w, "A/B"))
        folders.ensure_folder(w, "A/B/Same")
        folders.ensure_folder(w, "A/Same")
        before = outline(w)
        removed = folders.folder_by_path(w, "A/B")
        assert removed is not None
        snapshot = folders.remove_folder(w, removed.id)
        assert sorted(outline(w)) == ["A", "A/Same", "A/Same 2", "A:First"]
        assert folders.restore_folder(w, json.loads(json.dumps(snapshot))) == removed.id
        assert outline(w) == before


def test_the_feeds_of_a_folder_are_those_of_the_folders_within_it_too(db: Database) -> None:
    with db.write() as w:
        first = feeds.add_feed(w, A, "", folders.ensure_folder(w, "A/B/C"))
        second = feeds.add_feed(w, B, "", folders.ensure_folder(w, "A"))
        feeds.add_feed(w, C)
        outer = folders.ensure_folder(w, "A")
        assert outer is not None
        assert folders.feed_ids(w, outer) == [first, second]
        folders.expand_folder(w, outer, False)
        assert [folder.expanded for folder in folders.all_folders(w)] == [False, True, True]


def test_folders_nest_twenty_deep(db: Database) -> None:
    with db.write() as w:
        deepest = folders.ensure_folder(w, "/".join("abcdefghijklmnopqrstuvwxyz"))
        assert len(folders.all_folders(w)) == folders.DEEPEST
        with pytest.raises(UsageError, match="deep"):
            folders.add_folder(w, "one more", deepest)


def test_a_removed_feed_keeps_its_saved_stories_and_comes_back_whole(
    filled: tuple[Database, int], now: int
) -> None:
    db, feed = filled
    with db.write() as w:
        folder = folders.ensure_folder(w, "Kept")
        feeds.move_feed(w, feed, folder)
        fetches.save_check(
            w, fetches.CheckOutcome(feed, now, now + 60, 200, validators=Validators("tag", ""))
        )
        statuses.mark(w, [1, 2], Mark.READ)
        statuses.mark(w, [2, 5], Mark.SAVED)
        before = feeds.feed(w, feed), stories.headers(w, range(1, 11)), fetches.states(w)
        snapshot = json.loads(json.dumps(removal.remove_feed(w, feed, now=now)))
        assert feeds.feeds(w) == []
        assert stories.ids(w, View(ViewKind.ALL), now=now).tolist() == [5, 2]
        assert bodies.story(w, 1) is None
        assert fetches.states(w) == []
        with pytest.raises(UsageError):
            removal.remove_feed(w, feed)
    with db.write() as w:
        assert removal.restore_feed(w, snapshot) == feed
        assert (feeds.feed(w, feed), stories.headers(w, range(1, 11)), fetches.states(w)) == before
        with pytest.raises(UsageError, match="too long ago"):
            removal.restore_feed(w, snapshot)


def test_marks_made_while_the_feed_was_removed_are_kept(filled: tuple[Database, int], now: int) -> None:
    db, feed = filled
    with db.write() as w:
        statuses.mark(w, [2, 5], Mark.SAVED)
        snapshot = removal.remove_feed(w, feed, now=now)
        statuses.mark(w, [2], Mark.READ)
        statuses.mark(w, [5], Mark.UNSAVED)
        removal.restore_feed(w, snapshot)
        marks = [(header.id, header.read, header.saved) for header in stories.headers(w, [2, 5])]
    assert marks == [(2, True, True), (5, False, False)]
    assert db.check() == []


def test_a_feed_whose_folder_is_gone_comes_back_at_the_top(filled: tuple[Database, int]) -> None:
    db, feed = filled
    with db.write() as w:
        folder = folders.ensure_folder(w, "Gone")
        assert folder is not None
        feeds.move_feed(w, feed, folder)
        snapshot = removal.remove_feed(w, feed)
        folders.remove_folder(w, folder)
        removal.restore_feed(w, snapshot)
        assert feeds.feed(w, feed).folder_id is None


def test_a_feed_that_was_added_again_does_not_come_back_beside_itself(filled: tuple[Database, int]) -> None:
    db, feed = filled
    with db.write() as w:
        snapshot = removal.remove_feed(w, feed)
        again = feeds.add_feed(w, "https://example.org/feed.xml")
        assert again > feed
        with pytest.raises(UsageError, match="again already"):
            removal.restore_feed(w, snapshot)


def test_several_feeds_move_together_and_tell_where_each_was(db: Database) -> None:
    with db.write() as w:
        ids = [feeds.add_feed(w, f"https://example.org/{n}", f"F{n}") for n in range(5)]
        folder = folders.add_folder(w, "World")
        other = feeds.add_feed(w, "https://example.org/other", "Other", folder)
        assert feeds.move_feeds(w, [ids[3], ids[1]], folder, 0) == [(None, 3), (None, 1)]
    with db.read() as r:
        standing = [(feed.folder, feed.id) for feed in feeds.tree(r, 0).feeds]
    assert standing == [("", ids[0]), ("", ids[2]), ("", ids[4])] + [
        ("World", feed) for feed in (ids[3], ids[1], other)
    ]


def test_a_place_is_counted_among_the_feeds_that_are_there(db: Database) -> None:
    with db.write() as w:
        ids = [feeds.add_feed(w, f"https://example.org/{n}", f"F{n}") for n in range(4)]
        removal.remove_feed(w, ids[0])
        before = feeds.move_feed(w, ids[2], None, 2)
        feeds.move_feed(w, ids[2], *before)
    with db.read() as r:
        assert [feed.id for feed in feeds.tree(r, 0).feeds] == ids[1:]


def test_the_newest_story_of_each_feed_where_it_is_asked_for(
    db: Database, make_story: Callable[..., CleanStory]
) -> None:
    with db.write() as w:
        first = feeds.add_feed(w, "https://example.org/1")
        feeds.add_feed(w, "https://example.org/2")
        ingest.ingest(w, first, [make_story(1, published=50), make_story(2, published=90)], received=100)
    with db.read() as r:
        assert [feed.latest for feed in feeds.tree(r, 0, latest=True).feeds] == [90, None]
        assert [feed.latest for feed in feeds.tree(r, 0).feeds] == [None, None]


def test_what_did_not_change_is_the_feed_of_the_last_tree(db: Database) -> None:
    known = KnownFeeds()
    with db.write() as w:
        world = folders.ensure_folder(w, "World")
        first = feeds.add_feed(w, A, "A", world)
        feeds.add_feed(w, B, "B")
        before = feeds.tree(w, 0, known=known)
        feeds.rename_feed(w, first, "Other")
        after = feeds.tree(w, 0, known=known)
        assert [feed.title for feed in after.feeds] == ["B", "Other"]
        assert [old is new for old, new in zip(before.feeds, after.feeds, strict=True)] == [True, False]
        folders.rename_folder(w, world or 0, "Earth")
        assert [feed.folder for feed in feeds.tree(w, 0, known=known).feeds] == ["", "Earth"]
        removal.remove_feed(w, first)
        assert [feed.title for feed in feeds.tree(w, 0, known=known).feeds] == ["B"]


def test_a_tree_counted_again_says_what_a_new_one_says(
    db: Database, make_story: Callable[..., CleanStory]
) -> None:
    with db.write() as w:
        first = feeds.add_feed(w, A, "A", folders.ensure_folder(w, "World"))
        second = feeds.add_feed(w, B, "B")
        for feed_id in (first, second):
            ingest.ingest(w, feed_id, [make_story(number) for number in range(3)], received=100)
        before = feeds.tree(w, 10)
        told = [story for (story,) in w.rows("SELECT story_id FROM statuses WHERE feed_id = ?", (first,))]
        statuses.mark(w, told[:2], Mark.READ)
        after = feeds.recounted(w, 10, before)
        assert after == feeds.tree(w, 10)
        assert [old is new for old, new in zip(before.feeds, after.feeds, strict=True)] == [True, False]
