"""The list itself: a QTableView of one column, which alone of Qt's views opens a million rows at once. Main thread."""

from __future__ import annotations

import time
from collections.abc import Iterable

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from newsreader.ui.overlay_bar import OverlayBar
from newsreader.ui.stories.delegate import StoryDelegate
from newsreader.ui.stories.marking import StepPace
from newsreader.ui.stories.model import StoryModel

_LARGEST_RANGE = 2**31 - 1
_Flag = QItemSelectionModel.SelectionFlag


class StoryTable(QTableView):
    """``stepped`` fires with (row, deliberate) when a person moves to another row, ``topWanted`` when Home is pressed,
    ``readWanted`` on Enter."""

    stepped = Signal(int, bool)
    topWanted = Signal()
    readWanted = Signal()

    def __init__(self, model: StoryModel, delegate: StoryDelegate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stories = model
        self._delegate = delegate
        self._pace = StepPace()
        self._tall: set[int] = set()
        self._quiet = False
        self._repeating = False
        self.setAccessibleName("Stories")
        self.setModel(model)
        self.setItemDelegate(delegate)
        self._dress()
        self._measure()
        self._bar = OverlayBar(self)
        model.daysFound.connect(self.make_room_for_days)
        self.selectionModel().currentRowChanged.connect(self._moved)

    def _dress(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setDragDropMode(QAbstractItemView.DragDropMode.NoDragDrop)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.horizontalHeader().hide()
        self.horizontalHeader().setMinimumSectionSize(40)
        self.horizontalHeader().setStretchLastSection(True)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    # -- heights -------------------------------------------------------------------------------------------------

    @staticmethod
    def most_rows(height: int) -> int:
        """How many rows of ``height`` pixels fit into Qt's scroll range (an int): 23 million at 92."""
        return _LARGEST_RANGE // max(1, height) - 100_000

    def _measure(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._delegate.metrics.height)

    def remeasure(self) -> None:
        """The density changed: other heights, the same row on top."""
        top = self.rowAt(0)
        self.make_all_even()
        self._measure()
        self.make_room_for_days(self._stories.day_rows())
        if top >= 0:
            self.scrollTo(self._stories.index(top, 0), QAbstractItemView.ScrollHint.PositionAtTop)
        self.viewport().update()

    def make_room_for_days(self, rows: Iterable[int]) -> None:
        """Make rows that begin a day taller; what is in sight does not move by what grows above it."""
        header = self.verticalHeader()
        metrics = self._delegate.metrics
        top, grown = self.rowAt(0), 0
        for row in rows:
            if row not in self._tall:
                self._tall.add(row)
                header.resizeSection(row, metrics.height + metrics.day_height)
                grown += metrics.day_height if row < top else 0
        if grown:
            bar = self.verticalScrollBar()
            self.updateGeometries()
            bar.setValue(bar.value() + grown)

    def make_all_even(self) -> None:
        """Every row of the usual height again: before another list, or without headings."""
        header = self.verticalHeader()
        for row in self._tall:
            if row < header.count():
                header.resizeSection(row, self._delegate.metrics.height)
        self._tall.clear()

    # -- moving --------------------------------------------------------------------------------------------------

    def current_row(self) -> int:
        """The row that has the focus, -1 for none."""
        return self.currentIndex().row()

    def go_to(self, row: int, *, quiet: bool = False) -> None:
        """Select ``row`` alone and bring it into sight; ``quiet`` tells nobody."""
        index = self._stories.index(row, 0)
        self._quiet = quiet
        self.selectionModel().setCurrentIndex(index, _Flag.ClearAndSelect | _Flag.Rows)
        self._quiet = False
        self.show_with_neighbours(row)

    def show_with_neighbours(self, row: int) -> None:
        """Scroll as little as shows ``row`` and the one before and after it."""
        last = self._stories.rowCount() - 1
        hint = QAbstractItemView.ScrollHint.EnsureVisible
        if self.viewport().height() > 3 * self._delegate.metrics.height:
            self.scrollTo(self._stories.index(max(0, row - 1), 0), hint)
            self.scrollTo(self._stories.index(min(last, row + 1), 0), hint)
        self.scrollTo(self._stories.index(row, 0), hint)

    def selected_rows(self) -> list[int]:
        """All selected rows, from the top."""
        rows: set[int] = set()
        selection = self.selectionModel().selection()
        for place in range(selection.count()):
            span = selection.at(place)
            rows.update(range(span.top(), span.bottom() + 1))
        return sorted(rows)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows and pages move; letters are left to the window's keys."""
        key = event.key()
        if key == Qt.Key.Key_Home and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.topWanted.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.readWanted.emit()
        elif (event.text().isprintable() and event.text() and not _is_command(event)) or key in (
            Qt.Key.Key_Left,
            Qt.Key.Key_Right,
        ):
            event.ignore()
        else:
            self._repeating = event.isAutoRepeat()
            super().keyPressEvent(event)
            self._repeating = False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the row that is current already shows its story again: another may be in the reader by now."""
        before = self.current_row()
        super().mousePressEvent(event)
        row = self.indexAt(event.position().toPoint()).row()
        if event.button() == Qt.MouseButton.LeftButton and row == before and row >= 0:
            self.stepped.emit(row, True)

    def keyboardSearch(self, search: str) -> None:
        """No type-ahead: letters are commands."""

    def _moved(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if not self._quiet and current.isValid():
            deliberate = self._pace.deliberate(time.monotonic(), repeating=self._repeating)
            self.stepped.emit(current.row(), deliberate)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The mere focus opens nothing: Qt would make the first row current, which is to show it and mark it read."""
        chosen = self.currentIndex().isValid()
        self._quiet = True
        super().focusInEvent(event)
        if not chosen:
            self.selectionModel().clearCurrentIndex()
        self._quiet = False
        self.viewport().update()


def _is_command(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier))
