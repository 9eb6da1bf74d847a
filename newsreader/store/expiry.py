"""Removing read stories that are older than a person wants to keep them.

Never an unread, saved or tagged story, nor one whose mark the undo journal may still take back. The newest stories of a
feed stay whatever their age: they are what its document still holds. And nothing goes by a clock that has just jumped
(HOSTILE D11): it must have gone on steadily for a week.
"""

from __future__ import annotations

import json
from typing import Final

from newsreader.store import codec, ingest
from newsreader.store.transactions import Reader, Writer

DAY: Final = 86_400
STEADY: Final = 7 * DAY
"""Seconds the clock must have gone on without a jump."""
LONGEST_REST: Final = 45 * DAY
"""Seconds between two runs that are no jump yet: a long holiday."""
UNDOABLE: Final = 14 * DAY
"""Seconds for which the marks of the undo journal hold their stories."""
NEWEST: Final = 50
"""Stories of each feed that stay."""
_EVERY: Final = DAY // 2
_FEEDS: Final = 50
_BACK: Final = 3600  # a clock set right by the network goes back a little


def expire(w: Writer, now: int, keep_days: int, limit: int = 60) -> bool:
    """Remove up to ``limit`` stories that are too old; True when there are no more, which is looked at twice a day.

    ``keep_days`` is for feeds without a number of their own; 0 keeps all. Worker thread.
    """
    if not _steady(w, now):
        return True
    done, at = _note(w, "expired_at"), _note(w, "expire_feed") or 0
    if not at and done is not None and 0 <= now - done < _EVERY:
        return True
    left = limit
    feeds = w.rows(
        "SELECT id, ifnull(keep_days, ?) FROM feeds WHERE id > ? AND removed IS NULL AND ifnull(keep_days, ?) > 0"
        " ORDER BY id LIMIT ?",
        (keep_days, at, keep_days, _FEEDS),
    )
    for feed_id, days in feeds:
        old = _too_old(w, feed_id, now - days * DAY, now, left)
        ingest.forget(w, old, expired=True)
        left -= len(old)
        if left <= 0:
            return False
        _keep_note(w, "expire_feed", feed_id)
    if len(feeds) == _FEEDS:
        return False
    _keep_note(w, "expire_feed", 0)
    _keep_note(w, "expired_at", now)
    return True


def _too_old(w: Writer, feed_id: int, before: int, now: int, limit: int) -> list[int]:
    newest = w.value(
        "SELECT sort_at FROM statuses WHERE feed_id = ? ORDER BY sort_at DESC LIMIT 1 OFFSET ?",
        (feed_id, NEWEST - 1),
    )
    if newest is None:
        return []
    sql = (
        "SELECT t.story_id FROM statuses t JOIN stories s ON s.id = t.story_id"
        " WHERE t.feed_id = ? AND t.sort_at < ? AND t.read = 1 AND t.saved = 0 AND s.received < ?"
        " AND NOT EXISTS (SELECT 1 FROM story_tags WHERE story_id = t.story_id) {} ORDER BY t.sort_at LIMIT ?"
    )
    values = (feed_id, min(newest, before), before)
    if not w.rows(sql.format(""), (*values, 1)):
        return []
    held = "AND t.story_id NOT IN (SELECT value FROM json_each(?))"
    return [story_id for (story_id,) in w.rows(sql.format(held), (*values, _undoable(w, now), limit))]


def _undoable(r: Reader, now: int) -> str:
    """The stories of the marks that were made lately, as JSON."""
    rows = r.rows("SELECT payload FROM journal WHERE kind = 'mark' AND at > ?", (now - UNDOABLE,))
    held = {story for (payload,) in rows for story in codec.unpack_payload(payload).get("stories", ())}
    return json.dumps(sorted(held))


def _steady(w: Writer, now: int) -> bool:
    """Note what the clock says; whether it has gone on without a jump for long enough to be believed."""
    seen, since = _note(w, "clock_seen"), _note(w, "clock_steady_since")
    if seen is None or since is None or not -_BACK <= now - seen <= LONGEST_REST:
        _keep_note(w, "clock_steady_since", now)
        since = now
    if seen is None or abs(now - seen) >= 60:
        _keep_note(w, "clock_seen", now)
    return now - since >= STEADY


def _note(r: Reader, name: str) -> int | None:
    found: int | None = r.value("SELECT value FROM upkeep_notes WHERE name = ?", (name,))
    return found


def _keep_note(w: Writer, name: str, value: int) -> None:
    w.run("INSERT OR REPLACE INTO upkeep_notes VALUES (?, ?)", (name, value))
