"""What a row says, made once from its header: safe to draw, and composed also when a part is missing. Any thread."""

from __future__ import annotations

from dataclasses import dataclass

from newsreader.domain.stories import StoryHeader
from newsreader.ui.reader import runs
from newsreader.ui.reader.words import UNTITLED

_HEADLINE = 240
_TEASER = 300
_FEED = 80


@dataclass(frozen=True, slots=True)
class RowText:
    """``headline``, ``teaser`` and ``feed`` are one line of plain text each; ``_rtl`` for those that run that way."""

    headline: str
    teaser: str
    feed: str
    headline_rtl: bool
    teaser_rtl: bool


def row_text(header: StoryHeader) -> RowText:
    """The texts of a row. Without a headline the teaser stands in for it, and is not said twice."""
    headline = runs.label(header.title, _HEADLINE)
    teaser = runs.label(header.teaser, _TEASER)
    if not headline:
        headline, teaser = teaser or UNTITLED, ""
    elif teaser.casefold() == headline.casefold():
        teaser = ""
    feed = runs.isolated(runs.label(header.feed_title, _FEED))
    return RowText(headline, teaser, feed, runs.starts_rtl(headline), runs.starts_rtl(teaser))
