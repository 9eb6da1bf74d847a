"""The briefs in the main window: keys, commands and their undo, comparing, and the page of the day."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from newsreader.domain.briefs import BriefSource
from newsreader.domain.errors import CacheBusy, NotWritable
from newsreader.domain.stories import View, ViewKind
from newsreader.ui import resume
from newsreader.ui.briefs.pane import FETCHING as BRIEFS_FETCHING
from newsreader.ui.briefs.pane import NOTHING as BRIEFS_NOTHING
from newsreader.ui.briefs.rows import SourceRow
from newsreader.ui.dialogs.choose_brief import ChooseBriefDialog
from newsreader.ui.main_window import MainWindow
from newsreader.ui.morning.view import FETCHING, LOADING, NOTHING
from newsreader.ui.notifications import Notice
from newsreader.ui.reader.link_button import LinkButton
from tests.ui.fake_jobs import FakeJobs
from tests.ui.fake_library import FakeLibrary
from tests.ui.test_main_window import press

_Key = Qt.Key


@pytest.fixture
def briefs(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """The window with the keyboard in the briefs."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.stories.setFocus()
    qtbot.waitUntil(lambda: bool(window.briefs.model.briefs))
    press(window, _Key.Key_B)
    assert window.pane_focus.current() == "briefs"
    return window


def ids(window: MainWindow) -> list[int]:
    return [brief.id for brief in window.briefs.model.briefs]


def current(window: MainWindow) -> int:
    brief = window.briefs.currentBrief()
    assert brief is not None
    return brief.id


def shown(window: MainWindow) -> int | None:
    return window.reader.story.header.id if window.reader.story is not None else None


def strip(window: MainWindow) -> list[str]:
    """The links below the story."""
    links = window.reader._related.findChildren(LinkButton)
    return [link.text() for link in links if not link.isHidden()]


def undo(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(window.actions_table["edit.undo"].isEnabled)
    press(window, _Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


# -- the sidebar ---------------------------------------------------------------------------------------------


def test_keys_walk_and_open_while_the_list_stays(briefs: MainWindow, qtbot: QtBot) -> None:
    press(briefs, _Key.Key_J)
    assert current(briefs) == 57
    press(briefs, _Key.Key_Return)
    qtbot.waitUntil(lambda: shown(briefs) == 57)
    assert briefs.pane_focus.current() == "briefs"
    press(briefs, _Key.Key_K)
    assert current(briefs) == 60


def test_keys_that_were_changed_count_here_too(briefs: MainWindow) -> None:
    briefs.keymap.bind("story.next", ["Y"])
    press(briefs, _Key.Key_Y)
    assert current(briefs) == 57


def test_a_card_opens_and_its_source_is_read(briefs: MainWindow, qtbot: QtBot) -> None:
    press(briefs, _Key.Key_Right)
    qtbot.waitUntil(lambda: briefs.briefs.model.is_open(60))
    press(briefs, _Key.Key_Right)
    press(briefs, _Key.Key_J)
    press(briefs, _Key.Key_Return)
    qtbot.waitUntil(lambda: shown(briefs) == 59)
    row = briefs.briefs.model.row(2)
    assert isinstance(row, SourceRow)
    qtbot.waitUntil(lambda: briefs.briefs.model.row(2).source.read)  # type: ignore[union-attr]
    press(briefs, _Key.Key_Left)
    assert not briefs.briefs.model.is_open(60)


def test_a_whole_event_is_read_by_one_key_and_taken_back(
    briefs: MainWindow, library: FakeLibrary, qtbot: QtBot
) -> None:
    press(briefs, _Key.Key_E)
    qtbot.waitUntil(lambda: all(library.story_rows[id].read for id in (60, 59, 58)))
    assert current(briefs) == 57
    qtbot.waitUntil(lambda: briefs.briefs.model.briefs[0].read)
    assert briefs.undo_bar.text() == "3 stories marked read"
    undo(briefs, qtbot)
    qtbot.waitUntil(lambda: not library.story_rows[60].read)
    qtbot.waitUntil(lambda: not briefs.briefs.model.briefs[0].read)


def test_read_events_are_left_out_when_the_briefs_are_read_again(briefs: MainWindow, qtbot: QtBot) -> None:
    press(briefs, _Key.Key_E)
    qtbot.waitUntil(lambda: briefs.briefs.model.briefs[0].read)
    briefs.briefs_control.read_briefs()
    qtbot.waitUntil(lambda: ids(briefs)[0] == 57)
    briefs.choices.set("briefs.hide_read", False)
    qtbot.waitUntil(lambda: ids(briefs)[0] == 60)


def test_a_dismissed_brief_goes_and_comes_back_by_undo(
    briefs: MainWindow, library: FakeLibrary, qtbot: QtBot
) -> None:
    press(briefs, _Key.Key_X)
    qtbot.waitUntil(lambda: ids(briefs)[0] == 57)
    assert library.briefs.dismissed == {60}
    assert current(briefs) == 57
    undo(briefs, qtbot)
    qtbot.waitUntil(lambda: ids(briefs)[0] == 60)
    assert current(briefs) == 57


def test_what_cannot_be_dismissed_stays_and_the_reason_is_told(
    briefs: MainWindow, library: FakeLibrary, qtbot: QtBot
) -> None:
    library.fail_next = CacheBusy("Another program holds the cache.")
    press(briefs, _Key.Key_X)
    qtbot.waitUntil(lambda: briefs.notice.text() == "Another program holds the cache.")
    assert ids(briefs)[0] == 60


def test_an_event_is_followed_and_wanted_less(briefs: MainWindow, library: FakeLibrary, qtbot: QtBot) -> None:
    follow, less = briefs.actions_table["briefs.follow"], briefs.actions_table["briefs.less"]
    follow.trigger()
    qtbot.waitUntil(lambda: briefs.briefs.model.briefs[0].followed)
    assert follow.isChecked()
    less.trigger()
    qtbot.waitUntil(lambda: briefs.briefs.model.briefs[0].less)
    follow.trigger()
    qtbot.waitUntil(lambda: not briefs.briefs.model.briefs[0].followed)
    assert library.briefs.lessened == {60}


def test_a_source_that_tells_something_else_is_taken_out(
    briefs: MainWindow, library: FakeLibrary, qtbot: QtBot
) -> None:
    split = briefs.actions_table["briefs.split"]
    assert not split.isEnabled()
    press(briefs, _Key.Key_Right)
    qtbot.waitUntil(lambda: briefs.briefs.model.is_open(60))
    press(briefs, _Key.Key_Right)
    press(briefs, _Key.Key_J)
    split.trigger()
    qtbot.waitUntil(lambda: briefs.briefs.model.briefs[0].stories == (60, 58))
    qtbot.waitUntil(lambda: briefs.briefs.model.row_of(("source", (60, 59))) is None)
    assert briefs.briefs.model.is_open(60)
    assert library.briefs.events[59] == (59,)


def test_why_a_source_belongs_is_asked_only_when_it_is_pointed_at(briefs: MainWindow, qtbot: QtBot) -> None:
    told: list[tuple[int, int, str]] = []
    briefs.briefs.list.show_why = lambda *why: told.append(why)  # type: ignore[method-assign]
    briefs.briefs.list.whyAsked.emit(60, 59)
    qtbot.waitUntil(lambda: told == [(60, 59, "Story 59 has words of event 60.")])


def test_the_menu_holds_what_can_be_done(briefs: MainWindow) -> None:
    briefs.briefs.menuRequested.emit(briefs.briefs.list.mapToGlobal(briefs.briefs.list.rect().center()))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    texts = [action.text() for action in menu.actions() if action.text()]
    assert texts[:3] == ["Open", "Show its sources", "Show all its stories in the list"]
    assert texts[3:5] == ["Mark event read", "Dismiss"]
    menu.close()


def test_outside_the_briefs_their_keys_do_nothing(briefs: MainWindow, library: FakeLibrary) -> None:
    briefs.stories.setFocus()
    press(briefs, _Key.Key_X)
    press(briefs, _Key.Key_E)
    assert briefs.tasks.idle
    assert not library.briefs.dismissed


# -- the stories of an event as a list -----------------------------------------------------------------------


@pytest.fixture
def listed(briefs: MainWindow, library: FakeLibrary, qtbot: QtBot) -> MainWindow:
    """The window with the list of the first event, one story of which is read."""
    library.story_rows[59] = replace(library.story_rows[59], read=True)
    briefs.actions_table["briefs.list"].trigger()
    qtbot.waitUntil(lambda: list(briefs.stories.model.snapshot) == [60, 59, 58])
    return briefs


def test_the_stories_of_an_event_are_listed(listed: MainWindow, library: FakeLibrary, qtbot: QtBot) -> None:
    headline = library.briefs.list().briefs[0].headline
    assert listed.stories._header._title.text() == headline
    assert listed.pane_focus.current() == "stories"
    assert listed.feeds.currentView() is None
    with qtbot.waitSignal(listed.follower.treeRead):
        listed.follower.refresh()
    assert listed.stories._header._title.text() == headline, "no feed gives it its name"
    assert listed.selection.view == View(ViewKind.EVENT, 60)


def test_the_list_of_an_event_shows_what_is_read_and_folds_nothing(listed: MainWindow, qtbot: QtBot) -> None:
    listed.choices.set("list.unread_only", True)
    listed.choices.set("list.fold_duplicates", True)
    listed.stories.reload()
    qtbot.waitUntil(lambda: listed.tasks.idle)
    assert list(listed.stories.model.snapshot) == [60, 59, 58]
    assert not listed.stories.folding.on
    listed.feeds.selectView(View(ViewKind.ALL))
    assert listed.stories.folding.on
    qtbot.waitUntil(lambda: len(listed.stories.model.snapshot) > 3)
    assert 59 not in list(listed.stories.model.snapshot)


def test_the_list_of_an_event_is_searched(listed: MainWindow, library: FakeLibrary, qtbot: QtBot) -> None:
    library.story_rows[58] = replace(library.story_rows[58], title="Something of its own")
    listed.toolbar.search.searchChanged.emit("of its own")
    qtbot.waitUntil(lambda: list(listed.stories.model.snapshot) == [58])
    listed.toolbar.search.searchChanged.emit("")
    qtbot.waitUntil(lambda: list(listed.stories.model.snapshot) == [60, 59, 58])


def test_the_list_of_an_event_loses_a_story_that_is_about_something_else(
    listed: MainWindow, library: FakeLibrary, qtbot: QtBot
) -> None:
    listed.tasks.command(lambda library: library.briefs.split(60, 58))
    qtbot.waitUntil(lambda: list(listed.stories.model.snapshot) == [60, 59])


def test_the_list_of_an_event_is_marked_read_as_a_whole(
    listed: MainWindow, library: FakeLibrary, qtbot: QtBot
) -> None:
    listed.actions_table["view.mark_read"].trigger()
    qtbot.waitUntil(lambda: all(library.story_rows[id].read for id in (60, 59, 58)))
    assert not library.story_rows[56].read


def test_the_list_of_an_event_is_not_what_the_next_start_opens(listed: MainWindow) -> None:
    resume.keep_view(listed.state, listed.selection.view)
    assert resume.last_view(listed.state) is None


# -- joining and following -----------------------------------------------------------------------------------


def test_a_story_is_joined_to_the_event_that_is_chosen(
    briefs: MainWindow, library: FakeLibrary, qtbot: QtBot
) -> None:
    briefs.actions_table["briefs.join"].trigger()  # of a card with several stories: not asked
    assert not briefs.findChildren(ChooseBriefDialog)
    briefs.stories.selectStory(59, quiet=True)
    briefs.stories.chosen.joinEvent()
    (dialog,) = briefs.findChildren(ChooseBriefDialog)
    qtbot.waitUntil(lambda: dialog._list.count() == 5)  # all but its own event
    dialog._field.setText("no such words")
    assert dialog._list.count() == 0
    assert not dialog._go.isEnabled()
    dialog._field.setText("parliament adjourns")
    assert dialog._list.count() == 2
    dialog._go.click()
    qtbot.waitUntil(lambda: library.briefs.events[57][-1] == 59)
    briefs.undo()
    qtbot.waitUntil(lambda: 59 in library.briefs.events[60])


def test_new_stories_of_a_followed_event_are_told(
    briefs: MainWindow, library: FakeLibrary, qtbot: QtBot
) -> None:
    briefs.actions_table["briefs.follow"].trigger()
    qtbot.waitUntil(lambda: briefs.briefs.model.briefs[0].followed)
    told: list[Notice] = []
    controllers = briefs._controllers
    assert controllers is not None
    controllers.notifications.tell = told.append  # type: ignore[method-assign,assignment]
    briefs.follower.refresh()
    library.story_rows[70] = replace(library.story_rows[60], id=70)
    library.briefs.events[60] += (70,)
    library.briefs.events[57] += (58,)  # of an event nobody follows, and no new story
    briefs.follower.refresh()
    qtbot.waitUntil(lambda: len(told) == 1)
    assert (told[0].kind, told[0].story) == ("event", 70)
    assert told[0].body == "1 new story of an event you follow"
    briefs.follower.refresh()
    qtbot.waitUntil(lambda: briefs.tasks.idle)
    assert len(told) == 1


# -- while there is nothing ----------------------------------------------------------------------------------


def test_a_first_fetch_is_told_where_briefs_will_be(
    window: MainWindow, library: FakeLibrary, jobs: FakeJobs, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: bool(window.briefs.model.briefs))
    library.briefs.dismissed = {60, 57, 54, 51, 48, 45}
    library.feed_rows[10] = replace(library.feed_rows[1], id=10, last_checked=None, next_check=None)
    window.briefs.model.show(())
    window.briefs_control.read_briefs()
    qtbot.waitUntil(lambda: window.briefs._state.state == BRIEFS_NOTHING)
    window.sync.refresh_all()
    with qtbot.waitSignal(window.follower.treeRead):
        window.follower.refresh()
    assert window.briefs._state.state == BRIEFS_FETCHING
    window.morning.open()
    view = window.morning.view
    qtbot.waitUntil(lambda: view._state.state == FETCHING)
    jobs.named("sync")[0].finish({"feeds": 1, "due": 1})
    assert window.briefs._state.state == BRIEFS_NOTHING
    assert view._state.state == NOTHING


def test_a_refresh_of_feeds_that_were_asked_before_is_no_first_one(
    window: MainWindow, library: FakeLibrary, qtbot: QtBot
) -> None:
    with qtbot.assertNotEmitted(window.sync.firstFetch):
        window.sync.refresh_all()
        with qtbot.waitSignal(window.follower.treeRead):
            window.follower.refresh()


# -- comparing -----------------------------------------------------------------------------------------------


def test_one_key_goes_to_the_other_publication_and_back(briefs: MainWindow, qtbot: QtBot) -> None:
    press(briefs, _Key.Key_Return)
    qtbot.waitUntil(lambda: briefs.actions_table["story.compare"].isEnabled())
    press(briefs, _Key.Key_C)
    qtbot.waitUntil(lambda: shown(briefs) == 59)
    back = ["← Back to Harbour Lantern", "The Millrace"]
    qtbot.waitUntil(lambda: strip(briefs) == back)
    press(briefs, _Key.Key_C)
    qtbot.waitUntil(lambda: shown(briefs) == 60)


def test_a_story_chosen_elsewhere_ends_comparing(briefs: MainWindow, qtbot: QtBot) -> None:
    press(briefs, _Key.Key_Return)
    qtbot.waitUntil(lambda: briefs.actions_table["story.compare"].isEnabled())
    press(briefs, _Key.Key_C)
    qtbot.waitUntil(lambda: shown(briefs) == 59)
    press(briefs, _Key.Key_J)
    press(briefs, _Key.Key_Return)
    qtbot.waitUntil(lambda: shown(briefs) == 57 and bool(briefs.compare._related))
    press(briefs, _Key.Key_C)
    qtbot.waitUntil(lambda: shown(briefs) == 56)


class _Visible(QObject):
    """Notes when a widget is shown or hidden."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.seen: list[QEvent.Type] = []
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Show, QEvent.Type.Hide):
            self.seen.append(event.type())
        return False


def test_between_stories_of_one_event_the_strip_keeps_its_place(briefs: MainWindow, qtbot: QtBot) -> None:
    briefs.selection.open_story(60)
    qtbot.waitUntil(lambda: strip(briefs) != [])
    visible = _Visible(briefs.reader._related)
    briefs.stories.setFocus()
    press(briefs, _Key.Key_J)
    qtbot.waitUntil(lambda: shown(briefs) == 59)
    others = [source.title for source in FakeLibrary().briefs.related(59)]
    qtbot.waitUntil(lambda: strip(briefs) == others)
    assert visible.seen == []


def test_nobody_is_named_when_it_cannot_be_known_who_covers_a_story(
    briefs: MainWindow, library: FakeLibrary, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(_story: int) -> tuple[BriefSource, ...]:
        raise CacheBusy("Another program holds the cache.")

    briefs.selection.open_story(60)
    qtbot.waitUntil(lambda: strip(briefs) != [])
    monkeypatch.setattr(library.briefs, "related", busy)
    with qtbot.waitSignal(briefs.tasks.fault):
        briefs.selection.open_story(59)
    qtbot.waitUntil(lambda: shown(briefs) == 59 and briefs.reader._related.isHidden())


# -- the page of the day -------------------------------------------------------------------------------------


@pytest.fixture
def page(briefs: MainWindow, qtbot: QtBot) -> MainWindow:
    """The window with its page of the day open."""
    briefs.stories.setFocus()
    press(briefs, _Key.Key_G)
    press(briefs, _Key.Key_B)
    qtbot.waitUntil(lambda: bool(briefs.morning.view.paper.tiles))
    return briefs


def test_the_page_is_walked_by_keys_and_opens_stories(page: MainWindow, qtbot: QtBot) -> None:
    view = page.morning.view
    assert view.isVisible()
    press(page, _Key.Key_J)
    press(page, _Key.Key_J)
    press(page, _Key.Key_K)
    press(page, _Key.Key_Down)
    chosen = view.current()
    assert chosen is not None
    press(page, _Key.Key_Return)
    qtbot.waitUntil(lambda: shown(page) == chosen.story)
    assert not view.isVisible()
    page.actions_table["go.morning"].trigger()
    assert view.current() == chosen


def test_escape_closes_the_page_and_gives_the_focus_back(page: MainWindow) -> None:
    press(page, _Key.Key_Escape)
    assert not page.morning.view.isVisible()
    assert page.pane_focus.current() == "stories"


def test_a_click_on_the_page_opens_the_story(page: MainWindow, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.morning.view.paper.tiles[2], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: shown(page) == 54)


def test_keys_of_the_covered_list_do_nothing(page: MainWindow, library: FakeLibrary, qtbot: QtBot) -> None:
    before = dict(library.story_rows)
    for key in (_Key.Key_M, _Key.Key_S, _Key.Key_N):
        press(page, key)
    assert page.tasks.idle
    assert library.story_rows == before


def test_events_are_read_and_dismissed_from_the_page(
    page: MainWindow, library: FakeLibrary, qtbot: QtBot
) -> None:
    view = page.morning.view
    press(page, _Key.Key_E)
    qtbot.waitUntil(lambda: view.paper.tiles[0].brief.read)
    assert view.paper.tiles[0].hasFocus()
    press(page, _Key.Key_X)
    qtbot.waitUntil(lambda: view.paper.tiles[0].brief.id == 57)
    assert library.briefs.dismissed == {60}


def test_another_list_closes_the_page(page: MainWindow) -> None:
    page.feeds.selectView(View(ViewKind.SAVED))
    assert not page.morning.view.isVisible()


def test_the_page_has_a_state_for_everything(briefs: MainWindow, library: FakeLibrary, qtbot: QtBot) -> None:
    view = briefs.morning.view
    library.fail_next = CacheBusy("Another program holds the cache.")
    briefs.morning.open()
    assert view._state.state == LOADING
    qtbot.waitUntil(lambda: view._state.state.fault)
    library.briefs.dismissed = {60, 57, 54, 51, 48, 45}
    qtbot.mouseClick(view._state._button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: view._state.state == NOTHING)
    assert not view._print.isEnabled()


def test_the_page_follows_what_comes_in(page: MainWindow, library: FakeLibrary, qtbot: QtBot) -> None:
    library.briefs.dismiss(57)
    page.follower.refresh()
    qtbot.waitUntil(lambda: page.morning.view.paper.tiles[1].brief.id == 54)


def test_the_page_is_kept_as_pdf_and_as_a_web_page(page: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    page.morning.write_pdf(tmp_path / "day.pdf")
    assert (tmp_path / "day.pdf").read_bytes().startswith(b"%PDF-")
    with qtbot.waitSignal(page.morning.said):
        page.morning.write_html(tmp_path / "day.html")
    text = (tmp_path / "day.html").read_text()
    assert "<h1>Today in brief</h1>" in text
    assert 'href="https://lantern.example/60"' in text


def test_a_page_that_cannot_be_kept_says_so(page: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.tasks.fault) as told:
        page.morning.write_pdf(tmp_path / "no such folder" / "day.pdf")
    assert isinstance(told.args[0], NotWritable)
    with qtbot.waitSignal(page.tasks.fault) as told:
        page.morning.write_html(tmp_path / "no such folder" / "day.html")
    assert isinstance(told.args[0], NotWritable)


def test_the_library_is_asked_for_no_page_that_is_not_seen(briefs: MainWindow) -> None:
    briefs.morning.read()
    assert not briefs.morning.is_open
    assert "view" not in vars(briefs.morning)
