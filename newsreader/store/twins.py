"""Subscriptions that hold a document already, under another address. Runs on the thread of its Reader."""

from __future__ import annotations

from newsreader.domain.incoming import IncomingFeed
from newsreader.store.story_keys import story_key
from newsreader.store.transactions import Reader
from newsreader.text.urls import canonical

_LOOKED_AT = 10
"""Stories of a document that are looked for."""


def twin(r: Reader, document: IncomingFeed) -> int | None:
    """The feed whose document tells the same title and site and holds most of the same stories, None for none.

    One in trouble is none: its new address may be what is wanted.
    """
    if not document.title or not document.stories:
        return None
    same_title = r.rows(
        "SELECT f.id, f.site FROM feeds f JOIN fetch_states s ON s.feed_id = f.id"
        " WHERE f.document_title = ? AND f.removed IS NULL AND s.error = ''",
        (document.title,),
    )
    keys = [story_key(story.guid) for story in document.stories[:_LOOKED_AT]]
    for feed_id, site in same_title:
        if site and document.site and canonical(site) != canonical(document.site):
            continue
        marks = ", ".join("?" * len(keys))
        held = r.value(
            f"SELECT count(*) FROM stories WHERE feed_id = ? AND key IN ({marks})", (feed_id, *keys)
        )
        if held * 2 > len(keys):
            return int(feed_id)
    return None
