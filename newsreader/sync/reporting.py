"""Progress of a job, told at most ten times a second however fast it goes. Runs in the worker's event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable

from newsreader.domain.jobs import Progress

GAP = 0.1  # seconds between two reports

Report = Callable[[Progress], None]
Changed = Callable[[tuple[int, ...], int, int], None]
"""Called with the feeds that have new or changed stories, and how many new and changed ones since the last call."""


class Reporter:
    """Gathers what happened and passes it on in portions.

    ``progress`` hears how far the job is; ``changed`` which feeds changed on disk, also while there is no progress.
    """

    def __init__(self, total: int, progress: Report, changed: Changed) -> None:
        self._total = total
        self._progress = progress
        self._changed = changed
        self._done = 0
        self._new = 0
        self._text = ""
        self._pending_feeds: dict[int, None] = {}
        self._followed: dict[int, None] = {}
        self._pending_new = 0
        self._pending_updated = 0
        self._timer: asyncio.TimerHandle | None = None

    def step(self, text: str = "", count: int = 1) -> None:
        """``count`` more steps are done."""
        self._done += count
        self._text = text
        self._schedule()

    def stored(self, feed_id: int, new: int, updated: int) -> None:
        """A feed looks different now: stories of it were stored, or its title or trouble changed."""
        self._new += new
        self._pending_new += new
        self._pending_updated += updated
        self._pending_feeds[feed_id] = None
        self._schedule()

    def followed(self, briefs: Iterable[int]) -> None:
        """These briefs, which the person follows, have new stories."""
        self._followed |= dict.fromkeys(briefs)
        if self._followed:
            self._schedule()

    def flush(self) -> None:
        """Tell what was not told yet, now."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        feeds, followed = tuple(self._pending_feeds), tuple(self._followed)
        self._progress(Progress(self._done, self._total, self._text, self._new, feeds, followed))
        self._followed.clear()
        if feeds:
            self._changed(feeds, self._pending_new, self._pending_updated)
        self._pending_feeds.clear()
        self._pending_new = self._pending_updated = 0

    def _schedule(self) -> None:
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(GAP, self._due)

    def _due(self) -> None:
        self._timer = None
        self.flush()
