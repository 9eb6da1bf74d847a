"""What a person does with one or several feeds from the tree: menus, keys, the dialog that changes them together."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from newsreader.domain.errors import UsageError
from newsreader.domain.stories import View, ViewKind
from newsreader.ui.dialogs.edit_feeds import EditFeedsDialog
from newsreader.ui.dialogs.folder import FolderDialog
from newsreader.ui.dialogs.remove import RemoveDialog
from newsreader.ui.feeds.nodes import Kind, Node
from newsreader.ui.main_window import MainWindow
from newsreader.ui.tasks import Tasks
from newsreader.ui.theme import Theme
from tests.ui.fake_jobs import FakeJobs
from tests.ui.fake_library import FakeLibrary


def select(window: MainWindow, *keys: tuple[Kind, int]) -> None:
    tree = window.feeds.tree
    tree.clearSelection()
    for key in keys:
        flag = QItemSelectionModel.SelectionFlag.Select
        tree.selectionModel().select(window.feeds.model.index_of(key), flag)


def node(window: MainWindow, kind: Kind, id: int) -> Node:
    return window.feeds.model.node(window.feeds.model.index_of((kind, id)))


def texts(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if not action.isSeparator()]


def enabled(window: MainWindow, *ids: str) -> list[bool]:
    return [window.actions_table[id].isEnabled() for id in ids]


def test_the_menu_of_several_offers_what_can_be_done_with_all(window: MainWindow) -> None:
    select(window, (Kind.FEED, 1), (Kind.FEED, 4))
    menu = window.feed_commands.menu_for(node(window, Kind.FEED, 4))
    assert texts(menu) == [
        "Mark all in this list read",
        "Refresh this list",
        "Move to folder",
        "Pause",
        "Change together…",
        "Remove…",
    ]
    assert enabled(window, "feed.rename", "feed.site", "feed.pause", "feed.properties", "feed.remove") == [
        False,
        False,
        True,
        True,
        True,
    ]
    other = window.feed_commands.menu_for(node(window, Kind.FEED, 5))
    assert "Rename" in texts(other), "a row that is not selected has a menu of its own"


def test_several_are_paused_and_resumed_together(
    window: MainWindow, library: FakeLibrary, qtbot: QtBot
) -> None:
    select(window, (Kind.FEED, 1), (Kind.FEED, 4))
    window.actions_table["feed.pause"].trigger()
    qtbot.waitUntil(lambda: library.feed_rows[1].paused and library.feed_rows[4].paused)
    qtbot.waitUntil(lambda: window.actions_table["feed.pause"].isChecked())
    window.actions_table["feed.pause"].trigger()
    qtbot.waitUntil(lambda: not (library.feed_rows[1].paused or library.feed_rows[4].paused))


def test_several_are_refreshed_in_one_job(window: MainWindow, jobs: FakeJobs) -> None:
    select(window, (Kind.FEED, 1), (Kind.FOLDER, 3))
    window.actions_table["feed.refresh"].trigger()
    assert jobs.named("sync")[-1].args["feeds"] == [1, 7, 8]


def test_several_are_moved_to_a_folder_from_the_menu(
    window: MainWindow, library: FakeLibrary, qtbot: QtBot
) -> None:
    select(window, (Kind.FEED, 1), (Kind.FEED, 7), (Kind.FEED, 8))
    menu = window.feed_commands.menu_for(node(window, Kind.FEED, 1))
    folders = menu.findChild(QMenu)
    assert folders is not None
    next(action for action in folders.actions() if action.text() == "Science").trigger()
    qtbot.waitUntil(lambda: library.feed_rows[1].folder_id == 3)
    assert library.undo_stack[-1].feeds == (1,), "the others were there already"


def test_several_are_put_into_a_folder_that_is_named_on_the_spot(
    window: MainWindow, library: FakeLibrary, qtbot: QtBot
) -> None:
    select(window, (Kind.FEED, 1), (Kind.FEED, 4))
    folders = window.feed_commands.menu_for(node(window, Kind.FEED, 1)).findChild(QMenu)
    assert folders is not None
    folders.actions()[-1].trigger()
    dialog = window.findChild(FolderDialog)
    assert dialog is not None
    qtbot.keyClicks(dialog.findChild(QLineEdit), "Harbours")
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog.findChild(QLineEdit), Qt.Key.Key_Return)
    made = next(folder.id for folder in library.folder_rows.values() if folder.name == "Harbours")
    assert {library.feed_rows[id].folder_id for id in (1, 4)} == {made}


def test_an_import_is_followed_by_a_look_for_its_stories(
    window: MainWindow, jobs: FakeJobs, qtbot: QtBot
) -> None:
    before = len(jobs.named("sync"))
    window.sync._job = None
    window.desk.imported.emit()
    qtbot.waitUntil(lambda: len(jobs.named("sync")) > before)
    assert jobs.named("sync")[-1].args["due_only"]


def test_removing_several_asks_once(window: MainWindow, qtbot: QtBot) -> None:
    select(window, (Kind.FEED, 1), (Kind.FEED, 4))
    window.actions_table["feed.remove"].trigger()
    dialog = window.findChild(RemoveDialog)
    assert dialog is not None
    assert dialog.heading.text() == "Remove 2 feeds?"
    dialog.close()


def test_only_folders_are_removed_without_their_feeds(
    window: MainWindow, library: FakeLibrary, qtbot: QtBot
) -> None:
    select(window, (Kind.FOLDER, 1), (Kind.FOLDER, 3))
    window.actions_table["feed.remove"].trigger()
    qtbot.waitUntil(lambda: list(library.folder_rows) == [2])
    assert len(library.feed_rows) == 9


def test_keys_move_the_row_and_stay_with_it(window: MainWindow, library: FakeLibrary, qtbot: QtBot) -> None:
    window.feeds.selectView(View(ViewKind.FEED, 1))
    window.feeds.tree.setFocus()
    window.activateWindow()
    for key, place in (
        (Qt.Key.Key_Down, (1, [2, 1, 3])),
        (Qt.Key.Key_Down, (1, [2, 3, 1])),
        (Qt.Key.Key_Down, (2, [1, 4, 5, 6])),
        (Qt.Key.Key_Up, (1, [2, 3, 1])),
        (Qt.Key.Key_Left, (None, [9, 1])),
    ):
        QTest.keyClick(window.feeds.tree, key, Qt.KeyboardModifier.AltModifier)
        qtbot.waitUntil(lambda place=place: standing(window, place[0]) == place[1])
        assert window.feeds.currentView() == View(ViewKind.FEED, 1)


def standing(window: MainWindow, folder: int | None) -> list[int | str]:
    """The feeds of a folder as the tree shows them."""
    above = {1: (Kind.FOLDER, 1), 2: (Kind.FOLDER, 2)}.get(folder or 0)
    return [
        feed.id
        for feed in window.feeds.model.nodes(Kind.FEED)
        if feed.parent is not None and (feed.parent.key == above or (above is None and not feed.depth))
    ]


def test_sorted_feeds_are_not_moved_by_keys_and_it_is_said_why(
    window: MainWindow, library: FakeLibrary
) -> None:
    window.actions_table["order.name"].trigger()
    window.feeds.selectView(View(ViewKind.FEED, 5))
    said: list[str] = []
    window.feed_commands.said.connect(said.append)
    window.actions_table["feed.move_up"].trigger()
    assert said == ["Feeds are sorted by the program. Sort them by hand to move them."]
    assert library.undo_stack == []


def test_the_order_is_kept_and_ticked(window: MainWindow) -> None:
    window.actions_table["order.unread"].trigger()
    assert window.choices.text("look.feed_order") == "unread"
    assert window.actions_table["order.unread"].isChecked()
    assert not window.actions_table["order.hand"].isChecked()
    assert [node.title for node in window.feeds.model.nodes(Kind.FEED)][1] == "The Millrace"


def test_counts_are_right_after_every_mark(window: MainWindow, library: FakeLibrary, qtbot: QtBot) -> None:
    library.feeds.set(1, unread=8)  # what the mark does to the feed
    window.stories.next()
    qtbot.waitUntil(lambda: node(window, Kind.FEED, 1).count == 8)
    assert node(window, Kind.FOLDER, 1).count == 8 + 4 + 17


# -- the dialog ------------------------------------------------------------------------------------------------------


@pytest.fixture
def dialog(theme: Theme, tasks: Tasks, library: FakeLibrary, qtbot: QtBot) -> EditFeedsDialog:
    library.feeds.set(2, interval=7200)
    feeds = [library.feed_rows[id] for id in (1, 2, 3)]
    made = EditFeedsDialog(theme, tasks, feeds, library.feeds.tree().folders)
    qtbot.addWidget(made)
    made.show()
    return made


def box(dialog: QDialog, name: str) -> QComboBox:
    return next(box for box in dialog.findChildren(QComboBox) if box.accessibleName() == name)


def choose(dialog: QDialog, name: str, text: str) -> None:
    combo = box(dialog, name)
    combo.setCurrentIndex(combo.findText(text))
    combo.activated.emit(combo.currentIndex())


def go(dialog: QWidget) -> QPushButton:
    return next(button for button in dialog.findChildren(QPushButton) if button.text() == "Change")


def first_choices(dialog: QDialog, names: Sequence[str]) -> list[str]:
    return [box(dialog, name).currentText() for name in names]


def test_the_dialog_says_what_the_feeds_have_in_common_and_changes_nothing_by_itself(
    dialog: EditFeedsDialog,
) -> None:
    assert dialog.heading.text() == "Change 3 feeds"
    assert first_choices(dialog, ["Folder", "Check", "Pause", "Pictures"]) == [
        "Leave as it is: Local",
        "Leave as they are",
        "Leave as it is: Not paused",
        "Leave as it is: As in the preferences",
    ]
    assert dialog.wanted() == {}
    assert not go(dialog).isEnabled()


def test_only_what_was_chosen_is_changed_in_one_command(
    dialog: EditFeedsDialog, library: FakeLibrary, qtbot: QtBot
) -> None:
    choose(dialog, "Folder", "World")
    choose(dialog, "Pictures", "Never")
    assert dialog.wanted() == {"folder": "World", "pictures": "never"}
    with qtbot.waitSignal(dialog.accepted):
        go(dialog).click()
    assert {library.feed_rows[id].folder for id in (1, 2, 3)} == {"World"}
    assert {library.feed_rows[id].pictures for id in (1, 2, 3)} == {"never"}
    assert library.feed_rows[2].interval == 7200


def test_no_folder_is_a_choice_of_its_own(dialog: EditFeedsDialog) -> None:
    choose(dialog, "Folder", "No folder")
    assert dialog.wanted() == {"folder": ""}
    box(dialog, "Folder").setCurrentIndex(0)
    box(dialog, "Folder").activated.emit(0)
    assert dialog.wanted() == {}


def test_a_fault_is_said_and_the_choice_stays(
    dialog: EditFeedsDialog, library: FakeLibrary, qtbot: QtBot
) -> None:
    choose(dialog, "Check", "Every hour")
    library.fail_next = UsageError("There is no feed 3.")
    go(dialog).click()
    qtbot.waitUntil(lambda: go(dialog).isEnabled())
    assert dialog.isVisible()
    assert dialog.wanted() == {"interval": 3600}


def test_the_window_opens_it_for_several_and_for_a_folder(window: MainWindow) -> None:
    select(window, (Kind.FEED, 1), (Kind.FEED, 9))
    window.actions_table["feed.properties"].trigger()
    dialog = window.findChild(EditFeedsDialog)
    assert dialog is not None
    assert dialog.heading.text() == "Change 2 feeds"
    dialog.close()
