"""Panes paint only what changed: what stands on the screen after it is what painting all of the window gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from newsreader.domain.stories import CleanHtml
from newsreader.ui.main_window import MainWindow
from tests.ui.conftest import press
from tests.ui.fake_library import FakeLibrary

Act = Callable[[MainWindow, FakeLibrary, QtBot], None]


class Paints(QObject):
    """The widgets that were painted since, and whatever else is put into ``order``."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.order: list[object] = []

    def watch(self, *widgets: QWidget) -> None:
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.order.append(watched)
        return False


def on_screen(window: MainWindow) -> QImage:
    """What the display has of the window."""
    return window.screen().grabWindow(window.winId()).toImage()


def anew(window: MainWindow) -> QImage:
    """The window painted from scratch."""
    return window.grab().toImage().convertToFormat(on_screen(window).format())


def settle(window: MainWindow, qtbot: QtBot) -> None:
    """Wait until everything that was asked to be painted is: nothing changes on the screen any more."""
    seen = [on_screen(window)]

    def still() -> bool:
        seen.append(on_screen(window))
        return len(seen) > 4 and all(image == seen[-1] for image in seen[-4:-1])

    qtbot.waitUntil(still)


def open_stories(window: MainWindow, library: FakeLibrary, qtbot: QtBot) -> None:
    for _ in range(3):
        before = window.reader.story
        press(window, Qt.Key.Key_J)
        qtbot.waitUntil(lambda before=before: window.reader.story is not before)


def card_comes_and_goes(window: MainWindow, library: FakeLibrary, qtbot: QtBot) -> None:
    open_stories(window, library, qtbot)
    card = window.briefs.publicationCard()
    qtbot.waitUntil(card.isVisible)
    window.briefs.setPublication(None)
    qtbot.waitUntil(lambda: not card.isVisible())


def card_goes_below_briefs_at_their_end(window: MainWindow, library: FakeLibrary, qtbot: QtBot) -> None:
    open_stories(window, library, qtbot)
    qtbot.waitUntil(window.briefs.publicationCard().isVisible)
    bar = window.briefs.list.verticalScrollBar()
    assert bar.maximum() > 0
    bar.setValue(bar.maximum())
    window.briefs.setPublication(None)
    qtbot.waitUntil(lambda: not window.briefs.publicationCard().isVisible())


def pages_of_the_list(window: MainWindow, library: FakeLibrary, qtbot: QtBot) -> None:
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
        press(window, key)
    bar = window.stories.table.verticalScrollBar()
    bar.setValue(bar.value() + 17)


def small_scrolls_of_the_list(window: MainWindow, library: FakeLibrary, qtbot: QtBot) -> None:
    bar = window.stories.table.verticalScrollBar()
    for place in (300, 340, 310, 402, 380):
        bar.setValue(place)
        QApplication.processEvents()


def steps_down_the_list(window: MainWindow, library: FakeLibrary, qtbot: QtBot) -> None:
    for _ in range(12):
        press(window, Qt.Key.Key_Down)
        QApplication.processEvents()


def list_of_few_stories(window: MainWindow, library: FakeLibrary, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.stories.countChanged):
        window.toolbar.search.show_search("")
        window.toolbar.search.setFocus()
        QTest.keyClicks(window.focusWidget(), "tram")


def page_that_is_scrolled(window: MainWindow, library: FakeLibrary, qtbot: QtBot) -> None:
    library.stories.more[60] = {"html": CleanHtml("<p>Words upon words.</p>" * 200)}
    window.selection.show_story(60)
    bar = window.reader.view.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 1000)
    for place in (900, 937, 930, 11, 400):
        bar.setValue(place)
        QApplication.processEvents()
    window.reader.view.selectAll()


def page_in_other_colours(window: MainWindow, library: FakeLibrary, qtbot: QtBot) -> None:
    open_stories(window, library, qtbot)
    window.theme.choose("dark")


def counts_of_feeds(window: MainWindow, library: FakeLibrary, qtbot: QtBot) -> None:
    """One feed of those in sight and one far below have more stories now."""
    feeds, tree = window.feeds, library.feeds.tree()
    changed = {tree.feeds[0].id, tree.feeds[-1].id}
    more = tuple(replace(feed, unread=feed.unread + 7) if feed.id in changed else feed for feed in tree.feeds)
    with qtbot.waitSignal(feeds.model.lookChanged):
        feeds.setTree(replace(tree, feeds=more))


@pytest.mark.parametrize(
    "act",
    [
        open_stories,
        card_comes_and_goes,
        card_goes_below_briefs_at_their_end,
        pages_of_the_list,
        small_scrolls_of_the_list,
        steps_down_the_list,
        list_of_few_stories,
        page_that_is_scrolled,
        page_in_other_colours,
        counts_of_feeds,
    ],
)
def test_what_is_painted_in_parts_is_whole(
    act: Act, window: MainWindow, library: FakeLibrary, qtbot: QtBot
) -> None:
    window.resize(1440, 700)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.stories.setFocus()
    settle(window, qtbot)
    before = on_screen(window)
    act(window, library, qtbot)
    settle(window, qtbot)
    now = on_screen(window)
    assert now != before
    assert now == anew(window)


def test_another_story_paints_its_page_and_nothing_around_it(window: MainWindow, qtbot: QtBot) -> None:
    reader, (one, other) = window.reader, list(window.stories.model.snapshot)[-2:]  # of no event
    window.selection.show_story(one)
    qtbot.waitUntil(lambda: reader.story is not None)
    settle(window, qtbot)
    page, paints = reader.view.viewport(), Paints(window)
    buttons = [button for button in reader.findChildren(QToolButton) if button.isVisible()]
    assert buttons
    paints.watch(page, reader.view, reader, window, *buttons)
    window.selection.show_story(other)
    qtbot.waitUntil(lambda: page in paints.order)
    assert set(paints.order) == {page}


def test_the_next_story_is_made_ready_after_the_frame_of_this_one(window: MainWindow, qtbot: QtBot) -> None:
    paints, page = Paints(window), window.reader.view.viewport()
    window.stories.next()
    qtbot.waitUntil(lambda: window.selection._next._ready is not None)
    make_ready = window.selection._next.make_ready
    window.selection._next.make_ready = lambda id: (paints.order.append(id), make_ready(id))  # type: ignore[method-assign]
    paints.watch(page)
    third = window.stories.model.snapshot.slice(2, 3)[0]
    window.stories.next()
    qtbot.waitUntil(lambda: third in paints.order)
    assert paints.order[:2] == [page, third]
