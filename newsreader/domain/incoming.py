"""A feed document and its stories on their way into the cache. Times are UTC epoch seconds; absent text is ``""``.

Apart from ``feeds`` and ``stories``: the window starts without these, and parse processes without those.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from newsreader.domain.documents import CleanHtml, Enclosure, FeedType, Publication


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What a feed document itself says about how often to ask (RSS 2.0, web.resource.org syndication module).

    ``ttl`` and ``update_period`` are seconds; hours are 0-23 UTC; days are 0 (Monday) to 6.
    """

    ttl: int | None = None
    update_period: int | None = None
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class IncomingStory:
    """One entry of a feed document as ``parse`` read it: foreign, not yet sanitized.

    ``content`` is the fullest HTML the entry has, ``summary`` the shorter one if both are there. ``base`` is the
    absolute address that relative links resolve against. ``guid`` is never empty: a missing id is replaced by the
    link, else by a hash of title and content. ``entry_hash`` is a 63-bit hash of the entry's own bytes. ``title``,
    ``author`` and ``categories`` are plain text already, in one line; ``picture`` is a picture that comes beside the
    content, an absolute address.
    """

    guid: str
    link: str = ""
    title: str = ""
    author: str = ""
    published: int | None = None
    updated: int | None = None
    content: str = ""
    summary: str = ""
    base: str = ""
    enclosures: tuple[Enclosure, ...] = ()
    categories: tuple[str, ...] = ()
    language: str = ""
    entry_hash: int = 0
    picture: str = ""


@dataclass(frozen=True, slots=True)
class IncomingFeed:
    """A feed document as ``parse`` read it. ``entry_hashes`` are those of all its entries, also of the dropped ones."""

    type: FeedType
    title: str = ""
    site: str = ""
    language: str = ""
    icon: str = ""
    publication: Publication = field(default_factory=Publication)
    rhythm: Rhythm = field(default_factory=Rhythm)
    stories: tuple[IncomingStory, ...] = ()
    entry_hashes: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class CleanStory:
    """A story ready for the cache. ``title`` is plain text of at most 1,000 characters, ``teaser`` follows the teaser
    rule, ``text`` is the plain text that search indexes, ``picture`` the address of its first picture. ``content_hash``
    (63 bits) changes when title, link, author or body change."""

    guid: str
    link: str
    title: str
    author: str
    published: int | None
    updated: int | None
    html: CleanHtml
    text: str
    teaser: str
    picture: str = ""
    enclosures: tuple[Enclosure, ...] = ()
    categories: tuple[str, ...] = ()
    language: str = ""
    entry_hash: int = 0
    content_hash: int = 0
