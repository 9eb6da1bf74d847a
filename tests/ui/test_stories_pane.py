"""The story list pane over the fake library: opening, stepping, marks, arrivals, states."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QPaintEvent, QRegion
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from newsreader.domain.changes import Change, Mark
from newsreader.domain.errors import CacheBusy
from newsreader.domain.stories import View, ViewKind
from newsreader.ui.overlay_bar import WIDTH, OverlayBar
from newsreader.ui.stories.options import ListOptions
from newsreader.ui.stories.pane import StoryPane
from newsreader.ui.tasks import Tasks
from newsreader.ui.theme import Theme
from tests.ui.fake_library import NOW, FakeLibrary
from tests.ui.reading import Opener, make_header

ALL = View(ViewKind.ALL)


@pytest.fixture
def pane(qtbot: QtBot, theme: Theme, tasks: Tasks) -> StoryPane:
    """A pane that shows all sixty stories."""
    pane = StoryPane(theme, tasks, opener=Opener(), clock=lambda: NOW)
    qtbot.addWidget(pane)
    pane.resize(344, 700)
    with qtbot.waitExposed(pane):
        pane.show()
    open_view(qtbot, pane, ALL)
    return pane


class Painted(QObject):
    """What of a widget was painted since."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.region = QRegion()
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.region += event.region()
        return False


def open_view(qtbot: QtBot, pane: StoryPane, view: View) -> None:
    with qtbot.waitSignal(pane.countChanged):
        pane.setView(view)


def command(qtbot: QtBot, tasks: Tasks, pane: StoryPane, what: Callable[[FakeLibrary], Change]) -> Change:
    """Run a command and let the pane follow it, as the window does."""
    with qtbot.waitSignal(tasks.changed) as done:
        tasks.command(what)  # type: ignore[arg-type]
    pane.apply(done.args[0])
    return done.args[0]


def test_a_view_opens_at_its_top_with_nothing_selected(pane: StoryPane) -> None:
    assert pane.model.rowCount() == 60
    assert pane.currentId() is None
    assert pane.table.verticalScrollBar().value() == 0


def test_what_no_row_takes_is_paper(pane: StoryPane, theme: Theme) -> None:
    pane.resize(pane.width(), 60 * 120)
    pane.table.verticalScrollBar().setValue(0)
    image = pane.grab().toImage()
    below = image.pixelColor(image.width() // 2, image.height() - 20)
    assert pane.table.rows_in_sight() == (0, 60)
    assert below.name() == theme.color("paper").name()


def test_the_scroll_bar_stays_at_the_edge(pane: StoryPane) -> None:
    bar = pane.table.findChild(OverlayBar)
    assert isinstance(bar, OverlayBar)
    for width in (344, 500):
        pane.resize(width, 700)
        for value in (0, 130, 60):
            pane.table.verticalScrollBar().setValue(value)
            assert bar.geometry().topRight() == pane.table.viewport().rect().topRight()
            assert bar.height() == pane.table.viewport().height()


def test_a_scroll_paints_what_comes_into_sight_and_no_more(qtbot: QtBot, pane: StoryPane) -> None:
    """The rows that stay are moved as they are; only the strip under the scroll bar is painted with them."""
    painted = Painted(pane.table.viewport())
    pane.table.viewport().update()
    qtbot.waitUntil(lambda: not painted.region.isEmpty())
    painted.region = QRegion()
    pane.table.verticalScrollBar().setValue(40)
    qtbot.waitUntil(lambda: not painted.region.isEmpty())
    rows = painted.region.intersected(pane.table.viewport().rect().adjusted(0, 0, -WIDTH, 0))
    assert rows.boundingRect().height() <= 2 * 40


def test_of_rows_that_moved_along_no_words_are_painted(
    qtbot: QtBot, pane: StoryPane, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted = Painted(pane.table.viewport())
    pane.table.viewport().update()
    qtbot.waitUntil(lambda: not painted.region.isEmpty())
    painted.region, rows = QRegion(), set[int]()
    header = pane.model.header
    monkeypatch.setattr(pane.model, "header", lambda row: (rows.add(row), header(row))[1])
    pane.table.verticalScrollBar().setValue(40)
    qtbot.waitUntil(lambda: not painted.region.isEmpty())
    first, end = pane.table.rows_in_sight()
    assert rows
    assert rows <= {end - 2, end - 1}
    assert end - first > 4


def test_the_mere_focus_opens_no_story(qtbot: QtBot, pane: StoryPane) -> None:
    with qtbot.assertNotEmitted(pane.storySelected), qtbot.assertNotEmitted(pane.storyRead):
        pane.table.clearFocus()
        pane.table.setFocus(Qt.FocusReason.TabFocusReason)
    assert pane.table.hasFocus()
    assert pane.currentId() is None
    pane.next()
    assert pane.currentId() == 60


def test_steps_show_stories_and_the_deliberate_one_counts_as_read(qtbot: QtBot, pane: StoryPane) -> None:
    with (
        qtbot.waitSignals([pane.storySelected, pane.storyRead]) as _,
        qtbot.waitSignal(pane.storySelected) as shown,
    ):
        pane.next()
    assert shown.args == [60, True]
    with qtbot.waitSignal(pane.storySelected) as shown:
        pane.next()
    assert shown.args == [59, False]  # so soon after the first that a key must be held down
    with qtbot.waitSignal(pane.storySelected) as shown:
        pane.previous()
    assert shown.args[0] == 60


def test_a_held_key_marks_only_where_it_stops(qtbot: QtBot, pane: StoryPane) -> None:
    pane.setOptions(pane.options._replace(mark_delay=0.02))
    read: list[int] = []
    pane.next()
    pane.storyRead.connect(read.append)
    pane.next()
    pane.next()
    qtbot.waitUntil(lambda: bool(read))
    assert read == [58]


def test_saving_a_story_does_not_keep_it_unread(qtbot: QtBot, tasks: Tasks, pane: StoryPane) -> None:
    pane.setOptions(pane.options._replace(mark_read="after_delay", mark_delay=1.0))
    pane.next()
    story = pane.currentId()
    assert story is not None
    with qtbot.waitSignal(pane.storyRead, check_params_cb=lambda id: id == story):
        command(qtbot, tasks, pane, lambda library: library.marks.mark([story], Mark.SAVED))


def test_a_read_story_stays_in_unread_until_it_is_opened_again(
    qtbot: QtBot, pane: StoryPane, tasks: Tasks
) -> None:
    open_view(qtbot, pane, View(ViewKind.UNREAD))
    before = pane.model.rowCount()
    first = pane.model.snapshot[0]
    with qtbot.waitSignal(pane.countChanged) as counted:
        command(qtbot, tasks, pane, lambda library: library.marks.mark([first], Mark.READ))
    assert counted.args == [before - 1]
    assert pane.model.rowCount() == before
    header = pane.model.header(0)
    assert header is not None
    assert header.read
    open_view(qtbot, pane, View(ViewKind.UNREAD))
    assert pane.model.snapshot[0] != first


def test_new_stories_wait_in_a_bar_and_come_with_a_click(
    qtbot: QtBot, pane: StoryPane, library: FakeLibrary
) -> None:
    pane.next()
    current = pane.currentId()
    library.story_rows[101] = make_header(101, "Just in", when=NOW + 5)
    library.story_rows[102] = make_header(102, "Just in too", when=NOW + 6)
    pane.storiesArrived()
    before = pane.table.mapTo(pane, pane.table.visualRect(pane.model.index(1, 0)).topLeft())
    qtbot.waitUntil(pane._bar.isVisible)
    assert pane.table.mapTo(pane, pane.table.visualRect(pane.model.index(1, 0)).topLeft()) == before
    assert "2 new stories" in pane._bar.text()
    assert pane.model.rowCount() == 60
    with qtbot.waitSignal(pane.countChanged):
        qtbot.mouseClick(pane._bar, Qt.MouseButton.LeftButton)
    assert pane.model.snapshot[0] == 102
    assert pane.currentId() == current
    assert not pane._bar.isVisible()


def test_home_loads_what_arrived(qtbot: QtBot, pane: StoryPane, library: FakeLibrary) -> None:
    library.story_rows[101] = make_header(101, "Just in", when=NOW + 5)
    pane.storiesArrived()
    qtbot.waitUntil(pane._bar.isVisible)
    with qtbot.waitSignal(pane.countChanged):
        qtbot.keyClick(pane.table, Qt.Key.Key_Home)
    assert pane.model.snapshot[0] == 101


def test_into_an_empty_list_stories_come_at_once(qtbot: QtBot, pane: StoryPane, library: FakeLibrary) -> None:
    library.story_rows.clear()
    open_view(qtbot, pane, ALL)
    assert pane._state.isVisible()
    library.story_rows[1] = make_header(1)
    with qtbot.waitSignal(pane.countChanged):
        pane.storiesArrived()
    assert pane.table.isVisible()


def test_a_list_that_began_empty_keeps_filling_while_nobody_is_in_it(
    qtbot: QtBot, pane: StoryPane, library: FakeLibrary
) -> None:
    library.story_rows.clear()
    open_view(qtbot, pane, ALL)
    for count in (1, 5, 140):  # also those that come in below, beyond the first page
        for id in range(1, count + 1):
            library.story_rows[id] = make_header(id, when=NOW - id)
        pane.storiesArrived()
        qtbot.waitUntil(lambda count=count: pane.model.rowCount() == count)
        assert not pane._bar.isVisible()
    pane.next()
    library.story_rows[201] = make_header(201, "Just in", when=NOW + 5)
    pane.storiesArrived()
    qtbot.waitUntil(pane._bar.isVisible)
    assert pane.model.rowCount() == 140


def test_a_list_that_was_filled_long_ago_is_left_as_it_is(
    qtbot: QtBot, pane: StoryPane, library: FakeLibrary
) -> None:
    library.story_rows.clear()
    open_view(qtbot, pane, ALL)
    library.story_rows[1] = make_header(1)
    pane.storiesArrived()
    qtbot.waitUntil(lambda: pane.model.rowCount() == 1)
    pane._first.end()
    library.story_rows[2] = make_header(2, when=NOW + 5)
    pane.storiesArrived()
    qtbot.waitUntil(pane._bar.isVisible)
    assert pane.model.rowCount() == 1


def test_feeds_that_were_never_asked_are_told_of_with_the_way_to_ask_them(
    qtbot: QtBot, pane: StoryPane, library: FakeLibrary
) -> None:
    library.story_rows.clear()
    library.feed_rows = {id: replace(feed, last_checked=None) for id, feed in library.feed_rows.items()}
    open_view(qtbot, pane, View(ViewKind.UNREAD))
    assert pane._state.state.title == "All read"
    pane.follow(library.feeds.tree())
    assert pane._state.state.title == "Not fetched yet"
    assert pane._state.state.action == "feed.refresh_all"
    pane.setFetching(True)
    assert pane._state.state.title == "Fetching your feeds"
    pane.setFetching(False)
    library.feed_rows[1] = replace(library.feed_rows[1], last_checked=NOW)
    pane.follow(library.feeds.tree())
    assert pane._state.state.title == "All read"
    pane.setFetching(True)  # most of them are still to be asked
    assert pane._state.state.title == "Fetching your feeds"
    pane.setFetching(False)
    for view in (View(ViewKind.FEED, 2), View(ViewKind.FOLDER, 2)):
        open_view(qtbot, pane, view)
        assert pane._state.state.title == "Not fetched yet"
        assert pane._state.state.action == "feed.refresh"
    open_view(qtbot, pane, View(ViewKind.FEED, 1))
    assert pane._state.state.title == "No stories yet"


def test_with_feeds_nobody_is_told_to_add_one_to_begin(
    qtbot: QtBot, pane: StoryPane, library: FakeLibrary
) -> None:
    library.story_rows.clear()
    pane.follow(library.feeds.tree())
    open_view(qtbot, pane, ALL)
    assert pane._state.state.action == "feed.refresh_all"


def test_selection_by_id_survives_loading_again(qtbot: QtBot, pane: StoryPane, library: FakeLibrary) -> None:
    pane.selectStory(30)
    library.story_rows[101] = make_header(101, when=NOW + 5)
    with qtbot.assertNotEmitted(pane.storySelected), qtbot.waitSignal(pane.countChanged):
        pane.reload()
    assert pane.currentId() == 30


def test_another_view_begins_at_its_top_without_the_story_of_the_one_before(
    qtbot: QtBot, pane: StoryPane
) -> None:
    pane.selectStory(8)
    open_view(qtbot, pane, View(ViewKind.UNREAD))
    assert pane.model.snapshot.row_of(8) is not None
    assert pane.currentId() is None
    assert pane.table.verticalScrollBar().value() == 0


def test_loading_again_keeps_the_place(qtbot: QtBot, pane: StoryPane) -> None:
    pane.table.verticalScrollBar().setValue(1000)
    with qtbot.waitSignal(pane.countChanged):
        pane.reload()
    assert pane.table.verticalScrollBar().value() == 1000


def test_oldest_first_and_unread_only_open_the_view_anew(qtbot: QtBot, pane: StoryPane) -> None:
    with qtbot.waitSignal(pane.countChanged):
        pane.setOptions(ListOptions(oldest_first=True))
    assert pane.model.snapshot[0] == 1
    with qtbot.waitSignal(pane.countChanged):
        pane.setOptions(ListOptions(unread_only=True))
    assert pane.model.rowCount() == 45


def test_the_menu_of_the_header_changes_the_options(qtbot: QtBot, pane: StoryPane) -> None:
    menu = pane._header.make_menu()
    texts = {action.text(): action for action in menu.actions() if action.text()}
    with qtbot.waitSignal(pane.optionsChanged) as chosen:
        texts["Compact"].trigger()
    assert chosen.args[0].density == "compact"
    assert pane.table.rowHeight(3) < 60


def test_next_unread_skips_what_is_read_and_tells_when_there_is_none(
    qtbot: QtBot, pane: StoryPane, tasks: Tasks
) -> None:
    pane.selectStory(58)
    pane.nextUnread()
    assert pane.currentId() == 56  # 57 is read
    command(qtbot, tasks, pane, lambda library: library.marks.mark(range(1, 61), Mark.READ))
    with qtbot.waitSignal(pane.exhausted) as told:
        pane.nextUnread()
    assert told.args == [True]


def test_several_rows_are_marked_together(qtbot: QtBot, pane: StoryPane) -> None:
    pane.selectStory(60)
    for _ in range(2):
        qtbot.keyClick(pane.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert pane.selectedIds() == (60, 59, 58)
    with qtbot.waitSignal(pane.marksRequested) as asked:
        pane.chosen.toggleSaved()
    assert asked.args == [(60, 59, 58), Mark.SAVED]


def test_mark_above_and_below(qtbot: QtBot, pane: StoryPane) -> None:
    pane.selectStory(57)
    with qtbot.waitSignal(pane.marksRequested) as asked:
        pane.chosen.markAbove()
    assert asked.args == [(60, 59, 58), Mark.READ]
    with qtbot.waitSignal(pane.marksRequested) as asked:
        pane.chosen.markBelow()
    assert asked.args[0] == tuple(range(56, 0, -1))


def test_a_click_on_the_current_row_shows_its_story_again(qtbot: QtBot, pane: StoryPane) -> None:
    pane.selectStory(60, quiet=True)
    place = pane.table.visualRect(pane.model.index(0, 0)).center()
    shown: list[int] = []
    pane.storySelected.connect(lambda story, _deliberate: shown.append(story))
    qtbot.mouseClick(pane.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert shown == [60]
    place = pane.table.visualRect(pane.model.index(1, 0)).center()
    qtbot.mouseClick(pane.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert shown == [60, 59]


def test_letters_are_left_to_the_window(qtbot: QtBot, pane: StoryPane) -> None:
    pane.selectStory(60)
    for key in (Qt.Key.Key_M, Qt.Key.Key_R, Qt.Key.Key_P):
        qtbot.keyClick(pane.table, key)
    assert pane.currentId() == 60


def test_links_are_copied_and_opened(qtbot: QtBot, pane: StoryPane) -> None:
    pane.selectStory(60)
    pane.chosen.copyLinks()
    assert QGuiApplication.clipboard().text() == "https://lantern.example/60"
    pane.chosen.copyTitles()
    title = "Ferry timetable redrawn after a winter of complaints from the islands"
    assert QGuiApplication.clipboard().text() == f"{title}\nhttps://lantern.example/60"
    pane.chosen.openOutside()
    assert pane.chosen._opener.opened == ["https://lantern.example/60"]  # type: ignore[attr-defined]


def test_a_fault_is_told_with_the_way_out(qtbot: QtBot, pane: StoryPane, library: FakeLibrary) -> None:
    library.fail_next = CacheBusy("Another program holds the cache.")
    pane.setView(View(ViewKind.SAVED))
    qtbot.waitUntil(lambda: pane._state.isVisible() and pane._state.state.fault)
    assert pane._state.state.sentence == "Another program holds the cache."
    with qtbot.waitSignal(pane.countChanged):
        pane._act("reload")
    assert pane.table.isVisible()


def test_a_change_of_feeds_loads_the_list_again(qtbot: QtBot, pane: StoryPane, library: FakeLibrary) -> None:
    del library.story_rows[60]
    with qtbot.waitSignal(pane.countChanged):
        pane.apply(Change(feeds=(1,), tree=True))
    assert pane.model.rowCount() == 59


def test_with_more_than_a_page_the_rest_follows(qtbot: QtBot, theme: Theme) -> None:
    tasks = Tasks()
    library = FakeLibrary(count=350)
    tasks.start(lambda: library)  # type: ignore[arg-type,return-value]
    pane = StoryPane(theme, tasks, clock=lambda: NOW)
    qtbot.addWidget(pane)
    with qtbot.waitExposed(pane):
        pane.show()
    open_view(qtbot, pane, ALL)
    qtbot.waitUntil(lambda: pane.model.rowCount() == 350)
    pane.selectStory(2)
    qtbot.waitUntil(lambda: pane.currentHeader() is not None)
    assert tasks.stop()
