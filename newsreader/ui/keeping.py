"""Has the worker do what can wait: after a refresh, and soon after stories were saved. Main thread."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from newsreader.domain.changes import Change, Mark
from newsreader.domain.errors import NewsreaderError
from newsreader.library import jobs as ask
from newsreader.ui.choices import Choices
from newsreader.ui.jobs import Jobs
from newsreader.ui.tasks import Tasks

PAUSE_MS = 3_000
"""After a refresh, so that what a person asks for meanwhile comes first; and after a save, which may be taken back."""


class Keeping(QObject):
    """``fault`` tells what a person should know, each sentence once."""

    fault = Signal(object)

    def __init__(self, tasks: Tasks, jobs: Jobs, choices: Choices, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._choices = choices
        self._saved: set[int] = set()
        self._told: set[str] = set()
        self._after_sync = self._timer(self._keep_all)
        self._after_save = self._timer(self._keep_saved)
        tasks.changed.connect(self._changed)

    def fetching(self, on: bool) -> None:
        """A refresh begins or ends."""
        self._after_sync.stop() if on else self._after_sync.start()

    def end(self) -> None:
        """The window closes: nothing is started any more."""
        self._after_sync.stop()
        self._after_save.stop()

    def _timer(self, then: Any) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(PAUSE_MS)
        timer.timeout.connect(then)
        return timer

    def _changed(self, change: Change) -> None:
        if change.mark is Mark.UNSAVED:
            self._saved.difference_update(change.stories)
        elif change.mark is Mark.SAVED and self._choices.on("storage.keep_saved"):
            stories = [story for story in change.stories if story > 0]
            if stories:
                self._saved.update(stories)
                self._after_save.start()

    def _keep_all(self) -> None:
        self._jobs.run("keep", ask.keep(), done=self._done, failed=self._failed)

    def _keep_saved(self) -> None:
        stories, self._saved = sorted(self._saved), set()
        if stories:
            self._jobs.run("keep", ask.keep(stories), done=self._done, failed=self._failed)

    def _done(self, answer: dict[str, Any]) -> None:
        self._tell(str(answer.get("problem", "")))

    def _failed(self, fault: NewsreaderError) -> None:
        """Nothing a person waits for; what is wrong with cache or disk shows where they do."""

    def _tell(self, sentence: str) -> None:
        if sentence and sentence not in self._told:
            self._told.add(sentence)
            self.fault.emit(NewsreaderError(sentence))
