"""Lengths of time in words, for the sentences of this room. Pure."""

from __future__ import annotations


def pause_words(seconds: float) -> str:
    """``45 seconds``, ``10 minutes``, ``3 hours``, ``2 days``: rounded up, as a promise."""
    for size, name in ((86_400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size * (2 if name == "day" else 1):
            return _counted(-(-int(seconds) // size), name)
    return _counted(max(1, round(seconds)), "second")


def _counted(count: int, name: str) -> str:
    return f"{count} {name}" if count == 1 else f"{count} {name}s"
