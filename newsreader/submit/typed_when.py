"""What a person typed of begin and end, and what it means so far. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from newsreader.submit.check import known_zone
from newsreader.submit.moments import moment, parse_clock, parse_day, short_day, wall_clock

_NIGHT = time(6)
"""An end before this hour, without a day, is that of the night after."""


@dataclass(frozen=True, slots=True)
class TypedWhen:
    """The texts of the fields as they stand."""

    begin_day: str = ""
    begin_clock: str = ""
    end_day: str = ""
    end_clock: str = ""
    zone: str = ""


@dataclass(frozen=True, slots=True)
class When:
    """What they mean: moments, None while there is none, and a sentence for each field that cannot be understood."""

    begins: int | None = None
    ends: int | None = None
    problems: dict[str, str] = field(default_factory=dict)


def understand(typed: TypedWhen, today: date, *, day_first: bool = True) -> When:
    """Read the fields; ``today`` is the day where the person is, ``day_first`` as in ``parse_day``."""
    problems = dict(_begin_problems(typed, today, day_first))
    zone = typed.zone if known_zone(typed.zone) else ""
    day = parse_day(typed.begin_day, today, day_first=day_first)
    clock = parse_clock(typed.begin_clock)
    begins = moment(day, clock, zone) if day is not None and clock is not None and zone else None
    end_day, end_clock = typed.end_day.strip(), typed.end_clock.strip()
    if not end_day and not end_clock:
        return When(begins, None, problems)
    last = parse_day(end_day, day or today, day_first=day_first) if end_day else day
    until = parse_clock(end_clock)
    if end_clock and until is None:
        problems["ends"] = "This is no time of day. Write it like 22:00."
    elif not end_clock:
        problems["ends"] = "Say at what time it ends, or leave the day empty too."
    elif end_day and last is None:
        problems["ends"] = "This is no day. Write it like 14 Mar 2027."
    if until is None or last is None or not zone:
        return When(begins, None, problems)
    if not end_day and clock is not None and until <= clock and until < _NIGHT:
        last += timedelta(days=1)
    return When(begins, moment(last, until, zone), problems)


def _begin_problems(typed: TypedWhen, today: date, day_first: bool) -> Iterator[tuple[str, str]]:
    day, clock = typed.begin_day.strip(), typed.begin_clock.strip()
    if day and parse_day(day, today, day_first=day_first) is None:
        yield "begins", "This is no day. Write it like 14 Mar 2027."
    elif clock and parse_clock(clock) is None:
        yield "begins", "This is no time of day. Write it like 19:30."
    elif day and not clock:
        yield "begins", "Say at what time it begins."
    elif clock and not day:
        yield "begins", "Say on which day it begins."


def typed_of(begins: int | None, ends: int | None, zone: str) -> TypedWhen:
    """The texts that stand for moments: the day of the end only where it is another."""
    if not known_zone(zone):
        return TypedWhen(zone=zone)
    begin = wall_clock(begins, zone) if begins is not None else None
    end = wall_clock(ends, zone) if ends is not None else None
    other_day = end is not None and (begin is None or end.date() != begin.date())
    return TypedWhen(
        short_day(begin.date()) if begin else "",
        f"{begin:%H:%M}" if begin else "",
        short_day(end.date()) if end and other_day else "",
        f"{end:%H:%M}" if end else "",
        zone,
    )
