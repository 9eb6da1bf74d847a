"""From a parsed document to stories ready for the cache. Runs in a parse process: foreign HTML becomes CleanHtml here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from newsreader.domain.stories import CleanStory, IncomingFeed, IncomingStory
from newsreader.sync.parsed import ParsedFeed
from newsreader.text.hashing import hash63
from newsreader.text.plain import plain_text, plain_title
from newsreader.text.sanitize import clean, first_picture
from newsreader.text.teaser import teaser


def shape_feed(feed: IncomingFeed) -> ParsedFeed:
    """Clean every story of ``feed``."""
    return ParsedFeed(replace(feed, stories=()), tuple(shape_stories(feed.stories)))


def shape_stories(stories: Iterable[IncomingStory]) -> Iterable[CleanStory]:
    """Each story cleaned, with the plain text, teaser and hashes that the cache keeps."""
    for story in stories:
        body = story.content or story.summary
        html = clean(body, story.base)
        text = plain_text(html)
        yield CleanStory(
            guid=story.guid,
            link=story.link,
            title=plain_title(story.title),
            author=story.author,
            published=story.published,
            updated=story.updated,
            html=html,
            text=text,
            teaser=teaser(text),
            picture=first_picture(html),
            enclosures=story.enclosures,
            categories=story.categories,
            language=story.language,
            entry_hash=story.entry_hash,
            # Over what the feed sent, not over what cleaning made of it: a better cleaner changes no story.
            content_hash=hash63(story.title, story.link, story.author, body),
        )
