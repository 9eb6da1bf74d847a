"""What a row says, made once from its header: safe to draw, and composed also when a part is missing. Any thread."""

from __future__ import annotations

from typing import NamedTuple

from newsreader.domain.stories import StoryHeader
from newsreader.text.urls import display_host
from newsreader.ui.reader import runs
from newsreader.ui.reader.headline import UNTITLED

_HEADLINE = 240
_TEASER = 300
_FEED = 80


class RowText(NamedTuple):
    """``headline``, ``teaser`` and ``feed`` are one line of plain text each; ``_rtl`` for those that run that way."""

    headline: str
    teaser: str
    feed: str
    headline_rtl: bool
    teaser_rtl: bool


def row_text(header: StoryHeader) -> RowText:
    """The texts of a row. Without a headline the teaser stands in for it, and is not said twice; where there are no
    words at all, the address tells such stories apart."""
    headline = runs.label(header.title, _HEADLINE)
    teaser = runs.label(header.teaser, _TEASER)
    if not headline and not teaser:
        headline, teaser = UNTITLED, runs.label(_address(header.link), _TEASER)
    elif not headline:
        headline, teaser = teaser, ""
    elif teaser.casefold() == headline.casefold():
        teaser = ""
    feed = runs.isolated(runs.label(header.feed_title, _FEED))
    return RowText(headline, teaser, feed, runs.starts_rtl(headline), runs.starts_rtl(teaser))


def _address(link: str) -> str:
    """A link as people read it, its host as it really is; ``""`` for what is no web address."""
    host = display_host(link)
    path = link.partition("//")[2].partition("/")[2]
    return f"{host}/{path}" if host and path else host
