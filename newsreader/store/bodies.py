"""Reading stories whole, with their texts. Lists do without (``stories``).

All functions need a reading transaction and run wherever the caller's ``Database`` does.
"""

from __future__ import annotations

from collections.abc import Iterable

from newsreader.domain.feeds import Publication
from newsreader.domain.stories import CleanHtml, Story
from newsreader.store import briefs, codec
from newsreader.store.stories import HEADER, header
from newsreader.store.transactions import Reader, parts


def story(r: Reader, story_id: int) -> Story | None:
    """A whole story, None when there is none with this id (any more)."""
    row = r.raw.execute(f"{HEADER} WHERE s.id = ?", (story_id,)).fetchone()
    if row is None:
        return None
    language, size, packed, extra, whole_size, whole, shown, pictures, always, *about = r.rows(
        "SELECT s.language, b.html_size, b.packed, b.extra, w.html_size, w.packed, w.shown, f.pictures, f.whole_story,"
        " ifnull(nullif(f.publication_title, ''), f.title), f.site, f.address, f.phone, f.email"
        " FROM stories s JOIN bodies b ON b.story_id = s.id LEFT JOIN feeds f ON f.id = s.feed_id"
        " LEFT JOIN whole_stories w ON w.story_id = s.id WHERE s.id = ?",
        (story_id,),
    )[0]
    enclosures, categories = codec.unpack_extra(extra)
    tags = r.rows(
        "SELECT t.name FROM story_tags s JOIN tags t ON t.id = s.tag_id WHERE s.story_id = ? ORDER BY t.name",
        (story_id,),
    )
    return Story(
        header=header(row),
        html=CleanHtml(codec.unpack_html(size, packed)),
        language=language,
        enclosures=enclosures,
        categories=categories,
        tags=tuple(name for (name,) in tags),
        related=tuple(briefs.others(r, story_id)),
        publication=Publication(*(text or "" for text in about)),
        whole=CleanHtml(codec.unpack_html(whole_size, whole)) if whole is not None else CleanHtml(""),
        shows_whole=bool(shown),
        whole_always=bool(always),
        pictures=pictures or "",
    )


def texts(r: Reader, wanted: Iterable[int]) -> dict[int, str]:
    """The plain texts of stories by id."""
    found: dict[int, str] = {}
    for part in parts(list(wanted)):
        rows = r.raw.execute(f"SELECT story_id, html_size, packed FROM bodies WHERE story_id IN ({part})")
        found |= {story_id: codec.unpack_text(size, packed) for story_id, size, packed in rows}
    return found
