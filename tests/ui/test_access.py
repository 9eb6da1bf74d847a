"""What a screen reader hears and what a keyboard reaches: the whole window, through Qt's accessible interfaces."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleInterface
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from newsreader.ui import announce
from newsreader.ui.main_window import MainWindow
from newsreader.ui.reader.tools import ToolRow
from newsreader.ui.theme import Theme
from tests.ui.conftest import close_window, open_window
from tests.ui.fake_jobs import FakeJobs
from tests.ui.fake_library import FakeLibrary

Role = QAccessible.Role


@pytest.fixture
def active(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """The window with the keyboard."""
    window.activateWindow()
    window.stories.setFocus()
    qtbot.waitUntil(lambda: window.stories.table.hasFocus())
    return window


def spoken(view: QAbstractItemView, row: int) -> str:
    """What is said of a row that has the focus."""
    interface = QAccessible.queryAccessibleInterface(view)
    index = view.model().index(row, 0)
    names = [
        child.text(QAccessible.Text.Name)
        for child in children(interface)
        if child.rect().isValid()
        and child.rect().contains(view.viewport().mapToGlobal(view.visualRect(index).center()))
        and child.role() in (Role.Cell, Role.ListItem, Role.TreeItem)
    ]
    return names[0]


def children(interface: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    for place in range(interface.childCount()):
        child = interface.child(place)
        if child is not None:
            yield child


def test_a_row_of_the_list_says_everything_it_shows(window: MainWindow, library: FakeLibrary) -> None:
    """Headline, feed, age, and whether it is unread and saved."""
    header = window.stories.model.header(0)
    assert header is not None
    said = spoken(window.stories.table, 0)
    assert header.title in said
    assert header.feed_title in said
    assert ("Unread" in said, "Saved" in said) == (not header.read, header.saved)
    assert any(unit in said for unit in ("now", "min", " h", " d", "20"))


def test_a_story_without_any_words_is_told_apart(window: MainWindow) -> None:
    model = window.stories.model
    header = model.header(0)
    assert header is not None
    model.headers.put([replace(header, title="", teaser="", link="https://ferry.example/2026")])
    assert "Untitled. ferry.example/2026. " in spoken(window.stories.table, 0)


def test_the_list_has_no_numbers_that_would_be_read_out(window: MainWindow) -> None:
    interface = QAccessible.queryAccessibleInterface(window.stories.table)
    names = {
        child.text(QAccessible.Text.Name)
        for place, child in enumerate(children(interface))
        if place < 20 and child.role() in (Role.RowHeader, Role.ColumnHeader)
    }
    assert not any(name.isdigit() for name in names)


def test_a_feed_says_its_name_and_what_is_unread(window: MainWindow) -> None:
    rows = range(window.feeds.model.rowCount())
    said = [spoken(window.feeds.tree, row) for row in rows]
    assert any("Unread" in name and any(letter.isdigit() for letter in name) for name in said), said


def test_every_button_has_a_name(window: MainWindow) -> None:
    """Those that are hidden have theirs when they come: a state's button is named by its action."""
    nameless = [
        button
        for button in window.findChildren(QAbstractButton)
        if button.isVisible() and not QAccessible.queryAccessibleInterface(button).text(QAccessible.Text.Name)
    ]
    assert nameless == []


def test_lists_and_fields_have_names(window: MainWindow) -> None:
    for view in window.findChildren(QAbstractItemView):
        if view.isVisible() and view.focusPolicy() != Qt.FocusPolicy.NoFocus:
            assert QAccessible.queryAccessibleInterface(view).text(QAccessible.Text.Name), view


def stops(window: MainWindow, qtbot: QtBot) -> list[QWidget]:
    """Where Tab leads, all around the window."""
    found: list[QWidget] = []
    for _ in range(200):
        focus = window.focusWidget()
        assert focus is not None
        if len(found) > 1 and focus is found[0]:
            break
        if focus not in found:  # a page has stops within: its links
            found.append(focus)
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
    return found


def test_tab_leads_through_everything_that_is_seen(active: MainWindow, qtbot: QtBot) -> None:
    """With a story open and without one; the way back leads to the same."""
    for story in (False, True):
        if story:
            qtbot.keyClick(active.stories.table, Qt.Key.Key_J)
            qtbot.waitUntil(active.reader.view.isVisible)
        active.stories.setFocus()
        found = stops(active, qtbot)
        wanted = {stop for stop in active.findChildren(QWidget) if reached_by_tab(stop, active)}
        assert set(found) == wanted
        assert (active.reader.view in found) == story


def reached_by_tab(stop: QWidget, window: MainWindow) -> bool:
    policy = stop.focusPolicy()
    return bool(policy & Qt.FocusPolicy.TabFocus) and stop.isVisible() and stop.isEnabled()


def test_the_focus_is_seen_wherever_tab_leads(active: MainWindow, qtbot: QtBot) -> None:
    """A stop looks another way than it does without the focus."""
    unseen = []
    for stop in stops(active, qtbot):
        stop.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        with_focus = active.grab(area(active, stop)).toImage()
        other = active.toolbar.search if stop is not active.toolbar.search else active.stories.table
        other.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        if active.grab(area(active, stop)).toImage() == with_focus:
            unseen.append(stop)
    assert unseen == []


def area(window: MainWindow, stop: QWidget):  # type: ignore[no-untyped-def]
    """Where a stop stands in the window, with the pixels around it."""
    rect = stop.rect().translated(stop.mapTo(window, QPoint(0, 0)))
    return rect.adjusted(-2, -2, 2, 2)


def test_what_appears_by_itself_is_announced(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []

    class Listening(QAccessible):
        """A screen reader is there."""

        @staticmethod
        def isActive() -> bool:
            return True

        @staticmethod
        def updateAccessibility(event: QAccessibleAnnouncementEvent) -> None:
            heard.append(event.message())

    monkeypatch.setattr(announce, "QAccessible", Listening)
    window.undo_bar.tell("3 stories marked read", undoable=True)
    window.notice.tell("The disk is full.")
    window.stories._bar.show_arrivals(12)
    window.stories._bar.show_arrivals(13)
    assert heard == ["3 stories marked read. Undo takes it back.", "The disk is full.", "12 new stories"]


def test_the_tools_above_a_story_grow_with_the_text(
    theme: Theme, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(theme.fonts, "scale", 1.85)
    tools = ToolRow(theme)
    qtbot.addWidget(tools)
    for button in tools.findChildren(QToolButton):
        words = button.fontMetrics().horizontalAdvance(button.text())
        assert button.width() >= max(words + 8, 32 * 1.8)
        assert button.iconSize().width() >= 20 * 1.8


def test_with_larger_text_the_window_needs_more_room(
    theme: Theme,
    library: FakeLibrary,
    jobs: FakeJobs,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(theme.fonts, "scale", 1.2)
    window = open_window(theme, library, jobs, qtbot, tmp_path, (300, 300))
    assert window.width() >= 640 * 1.2
    close_window(window, qtbot)
