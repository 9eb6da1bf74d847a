"""The list itself: a QTableView of one column, which alone of Qt's views opens a million rows at once. Main thread."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Sequence

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSlider,
    QFrame,
    QHeaderView,
    QScroller,
    QScrollerProperties,
    QTableView,
    QWidget,
)

from newsreader.ui.overlay_bar import OverlayBar
from newsreader.ui.own_ground import fill_ground, take_ground
from newsreader.ui.stories.delegate import RowLook, StoryDelegate
from newsreader.ui.stories.marking import StepPace
from newsreader.ui.stories.model import StoryModel

_LARGEST_RANGE = 2**31 - 1
_LEAST_STEP = 16
_Flag = QItemSelectionModel.SelectionFlag
_KEYPAD = Qt.KeyboardModifier.KeypadModifier
_SEVERAL = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class StoryTable(QTableView):
    """``stepped`` fires with (row, deliberate) when a person moves to another row, ``topWanted`` when Home is pressed,
    ``readWanted`` on Enter. ``starClicked`` (row) asks to save or unsave, ``outsideWanted`` (row) to open it in the
    browser. ``leftAtTop`` (first, end) tells which rows a person scrolled out of sight at the top. ``foldClicked``
    (row) asks to show or fold its duplicates, ``unfoldWanted`` (row, shown) by a key;
    ``hiddenWanted`` (row) to show one.

    Selecting several rows opens none of them, and neither does asking for the menu of one.
    """

    stepped = Signal(int, bool)
    topWanted = Signal()
    readWanted = Signal()
    starClicked = Signal(int)
    outsideWanted = Signal(int)
    leftAtTop = Signal(int, int)
    foldClicked = Signal(int)
    unfoldWanted = Signal(int, bool)
    hiddenWanted = Signal(int)

    def __init__(self, model: StoryModel, delegate: StoryDelegate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stories = model
        self._delegate = delegate
        self.pace = StepPace()
        self._tall: set[int] = set()
        self._quiet = False
        self._repeating = False
        self.setAccessibleName("Stories")
        self.setModel(model)
        self.setItemDelegate(delegate)
        self._dress()
        self._measure()
        self._bar = OverlayBar(self)
        for bar in (self._bar, self.verticalScrollBar()):
            bar.actionTriggered.connect(lambda _action, bar=bar: self._scrolled_to(bar))
        _flick(self.viewport())
        take_ground(self)
        model.headingsFound.connect(self.make_room_for_headings)
        model.headersCame.connect(self._paint_rows)
        model.marksChanged.connect(self._paint_marks)
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
        self.make_room_for_headings(self._stories.heading_rows())
        if top >= 0:
            self.scrollTo(self._stories.index(top, 0), QAbstractItemView.ScrollHint.PositionAtTop)
        self.viewport().update()

    def make_room_for_headings(self, rows: Iterable[int]) -> None:
        """Make rows that begin a group taller. The current row, where it is in sight, else the first one in sight, does
        not move by it; at its top the list stays there."""
        header, metrics, bar = self.verticalHeader(), self._delegate.metrics, self.verticalScrollBar()
        first, end = self.rows_in_sight()
        held = self.current_row() if first <= self.current_row() < end else first
        before = self._edge(held)
        grown = [row for row in rows if row not in self._tall]
        for row in grown:
            self._tall.add(row)
            header.resizeSection(row, metrics.height + metrics.heading_height)
        if grown and held >= 0 and bar.value():
            self.updateGeometries()
            bar.setValue(bar.value() + self._edge(held) - before)

    def _edge(self, row: int) -> int:
        """Where the lower edge of a row stands in the viewport."""
        return self.rowViewportPosition(row) + self.rowHeight(row)

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
        if self.isRowHidden(row):
            self.hiddenWanted.emit(row)
        index = self._stories.index(row, 0)
        self._quiet = quiet
        self.selectionModel().setCurrentIndex(index, _Flag.ClearAndSelect | _Flag.Rows)
        self._quiet = False
        self.show_with_neighbours(row)

    def leave(self) -> None:
        """Select nothing; no row has the focus."""
        self._quietly(True, self.selectionModel().clear)

    def show_with_neighbours(self, row: int) -> None:
        """Scroll as little as shows ``row`` and the one before and after it."""
        height = self.viewport().height()
        if height <= 3 * self._delegate.metrics.height:
            self.scrollTo(self._stories.index(row, 0), QAbstractItemView.ScrollHint.EnsureVisible)
            return
        bar, last = self.verticalScrollBar(), self._stories.rowCount() - 1
        top, edge = self.rowViewportPosition(max(0, row - 1)), self._edge(min(last, row + 1))
        if top < 0 or edge > height:
            bar.setValue(bar.value() + (top if top < 0 else edge - height))

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
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and not event.modifiers() & ~_KEYPAD:
            self.unfoldWanted.emit(self.current_row(), key == Qt.Key.Key_Right)
        elif (event.text().isprintable() and event.text() and not _is_command(event)) or key in (
            Qt.Key.Key_Left,
            Qt.Key.Key_Right,
        ):
            event.ignore()
        else:
            self._repeating = event.isAutoRepeat()
            first, end = self.rows_in_sight()
            quiet = bool(event.modifiers() & _SEVERAL)
            self._quietly(quiet, lambda: self._move_by(event))
            self._repeating = False
            self._tell_left(first, end, self.rowAt(0))

    def _move_by(self, event: QKeyEvent) -> None:
        """Move as Qt does, but Home and End to the first and last row, not to the columns of this one."""
        key, last = event.key(), self._stories.rowCount() - 1
        if key not in (Qt.Key.Key_Home, Qt.Key.Key_End) or last < 0:
            super().keyPressEvent(event)
            return
        to, here = last if key == Qt.Key.Key_End else 0, max(0, self.current_row())
        if not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.go_to(to, quiet=self._quiet)
            return
        index = self._stories.index(to, 0)
        rows = QItemSelection(self._stories.index(min(here, to), 0), self._stories.index(max(here, to), 0))
        self.selectionModel().select(rows, _Flag.ClearAndSelect | _Flag.Rows)
        self.selectionModel().setCurrentIndex(index, _Flag.NoUpdate)
        self.scrollTo(index)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the row that is current already shows its story again: another may be in the reader by now."""
        place = event.position().toPoint()
        before, row = self.current_row(), self.indexAt(place).row()
        if event.button() == Qt.MouseButton.MiddleButton:
            if row >= 0:
                self.outsideWanted.emit(row)
            return
        plain = event.button() == Qt.MouseButton.LeftButton and not event.modifiers() & _SEVERAL
        if plain and row >= 0 and self.star_area(row).contains(place):
            self.starClicked.emit(row)
            return
        if (
            plain
            and row >= 0
            and self._stories.folds(row) is not None
            and self.fold_area(row).contains(place)
        ):
            self.foldClicked.emit(row)
            return
        self._quietly(not plain, lambda: super(StoryTable, self).mousePressEvent(event))
        if plain and row == before and row >= 0:
            self.stepped.emit(row, True)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Dragging over rows selects them."""
        self._quietly(bool(event.buttons()), lambda: super(StoryTable, self).mouseMoveEvent(event))

    def star_area(self, row: int) -> QRect:
        """Where the star of a row stands or would stand, with room for a finger, in the viewport."""
        header = self._stories.header(row)
        if header is None:
            return QRect()
        rect = self.visualRect(self._stories.index(row, 0))
        rect.setTop(rect.bottom() + 1 - self._delegate.metrics.height)
        return self._delegate.star_area(rect, header)

    def fold_area(self, row: int) -> QRect:
        """Where the number of the duplicates of a row stands, with room for a finger, in the viewport."""
        return self._delegate.fold_area(self.visualRect(self._stories.index(row, 0)))

    def _quietly(self, quiet: bool, run: Callable[[], None]) -> None:
        before, self._quiet = self._quiet, quiet or self._quiet
        run()
        self._quiet = before

    def keyboardSearch(self, search: str) -> None:
        """No type-ahead: letters are commands."""

    def _moved(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if not self._quiet and current.isValid():
            deliberate = self.pace.deliberate(time.monotonic(), repeating=self._repeating)
            self.stepped.emit(current.row(), deliberate)

    # -- scrolling -----------------------------------------------------------------------------------------------

    def rows_in_sight(self) -> tuple[int, int]:
        """The first row in sight, and the one after the last."""
        last = self.rowAt(self.viewport().height() - 1)
        return self.rowAt(0), last + 1 if last >= 0 else self._stories.rowCount()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """The bar does not scroll along."""
        super().scrollContentsBy(dx, dy)
        self._bar.stay()

    def updateGeometries(self) -> None:
        """A notch of the wheel moves by a row and a half, whatever the density."""
        super().updateGeometries()
        self.verticalScrollBar().setSingleStep(max(_LEAST_STEP, self._delegate.metrics.height // 2))

    def viewportEvent(self, event: QEvent) -> bool:
        """Fingers scroll past the bars."""
        if event.type() != QEvent.Type.Scroll:
            return super().viewportEvent(event)
        first, end = self.rows_in_sight()
        done = super().viewportEvent(event)
        self._tell_left(first, end, self.rowAt(0))
        return done

    def _scrolled_to(self, bar: QAbstractSlider) -> None:
        """A person moves a bar, or the wheel: it goes to its slider's position right after this."""
        first, end = self.rows_in_sight()
        self._tell_left(first, end, self.rowAt(bar.sliderPosition() - self.verticalScrollBar().value()))

    def _tell_left(self, first: int, end: int, now_first: int) -> None:
        if 0 <= first < (gone := min(now_first, end)):
            self.leftAtTop.emit(first, gone)

    def _paint_rows(self, rows: Sequence[int]) -> None:
        """Paint the list anew if any of ``rows``, which follow one another, is in sight."""
        first, end = self.rows_in_sight()
        if rows and rows[0] < end and rows[-1] >= first:
            self.viewport().update()

    def _paint_marks(self, stories: Collection[int]) -> None:
        """Paint the rows in sight that show ``stories``, or stand for folded ones of which any may be among them."""
        first, end = self.rows_in_sight()
        for row, story in enumerate(self._stories.snapshot.slice(first, end), max(0, first)):
            if story in stories or self._stories.folds(row) is not None:
                self.update(self._stories.index(row, 0))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Of rows that have moved along only the strip under the scroll bar is painted: no words reach into it.

        While no row has the focus that the list has, a line at its top shows where the keys go.
        """
        ground = self.viewport().rect()  # rows paint their own ground
        ground.setTop(max(0, self.verticalHeader().length() - self.verticalHeader().offset()))
        fill_ground(self, ground, self._delegate.ground)
        strip = self._bar.geometry() if self._bar.isVisible() else QRect()
        if not (rows := event.region().subtracted(strip)).isEmpty():
            super().paintEvent(QPaintEvent(rows))
        painter = QPainter(self.viewport())
        self._paint_under_bar(painter, event.rect() & strip)
        if self.hasFocus() and not self.currentIndex().isValid():
            painter.setClipping(False)
            self._delegate.paint_focus_line(painter, self.viewport().width())
        painter.end()

    def _paint_under_bar(self, painter: QPainter, place: QRect) -> None:
        """Paint the grounds of the rows that reach into ``place``, as the rows themselves are painted."""
        first, last = self.rowAt(place.top()), self.rowAt(place.bottom())
        if place.isEmpty() or first < 0:
            return
        painter.setClipRect(place)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        current = self.currentIndex().row() if self.hasFocus() else -1
        for row in range(first, (last if last >= 0 else self._stories.rowCount() - 1) + 1):
            rect = QRect(0, self.rowViewportPosition(row), self.viewport().width(), self.rowHeight(row))
            if not rect.isEmpty():
                selected = self.selectionModel().isRowSelected(row)
                look = RowLook(selected, row == self._delegate.hovered_row, row == current)
                self._delegate.paint_ground(painter, rect, self._stories.heading(row), look)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The mere focus opens nothing: Qt would make the first row current, which is to show it and mark it read."""
        chosen = self.currentIndex().isValid()
        self._quiet = True
        super().focusInEvent(event)
        if not chosen:
            self.selectionModel().clearCurrentIndex()
        self._quiet = False
        self.viewport().update()


def _flick(viewport: QWidget) -> None:
    """Let fingers scroll, and the list not swing beyond its ends."""
    QScroller.grabGesture(viewport, QScroller.ScrollerGestureType.TouchGesture)
    scroller = QScroller.scroller(viewport)
    properties = scroller.scrollerProperties()
    for metric in (
        QScrollerProperties.ScrollMetric.VerticalOvershootPolicy,
        QScrollerProperties.ScrollMetric.HorizontalOvershootPolicy,
    ):
        properties.setScrollMetric(metric, QScrollerProperties.OvershootPolicy.OvershootAlwaysOff)
    scroller.setScrollerProperties(properties)


def _is_command(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier))
