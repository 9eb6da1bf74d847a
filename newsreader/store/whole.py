"""Whole stories: what was fetched from a story's page, beside the text its feed gave. Any thread of the caller's."""

from __future__ import annotations

from newsreader.domain.stories import CleanHtml
from newsreader.store import codec
from newsreader.store.transactions import Reader, Writer


def keep(w: Writer, story_id: int, html: CleanHtml, text: str, *, now: int, clean_version: int) -> bool:
    """Keep the whole text of a story, in place of an earlier one, and show it. False when the story is gone."""
    if not w.value("SELECT 1 FROM statuses WHERE story_id = ?", (story_id,)):
        return False
    size, packed = codec.pack_body(codec.sound(html), codec.sound(text))
    w.run(
        "INSERT OR REPLACE INTO whole_stories (story_id, clean_version, html_size, packed, fetched, shown)"
        " VALUES (?, ?, ?, ?, ?, 1)",
        (story_id, clean_version, size, packed, now),
    )
    return True


def show(w: Writer, story_id: int, shown: bool) -> None:
    """Note whether a person reads the whole story or the feed's own text; without a whole one nothing happens."""
    w.run("UPDATE whole_stories SET shown = ? WHERE story_id = ?", (int(shown), story_id))


def text(r: Reader, story_id: int) -> str | None:
    """The plain text of a whole story, None when there is none."""
    rows = r.rows("SELECT html_size, packed FROM whole_stories WHERE story_id = ?", (story_id,))
    return codec.unpack_text(*rows[0]) if rows else None


def exists(r: Reader, story_id: int) -> bool:
    """Whether the whole text of a story is here."""
    return bool(r.value("SELECT 1 FROM whole_stories WHERE story_id = ?", (story_id,)))


def wanted(r: Reader, since: int, limit: int) -> list[int]:
    """The newest unread stories, received at ``since`` or later, of feeds whose whole stories are fetched always and
    of which there is none yet; at most ``limit`` of each feed."""
    found: list[int] = []
    for (feed_id,) in r.rows("SELECT id FROM feeds WHERE whole_story = 1"):
        found += [
            story_id
            for (story_id,) in r.rows(
                "SELECT t.story_id FROM statuses t JOIN stories s ON s.id = t.story_id"
                " LEFT JOIN whole_stories w ON w.story_id = t.story_id"
                " WHERE t.feed_id = ? AND t.read = 0 AND s.received >= ? AND w.story_id IS NULL AND s.link <> ''"
                " ORDER BY t.sort_at DESC, t.story_id DESC LIMIT ?",
                (feed_id, since, limit),
            )
        ]
    return found
