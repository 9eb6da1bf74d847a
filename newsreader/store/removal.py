"""Removing a feed, and taking that back wholly: the same ids, marks and history.

A removed feed keeps its row and its stories; only their statuses leave, so that no view, counter or search finds them.
Saved stories stay in view, without a feed. ``purge`` lets go of the rest when no undo can ask for it any more.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from newsreader.domain.errors import UsageError
from newsreader.store import counters, ingest, journal
from newsreader.store.transactions import Writer, parts


def remove_feed(w: Writer, feed_id: int, *, now: int = 0) -> dict[str, Any]:
    """Unsubscribe; the snapshot is for ``restore_feed``. Raises UsageError when there is no such feed."""
    row = w.rows("SELECT folder_id, title FROM feeds WHERE id = ? AND removed IS NULL", (feed_id,))
    if not row:
        raise UsageError(f"There is no feed {feed_id}.")
    entry = journal.next_id(w)
    w.run("UPDATE feeds SET removed = ?, removed_entry = ? WHERE id = ?", (now, entry, feed_id))
    w.run(
        "INSERT INTO removed_statuses (story_id, feed_id, sort_at, read)"
        " SELECT story_id, feed_id, sort_at, read FROM statuses WHERE feed_id = ? AND saved = 0",
        (feed_id,),
    )
    w.run("DELETE FROM statuses WHERE feed_id = ? AND saved = 0", (feed_id,))
    kept = w.rows("SELECT count(*), ifnull(sum(read = 0), 0) FROM statuses WHERE feed_id = ?", (feed_id,))[0]
    w.run("UPDATE statuses SET feed_id = NULL WHERE feed_id = ?", (feed_id,))
    w.run("DELETE FROM feed_counts WHERE feed_id = ?", (feed_id,))
    counters.add(w, None, total=kept[0], unread=kept[1], saved=kept[0])
    return {"feed": feed_id, "folder": row[0][0], "title": row[0][1]}


def restore_feed(w: Writer, snapshot: dict[str, Any]) -> int:
    """Take ``remove_feed`` back; the id, which is the old one.

    Raises UsageError when its stories are purged, or its address is subscribed to again.
    """
    feed_id = int(snapshot["feed"])
    row = w.rows("SELECT url_key, folder_id FROM feeds WHERE id = ? AND removed IS NOT NULL", (feed_id,))
    if not row:
        raise UsageError(f"The feed “{snapshot['title']}” was removed too long ago to come back.")
    if w.value("SELECT 1 FROM feeds WHERE url_key = ? AND removed IS NULL", (row[0][0],)):
        raise UsageError(f"You are subscribed to “{snapshot['title']}” again already.")
    folder_id = row[0][1]
    if folder_id is not None and not w.value("SELECT 1 FROM folders WHERE id = ?", (folder_id,)):
        w.run("UPDATE feeds SET folder_id = NULL WHERE id = ?", (feed_id,))
    w.run("UPDATE feeds SET removed = NULL, removed_entry = NULL WHERE id = ?", (feed_id,))
    _bring_back_saved(w, feed_id)
    w.run(
        "INSERT INTO statuses (story_id, feed_id, sort_at, read, saved)"
        " SELECT story_id, feed_id, sort_at, read, 0 FROM removed_statuses WHERE feed_id = ?",
        (feed_id,),
    )
    w.run("DELETE FROM removed_statuses WHERE feed_id = ?", (feed_id,))
    w.run(
        "INSERT INTO feed_counts (feed_id, total, unread, saved)"
        " SELECT ?, count(*), ifnull(sum(read = 0), 0), ifnull(sum(saved), 0) FROM statuses WHERE feed_id = ?",
        (feed_id, feed_id),
    )
    return feed_id


def purge(w: Writer, limit: int = 500) -> int:
    """Let go of up to ``limit`` stories of removed feeds that no entry of the journal can bring back; how many it was.

    Nothing here goes by the clock (HOSTILE D11). Call it until it returns 0, in transactions of their own: each stays
    short. Saved stories stay; one whose mark is taken back goes when that cannot be undone any more. The row of a feed
    stays as long as a saved story needs its title.
    """
    lost = (
        "SELECT id FROM feeds WHERE removed_entry < ifnull((SELECT min(id) FROM journal), removed_entry + 1)"
    )
    rows = w.rows(f"SELECT story_id FROM removed_statuses WHERE feed_id IN ({lost}) LIMIT ?", (limit,))
    ids = [story_id for (story_id,) in rows]
    if ids:
        ingest.delete_stories(w, ids)
        w.run_many("DELETE FROM removed_statuses WHERE story_id = ?", rows)
        return len(ids)
    unsaved = w.rows(
        "SELECT t.story_id FROM statuses t JOIN stories s ON s.id = t.story_id"
        f" WHERE t.feed_id IS NULL AND t.saved = 0 AND s.feed_id IN ({lost}) LIMIT ?",
        (limit,),
    )
    if unsaved:
        ingest.forget(w, [story_id for (story_id,) in unsaved])
        return len(unsaved)
    empty = f"{lost} AND NOT EXISTS (SELECT 1 FROM stories WHERE feed_id = feeds.id)"
    for table in ("fetch_states", "past_statuses", "contacts"):
        w.run(f"DELETE FROM {table} WHERE feed_id IN ({empty})")
    w.run(f"DELETE FROM feeds WHERE id IN ({empty})")
    return 0


def postpone(w: Writer, story_ids: Sequence[int]) -> None:
    """Stories of removed feeds are no longer saved: keep them as long as the next entry of the journal."""
    entry = journal.next_id(w)
    for part in parts(story_ids):
        w.run(
            f"UPDATE feeds SET removed_entry = ? WHERE id IN (SELECT feed_id FROM stories WHERE id IN ({part}))",
            (entry,),
        )


def _bring_back_saved(w: Writer, feed_id: int) -> None:
    """Its stories that were kept as saved come home, also those that are no longer saved."""
    mine = "feed_id IS NULL AND story_id IN (SELECT id FROM stories WHERE feed_id = ?)"
    total, unread, saved = w.rows(
        f"SELECT count(*), ifnull(sum(read = 0), 0), ifnull(sum(saved), 0) FROM statuses WHERE {mine}",
        (feed_id,),
    )[0]
    counters.add(w, None, total=-total, unread=-unread, saved=-saved)
    w.run(f"UPDATE statuses SET feed_id = ? WHERE {mine}", (feed_id, feed_id))
