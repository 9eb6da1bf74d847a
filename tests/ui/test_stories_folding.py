"""Duplicates folded under one row of the story list."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from newsreader.domain.changes import Mark
from newsreader.domain.errors import CacheBusy
from newsreader.domain.stories import View, ViewKind
from newsreader.ui.stories.options import ListOptions
from newsreader.ui.stories.pane import StoryPane
from newsreader.ui.tasks import Tasks
from newsreader.ui.theme import Theme
from tests.ui.fake_library import NOW, FakeLibrary
from tests.ui.reading import Opener

FOLDED = ListOptions(group="none", fold=True)


@pytest.fixture
def pane(qtbot: QtBot, theme: Theme, tasks: Tasks, library: FakeLibrary) -> StoryPane:
    """All sixty stories; the first eighteen are six events of three each, folded."""
    pane = StoryPane(theme, tasks, opener=Opener(), clock=lambda: NOW)
    qtbot.addWidget(pane)
    pane.resize(344, 700)
    with qtbot.waitExposed(pane):
        pane.show()
    pane.setOptions(FOLDED)
    with qtbot.waitSignal(pane.countChanged):
        pane.setView(View(ViewKind.ALL))
    qtbot.waitUntil(lambda: pane.table.isRowHidden(1))
    return pane


def seen(pane: StoryPane, most: int = 20) -> list[int]:
    """The stories of the first rows that are not hidden."""
    return [pane.model.snapshot[row] for row in range(most) if not pane.table.isRowHidden(row)]


def test_one_row_stands_for_an_event(pane: StoryPane) -> None:
    assert seen(pane) == [60, 57, 54, 51, 48, 45, 42, 41]
    fold = pane.folding.fold(0)
    assert fold is not None
    assert (fold.count, fold.open, fold.unread) == (2, False, True)
    assert fold.names == ("Upland Courier", "The Millrace")
    assert pane.folding.fold(18) is None
    assert pane.model.rowCount() == 60
    assert "2 more of the same event" in pane.model.spoken(0)


def test_steps_go_from_row_to_row(pane: StoryPane) -> None:
    pane.next()
    pane.next()
    assert pane.currentId() == 57
    pane.previous()
    assert pane.currentId() == 60


def test_a_click_on_the_number_shows_the_others_and_folds_them_again(qtbot: QtBot, pane: StoryPane) -> None:
    place = pane.table.fold_area(0).center()
    with qtbot.assertNotEmitted(pane.storySelected):
        qtbot.mouseClick(pane.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert seen(pane)[:4] == [60, 59, 58, 57]
    qtbot.mouseClick(pane.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert seen(pane)[:2] == [60, 57]


def test_keys_show_the_others_and_fold_them_again(qtbot: QtBot, pane: StoryPane) -> None:
    pane.next()
    qtbot.keyClick(pane.table, Qt.Key.Key_Right)
    assert seen(pane)[:4] == [60, 59, 58, 57]
    pane.next()
    pane.next()
    assert pane.currentId() == 58
    qtbot.keyClick(pane.table, Qt.Key.Key_Left)
    assert seen(pane)[:2] == [60, 57]
    assert pane.currentId() == 60


def test_what_is_marked_is_marked_with_all_it_stands_for(qtbot: QtBot, pane: StoryPane) -> None:
    pane.selectStory(60, quiet=True)
    with qtbot.waitSignal(pane.marksRequested) as asked:
        pane.chosen.toggleRead()
    assert asked.args == [(60, 59, 58), Mark.READ]
    with qtbot.waitSignal(pane.marksRequested) as asked:
        pane.chosen.toggleSaved()
    assert asked.args == [(60,), Mark.UNSAVED]
    pane.folding.toggle(0)
    with qtbot.waitSignal(pane.marksRequested) as asked:
        pane.chosen.toggleRead()
    assert asked.args == [(60,), Mark.READ]


def test_a_story_that_is_folded_is_shown_when_it_is_wanted(pane: StoryPane) -> None:
    assert pane.selectStory(59)
    assert seen(pane)[:4] == [60, 59, 58, 57]
    assert pane.currentId() == 59


def test_the_next_unread_story_is_found_under_a_row(pane: StoryPane) -> None:
    pane.selectStory(60, quiet=True)
    pane.nextUnread()
    assert pane.currentId() == 59


def test_without_folding_nothing_is_asked_and_nothing_hidden(
    qtbot: QtBot, pane: StoryPane, library: FakeLibrary
) -> None:
    pane.setOptions(ListOptions(group="none"))
    assert seen(pane, 6) == [60, 59, 58, 57, 56, 55]
    library.briefs.duplicates = None  # type: ignore[assignment,method-assign]
    with qtbot.waitSignal(pane.countChanged):
        pane.reload()
    assert seen(pane, 4) == [60, 59, 58, 57]


def test_another_list_begins_unfolded_and_folds_anew(qtbot: QtBot, pane: StoryPane) -> None:
    pane.folding.toggle(0)
    with qtbot.waitSignal(pane.countChanged):
        pane.setView(View(ViewKind.UNREAD))
    qtbot.waitUntil(lambda: seen(pane, 3) == [60])


def test_a_list_that_cannot_be_folded_is_shown_as_it_is(
    qtbot: QtBot, pane: StoryPane, library: FakeLibrary, tasks: Tasks
) -> None:
    def busy(_ids: object) -> dict[int, int]:
        raise CacheBusy("Another program holds the cache.")

    library.briefs.duplicates = busy  # type: ignore[method-assign]
    with qtbot.assertNotEmitted(tasks.fault), qtbot.waitSignal(pane.countChanged):
        pane.reload()
    qtbot.waitUntil(lambda: tasks.idle)
    assert seen(pane, 3) == [60, 59, 58]
