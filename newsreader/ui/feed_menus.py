"""The context menus of the feed tree. Main thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from newsreader.domain.feeds import Feed, FeedTree
from newsreader.ui.actions import Actions
from newsreader.ui.feeds.nodes import Kind, Node
from newsreader.ui.menus import SORTING, action_menu
from newsreader.ui.plain import menu_text
from newsreader.ui.theme import Theme

_FEED_MENU = (
    ("view.mark_read", "feed.refresh", "-", "feed.rename"),
    ("feed.pause", "feed.properties", "feed.remove", "-", "feed.site", "feed.copy_address"),
)
_SEVERAL_MENU = (("view.mark_read", "feed.refresh", "-"), ("feed.pause", "feed.properties", "feed.remove"))
_FOLDER_MENU = (
    "view.mark_read",
    "feed.refresh",
    "-",
    "feed.rename",
    "feed.properties",
    "folder.add",
    "feed.remove",
)
_SMART_MENU = ("view.mark_read", "feed.refresh_all")
_EMPTY_MENU = ("feed.add", "folder.add", "-", "opml.import", "opml.export", "-")

Move = Callable[[Sequence[Feed], int | None], None]
"""Puts feeds into a folder (None: the top)."""
MoveNew = Callable[[Sequence[Feed]], None]
"""Puts feeds into a folder that is named first."""


def menu_of(
    nodes: Sequence[Node],
    tree: FeedTree,
    actions: Actions,
    theme: Theme,
    move: Move,
    move_new: MoveNew,
    parent: QWidget,
) -> QMenu:
    """The menu of these rows; that of the empty ground for none."""
    if not nodes:
        menu = action_menu(actions, _EMPTY_MENU, parent)
        sorting = menu.addMenu("Sort feeds")
        sorting.setIcon(theme.icon("sort"))
        sorting.addActions([actions[id] for id in SORTING])
        return menu
    node = nodes[0]
    if len(nodes) == 1 and node.kind is not Kind.FEED:
        return action_menu(actions, _SMART_MENU if node.kind is Kind.SMART else _FOLDER_MENU, parent)
    above, below = _FEED_MENU if len(nodes) == 1 else _SEVERAL_MENU
    menu = action_menu(actions, above, parent)
    feeds = [node.feed for node in nodes if node.feed is not None]
    folders = menu.addMenu(_folders_menu(feeds, tree, move, move_new, menu))
    folders.setIcon(theme.icon("folder"))
    folders.setEnabled(all(feed.id > 0 for feed in feeds))  # those of the welcome edition stay where they are
    for id in below:
        menu.addSeparator() if id == "-" else menu.addAction(actions[id])
    return menu


def _folders_menu(
    feeds: Sequence[Feed], tree: FeedTree, move: Move, move_new: MoveNew, parent: QWidget
) -> QMenu:
    menu = QMenu("Move to folder", parent)
    here = {feed.folder_id for feed in feeds}
    for id, path in [(None, "No folder"), *((folder.id, folder.path) for folder in tree.folders)]:
        action = QAction(menu_text(path), menu)
        action.setCheckable(True)
        action.setChecked(here == {id})
        action.triggered.connect(lambda _checked=False, to=id: move(feeds, to))
        menu.addAction(action)
    menu.addSeparator()
    menu.addAction("New folder…").triggered.connect(lambda: move_new(feeds))
    return menu
