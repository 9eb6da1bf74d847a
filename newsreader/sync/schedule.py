"""When a feed is asked next, and why then, in words for its page. Pure: the time and the chance are passed in.

Rules: HOSTILE section 2 (goals 2-4), N20, N21, N35, N37, D11. Times are epoch seconds, lengths seconds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from newsreader.domain.incoming import Rhythm
from newsreader.net.waits import LONGEST_ASKED, SHORTEST, http_date
from newsreader.net.words import pause_words

HOUR = 3600
DAY = 24 * HOUR
LEAST_OWN = 15 * 60
"""The shortest interval a person can set."""
MOST_OWN = 7 * DAY
FLOOR_WITH_VALIDATORS = HOUR
FLOOR_WITHOUT_VALIDATORS = DAY

_UNKNOWN_GAP = 8 * HOUR
_NEWEST = 20
_JITTER = 0.1
_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,12})", re.IGNORECASE)


class Outcome(StrEnum):
    """What a check came to, as far as the schedule is concerned."""

    DONE = "done"
    FAILED = "failed"
    BUSY = "busy"
    LOGIN = "login"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Check:
    """What is known after a check.

    ``headers`` are the answer's (lower-case names; a 304's count too), ``has_validators`` tells whether the feed can be
    asked conditionally, ``rhythm`` what its document says, ``story_times`` when its newest stories came out, in any
    order. ``interval`` is the person's own for this feed or for all, None for automatic. ``failures`` counts failed
    checks in a row with this one; ``retry_after`` the pause a busy server asked for.
    """

    outcome: Outcome
    headers: Mapping[str, str] = field(default_factory=dict)
    has_validators: bool = True
    rhythm: Rhythm = field(default_factory=Rhythm)
    story_times: Sequence[int] = ()
    interval: int | None = None
    failures: int = 0
    retry_after: int | None = None


class Plan(NamedTuple):
    """When to ask next (None: not by itself), and why then: one plain sentence."""

    next_check: int | None
    why: str


class _Wish(NamedTuple):
    """A length of time that somebody asks for, and the sentence that says so."""

    seconds: int
    why: str


def next_check(check: Check, now: int, chance: float) -> Plan:
    """The plan after ``check``. ``chance`` in [0, 1) spreads feeds by up to 10 % either way, never below what is due
    to the server and never beyond the cap."""
    match check.outcome:
        case Outcome.GONE:
            return Plan(None, "The server says it was given up for good. It is not asked again.")
        case Outcome.LOGIN:
            return Plan(None, "It waits until you enter a name and a password.")
        case Outcome.BUSY:
            return _after_pause(check, now, chance)
        case Outcome.FAILED:
            return _after_failure(check, now, chance)
    return _after_success(check, now, chance)


def publishing_gap(times: Sequence[int], now: int) -> int | None:
    """The usual time between two stories lately, silence since the last one included; None with nothing to tell by."""
    newest = sorted((moment for moment in times if moment <= now), reverse=True)[:_NEWEST]
    return (now - newest[-1]) // len(newest) if newest else None


def server_wishes(headers: Mapping[str, str], rhythm: Rhythm, now: int) -> list[_Wish]:
    """What the server and the document ask for: Cache-Control less Age, else Expires (RFC 9111 sections 4.2.1 and
    5.3), ttl (RSS 2.0), sy:updatePeriod (RDF Site Summary syndication module)."""
    found: list[tuple[int, str]] = []
    if (fresh := _freshness(headers, now)) > 0:
        found.append((fresh, "Its server says nothing changes for {}."))
    if rhythm.ttl:
        found.append((rhythm.ttl, "The feed asks to be read every {} at the most."))
    if rhythm.update_period:
        found.append((rhythm.update_period, "The feed says it changes every {}."))
    return [_Wish(seconds, why.format(pause_words(seconds))) for seconds, why in found if seconds > 0]


# -- after each outcome ------------------------------------------------------------------------------------------


def _after_success(check: Check, now: int, chance: float) -> Plan:
    own, floor, cap = _own_wish(check, now)
    wishes = server_wishes(check.headers, check.rhythm, now)
    asked = max(wishes, default=_Wish(0, ""))
    # What is asked beyond the cap is a mistake more often than a wish (HOSTILE 2.2): the cap stands for it.
    lowest = max(floor.seconds, asked.seconds if asked.seconds < cap else 0)
    wish = max(own, asked, floor, key=lambda item: item.seconds)
    why = f"{wish.why} It is asked once a day all the same." if wish.seconds > cap else wish.why
    delay = _spread(wish.seconds, lowest, cap, chance)
    when, moved = _skip(now, now + delay, check.rhythm, chance)
    if moved:
        return Plan(
            when, "The feed names hours or days when it is not to be read; this is the first after them."
        )
    return Plan(when, why)


def _own_wish(check: Check, now: int) -> tuple[_Wish, _Wish, int]:
    """What we would do by ourselves, the least that politeness allows, and the most we wait."""
    if check.interval is not None:
        chosen = min(max(check.interval, LEAST_OWN), MOST_OWN)
        wish = _Wish(chosen, f"You chose every {pause_words(chosen)}.")
        return wish, _Wish(LEAST_OWN, wish.why), max(DAY, chosen)
    floor = _Wish(FLOOR_WITH_VALIDATORS, "Feeds are asked once an hour at the most.")
    if not check.has_validators:
        why = "Its server cannot say whether anything changed, so it is asked once a day."
        floor = _Wish(FLOOR_WITHOUT_VALIDATORS, why)
    gap = publishing_gap(check.story_times, now)
    if gap is None:
        return _Wish(_UNKNOWN_GAP, "It is not known yet how often it publishes."), floor, DAY
    if gap >= 2 * DAY:
        return _Wish(DAY, "It publishes seldom, so it is asked once a day."), floor, DAY
    return _Wish(gap // 2, f"It publishes about every {pause_words(max(gap, 60))}."), floor, DAY


def _after_failure(check: Check, now: int, chance: float) -> Plan:
    failures = max(1, check.failures)
    delay = min(2 ** min(failures - 1, 10), 24) * HOUR
    again = "The last check failed" if failures == 1 else f"The last {failures} checks failed"
    return Plan(now + _spread(delay, 0, DAY, chance), f"{again}; after each one we wait longer, up to a day.")


def _after_pause(check: Check, now: int, chance: float) -> Plan:
    asked = check.retry_after if check.retry_after and check.retry_after > 0 else SHORTEST
    pause = min(asked, LONGEST_ASKED)
    late = int(min(pause * _JITTER, SHORTEST) * chance)
    return Plan(now + pause + late, f"Its server asked to be left alone for {pause_words(pause)}.")


# -- the parts ---------------------------------------------------------------------------------------------------


def _spread(wanted: int, lowest: int, cap: int, chance: float) -> int:
    """``wanted`` give or take a tenth, not below ``lowest``, nor beyond ``cap`` unless ``lowest`` is there."""
    delay = wanted * (1 - _JITTER + 2 * _JITTER * chance)
    if delay > cap:
        delay = cap * (1 - _JITTER * chance)
    if delay < lowest:
        delay = lowest * (1 + _JITTER * chance)
        if delay > cap > lowest:
            delay = lowest + (cap - lowest) * chance
    return int(delay)


def _freshness(headers: Mapping[str, str], now: int) -> int:
    """How long the answer stays fresh, 0 when it does not say."""
    control = headers.get("cache-control", "")
    lowered = control.lower()
    if "no-store" in lowered or "no-cache" in lowered:
        return 0
    if (match := _MAX_AGE.search(control)) is not None:
        age = headers.get("age", "").strip()
        spent = int(age) if age.isascii() and age.isdigit() and len(age) < 12 else 0
        return max(0, int(match.group(1)) - spent)
    expires = http_date(headers.get("expires", "").strip())
    if expires is None:
        return 0
    sent = http_date(headers.get("date", "").strip())
    return max(0, expires - (now if sent is None else sent))


def _skip(now: int, when: int, rhythm: Rhythm, chance: float) -> tuple[int, bool]:
    """``when``, moved past the hours and days (UTC) the feed wants to be left alone, within a day of now.

    A document that skips everything, or more than a day, is asked after a day all the same.
    """
    if not (rhythm.skip_hours or rhythm.skip_days) or not _skipped(when, rhythm):
        return when, False
    start = datetime.fromtimestamp(when, UTC).replace(minute=0, second=0)
    for hours in range(1, 25):
        candidate = int((start + timedelta(hours=hours)).timestamp())
        if candidate > now + DAY:
            break
        if not _skipped(candidate, rhythm):
            # Spread within the hour: everyone who skips comes back at once otherwise.
            return min(candidate + int(chance * 600), now + DAY), True
    return now + DAY, False


def _skipped(when: int, rhythm: Rhythm) -> bool:
    moment = datetime.fromtimestamp(when, UTC)
    return moment.hour in rhythm.skip_hours or moment.weekday() in rhythm.skip_days
