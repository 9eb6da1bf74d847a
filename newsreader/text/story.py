"""An incoming story made ready for the cache in one pass. Worker side; pure; any thread of it."""

from __future__ import annotations

from newsreader.domain.incoming import CleanStory, IncomingStory
from newsreader.text.hashing import hash63
from newsreader.text.plain import plain_title
from newsreader.text.sanitize import clean_parts
from newsreader.text.teaser import teaser


def shape(story: IncomingStory) -> CleanStory:
    """``story`` with its HTML sanitized, and the text, teaser and first picture drawn from it.

    The fuller of content and summary is kept; a picture that the feed names beside the content goes before those in
    it. ``content_hash`` covers title, link, author and body.
    """
    html, text, picture = clean_parts(story.content or story.summary, story.base or story.link)
    return CleanStory(
        guid=story.guid,
        link=story.link,
        title=story.title,
        author=story.author,
        published=story.published,
        updated=story.updated,
        html=html,
        text=text,
        teaser=teaser(text),
        picture=story.picture or picture,
        enclosures=story.enclosures,
        categories=story.categories,
        language=story.language,
        entry_hash=story.entry_hash,
        content_hash=hash63(story.title, story.link, story.author, html),
    )


def title_or_teaser(story: CleanStory) -> str:
    """What stands for a story in one line: its title, else the start of its text."""
    return story.title or plain_title(story.teaser, html=False)
