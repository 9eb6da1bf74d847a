"""What a feed document says about how often to ask (RSS 2.0; web.resource.org syndication module). Pure."""

from __future__ import annotations

import re
from typing import Final

from newsreader.domain.incoming import Rhythm

_VALUE: Final = rb"[^>]*>\s*(?:<!\[CDATA\[)?\s*([^<\]]{1,40})"
_TTL: Final = re.compile(rb"<ttl" + _VALUE, re.IGNORECASE)
_PERIOD: Final = re.compile(rb"<(?:\w+:)?updatePeriod" + _VALUE, re.IGNORECASE)
_FREQUENCY: Final = re.compile(rb"<(?:\w+:)?updateFrequency" + _VALUE, re.IGNORECASE)
_HOURS: Final = re.compile(rb"<skipHours\b[^>]*>(.{0,4000}?)</skipHours>", re.IGNORECASE | re.DOTALL)
_HOUR: Final = re.compile(rb"<hour\b[^>]*>\s*(\d{1,2})\s*<", re.IGNORECASE)
_DAYS: Final = re.compile(rb"<skipDays\b[^>]*>(.{0,2000}?)</skipDays>", re.IGNORECASE | re.DOTALL)
_DAY: Final = re.compile(rb"<day\b[^>]*>\s*([A-Za-z]{3})", re.IGNORECASE)
_PERIODS: Final = {
    b"hourly": 3600,
    b"daily": 86_400,
    b"weekly": 604_800,
    b"monthly": 2_592_000,
    b"yearly": 31_536_000,
}
_DAY_NAMES: Final = (b"mon", b"tue", b"wed", b"thu", b"fri", b"sat", b"sun")


def rhythm_of(head: bytes) -> Rhythm:
    """The rhythm in ``head``: an XML feed document (UTF-8) without its entries. Nonsense is left out."""
    ttl = _number(_TTL, head)
    period = _PERIOD.search(head)
    seconds = _PERIODS.get(period[1].strip().lower()) if period else None
    if seconds is not None:
        seconds //= max(1, _number(_FREQUENCY, head) or 1)
    return Rhythm(
        ttl=ttl * 60 if ttl else None,
        update_period=seconds or None,
        skip_hours=_hours(head),
        skip_days=frozenset(
            _DAY_NAMES.index(day.lower()) for day in _inside(_DAYS, _DAY, head) if day.lower() in _DAY_NAMES
        ),
    )


def _number(pattern: re.Pattern[bytes], head: bytes) -> int | None:
    found = pattern.search(head)
    text = found[1].strip() if found else b""
    return int(text) if text.isdigit() and len(text) < 10 else None


def _hours(head: bytes) -> frozenset[int]:
    """Hours 0-23; some count 1-24, and 24 is midnight."""
    return frozenset(int(hour) % 24 for hour in _inside(_HOURS, _HOUR, head) if int(hour) <= 24)


def _inside(outer: re.Pattern[bytes], inner: re.Pattern[bytes], head: bytes) -> list[bytes]:
    found = outer.search(head)
    return inner.findall(found[1]) if found else []
