"""What grouping came to. Apart from ``grouping``, so that a sync without news need not load what finds events."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Grouped:
    """What a step came to: ``stories`` were looked at, ``followed`` are briefs that the person follows and that have
    new stories; ``done`` tells that none waits."""

    stories: int = 0
    followed: tuple[int, ...] = ()
    done: bool = True
