"""What a person does with feeds and folders from the window: rename, move, pause, remove, import, export. Main thread.

Commands go through Tasks, jobs through Jobs; dialogs are made only when they are asked for.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QPoint, QUrl, Signal
from PySide6.QtGui import QAction, QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from newsreader.domain.feeds import FeedTree
from newsreader.library import jobs as ask
from newsreader.ui.actions import Actions
from newsreader.ui.dialog_desk import DialogDesk
from newsreader.ui.feeds.nodes import Kind, Node
from newsreader.ui.feeds.pane import FeedPane
from newsreader.ui.jobs import Jobs
from newsreader.ui.menus import action_menu
from newsreader.ui.plain import menu_text
from newsreader.ui.tasks import Tasks
from newsreader.ui.theme import Theme

_FEED_MENU = (
    ("view.mark_read", "feed.refresh", "-", "feed.rename"),
    ("feed.pause", "feed.properties", "feed.remove", "-", "feed.site", "feed.copy_address"),
)
_FOLDER_MENU = ("view.mark_read", "feed.refresh", "-", "feed.rename", "folder.add", "feed.remove")
_SMART_MENU = ("view.mark_read", "feed.refresh_all")
_EMPTY_MENU = ("feed.add", "folder.add", "-", "opml.import", "opml.export")
_OPML_FILES = "OPML files (*.opml *.xml);;All files (*)"


class FeedCommands(QObject):
    """Answers the feed pane's wishes and the actions about feeds. ``said`` carries a sentence for the status line;
    ``tree`` is the tree as it was read last."""

    said = Signal(str)

    def __init__(
        self,
        theme: Theme,
        pane: FeedPane,
        actions: Actions,
        tasks: Tasks,
        jobs: Jobs,
        desk: DialogDesk,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._theme = theme
        self._desk = desk
        self._pane = pane
        self._actions = actions
        self._tasks = tasks
        self._jobs = jobs
        self._window = window
        self.tree = FeedTree((), (), 0, 0, 0, 0)
        self._target: Node | None = None
        """The row a context menu was opened for; the selected one otherwise."""
        pane.menuAsked.connect(self._show_menu)
        pane.renameAsked.connect(self._rename)
        pane.moveAsked.connect(self._move)
        pane.folded.connect(self._fold)
        actions.on("feed.rename", lambda: pane.startRename(self.target()))
        actions.on_toggle("feed.pause", self._pause)
        actions.on("feed.properties", self._ask_properties)
        actions.on("feed.remove", self._remove)
        actions.on("feed.site", self._open_site)
        actions.on("feed.copy_address", self._copy_address)
        actions.on("folder.add", self._add_folder)
        actions.on("opml.import", desk.import_feeds)
        actions.on("opml.export", self._export)

    @property
    def menu_target(self) -> Node | None:
        """The row whose context menu is open."""
        return self._target

    def target(self) -> Node | None:
        """The row that actions are about: of the open context menu, else the selected one."""
        return self._target or self._pane.currentNode()

    def follow(self, tree: FeedTree) -> None:
        """Take note of the tree as it is now."""
        self.tree = tree
        self._actions.set_fact("feeds", any(feed.id > 0 for feed in tree.feeds))
        self.follow_target()

    def follow_target(self) -> None:
        """Enable what makes sense for the row that actions are about."""
        node = self.target()
        own = node is not None and isinstance(node.id, int) and node.id > 0
        feed = node.feed if node is not None and own else None
        self._actions.set_fact("feed", feed is not None)
        self._actions.set_fact("own", own)
        self._actions["feed.pause"].setChecked(feed is not None and feed.paused)

    def feeds_of(self, node: Node | None) -> list[int] | None:
        """The ids of the feeds that ``node`` stands for; None for all."""
        if node is None or node.kind is Kind.SMART:
            return None
        return [feed.feed.id for feed in node.walk() if feed.feed is not None]

    # -- menus ---------------------------------------------------------------------------------------------------

    def _show_menu(self, node: Node | None, place: QPoint) -> None:
        self._target = node
        self.follow_target()
        menu = self.menu_for(node)
        menu.exec(place)
        menu.deleteLater()
        self._target = None
        self.follow_target()

    def menu_for(self, node: Node | None) -> QMenu:
        """The context menu of a row, or of the empty ground."""
        if node is None:
            return action_menu(self._actions, _EMPTY_MENU, self._window)
        if node.kind is Kind.SMART:
            return action_menu(self._actions, _SMART_MENU, self._window)
        if node.kind is Kind.FOLDER:
            return action_menu(self._actions, _FOLDER_MENU, self._window)
        menu = action_menu(self._actions, _FEED_MENU[0], self._window)
        menu.addMenu(self._folders_menu(node, menu)).setIcon(self._theme.icon("folder"))
        for action in _FEED_MENU[1]:
            menu.addSeparator() if action == "-" else menu.addAction(self._actions[action])
        return menu

    def _folders_menu(self, node: Node, parent: QWidget) -> QMenu:
        menu = QMenu("Move to folder", parent)
        feed = node.feed
        assert feed is not None
        for id, path in [(None, "No folder"), *((folder.id, folder.path) for folder in self.tree.folders)]:
            action = QAction(menu_text(path), menu)
            action.setCheckable(True)
            action.setChecked(feed.folder_id == id)
            action.triggered.connect(lambda _checked=False, to=id: self._move(Kind.FEED, feed.id, to, None))
            menu.addAction(action)
        return menu

    # -- commands ------------------------------------------------------------------------------------------------

    def _rename(self, kind: Kind, id: int, name: str) -> None:
        if kind is Kind.FEED:
            self._tasks.command(lambda library: library.feeds.rename(id, name))
        else:
            self._tasks.command(lambda library: library.feeds.rename_folder(id, name))

    def _move(self, kind: Kind, id: int, folder: int | None, position: int | None) -> None:
        if kind is Kind.FEED:
            self._tasks.command(lambda library: library.feeds.move(id, folder, position))
        else:
            self._tasks.command(lambda library: library.feeds.move_folder(id, folder, position))

    def _fold(self, folder: int, open_: bool) -> None:
        self._tasks.command(lambda library: library.feeds.expand_folder(folder, open_))

    def _pause(self, paused: bool) -> None:
        if (node := self.target()) is not None and node.feed is not None:
            id = node.feed.id
            self._tasks.command(lambda library: library.feeds.set(id, paused=paused))

    def _ask_properties(self) -> None:
        if (node := self.target()) is not None and node.feed is not None:
            self._desk.feed_page(node.feed.id)

    def _remove(self) -> None:
        node = self.target()
        if node is None or not isinstance(node.id, int):
            return
        id = node.id
        if node.kind is Kind.FOLDER:
            self._tasks.command(lambda library: library.feeds.remove_folder(id))
        elif node.feed is not None:
            self._desk.remove_feeds([node.feed])

    def _add_folder(self) -> None:
        node = self._target
        self._desk.new_folder(node.folder if node is not None else None)

    def _open_site(self) -> None:
        if (node := self.target()) is not None and node.feed is not None:
            url = QUrl(node.feed.site or node.feed.publication.site)
            if url.scheme() in ("http", "https"):
                QDesktopServices.openUrl(url)
            else:
                self.said.emit("This feed does not name its site")

    def _copy_address(self) -> None:
        if (node := self.target()) is not None and node.feed is not None:
            QGuiApplication.clipboard().setText(node.feed.url)
            self.said.emit("Address copied")

    # -- OPML ----------------------------------------------------------------------------------------------------

    def _export(self) -> None:
        start = str(Path.home() / "feeds.opml")
        path, _filter = QFileDialog.getSaveFileName(self._window, "Export feeds", start, _OPML_FILES)
        if path:
            self._jobs.run("export", ask.export_file(Path(path)), done=self._exported)

    def _exported(self, answer: dict[str, Any]) -> None:
        count = int(answer.get("feeds", 0))
        self.said.emit(f"{count} {'feed' if count == 1 else 'feeds'} exported")
