"""The view of the feed tree: rows are selected and dragged, folders opened by a click on their chevron. Main thread."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QFrame, QTreeView, QWidget

from newsreader.ui.feeds.delegate import FeedDelegate
from newsreader.ui.feeds.model import MIME, FeedModel
from newsreader.ui.feeds.nodes import Key, Kind, Node
from newsreader.ui.own_ground import fill_ground, take_ground
from newsreader.ui.theme import Theme
from newsreader.ui.typing_guard import KEEPS_ENTER


class FeedTreeView(QTreeView):
    """Shows a FeedModel. ``menuAsked`` fires with the index under a context menu request and where it was made."""

    menuAsked = Signal(QModelIndex, object)

    def __init__(self, theme: Theme, model: FeedModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = model
        self._landing: Key | None = None
        """The row that one of ours is dragged over."""
        self.setModel(model)
        self._delegate = FeedDelegate(theme, model, self)
        self.setItemDelegate(self._delegate)
        self.setProperty("ground", "side")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setExpandsOnDoubleClick(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAutoScroll(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        take_ground(self)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDropIndicatorShown(True)
        self.setAccessibleName("Feeds")
        self.setProperty(KEEPS_ENTER, True)
        theme.changed.connect(self.viewport().update)
        model.lookChanged.connect(self._repaint)

    def _repaint(self, changed: list[Node] | None) -> None:
        """Paint anew those of these rows that are in sight."""
        if changed is None:
            self.viewport().update()
            return
        keys = {node.key for node in changed}
        index, height = self.indexAt(QPoint(0, 0)), self.viewport().height()
        while index.isValid() and (place := self.visualRect(index)).top() < height:
            if self._model.node(index).key in keys:
                self.viewport().update(place)
            index = self.indexBelow(index)

    # -- where a drag would land ---------------------------------------------------------------------------------

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        super().dragMoveEvent(event)
        own = event.isAccepted() and event.mimeData().hasFormat(MIME)
        self._landing = self._model.node(self.indexAt(event.position().toPoint())).key if own else None
        self.viewport().update()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        super().dragLeaveEvent(event)
        self._landing = None
        self.viewport().update()

    def dropEvent(self, event: QDropEvent) -> None:
        super().dropEvent(event)
        self._landing = None
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The tree, and where a drag would land in our own colours: the style draws that in black."""
        self.executeDelayedItemsLayout()
        fill_ground(self, event.rect(), self._theme.color("side"))
        painter = QPainter(self.viewport())
        self.drawTree(painter, event.region())
        if self._landing is not None:
            self._paint_landing(painter, self._model.index_of(self._landing))
        painter.end()

    def _paint_landing(self, painter: QPainter, index: QModelIndex) -> None:
        position, node = self.dropIndicatorPosition(), self._model.node(index)
        if position is QAbstractItemView.DropIndicatorPosition.OnViewport or not index.isValid():
            return
        rect = self.visualRect(index)
        if position is not QAbstractItemView.DropIndicatorPosition.OnItem and not self._model.by_hand:
            above = index.parent()  # feeds that the program sorts land in a folder, not between its feeds
            if not above.isValid():
                return
            rect, node = self.visualRect(above), self._model.node(above)
            position = QAbstractItemView.DropIndicatorPosition.OnItem
        if position is QAbstractItemView.DropIndicatorPosition.OnItem:
            self._delegate.paint_landing_in(painter, rect, node)
        else:
            below = position is QAbstractItemView.DropIndicatorPosition.BelowItem
            self._delegate.paint_landing_between(
                painter, rect, node, rect.bottom() + 1 if below else rect.top()
            )

    # -- keys and clicks -----------------------------------------------------------------------------------------

    def keyboardSearch(self, search: str) -> None:
        """No type-ahead: single keys are commands."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        node = self._model.node(index)
        if node.kind is Kind.FOLDER and event.button() == Qt.MouseButton.LeftButton:
            chevron = self._delegate.chevron(self.visualRect(index), node)
            if chevron.contains(event.position().toPoint()):
                self.setExpanded(index, not self.isExpanded(index))
                return
        if event.button() == Qt.MouseButton.RightButton:
            return  # a context menu must not open another list
        super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_keys = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_keys else self.indexAt(event.pos())
        place = event.globalPos()
        if by_keys and index.isValid():
            place = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft())
        self.menuAsked.emit(index, place)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Take the focus without a row, when no row opens the list that is shown: Qt's own way would open the first."""
        if self.currentIndex().isValid():
            super().focusInEvent(event)
        else:
            QAbstractScrollArea.focusInEvent(self, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        node = self._model.node(self.currentIndex())
        if node.kind is Kind.FOLDER and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.setExpanded(self.currentIndex(), not self.isExpanded(self.currentIndex()))
            return
        super().keyPressEvent(event)

    def choose(self, index: QModelIndex) -> None:
        """Make ``index`` the one selected row and bring it into sight."""
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(index, flag)
        self.scrollTo(index)
