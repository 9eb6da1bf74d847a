"""What can be done with the story on the page: the whole story, its files, copies, paper, mail, the page's menu."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, QPoint, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from newsreader.domain.changes import Mark
from newsreader.domain.errors import Cancelled, NotFound, NoWholeStory
from newsreader.domain.jobs import Progress
from newsreader.domain.stories import CleanHtml, Enclosure, ViewKind
from newsreader.ui.main_window import MainWindow
from newsreader.ui.reader import copying
from newsreader.ui.reader.ours import DOWNLOAD_SCHEME, PICTURES_ALWAYS, PLAY_SCHEME, WHOLE_ALWAYS, WHOLE_ON
from newsreader.ui.reader.sound import Sound
from newsreader.ui.reader.whole_story import FETCHING
from newsreader.ui.story_deeds import NO_SOUND
from tests.ui.fake_jobs import FakeJobs
from tests.ui.fake_library import FakeLibrary
from tests.ui.reading import Opener, make_story

WHOLE = CleanHtml("<p>The whole story, with all its words.</p>")
SOUND = (Enclosure("https://lantern.example/one.mp3?utm_source=feed", "audio/mpeg", 24_000_000),)


@pytest.fixture
def opener(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> Opener:
    """The browser of the window."""
    opener = Opener()
    monkeypatch.setattr(window.deeds._door, "_opener", opener)
    return opener


@pytest.fixture
def show(window: MainWindow, library: FakeLibrary, qtbot: QtBot) -> Callable[..., int]:
    """Opens the first story of the list, with these values besides its header; its id."""

    def show_it(**more: Any) -> int:
        id = window.stories.model.snapshot[0]
        library.stories.more[id] = more
        with qtbot.waitSignal(window.reader.storyShown, check_params_cb=lambda story: story is not None):
            window.selection.show_story(id)
        return id

    return show_it


def page_text(window: MainWindow) -> str:
    return window.reader.view.toPlainText()


def clipboard() -> str:
    return QGuiApplication.clipboard().text()


# -- the whole story -------------------------------------------------------------------------------------------------


def test_d_fetches_the_whole_story_and_d_again_shows_the_feeds_text(
    window: MainWindow, library: FakeLibrary, jobs: FakeJobs, show: Callable[..., int], qtbot: QtBot
) -> None:
    id = show()
    window.stories.table.setFocus()
    qtbot.keyClick(window.stories.table, Qt.Key.Key_D)
    asked = jobs.named("fulltext")[0]
    assert asked.args["story"] == id
    assert window.reader.note.text() == FETCHING
    asked.tell(Progress(0, 2, "Fetching the page from lantern.example"))
    assert window.reader.note.text() == "Fetching the page from lantern.example…"
    library.stories.more[id] = {"whole": WHOLE, "shows_whole": True}
    asked.finish({"story": id, "fetched": True})
    qtbot.waitUntil(lambda: "with all its words" in page_text(window))
    assert "Whole story from" in page_text(window)
    assert window.reader.note.text() == ""
    qtbot.keyClick(window.stories.table, Qt.Key.Key_D)
    qtbot.waitUntil(lambda: "with all its words" not in page_text(window))
    qtbot.keyClick(window.stories.table, Qt.Key.Key_D)
    qtbot.waitUntil(lambda: "with all its words" in page_text(window))
    assert len(jobs.named("fulltext")) == 1  # it is here already


def test_a_page_that_gives_nothing_is_told_in_its_sentence(
    window: MainWindow, jobs: FakeJobs, show: Callable[..., int], opener: Opener, qtbot: QtBot
) -> None:
    show()
    window.reader.follow(WHOLE_ON)
    jobs.named("fulltext")[0].fail(NoWholeStory("The page gives no more text than the feed does."))
    assert window.reader.note.text() == "The page gives no more text than the feed does."
    qtbot.mouseClick(window.reader.note._button, Qt.MouseButton.LeftButton)
    assert len(opener.opened) == 1
    window.selection.show_story(window.stories.model.snapshot[1])
    qtbot.waitUntil(lambda: window.reader.note.text() == "")


def test_fetching_can_be_stopped(window: MainWindow, jobs: FakeJobs, show: Callable[..., int]) -> None:
    show()
    window.actions_table["story.whole"].trigger()
    window.actions_table["story.whole"].trigger()
    assert window.reader.note.text() == ""
    assert window.deeds.whole._fetching == {}


def test_always_for_a_feed_is_kept_and_its_stories_are_fetched_by_themselves_once(
    window: MainWindow, library: FakeLibrary, jobs: FakeJobs, show: Callable[..., int], qtbot: QtBot
) -> None:
    id = show(whole=WHOLE, shows_whole=True)
    window.reader.follow(WHOLE_ALWAYS)
    feed = library.story_rows[id].feed_id
    qtbot.waitUntil(lambda: library.feeds.feed(feed or 0).whole_story)
    qtbot.waitUntil(lambda: "Always for this feed" not in page_text(window))
    show()
    qtbot.waitUntil(lambda: len(jobs.named("fulltext")) == 1)
    jobs.named("fulltext")[0].fail(NotFound("There is no page at this address."))
    show()
    qtbot.wait(400)  # longer than the pause
    assert len(jobs.named("fulltext")) == 1


def test_whole_stories_are_fetched_ahead_after_a_refresh_that_brought_some(
    window: MainWindow, jobs: FakeJobs
) -> None:
    window.sync.refresh_all()
    jobs.named("sync")[0].finish({"feeds": 9, "due": 9, "new_stories": 0, "failed": 0})
    assert not jobs.named("whole_stories")
    window.sync.refresh([1])
    jobs.named("sync")[1].finish({"feeds": 1, "due": 1, "new_stories": 2, "failed": 0})
    assert len(jobs.named("whole_stories")) == 1


# -- the next story --------------------------------------------------------------------------------------------------


def test_the_next_story_is_there_at_once_with_the_marks_of_its_row(
    window: MainWindow, library: FakeLibrary, show: Callable[..., int], qtbot: QtBot
) -> None:
    window.stories.setFocus()
    window.stories.next()
    first, second, third = window.stories.model.snapshot.slice(0, 3)
    qtbot.waitUntil(lambda: window.selection._next._ready is not None)
    window.selection.mark((second,), Mark.SAVED)
    qtbot.waitUntil(lambda: getattr(window.stories.model.headers.get(second), "saved", False))
    window.stories.next()
    assert window.reader.story is not None
    assert (window.reader.story.header.id, window.reader.story.header.saved) == (second, True)
    library.stories.more[third] = {"html": CleanHtml("<p>Changed meanwhile.</p>")}
    window.selection.stories_moved()
    window.stories.next()
    qtbot.waitUntil(lambda: "Changed meanwhile" in page_text(window))
    assert first != third


def test_a_list_of_unread_stories_can_be_stepped_through_when_all_are_read(
    window: MainWindow, qtbot: QtBot
) -> None:
    assert window.stories.view.kind is ViewKind.UNREAD
    window.selection.mark(tuple(window.stories.model.snapshot), Mark.READ)
    with qtbot.waitSignal(window.stories.countChanged, check_params_cb=lambda count: count == 0):
        pass
    assert window.actions_table["story.next"].isEnabled()


# -- pictures --------------------------------------------------------------------------------------------------------


def test_pictures_of_a_feed_always(
    window: MainWindow, library: FakeLibrary, show: Callable[..., int], qtbot: QtBot
) -> None:
    window.choices.set("reader.pictures", "ask")
    id = show(html=CleanHtml('<img src="https://x.example/a.png" alt="A bridge"><p>Words.</p>'))
    assert "Always for this feed" in page_text(window)
    window.reader.follow(PICTURES_ALWAYS)
    feed = library.story_rows[id].feed_id
    qtbot.waitUntil(lambda: library.feeds.feed(feed or 0).pictures == "always")
    assert window.reader._pictures.shelf.show
    assert "Always for this feed" not in page_text(window)


# -- files -----------------------------------------------------------------------------------------------------------


def test_a_file_is_downloaded_with_its_progress_below_the_page(
    window: MainWindow, jobs: FakeJobs, show: Callable[..., int], tmp_path: Path
) -> None:
    id = show(enclosures=SOUND)
    window.choices.set("storage.downloads", str(tmp_path))
    opened: list[Path] = []
    window.deeds.downloads._show_folder = opened.append
    window.reader.follow(f"{DOWNLOAD_SCHEME}0")
    window.reader.follow(f"{DOWNLOAD_SCHEME}0")  # twice is once
    (asked,) = jobs.named("download")
    assert asked.args == {"story": id, "number": 0, "folder": str(tmp_path)}
    bar = window.reader.files
    assert bar.text() == "Downloading one.mp3…"
    asked.tell(Progress(12_000_000, 24_000_000, "one.mp3"))
    assert bar.text() == "Downloading one.mp3: 12 MB of 24 MB"
    asked.finish({"story": id, "path": str(tmp_path / "one.mp3"), "size": 24_000_000, "resumed": False})
    assert bar.text() == f"one.mp3 is in {tmp_path.name}"
    bar._button.click()
    assert opened == [tmp_path]


def test_a_download_that_ends_early_goes_on(
    window: MainWindow, jobs: FakeJobs, show: Callable[..., int]
) -> None:
    show(enclosures=SOUND)
    window.actions_table["story.download"].trigger()
    bar = window.reader.files
    bar._button.click()  # Stop
    assert bar.text() == "Stopped: one.mp3. What came is kept."
    bar._button.click()  # Go on
    jobs.named("download")[1].fail(NotFound("There is no page at this address."))
    assert bar.text() == "one.mp3: There is no page at this address."
    bar._button.click()
    jobs.named("download")[2].fail(Cancelled("Stopped."))
    assert len(jobs.named("download")) == 3


class FakeSound(Sound):
    """Plays nothing; notes what was asked."""

    def __init__(self, parent: QObject) -> None:
        QObject.__init__(self, parent)
        self.asked: list[tuple[str, int]] = []

    def play(self, address: str, start: int = 0) -> None:
        self.asked.append((address, start))

    def toggle(self) -> None:
        self.playing.emit(False)

    def seek(self, position: int) -> None:
        self.moved.emit(position, 2_400_000)

    def stop(self) -> None:
        self.asked.append(("", 0))


def test_sound_plays_below_the_page_and_goes_on_where_it_was_left(
    window: MainWindow, show: Callable[..., int], opener: Opener
) -> None:
    show(enclosures=SOUND)
    player = window.deeds.player
    player._load = FakeSound
    window.reader.follow(f"{PLAY_SCHEME}0")
    sound = player._sound
    assert isinstance(sound, FakeSound)
    assert (player.isVisible(), player._name.text()) == (True, "one.mp3")
    sound.moved.emit(0, 2_400_000)
    player._seek(700_000)
    assert player._time.text() == "11:40 / 40:00"
    window.reader.setStory(None)
    assert player.isVisible()  # it goes on while other things are read
    player.close_player()
    show(enclosures=SOUND)
    window.reader.follow(f"{PLAY_SCHEME}0")
    assert [start for address, start in sound.asked if address] == [0, 700_000]
    player._seek(2_395_000)
    sound.ended.emit()
    window.reader.follow(f"{PLAY_SCHEME}0")
    assert sound.asked[-1][1] == 0  # what was heard to its end begins anew
    assert opener.opened == []


def test_sound_plays_outside_where_qt_cannot(
    window: MainWindow, show: Callable[..., int], opener: Opener
) -> None:
    show(enclosures=SOUND)
    window.deeds.player._load = lambda _parent: None
    window.reader.follow(f"{PLAY_SCHEME}0")
    assert opener.opened == ["https://lantern.example/one.mp3"]  # and without what follows the listener
    assert window.status.text() == NO_SOUND


# -- copies, mail, paper ---------------------------------------------------------------------------------------------


def test_a_story_is_copied_as_text_markdown_and_quote(window: MainWindow, show: Callable[..., int]) -> None:
    id = show(html=CleanHtml("<h2>Part</h2><p>One <b>two</b>.</p>"))
    header = window.reader.story.header if window.reader.story else None
    assert header is not None
    window.actions_table["story.copy_text"].trigger()
    assert clipboard().startswith(header.title)
    assert "Part\n\nOne two." in clipboard()
    window.actions_table["story.copy_markdown"].trigger()
    assert clipboard().startswith(f"# [{header.title}](")
    assert "## Part\n\nOne **two**." in clipboard()
    window.actions_table["story.copy_quote"].trigger()
    assert clipboard().startswith("> Part One two.\n\n— “")
    window.reader.selectAll()
    window.actions_table["story.copy_quote"].trigger()
    assert "> One two." in clipboard()
    assert header.link in clipboard()
    assert id == header.id


def test_links_lose_what_follows_the_reader_unless_that_is_off(
    window: MainWindow, show: Callable[..., int], opener: Opener
) -> None:
    show()
    window.reader.follow("https://x.example/a?utm_source=rss&id=3")
    window.choices.set("privacy.strip_tracking", False)
    window.reader.follow("https://x.example/a?utm_source=rss&id=3")
    assert opener.opened == ["https://x.example/a?id=3", "https://x.example/a?utm_source=rss&id=3"]


def test_a_story_is_handed_to_the_mail_program(
    window: MainWindow, show: Callable[..., int], opener: Opener
) -> None:
    show()
    window.actions_table["story.share"].trigger()
    assert opener.opened[0].startswith("mailto:?subject=")
    assert "&body=" in opener.opened[0]


def test_a_message_carries_no_headers_of_the_feed_and_is_not_too_long() -> None:
    story = make_story(
        title="A & B?\r\nBcc: all@x.example", teaser="x" * 5000, link="https://x.example/?a=1&b=2"
    )
    address = copying.as_mail(story)
    assert len(address) < 4000
    assert address.count("&") == 1
    assert "\n" not in address
    assert "https%3A%2F%2Fx.example%2F%3Fa%3D1%26b%3D2" in address


def test_a_story_becomes_a_pdf(window: MainWindow, show: Callable[..., int], tmp_path: Path) -> None:
    show(
        html=CleanHtml("<p>Words of a story. </p>" * 300 + "<table><tr><td>a</td><td>b</td></tr></table>" * 2)
    )
    window.deeds.save_pdf(tmp_path / "story.pdf")
    data = (tmp_path / "story.pdf").read_bytes()
    assert data.startswith(b"%PDF-")
    assert data.count(b"/Type /Page\n") > 5
    window.deeds.save_pdf(tmp_path / "gone" / "story.pdf")
    assert "could not be saved" in window.notice.text()


# -- the menu of the page --------------------------------------------------------------------------------------------


def menu_of(window: MainWindow, link: str = "", picture: int = -1) -> list[str]:
    window.reader.view.menuRequested.emit(QPoint(0, 0), link, picture)
    menu = next(menu for menu in window.reader.findChildren(QMenu) if menu.isVisible())
    texts = [action.text() for action in menu.actions() if action.text()]
    menu.close()
    return texts


def test_the_menu_is_about_what_is_under_the_pointer(window: MainWindow, show: Callable[..., int]) -> None:
    show()
    assert menu_of(window)[0] == window.actions_table["story.whole"].text()
    assert menu_of(window, "https://x.example/")[:2] == ["Open the link", "Copy this link"]
    assert menu_of(window, "mailto:a@x.example")[:2] == ["Write to this address", "Copy the address"]
    assert menu_of(window, "javascript:alert(1)") == menu_of(window)
    assert "Show the picture in full size" in menu_of(window, "view:0", 0)
    window.reader.selectAll()
    assert "Copy" in menu_of(window)


def test_actions_about_a_story_need_one(window: MainWindow, show: Callable[..., int]) -> None:
    ids = ("story.whole", "story.copy_text", "story.pdf", "story.share", "story.print")
    window.reader.setStory(None)
    assert not any(window.actions_table[id].isEnabled() for id in ids)
    show()
    assert all(window.actions_table[id].isEnabled() for id in ids)
    assert not window.actions_table["story.download"].isEnabled()


def test_every_link_a_page_shows_of_our_own_is_followed(
    window: MainWindow, jobs: FakeJobs, show: Callable[..., int], opener: Opener, qtbot: QtBot
) -> None:
    """A link that does nothing when it is clicked is a lie."""
    show(enclosures=SOUND, html=CleanHtml("<p>Short.</p>"))
    window.deeds.player._load = lambda _parent: None
    block = window.reader.view.document().begin()
    found: set[str] = set()
    while block.isValid():
        found |= {span.format.anchorHref() for span in block.textFormats() if span.format.isAnchor()}
        block = block.next()
    ours = {address for address in found if not address.startswith("http")}
    assert ours == {WHOLE_ON, f"{DOWNLOAD_SCHEME}0", f"{PLAY_SCHEME}0"}
    for address in sorted(ours):
        window.reader.view.anchorClicked.emit(QUrl(address))
    assert {asked.name for asked in jobs.asked} >= {"fulltext", "download"}
    assert len(opener.opened) == 1
