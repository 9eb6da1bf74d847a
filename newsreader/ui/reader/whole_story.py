"""The whole story of a page: fetched when a person asks, or by itself for feeds where that was chosen. Main thread.

The job stores it; here is what is said meanwhile, and the switch between it and the feed's own text.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from newsreader.domain.errors import Cancelled, NewsreaderError
from newsreader.domain.jobs import Progress
from newsreader.domain.stories import Story
from newsreader.library import jobs as ask
from newsreader.ui.jobs import Jobs
from newsreader.ui.reader.ours import STOP, WHOLE_ALWAYS, WHOLE_OFF, WHOLE_ON, WHOLE_TOGGLE
from newsreader.ui.reader.pane import ReaderPane
from newsreader.ui.reader.tags import may_open
from newsreader.ui.reader.words import has_page
from newsreader.ui.tasks import Tasks

_PAUSE_MS = 300
"""How long a story is open before its page is asked for by itself: stepping through the list asks for none."""

FETCHING = "Fetching the whole story…"
NO_PAGE = "This story has no page on the web that could be fetched."


class WholeStory(QObject):
    """Follows the story in ``reader``. ``reloadWanted`` carries the id of a story whose text on disk is another now."""

    reloadWanted = Signal(int)

    def __init__(self, tasks: Tasks, jobs: Jobs, reader: ReaderPane) -> None:
        super().__init__(reader)
        self._tasks = tasks
        self._jobs = jobs
        self._reader = reader
        self._fetching: dict[int, int] = {}
        """The jobs under way, by story."""
        self._tried: set[int] = set()
        """Stories whose page gave nothing by itself: once is enough."""
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE_MS)
        self._soon.timeout.connect(self._by_itself)
        reader.storyShown.connect(self._shown)

    def follow(self, deed: str) -> bool:
        """Do ``deed``, one of ``ours``; False when it is none of these."""
        story = self._reader.story
        if deed not in (WHOLE_ON, WHOLE_OFF, WHOLE_TOGGLE, WHOLE_ALWAYS, STOP) or story is None:
            return False
        if deed == WHOLE_TOGGLE:
            deed = WHOLE_OFF if story.whole and story.shows_whole else WHOLE_ON
        if deed == WHOLE_ALWAYS:
            self._always(story)
        elif deed == WHOLE_OFF:
            self._show(story, False)
        elif deed == STOP or story.header.id in self._fetching:
            self._stop(story)
        elif story.whole:
            self._show(story, True)
        elif has_page(story):
            self._fetch(story)
        else:
            self._reader.note.say(NO_PAGE)
        return True

    def toggle(self) -> None:
        """The whole story, or the feed's own text again; while it is being fetched: stop that."""
        self.follow(WHOLE_TOGGLE)

    # -- steps ---------------------------------------------------------------------------------------------------

    def _shown(self, story: Story | None) -> None:
        self._soon.stop()
        if story is None:
            return
        if story.header.id in self._fetching:
            self._say_fetching()
        elif (
            story.whole_always and not story.whole and has_page(story) and story.header.id not in self._tried
        ):
            self._soon.start()

    def _by_itself(self) -> None:
        if (story := self._reader.story) is not None and story.header.id not in self._fetching:
            self._fetch(story)

    def _fetch(self, story: Story) -> None:
        id = story.header.id
        self._fetching[id] = self._jobs.run(
            "fulltext",
            ask.fulltext(id),
            progress=partial(self._progress, id),
            done=lambda _answer: self._here(id),
            failed=partial(self._failed, id),
        )
        if self._is_open(id):
            self._say_fetching()

    def _progress(self, id: int, progress: Progress) -> None:
        if self._is_open(id) and progress.text:
            self._reader.note.say(f"{progress.text}…", "Stop", STOP, closable=False)

    def _here(self, id: int) -> None:
        self._fetching.pop(id, None)
        if self._is_open(id):
            self._reader.note.hide()
        self.reloadWanted.emit(id)

    def _failed(self, id: int, fault: NewsreaderError) -> None:
        self._fetching.pop(id, None)
        self._tried.add(id)
        if not self._is_open(id):
            return
        if isinstance(fault, Cancelled):
            self._reader.note.hide()
            return
        story = self._reader.story
        link = story.header.link if story is not None and may_open(story.header.link) else ""
        self._reader.note.say(fault.sentence, "Open in the browser" if link else "", link)

    def _stop(self, story: Story) -> None:
        if (job := self._fetching.get(story.header.id)) is not None:
            self._jobs.cancel(job)

    def _show(self, story: Story, shown: bool) -> None:
        id = story.header.id
        self._tasks.command(
            lambda library: library.stories.show_whole(id, shown), lambda _: self.reloadWanted.emit(id)
        )

    def _always(self, story: Story) -> None:
        feed, id = story.header.feed_id, story.header.id
        if feed is not None:
            self._tasks.command(
                lambda library: library.feeds.set(feed, whole_story=True),
                lambda _: self.reloadWanted.emit(id),
            )

    # -- words ---------------------------------------------------------------------------------------------------

    def _is_open(self, id: int) -> bool:
        story = self._reader.story
        return story is not None and story.header.id == id

    def _say_fetching(self) -> None:
        self._reader.note.say(FETCHING, "Stop", STOP, closable=False)
