"""Days as people type them into the search field."""

from __future__ import annotations

import re
import time

_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


def day(text: str) -> tuple[int, int] | None:
    """The first second of a year, month or day (2025, 2025-06, 2025-06-30) and of the next, local; None for others."""
    found = _DAY.fullmatch(text)
    if not found:
        return None
    year, month, date = (int(part) if part else 0 for part in found.groups())
    if not 1970 <= year <= 9998 or not (found[2] is None or 1 <= month <= 12):
        return None
    if not (found[3] is None or 1 <= date <= 31):
        return None
    following = (
        (year, month, date + 1) if found[3] else (year, month + 1, 1) if found[2] else (year + 1, 1, 1)
    )
    try:
        return _midnight(year, month or 1, date or 1), _midnight(*following)
    except OverflowError:
        return None


def _midnight(year: int, month: int, date: int) -> int:
    return int(time.mktime((year, month, date, 0, 0, 0, 0, 0, -1)))
