"""What parse processes hand to the worker. Apart from ``shape``, so that the worker need not load a cleaner."""

from __future__ import annotations

from dataclasses import dataclass

from newsreader.domain.incoming import CleanStory, IncomingFeed


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A document after parsing and cleaning. ``feed`` holds no stories of its own; they are in ``stories``.
    ``clean_version`` is that of the cleaner that made their HTML."""

    feed: IncomingFeed
    stories: tuple[CleanStory, ...] = ()
    clean_version: int = 1
