"""Which stories are kept for reading offline, and the picture files that belong to them. Worker thread.

Kept are saved stories and, of feeds where a person wants it, unread ones. Files are named in ``sync.picture_files``;
here are their names without ending.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from newsreader.store.transactions import Reader, Writer, parts

_STAND = (
    "s.content_hash - ifnull(w.fetched, 0)"  # another number when the story, or its whole text, is another
)
_JOINED = (
    "JOIN stories s ON s.id = t.story_id LEFT JOIN whole_stories w ON w.story_id = s.id"
    " LEFT JOIN kept_stories k ON k.story_id = s.id"
)
_DUE = f"(k.story_id IS NULL OR k.stand <> {_STAND} OR k.next_try <= ?)"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A story whose pictures are to be fetched; ``tries`` counts the times something was missing so far."""

    story_id: int
    saved: bool
    tries: int


def wanted(
    r: Reader, now: int, *, saved: bool, limit: int, stories: Iterable[int] | None = None
) -> list[Wanted]:
    """Stories to be kept that are not yet, newest first: saved ones if ``saved``, and unread ones of the feeds where
    that was chosen. ``stories`` narrows it to these."""
    among = "" if stories is None else f"AND t.story_id IN ({next(parts(list(stories), 10_000), '')})"
    chosen = ",".join(
        str(feed) for (feed,) in r.rows("SELECT id FROM feeds WHERE keep_unread AND removed IS NULL")
    )
    # The indexes are named, since a look at every unread story of the cache would take seconds.
    sources = [(True, "statuses t INDEXED BY statuses_saved", "t.saved = 1")] if saved else []
    if chosen:
        unread = f"t.read = 0 AND t.saved = 0 AND t.feed_id IN ({chosen})"
        sources.append((False, "statuses t INDEXED BY statuses_feed_unread", unread))
    found: list[Wanted] = []
    for is_saved, table, condition in sources:
        rows = r.rows(
            f"SELECT t.story_id, ifnull(k.tries, 0) FROM {table} {_JOINED} WHERE {condition} AND {_DUE} {among}"
            " ORDER BY t.sort_at DESC LIMIT ?",
            (now, limit - len(found)),
        )
        found += [Wanted(story_id, is_saved, tries) for story_id, tries in rows]
    return found


def keep(
    w: Writer, story_id: int, names: Iterable[str], *, tries: int = 0, next_try: int | None = None
) -> None:
    """The pictures of a story are here, or some are missing and are tried again at ``next_try`` (None: never)."""
    w.run(
        f"INSERT OR REPLACE INTO kept_stories SELECT s.id, {_STAND}, ?, ? FROM stories s"
        " LEFT JOIN whole_stories w ON w.story_id = s.id WHERE s.id = ?",
        (tries, next_try, story_id),
    )
    w.run_many("INSERT OR IGNORE INTO kept_pictures VALUES (?, ?)", [(story_id, name) for name in names])


def forget_others(w: Writer) -> None:
    """Let go of stories that are neither saved nor unread in such a feed any more: their pictures are like any."""
    for table in ("kept_stories", "kept_pictures"):
        w.run(
            f"DELETE FROM {table} WHERE NOT EXISTS (SELECT 1 FROM statuses t LEFT JOIN feeds f ON f.id = t.feed_id"
            f" WHERE t.story_id = {table}.story_id AND (t.saved = 1 OR (t.read = 0 AND f.keep_unread = 1)))"
        )


def names(r: Reader) -> tuple[frozenset[str], frozenset[str]]:
    """The files that belong to saved stories, and those that belong to other kept ones only."""
    saved: set[str] = set()
    others: set[str] = set()
    for name, is_saved in r.rows(
        "SELECT p.name, t.saved FROM kept_pictures p JOIN statuses t ON t.story_id = p.story_id"
    ):
        (saved if is_saved else others).add(name)
    return frozenset(saved), frozenset(others - saved)
