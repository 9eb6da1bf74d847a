"""What is asked of the client and what it gives back. Plain values; no aiohttp type leaves this room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from newsreader.domain.fetching import Validators
from newsreader.net.limits import MAX_BODY

FEED_TYPES = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, text/html;q=0.7, */*;q=0.5"
)
"""Accept of a request for a feed or for a page that may lead to one."""

PICTURE_TYPES = "image/webp, image/png, image/jpeg, image/gif"
"""Accept of a request for a picture: the formats that are shown."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """A name and password (Basic or Digest, whichever the server asks for), or a bearer token in ``secret``.

    They belong to one origin. The client sends them to the origin of the request and nowhere else.
    """

    user: str
    secret: str = field(repr=False)
    scheme: Literal["password", "bearer"] = "password"


@dataclass(frozen=True, slots=True)
class Request:
    """One GET. ``url`` is http or https; user and password in it count as credentials and are never shown again.

    ``validators`` make it conditional; ``max_bytes`` bounds the decoded body; ``allow_private`` False refuses hosts of
    the person's own network, at the first hop and at every redirect (HOSTILE S14). Equal requests that are under way
    at the same time are fetched once.
    """

    url: str = field(repr=False)
    validators: Validators = field(default_factory=Validators)
    credentials: Credentials | None = None
    max_bytes: int = MAX_BODY
    accept: str = FEED_TYPES
    allow_private: bool = True
    purpose: str = "feed"


@dataclass(frozen=True, slots=True)
class Redirect:
    """One hop: the status of the answer, and the absolute address it led to."""

    status: int
    url: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer: status 200-299 with its body, or 304 with none.

    ``url`` is where it came from in the end, without user and password. ``validators`` are those to keep: of a 200 its
    own, of a 304 the ones that were sent. ``headers`` have lower-case names; repeated ones are joined by ", ".
    ``permanent_url`` is the address at the end of the permanent redirects that the chain began with, ``""`` if it
    began with none. ``downgraded`` tells that a redirect led from https to http. ``received`` is when it came (epoch
    seconds), ``wire_bytes`` the size of the body on the way, ``seconds`` how long it took, waiting in line aside.
    """

    status: int
    url: str
    body: bytes = field(default=b"", repr=False)
    content_type: str = ""
    validators: Validators = field(default_factory=Validators)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    redirects: tuple[Redirect, ...] = ()
    permanent_url: str = ""
    downgraded: bool = False
    received: int = 0
    wire_bytes: int = 0
    seconds: float = 0.0

    @property
    def unchanged(self) -> bool:
        """True for 304: the document is what it was when the validators were given."""
        return self.status == 304
