"""What the sync worker remembers of each feed between two checks, and of hosts that asked for a pause.

Validators, hashes and next check are written by ``save_check``, in the transaction that stores the stories they stand
for or a later one, never before (HOSTILE D01).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from newsreader.domain.fetching import FetchState, Validators
from newsreader.domain.incoming import Rhythm
from newsreader.store import codec
from newsreader.store.transactions import Reader, Writer

_LONG_OVER = 7 * 86_400
_STATES = """
    SELECT f.id, f.url, s.etag, s.last_modified, s.body_hash, s.entry_hashes, s.next_check, s.last_checked,
           s.last_status, s.last_result, s.failures, f.interval, f.paused, s.gone, s.moved_to, f.user, s.rhythm
    FROM feeds f JOIN fetch_states s ON s.feed_id = f.id
    WHERE f.removed IS NULL ORDER BY f.id
"""


@dataclass(frozen=True, slots=True)
class CheckOutcome:
    """How a check ended. A field that is None leaves what is stored as it was.

    ``error`` and ``error_kind`` are always written: ``""`` ends the trouble. ``result`` is the last result in words,
    ``why_next`` why the next check is when it is, ``size`` the bytes of the answer, ``redirects`` pairs of status and
    address.
    """

    feed_id: int
    checked: int
    next_check: int | None
    status: int | None = None
    result: str = ""
    why_next: str = ""
    error: str = ""
    error_kind: str = ""
    failures: int = 0
    validators: Validators | None = None
    body_hash: bytes | None = None
    entry_hashes: frozenset[int] | None = None
    gone: bool | None = None
    moved_to: str | None = None
    size: int | None = None
    redirects: Sequence[tuple[int, str]] | None = None
    rhythm: Rhythm | None = None


def states(r: Reader, ids: Collection[int] | None = None) -> list[FetchState]:
    """The states of all feeds, or of those with these ids, by id; paused ones too."""
    return [_state(*row) for row in r.raw.execute(_STATES) if ids is None or row[0] in ids]


def save_check(w: Writer, outcome: CheckOutcome) -> None:
    """Keep how a check ended. Does nothing for a feed that was removed for good meanwhile."""
    values: dict[str, Any] = {
        "last_checked": outcome.checked,
        "next_check": outcome.next_check,
        "last_status": outcome.status,
        "last_result": outcome.result,
        "why_next": outcome.why_next,
        "error": outcome.error,
        "error_kind": outcome.error_kind,
        "failures": outcome.failures,
    }
    if outcome.validators is not None:
        values |= {"etag": outcome.validators.etag, "last_modified": outcome.validators.last_modified}
    if outcome.body_hash is not None:
        values["body_hash"] = outcome.body_hash
    if outcome.entry_hashes is not None:
        values["entry_hashes"] = codec.pack_hashes(outcome.entry_hashes)
    if outcome.gone is not None:
        values["gone"] = int(outcome.gone)
    if outcome.moved_to is not None:
        values["moved_to"] = outcome.moved_to
    if outcome.size is not None:
        values["bytes"] = outcome.size
    if outcome.redirects is not None:
        values["redirects"] = json.dumps(list(outcome.redirects)) if outcome.redirects else ""
    if outcome.rhythm is not None:
        values["rhythm"] = _pack_rhythm(outcome.rhythm)
    w.set("fetch_states", outcome.feed_id, values)


def set_next_check(w: Writer, feed_id: int, when: int | None, why: str = "") -> None:
    """Change only when a feed is asked next."""
    w.run("UPDATE fetch_states SET next_check = ?, why_next = ? WHERE feed_id = ?", (when, why, feed_id))


def host_waits(r: Reader, now: int) -> dict[str, int]:
    """The hosts that asked for a pause which is not over, and until when."""
    return dict(r.rows("SELECT host, until FROM host_waits WHERE until > ?", (now,)))


def host_wait_tries(r: Reader, host: str) -> int:
    """How many pauses in a row a host has asked for; 0 after a good answer."""
    return int(r.value("SELECT tries FROM host_waits WHERE host = ?", (host,)) or 0)


def set_host_wait(w: Writer, host: str, until: int) -> None:
    """A host asked for a pause; the longer one holds."""
    w.run(
        "INSERT INTO host_waits (host, until, tries) VALUES (?, ?, 1)"
        " ON CONFLICT (host) DO UPDATE SET until = max(until, excluded.until), tries = tries + 1",
        (host, until),
    )


def clear_host_wait(w: Writer, host: str) -> None:
    """A host answered well again."""
    w.run("DELETE FROM host_waits WHERE host = ?", (host,))


def forget_host_waits(w: Writer, now: int) -> None:
    """Forget pauses that have long been over; until then they count how often a host has asked."""
    w.run("DELETE FROM host_waits WHERE until < ?", (now - _LONG_OVER,))


def _state(
    feed_id: int, url: str, etag: str, last_modified: str, body_hash: bytes, entry_hashes: bytes, *rest: Any
) -> FetchState:
    next_check, last_checked, last_status, last_result, failures, interval, *told = rest
    paused, gone, moved_to, user, rhythm = told
    return FetchState(
        feed_id,
        url,
        Validators(etag, last_modified),
        body_hash,
        codec.unpack_hashes(entry_hashes),
        next_check,
        last_checked,
        last_status,
        last_result,
        failures,
        interval,
        bool(paused),
        bool(gone),
        moved_to,
        user,
        _unpack_rhythm(rhythm),
    )


def _pack_rhythm(rhythm: Rhythm) -> str:
    """What a document says about how often to ask, as JSON; ``""`` for the many that say nothing."""
    if rhythm == Rhythm():
        return ""
    hours, days = sorted(rhythm.skip_hours), sorted(rhythm.skip_days)
    return json.dumps([rhythm.ttl, rhythm.update_period, hours, days], separators=(",", ":"))


def _unpack_rhythm(packed: str) -> Rhythm:
    """The rhythm of what ``_pack_rhythm`` made."""
    if not packed:
        return Rhythm()
    ttl, period, hours, days = json.loads(packed)
    return Rhythm(ttl, period, frozenset(hours), frozenset(days))
