"""What fills the main window: the panes, the bars over them and the controllers that join them. Main thread.

Loaded after the window's first paint: together with what it brings it is half of what the window loads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QAbstractItemView, QWidget

from newsreader.domain.briefs import Brief
from newsreader.domain.changes import Change
from newsreader.domain.errors import NewsreaderError
from newsreader.domain.feeds import FeedTree
from newsreader.domain.stories import View, ViewKind
from newsreader.sync.picture_files import PICTURES
from newsreader.ui import resume
from newsreader.ui.appearance import Appearance
from newsreader.ui.briefs.card_desk import CardDesk
from newsreader.ui.briefs.control import BriefsControl
from newsreader.ui.briefs.followed import FollowedEvents
from newsreader.ui.briefs.pane import BriefsPane
from newsreader.ui.compare import Compare
from newsreader.ui.feed_commands import FeedCommands
from newsreader.ui.feeds.pane import FeedPane
from newsreader.ui.follow import Follower
from newsreader.ui.keeping import Keeping
from newsreader.ui.morning.control import MorningControl
from newsreader.ui.notice import NoticeBar
from newsreader.ui.notifications import Notice, Notifications
from newsreader.ui.pane_focus import PaneFocus
from newsreader.ui.reader import runs
from newsreader.ui.reader.links import LinkDoor
from newsreader.ui.reader.pane import ReaderPane
from newsreader.ui.reader.player import Player
from newsreader.ui.selection import Selection
from newsreader.ui.site_icons import SiteIcons
from newsreader.ui.stories.pane import StoryPane
from newsreader.ui.stories.thumbnails import Thumbnails
from newsreader.ui.story_deeds import StoryDeeds
from newsreader.ui.submit.event_desk import EventDesk
from newsreader.ui.sync_control import SyncControl
from newsreader.ui.toolbar import HEIGHT as TOOLBAR_HEIGHT
from newsreader.ui.tray import Tray
from newsreader.ui.undo_bar import UndoBar
from newsreader.ui.width_rule import PaneFrame
from newsreader.ui.window_actions import WindowActions

if TYPE_CHECKING:
    from newsreader.ui.main_window import MainWindow

_SLOW = "Another program holds the cache. What you did is kept as soon as it lets go."


class Content(QObject):
    """Builds the panes inside ``whole``, the ground of ``window``, and joins them."""

    def __init__(self, window: MainWindow, whole: QWidget) -> None:
        super().__init__(window)
        self._window = window
        theme, tasks = window.theme, window.tasks
        self.feeds = FeedPane(theme)
        self._door = LinkDoor(lambda: window.choices.on("privacy.strip_tracking"))
        self._thumbnails = Thumbnails(window.data_dir / PICTURES, window.jobs, self)
        self.stories = StoryPane(theme, tasks, opener=self._door, thumbnails=self._thumbnails)
        self.stories.chosen.cleaned = self._door.address
        self.reader = ReaderPane(theme, window.jobs, opener=self._door)
        self.briefs = BriefsPane(theme)
        self.frame = PaneFrame(
            {"feeds": self.feeds, "stories": self.stories, "reader": self.reader, "briefs": self.briefs},
            theme.fonts.scale,
        )
        self.stories.chosen.keys = window.actions_table.first_key
        self.undo_bar = UndoBar(theme, whole, margin=window.status.height())
        self.notice = NoticeBar(theme, whole, margin=theme.px(TOOLBAR_HEIGHT) - 8)
        self._control()

    def _control(self) -> None:
        window, actions, tasks = self._window, self._window.actions_table, self._window.tasks
        self.selection = Selection(
            tasks, self.feeds, self.stories, self.reader, self.briefs, window.toolbar.search
        )
        player = Player(window.theme, window.state)
        self.deeds = StoryDeeds(tasks, window.jobs, window.choices, actions, self.reader, self._door, player)
        self.compare = Compare(tasks, self.selection, self.reader, actions)
        self.briefs_control = BriefsControl(self.briefs, tasks, window.choices, actions)
        self.followed = FollowedEvents(self)
        self.follower = Follower(tasks, window.jobs, window.choices, self)
        last_all = window.state.number("sync/last_all")
        self.sync = SyncControl(tasks, window.jobs, window.choices, window.status, last_all=last_all)
        self.site_icons = SiteIcons(window.theme, window.choices, window.data_dir, self)
        self.tray = Tray(window.choices, actions, window, self)
        self.keeping = Keeping(tasks, window.jobs, window.choices, self)
        self.notifications = Notifications(tasks, window.choices, self._in_front, self)
        self.events = EventDesk(window.theme, tasks, window.jobs, window.choices, window)
        self.card_desk = CardDesk(window.theme, tasks, window.jobs, self.briefs.publicationCard(), window)
        self.feed_commands = FeedCommands(
            window.theme, self.feeds, actions, tasks, window.jobs, window.desk, window
        )
        self.appearance = Appearance(
            window.theme, window.choices, actions, self.feeds, self.stories, self.reader
        )
        self.morning = MorningControl(window.theme, tasks, window.choices, actions, self.frame, window)
        self.pane_focus = PaneFocus(self.frame, self.feeds, self.stories, self.reader, self.briefs)

    def join(self) -> None:
        """Connect everything, and begin where the last start ended. The window knows its panes by now."""
        window, actions, tasks = self._window, self._window.actions_table, self._window.tasks
        self.window_actions = WindowActions(window)
        tasks.changed.connect(self._changed)
        tasks.whenOpened(lambda: actions.set_fact("library", True))
        tasks.slow.connect(lambda: window.status.showMessage(_SLOW))
        tasks.whenOpened(self.briefs_control.read_briefs)
        for source in (tasks.fault, tasks.openFailed, window.jobs.fault, self.sync.fault, self.events.fault):
            source.connect(self.show_fault)
        self.sync.fetching.connect(self._fetching)
        self.sync.fetching.connect(self.notifications.fetching)
        self.sync.fetching.connect(self.keeping.fetching)
        self.keeping.fault.connect(self.show_fault)
        self.tray.openAsked.connect(lambda: window.open_address(""))
        self.site_icons.arrived.connect(self._repaint_lists)
        self.notifications.clicked.connect(self._notice_clicked)
        self.follower.treeRead.connect(self._tree_read)
        self.follower.storiesMoved.connect(self.selection.stories_moved)
        self.follower.storiesMoved.connect(self.briefs_control.read_briefs)
        self.follower.storiesMoved.connect(self.morning.read)
        self.briefs.pageRequested.connect(self.morning.open)
        self.briefs_control.read.connect(self.followed.read)
        self.followed.news.connect(self._event_news)
        self.briefs_control.joinAsked.connect(self._ask_event)
        self.stories.chosen.joinAsked.connect(self._ask_event)
        self.morning.storyRequested.connect(self.selection.open_story)
        self.morning.said.connect(window.status.showMessage)
        self.feeds.viewSelected.connect(lambda _view: self.morning.close())
        self.follower.undoRead.connect(self._undo_read)
        self.selection.feedShown.connect(self.card_desk.show_feed)
        self.follower.storiesMoved.connect(self.card_desk.read)
        self.selection.said.connect(window.status.showMessage)
        self.selection.storyShown.connect(lambda id: self._tell_chosen())
        self.stories.chosen.anyChanged.connect(lambda _any: self._tell_chosen())
        self.selection.viewShown.connect(lambda _view: self.feed_commands.follow_target())
        self.feed_commands.said.connect(window.status.showMessage)
        self.deeds.said.connect(window.status.showMessage)
        self.deeds.fault.connect(self.show_fault)
        self.deeds.reloadWanted.connect(self.selection.reload_if_shown)
        self.stories.countChanged.connect(self._counted)
        self.reader.linkHovered.connect(window.status.showLink)
        self.undo_bar.undoAsked.connect(window.undo)
        self._restore()

    # -- what happens --------------------------------------------------------------------------------------------

    def show_fault(self, fault: NewsreaderError) -> None:
        """Tell the person what went wrong, in its own sentence."""
        self.notice.tell(fault.sentence)

    def _counted(self, count: int) -> None:
        """What was read stays in a list of unread stories until one leaves it: it can still be stepped through."""
        rows = count > 0 or self.stories.model.rowCount() > 0
        self._window.actions_table.set_fact("stories", rows)

    def _changed(self, change: Change) -> None:
        self.selection.apply(change)
        self.briefs_control.apply(change)
        self.morning.apply(change)
        if change.text:
            self.undo_bar.tell(change.text, undoable=change.undoable)

    def _tree_read(self, tree: FeedTree) -> None:
        self.selection.leave_edition(tree)
        self.site_icons.follow(tree)
        self.tray.follow(tree)
        self.feeds.setTree(tree)
        self.feed_commands.follow(tree)

    def _tell_chosen(self) -> None:
        """Whether there is a story that a key could be about: on the page, or selected in the list."""
        actions, shown = self._window.actions_table, self.selection.story is not None
        actions.set_fact("story", shown)
        actions.set_fact("chosen", shown or self.stories.chosen.any)

    def _undo_read(self, undo: str | None, redo: str | None) -> None:
        actions = self._window.actions_table
        for id, text, name in (("edit.undo", undo, "Undo"), ("edit.redo", redo, "Redo")):
            actions.set_fact(id.removeprefix("edit."), bool(text))
            actions[id].setText(f"{name}: {text}" if text else name)

    def _fetching(self, fetching: bool) -> None:
        self._window.actions_table.set_fact("fetching", fetching)
        self._window.toolbar.show_fetching(fetching)

    def _repaint_lists(self) -> None:
        for view in self._window.findChildren(QAbstractItemView):
            view.viewport().update()

    def _in_front(self) -> bool:
        return self._window.isVisible() and not self._window.isMinimized() and self._window.isActiveWindow()

    def _event_news(self, brief: Brief, new: int) -> None:
        """There is more of an event the person follows."""
        words = "1 new story" if new == 1 else f"{new} new stories"
        headline = runs.label(brief.headline, 100)
        self._window.status.showMessage(f"{words}: {runs.isolated(headline)}")
        self.notifications.tell(
            Notice(headline, f"{words} of an event you follow", "event", max(brief.stories))
        )

    def _ask_event(self, story: int) -> None:
        """Ask which event a story tells too, and join it to that."""
        self._window.desk.choose_brief(story, lambda brief: self.briefs_control.join(brief, story))

    def _notice_clicked(self, notice: Notice) -> None:
        """Come to the front and show what the notice told of."""
        self._window.open_address("")
        if notice.kind == "trouble":
            self._window.desk.trouble()
        elif notice.story is not None:
            self.selection.open_story(notice.story)
        else:
            self.feeds.selectView(View(ViewKind.UNREAD))

    # -- beginning and end ---------------------------------------------------------------------------------------

    def _restore(self) -> None:
        state, choices = self._window.state, self._window.choices
        self.frame.set_widths(state.widths())
        self.frame.set_wanted("feeds", state.flag("feeds", True))
        self.frame.set_wanted("briefs", choices.on("look.briefs"))
        start = choices.text("look.start_view")
        last = resume.last_view(state) if start == "last" else View(ViewKind(start))
        self.selection.restore(last or View(ViewKind.UNREAD), resume.last_place(state))
        self.stories.setFocus()

    def keep(self) -> None:
        """Note for the next start where the person is."""
        self.deeds.player.close_player()
        state = self._window.state
        state.set_widths(self.frame.widths())
        state.set_flag("feeds", self.frame.wanted("feeds"))
        resume.keep_view(state, self.selection.view)
        resume.keep_place(state, self.selection.place())
        state.set_number("sync/last_all", self.sync.last_all)

    def end(self) -> None:
        """The window closes: nothing is started any more."""
        self.follower.stop()
        self.sync.end()
        self.keeping.end()
        self.site_icons.stop()
        self.tray.end()
        self.notifications.end()
        self.events.end()
        self.reader.shutdown()
        self._thumbnails.stop()
