"""The headline of a story, also of one that has none. Plain text; any thread."""

from __future__ import annotations

from newsreader.domain.stories import StoryHeader
from newsreader.ui.reader import runs

UNTITLED = "Untitled"


def headline(header: StoryHeader) -> str:
    """The headline of a story; the beginning of its teaser when it has none."""
    title = runs.label(header.title, 1000)
    if title:
        return title
    teaser = runs.label(header.teaser)
    if len(teaser) > 80:
        teaser = teaser[:80].rsplit(" ", 1)[0] + "…"
    return teaser or UNTITLED
