"""The window comes in three steps: its grounds, the first panes, the rest. Nothing moves, and no key is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from newsreader.domain.errors import CacheNewer
from newsreader.settings.file import SettingsFile
from newsreader.ui.main_window import MainWindow
from newsreader.ui.reader.states import StateView
from newsreader.ui.status import StatusLine
from newsreader.ui.stories.bars import ListHeader
from newsreader.ui.tasks import Tasks
from newsreader.ui.theme import Theme
from tests.ui.conftest import close_window
from tests.ui.fake_jobs import FakeJobs
from tests.ui.fake_library import FakeLibrary


@pytest.fixture
def unfilled(theme: Theme, jobs: FakeJobs, qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """A window that was never painted, and has no library yet."""
    window = MainWindow(theme, Tasks(), jobs, SettingsFile(tmp_path / "settings.json"), tmp_path)
    window.resize(1440, 900)
    yield window
    close_window(window, qtbot)


def show_first_panes(window: MainWindow, qtbot: QtBot) -> None:
    """Show the window until the second of its steps is done."""
    window.show()
    with qtbot.waitSignal(window.filled):
        pass


def grounds(window: MainWindow) -> tuple[list[str], list[str]]:
    """The colours down the middle of the window, and those across it below the heads of the panes."""
    image: QImage = window.grab().toImage()
    ratio = image.width() / window.width()

    def colour(x: int, y: int) -> str:
        return image.pixelColor(round(x * ratio), round(y * ratio)).name()

    down = [colour(window.width() // 2, y) for y in range(31, window.height())]
    across = [colour(x, window.height() - 60) for x in range(window.width())]
    return down, across


def test_the_grounds_lie_where_the_parts_will_stand(
    unfilled: MainWindow, library: FakeLibrary, theme: Theme
) -> None:
    rule = theme.color("rule").name()
    down, across = grounds(unfilled)
    unfilled.fill()
    unfilled.show()
    QApplication.processEvents()
    bar, toolbar = unfilled.menuBar().height(), unfilled.toolbar.height()
    rules = [31 + y for y, colour in enumerate(down) if colour == rule]
    assert rules == [bar + toolbar - 1, unfilled.height() - unfilled.status.height()]
    panes = (unfilled.stories, unfilled.reader, unfilled.briefs)
    edges = [pane.mapTo(unfilled, pane.rect().topLeft()).x() - 1 for pane in panes]
    assert [x for x, colour in enumerate(across) if colour == rule] == edges
    assert across[0] == across[-1] == theme.color("side").name()
    assert across[edges[0] + 1] == across[edges[1] + 1] == theme.color("paper").name()


def test_the_height_of_the_menu_bar_is_remembered(
    unfilled: MainWindow, theme: Theme, jobs: FakeJobs, qtbot: QtBot, tmp_path: Path
) -> None:
    unfilled.show()
    qtbot.waitExposed(unfilled)
    unfilled.menuBar().setFixedHeight(52)
    QApplication.processEvents()
    unfilled.fill()
    close_window(unfilled, qtbot)
    assert unfilled.state.number("window/menu_height") == 52


def test_the_rest_comes_once_the_list_is_painted(
    unfilled: MainWindow, library: FakeLibrary, qtbot: QtBot
) -> None:
    show_first_panes(unfilled, qtbot)
    assert unfilled._controllers is None
    with qtbot.waitSignal(unfilled.completed):
        unfilled.tasks.start(lambda: library)  # type: ignore[arg-type,return-value]
    assert len(unfilled.stories.model.snapshot) > 0
    assert unfilled.selection.view == unfilled.stories.view


def test_a_key_pressed_before_everything_is_there_does_what_it_stands_for(
    unfilled: MainWindow, library: FakeLibrary, qtbot: QtBot
) -> None:
    show_first_panes(unfilled, qtbot)
    unfilled.activateWindow()
    qtbot.waitUntil(unfilled.isActiveWindow)
    QTest.keyClick(unfilled.focusWidget() or unfilled, Qt.Key.Key_A)
    qtbot.waitUntil(lambda: unfilled.findChild(QDialog, "add-feed") is not None)
    dialog = unfilled.findChild(QDialog, "add-feed")
    assert isinstance(dialog, QDialog)
    dialog.close()


def test_a_click_before_everything_is_there_does_what_it_stands_for(
    unfilled: MainWindow, library: FakeLibrary, qtbot: QtBot
) -> None:
    show_first_panes(unfilled, qtbot)
    QApplication.processEvents()  # the buttons find their places
    assert unfilled._controllers is None
    button = next(
        button
        for button in unfilled.toolbar.findChildren(QToolButton)
        if button.defaultAction() is unfilled.actions_table["feed.add"]
    )
    place = button.mapTo(unfilled, button.rect().center())
    QTest.mouseClick(unfilled.windowHandle(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: unfilled.findChild(QDialog, "add-feed") is not None)
    dialog = unfilled.findChild(QDialog, "add-feed")
    assert isinstance(dialog, QDialog)
    dialog.close()


def test_a_click_on_a_row_while_the_rest_is_on_its_way_opens_its_story(
    unfilled: MainWindow, library: FakeLibrary, qtbot: QtBot
) -> None:
    show_first_panes(unfilled, qtbot)
    with qtbot.waitSignal(unfilled.stories.settled):
        unfilled.tasks.start(lambda: library)  # type: ignore[arg-type,return-value]
    assert unfilled._controllers is None
    table = unfilled.stories.table
    row = table.viewport().mapTo(unfilled, table.visualRect(table.model().index(0, 0)).center())
    QTest.mouseClick(unfilled.windowHandle(), Qt.MouseButton.LeftButton, pos=row)
    qtbot.waitUntil(lambda: unfilled.reader.story is not None)


def test_the_window_gets_its_turn_between_the_pieces_of_the_rest(
    unfilled: MainWindow, library: FakeLibrary, qtbot: QtBot
) -> None:
    show_first_panes(unfilled, qtbot)
    turns: list[bool] = []
    clock = QTimer(unfilled, interval=0)
    unfilled.stories.settled.connect(clock.start)
    clock.timeout.connect(lambda: turns.append(unfilled._controllers is None))
    with qtbot.waitSignal(unfilled.completed):
        unfilled.tasks.start(lambda: library)  # type: ignore[arg-type,return-value]
    assert sum(turns) >= 10


def test_nobody_is_asked_to_choose_while_the_last_story_is_on_its_way(
    unfilled: MainWindow, library: FakeLibrary, qtbot: QtBot
) -> None:
    unfilled.state.set_number("list/story", 1)
    unfilled.show()
    with qtbot.waitSignal(unfilled.completed):
        unfilled.tasks.start(lambda: library)  # type: ignore[arg-type,return-value]
    state = unfilled.reader.findChild(StateView)
    assert isinstance(state, StateView)
    assert not state.state.title
    qtbot.waitUntil(lambda: unfilled.reader.story is not None)
    assert unfilled.reader.story.header.id == 1


def test_what_is_told_beside_a_stretch_has_its_room_at_once(theme: Theme, qtbot: QtBot) -> None:
    """The frame with the first list is painted before a layout gets its turn."""
    head, status = ListHeader(theme), StatusLine(theme)
    for bar in (head, status):
        qtbot.addWidget(bar)
        bar.resize(400, bar.height())
        bar.show()
        qtbot.waitExposed(bar)
    head.show_count(3533)
    status.showSummary("Last checked 04:24")
    labels = (*head.findChildren(QLabel), *status.findChildren(QLabel))
    told = [label for label in labels if label.text() in ("3,533 stories", "Last checked 04:24")]
    assert len(told) == 2
    assert all(label.width() >= label.sizeHint().width() for label in told)


def test_a_fault_that_comes_before_the_rest_is_told(unfilled: MainWindow, qtbot: QtBot) -> None:
    show_first_panes(unfilled, qtbot)

    def refuse() -> FakeLibrary:
        raise CacheNewer("The cache was written by a newer version.")

    unfilled.tasks.start(refuse)  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: unfilled._controllers is not None)
    assert unfilled.notice.text() == "The cache was written by a newer version."
