"""Pauses that hosts asked for: Retry-After, per host, to be kept over restarts (HOSTILE N21, N22, 2.3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

SHORTEST = 600
LONGEST_OWN = 24 * 3600
LONGEST_ASKED = 7 * 24 * 3600


@dataclass(frozen=True, slots=True)
class HostWait:
    """Until when (epoch seconds) ``host`` is left alone; ``count`` pauses in a row that it did not put in seconds."""

    host: str
    until: int
    count: int = 0


class HostWaits:
    """The hosts that asked for a pause. One per client; load it from the cache, and store what ``take_changes`` gives.

    Not for several threads: it belongs to the client's event loop.
    """

    def __init__(self, waits: Iterable[HostWait] = ()) -> None:
        self._waits: dict[str, HostWait] = {}
        self._changed: set[str] = set()
        self.load(waits)

    def load(self, waits: Iterable[HostWait]) -> None:
        """Take over waits that were kept; they replace those of the same hosts."""
        self._waits.update({wait.host: wait for wait in waits})

    def dump(self) -> tuple[HostWait, ...]:
        """All waits there are, past ones too: their count still matters."""
        return tuple(self._waits.values())

    def take_changes(self) -> tuple[tuple[HostWait, ...], tuple[str, ...]]:
        """What to store since the last call: waits that are new or different, and hosts to forget."""
        changed, self._changed = sorted(self._changed), set()
        kept = tuple(self._waits[host] for host in changed if host in self._waits)
        return kept, tuple(host for host in changed if host not in self._waits)

    def remaining(self, host: str, now: int) -> int:
        """How many seconds ``host`` is still to be left alone; 0 if it may be asked.

        A wait that ends later than any we set shows that the clock was changed: it counts for nothing.
        """
        wait = self._waits.get(host)
        if wait is None or not now < wait.until <= now + LONGEST_ASKED:
            return 0
        return wait.until - now

    def note(self, host: str, now: int, retry_after: str = "", date: str = "") -> int:
        """Keep the pause that an answer 429 or 503 asks for; gives its length in seconds.

        Without a usable Retry-After it is ten minutes, doubled each time up to a day. Answers that were under way
        when the pause began count once.
        """
        asked = retry_after_seconds(retry_after, date, now)
        running = self.remaining(host, now)
        before = self._waits.get(host)
        count = before.count if before else 0
        if asked:
            until = now + asked
        else:
            if not running:
                count += 1
            until = now + min(SHORTEST * 2 ** max(0, count - 1), LONGEST_OWN)
        until = max(until, now + running)
        self._waits[host] = HostWait(host, until, count)
        self._changed.add(host)
        return until - now

    def clear(self, host: str) -> None:
        """The host gave a good answer: forget its pauses."""
        if self._waits.pop(host, None) is not None:
            self._changed.add(host)


def retry_after_seconds(value: str, date: str, now: int) -> int:
    """The seconds a Retry-After (RFC 9110 section 10.2.3) asks for, 0 when it asks for none or makes no sense.

    A date counts from the answer's own Date, so that a wrong clock on either side does no harm. At most seven days.
    """
    text = value.strip()
    if text.isascii() and text.isdigit():
        return LONGEST_ASKED if len(text) > 9 else min(int(text), LONGEST_ASKED)
    then = http_date(text)
    if then is None:
        return 0
    sent = http_date(date)
    return max(0, min(then - (now if sent is None else sent), LONGEST_ASKED))


def http_date(text: str) -> int | None:
    """The epoch seconds of a date in a header (RFC 9110 section 5.6.7), None if it is none."""
    if not text or len(text) > 64:
        return None
    try:
        parsed = parsedate_to_datetime(text)
        aware = parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
        return int((aware - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds())
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
