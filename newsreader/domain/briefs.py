"""Briefs: an event, told once, with the stories that cover it. Times are UTC epoch seconds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BriefSource:
    """A story that covers an event. ``title`` is that of its publication; ``feed_id`` is None where the feed was
    removed. ``publication`` is a name that all stories of one publication share, whichever of its feeds they are of."""

    story: int
    feed_id: int | None
    title: str
    headline: str
    teaser: str
    link: str
    when: int
    read: bool
    publication: str = ""


@dataclass(frozen=True, slots=True)
class Brief:
    """An event: one headline, one teaser, the stories that cover it.

    ``id`` is stable between calls. ``story`` is the story that tells it best (its headline and teaser are shown);
    ``stories`` are all, newest first; ``sources`` are the titles of the publications, each once, who tells it best
    first, and ``source_feeds`` one feed id of each, in the same order (None where the feed was removed). ``first`` and
    ``newest`` are when the first and the latest story came. ``place`` says in one plain sentence why it stands where
    it does. ``section`` is ``""`` at the top, below it the name of the folder it is listed under. ``followed``: the
    person wants to be told of new stories of it; ``less``: the person wants less of it.
    """

    id: int
    headline: str
    teaser: str
    story: int
    stories: tuple[int, ...]
    sources: tuple[str, ...]
    source_feeds: tuple[int | None, ...]
    newest: int
    read: bool = False
    first: int = 0
    place: str = ""
    section: str = ""
    followed: bool = False
    less: bool = False


@dataclass(frozen=True, slots=True)
class BriefList:
    """What the briefs sidebar draws, in its order; ``latest`` tells that none is of the last hours."""

    briefs: tuple[Brief, ...]
    latest: bool = False
