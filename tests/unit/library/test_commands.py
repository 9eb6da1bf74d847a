"""Commands of the library: what they change and say, and that undo and redo bring back exactly what was there."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from newsreader.domain.changes import Change, Mark
from newsreader.domain.errors import UsageError
from newsreader.domain.incoming import CleanStory
from newsreader.domain.stories import CleanHtml, View, ViewKind
from newsreader.library.library import Library, open_library
from newsreader.store import feeds, ingest
from newsreader.store.database import open_database

NOW = 1_700_000_000
ALL = View(ViewKind.ALL)


def story(guid: str, published: int | None = None) -> CleanStory:
    html = CleanHtml(f"<p>Words of {guid}</p>")
    return CleanStory(
        guid,
        f"https://site.example/{guid}",
        f"Title {guid}",
        "",
        published,
        None,
        html,
        f"Words of {guid}",
        "Words",
    )


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Two feeds: one with five stories of today and of long ago, one with one."""
    database = open_database(tmp_path / "cache.sqlite3", role="worker")
    with database.write() as w:
        first = feeds.add_feed(w, "https://a.example/feed", "Alpha", now=NOW)
        second = feeds.add_feed(w, "https://b.example/feed", "Beta", now=NOW)
        ingest.ingest(w, first, [story(str(n), NOW - n * 36_000) for n in range(5)], received=NOW)
        ingest.ingest(w, second, [story("b", NOW - 60)], received=NOW)
    database.close()
    found = open_library(tmp_path, "command", clock=lambda: NOW)
    yield found
    found.close()


def picture(library: Library) -> object:
    """Everything a person could see differ."""
    return (
        library.feeds.tree(),
        [(h.id, h.feed_id, h.read, h.saved) for h in library.stories.headers(library.stories.ids(ALL))],
    )


def alpha(library: Library) -> int:
    return library.feeds.feed("https://a.example/feed").id


Command = Callable[[Library], Change]
COMMANDS: dict[str, tuple[Command, str]] = {
    "mark": (lambda x: x.marks.mark([1, 2], Mark.READ), "2 stories marked read"),
    "mark view": (lambda x: x.marks.mark_view(ALL, Mark.READ), "6 stories marked read"),
    "mark two views": (
        lambda x: x.marks.mark_views([View(ViewKind.FEED, 1), View(ViewKind.FEED, 2)], Mark.READ),
        "6 stories marked read",
    ),
    "save": (lambda x: x.marks.mark([3], Mark.SAVED), "1 story saved"),
    "remove": (lambda x: x.feeds.remove(alpha(x)), "Feed “Alpha” removed"),
    "remove two": (lambda x: x.feeds.remove(1, 2), "2 feeds removed"),
    "rename": (lambda x: x.feeds.rename(alpha(x), "Omega"), "Feed “Alpha” renamed to “Omega”"),
    "move": (lambda x: x.feeds.move_to_path(alpha(x), "World/News"), "Feed “Alpha” moved to “World/News”"),
    "reorder": (lambda x: x.feeds.move(alpha(x), None, 1), "Feed “Alpha” moved to the top"),
    "interval": (lambda x: x.feeds.set(alpha(x), interval=7200), "Feed “Alpha”: interval set to 2 hours"),
    "pause": (lambda x: x.feeds.set(alpha(x), paused=True), "Feed “Alpha”: paused"),
    "address": (
        lambda x: x.feeds.set(alpha(x), url="https://c.example/feed"),
        "Feed “Alpha”: address changed",
    ),
    "folder": (lambda x: x.feeds.add_folder("World"), "Folder “World” added"),
    "pictures": (
        lambda x: x.feeds.set(alpha(x), pictures="never"),
        "Feed “Alpha”: pictures are not loaded",
    ),
    "set several": (lambda x: x.feeds.set_several([2, 1], interval=3600, pictures="ask"), "2 feeds changed"),
    "pause several": (lambda x: x.feeds.set_several([1, 2], paused=True), "2 feeds changed"),
    "important": (lambda x: x.feeds.set(alpha(x), important=True), "Feed “Alpha”: important"),
    "move several": (lambda x: x.feeds.move_several([2, 1], None, 0), "2 feeds moved to the top"),
    "move one": (lambda x: x.feeds.move_several([2], None, 0), "Feed “Beta” moved to the top"),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_says_what_it_did_and_can_be_taken_back_and_done_again(
    library: Library, name: str
) -> None:
    command, text = COMMANDS[name]
    before = picture(library)
    change = command(library)
    assert (change.text, change.undoable, change.empty) == (text, True, False)
    after = picture(library)
    assert after != before
    assert library.journal.next_undo() == text

    undone = library.journal.undo()
    assert undone.text == f"Undone: {text}"
    if name != "move":  # the folders it made stay: they may be in use by now
        assert picture(library) == before
    assert library.journal.next_undo() is None
    assert library.journal.next_redo() == text

    assert library.journal.redo().stories == change.stories
    assert picture(library) == after
    library.journal.undo()
    if name != "move":
        assert picture(library) == before


def test_folders_can_be_renamed_moved_and_removed_and_all_of_it_taken_back(library: Library) -> None:
    library.feeds.move_to_path(alpha(library), "World/News")
    world, news = library.feeds.folder("World"), library.feeds.folder("World/News")
    states = [picture(library)]
    for command in (
        lambda: library.feeds.rename_folder(news.id, "Daily"),
        lambda: library.feeds.move_folder(news.id, None),
        lambda: library.feeds.remove_folder(news.id),
        lambda: library.feeds.remove_folder(world.id),
    ):
        assert command().tree
        states.append(picture(library))
    assert library.feeds.tree().folders == ()
    for state in reversed(states[:-1]):
        library.journal.undo()
        assert picture(library) == state
    for state in states[1:]:
        library.journal.redo()
        assert picture(library) == state


def test_feeds_changed_and_moved_together_come_back_each_to_its_place(library: Library) -> None:
    for url in "cdefg":
        with open_database(library.path, role="worker").write() as w:
            feeds.add_feed(w, f"https://{url}.example/feed", url.upper(), now=NOW)
    library.feeds.move_to_path(4, "World")
    library.feeds.set(5, interval=3600)
    before = picture(library)
    change = library.feeds.set_several([6, 4, 2, 5], folder="World", interval=7200, pictures="never")
    assert (change.text, set(change.feeds)) == ("4 feeds changed", {2, 4, 5, 6})
    found = {feed.id: feed for feed in library.feeds.all()}
    assert {found[each].folder for each in change.feeds} == {"World"}
    assert {(found[each].interval, found[each].pictures) for each in change.feeds} == {(7200, "never")}
    after = picture(library)
    library.journal.undo()
    assert picture(library) == before
    library.journal.redo()
    assert picture(library) == after
    assert library.feeds.set_several([6, 4, 2, 5], folder="World", interval=7200) == Change()
    assert library.feeds.move_several([2, 5], None).text == "2 feeds moved to the top"
    assert [feed.id for feed in library.feeds.tree().feeds if not feed.folder] == [1, 3, 7, 2, 5]
    with pytest.raises(UsageError):
        library.feeds.set_several([1, 2, 99], paused=True)
    assert not library.feeds.feed(1).paused


def test_what_changes_nothing_says_nothing(library: Library) -> None:
    feed_id = alpha(library)
    assert library.feeds.set_several([1, 2], paused=False, pictures="") == Change()
    assert library.feeds.move_several([1, 2], None) == Change()
    assert library.marks.mark([1], Mark.UNREAD) == Change()
    assert library.feeds.rename(feed_id, "Alpha") == Change()
    assert library.feeds.move_to_path(feed_id, "") == Change()
    assert library.feeds.set(feed_id, paused=False) == Change()
    assert library.journal.next_undo() is None


def test_a_mark_that_nobody_meant_is_not_in_the_way_of_undo(library: Library) -> None:
    library.marks.mark([1], Mark.SAVED)
    opened = library.marks.mark([2], Mark.READ, deliberate=False)
    assert (opened.stories, opened.text, opened.undoable) == ((2,), "", False)
    assert library.journal.next_undo() == "1 story saved"


def test_an_unknown_id_stops_everything_when_that_is_asked(library: Library) -> None:
    with pytest.raises(UsageError, match="999"):
        library.marks.mark([1, 999], Mark.READ, all_must_exist=True)
    assert library.stories.count(View(ViewKind.UNREAD)) == 6
    assert library.marks.mark([1, 999], Mark.READ).stories == (1,)


def test_a_new_change_ends_redo(library: Library) -> None:
    library.marks.mark([1], Mark.READ)
    library.journal.undo()
    library.marks.mark([2], Mark.READ)
    assert library.journal.next_redo() is None
    assert library.journal.redo() == Change()


def test_undo_survives_a_restart(library: Library, tmp_path: Path) -> None:
    library.marks.mark([1, 2], Mark.READ)
    other = open_library(tmp_path, "window")
    assert other.journal.undo().stories == (1, 2)
    other.close()
    assert library.stories.count(View(ViewKind.UNREAD)) == 6


def test_what_cannot_be_undone_any_more_is_said_and_forgotten(library: Library, tmp_path: Path) -> None:
    library.marks.mark([6], Mark.READ)
    library.feeds.remove(alpha(library))
    database = open_database(tmp_path / "cache.sqlite3", role="worker")
    with database.write() as w:
        feeds.add_feed(w, "https://a.example/feed", "Again", now=NOW)
    database.close()
    with pytest.raises(UsageError, match="again"):
        library.journal.undo()
    assert library.journal.next_undo() == "1 story marked read"


@pytest.mark.parametrize(
    "command",
    [
        lambda x: x.feeds.set(1, interval=60),
        lambda x: x.feeds.set(1, url="javascript:alert(1)"),
        lambda x: x.feeds.set(1, url="https://ann:secret@a.example/"),
        lambda x: x.feeds.set(1, url="https://b.example/feed"),
        lambda x: x.feeds.rename(99, "x"),
        lambda x: x.feeds.remove(99),
        lambda x: x.feeds.feed("https://nowhere.example/"),
        lambda x: x.feeds.folder("Nowhere"),
        lambda x: x.feeds.add_folder(""),
    ],
)
def test_what_makes_no_sense_changes_nothing(library: Library, command: Command) -> None:
    before = picture(library)
    with pytest.raises(UsageError) as caught:
        command(library)
    assert caught.value.sentence
    assert "secret" not in caught.value.sentence
    assert picture(library) == before
    assert library.journal.next_undo() is None


def test_a_feed_is_found_by_id_and_by_any_spelling_of_its_address(library: Library) -> None:
    for which in (1, "1", "https://a.example/feed", "http://a.example/feed/", "feed:https://a.example/feed"):
        assert library.feeds.feed(which).title == "Alpha"


def test_the_page_of_a_feed(library: Library) -> None:
    report = library.feeds.report(alpha(library))
    assert (report.feed.title, report.latest, sum(report.weeks)) == ("Alpha", NOW, 5)
    assert len(library.feeds.health()) == 2
    assert library.feeds.trouble() == []
    assert library.feeds.next_due() == 0


def test_lists(library: Library) -> None:
    today = library.stories.listing(ALL, None, today=True)
    assert {header.title for header in today} >= {"Title 0", "Title b"}
    assert library.stories.listing(View(ViewKind.FEED, 1), 1, today=True)[0].title == "Title 0"
    assert [h.title for h in library.stories.first_page(ALL, 2)] == ["Title 0", "Title b"]
    assert library.stories.unread_neighbour(ALL, None) == library.stories.ids(ALL)[0]
    found = library.stories.story(library.stories.ids(ALL)[0])
    assert found is not None
    assert (found.html, library.stories.text_of(found.header.id)) == ("<p>Words of 0</p>", "Words of 0")
    assert library.stories.story(999) is None
    assert library.stories.text_of(999) == ""


def test_briefs_are_of_the_last_hours_or_else_the_latest(library: Library) -> None:
    day = library.briefs.list()
    assert not day.latest
    assert [brief.headline for brief in day.briefs] == ["Title 0", "Title b", "Title 1", "Title 2"]
    assert day.briefs[1].sources == ("Beta",)
    assert len(library.briefs.list(limit=2).briefs) == 2
    assert [brief.headline for brief in library.briefs.list(feeds=[2]).briefs] == ["Title b"]
    library.feeds.remove(2)
    late = open_library(Path(library.path).parent, "command", clock=lambda: NOW + 90 * 86_400)
    assert late.briefs.list().latest
    assert len(late.briefs.list().briefs) == 5
    late.close()


def test_opening_the_library_brings_nothing_heavy(library: Library, tmp_path: Path) -> None:
    probe = (
        "import sys; from pathlib import Path; from newsreader.library.library import open_library;"
        f"open_library(Path({str(tmp_path)!r}), 'window');"
        "print(*{'lxml', 'nh3', 'feedparser', 'aiohttp', 'keyring', 'alembic', 'PySide6'} & set(sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", probe], check=True, capture_output=True).stdout.split() == []
