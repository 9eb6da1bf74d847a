"""The feed pane: a tree that follows the library in place, and asks instead of doing."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, QModelIndex, QRect, Qt, QUrl
from PySide6.QtGui import QColor, QHelpEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLineEdit, QStyleOptionViewItem, QToolTip
from pytestqt.qtbot import QtBot

from newsreader.domain.feeds import Feed, FeedTree, Folder
from newsreader.domain.stories import View, ViewKind
from newsreader.ui.feeds.model import MIME, FeedModel
from newsreader.ui.feeds.nodes import Kind, build
from newsreader.ui.feeds.pane import FeedPane
from newsreader.ui.feeds.words import feed_tip, row_words
from newsreader.ui.theme import Theme
from tests.ui.fake_library import FakeLibrary


@pytest.fixture
def tree(library: FakeLibrary) -> FeedTree:
    """The tree of the fake library."""
    return library.feeds.tree()


@pytest.fixture
def pane(theme: Theme, tree: FeedTree, qtbot: QtBot) -> FeedPane:
    """The pane with that tree."""
    pane = FeedPane(theme)
    qtbot.addWidget(pane)
    pane.resize(216, 700)
    pane.setTree(tree)
    pane.show()
    return pane


def _rows(model: FeedModel, parent: QModelIndex | None = None) -> list[object]:
    index = parent if parent is not None else QModelIndex()
    found: list[object] = []
    for row in range(model.rowCount(index)):
        child = model.index(row, 0, index)
        found.append(child.data())
        if below := _rows(model, child):
            found.append(below)
    return found


def _index(pane: FeedPane, kind: Kind, id: int | str) -> QModelIndex:
    index = pane.model.index_of((kind, id))
    assert index.isValid()
    return index


# -- what it shows -------------------------------------------------------------------------------------------


def test_smart_views_loose_feeds_and_folders_in_their_order(pane: FeedPane) -> None:
    assert _rows(pane.model) == [
        "Today",
        "Unread",
        "Saved",
        "All stories",
        "Hedgerow",
        "Local",
        ["Harbour Lantern", "Upland Courier", "The Millrace"],
        "World",
        ["Continental Desk", "Longitude", "Evening Almanac"],
        "Science",
        ["Bench Notes", "Night Sky Weekly"],
    ]


def test_folders_in_folders_and_their_counts() -> None:
    folders = (Folder(1, None, "World", "World", 1), Folder(2, 1, "Asia", "World/Asia", 1))
    feeds = (
        Feed(1, "http://a.example/", "A", folder_id=1, unread=3),
        Feed(2, "http://b.example/", "B", folder_id=2, unread=4),
        Feed(3, "http://c.example/", "C", folder_id=99, unread=5),
    )
    root = build(FeedTree(folders, feeds, 0, 12, 0, 12))
    world = root.children[-1]
    assert (world.title, world.count, world.heading) == ("World", 7, True)
    asia = world.children[0]
    assert (asia.title, asia.count, asia.depth, asia.heading) == ("Asia", 4, 1, False)
    assert [node.title for node in asia.children] == ["B"]
    assert root.children[4].title == "C"


def test_every_row_opens_its_view(pane: FeedPane) -> None:
    views = [node.view for kind in (Kind.SMART, Kind.FOLDER, Kind.FEED) for node in pane.model.nodes(kind)]
    assert View(ViewKind.TODAY) in views
    assert View(ViewKind.FOLDER, 2) in views
    assert View(ViewKind.FEED, 8) in views
    assert len(set(views)) == len(views)


def test_what_a_row_says_to_a_screen_reader(pane: FeedPane, library: FakeLibrary) -> None:
    def said(kind: Kind, id: int | str) -> str:
        return str(_index(pane, kind, id).data(Qt.ItemDataRole.AccessibleTextRole))

    assert said(Kind.FEED, 1) == "Harbour Lantern, 9 unread"
    assert (
        said(Kind.FEED, 6)
        == "Evening Almanac, in trouble: The server answered 404: there is no page at this address."
    )
    assert said(Kind.FOLDER, 1) == "Local, folder, 30 unread"
    assert said(Kind.SMART, "saved") == "Saved, 9 saved"
    library.feeds.set(6, paused=True)
    pane.setTree(library.feeds.tree())
    assert said(Kind.FEED, 6) == "Evening Almanac, paused"


def test_the_tool_tip_of_a_feed_is_plain(pane: FeedPane, library: FakeLibrary) -> None:
    library.feeds.rename(6, "<img src=/etc/hostname>")
    pane.setTree(library.feeds.tree())
    feed = library.feeds.feed(6)
    assert feed_tip(feed).splitlines()[:3] == [
        "<img src=/etc/hostname>",
        "https://feed6.example/atom.xml",
        "The server answered 404: there is no page at this address.",
    ]
    index = _index(pane, Kind.FEED, 6)
    place = pane.tree.visualRect(index).center()
    event = QHelpEvent(QHelpEvent.Type.ToolTip, place, pane.tree.viewport().mapToGlobal(place))
    pane.tree.itemDelegate().helpEvent(event, pane.tree, QStyleOptionViewItem(), index)
    assert "&lt;img" in QToolTip.text()
    QToolTip.hideText()


def test_a_feed_without_a_title_has_words(theme: Theme) -> None:
    node = build(FeedTree((), (Feed(1, "http://a.example/", ""),), 0, 0, 0, 0)).children[4]
    assert row_words(node) == "Untitled"


# -- following -----------------------------------------------------------------------------------------------


def test_a_new_tree_changes_rows_in_place(pane: FeedPane, library: FakeLibrary, qtbot: QtBot) -> None:
    tester = QAbstractItemModelTester(pane.model, QAbstractItemModelTester.FailureReportingMode.Warning)
    resets: list[int] = []
    pane.model.modelReset.connect(lambda: resets.append(1))
    library.feeds.move(7, 1, 0)
    library.feeds.remove(3)
    library.feeds.add_folder("Sport")
    library.feeds.rename(2, "Upland Herald")
    library.feeds.set(1, unread=0)
    pane.setTree(library.feeds.tree())
    assert _rows(pane.model) == [
        "Today",
        "Unread",
        "Saved",
        "All stories",
        "Hedgerow",
        "Local",
        ["Bench Notes", "Harbour Lantern", "Upland Herald"],
        "World",
        ["Continental Desk", "Longitude", "Evening Almanac"],
        "Science",
        ["Night Sky Weekly"],
        "Sport",
    ]
    assert pane.model.node(_index(pane, Kind.FEED, 1)).count == 0
    assert resets == []
    tester.deleteLater()


@pytest.mark.parametrize("seed", range(12))
def test_any_tree_follows_any_other(pane: FeedPane, tree: FeedTree, seed: int) -> None:
    import random

    chance = random.Random(seed)
    tester = QAbstractItemModelTester(pane.model, QAbstractItemModelTester.FailureReportingMode.Warning)
    folders = [replace(folder, parent_id=None) for folder in tree.folders if chance.random() < 0.8]
    ids = [folder.id for folder in folders]
    if len(ids) > 1 and chance.random() < 0.5:
        folders[1] = replace(folders[1], parent_id=ids[0])
    chance.shuffle(folders)
    feeds = [
        replace(feed, folder_id=chance.choice([None, *ids])) for feed in tree.feeds if chance.random() < 0.8
    ]
    chance.shuffle(feeds)
    other = replace(tree, folders=tuple(folders), feeds=tuple(feeds))
    pane.setTree(other)
    fresh = FeedModel()
    fresh.follow(other)
    assert _rows(pane.model) == _rows(fresh)
    pane.setTree(tree)
    fresh.follow(tree)
    assert _rows(pane.model) == _rows(fresh)
    tester.deleteLater()


def test_other_counts_change_rows_where_they_stand(pane: FeedPane, tree: FeedTree, qtbot: QtBot) -> None:
    """As after every mark: only the rows that say another number are painted."""
    feed = next(feed for feed in tree.feeds if feed.folder_id)
    more = replace(feed, unread=feed.unread + 2, title="Another name")
    feeds = tuple(more if one is feed else one for one in tree.feeds)
    now = replace(tree, feeds=feeds, unread=tree.unread + 2)
    with qtbot.waitSignal(pane.model.lookChanged) as looked:
        pane.setTree(now)
    assert looked.args is not None
    assert {node.key for node in looked.args[0]} == {
        (Kind.SMART, "unread"),
        (Kind.FEED, feed.id),
        (Kind.FOLDER, feed.folder_id),
    }
    shown = [(node.key, node.title, node.count) for node in pane.model.everything()]
    wanted = [(node.key, node.title, node.count) for top in build(now).children for node in top.walk()]
    assert shown == wanted


def test_a_tree_that_says_the_same_paints_nothing(pane: FeedPane, tree: FeedTree, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(pane.model.lookChanged):
        pane.setTree(replace(tree, feeds=tuple(replace(feed) for feed in tree.feeds)))


def test_selection_scroll_and_open_folders_stay(pane: FeedPane, library: FakeLibrary) -> None:
    pane.selectView(View(ViewKind.FEED, 5))
    pane.tree.setExpanded(_index(pane, Kind.FOLDER, 3), False)
    library.feeds.move(5, 1, 0)
    library.feeds.add_folder("Arts")
    pane.setTree(library.feeds.tree())
    assert pane.currentView() == View(ViewKind.FEED, 5)
    assert not pane.tree.isExpanded(_index(pane, Kind.FOLDER, 3))
    assert pane.tree.isExpanded(_index(pane, Kind.FOLDER, 1))


def test_with_one_of_the_first_lists_all_of_them_come_into_sight(pane: FeedPane, qtbot: QtBot) -> None:
    pane.resize(240, 240)
    bar = pane.tree.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    pane.selectView(View(ViewKind.FEED, 8))
    assert bar.value() > 0
    pane.selectView(View(ViewKind.UNREAD))
    assert bar.value() == 0


def test_following_tells_no_selection(pane: FeedPane, library: FakeLibrary, qtbot: QtBot) -> None:
    pane.selectView(View(ViewKind.FEED, 5))
    heard: list[View] = []
    pane.viewSelected.connect(heard.append)
    library.feeds.move(5, None, None)
    pane.setTree(library.feeds.tree())
    assert heard == []


def test_when_the_selected_feed_goes_the_next_is_shown_and_told(pane: FeedPane, library: FakeLibrary) -> None:
    pane.selectView(View(ViewKind.FEED, 5))
    heard: list[View] = []
    pane.viewSelected.connect(heard.append)
    library.feeds.remove(5)
    pane.setTree(library.feeds.tree())
    assert heard == [View(ViewKind.FEED, 6)]


def test_folders_open_as_they_were_left(theme: Theme, library: FakeLibrary, qtbot: QtBot) -> None:
    library.feeds.expand_folder(2, False)
    pane = FeedPane(theme)
    qtbot.addWidget(pane)
    pane.setTree(library.feeds.tree())
    assert not pane.tree.isExpanded(_index(pane, Kind.FOLDER, 2))
    heard: list[tuple[int, bool]] = []
    pane.folded.connect(lambda id, open_: heard.append((id, open_)))
    pane.tree.setExpanded(_index(pane, Kind.FOLDER, 2), True)
    assert heard == [(2, True)]


def test_an_index_that_outlived_its_row_finds_nothing(pane: FeedPane, library: FakeLibrary) -> None:
    index = _index(pane, Kind.FEED, 3)
    library.feeds.remove(3)
    pane.setTree(library.feeds.tree())
    assert pane.model.node(index).kind is Kind.ROOT


# -- a person's wishes ---------------------------------------------------------------------------------------


def test_a_click_opens_a_list_and_the_chevron_a_folder(pane: FeedPane, qtbot: QtBot) -> None:
    feed, folder = _index(pane, Kind.FEED, 4), _index(pane, Kind.FOLDER, 2)
    with qtbot.waitSignal(pane.viewSelected) as told:
        qtbot.mouseClick(
            pane.tree.viewport(), Qt.MouseButton.LeftButton, pos=pane.tree.visualRect(feed).center()
        )
    assert told.args == [View(ViewKind.FEED, 4)]
    delegate = pane.tree.itemDelegate()
    spot = delegate.chevron(pane.tree.visualRect(folder), pane.model.node(folder)).center()  # type: ignore[attr-defined]
    qtbot.mouseClick(pane.tree.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert not pane.tree.isExpanded(folder)
    assert pane.currentView() == View(ViewKind.FEED, 4)


def test_a_right_click_asks_for_a_menu_and_opens_nothing(pane: FeedPane, qtbot: QtBot) -> None:
    heard: list[View] = []
    pane.viewSelected.connect(heard.append)
    index = _index(pane, Kind.FEED, 4)
    qtbot.mouseClick(
        pane.tree.viewport(), Qt.MouseButton.RightButton, pos=pane.tree.visualRect(index).center()
    )
    assert heard == []


def test_renaming_in_place_asks(pane: FeedPane, qtbot: QtBot) -> None:
    pane.selectView(View(ViewKind.FEED, 4))
    pane.startRename()
    editor = pane.tree.findChild(QLineEdit)
    assert editor is not None
    assert editor.text() == "Continental Desk"
    editor.setText("Continent")
    with qtbot.waitSignal(pane.renameAsked) as told:
        QTest.keyClick(editor, Qt.Key.Key_Return)
    assert told.args == [Kind.FEED, 4, "Continent"]
    assert _index(pane, Kind.FEED, 4).data() == "Continental Desk"


@pytest.mark.parametrize("name", ["", "   ", "Continental Desk"])
def test_an_empty_or_equal_name_asks_nothing(pane: FeedPane, name: str) -> None:
    heard: list[object] = []
    pane.renameAsked.connect(lambda *args: heard.append(args))
    pane.model.setData(_index(pane, Kind.FEED, 4), name)
    assert heard == []


def test_next_and_previous_feed_pass_over_open_folders(pane: FeedPane) -> None:
    pane.selectView(View(ViewKind.FEED, 3))
    pane.nextFeed()
    assert pane.currentView() == View(ViewKind.FEED, 4)
    pane.previousFeed()
    assert pane.currentView() == View(ViewKind.FEED, 3)
    pane.tree.setExpanded(_index(pane, Kind.FOLDER, 2), False)
    pane.nextFeed()
    assert pane.currentView() == View(ViewKind.FOLDER, 2)


def test_a_list_that_no_row_opens_leaves_no_row_selected(
    pane: FeedPane, library: FakeLibrary, qtbot: QtBot
) -> None:
    pane.selectView(View(ViewKind.FEED, 5))
    heard: list[View] = []
    pane.viewSelected.connect(heard.append)
    pane.selectNothing()
    assert pane.currentView() is None
    assert pane.chosenNodes() == []
    library.feeds.remove(4)
    pane.setTree(library.feeds.tree())
    pane.activateWindow()
    pane._add.setFocus()
    qtbot.waitUntil(pane._add.hasFocus)
    pane.setFocus()
    qtbot.waitUntil(pane.tree.hasFocus)
    assert pane.currentView() is None
    assert heard == [], "neither a new tree nor the focus opens a list"
    place = pane.tree.visualRect(_index(pane, Kind.FEED, 5)).center()
    qtbot.mouseClick(pane.tree.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert heard == [View(ViewKind.FEED, 5)], "also the row that was selected before"


def test_from_a_list_that_no_row_opens_the_next_feed_is_the_first_row(pane: FeedPane, qtbot: QtBot) -> None:
    for step in (pane.nextFeed, pane.previousFeed):
        pane.selectNothing()
        step()
        assert pane.currentView() == View(ViewKind.TODAY)
    pane.selectNothing()
    qtbot.keyClick(pane.tree, Qt.Key.Key_Down)
    assert pane.currentView() == View(ViewKind.TODAY)


# -- dropping ------------------------------------------------------------------------------------------------


def _drop(pane: FeedPane, kind: Kind, id: int, row: int, parent: QModelIndex) -> list[object]:
    data = pane.model.mimeData([_index(pane, kind, id)])
    heard: list[object] = []
    pane.moveAsked.connect(lambda *args: heard.append(args))
    if pane.model.canDropMimeData(data, Qt.DropAction.MoveAction, row, 0, parent):
        assert not pane.model.dropMimeData(data, Qt.DropAction.MoveAction, row, 0, parent)
    return heard


def test_a_feed_dropped_on_a_folder_goes_to_its_end(pane: FeedPane) -> None:
    assert _drop(pane, Kind.FEED, 1, -1, _index(pane, Kind.FOLDER, 2)) == [(Kind.FEED, 1, 2, None)]


def test_a_feed_dropped_between_two_stands_there(pane: FeedPane) -> None:
    assert _drop(pane, Kind.FEED, 1, 2, _index(pane, Kind.FOLDER, 2)) == [(Kind.FEED, 1, 2, 2)]
    assert _drop(pane, Kind.FEED, 1, 2, _index(pane, Kind.FOLDER, 1)) == [(Kind.FEED, 1, 1, 1)]


def test_a_feed_dropped_at_the_top_stands_in_no_folder(pane: FeedPane) -> None:
    assert _drop(pane, Kind.FEED, 1, 5, QModelIndex()) == [(Kind.FEED, 1, None, 1)]


def test_a_folder_is_put_among_folders_but_never_into_itself(pane: FeedPane) -> None:
    assert _drop(pane, Kind.FOLDER, 3, 5, QModelIndex()) == [(Kind.FOLDER, 3, None, 0)]
    assert _drop(pane, Kind.FOLDER, 3, -1, _index(pane, Kind.FOLDER, 3)) == []


def test_what_is_dragged_from_a_stale_tree_is_left(pane: FeedPane) -> None:
    data = QMimeData()
    data.setData(MIME, json.dumps([["feed", 4711]]).encode())
    heard: list[object] = []
    pane.moveAsked.connect(lambda *args: heard.append(args))
    pane.model.dropMimeData(data, Qt.DropAction.MoveAction, -1, 0, QModelIndex())
    assert heard == []


def test_a_dropped_link_is_told(pane: FeedPane, qtbot: QtBot) -> None:
    data = QMimeData()
    data.setUrls([QUrl("https://lantern.example/feed")])
    assert pane.model.canDropMimeData(data, Qt.DropAction.CopyAction, -1, 0, QModelIndex())
    with qtbot.waitSignal(pane.linkDropped) as told:
        pane.model.dropMimeData(data, Qt.DropAction.CopyAction, -1, 0, QModelIndex())
    assert told.args == ["https://lantern.example/feed"]


# -- size and look -------------------------------------------------------------------------------------------


def test_a_thousand_feeds_in_sixty_folders(theme: Theme, qtbot: QtBot) -> None:
    folders = tuple(Folder(i, None, f"Folder {i}", f"Folder {i}", i) for i in range(1, 61))
    feeds = tuple(
        Feed(i, f"http://f{i}.example/", f"Feed {i}", folder_id=i % 60 + 1, unread=i % 37)
        for i in range(1000)
    )
    tree = FeedTree(folders, feeds, 0, 0, 0, 0)
    pane = FeedPane(theme)
    qtbot.addWidget(pane)
    pane.resize(216, 800)
    pane.setTree(tree)
    pane.show()
    heard: list[object] = []
    pane.model.dataChanged.connect(lambda *args: heard.append(args))
    pane.setTree(replace(tree, feeds=tuple(replace(feed, unread=feed.unread + 1) for feed in feeds)))
    assert heard == []
    assert pane.model.node(_index(pane, Kind.FEED, 999)).count == 1
    assert len(pane.model.nodes(Kind.FEED)) == 1000


@pytest.mark.parametrize("name", ["light", "sepia", "dark", "contrast"])
def test_the_selected_row_is_tinted_and_the_mark_of_trouble_is_seen(
    pane: FeedPane, theme: Theme, name: str
) -> None:
    theme.choose(name)
    pane.selectView(View(ViewKind.SAVED))
    image = pane.tree.viewport().grab().toImage()
    ratio = image.devicePixelRatio()

    def near(place: QRect, colour: QColor, within: int = 6) -> bool:
        spots = [
            image.pixelColor(x, y)
            for x in range(round(place.left() * ratio), round(place.right() * ratio))
            for y in range(round(place.top() * ratio), round(place.bottom() * ratio))
        ]
        return any(
            abs(spot.red() - colour.red())
            + abs(spot.green() - colour.green())
            + abs(spot.blue() - colour.blue())
            < within
            for spot in spots
        )

    def spot(kind: Kind, id: int | str, left: int, width: int) -> QRect:
        row = pane.tree.visualRect(_index(pane, kind, id))
        return QRect(row.left() + left, row.top() + 10, width, 6)

    assert near(spot(Kind.SMART, "saved", 90, 4), theme.over("selection", "side"))
    assert near(spot(Kind.SMART, "all", 120, 4), theme.color("side"))
    assert not near(spot(Kind.SMART, "all", 120, 4), theme.over("selection", "side"))
    assert near(spot(Kind.FEED, 6, 180, 24), theme.color("warning"), within=90)


def test_a_feed_chosen_before_the_tree_has_it_is_opened_when_it_comes(qtbot: QtBot, theme: Theme) -> None:
    pane = FeedPane(theme)
    qtbot.addWidget(pane)
    library = FakeLibrary()
    pane.setTree(library.feeds.tree())
    opened: list[View] = []
    pane.viewSelected.connect(opened.append)
    pane.selectView(View(ViewKind.FEED, 77))
    assert opened == []
    library.feed_rows[77] = replace(library.feed_rows[1], id=77, position=99)
    pane.setTree(library.feeds.tree())
    assert opened == [View(ViewKind.FEED, 77)]
    pane.setTree(library.feeds.tree())
    assert len(opened) == 1
