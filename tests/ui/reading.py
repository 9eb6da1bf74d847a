"""Stories and the small fakes that the tests of list, reader and briefs share."""

from __future__ import annotations

from typing import Any

from newsreader.domain.stories import CleanHtml, Enclosure, Story, StoryHeader

NOW = 1_763_800_000
"""A Saturday morning in November 2025, UTC."""


def make_header(id: int = 1, title: str = "A headline", **values: Any) -> StoryHeader:
    """A header; any field can be given."""
    fields: dict[str, Any] = {
        "id": id, "feed_id": 1, "feed_title": "Harbour Lantern", "title": title, "teaser": "A teaser.",
        "author": "the city desk", "link": f"https://lantern.example/{id}", "published": NOW - 600, "received": NOW,
        "when": NOW - 600, "read": False, "saved": False,
    }  # fmt: skip
    return StoryHeader(**(fields | values))


def make_story(
    html: str = "<p>Text.</p>", *, language: str = "en", enclosures: tuple[Enclosure, ...] = (), **values: Any
) -> Story:
    """A story with that body; other values go to its header."""
    return Story(make_header(**values), CleanHtml(html), language, enclosures)


class Opener:
    """Stands in for the browser: notes what was opened."""

    def __init__(self) -> None:
        self.opened: list[str] = []

    def __call__(self, address: str) -> bool:
        self.opened.append(address)
        return True
