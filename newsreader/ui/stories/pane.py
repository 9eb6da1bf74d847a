"""The story list pane: header, quiet bar of arrivals, list, and what stands there when there is none. Main thread.

The pane asks the library only through Tasks, and tells what a person wants by signals; the screen follows the Changes
that come back (``apply``).
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from newsreader.domain.changes import Change, Mark
from newsreader.domain.errors import NewsreaderError
from newsreader.domain.feeds import FeedTree
from newsreader.domain.stories import StoryHeader, View, ViewKind
from newsreader.ui.pane import Pane
from newsreader.ui.reader.links import open_outside
from newsreader.ui.stories.anchor import Anchor, anchor_of, hold
from newsreader.ui.stories.bars import ArrivalsBar, ListHeader
from newsreader.ui.stories.chosen import ChosenStories
from newsreader.ui.stories.delegate import StoryDelegate
from newsreader.ui.stories.first_stories import FirstStories
from newsreader.ui.stories.folding import Folding
from newsreader.ui.stories.list_stack import ListStack
from newsreader.ui.stories.loader import Keep, ListLoader, Opening
from newsreader.ui.stories.model import PAGE, StoryModel
from newsreader.ui.stories.options import Grouping, ListOptions
from newsreader.ui.stories.read_marker import ReadMarker
from newsreader.ui.stories.scroll_marker import ScrollMarker
from newsreader.ui.stories.table import StoryTable
from newsreader.ui.stories.thumbnails import Thumbnails
from newsreader.ui.stories.view_words import title_of
from newsreader.ui.tasks import Tasks
from newsreader.ui.theme import Theme

_AGES_MS = 60_000


class StoryPane(Pane):
    """Shows one View.

    ``storySelected`` (id, deliberate) asks to show a story; ``readRequested`` to move the focus to the reader.
    ``marksRequested`` and ``togglesRequested`` (ids, Mark) are a person's wish, ``storyRead`` (id) that a story counts
    as read because it was shown, ``storiesPassed`` (ids) that they were scrolled past and count as read.
    ``exhausted`` (forward) fires when there is no further unread story in this view.
    ``optionsChanged`` carries ListOptions chosen in the header's menu, to be kept; ``stateActionRequested`` the action
    of a state's button. ``settled`` fires when an answer is shown: rows, that there are none, or why there is no list.
    """

    storySelected = Signal(int, bool)
    readRequested = Signal()
    marksRequested = Signal(tuple, object)
    togglesRequested = Signal(tuple, object)
    storyRead = Signal(int)
    storiesPassed = Signal(tuple)
    exhausted = Signal(bool)
    optionsChanged = Signal(object)
    stateActionRequested = Signal(str)
    countChanged = Signal(int)
    settled = Signal()

    def __init__(
        self,
        theme: Theme,
        tasks: Tasks,
        parent: QWidget | None = None,
        *,
        opener: Callable[[str], bool] = open_outside,
        clock: Callable[[], float] = time.time,
        thumbnails: Thumbnails | None = None,
    ) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._theme = theme
        self._view = View(ViewKind.UNREAD)
        self._options = ListOptions()
        self._reading = ReadMarker(self)
        self._selected: int | None = None
        self._keep = Keep.NOTHING
        self._anchor: Anchor | None = None
        self.model = StoryModel(self, clock=clock)
        self._delegate = StoryDelegate(theme, self._options.density, self, clock=clock)
        self._delegate.thumbnails = thumbnails
        self.table = StoryTable(self.model, self._delegate)
        self.chosen = ChosenStories(theme, self.table, self.model, opener, self)
        self.folding = Folding(tasks, self.model, self.table)
        self.model.folds = self.folding.fold
        self.chosen.with_folded = self.folding.with_folded
        self._first = FirstStories(self.table, self)
        self._scrolled = ScrollMarker(self.table, self.model, self)
        self._loader = ListLoader(tasks, self.model, self)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("ground", "paper")
        self._header = ListHeader(self._theme)
        self._stack = ListStack(self._theme, self.table)
        self._state = self._stack.state
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._header)
        layout.addWidget(self._stack, 1)
        self.focus_home = self.table
        self._bar = ArrivalsBar(self._theme, self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What floats over the list stays in the middle."""
        super().resizeEvent(event)
        self._bar.place()

    def _connect(self) -> None:
        self._ages = QTimer(self)
        self._ages.setInterval(_AGES_MS)
        self._ages.timeout.connect(self.model.refresh)
        self._ages.start()
        self._loader.opened.connect(self._show_opening)
        self._loader.opened.connect(lambda _opening: self.settled.emit())
        self._reading.read.connect(self.storyRead)
        self._loader.counted.connect(self._show_count)
        self._loader.arrived.connect(lambda count, more: self._bar.show_arrivals(count, more=more))
        self._loader.refill = self._refill
        self._loader.failed.connect(self.showFault)
        self.table.stepped.connect(self._stepped)
        self.table.topWanted.connect(self.toTop)
        self.table.readWanted.connect(self.readRequested)
        self.chosen.marksRequested.connect(self.marksRequested)
        self.chosen.togglesRequested.connect(self.togglesRequested)
        self._scrolled.left.connect(self.storiesPassed)
        self._bar.clicked.connect(self.showArrivals)
        self._header.optionsChosen.connect(self._choose)
        self._stack.actionRequested.connect(self._act)
        self._theme.changed.connect(self.table.viewport().update)
        if self._thumbnails is not None:
            self._thumbnails.arrived.connect(lambda _story: self.table.viewport().update())

    # -- what is shown -------------------------------------------------------------------------------------------

    @property
    def view(self) -> View:
        """The view that is shown, with order and filter."""
        return self._view

    @property
    def options(self) -> ListOptions:
        """How it is shown."""
        return self._options

    def setView(self, view: View, title: str = "") -> None:
        """Open a view from its beginning; ``title`` names a feed, a folder or an event."""
        self._view = self._options.applied_to(view)
        self.setTitle(title)
        self._selected = None
        self._first.end()
        self._reading.policy.left()
        self.folding.set_on(self._options.folds(self._view))
        self._open(Keep.NOTHING)

    def setTitle(self, title: str) -> None:
        """Name the view: ``""`` for what it is called by itself."""
        self._header.show_title(title or title_of(self._view))

    def setOptions(self, options: ListOptions) -> None:
        """Follow the settings."""
        before, self._options = self._options, options
        policy = self._reading.policy
        policy.mode, policy.delay = options.mark_read, options.mark_delay
        self._header.show_options(options)
        if options.density != before.density:
            self.table.make_all_even()
            self._delegate.set_density(options.density)
            self.table.remeasure()
        self._scrolled.on = options.mark_on_scroll
        self.folding.set_on(options.folds(self._view))
        if self._thumbnails is not None:
            self._thumbnails.on = options.density == "cards" and options.pictures != "none"
            self._thumbnails.load = options.pictures == "load"
        if (view := options.applied_to(self._view)) != self._view:
            self._view = view
            self._open(Keep.STORY)
        elif options.group != before.group:
            self.table.make_all_even()
            self.model.group_by(self._grouping())
            self.table.viewport().update()

    def reload(self) -> None:
        """Ask the library again; the selected story stays selected if it is still there."""
        self._open(Keep.PLACE)

    def apply(self, change: Change) -> None:
        """Follow a Change: marks at once, without moving a row; a change of feeds by loading again."""
        if change.tree or (change.briefs and self._view.kind is ViewKind.EVENT):
            self.reload()
            return
        if change.mark is not None:
            if len(change.stories) == 1 and change.mark in (Mark.READ, Mark.UNREAD):
                self._reading.policy.touched(change.stories[0])
            self.model.apply(change)
            self._loader.count_soon()

    def storiesArrived(self) -> None:
        """New stories came in: tell of them in the bar, soon; into a list that began empty they come at once, as long
        as nobody has a place in it."""
        self._loader.look_soon()

    def follow(self, tree: FeedTree) -> None:
        """Take note of the feeds: an empty list says what they are about."""
        self._stack.follow(tree)

    def setFetching(self, fetching: bool) -> None:
        """Take note that feeds are asked now, or no more."""
        self._stack.set_fetching(fetching)

    def showFault(self, fault: NewsreaderError) -> None:
        """Show why there is no list."""
        self._stack.show_fault(fault)
        self.settled.emit()

    # -- where one is --------------------------------------------------------------------------------------------

    def currentId(self) -> int | None:
        """The story that has the focus, None for none."""
        row = self.table.current_row()
        return self.model.snapshot[row] if 0 <= row < len(self.model.snapshot) else None

    def currentHeader(self) -> StoryHeader | None:
        """Its header, None while it is not here."""
        story = self.currentId()
        return self.model.headers.get(story) if story is not None else None

    def selectedIds(self) -> tuple[int, ...]:
        """All selected stories, from the top."""
        return self.chosen.ids()

    def selectStory(self, story: int, *, quiet: bool = False) -> bool:
        """Select a story of this list; False when it is not in it. ``quiet`` does not open it."""
        row = self.model.snapshot.row_of(story, max(0, self.table.current_row()))
        if row is None:
            return False
        self.table.go_to(row, quiet=quiet)
        self._selected = story
        return True

    def selectNone(self) -> None:
        """The story that is shown is none of this list."""
        self._selected = None
        self.table.leave()

    def next(self) -> None:
        """One row on."""
        self._step(1)

    def previous(self) -> None:
        """One row back."""
        self._step(-1)

    def nextUnread(self) -> None:
        """The next unread story, also far below; ``exhausted`` when there is none."""
        self._to_unread(forward=True)

    def previousUnread(self) -> None:
        """The unread story before."""
        self._to_unread(forward=False)

    def toTop(self) -> None:
        """The first row; what arrived meanwhile is loaded."""
        if self._bar.isVisible():
            self.showArrivals()
        elif len(self.model.snapshot):
            self.table.go_to(0)
        self.table.scrollToTop()

    def showArrivals(self) -> None:
        """Load the list again and show its top; the selected story stays selected."""
        self._open(Keep.STORY_AT_TOP)

    # -- opening -------------------------------------------------------------------------------------------------

    def _grouping(self) -> Grouping:
        """The headings of the list as it is: where there is but one feed, or hits of many, days serve better."""
        return "day" if self._options.group == "feed" and not self._view.by_feed else self._options.group

    def _open(self, keep: Keep) -> None:
        """Ask for the list, and say so if it takes long."""
        self._stack.wait()
        self._ask(keep)

    def _refill(self) -> bool:
        """Stories came in: ask for the list again if it still fills."""
        if coming := self._first.coming:
            self._ask(Keep.STORY_AT_TOP)
        return coming

    def _ask(self, keep: Keep) -> None:
        """Ask for the list. What is selected, and what is in sight, stays as far as ``keep`` says."""
        self._keep = keep
        self._bar.show_arrivals(0)
        kept = self._kept()
        self._anchor = None
        if keep in (Keep.STORY, Keep.PLACE):
            self._anchor = anchor_of(self.table, self.model, kept)
        if self._anchor is not None and len(self.model.snapshot) > PAGE:
            self._loader.open_at(self._view, kept, self._anchor.story)
        else:
            self._loader.open(self._view, kept)

    def _kept(self) -> int | None:
        """The story that is to stay selected."""
        if self._keep is Keep.NOTHING:
            return None
        return self._selected if self._selected is not None else self.currentId()

    def _show_opening(self, opening: Opening) -> None:
        kept = self._kept()
        self.table.make_all_even()
        self.model.begin(opening.headers, grouping=self._grouping(), snapshot=opening.whole)
        self._show_count(opening.count)
        if not len(self.model.snapshot):
            self._stack.show_empty(opening.view)
            return
        if self._stack.empty == opening.view or self._first.coming:
            self._first.came()
        self._stack.show_list()
        found = kept is not None and self.selectStory(kept, quiet=True)
        if self._anchor is not None:
            if not hold(self.table, self.model, self._anchor) and not found:
                self.table.scrollToTop()
        elif self._keep is Keep.STORY_AT_TOP or not found:
            self.table.scrollToTop()
        if opening.whole is None and len(opening.headers) >= PAGE:
            self._loader.fill(opening.view, StoryTable.most_rows(self._delegate.metrics.height))

    def _show_count(self, count: int | None) -> None:
        self._header.show_count(count)
        self.countChanged.emit(len(self.model.snapshot) if count is None else count)

    def _act(self, action: str) -> None:
        if action == "reload":
            self.reload()
        elif action == "list.unread_only":
            self._choose(self._options._replace(unread_only=False))
        else:
            self.stateActionRequested.emit(action)

    def _choose(self, options: ListOptions) -> None:
        self.setOptions(options)
        self.optionsChanged.emit(options)

    # -- stepping ------------------------------------------------------------------------------------------------

    def _step(self, by: int) -> None:
        count = len(self.model.snapshot)
        row = self.table.current_row()
        to = row + by if row >= 0 else (0 if by > 0 else count - 1)
        while 0 <= to < count and self.table.isRowHidden(to):
            to += by
        if 0 <= to < count:
            self.table.go_to(to)

    def _stepped(self, row: int, deliberate: bool) -> None:
        story = self.model.snapshot[row]
        self._selected = story
        self.storySelected.emit(story, deliberate)
        header = self.model.headers.get(story)
        self._reading.shown(story, read=header is not None and header.read, deliberate=deliberate)

    def _to_unread(self, *, forward: bool) -> None:
        snapshot = self.model.snapshot
        row = self.table.current_row()
        here = range(row + 1, len(snapshot)) if forward else range(row - 1, -1, -1)
        for place in here:
            header = self.model.headers.get(snapshot[place])
            if header is None:
                self._ask_unread(forward)
                return
            if not header.read:
                self.table.go_to(place)
                return
        self.exhausted.emit(forward)

    def _ask_unread(self, forward: bool) -> None:
        def go(story: int | None) -> None:
            if story is None or not self.selectStory(story):
                self.exhausted.emit(forward)

        self._loader.unread(self._view, self.currentId(), forward, go)
