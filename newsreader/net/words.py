"""Lengths of time in words, for the sentences of this room. Pure."""

from __future__ import annotations


def pause_words(seconds: float) -> str:
    """``45 seconds``, ``10 minutes``, ``3 hours``, ``2 days``: rounded up, as a promise."""
    for least, size, name in ((2 * 86_400, 86_400, "day"), (3541, 3600, "hour"), (60, 60, "minute")):
        if seconds >= least:
            return _counted(-(-int(seconds) // size), name)
    return _counted(max(1, round(seconds)), "second")


def _counted(count: int, name: str) -> str:
    return f"{count} {name}" if count == 1 else f"{count} {name}s"
