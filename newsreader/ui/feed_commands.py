"""What a person does with feeds and folders from the window: rename, move, pause, remove, import, export. Main thread.

Commands go through Tasks, jobs through Jobs; dialogs are made only when they are asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QPoint, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from newsreader.domain.feeds import Feed, FeedTree
from newsreader.library import jobs as ask
from newsreader.text.numbers import counted
from newsreader.ui.actions import Actions
from newsreader.ui.dialog_desk import DialogDesk
from newsreader.ui.feed_menus import menu_of
from newsreader.ui.feeds.nodes import Kind, Node
from newsreader.ui.feeds.pane import FeedPane
from newsreader.ui.feeds.places import Place, place_down, place_in, place_out, place_up
from newsreader.ui.jobs import Jobs
from newsreader.ui.tasks import Tasks
from newsreader.ui.theme import Theme

_STEPS = {
    "feed.move_up": place_up,
    "feed.move_down": place_down,
    "feed.move_out": place_out,
    "feed.move_in": place_in,
}
_PROPERTIES, _TOGETHER = "Properties…", "Change together…"
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
        pane.feedsMoveAsked.connect(self._move_several)
        pane.chosenChanged.connect(self.follow_target)
        pane.folded.connect(self._fold)
        actions.on("feed.rename", self._start_rename)
        for id, find in _STEPS.items():
            actions.on(id, partial(self._step, find))
        actions.on_toggle("feed.pause", self._pause)
        actions.on("feed.properties", self._ask_properties)
        actions.on("feed.remove", self._remove)
        actions.on("feed.site", self._open_site)
        actions.on("feed.copy_address", self._copy_address)
        actions.on("folder.add", self._add_folder)
        actions.on("opml.import", desk.import_feeds)
        actions.on("opml.export", self._export)

    @property
    def menu_targets(self) -> list[Node]:
        """The rows whose context menu is open; none when there is no menu."""
        return self.targets() if self._target is not None else []

    def targets(self) -> list[Node]:
        """The rows that actions are about: of the open context menu, else the selected ones, else the current one."""
        chosen = self._pane.chosenNodes()
        if self._target is not None:
            return chosen if self._target in chosen else [self._target]
        current = self._pane.currentNode()
        return chosen or ([current] if current is not None else [])

    def feeds_of(self, nodes: Sequence[Node]) -> list[int] | None:
        """The ids of the feeds that ``nodes`` stand for; None for all."""
        if not nodes or any(node.kind is Kind.SMART for node in nodes):
            return None
        return [feed.id for feed in _feeds_within(nodes)]

    def follow(self, tree: FeedTree) -> None:
        """Take note of the tree as it is now."""
        self.tree = tree
        self._actions.set_fact("feeds", any(feed.id > 0 for feed in tree.feeds))
        self.follow_target()

    def follow_target(self) -> None:
        """Enable what makes sense for the rows that actions are about."""
        own = [node for node in self.targets() if isinstance(node.id, int) and node.id > 0]
        feeds = [node.feed for node in own if node.feed is not None]
        set_fact = self._actions.set_fact
        set_fact("own", bool(own))
        set_fact("one", len(own) == 1)
        set_fact("feed", bool(feeds) and len(feeds) == len(own))
        set_fact("one_feed", len(feeds) == len(own) == 1)
        self._actions["feed.pause"].setChecked(bool(feeds) and all(feed.paused for feed in feeds))
        self._actions["feed.properties"].setText(_PROPERTIES if len(feeds) == len(own) == 1 else _TOGETHER)

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
        """The context menu of a row, of all selected rows if it is one of them, or of the empty ground."""
        chosen = self._pane.chosenNodes()
        nodes = [] if node is None else chosen if node in chosen else [node]
        return menu_of(
            nodes, self.tree, self._actions, self._theme, self._put_into, self._put_into_new, self._window
        )

    # -- commands ------------------------------------------------------------------------------------------------

    def _start_rename(self) -> None:
        if nodes := self.targets():
            self._pane.startRename(nodes[0])

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

    def _move_several(self, ids: Sequence[int], folder: int | None, position: int | None) -> None:
        self._tasks.command(lambda library: library.feeds.move_several(ids, folder, position))

    def _put_into(self, feeds: Sequence[Feed], folder: int | None) -> None:
        strangers = [feed.id for feed in feeds if feed.folder_id != folder]
        if len(strangers) == 1:
            self._move(Kind.FEED, strangers[0], folder, None)
        elif strangers:
            self._move_several(strangers, folder, None)

    def _put_into_new(self, feeds: Sequence[Feed]) -> None:
        self._desk.new_folder(feeds=feeds)

    def _step(self, find: Callable[[Node], Place | None]) -> None:
        """Move the one chosen row by a key."""
        nodes = self.targets()
        if len(nodes) != 1 or not isinstance(nodes[0].id, int):
            return
        node, place = nodes[0], find(nodes[0])
        if node.kind is Kind.FEED and not self._pane.byHand and find in (place_up, place_down):
            self.said.emit("Feeds are sorted by the program. Sort them by hand to move them.")
        elif place is not None:
            self._move(node.kind, nodes[0].id, *place)

    def _fold(self, folder: int, open_: bool) -> None:
        self._tasks.command(lambda library: library.feeds.expand_folder(folder, open_))

    def _pause(self, paused: bool) -> None:
        ids = self.feeds_of(self.targets())
        if ids and len(ids) == 1:
            self._tasks.command(lambda library: library.feeds.set(ids[0], paused=paused))
        elif ids:
            self._tasks.command(lambda library: library.feeds.set_several(ids, paused=paused))

    def _ask_properties(self) -> None:
        nodes = self.targets()
        feeds = _feeds_within(nodes)
        if len(nodes) == 1 and nodes[0].feed is not None:
            self._desk.feed_page(nodes[0].feed.id)
        elif feeds:
            self._desk.edit_feeds(feeds, self.tree.folders)

    def _remove(self) -> None:
        """Remove the chosen feeds; folders only where nothing but folders is chosen: their feeds stay."""
        nodes = [node for node in self.targets() if isinstance(node.id, int)]
        feeds = [node.feed for node in nodes if node.feed is not None]
        if feeds:
            self._desk.remove_feeds(feeds)
            return
        for node in nodes:
            self._remove_folder(int(node.id))

    def _remove_folder(self, id: int) -> None:
        self._tasks.command(lambda library: library.feeds.remove_folder(id))

    def _add_folder(self) -> None:
        node = self._target
        self._desk.new_folder(node.folder if node is not None else None)

    def _open_site(self) -> None:
        if (feed := self._one_feed()) is not None:
            url = QUrl(feed.site or feed.publication.site)
            if url.scheme() in ("http", "https"):
                QDesktopServices.openUrl(url)
            else:
                self.said.emit("This feed does not name its site")

    def _copy_address(self) -> None:
        if (feed := self._one_feed()) is not None:
            QGuiApplication.clipboard().setText(feed.url)
            self.said.emit("Address copied")

    def _one_feed(self) -> Feed | None:
        nodes = self.targets()
        return nodes[0].feed if len(nodes) == 1 else None

    # -- OPML ----------------------------------------------------------------------------------------------------

    def _export(self) -> None:
        start = str(Path.home() / "feeds.opml")
        path, _filter = QFileDialog.getSaveFileName(self._window, "Export feeds", start, _OPML_FILES)
        if path:
            self._jobs.run("export", ask.export_file(Path(path)), done=self._exported)

    def _exported(self, answer: dict[str, Any]) -> None:
        count = int(answer.get("feeds", 0))
        self.said.emit(f"{counted(count, 'feed')} exported")


def _feeds_within(nodes: Sequence[Node]) -> list[Feed]:
    """The feeds that rows stand for, those in folders too, each once."""
    found = {each.feed.id: each.feed for node in nodes for each in node.walk() if each.feed is not None}
    return list(found.values())
