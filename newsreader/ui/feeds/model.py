"""The feed tree as a Qt model that follows a new FeedTree in place: what did not change stays where it is.

Main thread only. The model never changes by a person's doing: drops and renames become signals, the tree follows the
Change that comes back.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from newsreader.domain.feeds import FeedTree
from newsreader.ui.drops import dropped_address
from newsreader.ui.feeds.nodes import Key, Kind, Node, build, smart_counts, stands_as
from newsreader.ui.feeds.words import row_words

MIME = "application/x-newsreader-row"
_MANY = 12
"""Rows out of their place from which on they are put in order at once."""
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_PLAIN = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_OWN = _PLAIN | Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemIsEditable
_FLAGS = {
    Kind.ROOT: Qt.ItemFlag.ItemIsDropEnabled,
    Kind.SMART: _PLAIN | Qt.ItemFlag.ItemNeverHasChildren,
    Kind.FOLDER: _OWN | Qt.ItemFlag.ItemIsDropEnabled,
    Kind.FEED: _OWN | Qt.ItemFlag.ItemNeverHasChildren,
}


class FeedModel(QAbstractItemModel):
    """Rows are nodes, found by ``node(index)``.

    ``moveAsked`` tells (kind, id, folder id or None, position or None) of a row dropped elsewhere; position counts
    among the rows of the same kind in that folder, those that are dropped left out. ``feedsMoveAsked`` tells the same
    of several feeds: (ids, folder id or None, position or None). ``by_hand`` False drops into folders, not between
    rows, since another order says where feeds stand. ``renameAsked`` tells (kind, id, name), ``linkDropped`` an
    address.
    ``lookChanged`` fires once after counts and marks changed, with the nodes they changed of, or with None for any of
    them: a repaint shows them. (A dataChanged for each of a thousand rows costs the view 30 ms.)
    """

    moveAsked = Signal(object, int, object, object)
    feedsMoveAsked = Signal(tuple, object, object)
    renameAsked = Signal(object, int, str)
    linkDropped = Signal(str)
    lookChanged = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._root = Node(Kind.ROOT, "", "")
        # Indexes carry numbers, not pointers: one that outlives its row finds nothing instead of freed memory.
        self._nodes: dict[int, Node] = {}
        self._places: dict[Key, Node] = {}
        self._tree: FeedTree | None = None
        self._last_serial = 0
        self.by_hand = True

    # -- reading -------------------------------------------------------------------------------------------------

    def node(self, index: _Index) -> Node:
        """The node at ``index``, the root for none.

        An index of nothing carries 0, which is no node's number: asking whether it is valid would cost a layout of a
        thousand rows a third more.
        """
        return self._nodes.get(index.internalId(), self._root)

    def index_of(self, key: Key) -> QModelIndex:
        """Where ``key`` is; an invalid index when it is not in the tree."""
        node = self._places.get(key)
        return self._index(node) if node is not None else QModelIndex()

    def everything(self) -> Iterator[Node]:
        """All nodes in the order they are drawn."""
        return (node for child in self._root.children for node in child.walk())

    def nodes(self, kind: Kind) -> list[Node]:
        """All nodes of ``kind`` in the order they are drawn."""
        return [node for node in self._root.walk() if node.kind is kind]

    def index(self, row: int, column: int, parent: _Index = _ROOT) -> QModelIndex:
        children = self.node(parent).children
        if column == 0 and 0 <= row < len(children):
            return self.createIndex(row, column, children[row].serial)
        return QModelIndex()

    def parent(self, index: _Index = _ROOT) -> QModelIndex:  # type: ignore[override]
        above = self.node(index).parent
        return self._index(above) if above is not None else QModelIndex()

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return len(self.node(parent).children)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 1

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        node = self.node(index)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return node.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row_words(node)
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        return _FLAGS[self.node(index).kind]

    # -- a person's wishes ---------------------------------------------------------------------------------------

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        node, name = self.node(index), str(value).strip()
        if not name or name == node.title or not isinstance(node.id, int):
            return False
        self.renameAsked.emit(node.kind, node.id, name)
        return False

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction | Qt.DropAction.CopyAction | Qt.DropAction.LinkAction

    def mimeTypes(self) -> list[str]:
        return [MIME, "text/uri-list", "text/plain"]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        rows = [(node.kind.value, node.id) for node in map(self.node, indexes)]
        data.setData(MIME, json.dumps(rows).encode())
        return data

    def canDropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: _Index
    ) -> bool:
        if not data.hasFormat(MIME):
            return data.hasUrls() or data.hasText()
        target = self.node(parent)
        return target.kind in (Kind.ROOT, Kind.FOLDER) and not self._inside_itself(data, target)

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: _Index
    ) -> bool:
        if not data.hasFormat(MIME):
            self.linkDropped.emit(dropped_address(data))
            return True
        folder = self.node(parent)
        dragged = self._dragged(data)
        feeds = [node for node in dragged if node.kind is Kind.FEED]
        if not self.by_hand:
            feeds = [node for node in feeds if node.parent is not folder]
        folder_id = folder.id if folder.kind is Kind.FOLDER else None
        for node in [node for node in dragged if node.kind is Kind.FOLDER]:
            self.moveAsked.emit(node.kind, node.id, folder_id, _place(folder, row, [node]))
        place = _place(folder, row, feeds) if feeds and self.by_hand else None
        if len(feeds) == 1:
            self.moveAsked.emit(Kind.FEED, feeds[0].id, folder_id, place)
        elif feeds:
            self.feedsMoveAsked.emit(tuple(node.id for node in feeds), folder_id, place)
        # False: the rows stay until the tree of the library says where they are now.
        return False

    def _dragged(self, data: QMimeData) -> list[Node]:
        """The rows that are dragged, in their order; what lies in a folder that is dragged goes with it."""
        rows = json.loads(bytes(data.data(MIME).data()))
        wanted = {self._places.get((Kind(kind), id)) for kind, id in rows}
        found = [node for node in self._root.walk() if node in wanted and isinstance(node.id, int)]
        return [node for node in found if not any(above in wanted for above in node.above())]

    def _inside_itself(self, data: QMimeData, target: Node | None) -> bool:
        dragged = self._dragged(data)
        while target is not None:
            if target in dragged:
                return True
            target = target.parent
        return False

    # -- following -----------------------------------------------------------------------------------------------

    def stands_as(self, tree: FeedTree) -> bool:
        """Whether every row of ``tree`` stands here already, in its place."""
        return self._tree is not None and stands_as(self._tree, tree)

    def follow(self, tree: FeedTree) -> list[Node]:
        """Show ``tree``: rows come, go, move and change in place. Returns the folders that are new."""
        fresh: list[Node] = []
        before, self._tree = self._tree, tree
        if before is not None and stands_as(before, tree):
            self._follow_feeds(before, tree)
        else:
            self._match(self._root, build(tree).children, fresh)
            self.lookChanged.emit(None)
        return fresh

    def _follow_feeds(self, before: FeedTree, tree: FeedTree) -> None:
        """Show ``tree``, in which every row stands where it stood ``before``: most often a few counts changed."""
        changed: list[Node] = []
        for kind, count in smart_counts(tree).items():
            node = self._places[(Kind.SMART, kind.value)]
            if node.count != count:
                node.count = count
                changed.append(node)
        for old, new in zip(before.feeds, tree.feeds, strict=True):
            if new is old or new == old:
                continue
            node = self._places[(Kind.FEED, new.id)]
            changed += [node, *node.take_feed(new)]
            if new.title != old.title:
                self.dataChanged.emit(self._index(node), self._index(node))
        if changed:
            self.lookChanged.emit(changed)

    def _match(self, parent: Node, wanted: list[Node], fresh: list[Node]) -> None:
        keys = {node.key for node in wanted}
        for row in range(len(parent.children) - 1, -1, -1):
            if parent.children[row].key not in keys:
                self._remove(parent, row)
        here = {node.key for node in parent.children}
        self._reorder(parent, wanted, here)
        at = 0
        while at < len(wanted):
            if wanted[at].key in here:
                self._bring(parent, wanted[at].key, at)
                at += 1
            else:
                end = at
                while end < len(wanted) and wanted[end].key not in here:
                    end += 1
                self._insert(parent, at, wanted[at:end], fresh)
                at = end
        for node, new in zip(list(parent.children), wanted, strict=True):
            if node is new:
                continue
            if node.takes(new):
                self.dataChanged.emit(self._index(node), self._index(node))
            if node.children or new.children:
                self._match(node, new.children, fresh)

    def _reorder(self, parent: Node, wanted: list[Node], here: set[Key]) -> None:
        """Another order of many rows comes at once: moving them one by one takes the view a second for a thousand."""
        order = [node.key for node in wanted if node.key in here]
        standing = {node.key: node for node in parent.children}
        if sum(key != node.key for key, node in zip(order, parent.children, strict=True)) < _MANY:
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        nodes = [self.node(index) for index in before]
        parent.adopt([standing[key] for key in order])
        self.changePersistentIndexList(before, [self._index(node) for node in nodes])
        self.layoutChanged.emit()

    def _remove(self, parent: Node, row: int) -> None:
        self.beginRemoveRows(self._index(parent), row, row)
        gone = parent.children.pop(row)
        parent.number()
        for node in gone.walk():
            del self._nodes[node.serial]
            if self._places.get(node.key) is node:
                del self._places[node.key]
        self.endRemoveRows()

    def _insert(self, parent: Node, row: int, nodes: list[Node], fresh: list[Node]) -> None:
        self.beginInsertRows(self._index(parent), row, row + len(nodes) - 1)
        for top in nodes:
            for node in top.walk():
                self._last_serial += 1
                node.serial = self._last_serial
                self._nodes[node.serial] = node
                self._places[node.key] = node
                if node.kind is Kind.FOLDER:
                    fresh.append(node)
        parent.children[row:row] = nodes
        parent.number()
        self.endInsertRows()

    def _bring(self, parent: Node, key: Key, row: int) -> None:
        """Move the child ``key``, which is at ``row`` or below it, up to ``row``."""
        if parent.children[row].key == key:
            return
        source = next(node.row for node in parent.children[row:] if node.key == key)
        above = self._index(parent)
        self.beginMoveRows(above, source, source, above, row)
        parent.children.insert(row, parent.children.pop(source))
        parent.number()
        self.endMoveRows()

    def index_at(self, node: Node) -> QModelIndex:
        """Where a node of this model stands."""
        return self._index(node)

    def _index(self, node: Node) -> QModelIndex:
        return self.createIndex(node.row, 0, node.serial) if node.kind is not Kind.ROOT else QModelIndex()


def _place(folder: Node, row: int, moving: list[Node]) -> int | None:
    """The place that a drop before ``row`` of ``folder`` means among rows like ``moving``, these left out."""
    if row < 0:
        return None
    return sum(other.kind is moving[0].kind and other not in moving for other in folder.children[:row])
