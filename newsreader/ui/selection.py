"""What is chosen where: the row of the feed tree opens a list, the row of the list opens a story. Main thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from newsreader.domain.changes import Change, Mark
from newsreader.domain.errors import NewsreaderError
from newsreader.domain.feeds import FeedTree
from newsreader.domain.stories import View, ViewKind
from newsreader.ui.briefs.pane import BriefsPane
from newsreader.ui.feeds.nodes import Kind
from newsreader.ui.feeds.pane import FeedPane
from newsreader.ui.next_story import NextStory
from newsreader.ui.reader.pane import COMING, ReaderPane
from newsreader.ui.reader.prepared import Prepared, prepare
from newsreader.ui.reader.states import EmptyState
from newsreader.ui.resume import Place, Resume
from newsreader.ui.stories.pane import StoryPane
from newsreader.ui.tasks import Tasks
from newsreader.ui.toolbar import SearchField

_RESTED = 100
"""Milliseconds after the last step of a key that is held down until the reader follows: pages that only fly by are not
made, and the list keeps up with the key."""

_BESIDE = 150
"""Milliseconds after a story came until the publication's card follows: laid out at once it would hold up the page."""


class Selection(QObject):
    """Joins the panes. ``storyShown`` carries the id of the story in the reader, or None; ``feedShown`` that of its
    feed; ``viewShown`` the View of the list; ``said`` a sentence for the status line."""

    storyShown = Signal(object)
    feedShown = Signal(object)
    viewShown = Signal(object)
    said = Signal(str)

    def __init__(
        self,
        tasks: Tasks,
        feeds: FeedPane,
        stories: StoryPane,
        reader: ReaderPane,
        briefs: BriefsPane,
        search: SearchField,
    ) -> None:
        super().__init__(feeds)
        self._tasks = tasks
        self._feeds = feeds
        self._stories = stories
        self._reader = reader
        self._briefs = briefs
        self._search = search
        self._view = View(ViewKind.UNREAD)
        self._event = ""
        """The headline of the event whose stories were listed last."""
        self._story: int | None = None
        self.sure: Callable[[int, Mark], bool] = lambda _count, _mark: True
        """Asked before so many stories are marked."""
        self._next = NextStory(tasks)
        self._resume: Resume | None = None
        self._seek: bool | None = None
        """While a list is on its way in which the next (True) or previous (False) unread story is to be opened."""
        self._resting = QTimer(self, singleShot=True, interval=_RESTED)
        self._resting.timeout.connect(self._rested)
        self._beside = QTimer(self, singleShot=True, interval=_BESIDE)
        self._beside.timeout.connect(self._show_beside)
        # A real timer comes after the frame, unlike what is merely put off: two threads take turns in Python.
        self._painted = QTimer(self, singleShot=True, interval=0)
        self._painted.timeout.connect(self._ready_next)
        feeds.viewSelected.connect(self.open_view)
        search.searchChanged.connect(self._search_for)
        search.left.connect(stories.setFocus)
        stories.storySelected.connect(lambda id, _deliberate: self._stepped_to(id))
        stories.model.headersCame.connect(lambda _rows: self._rows_came())
        stories.storyRead.connect(self._mark_shown)
        stories.marksRequested.connect(self.mark)
        stories.togglesRequested.connect(self._toggle)
        stories.storiesPassed.connect(self._mark_passed)
        stories.readRequested.connect(reader.setFocus)
        stories.exhausted.connect(self._next_list)
        stories.countChanged.connect(lambda _count: self._list_here())
        reader.marksRequested.connect(self.mark)
        reader.nextUnreadRequested.connect(stories.nextUnread)
        briefs.storyRequested.connect(self.open_story)

    @property
    def view(self) -> View:
        """The list that is shown, without search."""
        return self._view

    @property
    def story(self) -> int | None:
        """The story in the reader."""
        return self._story

    # -- lists ---------------------------------------------------------------------------------------------------

    def open_view(self, view: View) -> None:
        """Show the list of ``view``; a search over another list ends."""
        self._view = view
        self._search.show_search("")
        self._stories.setView(view, self._title())
        self.viewShown.emit(view)

    def open_event(self, brief: int, headline: str) -> None:
        """Show the list of the stories of an event."""
        self._event = headline
        self._feeds.selectNothing()
        self.open_view(View(ViewKind.EVENT, brief))

    def name_list(self) -> None:
        """The feeds are known, or other ones than before: call the list as its row is called."""
        if not self._stories.view.query:
            self._stories.setTitle(self._title())

    def _title(self) -> str:
        return self._event if self._view.kind is ViewKind.EVENT else self._feeds.title(self._view)

    def take_up(self, view: View, resume: Resume | None) -> None:
        """Go on from the list of ``view``, which is open already, and from the story where the last start ended."""
        self._view = view
        self.viewShown.emit(view)
        if resume is not None and resume.place.story is not None:
            self._resume = resume
            self._reader.showState(COMING)
            self.show_story(resume.place.story)
        elif len(self._stories.model.snapshot):
            self._list_here()

    def place(self) -> Place:
        """Where the person is now, for the next start."""
        list_bar, page_bar = self._stories.table.verticalScrollBar(), self._reader.view.verticalScrollBar()
        return Place(self._story, list_bar.value(), page_bar.value())

    def leave_edition(self, tree: FeedTree) -> None:
        """Show the list anew once the first feed took the place of the welcome edition, whose ids are negative."""
        shown = self._stories.model.snapshot.slice(0, 1)
        if shown and shown[0] < 0 and any(feed.id > 0 for feed in tree.feeds):
            self._story = None
            self._reader.setStory(None)
            self._briefs.setPublication(None)
            self.feedShown.emit(None)
            if self._view.kind is ViewKind.EVENT:  # one of the edition
                self._feeds.selectView(View(ViewKind.UNREAD))
            else:
                self.open_view(self._view)

    def search_all(self) -> None:
        """Look in all stories for what was not found in the list."""
        query = self._stories.view.query
        self._feeds.selectView(View(ViewKind.ALL))
        self._search.show_search(query)
        self._search_for(query)

    def _search_for(self, query: str) -> None:
        if query:
            where = "" if self._view.kind is ViewKind.ALL else f" in {self._title()}"
            self._stories.setView(replace(self._view, query=query), f"“{query}”{where}")
        else:
            self._stories.setView(self._view, self._title())

    def _list_here(self) -> None:
        """The list has rows now: go on with what waited for it."""
        if self._story is None and any(id < 0 for id in self._stories.model.snapshot.slice(0, 1)):
            QTimer.singleShot(0, self, self.show_first)  # the welcome edition: its lead story stands open
        elif self._seek is not None:
            forward, self._seek = self._seek, None
            step = self._stories.nextUnread if forward else self._stories.previousUnread
            QTimer.singleShot(0, self, step)

    def show_first(self) -> None:
        """Open the first story of the list without marking it: something to look at."""
        first = self._stories.model.snapshot.slice(0, 1)
        if self._story is None and first and self._stories.selectStory(first[0], quiet=True):
            self.show_story(first[0])

    def _next_list(self, forward: bool) -> None:
        """There is no further unread story here: go on in the next feed that has some."""
        nodes = [node for node in self._feeds.model.nodes(Kind.FEED) if node.count]
        here = self._feeds.currentNode()
        if here is None or here.kind is Kind.SMART:
            self.said.emit("No more unread stories in this list")
            return
        rows = self._feeds.model.nodes(Kind.FEED)
        inside = [place for place, node in enumerate(rows) if node in list(here.walk())]
        if forward:
            after = rows[(inside[-1] + 1 if inside else 0) :]
            found = next((node for node in after if node in nodes), None)
        else:
            before = rows[: (inside[0] if inside else 0)]
            found = next((node for node in reversed(before) if node in nodes), None)
        if found is None:
            self.said.emit("No more unread stories")
            return
        self._seek = forward
        self._feeds.selectView(found.view)

    # -- stories -------------------------------------------------------------------------------------------------

    def _stepped_to(self, id: int) -> None:
        if self._stories.table.pace.flying or id not in self._stories.model.headers:
            self._story = id  # one that is still on its way into the reader is not shown any more
            self._resting.start()
        else:
            self.show_story(id)

    def _rows_came(self) -> None:
        """After a jump to where no rows are yet, they come before the page."""
        if self._resting.isActive() and not self._stories.table.pace.flying:
            QTimer.singleShot(0, self, self._rested)

    def _rested(self) -> None:
        if self._story is not None:
            self.show_story(self._story)

    def show_story(self, id: int) -> None:
        """Show a story in the reader; the newest wish wins."""
        self._resting.stop()
        self._story = id
        self.storyShown.emit(id)
        if (ready := self._next.take(id, self._stories.model.headers.get(id))) is not None:
            self._story_here(id, ready)
            return
        self._tasks.query(
            lambda library: prepare(library.stories.story(id)),
            partial(self._story_here, id),
            self._story_fault,
            key="story",
        )

    def open_story(self, id: int) -> None:
        """Show a story that was asked for outside the list; the list goes to it when it has it."""
        if not self._stories.selectStory(id, quiet=True):
            self._stories.selectNone()  # what keys do is done to the story under the eyes
        self.show_story(id)
        self._mark_shown(id)

    def reload_story(self) -> None:
        """Read the story again (it may have been updated)."""
        self._next.forget()
        if self._story is not None:
            self.show_story(self._story)

    def reload_if_shown(self, id: int) -> None:
        """Read the story ``id`` again if it is the one in the reader."""
        self._next.forget()
        if id == self._story:
            self.show_story(id)

    def _story_here(self, id: int, prepared: Prepared | None) -> None:
        if id != self._story:
            return  # another one was asked for meanwhile
        resume, self._resume = self._resume, None
        if prepared is None:
            self._story_gone(at_start=resume is not None)
            return
        self._reader.setStory(prepared)
        self._beside.start()
        if resume is not None:
            resume.page_here(self._reader.view.verticalScrollBar())
        self._painted.start()

    def _show_beside(self) -> None:
        story = self._reader.story
        if story is not None:
            self._briefs.setPublication(story.publication)
            self.feedShown.emit(story.header.feed_id)

    def _ready_next(self) -> None:
        """Make the story below this one ready, so that it is there at once."""
        row, snapshot = self._stories.table.current_row() + 1, self._stories.model.snapshot
        if 0 < row < len(snapshot):
            self._next.make_ready(snapshot[row])

    def _story_gone(self, *, at_start: bool) -> None:
        self._story = None
        self.storyShown.emit(None)
        self._briefs.setPublication(None)
        self.feedShown.emit(None)
        if at_start:
            self._reader.setStory(None)
        else:
            self._reader.showState(EmptyState("This story is gone", "It was removed meanwhile.", icon="info"))

    def _story_fault(self, fault: NewsreaderError) -> None:
        self._reader.showState(
            EmptyState(
                "This story cannot be shown", fault.sentence, "Try again", "reload-story", "error", fault=True
            )
        )

    # -- marks ---------------------------------------------------------------------------------------------------

    def mark(self, ids: tuple[int, ...], mark: Mark) -> None:
        """Mark stories as the person says."""
        if ids and self.sure(len(ids), mark):
            self._tasks.command(lambda library: library.marks.mark(ids, mark))

    def _toggle(self, ids: tuple[int, ...], mark: Mark) -> None:
        if self.sure(len(ids), mark):
            self._tasks.command(lambda library: library.marks.toggle(ids, mark))

    def mark_views(self, views: Sequence[View]) -> None:
        """Mark every story of some lists read."""
        if len(views) == 1:
            self._tasks.command(lambda library: library.marks.mark_view(views[0], Mark.READ))
        else:
            self._tasks.command(lambda library: library.marks.mark_views(views, Mark.READ))

    def _mark_passed(self, ids: tuple[int, ...]) -> None:
        """Stories were scrolled past: one deed, that nobody is asked about while scrolling."""
        self._tasks.command(lambda library: library.marks.mark(ids, Mark.READ))

    def _mark_shown(self, id: int) -> None:
        """A story counts as read because it was shown: no deed a person would undo."""
        self._tasks.command(lambda library: library.marks.mark((id,), Mark.READ, deliberate=False))

    # -- following -----------------------------------------------------------------------------------------------

    def apply(self, change: Change) -> None:
        """Follow a Change in the panes."""
        if change.tree:
            self._next.forget()
        self._stories.apply(change)
        self._reader.apply(change)

    def stories_moved(self) -> None:
        """The cache may hold other stories than before."""
        self._next.forget()
        self._stories.storiesArrived()
