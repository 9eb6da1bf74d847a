"""Dates and durations in words for people. Pure; standard library only; any thread. Times are UTC epoch seconds."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from typing import Final

_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTH_NAMES: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def age_words(then: int, now: int, tz: tzinfo | None = None) -> str:
    """How long ago, for a row of a list: ``now``, ``12 min``, ``5 h``, ``Sat 18:20``, ``3 Mar``, ``3 Mar 2019``.

    ``tz`` is the zone of the person; None asks the system. A moment in the future counts as now.
    """
    seconds = now - then
    if seconds < 60:
        return "now"
    if seconds < 3600:
        return f"{seconds // 60} min"
    if seconds < 24 * 3600:
        return f"{seconds // 3600} h"
    at, today = _local(then, tz), _local(now, tz)
    if seconds < 6 * 24 * 3600:
        return f"{_DAYS[at.weekday()]} {at:%H:%M}"
    day = f"{at.day} {_MONTH_NAMES[at.month - 1]}"
    return day if at.year == today.year else f"{day} {at.year}"


def date_words(then: int, now: int, tz: tzinfo | None = None) -> str:
    """A moment in words, for the head of a story: ``Today, 09:31``, ``Yesterday, 23:05``, ``Sat, 3 Mar, 18:20``, and
    the year with it when it is another. ``tz`` is the zone of the person; None asks the system."""
    at, today = _local(then, tz), _local(now, tz)
    clock = f"{at:%H:%M}"
    if at.date() == today.date():
        return f"Today, {clock}"
    if at.date() == today.date() - timedelta(days=1):
        return f"Yesterday, {clock}"
    day = f"{_DAYS[at.weekday()]}, {at.day} {_MONTH_NAMES[at.month - 1]}"
    return f"{day}, {clock}" if at.year == today.year else f"{day} {at.year}, {clock}"


def exact_words(then: int, tz: tzinfo | None = None) -> str:
    """A moment to the minute with its zone: ``Saturday 3 March 2019, 18:20 (UTC+01:00)`` in short names."""
    at = _local(then, tz).astimezone(tz)
    offset = at.strftime("%z")
    zone = f"UTC{offset[:3]}:{offset[3:5]}" if offset.strip("+-0") else "UTC"
    return f"{_DAYS[at.weekday()]}, {at.day} {_MONTH_NAMES[at.month - 1]} {at.year}, {at:%H:%M} ({zone})"


def duration_words(seconds: float) -> str:
    """A length of time in its largest fitting unit: ``40 s``, ``5 min``, ``3 h``, ``2 days``."""
    if seconds < 90:
        return f"{max(0, round(seconds))} s"
    if seconds < 90 * 60:
        return f"{round(seconds / 60)} min"
    if seconds < 36 * 3600:
        return f"{round(seconds / 3600)} h"
    days = round(seconds / 86_400)
    return f"{days} day" if days == 1 else f"{days} days"


def _local(moment: int, tz: tzinfo | None) -> datetime:
    """The clock of the person at ``moment``; without a zone when the system is asked, which takes it long to tell."""
    try:
        return datetime.fromtimestamp(moment, tz)
    except (OverflowError, ValueError, OSError):  # outside what the platform's calendar knows
        return datetime.fromtimestamp(0, tz)
