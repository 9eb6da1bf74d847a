"""From a parsed document to stories ready for the cache. In a parse process: foreign HTML becomes CleanHtml here."""

from __future__ import annotations

from dataclasses import replace

from newsreader.domain.stories import IncomingFeed
from newsreader.sync.parsed import ParsedFeed
from newsreader.text.story import shape


def shape_feed(feed: IncomingFeed) -> ParsedFeed:
    """Clean every story of ``feed``."""
    return ParsedFeed(replace(feed, stories=()), tuple(shape(story) for story in feed.stories))
