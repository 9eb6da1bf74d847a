"""Stories in the cache, and on the screen. Times are UTC epoch seconds; absent text is ``""``."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from newsreader.domain.documents import CleanHtml, Enclosure, Publication
from newsreader.domain.feeds import PicturesChoice

__all__ = (
    "CleanHtml",
    "Enclosure",
    "Story",
    "StoryHeader",
    "View",
    "ViewKind",
)

_NO_HTML = CleanHtml("")


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
    whole: CleanHtml = _NO_HTML
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
    EVENT = "event"
    SEARCH = "search"


@dataclass(frozen=True, slots=True)
class View:
    """One story list: a smart view, a feed, a folder (with its subfolders), an event or a search within one of them.

    ``id`` is the feed, the folder, or the brief of the event. ``query`` narrows by search when it is not empty. Newest
    first unless ``oldest_first``; the order is published, else received, then id. With ``by_feed`` the stories of each
    feed stand together, the feeds by their titles; a search pays no heed to it.
    """

    kind: ViewKind
    id: int | None = None
    query: str = ""
    unread_only: bool = False
    saved_only: bool = False
    oldest_first: bool = False
    by_feed: bool = False
