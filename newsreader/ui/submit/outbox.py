"""Sends what waits, by the worker, as long as a window is open: at once, and again when its time has come. Main thread.

What is sent, and whether, is on disk; here is only who asks the worker, and when.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from newsreader.domain.changes import Change
from newsreader.domain.errors import Cancelled, NewsreaderError
from newsreader.library import jobs as ask
from newsreader.ui.jobs import Jobs
from newsreader.ui.tasks import Tasks

_LONGEST_SLEEP = 3600  # seconds; a laptop may sleep meanwhile, then the timer is late
_AFTER_FAULT = 60
_REST = 5  # seconds between two runs nobody asked for


class Outbox(QObject):
    """``moved`` fires when what waits may be in another state than before, ``fault`` when the worker could not even
    try."""

    moved = Signal()
    fault = Signal(object)

    def __init__(
        self,
        tasks: Tasks,
        jobs: Jobs,
        parent: QObject | None = None,
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._jobs = jobs
        self._clock = clock
        self._job: int | None = None
        self._again = False
        self._rest_until = 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        tasks.whenOpened(self.look)

    @property
    def sending(self) -> bool:
        """True while the worker is at it."""
        return self._job is not None

    def queue(self, draft_id: int, failed: Callable[[NewsreaderError], None]) -> None:
        """Give a draft to send, and send it."""
        self._tasks.command(lambda library: library.events.queue(draft_id), self._queued, failed)

    def _queued(self, _change: Change) -> None:
        self.send()
        self.moved.emit()

    def look(self) -> None:
        """Send what is due, or sleep until something is."""
        self._tasks.query(lambda library: library.events.next_try(), self._due, key="next mail")

    def send(self) -> None:
        """Send what is due now."""
        if self._job is not None:
            self._again = True  # the run under way may have passed it already
            return
        self._timer.stop()
        self._job = self._jobs.run(
            "send_events",
            ask.send_events(),
            progress=lambda _progress: self.moved.emit(),
            done=self._done,
            failed=self._failed,
        )
        self.moved.emit()

    def end(self) -> None:
        """The window closes: nothing is started any more."""
        self._timer.stop()
        self._again = False

    def _due(self, when: int | None) -> None:
        if when is None or self._job is not None:
            return
        now = self._clock()
        wait = max(when, self._rest_until) - now
        if wait <= 0:
            self.send()
        else:
            self._sleep(wait)

    def _sleep(self, seconds: float) -> None:
        self._timer.start(round(1000 * min(max(1.0, seconds), _LONGEST_SLEEP)))

    def _done(self, _report: dict[str, Any]) -> None:
        self._job = None
        self._rest_until = self._clock() + _REST
        self.moved.emit()
        again, self._again = self._again, False
        if again:
            self.send()
        else:
            self.look()

    def _failed(self, fault: NewsreaderError) -> None:
        self._job = None
        self.moved.emit()
        if not isinstance(fault, Cancelled):
            self.fault.emit(fault)
            self._sleep(_AFTER_FAULT)
