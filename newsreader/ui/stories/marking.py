"""When a story that is shown counts as read, and what a deliberate step is. Pure; no clock and no timer of its own."""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

from newsreader.ui.stories.options import MarkRead

REPEATING = 0.15
"""Seconds: steps that follow each other faster come from a key held down (a person taps up to six times a second)."""

FLYING = 0.065
"""Seconds for three steps: no finger makes them as fast, and no eye follows. Keys that had to wait are as fast, too."""


class StepPace:
    """Tells deliberate steps from those of a key that repeats. ``flying``: pages only fly by, as under a held key."""

    def __init__(self) -> None:
        self._steps: deque[float] = deque(maxlen=3)
        self.flying = False

    def deliberate(self, now: float, *, repeating: bool = False) -> bool:
        """Note a step at ``now`` (seconds of a monotonic clock); ``repeating`` where Qt knows that the key repeats."""
        steps = self._steps
        fast = bool(steps) and now - steps[-1] < REPEATING
        self.flying = repeating or (len(steps) == steps.maxlen and now - steps[0] < FLYING)
        steps.append(now)
        return not (fast or repeating)


class MarkPlan(NamedTuple):
    """What to do about a story that was just shown: mark it now, mark it in ``delay`` seconds, or (None) leave it."""

    story: int
    delay: float | None


class MarkReadPolicy:
    """Decides for each story that is shown. At most one story waits: showing another forgets the one before."""

    def __init__(self, mode: MarkRead = "at_once", delay: float = 1.0) -> None:
        self.mode = mode
        self.delay = delay
        self._waiting: int | None = None

    def shown(self, story: int, *, read: bool, deliberate: bool) -> MarkPlan:
        """A story is shown. ``delay`` 0 means now; with a delay ask ``due`` when it is over."""
        self._waiting = None
        if read or self.mode == "never":
            return MarkPlan(story, None)
        if self.mode == "at_once" and deliberate:
            return MarkPlan(story, 0.0)
        self._waiting = story
        return MarkPlan(story, self.delay)

    def touched(self, story: int) -> None:
        """The person marked the story by hand: their mark stands."""
        if self._waiting == story:
            self._waiting = None

    def left(self) -> None:
        """No story is shown any more."""
        self._waiting = None

    def due(self) -> int | None:
        """The delay is over: the story to mark, None when it was left or marked by hand meanwhile."""
        story, self._waiting = self._waiting, None
        return story
