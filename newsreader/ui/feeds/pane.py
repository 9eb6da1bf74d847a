"""The feed pane: the tree of smart views, folders and feeds, the way to add one, and what is shown without any.

Main thread only. The pane asks and never does: every wish is a signal.
"""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from newsreader.domain.feeds import FeedTree
from newsreader.domain.stories import View, ViewKind
from newsreader.ui.feeds.empty import NoFeeds
from newsreader.ui.feeds.model import FeedModel
from newsreader.ui.feeds.nodes import Key, Kind, Node, key_of
from newsreader.ui.feeds.order import FeedOrder, Order
from newsreader.ui.feeds.tree_view import FeedTreeView
from newsreader.ui.pane import Pane
from newsreader.ui.theme import Theme


class FeedPane(Pane):
    """Signals: ``viewSelected(View)``; ``addAsked``, ``browseAsked``, ``importAsked``; ``linkDropped(address)``;
    ``menuAsked(Node or None, global position)``; ``renameAsked(Kind, id, name)``; ``moveAsked(Kind, id, folder id or
    None, position or None)``, ``feedsMoveAsked(ids, folder id or None, position or None)``; ``folded(folder id, open)``
    when a person opened or closed a folder; ``chosenChanged`` when other rows are selected."""

    viewSelected = Signal(object)
    addAsked = Signal()
    browseAsked = Signal()
    importAsked = Signal()
    linkDropped = Signal(str)
    menuAsked = Signal(object, object)
    renameAsked = Signal(object, int, str)
    moveAsked = Signal(object, int, object, object)
    feedsMoveAsked = Signal(tuple, object, object)
    folded = Signal(int, bool)
    chosenChanged = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.model = FeedModel(self)
        self.tree = FeedTreeView(theme, self.model, self)
        self.focus_home = self.tree
        self._theme = theme
        self._order = FeedOrder()
        self._tree: FeedTree | None = None
        self._empty: NoFeeds | None = None
        self._add = QPushButton("Add feed", self)
        self._add.setProperty("kind", "row")
        self._add.setIcon(theme.icon("plus"))
        self._add.clicked.connect(self.addAsked)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 8, 0, 8)
        self._column.setSpacing(4)
        self._column.addWidget(self.tree, 1)
        self._column.addWidget(self._add)
        self._wanted: Key | None = (Kind.SMART, ViewKind.UNREAD.value)
        """The row of the list that is shown, None when no row opens it."""
        self._quiet = False
        self._awaited = False
        """Whether ``_wanted`` was asked for before the tree had it: then it is told when it comes."""
        self._join()

    def _join(self) -> None:
        self.tree.selectionModel().currentChanged.connect(self._current_changed)
        self.tree.expanded.connect(lambda index: self._folded(index, True))
        self.tree.collapsed.connect(lambda index: self._folded(index, False))
        self.tree.menuAsked.connect(
            lambda index, place: self.menuAsked.emit(self._node_or_none(index), place)
        )
        self.tree.selectionModel().selectionChanged.connect(lambda *_: self.chosenChanged.emit())
        self.model.moveAsked.connect(self.moveAsked)
        self.model.feedsMoveAsked.connect(self.feedsMoveAsked)
        self.model.renameAsked.connect(self.renameAsked)
        self.model.linkDropped.connect(self.linkDropped)

    # -- what is shown -------------------------------------------------------------------------------------------

    def setTree(self, tree: FeedTree) -> None:
        """Show ``tree``; what is selected, open and in sight stays so."""
        self._quiet = True
        self._tree = tree
        instead = self._neighbour(tree)
        arranged = self._order.arranged(tree)
        moves = not self.model.stands_as(arranged)
        if moves:  # switching it on again paints every row
            self.tree.setUpdatesEnabled(False)
        for node in self.model.follow(arranged):
            self.tree.setExpanded(self.model.index_of(node.key), node.folder is None or node.folder.expanded)
        index = self._wanted_row()
        if index.isValid() and self.tree.currentIndex() != index:
            self._choose_silently(index)
        if moves:
            self.tree.setUpdatesEnabled(True)
        self._quiet = False
        if index.isValid() and self._awaited:
            self._awaited = False
            self.viewSelected.emit(self.model.node(index).view)
        # Ids below zero are those of the welcome edition.
        own = [row.id for row in tree.feeds] + [row.id for row in tree.folders]
        self._show_beginning(not any(id > 0 for id in own))
        if not index.isValid() and self._wanted is not None:
            self.selectView(instead)

    def _neighbour(self, tree: FeedTree) -> View:
        """What to show when the selected feed is not in ``tree`` any more: the next one in its folder, else the one
        before, so that the eyes stay where they are; "Unread" when it was the last."""
        node = self.model.node(self._wanted_row())
        left = {feed.id for feed in tree.feeds}
        if node.kind is Kind.FEED and node.id not in left and node.parent is not None:
            peers = node.parent.children
            for peer in (*peers[node.row + 1 :], *reversed(peers[: node.row])):
                if peer.kind is Kind.FEED and peer.id in left:
                    return peer.view
        return View(ViewKind.UNREAD)

    def setOrder(self, how: Order) -> None:
        """Let feeds stand in another order. Only in that by hand are they moved among one another."""
        if how is self._order.how:
            return
        self._order.choose(how)
        self.model.by_hand = how is Order.HAND
        if self._tree is not None:
            self.setTree(self._tree)

    @property
    def byHand(self) -> bool:
        """Whether feeds stand as a person put them."""
        return self._order.how is Order.HAND

    def _show_beginning(self, needed: bool) -> None:
        """Say how to begin, in place of the row that adds one more."""
        if needed and self._empty is None:
            self._empty = NoFeeds(self._theme, self)
            self._empty.addAsked.connect(self.addAsked)
            self._empty.browseAsked.connect(self.browseAsked)
            self._empty.importAsked.connect(self.importAsked)
            self._column.insertWidget(1, self._empty)
        if self._empty is not None:
            if not needed and self._empty.isAncestorOf(self.window().focusWidget()):
                self.setFocus()  # else the focus would go on to the next field, where single keys are typed
            self._empty.setVisible(needed)
        self._add.setVisible(not needed)

    @property
    def says_how_to_begin(self) -> bool:
        """True while there is no feed of the person's own."""
        return self._empty is not None and not self._empty.isHidden()

    def selectView(self, view: View) -> None:
        """Select the row that opens ``view`` and tell it, also when it is selected already.

        A feed or folder that is not there yet is selected as soon as a tree brings it.
        """
        key = key_of(view)
        if key is None:
            return
        self._wanted = key
        index = self.model.index_of(key)
        self._awaited = not index.isValid()
        if index.isValid():
            self._choose_silently(index)
            self.viewSelected.emit(self.model.node(index).view)

    def expectView(self, view: View) -> None:
        """Select the row of ``view`` when the tree comes, and tell nobody: its list is open already."""
        key = key_of(view)
        if key is not None:
            self._wanted, self._awaited = key, False

    def selectNothing(self) -> None:
        """No row opens the list that is shown now."""
        self._wanted, self._awaited = None, False
        self.tree.selectionModel().clear()

    def currentView(self) -> View | None:
        """The view of the selected row."""
        node = self.currentNode()
        return node.view if node is not None else None

    def currentNode(self) -> Node | None:
        """The selected row, None before the first tree."""
        return self._node_or_none(self.tree.currentIndex())

    def chosenNodes(self) -> list[Node]:
        """The selected feeds and folders in the order they are drawn; the smart views are never among them."""
        selected = (self.model.node(index) for index in self.tree.selectionModel().selectedRows())
        chosen = {node for node in selected if isinstance(node.id, int)}
        return (
            [node for node in self.model.everything() if node in chosen] if len(chosen) > 1 else list(chosen)
        )

    def title(self, view: View) -> str:
        """What the row of ``view`` is called, ``""`` when there is none."""
        key = key_of(view)
        index = self.model.index_of(key) if key is not None else QModelIndex()
        return self.model.node(index).title if index.isValid() else ""

    # -- moving about --------------------------------------------------------------------------------------------

    def nextFeed(self) -> None:
        """Select the next row that opens a list, folders that are closed left out."""
        self._step(1)

    def previousFeed(self) -> None:
        """Select the row before."""
        self._step(-1)

    def _step(self, by: int) -> None:
        index = self.tree.currentIndex()
        if not index.isValid():
            index = self.model.index(0, 0)
        else:
            index = self.tree.indexBelow(index) if by > 0 else self.tree.indexAbove(index)
        while index.isValid() and self.model.node(index).kind is Kind.FOLDER and self.tree.isExpanded(index):
            index = self.tree.indexBelow(index) if by > 0 else self.tree.indexAbove(index)
        if index.isValid():
            self.tree.choose(index)

    def startRename(self, node: Node | None = None) -> None:
        """Edit the name of ``node``, else of the selected row, in place."""
        node = node or self.currentNode()
        if node is not None and node.kind in (Kind.FEED, Kind.FOLDER):
            index = self.model.index_of(node.key)
            self.tree.scrollTo(index)
            self.tree.edit(index)

    def _folded(self, index: QModelIndex, open_: bool) -> None:
        node = self.model.node(index)
        if not self._quiet and isinstance(node.id, int):
            self.folded.emit(node.id, open_)

    # -- selection -----------------------------------------------------------------------------------------------

    def _choose_silently(self, index: QModelIndex) -> None:
        was, self._quiet = self._quiet, True
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.tree.selectionModel().setCurrentIndex(index, flag)
        self._quiet = was
        if not was:
            self._show_row(index)

    def _wanted_row(self) -> QModelIndex:
        return self.model.index_of(self._wanted) if self._wanted is not None else QModelIndex()

    def _show_row(self, index: QModelIndex) -> None:
        """Bring a row into sight; with one of the first lists all of them, though they are scrolled away."""
        if self.model.node(index).kind is Kind.SMART:
            self.tree.scrollToTop()
        else:
            self.tree.scrollTo(index)

    def _current_changed(self, index: QModelIndex) -> None:
        node = self._node_or_none(index)
        if node is None or self._quiet:
            return
        self._wanted, self._awaited = node.key, False
        self.viewSelected.emit(node.view)

    def _node_or_none(self, index: QModelIndex) -> Node | None:
        return self.model.node(index) if index.isValid() else None

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        current = self.tree.currentIndex()
        if current.isValid():
            self._show_row(current)
