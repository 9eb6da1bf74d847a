"""Briefs of the library: who covers what, in which order, and what a person says of them, taken back exactly."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from newsreader.domain.changes import Change, Mark
from newsreader.domain.errors import UsageError
from newsreader.domain.incoming import CleanStory
from newsreader.domain.stories import CleanHtml
from newsreader.library.library import Library, open_library
from newsreader.store import brief_groups, feeds, folders, ingest
from newsreader.store.database import Writer, open_database

NOW = 1_764_000_000
HOUR = 3600
FERRY, FERRY_AGAIN, FERRY_LATE, MARKET, NIGHT = 1, 2, 3, 4, 5
"""Three stories of one event by Lantern, Courier and Lantern again; two of their own."""


def story(guid: str, title: str, hours: float, text: str = "") -> CleanStory:
    html = CleanHtml(f"<p>{text}</p>")
    when = NOW - int(hours * HOUR)
    return CleanStory(guid, f"https://x.example/{guid}", title, "", when, None, html, text, text)


def add(w: Writer, feed_id: int, *stories: CleanStory) -> None:
    for one in stories:
        ingest.ingest(w, feed_id, [one], received=NOW)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    database = open_database(tmp_path / "cache.sqlite3", role="worker")
    with database.write() as w:
        world = folders.ensure_folder(w, "World/Coast")
        lantern = feeds.add_feed(w, "https://lantern.example/feed", "Lantern", world, now=NOW)
        courier = feeds.add_feed(w, "https://courier.example/feed", "Courier", now=NOW)
        add(w, lantern, story("a", "Ferry aground off Skarn", 5, "The ferry struck rocks."))
        add(w, courier, story("b", "All safe as ferry hits rocks at Skarn", 4, "x" * 268))
        add(w, lantern, story("c", "Ferry: what we know", 3), story("d", "Market hall reopens", 2))
        add(w, courier, story("e", "Night trains are back", 1))
        brief_groups.begin(w, [FERRY])
        brief_groups.put(
            w,
            [
                (FERRY_AGAIN, FERRY, "words", "ferry\nSkarn", FERRY),
                (FERRY_LATE, FERRY, "link", "", FERRY),
            ],
        )
    database.close()
    found = open_library(tmp_path, "command", clock=lambda: NOW)
    yield found
    found.close()


def groups(library: Library) -> dict[int, set[int]]:
    return {brief.id: set(brief.stories) for brief in library.briefs.list().briefs}


def test_an_event_is_told_once_by_the_story_that_tells_it_best(library: Library) -> None:
    first = library.briefs.list().briefs[0]
    assert (first.id, first.story, first.headline) == (
        FERRY,
        FERRY_AGAIN,
        "All safe as ferry hits rocks at Skarn",
    )
    assert first.stories == (FERRY_LATE, FERRY_AGAIN, FERRY)
    assert first.sources == ("Courier", "Lantern")
    assert (first.first, first.newest) == (NOW - 5 * HOUR, NOW - 3 * HOUR)
    assert first.place == "2 publications in 2 hours, the latest 3 hours ago"
    assert not first.read


def test_a_story_without_any_words_is_no_event(library: Library) -> None:
    before = groups(library)
    with library._database.write() as w:
        add(
            w, 1, story("mute", "", 0.5), story("mute too", "", 0.4), story("teaser", "", 0.3, "Words alone.")
        )
    (new,) = groups(library).keys() - before.keys()
    assert library.briefs.list(limit=1).briefs[0].headline
    assert next(brief for brief in library.briefs.list().briefs if brief.id == new).teaser == "Words alone."


def test_sources_and_related_and_duplicates(library: Library) -> None:
    assert next(source.story for source in library.briefs.sources(FERRY)) == FERRY_AGAIN
    assert {source.story for source in library.briefs.sources(FERRY)} == {FERRY, FERRY_AGAIN, FERRY_LATE}
    assert [source.title for source in library.briefs.related(FERRY)] == ["Courier"]
    assert [source.title for source in library.briefs.related(FERRY_AGAIN)] == ["Lantern"]
    assert library.briefs.related(MARKET) == ()
    assert library.briefs.duplicates([FERRY, FERRY_LATE, MARKET, 99]) == {FERRY: FERRY, FERRY_LATE: FERRY}
    assert [source.story for source in library.briefs.sources(MARKET)] == [MARKET]
    assert library.briefs.sources(99) == ()
    shown = library.stories.story(FERRY)
    assert shown is not None
    assert set(shown.related) == {FERRY_AGAIN, FERRY_LATE}


def test_why_a_story_belongs(library: Library) -> None:
    assert library.briefs.why(FERRY, FERRY) == "It was the first to tell of this event."
    assert library.briefs.why(FERRY, FERRY_AGAIN) == (
        "It shares “ferry”, “Skarn” with “Ferry aground off Skarn” (Lantern)."
    )
    assert library.briefs.why(FERRY, FERRY_LATE) == "It has the same link as a story of Lantern."
    assert library.briefs.why(MARKET, MARKET) == "No other publication tells of this yet."
    assert library.briefs.why(FERRY, MARKET) == ""


Command = Callable[[Library], Change]
COMMANDS: dict[str, tuple[Command, dict[int, set[int]], str]] = {
    "dismiss": (
        lambda x: x.briefs.dismiss(FERRY),
        {MARKET: {MARKET}, NIGHT: {NIGHT}},
        "Brief “All safe as ferry hits rocks at Skarn” dismissed",
    ),
    "split": (
        lambda x: x.briefs.split(FERRY, FERRY_AGAIN),
        {FERRY: {FERRY, FERRY_LATE}, FERRY_AGAIN: {FERRY_AGAIN}, MARKET: {MARKET}, NIGHT: {NIGHT}},
        "“All safe as ferry hits rocks at Skarn” taken out of its brief",
    ),
    "split the first": (
        lambda x: x.briefs.split(FERRY, FERRY),
        {FERRY: {FERRY}, FERRY_AGAIN: {FERRY_AGAIN, FERRY_LATE}, MARKET: {MARKET}, NIGHT: {NIGHT}},
        "“Ferry aground off Skarn” taken out of its brief",
    ),
    "join": (
        lambda x: x.briefs.join(FERRY, MARKET),
        {FERRY: {FERRY, FERRY_AGAIN, FERRY_LATE, MARKET}, NIGHT: {NIGHT}},
        "“Market hall reopens” put into the brief",
    ),
    "join two briefs": (
        lambda x: x.briefs.join(NIGHT, FERRY_LATE),
        {NIGHT: {FERRY, FERRY_AGAIN, FERRY_LATE, NIGHT}, MARKET: {MARKET}},
        "“Ferry: what we know” put into the brief",
    ),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_what_a_person_says_of_a_brief_is_kept_taken_back_and_done_again(library: Library, name: str) -> None:
    command, after, text = COMMANDS[name]
    before = library.briefs.list()
    change = command(library)
    assert (change.text, change.undoable, change.briefs) == (text, True, True)
    assert groups(library) == after
    changed = library.briefs.list()
    undone = library.journal.undo()
    assert undone.briefs
    assert undone.text == f"Undone: {text}"
    assert library.briefs.list() == before
    assert library.journal.redo().briefs
    assert library.briefs.list() == changed
    if not name.startswith("split"):
        assert command(library).empty, "said already"


def test_follow_and_less(library: Library) -> None:
    assert library.briefs.less(FERRY, True).text == "Less of “All safe as ferry hits rocks at Skarn”"
    last = library.briefs.list().briefs[-1]
    assert (last.id, last.less) == (FERRY, True)
    assert library.briefs.follow(FERRY, True).briefs
    first = library.briefs.list().briefs[0]
    assert (first.id, first.followed, first.less) == (FERRY, True, False)
    assert first.place.endswith("you follow it")
    library.journal.undo()
    library.journal.undo()
    assert not library.briefs.list().briefs[0].less


def test_what_was_split_can_be_joined_again(library: Library) -> None:
    before = groups(library)
    library.briefs.split(FERRY, FERRY_AGAIN)
    library.briefs.join(FERRY, FERRY_AGAIN)
    assert groups(library) == before
    assert library.briefs.why(FERRY, FERRY_AGAIN) == (
        "You put it together with “Ferry aground off Skarn” (Lantern)."
    )


def test_a_brief_that_became_part_of_another_is_found_by_its_old_id(library: Library) -> None:
    library.briefs.join(FERRY, MARKET)
    assert len(library.briefs.sources(MARKET)) == 4
    assert library.briefs.dismiss(MARKET).briefs
    assert set(groups(library)) == {NIGHT}


def test_wrong_ids_are_told(library: Library) -> None:
    for command in (
        lambda: library.briefs.dismiss(99),
        lambda: library.briefs.follow(99, True),
        lambda: library.briefs.split(FERRY, MARKET),
        lambda: library.briefs.split(99, MARKET),
        lambda: library.briefs.join(FERRY, 99),
    ):
        with pytest.raises(UsageError):
            command()
    assert library.journal.next_undo() is None


def test_read_events_go_when_asked(library: Library) -> None:
    library.marks.mark([FERRY, FERRY_AGAIN, FERRY_LATE, MARKET], Mark.READ)
    assert [brief.id for brief in library.briefs.list(hide_read=True).briefs] == [NIGHT]
    assert len(library.briefs.list().briefs) == 3
    library.marks.mark([NIGHT], Mark.READ)
    assert library.briefs.list(hide_read=True).briefs == ()


def test_important_folders_and_feeds_come_first_and_say_so(library: Library) -> None:
    coast = library.feeds.folder("World/Coast").id
    change = library.feeds.set_folder(coast, important=True)
    assert (change.text, change.briefs, change.tree) == ("Folder “Coast” marked important", True, True)
    assert library.feeds.folder("World/Coast").important
    first, second, _ = library.briefs.list().briefs
    assert first.place == (
        "2 publications in 2 hours, the latest 3 hours ago; in Coast, which you marked important"
    )
    assert second.id == MARKET
    library.journal.undo()
    assert not library.feeds.folder("World/Coast").important
    assert library.feeds.set(1, important=True).briefs
    assert library.feeds.feed(1).important
    assert "from Lantern, which you marked important" in library.briefs.list().briefs[0].place


def test_the_briefs_of_some_feeds_are_whole_events(library: Library) -> None:
    assert {brief.id for brief in library.briefs.list(feeds=[2]).briefs} == {FERRY, NIGHT}
    assert library.briefs.list(feeds=[2]).briefs[0].sources == ("Courier", "Lantern")


def test_without_news_the_latest_are_shown(library: Library, tmp_path: Path) -> None:
    later = open_library(tmp_path, "command", clock=lambda: NOW + 100 * HOUR)
    found = later.briefs.list()
    later.close()
    assert found.latest
    assert found.briefs[0].id == FERRY


def test_a_removed_feed_leaves_its_events_and_comes_back_to_them(library: Library) -> None:
    before = library.briefs.list()
    library.feeds.remove(2)
    assert library.briefs.list().briefs[0].sources == ("Lantern",)
    assert library.briefs.related(FERRY) == ()
    library.journal.undo()
    assert library.briefs.list() == before
