"""The briefs sidebar: cards, their sources, sections, keys, and the place under the eyes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from newsreader.domain.briefs import Brief, BriefList, BriefSource
from newsreader.domain.changes import Change, Mark
from newsreader.domain.errors import CacheBusy
from newsreader.ui.briefs.pane import ALL_READ, FETCHING, LOADING, NOTHING, BriefsPane
from newsreader.ui.briefs.rows import MOST_SOURCES, Card, Heading, SourceRow, WholeRow, kept, make_rows
from newsreader.ui.briefs.words import day_words, source_words
from newsreader.ui.theme import Theme
from tests.ui.reading import NOW, Opener

KEYS = {
    "J": "story.next", "K": "story.previous", "Return": "story.open", "Right": "briefs.unfold", "Left": "briefs.fold",
    "X": "briefs.dismiss", "E": "briefs.mark_read",
}  # fmt: skip


def make_brief(id: int, *sources: str, read: bool = False, section: str = "") -> Brief:
    stories = tuple(id * 10 + n for n in range(len(sources)))
    teaser = "What happened, in a few lines. " * 8
    return Brief(
        id, f"Event {id}", teaser, stories[0], stories, sources, (1,) * len(sources), NOW - 3600, read,
        section=section, place=f"Event {id} stands here.",
    )  # fmt: skip


def sources_of(brief: Brief) -> tuple[BriefSource, ...]:
    return tuple(
        BriefSource(story, 1, title, f"{title} tells it", "", "https://a.example/", NOW - 3600, False)
        for story, title in zip(brief.stories, brief.sources, strict=True)
    )


BRIEFS = BriefList((make_brief(1, "A", "B", "C"), make_brief(2, "A"), make_brief(3, "B", "C")))


@pytest.fixture
def pane(qtbot: QtBot, theme: Theme) -> BriefsPane:
    """A sidebar with three events."""
    pane = BriefsPane(theme, opener=Opener(), clock=lambda: NOW)
    pane.set_keys(KEYS, "Today in brief (G then B)")
    qtbot.addWidget(pane)
    pane.resize(292, 800)
    with qtbot.waitExposed(pane):
        pane.show()
    pane.setBriefs(BRIEFS)
    pane.sourcesRequested.connect(lambda id: pane.setSources(id, sources_of(pane.model.brief(id))))  # type: ignore[arg-type]
    return pane


@pytest.fixture
def waiting(qtbot: QtBot, theme: Theme) -> BriefsPane:
    """A sidebar that has the keyboard, and whose events are on their way."""
    pane = BriefsPane(theme, opener=Opener(), clock=lambda: NOW)
    pane.set_keys(KEYS, "Today in brief (G then B)")
    qtbot.addWidget(pane)
    with qtbot.waitExposed(pane):
        pane.show()
    pane.activateWindow()
    qtbot.waitUntil(pane.isActiveWindow)
    pane.focusList()
    return pane


def ids(pane: BriefsPane) -> list[int]:
    return [brief.id for brief in pane.model.briefs]


def top_of(pane: BriefsPane, brief: int) -> int:
    row = pane.model.row_of(("card", brief))
    assert row is not None
    return pane.list.visualRect(pane.model.index(row)).top()


# -- rows ----------------------------------------------------------------------------------------------------


def test_sections_have_a_heading_and_open_cards_their_sources() -> None:
    first, second = make_brief(1, "A", "B"), make_brief(2, "A", section="World")
    rows = make_rows([first, second], {1: sources_of(first)})
    assert [type(row) for row in rows] == [Card, SourceRow, SourceRow, Heading, Card]
    assert isinstance(rows[2], SourceRow)
    assert rows[2].last


def test_an_open_card_shows_each_publication_once_by_its_best_story() -> None:
    brief = make_brief(1, "A", "B", "A", "A", "C")
    *rows, whole = make_rows([brief], {1: sources_of(brief)})[1:]
    assert [(row.source.title, row.source.story, row.more) for row in rows if isinstance(row, SourceRow)] == [
        ("A", 10, 2), ("B", 11, 0), ("C", 14, 0),
    ]  # fmt: skip
    assert isinstance(whole, WholeRow)
    assert whole.text == "All 5 stories…"
    *rows, whole = make_rows([brief], {1: sources_of(brief)}, {1})
    assert len(rows) == 1 + 5
    assert isinstance(whole, WholeRow)
    assert whole.text == "Show fewer"


def test_feeds_of_one_publication_are_one_source() -> None:
    brief = make_brief(1, "Daily: World", "Daily: Sports")
    sources = [replace(source, publication="daily.example") for source in sources_of(brief)]
    assert [type(row) for row in make_rows([brief], {1: sources})] == [Card, SourceRow, WholeRow]


def test_an_open_card_has_an_end() -> None:
    brief = make_brief(1, *(f"Paper {number}" for number in range(37)))
    rows = make_rows([brief], {1: sources_of(brief)})
    assert len(rows) == 1 + MOST_SOURCES + 1
    assert isinstance(rows[-1], WholeRow)


def test_what_is_read_now_stays_where_it_stood() -> None:
    old = [make_brief(n, "A") for n in (1, 2, 3)]
    new = [make_brief(9, "A"), old[0], old[2]]
    assert [brief.id for brief in kept(new, old, 2)] == [9, 1, 2, 3]
    assert kept(new, old, None) == new
    assert [brief.id for brief in kept([], old, 2)] == [2]


def test_the_title_tells_whether_it_is_of_today(pane: BriefsPane) -> None:
    assert pane._title.text() == "Today in brief"
    pane.setBriefs(BriefList(BRIEFS.briefs, latest=True))
    assert pane._title.text() == "Latest"


def test_keys_wait_for_briefs_that_are_on_their_way(qtbot: QtBot, waiting: BriefsPane) -> None:
    focus = waiting.focusWidget()
    assert waiting.isAncestorOf(focus)
    override = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_J, Qt.KeyboardModifier.NoModifier, "j")
    override.ignore()
    QApplication.sendEvent(focus, override)
    assert override.isAccepted()  # else the window's own key takes it: the next story of the list
    waiting.setBriefs(BRIEFS)
    assert waiting.list.hasFocus()
    brief = waiting.currentBrief()
    assert brief is not None
    assert brief.id == 1


def test_the_focus_goes_back_when_no_briefs_came(qtbot: QtBot, waiting: BriefsPane) -> None:
    with qtbot.waitSignal(waiting.leaveRequested):
        waiting.setBriefs(BriefList(()))


def test_a_card_is_as_high_as_its_lines(pane: BriefsPane) -> None:
    heights = [pane.list.visualRect(pane.model.index(row)).height() for row in range(3)]
    assert heights[0] == 10 + 18 + 3 + 3 * 17 + 6 + 16 + 12 + 1


def test_without_briefs_it_says_what_will_stand_there(qtbot: QtBot, theme: Theme) -> None:
    pane = BriefsPane(theme, opener=Opener(), clock=lambda: NOW)
    qtbot.addWidget(pane)
    assert pane._state.state == LOADING
    pane.setBriefs(BriefList(()))
    assert pane._state.state == NOTHING
    pane.setBriefs(BRIEFS)
    pane.setBriefs(BriefList(()))
    assert pane._state.state == ALL_READ


def test_while_feeds_are_fetched_for_the_first_time_that_is_why_there_is_nothing(
    qtbot: QtBot, theme: Theme
) -> None:
    pane = BriefsPane(theme, opener=Opener(), clock=lambda: NOW)
    qtbot.addWidget(pane)
    pane.setFetching(True)
    assert pane._state.state == LOADING
    pane.setBriefs(BriefList(()))
    assert pane._state.state == FETCHING
    pane.setFetching(False)
    assert pane._state.state == NOTHING
    pane.setFetching(True)
    assert pane._state.state == FETCHING
    pane.setBriefs(BRIEFS)
    pane.setBriefs(BriefList(()))
    assert pane._state.state == ALL_READ


def test_a_fault_is_told_with_the_way_out_and_hides_no_briefs(qtbot: QtBot, pane: BriefsPane) -> None:
    pane.showFault(CacheBusy("Another program holds the cache."))
    assert pane.list.isVisible()
    pane.setBriefs(BriefList(()))
    pane.showFault(CacheBusy("Another program holds the cache."))
    assert pane._state.state.fault
    with qtbot.waitSignal(pane.again):
        qtbot.mouseClick(pane._state._button, Qt.MouseButton.LeftButton)


# -- keys and pointer ----------------------------------------------------------------------------------------


def test_its_own_keys_walk_open_and_leave(qtbot: QtBot, pane: BriefsPane) -> None:
    seen: list[str] = []
    pane.actionRequested.connect(seen.append)
    pane.focusList()
    assert pane.currentBrief() == BRIEFS.briefs[0]
    for key in (Qt.Key.Key_J, Qt.Key.Key_K, Qt.Key.Key_Return, Qt.Key.Key_X, Qt.Key.Key_E):
        qtbot.keyClick(pane.list, key)
    assert seen == ["story.next", "story.previous", "story.open", "briefs.dismiss", "briefs.mark_read"]
    with qtbot.waitSignal(pane.leaveRequested):
        qtbot.keyClick(pane.list, Qt.Key.Key_Escape)


def test_right_opens_a_card_and_left_closes_it_also_from_a_source(qtbot: QtBot, pane: BriefsPane) -> None:
    pane.focusList()
    pane.list.unfold()
    assert pane.model.rowCount() == 6
    pane.list.unfold()
    assert pane.currentSource() == sources_of(BRIEFS.briefs[0])[0]
    qtbot.keyClick(pane.list, Qt.Key.Key_Down)
    with qtbot.waitSignal(pane.storyRequested) as asked:
        pane.openCurrent()
    assert asked.args == [11]
    pane.list.fold()
    assert pane.model.rowCount() == 3
    assert pane.currentBrief() == BRIEFS.briefs[0]
    assert pane.currentSource() is None


@pytest.fixture
def slow(pane: BriefsPane) -> BriefsPane:
    """The sidebar, where sources come only when the test sets them."""
    pane.sourcesRequested.disconnect()
    pane.focusList()
    return pane


def test_right_pressed_again_goes_to_the_first_source_once_it_is_here(qtbot: QtBot, slow: BriefsPane) -> None:
    slow.list.unfold()
    slow.list.unfold()
    slow.setBriefs(BriefList((make_brief(9, "A"), *BRIEFS.briefs)))
    assert slow.currentSource() is None
    slow.setSources(1, sources_of(BRIEFS.briefs[0]))
    assert slow.currentSource() == sources_of(BRIEFS.briefs[0])[0]
    slow.setSources(1, sources_of(BRIEFS.briefs[0]))
    assert slow.currentSource() == sources_of(BRIEFS.briefs[0])[0], "the second asking was answered too"


def test_right_pressed_once_stays_on_the_card(slow: BriefsPane) -> None:
    slow.list.unfold()
    slow.setSources(1, sources_of(BRIEFS.briefs[0]))
    assert slow.model.is_open(1)
    assert slow.currentSource() is None


def test_right_asks_again_for_sources_that_did_not_come(qtbot: QtBot, slow: BriefsPane) -> None:
    slow.list.unfold()
    with qtbot.waitSignal(slow.sourcesRequested):
        slow.list.unfold()


@pytest.mark.parametrize("leave", [lambda pane: pane.list.step(1), lambda pane: pane.list.fold()])
def test_sources_that_come_late_take_nobody_back(
    slow: BriefsPane, leave: Callable[[BriefsPane], None]
) -> None:
    slow.list.unfold()
    slow.list.unfold()
    leave(slow)
    there = slow.currentBrief()
    slow.setSources(1, sources_of(BRIEFS.briefs[0]))
    assert slow.currentSource() is None
    assert slow.currentBrief() == there


def test_the_last_row_of_an_open_card_shows_all_its_stories(pane: BriefsPane) -> None:
    pane.setBriefs(BriefList((make_brief(1, "A", "A", "B"), make_brief(2, "A"))))
    pane.setSources(1, sources_of(make_brief(1, "A", "A", "B")))
    whole = pane.model.row_of(("whole", 1))
    assert whole is not None
    pane.list.go_to(whole)
    brief = pane.currentBrief()
    assert brief is not None
    assert brief.id == 1
    assert pane.currentSource() is None
    pane.openCurrent()
    assert pane.model.row_of(("whole", 1)) == 4
    assert [pane.model.row_of(("source", (1, story))) for story in (10, 11, 12)] == [1, 2, 3]
    assert pane.list.currentIndex().row() == whole
    pane.list.go_to(4)
    pane.openCurrent()
    assert pane.model.row_of(("whole", 1)) == whole == pane.list.currentIndex().row(), "and fewer again"
    pane.openCurrent()
    pane.list.fold()
    pane.setSources(1, sources_of(make_brief(1, "A", "A", "B")))
    assert pane.model.row_of(("whole", 1)) == whole, "closed, it begins anew"


def test_a_card_of_one_story_has_nothing_to_open(qtbot: QtBot, pane: BriefsPane) -> None:
    pane.list.go_to(1)
    with qtbot.assertNotEmitted(pane.sourcesRequested):
        pane.list.unfold()


def test_steps_pass_over_headings(qtbot: QtBot, pane: BriefsPane) -> None:
    pane.setBriefs(BriefList((make_brief(1, "A"), make_brief(2, "B", section="World"))))
    pane.focusList()
    pane.next()
    assert pane.currentBrief() == make_brief(2, "B", section="World")
    qtbot.keyClick(pane.list, Qt.Key.Key_Up)
    assert pane.list.currentIndex().row() == 0


def test_a_click_opens_the_story_and_on_the_sources_the_card(qtbot: QtBot, pane: BriefsPane) -> None:
    rect = pane.list.visualRect(pane.model.index(0))
    with qtbot.waitSignal(pane.storyRequested) as asked:
        qtbot.mouseClick(pane.list.viewport(), Qt.MouseButton.LeftButton, pos=rect.topLeft() + QPoint(60, 20))
    assert asked.args == [10]
    sources = QPoint(rect.x() + 60, rect.bottom() - 20)
    with qtbot.assertNotEmitted(pane.storyRequested):
        qtbot.mouseClick(pane.list.viewport(), Qt.MouseButton.LeftButton, pos=sources)
    assert pane.model.is_open(1)
    qtbot.mouseClick(pane.list.viewport(), Qt.MouseButton.LeftButton, pos=sources)
    assert not pane.model.is_open(1)


def test_a_right_click_asks_for_the_menu_of_what_is_under_it(qtbot: QtBot, pane: BriefsPane) -> None:
    place = pane.list.visualRect(pane.model.index(2)).center()
    with (
        qtbot.waitSignal(pane.menuRequested),
        qtbot.assertNotEmitted(pane.storyRequested),
    ):
        qtbot.mouseClick(pane.list.viewport(), Qt.MouseButton.RightButton, pos=place)
    assert pane.currentBrief() == BRIEFS.briefs[2]


# -- following -----------------------------------------------------------------------------------------------


def test_the_selected_event_stays_selected_and_open(pane: BriefsPane) -> None:
    pane._fold(3, True)
    pane.list.go_to(2)
    pane.list.unfold()
    pane.setBriefs(BriefList((make_brief(9, "A"), *BRIEFS.briefs)))
    assert pane.currentSource() == sources_of(BRIEFS.briefs[2])[0]
    assert pane.model.is_open(3)


def test_an_open_card_asks_again_when_its_stories_are_others(qtbot: QtBot, pane: BriefsPane) -> None:
    pane._fold(3, True)
    grown = replace(BRIEFS.briefs[2], stories=(30, 31, 32), sources=("B", "C", "D"))
    pane.setBriefs(BriefList((*BRIEFS.briefs[:2], grown)))
    assert pane.model.rowCount() == 6
    pane.setBriefs(BriefList((*BRIEFS.briefs[:2], replace(grown, stories=(30,), sources=("B",)))))
    assert pane.model.rowCount() == 3


def test_what_comes_in_above_moves_nothing_under_the_eyes(qtbot: QtBot, pane: BriefsPane) -> None:
    many = tuple(make_brief(n, "A", "B") for n in range(1, 40))
    pane.setBriefs(BriefList(many))
    pane.list.verticalScrollBar().setValue(1500)
    before = top_of(pane, 15)
    assert 0 < before < pane.list.height()
    pane.setBriefs(BriefList((make_brief(90, "A"), make_brief(91, "B"), *many)))
    assert top_of(pane, 15) == before
    pane.setBriefs(BriefList(many[5:]))
    assert top_of(pane, 15) == before


def test_at_the_top_of_a_list_nobody_looks_at_the_new_is_seen(pane: BriefsPane) -> None:
    many = tuple(make_brief(n, "A", "B") for n in range(1, 40))
    pane.setBriefs(BriefList(many))
    pane.setBriefs(BriefList((make_brief(90, "A"), *many)))
    assert pane.list.verticalScrollBar().value() == 0
    assert top_of(pane, 90) == 0


def test_an_event_that_goes_gives_the_selection_to_the_next(pane: BriefsPane) -> None:
    pane.list.go_to(1)
    pane.remove(2)
    assert ids(pane) == [1, 3]
    assert pane.currentBrief() == BRIEFS.briefs[2]
    pane.remove(3)
    assert pane.currentBrief() == BRIEFS.briefs[0]
    pane.remove(1)
    assert pane._state.state == ALL_READ


def test_an_event_is_read_when_all_its_stories_are(pane: BriefsPane) -> None:
    for story, read in ((10, False), (11, False), (12, True)):
        pane.apply(Change(stories=(story,), mark=Mark.READ))
        assert pane.model.briefs[0].read is read
    pane.apply(Change(stories=(11,), mark=Mark.UNREAD))
    assert not pane.model.briefs[0].read


def test_the_briefs_of_the_edition_go_without_being_read(pane: BriefsPane) -> None:
    edition = tuple(replace(brief, id=-brief.id) for brief in pane.model.briefs)
    pane.setBriefs(BriefList(edition))
    pane.setBriefs(BriefList(()))
    assert pane._state.state == NOTHING


def test_marks_elsewhere_draw_no_card_anew(qtbot: QtBot, pane: BriefsPane) -> None:
    told = {story for brief in pane.model.briefs for story in brief.stories}
    with qtbot.assertNotEmitted(pane.model.dataChanged):
        pane.apply(Change(stories=(max(told) + 1,), mark=Mark.READ))


def test_a_source_shows_that_it_was_read(pane: BriefsPane) -> None:
    pane._fold(3, True)
    pane.apply(Change(stories=(31,), mark=Mark.READ))
    rows = [pane.model.row(row) for row in range(pane.model.rowCount())]
    assert [row.source.read for row in rows if isinstance(row, SourceRow)] == [False, True]


# -- words ---------------------------------------------------------------------------------------------------


def test_a_card_speaks_all_it_says(pane: BriefsPane) -> None:
    spoken = pane.model.data(pane.model.index(0), Qt.ItemDataRole.AccessibleTextRole)
    assert str(spoken).startswith("Event 1. What happened")
    assert str(spoken).endswith("3 sources · 1 h. Closed")
    pane._fold(1, True)
    spoken = pane.model.data(pane.model.index(1), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Unread. A. A tells it. 1 h"


def test_a_single_source_is_named() -> None:
    assert source_words(make_brief(1, "Lantern"), NOW) == ("Lantern", " · 1 h")
    assert source_words(make_brief(1, "A", "B"), NOW) == ("2 sources", " · 1 h")


def test_the_date_in_short() -> None:
    from datetime import UTC

    assert day_words(NOW, UTC) == "Sat 22 Nov"
