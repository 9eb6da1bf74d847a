"""The controllers that join the panes with one another, the worker and the desktop. Main thread.

Built with the page and the briefs once the first list is painted, or somebody asks for one of them: they bring most of
what the window loads (``pieces``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QAbstractItemView, QWidget

from newsreader.domain.briefs import Brief
from newsreader.domain.changes import Change
from newsreader.domain.feeds import FeedTree
from newsreader.domain.stories import View, ViewKind
from newsreader.text.numbers import counted
from newsreader.ui import resume
from newsreader.ui.appearance import Appearance
from newsreader.ui.briefs.card_desk import CardDesk
from newsreader.ui.briefs.control import BriefsControl
from newsreader.ui.briefs.followed import FollowedEvents
from newsreader.ui.briefs.pane import BriefsPane
from newsreader.ui.compare import Compare
from newsreader.ui.feed_commands import FeedCommands
from newsreader.ui.follow import Follower
from newsreader.ui.keeping import Keeping
from newsreader.ui.morning.control import MorningControl
from newsreader.ui.notice import NoticeBar
from newsreader.ui.notifications import Notice, Notifications
from newsreader.ui.pane_focus import PaneFocus
from newsreader.ui.panes_at import TOOLBAR_HEIGHT
from newsreader.ui.reader import runs
from newsreader.ui.reader.pane import ReaderPane
from newsreader.ui.reader.player import Player
from newsreader.ui.selection import Selection
from newsreader.ui.site_icons import SiteIcons
from newsreader.ui.story_deeds import StoryDeeds
from newsreader.ui.submit.event_desk import EventDesk
from newsreader.ui.sync_control import SyncControl
from newsreader.ui.tray import Tray
from newsreader.ui.undo_bar import UndoBar
from newsreader.ui.window_actions import WindowActions

if TYPE_CHECKING:
    from newsreader.ui.content import Content
    from newsreader.ui.main_window import MainWindow

_SLOW = "Another program holds the cache. What you did is kept as soon as it lets go."


class Controllers(QObject):
    """Puts ``reader`` and ``briefs`` beside the panes of ``content`` and builds the controllers. Bars float over
    ``whole``, the ground of ``window``."""

    def __init__(
        self, window: MainWindow, content: Content, whole: QWidget, reader: ReaderPane, briefs: BriefsPane
    ) -> None:
        super().__init__(window)
        self._window = window
        self._content = content
        theme, actions, tasks, jobs = window.theme, window.actions_table, window.tasks, window.jobs
        choices = window.choices
        self.reader = reader
        self.briefs = briefs
        content.frame.put("reader", reader)
        content.frame.put("briefs", briefs)
        self.selection = Selection(
            tasks, content.feeds, content.stories, reader, briefs, window.toolbar.search
        )
        self.appearance = Appearance(theme, choices, actions, content.feeds, content.stories, reader)
        self.notice = NoticeBar(theme, whole, margin=theme.px(TOOLBAR_HEIGHT) - 8)
        self.undo_bar = UndoBar(theme, whole, margin=window.status.height())
        player = Player(theme, window.state)
        self.deeds = StoryDeeds(tasks, jobs, choices, actions, reader, content.door, player)
        self.compare = Compare(tasks, self.selection, reader, actions)
        self.briefs_control = BriefsControl(briefs, tasks, choices, actions)
        self.followed = FollowedEvents(self)
        self.follower = Follower(tasks, jobs, choices, self)
        last_all = window.state.number("sync/last_all")
        self.sync = SyncControl(tasks, jobs, choices, window.status, last_all=last_all)
        self.site_icons = SiteIcons(theme, choices, window.data_dir, self)
        self.tray = Tray(choices, actions, window, self)
        self.keeping = Keeping(tasks, jobs, choices, self)
        self.notifications = Notifications(tasks, choices, self._in_front, self)
        self.events = EventDesk(theme, tasks, jobs, choices, window)
        self.card_desk = CardDesk(theme, tasks, jobs, briefs.publicationCard(), window)
        self.feed_commands = FeedCommands(theme, content.feeds, actions, tasks, jobs, window.desk, window)
        self.morning = MorningControl(theme, tasks, choices, actions, content.frame, window)
        self.pane_focus = PaneFocus(content.frame, content.feeds, content.stories, reader, briefs)

    def join(self) -> None:
        """Connect everything. The window knows its controllers by now."""
        window, content = self._window, self._content
        actions, tasks = window.actions_table, window.tasks
        self.window_actions = WindowActions(window)
        tasks.changed.connect(self._changed)
        tasks.whenOpened(lambda: actions.set_fact("library", True))
        tasks.slow.connect(lambda: window.status.showMessage(_SLOW))
        tasks.whenOpened(self.briefs_control.read_briefs)
        for source in (self.sync.fault, self.events.fault, self.keeping.fault, self.deeds.fault):
            source.connect(window.show_fault)
        self.sync.fetching.connect(self._fetching)
        self.sync.fetching.connect(self.notifications.fetching)
        self.sync.fetching.connect(self.keeping.fetching)
        self.sync.firstFetch.connect(self.briefs.setFetching)
        self.sync.firstFetch.connect(self.morning.set_fetching)
        self.tray.openAsked.connect(lambda: window.open_address(""))
        self.site_icons.arrived.connect(self._repaint_lists)
        self.notifications.clicked.connect(self._notice_clicked)
        self.follower.treeRead.connect(self._tree_read)
        self.follower.storiesMoved.connect(self.selection.stories_moved)
        self.follower.storiesMoved.connect(self.briefs_control.read_soon)
        self.follower.storiesMoved.connect(self.morning.read)
        self.briefs.pageRequested.connect(self.morning.open)
        self.briefs_control.read.connect(self.followed.read)
        self.followed.news.connect(self._event_news)
        self.briefs_control.joinAsked.connect(self._ask_event)
        content.stories.chosen.joinAsked.connect(self._ask_event)
        self.morning.storyRequested.connect(self.selection.open_story)
        self.morning.said.connect(window.status.showMessage)
        content.feeds.viewSelected.connect(lambda _view: self.morning.close())
        self.follower.undoRead.connect(self._undo_read)
        self.selection.feedShown.connect(self.card_desk.show_feed)
        self.follower.storiesMoved.connect(self.card_desk.read)
        self.selection.said.connect(window.status.showMessage)
        self.selection.storyShown.connect(lambda id: self._tell_chosen())
        content.stories.chosen.anyChanged.connect(lambda _any: self._tell_chosen())
        self.selection.viewShown.connect(lambda _view: self.feed_commands.follow_target())
        self.feed_commands.said.connect(window.status.showMessage)
        self.deeds.said.connect(window.status.showMessage)
        self.deeds.reloadWanted.connect(self.selection.reload_if_shown)
        content.stories.countChanged.connect(self._counted)
        self.reader.linkHovered.connect(window.status.showLink)
        self.undo_bar.undoAsked.connect(window.undo)
        self._catch_up()
        tasks.whenOpened(self._get_ready)

    def _get_ready(self) -> None:
        """What the first list did without is loaded now, not when the first search waits for it."""
        self._window.tasks.query(
            lambda library: library.stories.get_ready_to_search(), lambda _: None, key="getting ready"
        )

    def _catch_up(self) -> None:
        """Follow what was shown before anybody here listened."""
        content = self._content
        self._counted(len(content.stories.model.snapshot))
        self._tell_chosen()
        self.selection.take_up(content.view, content.resume)

    # -- what happens --------------------------------------------------------------------------------------------

    def _counted(self, count: int) -> None:
        """What was read stays in a list of unread stories until one leaves it: it can still be stepped through."""
        rows = count > 0 or self._content.stories.model.rowCount() > 0
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
        self._content.feeds.setTree(tree)
        self.selection.name_list()
        self._content.stories.follow(tree)
        self.sync.follow(tree)
        self.feed_commands.follow(tree)

    def _tell_chosen(self) -> None:
        """Whether there is a story that a key could be about: on the page, or selected in the list."""
        actions, shown = self._window.actions_table, self.selection.story is not None
        actions.set_fact("story", shown)
        actions.set_fact("chosen", shown or self._content.stories.chosen.any)

    def _undo_read(self, undo: str | None, redo: str | None) -> None:
        actions = self._window.actions_table
        for id, text, name in (("edit.undo", undo, "Undo"), ("edit.redo", redo, "Redo")):
            actions.set_fact(id.removeprefix("edit."), bool(text))
            actions[id].setText(f"{name}: {text}" if text else name)

    def _fetching(self, fetching: bool) -> None:
        self._window.actions_table.set_fact("fetching", fetching)
        self._window.toolbar.show_fetching(fetching)
        self._content.stories.setFetching(fetching)

    def _repaint_lists(self) -> None:
        for view in self._window.findChildren(QAbstractItemView):
            view.viewport().update()

    def _in_front(self) -> bool:
        return self._window.isVisible() and not self._window.isMinimized() and self._window.isActiveWindow()

    def _event_news(self, brief: Brief, new: int) -> None:
        """There is more of an event the person follows."""
        words = counted(new, "new story", "new stories")
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
            self._content.feeds.selectView(View(ViewKind.UNREAD))

    # -- the end -------------------------------------------------------------------------------------------------

    def keep(self) -> None:
        """Note for the next start what went on."""
        self.deeds.player.close_player()
        state = self._window.state
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
