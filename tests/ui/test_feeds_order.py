"""Where feeds stand in the tree: sorted, moved by keys, several at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from PySide6.QtCore import QItemSelectionModel, QMimeData, QModelIndex, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from newsreader.domain.feeds import Feed, FeedTree, Folder
from newsreader.domain.stories import View, ViewKind
from newsreader.ui.feeds.nodes import Kind, Node, build
from newsreader.ui.feeds.order import FeedOrder, Order
from newsreader.ui.feeds.pane import FeedPane
from newsreader.ui.feeds.places import Place, place_down, place_in, place_out, place_up
from newsreader.ui.theme import Theme
from tests.ui.fake_library import FakeLibrary


@pytest.fixture
def pane(theme: Theme, library: FakeLibrary, qtbot: QtBot) -> FeedPane:
    pane = FeedPane(theme)
    qtbot.addWidget(pane)
    pane.resize(216, 700)
    pane.setTree(library.feeds.tree())
    pane.show()
    return pane


def feed(id: int, title: str, unread: int = 0, latest: int | None = None, folder: int | None = None) -> Feed:
    return Feed(
        id, f"https://f{id}.example/", title, folder_id=folder, unread=unread, total=100, latest=latest
    )


def tree(*feeds: Feed) -> FeedTree:
    return FeedTree((), feeds, 0, 0, 0, 0)


def titles(found: FeedTree) -> list[str]:
    return [each.title for each in found.feeds]


# -- sorting ---------------------------------------------------------------------------------------------------------

FEEDS = (
    feed(1, "delta", 5, 300),
    feed(2, "Alpha", 9, 100),
    feed(3, "charlie", 0, None),
    feed(4, "Bravo", 9, 200),
)


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        (Order.HAND, ["delta", "Alpha", "charlie", "Bravo"]),
        (Order.NAME, ["Alpha", "Bravo", "charlie", "delta"]),
        (Order.UNREAD, ["Alpha", "Bravo", "delta", "charlie"]),
        (Order.ACTIVITY, ["delta", "Bravo", "Alpha", "charlie"]),
    ],
)
def test_each_order(how: Order, expected: list[str]) -> None:
    order = FeedOrder()
    order.choose(how)
    assert titles(order.arranged(tree(*FEEDS))) == expected
    order.choose(Order.HAND)
    assert titles(order.arranged(tree(*FEEDS))) == titles(tree(*FEEDS))


def test_reading_moves_nothing_and_new_stories_do() -> None:
    order = FeedOrder()
    order.choose(Order.UNREAD)
    before = titles(order.arranged(tree(*FEEDS)))
    read = replace(FEEDS[1], unread=0)
    assert titles(order.arranged(tree(FEEDS[0], read, *FEEDS[2:]))) == before
    came = replace(FEEDS[2], unread=20, total=120)
    assert titles(order.arranged(tree(FEEDS[0], read, came, FEEDS[3])))[0] == "charlie"
    assert titles(order.arranged(tree(FEEDS[0], came)))[0] == "charlie", "feeds went"


def test_a_sorted_tree_follows_another_in_place(pane: FeedPane, library: FakeLibrary) -> None:
    tester = QAbstractItemModelTester(pane.model, QAbstractItemModelTester.FailureReportingMode.Warning)
    pane.selectView(View(ViewKind.FEED, 5))
    pane.tree.setExpanded(pane.model.index_of((Kind.FOLDER, 3)), False)
    pane.setOrder(Order.NAME)
    shown = [node.title for node in pane.model.nodes(Kind.FEED)]
    assert shown[4:7] == ["Continental Desk", "Evening Almanac", "Longitude"]
    assert pane.currentView() == View(ViewKind.FEED, 5)
    pane.setOrder(Order.HAND)
    assert [node.title for node in pane.model.nodes(Kind.FEED)][4:7] == [
        "Continental Desk",
        "Longitude",
        "Evening Almanac",
    ]
    assert not pane.tree.isExpanded(pane.model.index_of((Kind.FOLDER, 3)))
    tester.deleteLater()


def test_a_thousand_feeds_are_put_in_another_order_at_once(theme: Theme, qtbot: QtBot) -> None:
    folders = (Folder(1, None, "Big", "Big", 1), Folder(2, None, "Small", "Small", 2))
    feeds = tuple(feed(i, f"Feed {i * 7919 % 1000:03}", folder=1 if i % 10 else 2) for i in range(1, 1001))
    pane = FeedPane(theme)
    qtbot.addWidget(pane)
    pane.setTree(FeedTree(folders, feeds, 0, 0, 0, 0))
    pane.selectView(View(ViewKind.FEED, 700))
    pane.tree.setExpanded(pane.model.index_of((Kind.FOLDER, 2)), False)
    tester = QAbstractItemModelTester(pane.model, QAbstractItemModelTester.FailureReportingMode.Warning)
    moved: list[int] = []
    pane.model.rowsMoved.connect(lambda *_: moved.append(1))
    pane.setOrder(Order.NAME)
    for folder in pane.model.nodes(Kind.FOLDER):
        names = [node.title for node in folder.children]
        assert names == sorted(names)
    assert moved == []
    assert pane.currentView() == View(ViewKind.FEED, 700)
    assert not pane.tree.isExpanded(pane.model.index_of((Kind.FOLDER, 2)))
    tester.deleteLater()


def test_in_another_order_a_drop_goes_into_folders_only(pane: FeedPane) -> None:
    pane.setOrder(Order.NAME)
    heard: list[object] = []
    pane.moveAsked.connect(lambda *args: heard.append(args))
    data = pane.model.mimeData([pane.model.index_of((Kind.FEED, 1))])
    world, local = pane.model.index_of((Kind.FOLDER, 2)), pane.model.index_of((Kind.FOLDER, 1))
    pane.model.dropMimeData(data, Qt.DropAction.MoveAction, 2, 0, local)
    assert heard == [], "it is in that folder, and where in it is not a person's to say"
    pane.model.dropMimeData(data, Qt.DropAction.MoveAction, 2, 0, world)
    assert heard == [(Kind.FEED, 1, 2, None)]


# -- keys ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def root() -> Node:
    """Loose: L1 L2; World (1): [Asia (3): A1], W1 W2; Empty (2)."""
    folders = (
        Folder(1, None, "World", "World", 0),
        Folder(3, 1, "Asia", "World/Asia", 0),
        Folder(2, None, "Empty", "Empty", 1),
    )
    feeds = (
        feed(1, "L1"),
        feed(2, "L2"),
        feed(3, "W1", folder=1),
        feed(4, "W2", folder=1),
        feed(5, "A1", folder=3),
    )
    return build(FeedTree(folders, feeds, 0, 0, 0, 0))


@pytest.mark.parametrize(
    ("title", "find", "place"),
    [
        ("L1", place_up, None),
        ("L2", place_up, (None, 0)),
        ("L2", place_down, (3, 0)),
        ("A1", place_up, (None, None)),
        ("A1", place_down, (1, 0)),
        ("W1", place_up, (3, None)),
        ("W1", place_down, (1, 1)),
        ("W2", place_down, (2, 0)),
        ("W1", place_out, (None, None)),
        ("A1", place_out, (1, None)),
        ("L1", place_out, None),
        ("W1", place_in, None),
        ("World", place_up, None),
        ("World", place_down, (None, 1)),
        ("Empty", place_up, (None, 0)),
        ("Empty", place_in, (1, None)),
        ("Empty", place_down, None),
        ("Asia", place_up, (None, 0)),
        ("Asia", place_down, (None, 1)),
        ("Asia", place_out, (None, 1)),
        ("World", place_out, None),
        ("World", place_in, None),
    ],
)
def test_where_a_key_moves_a_row(
    root: Node, title: str, find: Callable[[Node], Place | None], place: Place | None
) -> None:
    node = next(node for node in root.walk() if node.title == title)
    assert find(node) == place


def test_going_down_again_and_again_passes_every_place_once(library: FakeLibrary) -> None:
    standing = library.feeds.tree()
    seen = []
    for _ in range(30):
        node = next(node for node in build(standing).walk() if node.key == (Kind.FEED, 9))
        seen.append((node.parent.id if node.parent else None, node.row))
        place = place_down(node)
        if place is None:
            break
        library.feeds.move(9, *place)
        standing = library.feeds.tree()
    assert len(set(seen)) == len(seen) > 8
    assert standing.feeds[-1].id == 9


# -- several at once -------------------------------------------------------------------------------------------------


def select(pane: FeedPane, keys: Sequence[tuple[Kind, int]]) -> None:
    pane.tree.clearSelection()
    for key in keys:
        pane.tree.selectionModel().select(pane.model.index_of(key), QItemSelectionModel.SelectionFlag.Select)


def test_several_rows_are_chosen_in_the_order_they_are_drawn(pane: FeedPane) -> None:
    select(pane, [(Kind.FEED, 4), (Kind.FEED, 1), (Kind.FOLDER, 3)])
    pane.tree.selectionModel().select(
        pane.model.index_of((Kind.SMART, "today")),  # type: ignore[arg-type]
        QItemSelectionModel.SelectionFlag.Select,
    )
    assert [node.key for node in pane.chosenNodes()] == [(Kind.FEED, 1), (Kind.FEED, 4), (Kind.FOLDER, 3)]


def test_several_feeds_are_dropped_together(pane: FeedPane) -> None:
    heard: list[object] = []
    pane.feedsMoveAsked.connect(lambda *args: heard.append(args))
    data = pane.model.mimeData([pane.model.index_of((Kind.FEED, id)) for id in (5, 1, 4)])
    world = pane.model.index_of((Kind.FOLDER, 2))
    pane.model.dropMimeData(data, Qt.DropAction.MoveAction, 3, 0, world)
    assert heard == [((1, 4, 5), 2, 1)], "before 6, which is the second that stays there"
    pane.model.dropMimeData(data, Qt.DropAction.MoveAction, -1, 0, QModelIndex())
    assert heard[1:] == [((1, 4, 5), None, None)]


def test_a_feed_goes_with_its_folder(pane: FeedPane) -> None:
    heard: list[object] = []
    pane.moveAsked.connect(lambda *args: heard.append(args))
    pane.feedsMoveAsked.connect(lambda *args: heard.append(args))
    data = pane.model.mimeData(
        [pane.model.index_of(key) for key in ((Kind.FOLDER, 3), (Kind.FEED, 7), (Kind.FEED, 8))]
    )
    pane.model.dropMimeData(data, Qt.DropAction.MoveAction, 5, 0, QModelIndex())
    assert heard == [(Kind.FOLDER, 3, None, 0)]


def test_selecting_more_keeps_the_selection_when_the_tree_is_read_anew(
    pane: FeedPane, library: FakeLibrary
) -> None:
    pane.selectView(View(ViewKind.FEED, 4))
    select(pane, [(Kind.FEED, 4), (Kind.FEED, 5)])
    library.feeds.set(4, unread=0)
    pane.setTree(library.feeds.tree())
    assert [node.id for node in pane.chosenNodes()] == [4, 5]


def accents(pane: FeedPane, theme: Theme) -> list[int]:
    """The rows of pixels of the tree that hold much of the accent: what shows where a drag lands, as nothing has the
    focus."""
    pane.tree.clearFocus()
    image = pane.tree.viewport().grab().toImage()
    wanted = theme.color("accent").rgb()
    return [
        y
        for y in range(image.height())
        if sum(image.pixel(x, y) == wanted for x in range(0, image.width(), 4)) > 20
    ]


def drag_over(pane: FeedPane, data: QMimeData, place: QPoint) -> None:
    options = (Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    for kind in (QDragEnterEvent, QDragMoveEvent):
        QApplication.sendEvent(pane.tree.viewport(), kind(place, *options))


def test_where_a_drag_would_land_is_shown_in_our_own_colours(pane: FeedPane, theme: Theme) -> None:
    row = pane.tree.visualRect(pane.model.index_of((Kind.FEED, 5)))
    folder = pane.tree.visualRect(pane.model.index_of((Kind.FOLDER, 3)))
    data = pane.model.mimeData([pane.model.index_of((Kind.FEED, 1))])
    drag_over(pane, data, row.topLeft() + QPoint(60, 3))
    between = accents(pane, theme)
    assert between
    assert all(abs(y - row.top()) <= 3 for y in between), "a line between two feeds"
    drag_over(pane, data, folder.center())
    around = accents(pane, theme)
    assert min(around) >= folder.top()
    assert max(around) - min(around) > 15, "an edge around a folder"
    QApplication.sendEvent(pane.tree.viewport(), QDragLeaveEvent())
    assert accents(pane, theme) == []


def test_a_drag_over_feeds_that_the_program_sorts_shows_the_folder_it_goes_into(
    pane: FeedPane, theme: Theme
) -> None:
    pane.setOrder(Order.NAME)
    row = pane.tree.visualRect(pane.model.index_of((Kind.FEED, 5)))
    world = pane.tree.visualRect(pane.model.index_of((Kind.FOLDER, 2)))
    drag_over(pane, pane.model.mimeData([pane.model.index_of((Kind.FEED, 1))]), row.topLeft() + QPoint(60, 3))
    shown = accents(pane, theme)
    assert shown
    assert all(world.top() <= y <= world.bottom() for y in shown)


def test_a_link_dragged_over_the_tree_shows_no_place_in_it(pane: FeedPane, theme: Theme) -> None:
    link = QMimeData()
    link.setUrls([QUrl("https://a.example/")])
    drag_over(pane, link, pane.tree.visualRect(pane.model.index_of((Kind.FEED, 5))).center())
    assert accents(pane, theme) == []


@pytest.mark.parametrize(
    ("gone", "shown"),
    [
        (4, View(ViewKind.FEED, 5)),
        (6, View(ViewKind.FEED, 5)),
        (9, View(ViewKind.UNREAD)),
    ],
)
def test_when_the_selected_feed_goes_the_one_beside_it_is_shown(
    pane: FeedPane, library: FakeLibrary, gone: int, shown: View
) -> None:
    pane.selectView(View(ViewKind.FEED, gone))
    whole = library.feeds.tree()
    pane.setTree(replace(whole, feeds=tuple(feed for feed in whole.feeds if feed.id != gone)))
    assert pane.currentView() == shown
