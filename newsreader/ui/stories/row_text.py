"""What a row says, made once from its header: safe to draw, and composed also when a part is missing. Any thread."""

from __future__ import annotations

from typing import NamedTuple

from newsreader.domain.stories import StoryHeader
from newsreader.ui.reader import runs
from newsreader.ui.reader.headline import UNTITLED, sign

_HEADLINE = 240
_TEASER = 300
_FEED = 80


class RowText(NamedTuple):
    """``headline``, ``teaser`` and ``feed`` are one line of plain text each; ``_rtl`` for those that run that way.
    ``single`` is what stands in a row that has but one line besides the last."""

    headline: str
    teaser: str
    feed: str
    single: str
    headline_rtl: bool
    teaser_rtl: bool


def row_text(header: StoryHeader) -> RowText:
    """The texts of a row. Without a headline the teaser stands in for it, and is not said twice; where there are no
    words at all, its sign tells the story apart from others like it."""
    headline = runs.label(header.title, _HEADLINE)
    teaser = runs.label(header.teaser, _TEASER)
    single = ""
    if not headline and not teaser:
        headline, teaser = UNTITLED, runs.label(sign(header), _TEASER)
        single = f"{headline} · {teaser}" if teaser else ""
    elif not headline:
        headline, teaser = teaser, ""
    elif teaser.casefold() == headline.casefold():
        teaser = ""
    feed = runs.isolated(runs.label(header.feed_title, _FEED))
    rtl = (runs.starts_rtl(headline), runs.starts_rtl(teaser))
    return RowText(headline, teaser, feed, single or headline, *rtl)
