"""Feeds, folders and publications. Times are UTC epoch seconds; absent text is ``""``, absent time is None."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from newsreader.domain.documents import FeedType, Publication

__all__ = (
    "Feed",
    "FeedSettings",
    "FeedTree",
    "FeedType",
    "Folder",
    "PicturesChoice",
    "Publication",
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

    @property
    def unasked(self) -> frozenset[int]:
        """The ids of the feeds that are still to be asked for the first time."""
        return frozenset(
            feed.id for feed in self.feeds if feed.id > 0 and feed.last_checked is None and not feed.paused
        )
