"""From a parsed document to stories ready for the cache. In a parse process: foreign HTML becomes CleanHtml here."""

from __future__ import annotations

from dataclasses import replace

from newsreader.domain.incoming import IncomingFeed
from newsreader.sync.parsed import ParsedFeed
from newsreader.text.sanitize import CLEAN_VERSION
from newsreader.text.story import shape


def shape_feed(feed: IncomingFeed) -> ParsedFeed:
    """Clean every story of ``feed``."""
    stories = tuple(shape(story) for story in feed.stories)
    return ParsedFeed(replace(feed, stories=()), stories, CLEAN_VERSION)
