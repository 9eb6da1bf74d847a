"""The list under a person's hands: what stays in place, what scrolling marks, what clicks, groups, several rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from newsreader.domain.changes import Change, Mark
from newsreader.domain.stories import View, ViewKind
from newsreader.ui.stories import loader
from newsreader.ui.stories.days import day_of
from newsreader.ui.stories.lines import whole_words
from newsreader.ui.stories.options import ListOptions
from newsreader.ui.stories.pane import StoryPane
from newsreader.ui.tasks import Tasks
from newsreader.ui.theme import Theme
from tests.ui.fake_library import NOW, FakeLibrary, FakeStories
from tests.ui.reading import Opener

ALL = View(ViewKind.ALL)
Make = Callable[[int], StoryPane]


@pytest.fixture
def make(qtbot: QtBot, theme: Theme) -> Iterator[Make]:
    """Makes a pane over a library of so many stories, all of them shown."""
    started: list[Tasks] = []

    def pane_of(stories: int) -> StoryPane:
        library = FakeLibrary(stories)
        tasks = Tasks()
        tasks.start(lambda: library)  # type: ignore[arg-type,return-value]
        started.append(tasks)
        pane = StoryPane(theme, tasks, opener=Opener(), clock=lambda: NOW)
        tasks.changed.connect(pane.apply)
        pane.marksRequested.connect(lambda ids, mark: tasks.command(lambda lib: lib.marks.mark(ids, mark)))
        pane.togglesRequested.connect(
            lambda ids, mark: tasks.command(lambda lib: lib.marks.toggle(ids, mark))
        )
        qtbot.addWidget(pane)
        pane.resize(344, 700)
        with qtbot.waitExposed(pane):
            pane.show()
        with qtbot.waitSignal(pane.countChanged):
            pane.setView(ALL)
        bar = pane.table.verticalScrollBar()
        qtbot.waitUntil(lambda: pane.model.rowCount() == stories and bar.maximum() > 60 * 44 - 700)
        return pane

    yield pane_of
    for tasks in started:
        assert tasks.stop()


def edge(pane: StoryPane, story: int) -> int:
    """Where the lower edge of a story's row stands."""
    row = pane.model.snapshot.row_of(story)
    assert row is not None
    return pane.table.rowViewportPosition(row) + pane.table.rowHeight(row)


def wheel(pane: StoryPane, notches: int) -> None:
    """Turn the wheel towards the end of the list."""
    viewport = pane.table.viewport()
    for _ in range(notches):
        event = QWheelEvent(
            QPointF(40, 40), viewport.mapToGlobal(QPointF(40, 40)), QPoint(), QPoint(0, -120),
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(viewport, event)


def click(
    qtbot: QtBot, pane: StoryPane, row: int, button: Qt.MouseButton, *keys: Qt.KeyboardModifier
) -> None:
    """Click into the middle of a row."""
    place = pane.table.visualRect(pane.model.index(row, 0)).center()
    modifier = keys[0] if keys else Qt.KeyboardModifier.NoModifier
    qtbot.mouseClick(pane.table.viewport(), button, modifier, place)


# -- what stays ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stories", [60, 260])
def test_unread_only_leaves_the_story_under_the_eyes_where_it_is(
    qtbot: QtBot, make: Make, stories: int
) -> None:
    pane = make(stories)
    row = stories - 30
    story = pane.model.snapshot[row]
    pane.selectStory(story)
    qtbot.waitUntil(lambda: pane.currentHeader() is not None)
    with qtbot.waitSignal(pane.countChanged):
        pane.chosen.markSelected(Mark.READ)
    before = edge(pane, story)
    with qtbot.waitSignal(pane.model.modelReset):
        pane.setOptions(pane.options._replace(unread_only=True))
    assert pane.currentId() == story
    assert edge(pane, story) == before
    qtbot.waitUntil(lambda: pane.currentHeader() is not None)
    shown = [pane.model.snapshot[place] for place in range(pane.model.rowCount())]
    assert shown == sorted(shown, reverse=True)
    assert len(shown) < stories


def test_loading_again_far_down_keeps_the_place(qtbot: QtBot, make: Make) -> None:
    pane = make(400)
    pane.table.verticalScrollBar().setValue(20_000)
    story = pane.model.snapshot[pane.table.rowAt(0)]
    before = edge(pane, story)
    with qtbot.waitSignal(pane.model.modelReset):
        pane.apply(Change(tree=True))
    assert edge(pane, story) == before
    assert pane.model.rowCount() == 400


def test_a_story_that_was_read_stays_while_it_is_open(qtbot: QtBot, make: Make) -> None:
    pane = make(60)
    pane.setOptions(ListOptions(unread_only=True))
    qtbot.waitUntil(lambda: pane.model.rowCount() == 45)
    pane.selectStory(pane.model.snapshot[4])
    story = pane.currentId()
    with qtbot.waitSignal(pane.countChanged):
        pane.chosen.markSelected(Mark.READ)
    with qtbot.waitSignal(pane.model.modelReset):
        pane.showArrivals()
    assert pane.currentId() == story
    with qtbot.waitSignal(pane.model.modelReset):
        pane.setView(ALL)
    assert pane.model.rowCount() == 44


def test_a_long_list_is_read_in_portions_and_another_goes_before_its_rest(
    qtbot: QtBot, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loader, "_PORTION", 40)
    pane = make(500)
    shown = [pane.model.snapshot[row] for row in range(500)]
    assert shown == list(range(500, 0, -1))
    asked: list[str | None] = []
    query = pane._loader._tasks.query

    def noting(*args: object, key: str | None = None) -> None:
        asked.append(key)
        if asked.count("stories.ids") == 3 and pane.view == ALL:
            QTimer.singleShot(0, lambda: pane.setView(View(ViewKind.SAVED)))
        query(*args, key=key)  # type: ignore[arg-type]

    monkeypatch.setattr(pane._loader._tasks, "query", noting)
    pane.setView(ALL)
    qtbot.waitUntil(lambda: pane.model.rowCount() == 72)
    assert asked.count("stories.ids") <= 5


def test_a_search_is_shown_before_its_hits_are_counted(
    qtbot: QtBot, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A common word is found at once, while counting all stories with it takes a tenth of a second."""
    pane = make(400)
    counted: list[View] = []
    monkeypatch.setattr(FakeStories, "count", lambda _self, view: counted.append(view) or 400)
    with qtbot.waitSignal(pane.countChanged) as first:
        pane.setView(View(ViewKind.ALL, None, "council"))
    with qtbot.waitSignal(pane.countChanged) as whole:
        pass
    assert (first.args[0], whole.args[0]) == (100, 320)  # four of five have the teaser with this word
    assert counted == []


# -- scrolling -----------------------------------------------------------------------------------------------------


def test_scrolling_marks_nothing_unless_wanted(qtbot: QtBot, make: Make) -> None:
    pane = make(60)
    with qtbot.assertNotEmitted(pane.storiesPassed, wait=900):
        wheel(pane, 6)
    assert pane.table.verticalScrollBar().value() > 0


def test_what_is_scrolled_out_at_the_top_is_read_in_one_step(qtbot: QtBot, make: Make) -> None:
    pane = make(60)
    pane.setOptions(pane.options._replace(mark_on_scroll=True))
    asked: list[tuple[int, ...]] = []
    pane.storiesPassed.connect(asked.append)
    with qtbot.waitSignal(pane.storiesPassed, timeout=3000):
        wheel(pane, 4)
        wheel(pane, 3)
    top = pane.table.rowAt(0)
    assert top > 5
    gone = [
        story for row in range(top) if (story := pane.model.snapshot[row]) % 4 != 1
    ]  # those are read already
    assert asked == [tuple(gone)]


def test_a_jump_to_the_end_leaves_unseen_stories_unread(qtbot: QtBot, make: Make) -> None:
    pane = make(260)
    pane.setOptions(pane.options._replace(mark_on_scroll=True))
    _, end = pane.table.rows_in_sight()
    with qtbot.waitSignal(pane.storiesPassed, timeout=3000) as marked:
        qtbot.keyClick(pane.table, Qt.Key.Key_End)
    assert min(marked.args[0]) >= pane.model.snapshot[end - 1]


def test_headings_that_turn_up_do_not_push_the_last_story_out_of_sight(qtbot: QtBot, make: Make) -> None:
    """Far down the days are known only when the rows have come: here one begins three rows before the end."""
    count = next(n for n in range(380, 430) if day_of(NOW - (n - 3) * 2400) != day_of(NOW - (n - 4) * 2400))
    pane = make(count)
    qtbot.keyClick(pane.table, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: count - 3 in pane.model.heading_rows())
    assert edge(pane, pane.model.snapshot[count - 1]) <= pane.table.viewport().height()


def test_what_moves_without_a_person_is_not_marked(qtbot: QtBot, make: Make) -> None:
    pane = make(260)
    pane.setOptions(pane.options._replace(mark_on_scroll=True))
    with qtbot.assertNotEmitted(pane.storiesPassed, wait=900):
        pane.table.verticalScrollBar().setValue(4000)
        pane.selectStory(pane.model.snapshot[200], quiet=True)


def test_a_notch_of_the_wheel_is_a_row_and_a_half(make: Make) -> None:
    pane = make(60)
    for density, height in (("comfortable", 92), ("compact", 44)):
        pane.setOptions(pane.options._replace(density=density))  # type: ignore[arg-type]
        before = pane.table.verticalScrollBar().value()
        wheel(pane, 1)
        assert (
            pane.table.verticalScrollBar().value() - before == QApplication.wheelScrollLines() * height // 2
        )


# -- clicks and several rows ---------------------------------------------------------------------------------------


def test_the_star_of_a_row_saves_without_opening(qtbot: QtBot, make: Make) -> None:
    pane = make(60)
    story = pane.model.snapshot[2]
    with qtbot.waitSignal(pane.countChanged), qtbot.assertNotEmitted(pane.storySelected):
        place = pane.table.star_area(2).center()
        qtbot.mouseClick(pane.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    header = pane.model.header(2)
    assert header is not None
    assert header.id == story
    assert header.saved
    assert pane.currentId() is None


def test_the_middle_button_opens_the_browser(qtbot: QtBot, make: Make) -> None:
    pane = make(60)
    with qtbot.assertNotEmitted(pane.storySelected):
        click(qtbot, pane, 1, Qt.MouseButton.MiddleButton)
    assert pane.chosen._opener.opened == [f"https://lantern.example/{pane.model.snapshot[1]}"]  # type: ignore[attr-defined]


def test_selecting_several_opens_none_and_all_are_marked(qtbot: QtBot, make: Make) -> None:
    pane = make(60)
    with qtbot.assertNotEmitted(pane.storyRead):
        click(qtbot, pane, 1, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier)
        click(qtbot, pane, 4, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier)
    wanted = tuple(pane.model.snapshot[row] for row in range(1, 5))
    assert pane.selectedIds() == wanted
    with qtbot.waitSignal(pane.marksRequested) as asked:
        pane.chosen.toggleRead()
    assert asked.args == [wanted, Mark.READ]


def test_home_and_end_go_to_rows_and_with_shift_select_up_to_them(qtbot: QtBot, make: Make) -> None:
    pane = make(260)
    with qtbot.waitSignal(pane.storySelected) as last:
        qtbot.keyClick(pane.table, Qt.Key.Key_End)
    assert last.args[0] == pane.model.snapshot[259]
    pane.selectStory(pane.model.snapshot[10], quiet=True)
    with qtbot.assertNotEmitted(pane.storySelected):
        qtbot.keyClick(pane.table, Qt.Key.Key_Home, Qt.KeyboardModifier.ShiftModifier)
    assert len(pane.selectedIds()) == 11


def test_the_menu_of_a_row_does_not_open_it(qtbot: QtBot, make: Make) -> None:
    pane = make(60)
    with qtbot.assertNotEmitted(pane.storySelected), qtbot.assertNotEmitted(pane.storyRead):
        click(qtbot, pane, 3, Qt.MouseButton.RightButton)
    assert pane.selectedIds() == (pane.model.snapshot[3],)
    with qtbot.waitSignal(pane.storySelected):
        click(qtbot, pane, 3, Qt.MouseButton.LeftButton)


def test_of_rows_that_are_not_here_disk_says_what_they_are(qtbot: QtBot, make: Make) -> None:
    pane = make(400)
    pane.table.selectAll()
    with qtbot.waitSignal(pane.countChanged):
        pane.chosen.toggleRead()
    with qtbot.waitSignal(pane.togglesRequested) as again, qtbot.waitSignal(pane.countChanged):
        pane.chosen.toggleRead()
    assert len(again.args[0]) == 400
    assert not any(pane.model.header(row).read for row in range(50))  # type: ignore[union-attr]


# -- groups --------------------------------------------------------------------------------------------------------


def test_by_feed_the_stories_of_each_stand_together_under_its_name(qtbot: QtBot, make: Make) -> None:
    pane = make(60)
    with qtbot.waitSignal(pane.model.modelReset):
        pane.setOptions(pane.options._replace(group="feed"))
    titles = [pane.model.header(row).feed_title for row in range(60)]  # type: ignore[union-attr]
    assert titles == sorted(titles)
    begins = {row: pane.model.heading(row) for row in range(60) if pane.model.heading(row)}
    assert list(begins.values()) == sorted(set(titles))
    assert all(pane.table.rowHeight(row) > 92 for row in begins)


def test_a_single_feed_has_headings_by_day_instead(qtbot: QtBot, make: Make) -> None:
    pane = make(60)
    pane.setOptions(pane.options._replace(group="feed"))
    with qtbot.waitSignal(pane.model.modelReset):
        pane.setView(View(ViewKind.FEED, 1))
    assert not pane.view.by_feed
    assert pane.model.heading(0) == "TODAY"


# -- words ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "elided", "shown"),
    [
        ("lends its reading room to the night", "lends its reading room to t…", "lends its reading room to…"),
        ("all of it, here and now", "all of it, h…", "all of it…"),
        ("all of it fits", "all of it fits", "all of it fits"),
        ("ends with a word", "ends with…", "ends with…"),
        ("港の新しい橋が来週の月曜日に", "港の新しい橋が来週…", "港の新しい橋が来週…"),
        ("in Donaudampfschifffahrtsgesellschaft", "in Donaudampfschifffahrts…", "in Donaudampfschifffahrts…"),
    ],
)
def test_lines_are_cut_between_words(text: str, elided: str, shown: str) -> None:
    assert whole_words(text, elided) == shown
