"""The headline of a story, also of one that has none. Plain text; any thread."""

from __future__ import annotations

from newsreader.domain.stories import StoryHeader
from newsreader.text.urls import display_host
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


def sign(header: StoryHeader) -> str:
    """What tells a story without headline and teaser apart from others like it: the address of its page or its picture,
    else who wrote it. ``""`` for a story that has words, or nothing at all."""
    if runs.label(header.title) or runs.label(header.teaser):
        return ""
    return _address(header.link) or _address(header.picture) or header.author


def _address(link: str) -> str:
    """A link as people read it, its host as it really is; ``""`` for what is no web address."""
    host = display_host(link)
    path = link.partition("//")[2].partition("/")[2]
    return f"{host}/{path}" if host and path else host
