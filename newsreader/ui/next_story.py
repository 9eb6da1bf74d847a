"""The story a person is likely to open next, made ready while they read this one. Main thread."""

from __future__ import annotations

from dataclasses import replace

from newsreader.domain.errors import NewsreaderError
from newsreader.domain.stories import StoryHeader
from newsreader.ui.reader.prepared import Prepared, prepare
from newsreader.ui.tasks import Tasks


class NextStory:
    """Holds one story with its page. What may have changed since is forgotten, never shown."""

    def __init__(self, tasks: Tasks) -> None:
        self._tasks = tasks
        self._wanted: int | None = None
        self._ready: Prepared | None = None

    def make_ready(self, id: int) -> None:
        """Read the story ``id`` and make its page, when the reader thread has nothing else to do."""
        if id == self._wanted:
            return
        self._wanted, self._ready = id, None
        self._tasks.query(
            lambda library: prepare(library.stories.story(id)), self._here, self._not_here, key="next story"
        )

    def take(self, id: int, header: StoryHeader | None) -> Prepared | None:
        """The story ``id`` if it is ready, with the marks of ``header`` (its row in the list); it is given once."""
        ready = self._ready
        if ready is None or ready.story.header.id != id:
            return None
        self.forget()
        if header is None:
            return ready
        now = replace(ready.story.header, read=header.read, saved=header.saved)
        return replace(ready, story=replace(ready.story, header=now))

    def forget(self) -> None:
        """The cache may hold another text of it now."""
        self._wanted = self._ready = None

    def _here(self, prepared: Prepared | None) -> None:
        if prepared is not None and prepared.story.header.id == self._wanted:
            self._ready = prepared

    def _not_here(self, _fault: NewsreaderError) -> None:
        self.forget()  # it is told when the person really opens it
