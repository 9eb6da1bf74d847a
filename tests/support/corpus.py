"""Real stories for tests and figures: every feed of the folder that NEWSREADER_CORPUS names, and of our own data.

The stories are those the pane gets: parsed and cleaned as the worker does it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from newsreader.domain.errors import ParseError
from newsreader.domain.incoming import CleanStory
from newsreader.domain.stories import Story, StoryHeader
from newsreader.parse.document import parse
from newsreader.text.story import shape

OURS = Path(__file__).resolve().parents[1] / "data" / "feeds"


def stories() -> Iterator[Story]:
    """One story after the other; what is no feed is left out."""
    folder = os.environ.get("NEWSREADER_CORPUS")
    files = sorted(OURS.iterdir()) + (sorted(Path(folder).iterdir()) if folder else [])
    number = 0
    for path in files:
        if not path.is_file():
            continue
        try:
            feed = parse(path.read_bytes(), url=f"https://feeds.example/{path.name}", content_type="")
        except ParseError:
            continue
        for incoming in feed.stories:
            number += 1
            yield shown(shape(incoming), number, feed.title)


def shown(story: CleanStory, number: int = 1, feed_title: str = "") -> Story:
    """A cleaned story as the reader pane gets it."""
    when = story.published or 1_700_000_000
    header = StoryHeader(
        number, 1, feed_title, story.title, story.teaser, story.author, story.link, story.published, when, when,
        read=False, saved=False, picture=story.picture,
    )  # fmt: skip
    return Story(header, story.html, story.language, story.enclosures, story.categories)
