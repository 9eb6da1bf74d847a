"""The states of the window that ``--screenshot --show NAME`` draws, besides the dialogs of ``ui.dialogs.gallery``.

A scene puts the real window into a state a person can meet, by the window's own public doors.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent
from PySide6.QtWidgets import QApplication, QWidget

from newsreader.app import brief_scenes, card_scenes, story_scenes
from newsreader.domain.errors import StoreError
from newsreader.domain.feeds import FeedTree
from newsreader.domain.stories import View, ViewKind
from newsreader.ui.dialogs import gallery
from newsreader.ui.feeds.nodes import Kind, Node
from newsreader.ui.main_window import MainWindow
from newsreader.ui.preferences.keys_page import KeysPage
from newsreader.ui.preferences.window import PreferencesWindow
from newsreader.ui.reader.states import EmptyState
from newsreader.ui.submit import gallery as events

Scene = Callable[[MainWindow], QWidget | None]
"""Sets the scene; gives what is to be drawn, None for the whole window."""


def names() -> list[str]:
    """The names of all scenes and dialogs."""
    return [*_scenes(), *card_scenes.scenes(), *gallery.NAMES, *events.NAMES]


def show(name: str, window: MainWindow) -> QWidget:
    """Set the scene ``name`` and give the widget to draw. Raises KeyError for a name that is none."""
    scenes = _scenes() | card_scenes.scenes()
    if name in scenes:
        return scenes[name](window) or window
    if name in events.NAMES:
        made = events.open_state(name, window.theme, window.choices, window)
        made.show()
        return made
    dialog = gallery.open_dialog(name, window.theme, window.jobs, window)
    dialog.show()
    return dialog


def _scenes() -> dict[str, Scene]:
    return {
        "window": lambda window: None,
        "list-compact": lambda window: window.choices.set("list.density", "compact"),
        "list-cards": lambda window: window.choices.set("list.density", "cards"),
        "list-empty": lambda window: window.selection.open_view(View(ViewKind.FOLDER, 1 << 40)),
        "list-nothing-found": _nothing_found,
        "list-error": lambda window: window.stories.showFault(
            StoreError("The cache is busy: another program holds it. Close that one, then try again.")
        ),
        "list-many": _select_many,
        "reader-empty": lambda window: window.reader.setStory(None),
        "reader-error": lambda window: window.reader.showState(
            EmptyState(
                "This story cannot be shown", "The disk cannot be read.", "Try again", "", "error", fault=True
            )
        ),
        "reader-find": _find,
        "reader-text": lambda window: _popup(window.reader.showTextMenu),
        **brief_scenes.scenes(),
        **story_scenes.scenes(),
        "feeds-empty": lambda window: window.feeds.setTree(FeedTree((), (), 0, 0, 0, 0)),
        "feeds-several": _several_feeds,
        "feeds-rename": lambda window: window.feeds.startRename(window.feeds.model.nodes(Kind.FEED)[1]),
        "feeds-drag": lambda window: _drag_feed(window, 12),
        "feeds-drag-into": lambda window: _drag_feed(window, 4),
        "feed-menu": _feed_menu,
        "feed-menu-several": _several_menu,
        "folder-menu": lambda window: _tree_menu(window, window.feeds.model.nodes(Kind.FOLDER)[0]),
        "feeds-menu": lambda window: _tree_menu(window, None),
        "story-menu": _story_menu,
        "main-menu": _main_menu,
        "syncing": lambda window: window.status.showProgress("Syncing 62 of 100 feeds", 62, 100),
        "undo": lambda window: window.undo_bar.tell("312 stories marked read", undoable=True),
        "notice": lambda window: window.show_fault(
            StoreError("The disk is full: nothing was stored. Make some room, then refresh again.")
        ),
        "keys": lambda window: window.key_overlay.open(),
        "palette": _palette,
        "preferences": lambda window: _preferences(window, ""),
        "preferences-list": lambda window: _preferences(window, "list.density"),
        "preferences-reading": lambda window: _preferences(window, "reader.size"),
        "preferences-notices": lambda window: _preferences(window, "notify.new_stories"),
        "preferences-privacy": lambda window: _preferences(window, "privacy.secrets"),
        "preferences-storage": lambda window: _preferences(window, "storage.keep_days"),
        "preferences-network": lambda window: _preferences(window, "network.proxy"),
        "preferences-keys": _keys_page,
        "briefs-drawer": lambda window: _drawer(window, "briefs", 1100),
        "feeds-drawer": lambda window: _drawer(window, "feeds", 920),
    }


def _nothing_found(window: MainWindow) -> None:
    """A search without a hit; typing would wait for a pause first."""
    window.toolbar.search.show_search("nothing has these words zyx")
    window.toolbar.search.searchChanged.emit("nothing has these words zyx")


def _select_many(window: MainWindow) -> None:
    window.stories.table.selectAll()


def _find(window: MainWindow) -> None:
    window.reader.findInPage()
    focused = window.focusWidget()
    if focused is not None and hasattr(focused, "setText"):
        focused.setText("the")


def _palette(window: MainWindow) -> QWidget | None:
    window.finder.open()
    return None


def _preferences(window: MainWindow, key: str) -> QWidget:
    window.window_actions.show_setting(key)
    return window.findChildren(PreferencesWindow)[0]


def _keys_page(window: MainWindow) -> QWidget:
    """The keys, with one typed that another action has."""
    shown = _preferences(window, "")
    assert isinstance(shown, PreferencesWindow)
    shown.show_page("keys")
    page = shown.findChildren(KeysPage)[0]
    page.choose("story.toggle_saved")
    page.press("M")
    return shown


def _drawer(window: MainWindow, name: str, width: int) -> None:
    window.resize(width, window.height())
    QApplication.processEvents()
    window.frame.show_side(name, True)


def _several_feeds(window: MainWindow) -> None:
    """A few feeds are selected together."""
    tree = window.feeds.tree
    for node in window.feeds.model.nodes(Kind.FEED)[:3]:
        flag = QItemSelectionModel.SelectionFlag.Select
        tree.selectionModel().select(window.feeds.model.index_of(node.key), flag)


def _drag_feed(window: MainWindow, row: int) -> None:
    """A feed is dragged over a row of the tree and not let go yet."""
    tree, model = window.feeds.tree, window.feeds.model
    data = model.mimeData([model.index_of(model.nodes(Kind.FEED)[0].key)])
    index = model.index_of(list(model.everything())[row].key)
    rect = tree.visualRect(index)
    place = rect.center() if model.node(index).kind is Kind.FOLDER else rect.topLeft() + QPoint(40, 3)
    left, none, move = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.DropAction.MoveAction
    for kind in (QDragEnterEvent, QDragMoveEvent):
        QApplication.sendEvent(tree.viewport(), kind(place, move, data, left, none))


def _several_menu(window: MainWindow) -> QWidget:
    _several_feeds(window)
    return _feed_menu(window)


def _feed_menu(window: MainWindow) -> QWidget:
    return _tree_menu(window, next(iter(window.feeds.model.nodes(Kind.FEED)), None))


def _tree_menu(window: MainWindow, node: Node | None) -> QWidget:
    menu = window.feed_commands.menu_for(node)
    menu.popup(QPoint(40, 40))
    return menu


def _story_menu(window: MainWindow) -> QWidget | None:
    return _popup(lambda: window.stories.table.customContextMenuRequested.emit(QPoint(60, 60)))


def _main_menu(window: MainWindow) -> QWidget:
    menu = window.toolbar.menu_button.menu()
    menu.popup(QPoint(40, 40))
    return menu


def _popup(open_it: Callable[[], object]) -> QWidget | None:
    """The menu that ``open_it`` pops up."""
    open_it()
    QApplication.processEvents()
    return QApplication.activePopupWidget()
