"""Stories on their way in, in the cache, and on the screen. Times are UTC epoch seconds; absent text is ``""``."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NewType

from newsreader.domain.feeds import FeedType, PicturesChoice, Publication, Rhythm

CleanHtml = NewType("CleanHtml", str)
"""HTML that ``text.sanitize`` made: an allowlist of tags, absolute http(s) links, no style. Nothing else makes it."""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that comes with a story (RSS 2.0 ``enclosure``, Atom ``link rel=enclosure``). ``length`` in bytes."""

    url: str
    type: str = ""
    length: int | None = None


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


@dataclass(frozen=True, slots=True)
class StoryHeader:
    """A row of the story list: everything it draws, nothing more. ``feed_id`` is None for a saved story whose feed was
    removed. ``when`` is what it is sorted by: published, else received."""

    id: int
    feed_id: int | None
    feed_title: str
    title: str
    teaser: str
    author: str
    link: str
    published: int | None
    received: int
    when: int
    read: bool
    saved: bool
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """A whole story for the reader pane.

    ``html`` is what the feed gave. ``whole`` is what was fetched from the story's page, ``""`` when it was not;
    ``shows_whole`` tells which of the two the person reads. ``whole_always`` and ``pictures`` are what was chosen for
    its feed: whether whole stories are fetched by themselves, and whether pictures are loaded.
    """

    header: StoryHeader
    html: CleanHtml
    language: str = ""
    enclosures: tuple[Enclosure, ...] = ()
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    related: tuple[int, ...] = ()
    publication: Publication = field(default_factory=Publication)
    whole: CleanHtml = CleanHtml("")
    shows_whole: bool = False
    whole_always: bool = False
    pictures: PicturesChoice = ""

    @property
    def body(self) -> CleanHtml:
        """What is read: the whole story if it is here and wanted, else the feed's own text."""
        return self.whole if self.shows_whole and self.whole else self.html


class ViewKind(StrEnum):
    """What a story list can show."""

    TODAY = "today"
    UNREAD = "unread"
    SAVED = "saved"
    ALL = "all"
    FEED = "feed"
    FOLDER = "folder"
    SEARCH = "search"


@dataclass(frozen=True, slots=True)
class View:
    """One story list: a smart view, a feed, a folder (with its subfolders) or a search within one of them.

    ``id`` is the feed or folder. ``query`` narrows by search when it is not empty. Newest first unless
    ``oldest_first``; the order is published, else received, then id. With ``by_feed`` the stories of each feed stand
    together, the feeds by their titles; a search pays no heed to it.
    """

    kind: ViewKind
    id: int | None = None
    query: str = ""
    unread_only: bool = False
    saved_only: bool = False
    oldest_first: bool = False
    by_feed: bool = False
