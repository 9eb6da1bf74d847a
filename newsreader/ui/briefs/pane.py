"""The briefs sidebar: what happened today, each event once; below it the publication in view. Main thread."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from newsreader.domain.briefs import Brief, BriefList, BriefSource
from newsreader.domain.changes import Change
from newsreader.domain.errors import NewsreaderError
from newsreader.domain.feeds import Publication
from newsreader.ui.briefs.anchor import Anchor
from newsreader.ui.briefs.card import PublicationCard
from newsreader.ui.briefs.contact_open import open_contact
from newsreader.ui.briefs.delegate import BriefDelegate
from newsreader.ui.briefs.model import BriefModel
from newsreader.ui.briefs.rows import SourceRow, WholeRow
from newsreader.ui.briefs.view import BriefsView
from newsreader.ui.briefs.words import day_words
from newsreader.ui.page_stack import PageStack
from newsreader.ui.pane import Pane
from newsreader.ui.plain import plain_label
from newsreader.ui.reader.states import EmptyState, StateView
from newsreader.ui.theme import Theme

LOADING = EmptyState("Looking for what happened", "The briefs are on their way.", icon="briefs")
NOTHING = EmptyState(
    "Nothing in brief yet", "What your feeds report in the next hours shows up here.", icon="briefs"
)
FETCHING = EmptyState(
    "Fetching your feeds", "What they report shows up here, each event once.", icon="refresh"
)
ALL_READ = EmptyState(
    "That was the day so far", "You have read or dismissed everything in brief.", icon="check"
)
_HEAD = 44
_AGES_MS = 60_000


class BriefsPane(Pane):
    """Cards of the day's events, and the publication's card below.

    ``storyRequested`` (id) asks to show a story: the one that tells an event best, or the source that was chosen.
    ``sourcesRequested`` (brief id) asks for the sources of a card that is to open, ``whyRequested`` (brief id, story
    id) why a story belongs to it, ``actionRequested`` (action id) carries a key of the list, ``menuRequested`` (place
    on the screen) asks for the menu of what is selected, ``pageRequested`` for the whole page of the day, ``again`` to
    read the briefs again, ``submitRequested`` (Publication) for a draft, ``leaveRequested`` to give the focus back.
    """

    storyRequested = Signal(int)
    sourcesRequested = Signal(int)
    whyRequested = Signal(int, int)
    actionRequested = Signal(str)
    menuRequested = Signal(QPoint)
    pageRequested = Signal()
    again = Signal()
    submitRequested = Signal(object)
    leaveRequested = Signal()

    def __init__(
        self,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        opener: Callable[[str], bool] = open_contact,
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._clock = clock
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("ground", "side")
        self.model = BriefModel(self, clock=clock)
        self.list = BriefsView(theme, self.model)
        self.list.setItemDelegate(BriefDelegate(theme, self.list, clock=clock))
        self._state = StateView(theme, "side")
        self._state.show_state(LOADING)
        self._state.installEventFilter(self)
        self._empty = NOTHING
        self._fetching = False
        self._stack = PageStack()
        self._stack.addWidget(self._state)
        self._stack.addWidget(self.list)
        for part in (self._stack, self.list, self.list.viewport()):
            part.setAttribute(
                Qt.WidgetAttribute.WA_StaticContents
            )  # else the card, as it grows, paints all anew
        self._card = PublicationCard(theme, opener)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        column.addWidget(self._stack, 1)
        column.addWidget(self._card)
        self.focus_home = self.list
        self._connect()

    def _head(self) -> QWidget:
        head = QWidget()
        head.setFixedHeight(self._theme.px(_HEAD))
        self._title = plain_label("Today in brief", head)
        self._title.setFont(self._theme.font(14, QFont.Weight.DemiBold))
        self._date = plain_label("", head, tone="secondary")
        self._date.setFont(self._theme.font(12))
        self._page = QToolButton(head)
        self._page.setIcon(self._theme.icon("morning"))
        self._page.setIconSize(QSize(18, 18))
        self._page.setFixedSize(28, 28)
        self._page.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._page.setAccessibleName("Read as a page")
        self._page.setToolTip("Read as a page")
        self._page.clicked.connect(self.pageRequested)
        row = QHBoxLayout(head)
        row.setContentsMargins(16, 0, 10, 0)
        row.setSpacing(8)
        row.addWidget(self._title)
        row.addStretch()
        row.addWidget(self._date)
        row.addWidget(self._page)
        return head

    def _connect(self) -> None:
        self.list.chosen.connect(self._choose)
        self.list.foldAsked.connect(self._fold)
        self.list.keyed.connect(self.actionRequested)
        self.list.menuAsked.connect(lambda _row, place: self.menuRequested.emit(place))
        self.list.whyAsked.connect(self.whyRequested)
        self.list.left.connect(self.leaveRequested)
        self._state.actionRequested.connect(lambda _action: self.again.emit())
        self._card.submitRequested.connect(self.submitRequested)
        self._theme.changed.connect(self.list.viewport().update)
        self._ages = QTimer(self)
        self._ages.setInterval(_AGES_MS)
        self._ages.timeout.connect(self._tick)
        self._ages.start()
        self._tick()

    def set_keys(self, keys: Mapping[str, str], page_words: str) -> None:
        """The keys that belong to the list, and what the button of the page says."""
        self.list.set_keys(keys)
        self._page.setToolTip(page_words)

    # -- what is shown -------------------------------------------------------------------------------------------

    def setBriefs(self, briefs: BriefList) -> None:
        """Show these. What is selected stays selected, open cards stay open, and what is under the eyes stays where it
        is: a brief that was read stays until another one is selected."""
        selected, current = self.currentBrief(), self.list.currentIndex().row()
        key = self.model.row(current).key if current >= 0 else None
        anchor = Anchor(self.list, self.model)
        self._title.setText("Latest" if briefs.latest else "Today in brief")
        own = any(
            brief.id > 0 for brief in self.model.briefs
        )  # those of the welcome edition go without being read
        self._empty = ALL_READ if own and not briefs.briefs else NOTHING
        stale = self.model.show(briefs.briefs, selected.id if selected is not None else None)
        self._show_list()
        row = self.model.row_of(key) if key is not None else None
        if row is not None and row != self.list.currentIndex().row():
            self._select(row)
        anchor.restore()
        for brief in stale:
            self.sourcesRequested.emit(brief)

    def setFetching(self, fetching: bool) -> None:
        """Take note that feeds are fetched for the first time now, or no more: where there is nothing, that is why."""
        self._fetching = fetching
        if self._state.state in (NOTHING, FETCHING):
            self._tell_empty()

    def setSources(self, brief: int, sources: Sequence[BriefSource]) -> None:
        """Show the sources of a card: it opens."""
        current = self.list.currentIndex().row()
        key = self.model.row(current).key if current >= 0 else None
        self.model.open(brief, sources)
        self.list.doItemsLayout()
        row = self.model.row_of(key) if key is not None else None
        if row is not None:
            self._select(row)
        card = self.model.row_of(("card", brief))
        if card is not None and self.model.is_open(brief):
            last = self.model.last_row(brief)
            self.list.scrollTo(self.model.index(card if last is None else last, 0))
            self.list.scrollTo(self.model.index(card, 0))
        self.list.unfolded(brief)

    def setPublication(self, publication: Publication | None) -> None:
        """Show the card of the publication in view."""
        self._card.show_publication(publication)

    def showWhy(self, brief: int, story: int, why: str) -> None:
        """Tell why a story belongs to its event."""
        self.list.show_why(brief, story, why)

    def showFault(self, fault: NewsreaderError) -> None:
        """Show why there are no briefs; those that are there already stay."""
        if not self.model.rowCount():
            state = EmptyState(
                "The briefs cannot be shown", fault.sentence, "Try again", "again", "error", fault=True
            )
            self._state.show_state(state)
            self._stack.turn_to(self._state)

    def showLoading(self) -> None:
        """Show that the briefs are on their way."""
        self._state.show_state(LOADING)
        self._stack.turn_to(self._state)

    def publicationCard(self) -> PublicationCard:
        """The card below the briefs."""
        return self._card

    def apply(self, change: Change) -> None:
        """Follow marks."""
        self.model.apply(change)

    # -- where one is --------------------------------------------------------------------------------------------

    def currentBrief(self) -> Brief | None:
        """The event that is selected, also by one of its sources; None for none."""
        return self.model.brief_at(self.list.currentIndex().row())

    def currentSource(self) -> BriefSource | None:
        """The source that is selected, None for a card."""
        row = self.list.currentIndex().row()
        found = self.model.row(row) if row >= 0 else None
        return found.source if isinstance(found, SourceRow) else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the briefs mean nothing else while these are on their way: they would open stories of the list."""
        kinds = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
        if event.type() in kinds and isinstance(event, QKeyEvent) and self.list.action_of(event):
            event.accept()
            return True
        return super().eventFilter(watched, event)

    def next(self) -> None:
        """One row on."""
        self.list.step(1)

    def previous(self) -> None:
        """One row back."""
        self.list.step(-1)

    def openCurrent(self) -> None:
        """Ask to show the story of what is selected."""
        row = self.list.currentIndex().row()
        if row >= 0:
            self._choose(row)

    def focusList(self) -> None:
        """Give the cards the focus, with one of them selected; what is on its way gets it, and hands it over."""
        waits = self._stack.currentWidget() is self._state and self._state.state == LOADING
        (self._state if waits else self.list).setFocus(Qt.FocusReason.ShortcutFocusReason)
        if self.currentBrief() is None:
            self.list.step(0)

    def goOn(self, brief: int) -> None:
        """Select the event after ``brief``; the one before it when there is none."""
        briefs = self.model.briefs
        place = next((place for place, other in enumerate(briefs) if other.id == brief), None)
        if place is not None and len(briefs) > 1:
            other = briefs[place + 1] if place + 1 < len(briefs) else briefs[place - 1]
            row = self.model.row_of(("card", other.id))
            if row is not None:
                self.list.go_to(row)

    def remove(self, brief: int) -> None:
        """Take an event away; the one after it is selected when it was."""
        current = self.currentBrief()
        if current is not None and current.id == brief:
            self.goOn(brief)
        self.model.remove(brief)
        self._empty = ALL_READ
        self._show_list()

    # -- inside --------------------------------------------------------------------------------------------------

    def _choose(self, row: int) -> None:
        brief, source = self.model.brief_at(row), self.model.row(row)
        if isinstance(source, SourceRow):
            self.storyRequested.emit(source.source.story)
        elif isinstance(source, WholeRow):
            self._show_whole(source, row)
        elif brief is not None:
            self.storyRequested.emit(brief.story)

    def _fold(self, brief: int, open_: bool) -> None:
        if open_:
            self.sourcesRequested.emit(brief)
        else:
            self.model.close(brief)
            self.list.doItemsLayout()

    def _show_whole(self, asked: WholeRow, row: int) -> None:
        """Show every story of an open card, where what came into the place of the row that asked is selected; or fewer
        again, where that row stays selected."""
        self.model.show_whole(asked.brief, not asked.shown)
        self.list.doItemsLayout()
        self._select(row if not asked.shown else self.model.row_of(asked.key) or 0)

    def _select(self, row: int) -> None:
        index = self.model.index(row, 0)
        self.list.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _show_list(self) -> None:
        waited = self._state.hasFocus()
        if not self.model.rowCount():
            self._tell_empty()
        self._stack.turn_to(self.list if self.model.rowCount() else self._state)
        if waited and self.model.rowCount():
            self.focusList()
        elif waited:
            self.leaveRequested.emit()

    def _tell_empty(self) -> None:
        self._state.show_state(FETCHING if self._fetching and self._empty == NOTHING else self._empty)

    def _tick(self) -> None:
        self._date.setText(day_words(int(self._clock())))
        self.model.refresh()
