"""Dates as feeds write them. Pure; standard library only; any thread.

Read are RFC 822 and 2822 with all their odd zones, RFC 3339 and ISO 8601, asctime, and day-month-year with the names of
months in a few languages. All times are UTC epoch seconds.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Final

_EPOCH: Final = date(1970, 1, 1).toordinal()
EARLIEST: Final = 0
"""Before 1970 there were no feeds, and much software writes its own zero."""
LATEST: Final = 7_258_118_400
"""The year 2200: later dates are typing errors or jokes. What lies in the near future is for the caller to clamp."""

_START: Final = datetime(1970, 1, 1, tzinfo=UTC)
_RFC_3339: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d)", re.ASCII)
_ISO: Final = re.compile(
    r"(\d{4})-?(\d\d)(?:-?(\d\d))?(?:[Tt\s]\s*(\d\d?):?(\d\d)(?::?(\d\d)(?:[.,]\d+)?)?)?\s*([Zz]|[+-]\d\d(?::?\d\d)?|[A-Za-z]{1,5})?"
)
_USUAL: Final = re.compile(
    r"(?:[A-Za-z]{3}, )?(\d\d?) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\d{4})"
    r" (\d\d):(\d\d):(\d\d) ([+-]\d{4}|[A-Z]{1,4})"
)
_TIME: Final = re.compile(
    r"(\d{1,2})[:.](\d\d)(?:[:.](\d\d)(?:\.\d+)?)?(?:\s*([AaPp])\.?[Mm]\.?(?![A-Za-z]))?"
)
_OFFSET: Final = re.compile(r"(?:GMT|UTC|UT)?\s*([+-])(\d\d?):?(\d\d)?(?!\d)")
_WORD: Final = re.compile(r"[^\W\d_]+")
_NUMBER: Final = re.compile(r"\d+")
_NUMERIC: Final = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?!\d)")
_ZONES: Final = {
    "z": 0, "ut": 0, "gmt": 0, "utc": 0, "wet": 0, "west": 60, "bst": 60, "ist": 330, "cet": 60, "met": 60,
    "cest": 120, "mest": 120, "mesz": 120, "mez": 60, "eet": 120, "eest": 180, "msk": 180, "msd": 240, "est": -300,
    "edt": -240, "et": -300, "cst": -360, "cdt": -300, "ct": -360, "mst": -420, "mdt": -360, "mt": -420, "pst": -480,
    "pdt": -420, "pt": -480, "akst": -540, "akdt": -480, "hst": -600, "ast": -240, "adt": -180, "nst": -210,
    "ndt": -150, "brt": -180, "art": -180, "jst": 540, "kst": 540, "hkt": 480, "sgt": 480, "awst": 480, "acst": 570,
    "acdt": 630, "aest": 600, "aedt": 660, "nzst": 720, "nzdt": 780, "sast": 120, "wib": 420, "pkt": 300,
}  # fmt: skip
# The first letters that tell the months apart: English, German, French, Spanish, Italian, Portuguese, Dutch, Polish.
_MONTHS: Final = {
    "jan": 1, "jän": 1, "ene": 1, "gen": 1, "sty": 1, "feb": 2, "fév": 2, "fev": 2, "lut": 2, "mar": 3, "mär": 3,
    "mrz": 3, "maa": 3, "mrt": 3, "apr": 4, "avr": 4, "abr": 4, "kwi": 4, "may": 5, "mai": 5, "mag": 5, "mei": 5,
    "maj": 5, "jun": 6, "juin": 6, "giu": 6, "cze": 6, "jul": 7, "juil": 7, "lug": 7, "lip": 7, "aug": 8, "aoû": 8,
    "aou": 8, "ago": 8, "sie": 8, "sep": 9, "set": 9, "wrz": 9, "oct": 10, "okt": 10, "ott": 10, "out": 10, "paź": 10,
    "nov": 11, "lis": 11, "dec": 12, "dez": 12, "déc": 12, "dic": 12, "gru": 12,
}  # fmt: skip


def parse_date(text: str) -> int | None:
    """The moment ``text`` names, as UTC epoch seconds; None when it names none or an absurd one. Never raises.

    A missing zone is UTC, a missing time midnight. Years of two digits are 1970 to 2069.
    """
    text = text.strip()
    if not 4 <= len(text) <= 100:
        return None
    moment = _iso(text) if text[:4].isdecimal() else _usual(text)
    if moment is None:
        moment = _loose(text)
    return moment if moment is not None and EARLIEST < moment < LATEST else None


def _usual(text: str) -> int | None:
    """The form of RFC 822 that nearly all of RSS has."""
    found = _USUAL.fullmatch(text)
    if found is None:
        return None
    day, month, year, hour, minute, second, zone = found.groups()
    minutes = _ZONES.get(zone.lower(), 0) if zone.isalpha() else _zone(zone)
    return _moment(int(year), _MONTHS[month.lower()], int(day), int(hour), int(minute), int(second), minutes)


def _iso(text: str) -> int | None:
    if _RFC_3339.fullmatch(text):
        try:
            return int((datetime.fromisoformat(text) - _START).total_seconds())
        except ValueError:
            pass  # a leap second, or no such day
    found = _ISO.match(text)
    if found is None:
        return None
    year, month, day, hour, minute, second, zone = found.groups()
    if hour is None and found.end() != len(text):
        return None
    return _moment(
        int(year),
        int(month),
        int(day or 1),
        int(hour or 0),
        int(minute or 0),
        int(second or 0),
        _zone(zone or ""),
    )


def _zone(text: str) -> int:
    """Minutes east of UTC of ``+0200``, ``-05:30``, ``+2``, ``EST``; 0 for what is not known."""
    offset = _OFFSET.match(text)
    if offset:
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        return 0 if minutes > 14 * 60 else -minutes if offset[1] == "-" else minutes
    return _ZONES.get(text.lower(), 0)


def _moment(year: int, month: int, day: int, hour: int, minute: int, second: int, zone: int) -> int | None:
    try:
        days = date(year, month, day).toordinal() - _EPOCH
    except ValueError:
        return None
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        return None
    return days * 86_400 + hour * 3600 + minute * 60 + min(second, 59) - zone * 60


def _loose(text: str) -> int | None:
    """Any order of day, month by name, year, time and zone."""
    hour = minute = second = zone = 0
    clock = _TIME.search(text)
    date_part = text
    if clock:
        hour, minute, second = int(clock[1]), int(clock[2]), int(clock[3] or 0)
        if clock[4]:
            hour = hour % 12 + (12 if clock[4] in "pP" else 0)
        rest = text[clock.end() :]
        zone, used = _zone_after(rest)
        date_part = text[: clock.start()] + " " + rest[used:]
    numeric = _NUMERIC.search(date_part)
    if numeric:
        return _moment(int(numeric[1]), int(numeric[2]), int(numeric[3]), hour, minute, second, zone)
    month = next((number for word in _WORD.findall(date_part) if (number := _month(word))), None)
    numbers = _NUMBER.findall(date_part)
    if month is None or len(numbers) < 2:
        return None
    day, year = numbers[0], numbers[1]
    if len(day) == 4:
        day, year = year, day
    if len(day) > 2 or len(year) not in (2, 4):
        return None
    full_year = int(year) if len(year) == 4 else int(year) + (2000 if int(year) < 70 else 1900)
    return _moment(full_year, month, int(day), hour, minute, second, zone)


def _month(word: str) -> int | None:
    lower = word.lower()
    return _MONTHS.get(lower[:4]) or _MONTHS.get(lower[:3])


def _zone_after(rest: str) -> tuple[int, int]:
    """The zone at the start of what follows a time, and how many characters it takes."""
    stripped = rest.lstrip(" \t(")
    skipped = len(rest) - len(stripped)
    offset = _OFFSET.match(stripped)
    if offset:
        return _zone(stripped), skipped + offset.end()
    word = _WORD.match(stripped)
    if word and word[0].lower() in _ZONES:
        return _ZONES[word[0].lower()], skipped + word.end()
    return 0, 0
