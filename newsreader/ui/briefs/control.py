"""What a person does with briefs: read them, open them, dismiss, follow, mark, split and join them. Main thread.

Queries and commands go through Tasks; the screen follows the Changes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QObject, QPoint, QTimer, Signal

from newsreader.domain.briefs import Brief, BriefList, BriefSource
from newsreader.domain.changes import Change, Mark
from newsreader.domain.errors import NewsreaderError
from newsreader.ui.actions import Actions
from newsreader.ui.briefs.pane import BriefsPane
from newsreader.ui.choices import Choices
from newsreader.ui.menus import action_menu
from newsreader.ui.tasks import Tasks

if TYPE_CHECKING:
    from newsreader.library.library import Library

SCOPE = "briefs"
_CALM_MS = 3000
"""To weigh the events of a day takes long enough to be felt by a person who scrolls."""
_FRAME_MS = 16
"""After a mark, or when stories come, the list paints first."""
_SHARED = ("story.next", "story.previous", "story.open")
"""Actions whose keys mean the briefs while these have the focus."""
_MENU = (
    "story.open", "briefs.unfold", "briefs.list", "-", "briefs.mark_read", "briefs.dismiss", "-", "briefs.follow",
    "briefs.less", "-", "briefs.split", "briefs.join",
)  # fmt: skip


class BriefsControl(QObject):
    """Joins the sidebar to the library. ``read`` carries every BriefList that was read, ``joinAsked`` (story id) asks
    to choose the event a story belongs to, ``listAsked`` (Brief) to list the stories of an event."""

    read = Signal(object)
    joinAsked = Signal(int)
    listAsked = Signal(object)

    def __init__(self, pane: BriefsPane, tasks: Tasks, choices: Choices, actions: Actions) -> None:
        super().__init__(pane)
        self._pane = pane
        self._tasks = tasks
        self._choices = choices
        self._actions = actions
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.read_briefs)
        self._since_read = QElapsedTimer()
        self._asked = 0
        """The number of the newest reading: an older answer may lack what was changed since."""
        pane.sourcesRequested.connect(self._ask_sources)
        pane.whyRequested.connect(self._ask_why)
        pane.actionRequested.connect(self._key)
        pane.menuRequested.connect(self._open_menu)
        pane.again.connect(self.read_briefs)
        pane.list.selectionModel().currentChanged.connect(lambda *_: self._follow_selection())
        pane.model.modelReset.connect(self._follow_selection)
        pane.model.dataChanged.connect(lambda *_: self._follow_selection())
        choices.changed.connect(self._chosen)
        actions.keymap.changed.connect(lambda _id: self._tell_keys())
        actions.scope(SCOPE, pane.list)
        self._connect_actions()
        self._tell_keys()

    def _connect_actions(self) -> None:
        on = self._actions.on
        on("briefs.unfold", self._pane.list.unfold)
        on("briefs.fold", self._pane.list.fold)
        on("briefs.list", self._ask_list)
        on("briefs.mark_read", self._mark_event)
        on("briefs.dismiss", self._dismiss)
        self._actions.on_toggle("briefs.follow", self._follow_event)
        self._actions.on_toggle("briefs.less", self._less_of_event)
        on("briefs.split", self._split)
        on("briefs.join", self._ask_join)

    # -- reading -------------------------------------------------------------------------------------------------

    def read_briefs(self) -> None:
        """Read the briefs again."""
        hours, limit = int(self._choices.number("briefs.hours")), int(self._choices.number("briefs.limit"))
        hide_read = self._choices.on("briefs.hide_read")
        self._soon.stop()
        self._since_read.start()
        self._asked += 1
        number = self._asked

        def here(briefs: BriefList) -> None:
            if number == self._asked:
                self._pane.setBriefs(briefs)
                self.read.emit(briefs)

        def failed(fault: NewsreaderError) -> None:
            if number == self._asked:
                self._pane.showFault(fault)

        self._tasks.query(
            lambda library: library.briefs.list(hours, limit, hide_read=hide_read), here, failed, key="briefs"
        )

    def read_soon(self) -> None:
        """The order may be another now: read the briefs again, after a frame or, while that goes on, every few
        seconds."""
        if not self._soon.isActive():
            calm = _CALM_MS - self._since_read.elapsed() if self._since_read.isValid() else 0
            self._soon.start(max(_FRAME_MS, calm))

    def apply(self, change: Change) -> None:
        """Follow a Change: marks at once; what it does to the order by reading again."""
        self._pane.apply(change)
        if change.briefs or change.tree:
            self.read_briefs()
        elif change.mark is Mark.UNREAD:
            self.read_soon()

    def _ask_sources(self, brief: int) -> None:
        def here(sources: tuple[BriefSource, ...]) -> None:
            self._pane.setSources(brief, sources)

        self._tasks.query(lambda library: library.briefs.sources(brief), here, key=f"briefs.sources.{brief}")

    def _ask_why(self, brief: int, story: int) -> None:
        def here(why: str) -> None:
            self._pane.showWhy(brief, story, why)

        def nothing(_fault: NewsreaderError) -> None:
            """The event changed under the pointer: there is nothing to tell."""

        self._tasks.query(lambda library: library.briefs.why(brief, story), here, nothing, key="briefs.why")

    def _chosen(self, key: str) -> None:
        if key in ("briefs.hours", "briefs.limit", "briefs.hide_read"):
            self.read_briefs()

    # -- keys and menu -------------------------------------------------------------------------------------------

    def _tell_keys(self) -> None:
        keymap = self._actions.keymap
        own = [id for id, spec in self._actions.specs.items() if spec.scope == SCOPE]
        keys = {key: id for id in (*_SHARED, *own) for key in keymap.keys(id)}
        self._pane.set_keys(keys, self._actions.words("go.morning"))

    def _key(self, id: str) -> None:
        shared = {
            "story.next": self._pane.next,
            "story.previous": self._pane.previous,
            "story.open": self._pane.openCurrent,
        }
        if id in shared:
            shared[id]()
        else:
            self._actions[id].trigger()

    def _follow_selection(self) -> None:
        brief, source = self._pane.currentBrief(), self._pane.currentSource()
        actions = self._actions
        actions.set_fact("brief", brief is not None)
        actions.set_fact("several", brief is not None and len(brief.stories) > 1)
        actions.set_fact("brief_source", brief is not None and source is not None)
        single = brief is not None and len(brief.stories) == 1
        actions.set_fact("brief_story", source is not None or single)
        actions["briefs.follow"].setChecked(brief is not None and brief.followed)
        actions["briefs.less"].setChecked(brief is not None and brief.less)

    def _open_menu(self, place: QPoint) -> None:
        self._follow_selection()
        menu = action_menu(self._actions, _MENU[1:], self._pane)
        read = menu.actions()[0]
        opens = self._actions["story.open"]
        first = menu.addAction(opens.icon(), "Open")
        first.triggered.connect(lambda _checked=False: self._pane.openCurrent())
        menu.insertAction(read, first)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    # -- commands ------------------------------------------------------------------------------------------------

    def _mark_event(self) -> None:
        """The whole event, in all feeds; the next one is selected."""
        brief = self._pane.currentBrief()
        if brief is None:
            return
        stories = brief.stories
        self._pane.goOn(brief.id)
        self._tasks.command(lambda library: library.marks.mark(stories, Mark.READ))

    def _dismiss(self) -> None:
        brief = self._pane.currentBrief()
        if brief is not None:
            id = brief.id
            self._command(lambda library: library.briefs.dismiss(id), lambda: self._pane.remove(id))

    def _follow_event(self, on: bool) -> None:
        self._with_brief(lambda library, brief: library.briefs.follow(brief.id, on))

    def _less_of_event(self, on: bool) -> None:
        self._with_brief(lambda library, brief: library.briefs.less(brief.id, on))

    def _split(self) -> None:
        source = self._pane.currentSource()
        if source is not None:
            story = source.story
            self._with_brief(lambda library, brief: library.briefs.split(brief.id, story))

    def join(self, brief: int, story: int) -> None:
        """Say that a story tells of the same event as a brief."""
        self._command(lambda library: library.briefs.join(brief, story))

    def _ask_join(self) -> None:
        source, brief = self._pane.currentSource(), self._pane.currentBrief()
        if source is not None:
            self.joinAsked.emit(source.story)
        elif brief is not None:
            self.joinAsked.emit(brief.story)

    def _ask_list(self) -> None:
        brief = self._pane.currentBrief()
        if brief is not None:
            self.listAsked.emit(brief)

    def _with_brief(self, work: Callable[[Library, Brief], Change]) -> None:
        brief = self._pane.currentBrief()
        if brief is not None:
            self._command(lambda library: work(library, brief))

    def _command(self, work: Callable[[Library], Change], then: Callable[[], None] | None = None) -> None:
        def done(_change: Change) -> None:
            if then is not None:
                then()

        self._tasks.command(work, done)
