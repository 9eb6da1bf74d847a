"""What stories and feeds have in a feed document and in the cache alike. Absent text is ``""``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NewType

FeedType = Literal["rss", "rdf", "atom", "json"]
CleanHtml = NewType("CleanHtml", str)
"""HTML that ``text.sanitize`` made: an allowlist of tags, absolute http(s) links, no style. Nothing else makes it."""


@dataclass(frozen=True, slots=True)
class Publication:
    """Who publishes a feed, as far as the feed tells."""

    title: str = ""
    site: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that comes with a story (RSS 2.0 ``enclosure``, Atom ``link rel=enclosure``). ``length`` in bytes."""

    url: str
    type: str = ""
    length: int | None = None
