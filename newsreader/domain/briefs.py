"""Briefs: an event, told once, with the stories that cover it. Times are UTC epoch seconds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Brief:
    """An event: one headline, one teaser, the stories that cover it.

    ``id`` is stable between calls. ``story`` is the story that tells it best (its headline and teaser are shown);
    ``stories`` are all, newest first; ``sources`` are the titles of the publications, each once, and ``source_feeds``
    one feed id of each, in the same order (None where the feed was removed).
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


@dataclass(frozen=True, slots=True)
class BriefList:
    """What the briefs sidebar draws, in its order; ``latest`` tells that none is of the last hours."""

    briefs: tuple[Brief, ...]
    latest: bool = False
