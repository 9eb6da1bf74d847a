"""The briefs sidebar: what happened today, each event once; below it the publication in view. Main thread."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListView,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from newsreader.domain.briefs import Brief, BriefList
from newsreader.domain.changes import Change, Mark
from newsreader.domain.feeds import Publication
from newsreader.ui.briefs.card import PublicationCard
from newsreader.ui.briefs.delegate import BriefDelegate
from newsreader.ui.briefs.model import BriefModel
from newsreader.ui.briefs.words import day_words
from newsreader.ui.plain import plain_label
from newsreader.ui.reader.links import open_outside
from newsreader.ui.reader.states import EmptyState, StateView
from newsreader.ui.theme import Theme

NOTHING = EmptyState(
    "Nothing in brief yet", "What your feeds report in the next hours shows up here.", icon="briefs"
)
_HEAD = 44
_AGES_MS = 60_000
_OWN_KEYS = (Qt.Key.Key_J, Qt.Key.Key_K, Qt.Key.Key_X, Qt.Key.Key_E, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class BriefsView(QListView):
    """The list of cards. ``chosen`` (row) opens, ``dismissed`` (row) takes away, ``eventRead`` (row) marks all of an
    event, ``left`` fires on Escape. While it has the focus its own keys go before the window's."""

    chosen = Signal(int)
    dismissed = Signal(int)
    eventRead = Signal(int)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Briefs")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("ground", "side")
        self.setMouseTracking(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(lambda index: self.chosen.emit(index.row()))

    def step(self, by: int) -> None:
        """Move the selection."""
        count = self.model().rowCount()
        row = self.currentIndex().row()
        to = min(count - 1, max(0, row + by if row >= 0 else 0))
        if count:
            index = self.model().index(to, 0)
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.scrollTo(index)

    def event(self, event: QEvent) -> bool:
        """Take our keys before the window's shortcuts do."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._is_ours(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """j and k, Enter, x and e; arrows as everywhere."""
        row = self.currentIndex().row()
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif not self._is_ours(event):
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_J, Qt.Key.Key_K):
            self.step(1 if event.key() == Qt.Key.Key_J else -1)
        elif row >= 0:
            wanted = {Qt.Key.Key_X: self.dismissed, Qt.Key.Key_E: self.eventRead}.get(
                Qt.Key(event.key()), self.chosen
            )
            wanted.emit(row)

    def keyboardSearch(self, search: str) -> None:
        """No type-ahead: letters are commands."""

    @staticmethod
    def _is_ours(event: QKeyEvent) -> bool:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        return plain and event.key() in _OWN_KEYS


class BriefsPane(QWidget):
    """Cards of the day's events, and the publication's card below.

    ``storyRequested`` (id) asks to show the story that tells an event best, ``marksRequested`` (ids, Mark) to mark a
    whole event, ``dismissed`` (brief id) tells that a brief was taken away, ``submitRequested`` (Publication) asks for
    a draft, ``leaveRequested`` to give the focus back.
    """

    storyRequested = Signal(int)
    marksRequested = Signal(tuple, object)
    dismissed = Signal(int)
    submitRequested = Signal(object)
    leaveRequested = Signal()

    def __init__(
        self,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        opener: Callable[[str], bool] = open_outside,
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._clock = clock
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("ground", "side")
        self.model = BriefModel(self, clock=clock)
        self.list = BriefsView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(BriefDelegate(theme, self.list, clock=clock))
        self._state = StateView(theme, "side")
        self._state.show_state(NOTHING)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._state)
        self._stack.addWidget(self.list)
        self._card = PublicationCard(theme, opener)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        column.addWidget(self._stack, 1)
        column.addWidget(self._card)
        self.setFocusProxy(self.list)
        self._connect()

    def _head(self) -> QWidget:
        head = QWidget()
        head.setFixedHeight(self._theme.px(_HEAD))
        self._title = plain_label("Today in brief", head)
        self._title.setFont(self._theme.font(14, QFont.Weight.DemiBold))
        self._date = plain_label("", head, tone="secondary")
        self._date.setFont(self._theme.font(12))
        row = QHBoxLayout(head)
        row.setContentsMargins(16, 0, 16, 0)
        row.addWidget(self._title)
        row.addStretch()
        row.addWidget(self._date)
        return head

    def _connect(self) -> None:
        self.list.chosen.connect(self._choose)
        self.list.dismissed.connect(self._dismiss)
        self.list.eventRead.connect(self._read_event)
        self.list.left.connect(self.leaveRequested)
        self._card.submitRequested.connect(self.submitRequested)
        self._theme.changed.connect(self.list.viewport().update)
        self._ages = QTimer(self)
        self._ages.setInterval(_AGES_MS)
        self._ages.timeout.connect(self._tick)
        self._ages.start()
        self._tick()

    # -- what is shown -------------------------------------------------------------------------------------------

    def setBriefs(self, briefs: BriefList) -> None:
        """Show these; the selected event stays selected."""
        selected = self.currentBrief()
        self._title.setText("Latest" if briefs.latest else "Today in brief")
        self.model.show(briefs.briefs)
        self._show_list()
        if selected is not None:
            self._select(selected.id)
        self._tick()

    def setPublication(self, publication: Publication | None) -> None:
        """Show the card of the publication in view."""
        self._card.show_publication(publication)

    def apply(self, change: Change) -> None:
        """Follow marks."""
        self.model.apply(change)

    def currentBrief(self) -> Brief | None:
        """The selected event, None for none."""
        row = self.list.currentIndex().row()
        return self.model.brief(row) if 0 <= row < self.model.rowCount() else None

    def next(self) -> None:
        """One card on."""
        self.list.step(1)

    def previous(self) -> None:
        """One card back."""
        self.list.step(-1)

    def focusList(self) -> None:
        """Give the cards the focus, with one of them selected."""
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if self.currentBrief() is None:
            self.list.step(0)

    # -- what a person does --------------------------------------------------------------------------------------

    def _choose(self, row: int) -> None:
        self.storyRequested.emit(self.model.brief(row).story)

    def _read_event(self, row: int) -> None:
        self.marksRequested.emit(self.model.brief(row).stories, Mark.READ)

    def _dismiss(self, row: int) -> None:
        brief = self.model.brief(row)
        self.model.dismiss(row)
        self._show_list()
        if self.model.rowCount():
            index = self.model.index(min(row, self.model.rowCount() - 1))
            self.list.selectionModel().setCurrentIndex(
                index, QItemSelectionModel.SelectionFlag.ClearAndSelect
            )
        self.dismissed.emit(brief.id)

    def _select(self, brief: int) -> None:
        for row in range(self.model.rowCount()):
            if self.model.brief(row).id == brief:
                index: QModelIndex = self.model.index(row)
                self.list.selectionModel().setCurrentIndex(
                    index, QItemSelectionModel.SelectionFlag.ClearAndSelect
                )
                return

    def _show_list(self) -> None:
        self._stack.setCurrentWidget(self.list if self.model.rowCount() else self._state)

    def _tick(self) -> None:
        self._date.setText(day_words(int(self._clock())))
        self.model.refresh()
