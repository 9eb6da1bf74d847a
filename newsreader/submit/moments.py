"""From what a person types of days and hours to moments, and from moments to words. Pure; English words.

Wall-clock times and zones meet only here: everything else has UTC epoch seconds.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_ISO: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_NUMBERS: Final = re.compile(r"(\d{1,2})[-/.]\s?(\d{1,2})(?:[-/.]\s?(\d{4}|\d{2})?)?")
_WORDY: Final = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th)?\.?\s+)?([^\W\d_]{3,})\.?(?:\s+(\d{1,2})(?:st|nd|rd|th)?)?,?(?:\s+(\d{4}))?"
)
_CLOCK: Final = re.compile(
    r"(\d{1,2})(?:[:.h](\d{2})|(\d{2}))?\s*(?:h|o’clock|o'clock|uhr)?\s*([ap])?\.?(?:m\.?)?"
)


def parse_day(typed: str, today: date, *, day_first: bool = True) -> date | None:
    """The day ``typed`` means, None for none: ``14 Mar 2027``, ``March 14``, ``14.3.27``, ``2027-03-14``, ``tomorrow``,
    ``Saturday``.

    Without a year it is the next such day. ``day_first`` decides what 3/4 means, as the person's country has it.
    """
    text = " ".join(typed.split()).casefold().removesuffix(".")
    near = {"today": 0, "tonight": 0, "tomorrow": 1}
    if text in near:
        return today + timedelta(days=near[text])
    if found := _ISO.fullmatch(text):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := _NUMBERS.fullmatch(text.removesuffix(".")):
        first, second = int(found[1]), int(found[2])
        day, month = (first, second) if day_first else (second, first)
        return _with_year(found[3], month, day, today)
    weekday, _, rest = text.partition(" ")
    number = _named(weekday.rstrip(",."), DAYS)
    if number is not None and not rest:
        return today + timedelta(days=(number - today.weekday()) % 7)
    if number is not None:
        text = rest
    if found := _WORDY.fullmatch(text):
        month_number = _named(found[2], MONTHS)
        written = found[1] or found[3]
        if month_number is not None and written and not (found[1] and found[3]):
            return _with_year(found[4], month_number + 1, int(written), today)
    return None


def parse_clock(typed: str) -> time | None:
    """The time of day ``typed`` means, None for none: ``19:30``, ``1930``, ``7.30 pm``, ``19h``, ``noon``."""
    text = " ".join(typed.split()).casefold()
    named = {"noon": time(12), "midday": time(12), "midnight": time(0)}
    if text in named:
        return named[text]
    found = _CLOCK.fullmatch(text)
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or found[3] or 0)
    if found[4]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[4] == "p" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def moment(day: date, clock: time, zone: str) -> int:
    """The moment at which clocks in ``zone`` show that time. An hour that is skipped in spring counts as the one after
    it, one that comes twice in autumn as the first. Raises ZoneInfoNotFoundError for no zone."""
    return int(datetime.combine(day, clock, ZoneInfo(zone)).timestamp())


def wall_clock(at: int, zone: str) -> datetime:
    """What clocks in ``zone`` show at a moment."""
    return datetime.fromtimestamp(at, ZoneInfo(zone))


def short_day(day: date) -> str:
    """``Sat 14 Mar 2027``."""
    return f"{DAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def long_day(day: date) -> str:
    """``Saturday 14 March 2027``."""
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def span_words(begins: int, ends: int | None, zone: str) -> str:
    """``Saturday 14 March 2027, 19:30–22:00 (Europe/Berlin, UTC+1)``; both days where it ends on another."""
    start = wall_clock(begins, zone)
    words = f"{long_day(start.date())}, {start:%H:%M}"
    offset = offset_words(begins, zone)
    place = zone if zone == offset else f"{zone}, {offset}"
    if ends is None or ends <= begins:
        return f"{words} ({place})"
    end = wall_clock(ends, zone)
    if end.date() == start.date() or (end - start < timedelta(hours=12) and end.hour < 6):
        return f"{words}–{end:%H:%M} ({place})"
    return f"{words}, to {long_day(end.date())}, {end:%H:%M} ({place})"


def offset_words(at: int, zone: str) -> str:
    """How far clocks in ``zone`` are from UTC at a moment: ``UTC+1``, ``UTC+5:30``, ``UTC``."""
    offset = wall_clock(at, zone).utcoffset() or timedelta()
    minutes = round(offset.total_seconds() / 60)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '−'}{hours}{f':{rest:02}' if rest else ''}"


def utc(at: int) -> datetime:
    """A moment as an aware datetime."""
    return datetime.fromtimestamp(at, UTC)


def _named(word: str, names: tuple[str, ...]) -> int | None:
    """The place of a name given whole or by its first letters (three at least, as ``Sept``)."""
    if len(word) < 3:
        return None
    return next((place for place, name in enumerate(names) if name.casefold().startswith(word)), None)


def _with_year(year: str | None, month: int, day: int, today: date) -> date | None:
    if year:
        return _date(int(year) if len(year) == 4 else 2000 + int(year), month, day)
    for candidate in range(today.year, today.year + 9):  # nine years hold a 29 February
        found = _date(candidate, month, day)
        if found is not None and found >= today:
            return found
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if 1970 <= year < 2200 else None
