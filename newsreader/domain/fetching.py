"""How a feed is fetched, and how it fares. Times are UTC epoch seconds; absent text is ``""``, absent time is None.

Apart from ``feeds``, which the window needs for its first paint of the tree.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from newsreader.domain.feeds import Feed
from newsreader.domain.incoming import Rhythm


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
