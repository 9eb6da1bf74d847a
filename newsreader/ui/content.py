"""What fills the main window first: feeds and story list, with the grounds of the other panes. Main thread.

Loaded after the window's first paint, and no more than the first painted list needs; ``controllers`` brings the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from newsreader.domain.stories import View, ViewKind
from newsreader.sync.picture_files import PICTURES
from newsreader.ui import resume
from newsreader.ui.feeds.pane import FeedPane
from newsreader.ui.list_options import list_options
from newsreader.ui.reader.links import LinkDoor
from newsreader.ui.stories.pane import StoryPane
from newsreader.ui.stories.thumbnails import Thumbnails
from newsreader.ui.width_rule import PaneFrame

if TYPE_CHECKING:
    from newsreader.ui.main_window import MainWindow


class Content(QObject):
    """Builds the panes, for ``window`` to place."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        theme, tasks = window.theme, window.tasks
        self.feeds = FeedPane(theme)
        self.door = LinkDoor(lambda: window.choices.on("privacy.strip_tracking"))
        self._thumbnails = Thumbnails(window.data_dir / PICTURES, window.jobs, self)
        self.stories = StoryPane(theme, tasks, opener=self.door, thumbnails=self._thumbnails)
        self.stories.chosen.cleaned = self.door.address
        self.stories.chosen.keys = window.actions_table.first_key
        self.stories.setOptions(list_options(window.choices))
        self.frame = PaneFrame(
            {
                "feeds": self.feeds,
                "stories": self.stories,
                "reader": _ground("paper"),
                "briefs": _ground("side"),
            },
            theme.fonts.scale,
        )
        self.view = View(ViewKind.UNREAD)
        self.resume: resume.Resume | None = None
        """Goes back to the story that was open when the last start ended."""

    def begin(self) -> None:
        """Open the list where the last start ended."""
        state, choices, tasks = self._window.state, self._window.choices, self._window.tasks
        for source in (tasks.fault, tasks.openFailed, self._window.jobs.fault):
            source.connect(self._window.show_fault)
        self.frame.shownChanged.connect(self._shown)
        self.frame.set_widths(state.widths())
        self.frame.set_wanted("feeds", state.flag("feeds", True))
        self.frame.set_wanted("briefs", choices.on("look.briefs"))
        start = choices.text("look.start_view")
        last = resume.last_view(state) if start == "last" else View(ViewKind(start))
        self.view = last or self.view
        self.feeds.expectView(self.view)
        self.stories.setView(self.view, self.feeds.title(self.view))
        place = resume.last_place(state)
        if place.story is not None:
            self.resume = resume.Resume(self.stories, place)
        self.stories.setFocus()

    def _shown(self, name: str, shown: bool) -> None:
        self._window.actions_table[f"view.{name}"].setChecked(shown)

    def keep(self) -> None:
        """Note for the next start how the panes stand."""
        state = self._window.state
        state.set_widths(self.frame.widths())
        state.set_flag("feeds", self.frame.wanted("feeds"))

    def end(self) -> None:
        """The window closes: nothing is started any more."""
        self._thumbnails.stop()


def _ground(colour: str) -> QWidget:
    """The ground of a pane that is still to come."""
    ground = QWidget()
    ground.setProperty("ground", colour)
    ground.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return ground
