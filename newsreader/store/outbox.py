"""What a sync server has not confirmed yet. A feed without an account puts nothing here.

One row an item and key; a newer change replaces it under a new ``seq``, so that the answer to the older one cannot
delete it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from newsreader.store.transactions import Reader, Writer, parts


@dataclass(frozen=True, slots=True)
class Pending:
    """A change the server is to hear of: ``key`` is "read" or "saved"."""

    item: str
    key: str
    value: bool
    seq: int
    tries: int


def accounts(r: Reader) -> list[int]:
    """The accounts that have feeds."""
    return [
        row[0]
        for row in r.rows("SELECT DISTINCT account FROM feeds WHERE account IS NOT NULL AND removed IS NULL")
    ]


def queue(w: Writer, story_ids: Sequence[int], key: str, value: int) -> None:
    """Queue a mark of those stories whose feeds belong to an account; the guid of such a story is the server's item."""
    last = w.value("SELECT ifnull(max(seq), 0) FROM outbox")
    for part in parts(story_ids):
        rows = w.rows(
            "SELECT f.account, s.guid FROM stories s JOIN feeds f ON f.id = s.feed_id"
            f" WHERE f.account IS NOT NULL AND s.id IN ({part})"
        )
        w.run_many(
            "INSERT OR REPLACE INTO outbox (account, item, key, value, seq, tries, next_try)"
            " VALUES (?, ?, ?, ?, ?, 0, NULL)",
            [(account, guid, key, value, seq) for seq, (account, guid) in enumerate(rows, last + 1)],
        )
        last += len(rows)


def pending(r: Reader, account: int, now: int, limit: int = 200) -> list[Pending]:
    """Changes to send now, oldest first."""
    rows = r.rows(
        "SELECT item, key, value, seq, tries FROM outbox WHERE account = ? AND ifnull(next_try, 0) <= ?"
        " ORDER BY seq LIMIT ?",
        (account, now, limit),
    )
    return [Pending(item, key, bool(value), seq, tries) for item, key, value, seq, tries in rows]


def confirm(w: Writer, account: int, sent: Iterable[Pending]) -> None:
    """The server said OK: forget these, unless a newer change took their place meanwhile."""
    w.run_many(
        "DELETE FROM outbox WHERE account = ? AND item = ? AND key = ? AND seq = ?",
        [(account, row.item, row.key, row.seq) for row in sent],
    )


def put_off(w: Writer, account: int, sent: Iterable[Pending], next_try: int) -> None:
    """The server did not take these: try again later."""
    w.run_many(
        "UPDATE outbox SET tries = tries + 1, next_try = ? WHERE account = ? AND item = ? AND key = ? AND seq = ?",
        [(next_try, account, row.item, row.key, row.seq) for row in sent],
    )
