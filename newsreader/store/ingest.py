"""Stories on their way into the cache: header, text, status, index and counters, all in the caller's transaction.

This is the busiest code of a first sync, so it works in batches on the driver's own connection. Worker thread only.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from newsreader.domain.incoming import CleanStory
from newsreader.store import brief_groups, codec, counters, search_index
from newsreader.store.story_keys import story_key
from newsreader.store.transactions import Reader, Writer, parts

_TEXTS = ("guid", "link", "title", "author", "html", "text", "teaser", "picture", "language")


@dataclass(frozen=True, slots=True)
class Ingested:
    """The ids of stories that came, oldest first, and of those that were rewritten."""

    new_ids: tuple[int, ...] = ()
    updated_ids: tuple[int, ...] = ()


def known_stories(r: Reader, feed_id: int) -> dict[str, tuple[int, int, str]]:
    """The stories of a feed by guid: (story id, content hash, link), as ``sync.decide`` wants them."""
    rows = r.rows("SELECT guid, id, content_hash, link FROM stories WHERE feed_id = ?", (feed_id,))
    return {guid: (story_id, content, link) for guid, story_id, content, link in rows}


def story_times(r: Reader, feed_id: int, limit: int) -> list[int]:
    """When the newest stories of a feed are dated, newest first: its rhythm, as ``sync.schedule`` wants it."""
    rows = r.rows(
        "SELECT sort_at FROM statuses WHERE feed_id = ? ORDER BY sort_at DESC LIMIT ?", (feed_id, limit)
    )
    return [sort_at for (sort_at,) in rows]


def ingest(
    w: Writer,
    feed_id: int,
    new: Sequence[CleanStory],
    changed: Sequence[tuple[int, CleanStory]] = (),
    received: int = 0,
    *,
    clean_version: int = 1,
) -> Ingested:
    """Store new stories and rewrite changed ones; ``received`` is now.

    A new story whose guid is here already is left out; one that was here once takes its old marks again. A changed
    story keeps its id, its marks and, if it had one, its date. Nothing is stored for a feed that was removed meanwhile.
    """
    if not w.value("SELECT 1 FROM feeds WHERE id = ? AND removed IS NULL", (feed_id,)):
        return Ingested()
    added = _add(w, feed_id, new, received, clean_version) if new else ()
    updated = tuple(_rewrite(w, story_id, story, clean_version) for story_id, story in changed)
    return Ingested(added, tuple(story_id for story_id in updated if story_id))


def _add(
    w: Writer, feed_id: int, new: Sequence[CleanStory], received: int, clean_version: int
) -> tuple[int, ...]:
    keyed = _unknown(w, feed_id, new)
    if not keyed:
        return ()
    past = dict(_past(w, feed_id, keyed))
    # The document's order is mostly newest first; ids are to grow with time, since search goes by them.
    ordered = sorted(keyed.items(), key=lambda pair: pair[1].published or received)
    first = int(w.value("SELECT ifnull((SELECT seq FROM sqlite_sequence WHERE name = 'stories'), 0)")) + 1
    headers: list[Any] = []
    bodies: list[Any] = []
    statuses: list[Any] = []
    index: list[Any] = []
    for story_id, (key, s) in enumerate(ordered, first):
        published = None if s.published is None else min(s.published, received)
        headers.append(
            (story_id, feed_id, key, s.guid, s.link, s.title, s.author, published, s.updated, received, s.teaser,
             s.picture, s.language, s.content_hash)
        )  # fmt: skip
        size, packed = codec.pack_body(s.html, s.text)
        bodies.append((story_id, clean_version, size, packed, codec.pack_extra(s.enclosures, s.categories)))
        read, saved = past.get(key, (0, 0))
        statuses.append((story_id, feed_id, received if published is None else published, read, saved))
        index.append((story_id, s.title, s.author, s.text))
    w.run_many("INSERT INTO stories VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", headers)
    w.run_many("INSERT INTO bodies VALUES (?, ?, ?, ?, ?)", bodies)
    w.run_many("INSERT INTO statuses VALUES (?, ?, ?, ?, ?)", statuses)
    search_index.add(w, index)
    unread = sum(not row[3] for row in statuses)
    counters.add(w, feed_id, total=len(statuses), unread=unread, saved=sum(row[4] for row in statuses))
    return tuple(range(first, first + len(statuses)))


def _unknown(w: Writer, feed_id: int, new: Sequence[CleanStory]) -> dict[int, CleanStory]:
    """The stories that are not here yet, by key; of several with one guid the first. One that was removed for its age
    stays away as long as its feed sends it."""
    keyed: dict[int, CleanStory] = {}
    for story in map(_sound, new):
        keyed.setdefault(story_key(story.guid), story)
    if not w.value(
        "SELECT EXISTS (SELECT 1 FROM stories WHERE feed_id = ?1)"
        " OR EXISTS (SELECT 1 FROM past_statuses WHERE feed_id = ?1)",
        (feed_id,),
    ):
        return keyed  # the first stories of a feed, as all are of a first sync
    for part in parts(list(keyed)):
        here = w.rows(
            f"SELECT key FROM stories WHERE feed_id = ? AND key IN ({part})"
            f" UNION SELECT key FROM past_statuses WHERE feed_id = ? AND key IN ({part}) AND expired",
            (feed_id, feed_id),
        )
        for (key,) in here:
            del keyed[key]
    return keyed


def _past(w: Writer, feed_id: int, keys: Collection[int]) -> Iterator[tuple[int, tuple[int, int]]]:
    if not w.value("SELECT 1 FROM past_statuses WHERE feed_id = ? LIMIT 1", (feed_id,)):
        return
    for part in parts(list(keys)):
        where = f"feed_id = ? AND key IN ({part})"
        for key, read, saved in w.rows(
            f"SELECT key, read, saved FROM past_statuses WHERE {where}", (feed_id,)
        ):
            yield key, (read, saved)
        w.run(f"DELETE FROM past_statuses WHERE {where}", (feed_id,))


def _rewrite(w: Writer, story_id: int, story: CleanStory, clean_version: int) -> int | None:
    s = _sound(story)
    rows = w.rows(
        "SELECT s.title, s.author, b.html_size, b.packed, s.published, s.received FROM stories s"
        " JOIN bodies b ON b.story_id = s.id WHERE s.id = ?",
        (story_id,),
    )
    if not rows:
        return None
    title, author, size, packed, published, received = rows[0]
    if published is None and s.published is not None:
        published = min(s.published, received)
        w.run("UPDATE statuses SET sort_at = ? WHERE story_id = ?", (published, story_id))
    old_text = codec.unpack_text(size, packed)
    search_index.replace(w, story_id, (title, author, old_text), (s.title, s.author, s.text))
    w.run(
        "UPDATE stories SET link = ?, title = ?, author = ?, published = ?, updated = ?, teaser = ?, picture = ?,"
        " language = ?, content_hash = ? WHERE id = ?",
        (
            s.link,
            s.title,
            s.author,
            published,
            s.updated,
            s.teaser,
            s.picture,
            s.language,
            s.content_hash,
            story_id,
        ),
    )
    size, packed = codec.pack_body(s.html, s.text)
    w.run(
        "UPDATE bodies SET clean_version = ?, html_size = ?, packed = ?, extra = ? WHERE story_id = ?",
        (clean_version, size, packed, codec.pack_extra(s.enclosures, s.categories), story_id),
    )
    return story_id


def outdated(r: Reader, clean_version: int, limit: int = 60) -> list[tuple[int, str]]:
    """Stories whose HTML an older sanitizer made, with that HTML, newest first."""
    rows = r.rows(
        "SELECT story_id, html_size, packed FROM bodies WHERE clean_version < ? ORDER BY story_id DESC LIMIT ?",
        (clean_version, limit),
    )
    return [(story_id, codec.unpack_html(size, packed)) for story_id, size, packed in rows]


def reclean(w: Writer, cleaned: Iterable[tuple[int, str]], clean_version: int) -> None:
    """Replace the HTML of stories by what a newer sanitizer made of it; their plain text stays."""
    for story_id, html in cleaned:
        for old_size, old in w.rows("SELECT html_size, packed FROM bodies WHERE story_id = ?", (story_id,)):
            size, packed = codec.pack_body(html, codec.unpack_text(old_size, old))
            w.run(
                "UPDATE bodies SET clean_version = ?, html_size = ?, packed = ? WHERE story_id = ?",
                (clean_version, size, packed, story_id),
            )


def forget(w: Writer, ids: Sequence[int], *, expired: bool = False) -> None:
    """Let go of stories; their marks are remembered, so that they do not come back unread when they are sent again, nor
    at all when they went for their age (``expired``)."""
    for part in parts(ids):
        w.run(
            "INSERT OR REPLACE INTO past_statuses SELECT s.feed_id, s.key, t.read, t.saved, ?"
            f" FROM stories s JOIN statuses t ON t.story_id = s.id WHERE s.id IN ({part})",
            (int(expired),),
        )
        counts = w.rows(
            "SELECT feed_id, count(*), sum(read = 0), sum(saved) FROM statuses"
            f" WHERE story_id IN ({part}) GROUP BY feed_id"
        )
        for feed_id, total, unread, saved in counts:
            counters.add(w, feed_id, total=-total, unread=-unread, saved=-saved)
        w.run(f"DELETE FROM statuses WHERE story_id IN ({part})")
    delete_stories(w, ids)


def delete_stories(w: Writer, ids: Sequence[int]) -> None:
    """Delete stories that have no status any more: rows, texts, tags and their words in the index."""
    for part in parts(ids):
        rows = w.rows(
            "SELECT s.id, s.title, s.author, b.html_size, b.packed FROM stories s"
            f" JOIN bodies b ON b.story_id = s.id WHERE s.id IN ({part})"
        )
        search_index.remove(
            w, [(i, title, author, codec.unpack_text(n, packed)) for i, title, author, n, packed in rows]
        )
        w.run(f"DELETE FROM stories WHERE id IN ({part})")
        w.run(f"DELETE FROM bodies WHERE story_id IN ({part})")
        w.run(f"DELETE FROM whole_stories WHERE story_id IN ({part})")
        w.run(f"DELETE FROM story_tags WHERE story_id IN ({part})")
        w.run(f"DELETE FROM kept_stories WHERE story_id IN ({part})")
        w.run(f"DELETE FROM kept_pictures WHERE story_id IN ({part})")
        brief_groups.forget(w, part)


def _sound(story: CleanStory) -> CleanStory:
    """The story with all its texts sound; mostly the very same."""
    texts = [getattr(story, name) for name in _TEXTS]
    try:
        "".join(texts).encode("utf-8")
    except UnicodeEncodeError:
        changes: dict[str, Any] = dict(zip(_TEXTS, map(codec.sound, texts), strict=True))
        return replace(story, **changes)
    return story
