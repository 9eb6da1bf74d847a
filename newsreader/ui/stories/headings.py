"""What a heading above a story says: the day it is of, or its feed. Pure; any thread."""

from __future__ import annotations

from datetime import date

from newsreader.domain.stories import StoryHeader
from newsreader.ui.reader import runs
from newsreader.ui.stories.days import day_of, day_words
from newsreader.ui.stories.options import Grouping

Group = date | tuple[int | None, str]
"""What stories under one heading have in common: their local day, or id and title of their feed."""

_LONGEST = 120


def group_of(header: StoryHeader, grouping: Grouping) -> Group:
    """The group of a story; ``grouping`` is not ``none``."""
    if grouping == "day":
        return day_of(header.when)
    return header.feed_id, header.feed_title


def group_words(group: Group, today: date) -> str:
    """The heading of a group."""
    if isinstance(group, date):
        return day_words(group, today)
    feed, title = group
    words = runs.label(title, _LONGEST) or "A feed without a title"
    return words if feed is not None else f"{words} (removed)"
