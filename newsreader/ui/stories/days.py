"""Headings between days: ``TODAY``, ``YESTERDAY``, ``SAT 21 NOV``. Pure; ``tz`` None asks the system."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo

_DAYS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


def day_of(when: int, tz: tzinfo | None = None) -> date:
    """The local calendar day of a moment in UTC epoch seconds."""
    return datetime.fromtimestamp(when, tz).date()


def day_words(day: date, today: date) -> str:
    """The heading above the stories of ``day``."""
    if day == today:
        return "TODAY"
    if day == today - timedelta(days=1):
        return "YESTERDAY"
    words = f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"
    return words if day.year == today.year else f"{words} {day.year}"
