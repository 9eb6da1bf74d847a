"""Feeds, folders and publications. Times are UTC epoch seconds; absent text is ``""``, absent time is None."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from newsreader.domain.documents import FeedType, Publication, Rhythm

__all__ = (
    "Feed",
    "FeedHealth",
    "FeedReport",
    "FeedSettings",
    "FeedTree",
    "FeedType",
    "FetchState",
    "Folder",
    "PicturesChoice",
    "Publication",
    "Rhythm",
    "Validators",
)

PicturesChoice = Literal["", "always", "ask", "never"]
"""Whether the pictures of a feed's stories are loaded; ``""`` is as the preferences say."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of feeds; ``path`` joins the names from the top with ``/``. ``important``: its briefs come first."""

    id: int
    parent_id: int | None
    name: str
    path: str
    position: int
    expanded: bool = True
    important: bool = False


@dataclass(frozen=True, slots=True)
class FeedSettings:
    """What a person may set for one feed; the fields are those of ``Feed``."""

    interval: int | None = None
    paused: bool = False
    pictures: PicturesChoice = ""
    whole_story: bool = False
    keep_unread: bool = False
    notify: bool = False
    keep_days: int | None = None
    important: bool = False


@dataclass(frozen=True, slots=True)
class Feed:
    """A subscription, with its counts and what the last check said.

    ``title`` is what is shown: the person's own, else the document's, else its host. ``error`` is a plain sentence,
    ``""`` when all is well. ``interval`` is the person's own, in seconds, None for automatic. ``icon`` is the name of a
    file in the folder of icons, ``""`` for none; ``latest`` the time of its newest story where that was asked for.
    ``whole_story`` tells that its stories are fetched from their pages when they are opened, ``keep_unread`` that the
    pictures of its unread stories are fetched to be read offline, ``notify`` that new ones are told on the desktop.
    ``keep_days`` is how long its read stories stay: None as in the preferences, 0 for ever. ``important`` tells that
    its briefs come first.
    """

    id: int
    url: str
    title: str
    site: str = ""
    folder_id: int | None = None
    folder: str = ""
    position: int = 0
    unread: int = 0
    total: int = 0
    last_checked: int | None = None
    next_check: int | None = None
    error: str = ""
    error_kind: str = ""
    paused: bool = False
    interval: int | None = None
    publication: Publication = field(default_factory=Publication)
    pictures: PicturesChoice = ""
    icon: str = ""
    latest: int | None = None
    whole_story: bool = False
    keep_unread: bool = False
    notify: bool = False
    keep_days: int | None = None
    important: bool = False

    @property
    def settings(self) -> FeedSettings:
        """What a person has set for it."""
        return FeedSettings(
            self.interval,
            self.paused,
            self.pictures,
            self.whole_story,
            self.keep_unread,
            self.notify,
            self.keep_days,
            self.important,
        )


@dataclass(frozen=True, slots=True)
class FeedTree:
    """Everything the feed pane draws, in the order it draws it. ``today`` counts unread stories of the local day."""

    folders: tuple[Folder, ...]
    feeds: tuple[Feed, ...]
    today: int
    unread: int
    saved: int
    total: int


@dataclass(frozen=True, slots=True)
class Validators:
    """ETag and Last-Modified of one 200 answer, opaque and kept together (RFC 9110 sections 8.8.2 and 8.8.3)."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class FetchState:
    """What the sync worker remembers of a feed between two checks.

    ``body_hash`` is the hash of the last stored document; ``entry_hashes`` those of its entries' own bytes;
    ``failures`` counts failed checks in a row; ``moved_to`` is an address seen once at the end of an all-permanent
    redirect (it becomes the feed's own when seen twice, HOSTILE N16); ``rhythm`` is what its last document
    said.
    """

    feed_id: int
    url: str
    validators: Validators = field(default_factory=Validators)
    body_hash: bytes = b""
    entry_hashes: frozenset[int] = frozenset()
    next_check: int | None = None
    last_checked: int | None = None
    last_status: int | None = None
    last_result: str = ""
    failures: int = 0
    interval: int | None = None
    paused: bool = False
    gone: bool = False
    moved_to: str = ""
    user: str = ""
    rhythm: Rhythm = field(default_factory=Rhythm)

    @property
    def waits_for_person(self) -> bool:
        """True when the feed wants a login that was not given: asking again would only be refused again."""
        return self.last_status == 401 and self.next_check is None and self.last_checked is not None


@dataclass(frozen=True, slots=True)
class FeedHealth:
    """How a feed fares: ``latest`` is the time of its newest story, ``failures`` failed checks in a row, ``gone`` that
    its server said it was removed for good."""

    feed: Feed
    latest: int | None = None
    failures: int = 0
    gone: bool = False


@dataclass(frozen=True, slots=True)
class FeedReport:
    """What the page of a feed tells when it misbehaves.

    ``why_next`` says in words why the next check is when it is; ``size`` is the bytes of the last document;
    ``redirects`` are pairs of status and address, in order; ``weeks`` counts stories of each of the last weeks,
    oldest first, the last of them ending now.
    """

    feed: Feed
    state: FetchState
    why_next: str = ""
    size: int | None = None
    redirects: tuple[tuple[int, str], ...] = ()
    weeks: tuple[int, ...] = ()
    latest: int | None = None
