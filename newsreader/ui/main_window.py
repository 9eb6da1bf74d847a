"""The main window: builds the panes and joins them with the controllers. Main thread.

What it does is elsewhere, a module for each concern: ``selection`` (what is chosen), ``sync_control`` (refreshing),
``follow`` (keeping in step with the cache), ``feed_commands``, ``appearance``, ``finder`` (palette), ``width_rule``.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices, QIcon, QKeyEvent
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from newsreader.domain.changes import Change
from newsreader.domain.errors import NewsreaderError
from newsreader.domain.feeds import FeedTree
from newsreader.domain.stories import View, ViewKind
from newsreader.resources import resource_path
from newsreader.settings.file import SettingsFile
from newsreader.ui.actions import Actions
from newsreader.ui.appearance import Appearance
from newsreader.ui.briefs.pane import BriefsPane
from newsreader.ui.choices import Choices
from newsreader.ui.dialog_desk import DialogDesk
from newsreader.ui.feed_commands import FeedCommands
from newsreader.ui.feeds.pane import FeedPane
from newsreader.ui.follow import Follower
from newsreader.ui.jobs import Jobs
from newsreader.ui.menus import fill_menu_bar, whole_menu
from newsreader.ui.notice import NoticeBar
from newsreader.ui.pane_focus import PaneFocus, keeps_key
from newsreader.ui.reader.pane import ReaderPane
from newsreader.ui.selection import Selection
from newsreader.ui.shortcuts import Keymap
from newsreader.ui.state import WindowState
from newsreader.ui.status import StatusLine
from newsreader.ui.stories.pane import StoryPane
from newsreader.ui.sync_control import SyncControl
from newsreader.ui.tasks import Tasks
from newsreader.ui.theme import Theme
from newsreader.ui.toolbar import HEIGHT as TOOLBAR_HEIGHT
from newsreader.ui.toolbar import ToolBar
from newsreader.ui.undo_bar import UndoBar
from newsreader.ui.width_rule import PaneFrame
from newsreader.ui.window_actions import WindowActions

if TYPE_CHECKING:
    from newsreader.ui.finder import Finder
    from newsreader.ui.key_overlay import KeyOverlay

KEYS_FILE = "keys.json"
_SIZE = QSize(1440, 900)
_LEAST = QSize(640, 420)


class MainWindow(QMainWindow):
    """The window. ``closed`` fires once when everything behind it has ended: then the program may."""

    closed = Signal()

    def __init__(
        self,
        theme: Theme,
        tasks: Tasks,
        jobs: Jobs,
        settings: SettingsFile,
        data_dir: Path,
        *,
        version: str = "",
    ) -> None:
        super().__init__()
        self.version = version
        self.theme = theme
        self.tasks = tasks
        self.jobs = jobs
        self.data_dir = data_dir
        self.state = WindowState(data_dir)
        self.choices = Choices(settings, tasks, self)
        self.keymap = Keymap(data_dir / KEYS_FILE)
        self.actions_table = Actions(theme, self.keymap, self)
        self.desk = DialogDesk(theme, tasks, jobs, self, data_dir)
        self._closing = False
        self._keep_state = True
        self.setWindowTitle("Newsreader")
        self.setWindowIcon(QIcon(str(resource_path("icons/app/newsreader.svg"))))
        self.setMinimumSize(_LEAST)
        self._build()
        self._join()
        self._restore()

    def _build(self) -> None:
        theme, actions = self.theme, self.actions_table
        self.feeds = FeedPane(theme)
        self.stories = StoryPane(theme, self.tasks)
        self.reader = ReaderPane(theme, self.jobs)
        self.briefs = BriefsPane(theme)
        self.frame = PaneFrame(
            {"feeds": self.feeds, "stories": self.stories, "reader": self.reader, "briefs": self.briefs}
        )
        self.toolbar = ToolBar(theme, actions)
        self.status = StatusLine(theme)
        whole = QWidget(self)
        whole.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.toolbar)
        column.addWidget(self.frame, 1)
        column.addWidget(self.status)
        self.setCentralWidget(whole)
        fill_menu_bar(self.menuBar(), actions)
        self.toolbar.set_menu(whole_menu(actions, self))
        self.undo_bar = UndoBar(theme, whole, margin=self.status.height())
        self.notice = NoticeBar(theme, whole, margin=TOOLBAR_HEIGHT - 8)

    def _join(self) -> None:
        actions, tasks = self.actions_table, self.tasks
        self.selection = Selection(
            tasks, self.choices, self.feeds, self.stories, self.reader, self.briefs, self.toolbar.search
        )
        self.follower = Follower(tasks, self.jobs, self)
        self.sync = SyncControl(
            tasks, self.jobs, self.choices, self.status, last_all=self.state.number("sync/last_all")
        )
        self.feed_commands = FeedCommands(self.theme, self.feeds, actions, tasks, self.jobs, self.desk, self)
        self.appearance = Appearance(self.theme, self.choices, actions, self.stories, self.reader)
        self.pane_focus = PaneFocus(self.frame, self.feeds, self.stories, self.reader, self.briefs)
        self.window_actions = WindowActions(self)
        tasks.changed.connect(self._changed)
        tasks.fault.connect(self.show_fault)
        tasks.openFailed.connect(self.show_fault)
        tasks.opened.connect(lambda: actions.set_fact("library", True))
        tasks.opened.connect(self.selection.read_briefs)
        self.jobs.fault.connect(self.show_fault)
        self.sync.fault.connect(self.show_fault)
        self.sync.fetching.connect(self._fetching)
        self.follower.treeRead.connect(self._tree_read)
        self.follower.storiesMoved.connect(self.selection.stories_moved)
        self.follower.undoRead.connect(self._undo_read)
        self.selection.said.connect(self.status.showMessage)
        self.selection.storyShown.connect(lambda id: actions.set_fact("story", id is not None))
        self.selection.viewShown.connect(lambda _view: self.feed_commands.follow_target())
        self.feed_commands.said.connect(self.status.showMessage)
        self.stories.countChanged.connect(lambda count: actions.set_fact("stories", count > 0))
        self.reader.linkHovered.connect(self.status.showLink)
        self.undo_bar.undoAsked.connect(self.undo)

    @cached_property
    def finder(self) -> Finder:
        """The command palette; loaded when it is first asked for: the first paint must not wait for it."""
        from newsreader.ui.finder import Finder

        return Finder(self)

    @cached_property
    def key_overlay(self) -> KeyOverlay:
        """All keys at a glance; loaded when it is first asked for."""
        from newsreader.ui.key_overlay import KeyOverlay

        return KeyOverlay(self.theme, self.actions_table, self)

    # -- what happens --------------------------------------------------------------------------------------------

    def show_fault(self, fault: NewsreaderError) -> None:
        """Tell the person what went wrong, in its own sentence."""
        self.notice.tell(fault.sentence)

    def open_address(self, address: str) -> None:
        """Come to the front; with an address, offer to add it (a second start, a link handed over by the system)."""
        if self.isMinimized():
            self.showNormal()
        self.activateWindow()
        if address:
            self.desk.add_feed(address)

    def undo(self) -> None:
        """Take back what was done last."""
        self.tasks.command(lambda library: library.journal.undo())

    def redo(self) -> None:
        """Do again what was taken back last."""
        self.tasks.command(lambda library: library.journal.redo())

    def _changed(self, change: Change) -> None:
        self.selection.apply(change)
        if change.text:
            self.undo_bar.tell(change.text, undoable=change.undoable)

    def _tree_read(self, tree: FeedTree) -> None:
        self.selection.leave_edition(tree)
        self.feeds.setTree(tree)
        self.feed_commands.follow(tree)

    def _undo_read(self, undo: str | None, redo: str | None) -> None:
        for id, text, name in (("edit.undo", undo, "Undo"), ("edit.redo", redo, "Redo")):
            self.actions_table.set_fact(id.removeprefix("edit."), bool(text))
            self.actions_table[id].setText(f"{name}: {text}" if text else name)

    def _fetching(self, fetching: bool) -> None:
        self.actions_table.set_fact("fetching", fetching)
        self.toolbar.show_fetching(fetching)

    # -- keys ----------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Single keys belong to whoever takes typed keys; only what nobody wants becomes a shortcut."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and keeps_key(self.focusWidget(), event)
        ):
            event.accept()
            return True
        return super().event(event)

    # -- beginning and end ---------------------------------------------------------------------------------------

    def _restore(self) -> None:
        geometry = self.state.geometry()
        if geometry is None or not self.restoreGeometry(geometry):
            self.resize(_SIZE)
        self.frame.set_widths(self.state.widths())
        self.frame.set_wanted("feeds", self.state.flag("feeds", True))
        self.frame.set_wanted("briefs", self.choices.on("look.briefs"))
        self.window_actions.show_menu_bar(self.state.flag("menu_bar", True))
        self.selection.restore(self._first_view(), self.state.place())
        self.stories.setFocus()

    def _first_view(self) -> View:
        start = self.choices.text("look.start_view")
        if start == "last":
            return self.state.view() or View(ViewKind.UNREAD)
        return View(ViewKind(start))

    def leave_no_trace(self) -> None:
        """Keep nothing of this visit: it was only to draw a picture."""
        self._keep_state = False

    def _save_state(self) -> None:
        if not self._keep_state:
            return
        self.state.set_geometry(self.saveGeometry())
        self.state.set_widths(self.frame.widths())
        self.state.set_flag("feeds", self.frame.wanted("feeds"))
        self.state.set_flag("menu_bar", self.actions_table["view.menu_bar"].isChecked())
        self.state.set_view(self.selection.view)
        self.state.set_place(self.selection.place())
        self.state.set_number("sync/last_all", self.sync.last_all)
        self.state.save()

    def open_data_folder(self) -> None:
        """Show the data folder in the system's file manager."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.data_dir)))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Hide at once and end what runs behind the window; ``closed`` tells when that is done."""
        event.ignore()
        if self._closing:
            return
        self._closing = True
        self._save_state()
        self.hide()
        self.follower.stop()
        self.sync.end()
        self.reader.shutdown()
        self.jobs.stopped.connect(self._end)
        self.jobs.stop()

    def _end(self) -> None:
        self.tasks.stop()
        QTimer.singleShot(0, self, self.closed.emit)
