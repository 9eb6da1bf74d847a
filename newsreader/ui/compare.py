"""Who else covers the event of the story in the reader, and going there and back. Main thread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer

from newsreader.domain.briefs import BriefSource
from newsreader.domain.errors import NewsreaderError
from newsreader.ui.actions import Actions
from newsreader.ui.reader.pane import ReaderPane
from newsreader.ui.selection import Selection
from newsreader.ui.tasks import Tasks


class Compare(QObject):
    """Keeps the strip below the story. The first comparison notes where it began: one step leads back there."""

    def __init__(self, tasks: Tasks, selection: Selection, reader: ReaderPane, actions: Actions) -> None:
        super().__init__(reader)
        self._tasks = tasks
        self._selection = selection
        self._reader = reader
        self._actions = actions
        self._related: Sequence[BriefSource] | None = None
        """None until it is known: the strip waits for that."""
        self._origin: tuple[int, str] | None = None
        """The story where comparing began, and its publication; None while nothing is compared."""
        self._opening: int | None = None
        self._story: int | None = None
        self._ask_soon = QTimer(self, singleShot=True, interval=0)
        """Who else covers it is asked once the story itself is, and painted if it was ready."""
        self._ask_soon.timeout.connect(self._ask)
        reader.storyRequested.connect(self.open)
        selection.storyShown.connect(self._shown)
        reader.storyShown.connect(lambda _story: self._show())
        actions.on("story.compare", self.toggle)

    def toggle(self) -> None:
        """To the story of another publication; from there back."""
        if self._origin is not None:
            self.open(self._origin[0])
        elif self._related:
            self.open(self._related[0].story)

    def open(self, story: int) -> None:
        """Show a story of the strip, or the one where comparing began."""
        here = self._reader.story
        if self._origin is not None and story == self._origin[0]:
            self._origin = None
        elif self._origin is None and here is not None:
            self._origin = (here.header.id, here.header.feed_title)
        self._opening = story
        self._selection.open_story(story)

    def _shown(self, story: int | None) -> None:
        """Another story is on its way into the reader; one that was chosen elsewhere ends comparing."""
        if story not in (self._opening, self._story):
            self._origin = None
        self._opening, self._story = None, story
        self._related = None
        self._actions.set_fact("compare", self._origin is not None)
        self._ask_soon.start()

    def _ask(self) -> None:
        story = self._story
        if story is None:
            return

        def failed(fault: NewsreaderError) -> None:
            self._here(story, ())
            self._tasks.fault.emit(fault)

        self._tasks.query(
            lambda library: library.briefs.related(story),
            lambda found: self._here(story, found),
            failed,
            key="related",
        )

    def _here(self, story: int, related: Sequence[BriefSource]) -> None:
        if story == self._story:
            self._related = related
            self._actions.set_fact("compare", bool(related) or self._origin is not None)
            self._show()

    def _show(self) -> None:
        """Fill the strip as soon as the story it belongs to is on the page: either may come first."""
        shown, related = self._reader.story, self._related
        if related is not None and shown is not None and shown.header.id == self._story:
            back = self._origin
            others = [(one.story, one.title) for one in related if back is None or one.story != back[0]]
            self._reader.setRelated(others, back)
