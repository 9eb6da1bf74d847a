"""The main window: its grounds at once; menus, toolbar and the first panes right after its first paint; the rest once
the first list is painted. Main thread.

What it does is elsewhere, a module for each concern: ``chrome`` (what stands around the panes), ``content`` (the first
panes), ``controllers`` (the other panes, and what joins them), ``selection`` (what is chosen), ``sync_control``
(refreshing), ``follow`` (keeping in step with the cache), ``feed_commands``, ``window_actions``, ``appearance``,
``finder`` (palette), ``width_rule``.
"""

from __future__ import annotations

from collections.abc import Generator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices, QIcon, QKeyEvent
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from newsreader.domain.errors import CacheDamaged, NewsreaderError
from newsreader.resources import resource_path
from newsreader.settings.file import SettingsFile
from newsreader.ui.ground import Ground
from newsreader.ui.jobs import Jobs
from newsreader.ui.state import WindowState
from newsreader.ui.tasks import Tasks
from newsreader.ui.theme import Theme

if TYPE_CHECKING:
    from newsreader.ui.actions import Actions
    from newsreader.ui.appearance import Appearance
    from newsreader.ui.briefs.control import BriefsControl
    from newsreader.ui.briefs.pane import BriefsPane
    from newsreader.ui.choices import Choices
    from newsreader.ui.chrome import Chrome
    from newsreader.ui.compare import Compare
    from newsreader.ui.content import Content
    from newsreader.ui.controllers import Controllers
    from newsreader.ui.dialog_desk import DialogDesk
    from newsreader.ui.feed_commands import FeedCommands
    from newsreader.ui.feeds.pane import FeedPane
    from newsreader.ui.finder import Finder
    from newsreader.ui.follow import Follower
    from newsreader.ui.key_overlay import KeyOverlay
    from newsreader.ui.morning.control import MorningControl
    from newsreader.ui.notice import NoticeBar
    from newsreader.ui.pane_focus import PaneFocus
    from newsreader.ui.reader.pane import ReaderPane
    from newsreader.ui.selection import Selection
    from newsreader.ui.shortcuts import Keymap
    from newsreader.ui.site_icons import SiteIcons
    from newsreader.ui.status import StatusLine
    from newsreader.ui.stories.pane import StoryPane
    from newsreader.ui.story_deeds import StoryDeeds
    from newsreader.ui.submit.event_desk import EventDesk
    from newsreader.ui.sync_control import SyncControl
    from newsreader.ui.toolbar import ToolBar
    from newsreader.ui.undo_bar import UndoBar
    from newsreader.ui.width_rule import PaneFrame
    from newsreader.ui.window_actions import WindowActions

_SIZE = QSize(1440, 900)
_LEAST = QSize(640, 420)
_LATEST_MS = 2_000
"""By then the controllers are there also where no list is painted: in a minimized window, with a busy cache."""


class MainWindow(QMainWindow):
    """The window. It is built in three steps, each seen before the next one is loaded: itself, its panes (``filled``
    fires), its controllers (``completed`` fires). Who asks for a pane or a controller before gets them all at once.
    ``closed`` fires once when everything behind it has ended: then the program may."""

    filled = Signal()
    completed = Signal()
    closed = Signal()

    choices: Choices
    keymap: Keymap
    actions_table: Actions
    desk: DialogDesk
    toolbar: ToolBar
    status: StatusLine
    feeds: FeedPane
    stories: StoryPane
    reader: ReaderPane
    briefs: BriefsPane
    frame: PaneFrame
    undo_bar: UndoBar
    notice: NoticeBar
    selection: Selection
    site_icons: SiteIcons
    follower: Follower
    sync: SyncControl
    deeds: StoryDeeds
    events: EventDesk
    feed_commands: FeedCommands
    appearance: Appearance
    pane_focus: PaneFocus
    briefs_control: BriefsControl
    morning: MorningControl
    compare: Compare
    window_actions: WindowActions
    _chrome: Chrome | None = None
    _content: Content | None = None
    _controllers: Controllers | None = None
    _pieces: Generator[None, None, Controllers] | None = None
    _filling = False
    _making = False
    _list_here = False

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
        self._settings = settings
        self._closing = False
        self._keep_state = True
        self.setWindowTitle("Newsreader")
        self.setWindowIcon(QIcon(str(resource_path("icons/app/newsreader.svg"))))
        self.setMinimumSize((_LEAST * theme.fonts.scale).boundedTo(self.screen().availableSize()))
        self._build()
        geometry = self.state.geometry()
        if geometry is None or not self.restoreGeometry(geometry):
            self.resize(_SIZE)

    def _build(self) -> None:
        self._ground = Ground(self.theme, self.state, briefs=self._settings.boolean("look.briefs"))
        # Until the panes are there the ground holds the focus: typed keys must not land in the search field.
        self._ground.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._whole = QWidget(self)
        self._whole.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._column = QVBoxLayout(self._whole)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._ground, 1)
        self.setCentralWidget(self._whole)
        self._ground.setFocus()

    def fill(self) -> None:
        """Build what is not there yet. It happens by itself: the panes after the first paint, the controllers after the
        first painted list."""
        self._fill_panes()
        while self._make_piece():
            pass

    def _fill_panes(self) -> None:
        if self._filling or self._closing:
            return
        self._filling = True
        # Loaded here, not above: the window is painted before.
        from newsreader.ui.chrome import Chrome
        from newsreader.ui.content import Content

        self._chrome = chrome = Chrome(self, self._settings)
        self._take(chrome)
        self._column.insertWidget(0, chrome.toolbar)
        self._column.addWidget(chrome.status)
        content = Content(self)
        self._content = content
        self._take(content)
        self._column.replaceWidget(self._ground, content.frame)
        content.frame.show()
        content.stories.settled.connect(self._list_settled)
        content.begin()
        if (handle := self.windowHandle()) is not None:
            handle.installEventFilter(self)
        self._ground.deleteLater()
        QTimer.singleShot(_LATEST_MS, self, self.fill)
        self.filled.emit()

    def _make_piece(self) -> bool:
        """Load or make the next piece of the controllers; False when there is none."""
        if self._controllers is not None or self._closing or self._content is None:
            return False
        if self._making:  # a piece asks for what only comes after it
            return False
        if self._pieces is None:
            from newsreader.ui.pieces import in_pieces  # not above: the first list is painted before

            self._pieces = in_pieces(self, self._content, self._whole)
        self._making = True
        try:
            next(self._pieces)
        except StopIteration as end:
            self._complete(end.value)
            return False
        finally:
            self._making = False
        return True

    def _make_pieces(self) -> None:
        """Make all pieces, and let the window answer between them."""
        if self._make_piece():
            QTimer.singleShot(0, self, self._make_pieces)

    def _complete(self, controllers: Controllers) -> None:
        self._controllers = controllers
        self._take(controllers)
        controllers.join()
        self._take(controllers)
        if (handle := self.windowHandle()) is not None:
            handle.removeEventFilter(self)
        QTimer.singleShot(0, self, self.completed.emit)  # who waited for it has work of his own to do

    def _take(self, parts: Chrome | Content | Controllers) -> None:
        """Make the panes or controllers known by their names."""
        for name, part in vars(parts).items():
            if name in _PARTS:
                setattr(self, name, part)

    def _list_settled(self) -> None:
        self._list_here = True

    def __getattr__(self, name: str) -> Any:
        """Who asks for a pane or a controller before it is there gets it: the window fills itself then."""
        if name in _PARTS:
            self.fill()
            if name in self.__dict__:
                return self.__dict__[name]
        raise AttributeError(f"{type(self).__name__} has no {name}")

    @cached_property
    def finder(self) -> Finder:
        """The command palette; loaded when it is first asked for."""
        from newsreader.ui.finder import Finder

        return Finder(self)

    @cached_property
    def key_overlay(self) -> KeyOverlay:
        """All keys at a glance; loaded when it is first asked for."""
        from newsreader.ui.key_overlay import KeyOverlay

        return KeyOverlay(self.theme, self.actions_table, self)

    # -- what others ask of it -----------------------------------------------------------------------------------

    def show_fault(self, fault: NewsreaderError) -> None:
        """Tell the person what went wrong, in its own sentence."""
        if isinstance(fault, CacheDamaged):
            self.notice.tell(fault.sentence, "Restore…", self.actions_table["cache.restore"].trigger)
        else:
            self.notice.tell(fault.sentence)

    def show_menu_bar(self, shown: bool) -> None:
        """Show the menu bar, or the button that stands in for it."""
        if self._chrome is not None:
            self._chrome.show_menu_bar(shown)

    def open_address(self, address: str) -> None:
        """Come to the front; with an address, offer to add it (a second start, a link handed over by the system).

        A ``file:`` address is that of a list of feeds, or of a feed.
        """
        if self.isMinimized():
            self.showNormal()
        self.raise_()
        self.activateWindow()
        if address.startswith("file:"):
            self.fill()
            self.desk.open_file(Path(QUrl(address).toLocalFile()))
        elif address:
            self.fill()
            self.desk.add_feed(address)

    def undo(self) -> None:
        """Take back what was done last."""
        self.tasks.command(lambda library: library.journal.undo())

    def redo(self) -> None:
        """Do again what was taken back last."""
        self.tasks.command(lambda library: library.journal.redo())

    def open_data_folder(self) -> None:
        """Show the data folder in the system's file manager."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.data_dir)))

    # -- events --------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Single keys belong to whoever takes typed keys; only what nobody wants becomes a shortcut."""
        kind = event.type()
        if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            self.fill()  # whoever presses a key now gets what it stands for
            from newsreader.ui.typing_guard import keeps_key  # not above: the window is painted without it

            if keeps_key(self.focusWidget(), event):
                event.accept()
                return True
        elif kind == QEvent.Type.Paint and not self._filling:
            QTimer.singleShot(0, self, self._fill_panes)
        elif kind == QEvent.Type.UpdateRequest and self._list_here:
            self._list_here = False
            QTimer.singleShot(0, self, self._make_pieces)
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Whoever clicks before everything is there gets what the click stands for, as with a key."""
        if event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin):
            self.fill()
        return False

    def leave_no_trace(self) -> None:
        """Keep nothing of this visit: it was only to draw a picture."""
        self._keep_state = False

    def closeEvent(self, event: QCloseEvent) -> None:
        """Hide at once and end what runs behind the window; ``closed`` tells when that is done."""
        event.ignore()
        if self._closing:
            return
        self._closing = True
        if self._keep_state:
            self._save_state()
        self.hide()
        for part in (self._controllers, self._content):
            if part is not None:
                part.end()
        self.jobs.stopped.connect(self._end)
        self.jobs.stop()

    def _save_state(self) -> None:
        self.state.set_geometry(self.saveGeometry())
        for part in (self._controllers, self._content, self._chrome):
            if part is not None:
                part.keep()
        self.state.save()

    def _end(self) -> None:
        self.tasks.stop()
        QTimer.singleShot(0, self, self.closed.emit)


_PARTS = frozenset(name for name in MainWindow.__annotations__ if not name.startswith("_"))
"""The names of what fills the window."""
