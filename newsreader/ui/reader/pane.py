"""The reader pane: one story, set like a page, with its tools above and who else covers it below.

Main thread only. ``setStory`` may be given the page that was prepared on the reader thread (``prepare``), so that the
main thread does nothing but set it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from newsreader.domain.changes import Change, Mark
from newsreader.domain.stories import Story
from newsreader.ui.pane import Pane
from newsreader.ui.reader.document import build_document
from newsreader.ui.reader.find_bar import FindBar
from newsreader.ui.reader.links import open_outside
from newsreader.ui.reader.note_bar import NoteBar
from newsreader.ui.reader.ours import (
    OURS,
    PICTURES_ALWAYS,
    PICTURES_LINK,
    TABLE_SCHEME,
    VIEW_SCHEME,
    WHOLE_TOGGLE,
)
from newsreader.ui.reader.page_view import PageView
from newsreader.ui.reader.paper import Paper
from newsreader.ui.reader.picture_flow import JobRunner
from newsreader.ui.reader.prepared import Prepared, prepare
from newsreader.ui.reader.related import Related, RelatedStrip
from newsreader.ui.reader.states import EmptyState, StateView
from newsreader.ui.reader.story_pictures import StoryPictures
from newsreader.ui.reader.style import LARGEST, SMALLEST, ReaderLook, reader_style
from newsreader.ui.reader.table_window import TableWindow
from newsreader.ui.reader.tags import may_open
from newsreader.ui.reader.text_menu import TextMenu
from newsreader.ui.reader.tools import ToolRow
from newsreader.ui.reader.words import exact_date, has_page
from newsreader.ui.theme import Theme

CHOOSE = EmptyState("Choose a story", "Pick one from the list, or press j for the next.", icon="article")
COMING = EmptyState("")
"""While the story of the last start is read: to ask for a choice would be wrong, and gone in a moment."""
NOBODY = "No program of this system takes the address."
_RESIZE_PAUSE_MS = 120


class ReaderPane(Pane):
    """Shows a story.

    ``marksRequested`` carries (ids, Mark); ``nextUnreadRequested`` fires when Space is pressed at the end of a story.
    ``linkHovered`` is for the status line. Links are opened by the pane itself; ``linkActivated`` tells which one was.
    ``storyRequested`` asks for a story of the strip below, ``stateActionRequested`` is the action of a state's button.
    ``lookChanged`` carries a ReaderLook, and ``themeChosen`` a theme's name, to be applied and kept. ``storyShown``
    carries the Story that is on the page now, or None; ``deedRequested`` an address of ``ours`` that the page itself
    cannot follow: the whole story, a file, a choice for the feed.
    """

    marksRequested = Signal(tuple, object)
    nextUnreadRequested = Signal()
    storyShown = Signal(object)
    deedRequested = Signal(str)
    storyRequested = Signal(int)
    linkHovered = Signal(str)
    linkActivated = Signal(str)
    lookChanged = Signal(object)
    themeChosen = Signal(str)
    stateActionRequested = Signal(str)

    def __init__(
        self,
        theme: Theme,
        jobs: JobRunner | None = None,
        parent: QWidget | None = None,
        *,
        opener: Callable[[str], bool] = open_outside,
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._opener = opener
        self._clock = clock
        self._look = ReaderLook()
        self._style = reader_style(theme, self._look)
        self._prepared: Prepared | None = None
        self._build(theme, jobs)
        theme.changed.connect(self._theme_changed)
        self.showState(CHOOSE)

    def _build(self, theme: Theme, jobs: JobRunner | None) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("ground", "paper")
        self._tools = ToolRow(theme)
        self._view = PageView()
        self._view.set_widest(self._style.column)
        self._view.set_ground(theme.color("paper"))
        self._state = StateView(theme)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._view)
        self._stack.addWidget(self._state)
        self.note = NoteBar(theme)
        self.files = NoteBar(theme, name="Downloads")
        self._find = FindBar(theme, self._view)
        self._related = RelatedStrip(theme)
        self._menu: TextMenu | None = None
        self._pictures = StoryPictures(theme, jobs, self)
        self._resized = QTimer(self)
        self._resized.setSingleShot(True)
        self._resized.setInterval(_RESIZE_PAUSE_MS)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._tools)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self._find)
        layout.addWidget(self.note)  # below the page: what comes and goes above it would move the text
        layout.addWidget(self.files)
        layout.addWidget(self._related)
        self.focus_home = self._view
        self._connect()

    def _connect(self) -> None:
        self._tools.saveRequested.connect(self.toggleSaved)
        self._tools.readRequested.connect(self.toggleRead)
        self._tools.openRequested.connect(self.openOutside)
        self._tools.wholeStoryRequested.connect(lambda: self.follow(WHOLE_TOGGLE))
        self._tools.textRequested.connect(self.showTextMenu)
        self._view.linkHovered.connect(self.linkHovered)
        self._view.linkActivated.connect(self.follow)
        self.note.asked.connect(self.follow)
        self._view.pastEnd.connect(self.nextUnreadRequested)
        self._view.columnChanged.connect(lambda _: self._resized.start())
        self._resized.timeout.connect(self._column_changed)
        self._pictures.arrived.connect(self._view.picture_arrived)
        self._pictures.resetWanted.connect(lambda: self._set_page(keep_place=True))
        self._related.storyRequested.connect(self.storyRequested)
        self._state.actionRequested.connect(self.stateActionRequested)

    # -- what is shown -------------------------------------------------------------------------------------------

    @property
    def story(self) -> Story | None:
        """The story that is shown, None while a state is."""
        return self._prepared.story if self._prepared is not None else None

    @property
    def view(self) -> PageView:
        """The page itself, for focus and for tests."""
        return self._view

    @property
    def pictures_idle(self) -> bool:
        """True when every picture of the story is painted, or known to be missing."""
        return self._pictures.idle and not self._resized.isActive()

    def setStory(self, story: Story | Prepared | None) -> None:
        """Show a story from its top; None shows "Choose a story".

        The strip of the story before is emptied, and hidden only by ``setRelated``: whoever shows stories asks.
        """
        if story is None:
            self.showState(CHOOSE)
            return
        prepared = story if isinstance(story, Prepared) else prepare(story)
        assert prepared is not None
        now = self._prepared
        same = now is not None and now.same_page(prepared)
        self._prepared = prepared
        self._pictures.follow(prepared, keep=same)
        self._show_tools()
        if not same:
            self.note.hide()
            self._related.wait()
            self.linkHovered.emit("")
            self._view.exact_date = exact_date(prepared.story.header)
            self._stack.setCurrentWidget(self._view)
            if (layout := self.layout()) is not None:
                layout.activate()  # the page must know its width before it is set
        self._set_page(keep_place=same)
        if not same:
            self._bring_pictures()
        self.storyShown.emit(prepared.story)

    def showState(self, state: EmptyState) -> None:
        """Show a state instead of a story."""
        self._prepared = None
        self._pictures.follow(None)
        self.note.hide()
        self._related.show_related(())
        self._find.hide()
        self._state.show_state(state)
        self._stack.setCurrentWidget(self._state)
        self._show_tools()
        self.storyShown.emit(None)

    def setRelated(self, related: Sequence[Related], back: Related | None = None) -> None:
        """Show who else covers the event, and the story that the person came from to compare."""
        self._related.show_related(related, back)

    def apply(self, change: Change) -> None:
        """Follow a Change: the marks of the story that is shown."""
        prepared = self._prepared
        if prepared is None or change.mark is None or prepared.story.header.id not in change.stories:
            return
        header = prepared.story.header
        if change.mark in (Mark.READ, Mark.UNREAD):
            header = replace(header, read=change.mark is Mark.READ)
        else:
            header = replace(header, saved=change.mark is Mark.SAVED)
        self._prepared = replace(prepared, story=replace(prepared.story, header=header))
        self._show_tools()

    # -- choices -------------------------------------------------------------------------------------------------

    @property
    def look(self) -> ReaderLook:
        """How the page is set now."""
        return self._look

    def setLook(self, look: ReaderLook) -> None:
        """Set the page in another size, face or width; the line under the eyes stays."""
        self._look = replace(look, size=min(LARGEST, max(SMALLEST, look.size)))
        self._restyle()

    def setPictures(self, when: str) -> None:
        """``always``, ``ask`` or ``never``, for feeds without a choice of their own, this story's too."""
        if self._pictures.choose(when):
            self._set_page(keep_place=True)
            self._bring_pictures()

    def loadPictures(self) -> None:
        """Load the pictures of this story, whatever the settings say."""
        if self._pictures.load():
            self._set_page(keep_place=True)
            self._bring_pictures()

    def zoomIn(self) -> None:
        """Larger text."""
        self._choose(replace(self._look, size=min(LARGEST, self._look.size + 1)))

    def zoomOut(self) -> None:
        """Smaller text."""
        self._choose(replace(self._look, size=max(SMALLEST, self._look.size - 1)))

    def zoomReset(self) -> None:
        """Text of the usual size."""
        self._choose(replace(self._look, size=ReaderLook().size))

    def showTextMenu(self, corner: QPoint | None = None) -> None:
        """Open the panel for size, face, width and colours."""
        if self._menu is None:
            self._menu = TextMenu(self._theme, self)
            self._menu.lookChanged.connect(self._choose)
            self._menu.themeChosen.connect(self.themeChosen)
        place = corner or self._tools.mapToGlobal(QPoint(self._tools.width() - 8, self._tools.height()))
        self._menu.pop_up(self._look, place)

    # -- what a person does --------------------------------------------------------------------------------------

    def toggleSaved(self) -> None:
        """Ask to save the story, or to take it out of Saved."""
        if (story := self.story) is not None:
            self.marksRequested.emit((story.header.id,), Mark.UNSAVED if story.header.saved else Mark.SAVED)

    def toggleRead(self) -> None:
        """Ask to mark the story read or unread."""
        if (story := self.story) is not None:
            self.marksRequested.emit((story.header.id,), Mark.UNREAD if story.header.read else Mark.READ)

    def openOutside(self) -> None:
        """Open the story's address in the browser."""
        if (story := self.story) is not None and story.header.link:
            self._open(story.header.link)

    def pageForward(self) -> None:
        """One page on; at the end of the story ask for the next unread one."""
        if self._prepared is None or not self._view.page_forward():
            self.nextUnreadRequested.emit()

    def pageBack(self) -> None:
        """One page back."""
        self._view.page_back()

    def findInPage(self) -> None:
        """Open the bar that finds in this story."""
        if self._prepared is not None:
            self._find.open_bar(self._view.selected_text().strip().split("\n")[0][:100])

    def copy(self) -> None:
        """Copy the selected text."""
        self._view.copy()

    def selectAll(self) -> None:
        """Select the whole story."""
        self._view.selectAll()

    def paper(self) -> Paper | None:
        """The story for a printer or a PDF, None while there is none."""
        prepared = self._prepared
        if prepared is None:
            return None
        source = prepared.story.header.link or prepared.story.header.feed_title
        heading = prepared.heading(int(self._clock()))
        return Paper(self._theme, heading, prepared.page, source, self._pictures.shelf)

    def setPlayer(self, player: QWidget) -> None:
        """Let ``player`` stand below the page."""
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(layout.indexOf(self.files), player)

    def shutdown(self) -> None:
        """Stop what runs in threads; call it before the window goes."""
        self._pictures.stop()

    # -- inside --------------------------------------------------------------------------------------------------

    def _set_page(self, *, keep_place: bool) -> None:
        prepared = self._prepared
        if prepared is None:
            return
        heading, ending = prepared.heading(int(self._clock())), prepared.ending()
        document = build_document(
            heading, prepared.page, ending, self._style, self._view.column, self._pictures.shelf, self._view
        )
        self._view.show_page(document, keep_place=keep_place)
        self._find.document_changed()

    def _bring_pictures(self) -> None:
        self._pictures.bring(self._view.column, self._view.devicePixelRatioF())

    def _show_tools(self) -> None:
        story = self.story
        self._tools.setVisible(story is not None)
        if story is not None:
            self._tools.show_marks(saved=story.header.saved, read=story.header.read)
            self._tools.offer(story=True, link=may_open(story.header.link))
            whole = bool(story.whole)
            self._tools.show_whole(possible=whole or has_page(story), shown=whole and story.shows_whole)

    def _choose(self, look: ReaderLook) -> None:
        if look != self._look:
            self.setLook(look)
            self.lookChanged.emit(self._look)

    def _restyle(self) -> None:
        self._style = reader_style(self._theme, self._look)
        self._view.set_widest(self._style.column)
        self._set_page(keep_place=True)

    def _theme_changed(self) -> None:
        self._pictures.shelf.recolour(self._theme.color("code"))
        self._view.set_ground(self._theme.color("paper"))
        self._restyle()

    def _column_changed(self) -> None:
        """Pictures and tables were set for another width."""
        prepared = self._prepared
        fits = self._view.column == self._view.page_column
        if prepared is not None and not fits and (prepared.page.pictures or prepared.page.tables):
            self._set_page(keep_place=True)

    def follow(self, address: str) -> None:
        """Do what a link of the page, or of the lines around it, asks for."""
        head, _, rest = address.partition(":")
        if address == PICTURES_LINK:
            self.loadPictures()
        elif head + ":" == TABLE_SCHEME:
            self._open_table(rest)
        elif head + ":" == VIEW_SCHEME:
            self._pictures.view(rest, self._opener)
        elif address.startswith(OURS):
            if address == PICTURES_ALWAYS:
                self.loadPictures()
            self.deedRequested.emit(address)
        else:
            self._open(address)

    def _open_table(self, number: str) -> None:
        tables = self._prepared.page.tables if self._prepared is not None else ()
        if number.isdigit() and int(number) < len(tables):
            TableWindow(tables[int(number)], self._style, self._pictures.shelf, self).show()

    def _open(self, address: str) -> None:
        if self._opener(address):
            self.linkActivated.emit(address)
        elif may_open(address):
            self.note.say(NOBODY)
