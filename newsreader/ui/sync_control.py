"""Refreshing feeds from the window: by hand, by itself when feeds are due, and how it goes. Main thread."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from newsreader.domain.errors import Cancelled, NewsreaderError
from newsreader.domain.feeds import FeedTree
from newsreader.domain.jobs import Progress
from newsreader.library import jobs as ask
from newsreader.library.power import on_battery
from newsreader.text.numbers import counted, grouped
from newsreader.ui.choices import Choices
from newsreader.ui.jobs import Jobs
from newsreader.ui.status import StatusLine
from newsreader.ui.tasks import Tasks

MANNERS = 5 * 60
"""Seconds that must pass between two refreshes of everything by hand (HOSTILE s2, 8)."""
_LOOK_MS = 60_000
_FIRST_LOOK_MS = 1_500


class SyncControl(QObject):
    """One refresh at a time. ``fetching`` tells when one begins and ends, ``firstFetch`` that it asks feeds which were
    never asked, and when it is over; ``fault`` why one failed."""

    fetching = Signal(bool)
    firstFetch = Signal(bool)
    fault = Signal(object)

    def __init__(
        self,
        tasks: Tasks,
        jobs: Jobs,
        choices: Choices,
        status: StatusLine,
        *,
        last_all: int | None = None,
        clock: Callable[[], float] = time.time,
        on_battery: Callable[[], bool] = on_battery,
    ) -> None:
        super().__init__(status)
        self._tasks = tasks
        self._jobs = jobs
        self._choices = choices
        self._status = status
        self._clock = clock
        self._on_battery = on_battery
        self.last_all = last_all
        self._job: int | None = None
        self._new = 0
        self._unasked: frozenset[int] | None = None
        """The feeds that were never asked, as far as they were seen to; None before the tree was read."""
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look)
        status.stopAsked.connect(self.stop)
        tasks.whenOpened(self._begin)
        if last_all is not None:
            status.showSummary(f"Last checked {_clock_words(last_all, self._clock())}")

    @property
    def running(self) -> bool:
        """True while a refresh is under way."""
        return self._job is not None

    def refresh_all(self) -> None:
        """Ask every feed, unless that was done a moment ago: then say so."""
        now = self._clock()
        if self.last_all is not None and 0 <= now - self.last_all < MANNERS:
            if self._unasked:
                self._start(None, due_only=True)
                return
            self._status.showMessage(f"Checked {_ago(now - self.last_all)}")
            return
        self._start(None)

    def refresh(self, feeds: Sequence[int] | None) -> None:
        """Ask these feeds; None asks all of them, under the same manners as ``refresh_all``."""
        if feeds is None:
            self.refresh_all()
        elif feeds:
            self._start(list(feeds))

    def look(self) -> None:
        """Ask now what is due, not at the next round: feeds came that were never asked."""
        self._look()

    def follow(self, tree: FeedTree) -> None:
        """Take note of the feeds: what another program added is not to wait for the next round."""
        unasked = tree.unasked
        if unasked and self.running:
            self.firstFetch.emit(True)
        if self._unasked is not None and not unasked <= self._unasked:
            if self.running:
                return  # it may not ask them; the tree is read again after it
            self._look()
        self._unasked = unasked

    def stop(self) -> None:
        """Stop the refresh under way; what it brought already stays."""
        if self._job is not None:
            self._jobs.cancel(self._job)

    def end(self) -> None:
        """The window closes: nothing is started any more."""
        self._timer.stop()

    # -- by itself -----------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        self._timer.start()
        QTimer.singleShot(_FIRST_LOOK_MS, self, self._first_look)

    def _first_look(self) -> None:
        if self._choices.on("sync.at_start") and self._choices.on("sync.automatic"):
            spares = self._spares_battery()
            self._tasks.query(
                lambda _library: spares and self._on_battery(),
                lambda spared: None if spared else self.refresh_all(),
                key="due",
            )
        else:
            self._look()

    def _look(self) -> None:
        """Start the worker only when some feed is due: an idle window needs no second process."""
        if self._choices.on("sync.automatic") and not self.running:
            spares = self._spares_battery()
            self._tasks.query(
                lambda library: None if spares and self._on_battery() else library.feeds.next_due(),
                self._due,
                key="due",
            )

    def _spares_battery(self) -> bool:
        """Whether nothing is to be fetched by itself while the computer runs on its battery."""
        return not self._choices.on("sync.on_battery")

    def _due(self, when: int | None) -> None:
        if when is not None and when <= self._clock() and not self.running:
            self._start(None, due_only=True)

    # -- one refresh ---------------------------------------------------------------------------------------------

    def _start(self, feeds: list[int] | None, *, due_only: bool = False) -> None:
        if self.running:
            self._status.showMessage("A refresh is under way already")
            return
        self._new = 0
        began = int(self._clock())
        self._status.showProgress("Looking for new stories", 0, 0)
        self._job = self._jobs.run(
            "sync",
            ask.sync(feeds, due_only=due_only),
            progress=self._progress,
            done=lambda report: self._done(
                report, began, whole=feeds is None and not due_only, asked=not due_only
            ),
            failed=self._failed,
        )
        self.fetching.emit(True)
        if self._unasked:
            self.firstFetch.emit(True)

    def _progress(self, progress: Progress) -> None:
        self._new += progress.new_stories
        far = f" {grouped(progress.done)} of {counted(progress.total, 'feed')}" if progress.total else ""
        self._status.showProgress(f"Syncing{far}", progress.done, progress.total)

    def _done(self, report: dict[str, Any], began: int, *, whole: bool, asked: bool) -> None:
        now = self._clock()
        if whole:
            self.last_all = int(now)
        new = int(report.get("new_stories", 0))
        failed = int(report.get("failed", 0))
        parts = [
            _stories(new),
            *([_trouble(failed)] if failed else []),
            f"last checked {_clock_words(now, now)}",
        ]
        self._status.showSummary(" · ".join(parts))
        self._over()
        if new:  # for feeds whose stories are wanted whole; what is not to be had is asked for again when it is opened
            self._jobs.run("whole_stories", ask.whole_stories(began), failed=lambda _fault: None)
        if asked and failed and failed == int(report.get("due", 0)):
            self.fault.emit(NewsreaderError(_nothing_came(report, failed)))

    def _failed(self, fault: NewsreaderError) -> None:
        self._over()
        if isinstance(fault, Cancelled):
            self._status.showMessage("Refresh stopped")
        else:
            self.fault.emit(fault)

    def _over(self) -> None:
        self._job = None
        self._status.hideProgress()
        self.fetching.emit(False)
        self.firstFetch.emit(False)


def _nothing_came(report: dict[str, Any], failed: int) -> str:
    """Why a refresh a person asked for brought nothing at all."""
    errors = report.get("errors") or []
    if failed == 1 and errors:
        return str(errors[0].get("error", ""))
    return f"None of the {grouped(failed)} feeds could be read. Please check the connection to the network."


def _stories(count: int) -> str:
    return counted(count, "new story", "new stories") if count else "No new stories"


def _trouble(count: int) -> str:
    return f"{counted(count, 'feed')} could not be read"


def _ago(seconds: float) -> str:
    minutes = int(seconds // 60)
    if minutes < 1:
        return "less than a minute ago"
    return "1 minute ago" if minutes == 1 else f"{minutes} minutes ago"


def _clock_words(when: float, now: float) -> str:
    """``09:41``, with the day when it was another one."""
    then = datetime.fromtimestamp(when).astimezone()
    today = datetime.fromtimestamp(now).astimezone().date()
    return f"{then:%H:%M}" if then.date() == today else f"{then:%d %b, %H:%M}"
