"""What fills the main window first: the panes, and what is chosen in them. Main thread.

Loaded after the window's first paint, and all that the first painted list needs; ``controllers`` brings the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from newsreader.domain.errors import NewsreaderError
from newsreader.domain.stories import View, ViewKind
from newsreader.sync.picture_files import PICTURES
from newsreader.ui import resume
from newsreader.ui.appearance import Appearance
from newsreader.ui.briefs.pane import BriefsPane
from newsreader.ui.feeds.pane import FeedPane
from newsreader.ui.notice import NoticeBar
from newsreader.ui.reader.links import LinkDoor
from newsreader.ui.reader.pane import ReaderPane
from newsreader.ui.selection import Selection
from newsreader.ui.stories.pane import StoryPane
from newsreader.ui.stories.thumbnails import Thumbnails
from newsreader.ui.toolbar import HEIGHT as TOOLBAR_HEIGHT
from newsreader.ui.width_rule import PaneFrame

if TYPE_CHECKING:
    from newsreader.ui.main_window import MainWindow


class Content(QObject):
    """Builds the panes inside ``whole``, the ground of ``window``."""

    def __init__(self, window: MainWindow, whole: QWidget) -> None:
        super().__init__(window)
        self._window = window
        theme, tasks = window.theme, window.tasks
        self.feeds = FeedPane(theme)
        self.door = LinkDoor(lambda: window.choices.on("privacy.strip_tracking"))
        self._thumbnails = Thumbnails(window.data_dir / PICTURES, window.jobs, self)
        self.stories = StoryPane(theme, tasks, opener=self.door, thumbnails=self._thumbnails)
        self.stories.chosen.cleaned = self.door.address
        self.stories.chosen.keys = window.actions_table.first_key
        self.reader = ReaderPane(theme, window.jobs, opener=self.door)
        self.briefs = BriefsPane(theme)
        self.frame = PaneFrame(
            {"feeds": self.feeds, "stories": self.stories, "reader": self.reader, "briefs": self.briefs},
            theme.fonts.scale,
        )
        self.notice = NoticeBar(theme, whole, margin=theme.px(TOOLBAR_HEIGHT) - 8)
        self.selection = Selection(
            tasks, self.feeds, self.stories, self.reader, self.briefs, window.toolbar.search
        )
        self.appearance = Appearance(
            theme, window.choices, window.actions_table, self.feeds, self.stories, self.reader
        )

    def begin(self) -> None:
        """Begin where the last start ended."""
        window, state, choices = self._window, self._window.state, self._window.choices
        for source in (window.tasks.fault, window.tasks.openFailed, window.jobs.fault):
            source.connect(self.show_fault)
        window.tasks.changed.connect(self.selection.apply)
        self.frame.set_widths(state.widths())
        self.frame.set_wanted("feeds", state.flag("feeds", True))
        self.frame.set_wanted("briefs", choices.on("look.briefs"))
        start = choices.text("look.start_view")
        last = resume.last_view(state) if start == "last" else View(ViewKind(start))
        self.selection.restore(last or View(ViewKind.UNREAD), resume.last_place(state))
        self.stories.setFocus()

    def show_fault(self, fault: NewsreaderError) -> None:
        """Tell the person what went wrong, in its own sentence."""
        self.notice.tell(fault.sentence)

    def keep(self) -> None:
        """Note for the next start where the person is."""
        state = self._window.state
        state.set_widths(self.frame.widths())
        state.set_flag("feeds", self.frame.wanted("feeds"))
        resume.keep_view(state, self.selection.view)
        resume.keep_place(state, self.selection.place())

    def end(self) -> None:
        """The window closes: nothing is started any more."""
        self.reader.shutdown()
        self._thumbnails.stop()
