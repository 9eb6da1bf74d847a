"""From what a person pasted to the feeds behind it: a plan that says what to fetch next, and never fetches itself.

Pure; one ``Discovery`` belongs to one thread. The job that drives it stays small::

    plan = Discovery(typed)
    while asks := plan.next_requests():
        for ask in asks:                                  # may be fetched side by side
            plan.feed(Reply(ask, ...))                    # what came back, parsed if it could be; or its fault
    found = plan.result()                                 # best first; raises the one fault worth telling

The order (one request where the address is a feed, guesses only when everything else gave nothing): the address
itself, or the feeds of a known site; the links of its page; links in its text; what its address would be on servers of
known kinds; the usual addresses beside it and at the root. A step is taken only when the one before found nothing.
Every address is verified by parsing what it gives, so a page that answers 200 to everything finds nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from newsreader.domain.errors import (
    BrokenAnswer,
    ConnectionRefused,
    Forbidden,
    HostileDocument,
    HostNotFound,
    ListOfFeeds,
    LoginNeeded,
    NewsreaderError,
    NoFeedFound,
    NotAFeed,
    NoTls,
    ParserDied,
    ServerBusy,
    TimedOut,
    UsageError,
)
from newsreader.domain.incoming import IncomingFeed
from newsreader.subscribe.pages import Page, looks_like_page, read_page
from newsreader.subscribe.sites import Guess, likely_feeds, sure_feeds, topic_feeds
from newsreader.subscribe.told import (
    address_of_handle,
    directories,
    feeds_in_page,
    profile_directory,
    profile_in_directory,
)
from newsreader.text.urls import canonical, normalize_address

How = Literal["typed", "site", "directory", "link", "body", "script", "shape", "usual"]

MOST_LINKS = 12
"""Links of one page that are asked."""
MOST_REQUESTS = 48
"""Requests of one discovery, all in all."""
MOST_REFUSALS = 3
"""Refusals in a row after which a host is left alone."""
USUAL_PATHS = (
    "feed",
    "rss",
    "feed.xml",
    "rss.xml",
    "atom.xml",
    "index.xml",
    "feed.json",
    "feeds/posts/default",
    "?feed=rss2",
)
"""Addresses feeds usually have, beside a page and at the root of its host."""
_REFUSALS = (Forbidden, LoginNeeded, ServerBusy, ConnectionRefused, TimedOut)


@dataclass(frozen=True, slots=True)
class Ask:
    """An address to fetch and to try to parse; ``how`` it came up, ``label`` what tells it from its siblings."""

    url: str
    how: How
    label: str = ""
    comments: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back for ``ask``.

    ``feed`` if it parsed as one; else ``body`` and ``content_type`` of what it was; or the ``fault`` of fetching it.
    ``url`` is the final address, ``permanent_url`` the one after an all-permanent redirect (``""`` for none),
    ``link_header`` the HTTP header of that name.
    """

    ask: Ask
    url: str = ""
    content_type: str = ""
    body: bytes = field(default=b"", repr=False)
    feed: IncomingFeed | None = None
    fault: NewsreaderError | None = None
    permanent_url: str = ""
    link_header: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A verified feed: the address to subscribe to and the document that was there."""

    url: str
    feed: IncomingFeed
    how: How
    label: str = ""
    comments: bool = False


class Discovery:
    """The plan for one pasted address. Raises UsageError when ``typed`` is no address at all."""

    def __init__(self, typed: str) -> None:
        page = address_of_handle(typed)
        self._handle = profile_directory(typed)
        self._told: list[Reply] = []
        addresses = [page] if page else normalize_address(typed)
        if not addresses:
            raise UsageError("This is not an address of a page or a feed.")
        self._order: list[Ask] = []
        self._waiting: dict[str, Ask] = {}
        self._found: dict[str, Found] = {}
        self._pages: list[Page] = []
        self._first_reply: Reply | None = None
        self._first_fault: NewsreaderError | None = None
        self._refusals = 0
        self._steps = self._plan(addresses)

    @property
    def tried(self) -> tuple[str, ...]:
        """The addresses asked so far, in order."""
        return tuple(ask.url for ask in self._order)

    def next_requests(self) -> list[Ask]:
        """What to fetch now; empty when the search is over. Every one of the last batch must have been fed first."""
        if self._waiting:
            raise RuntimeError("the last batch was not answered")
        for batch in self._steps:
            for ask in batch:
                if len(self._order) < MOST_REQUESTS and not self._asked(ask):
                    self._order.append(ask)
                    self._waiting[ask.url] = ask
            if self._waiting:
                return list(self._waiting.values())
        return []

    def feed(self, reply: Reply) -> None:
        """Take what came back for one of the asks of the last batch."""
        del self._waiting[reply.ask.url]
        if reply.feed is not None:
            self._take(reply, reply.feed)
            return
        if reply.ask.how == "typed":
            self._first_reply = reply
        if reply.fault is not None and self._first_fault is None and reply.ask.how in ("typed", "site"):
            self._first_fault = reply.fault
        if reply.ask.how == "directory":
            self._told.append(reply)
            return
        self._refusals = self._refusals + 1 if isinstance(reply.fault, _REFUSALS) else 0
        if (
            reply.body
            and looks_like_page(reply.content_type, reply.body)
            and reply.ask.how in ("typed", "body", "link")
        ):
            self._pages.append(
                read_page(reply.url or reply.ask.url, reply.content_type, reply.body, reply.link_header)
            )

    def result(self) -> list[Found]:
        """The feeds found, best first. Raises the fault of the address itself when there was one (not found, login
        needed, not a page, ...), else NoFeedFound; either with what was tried."""
        if self._found:
            place = {ask.url: number for number, ask in enumerate(self._order)}
            ranked = sorted(self._found.items(), key=lambda item: (item[1].comments, place[item[0]]))
            return [found for _, found in ranked]
        fault = self._first_fault
        if fault is None or isinstance(fault, NotAFeed):
            fault = self._nothing()
        fault.tried = self.tried
        raise fault

    # -- the steps, each a batch ---------------------------------------------------------------------------------

    def _plan(self, addresses: list[str]) -> Iterator[list[Ask]]:
        yield from self._at_known_site(addresses[0])
        if not self._found:
            yield from self._at_the_address(addresses)
        if not self._found and self._handle:
            yield from self._at_the_profile()
        if self._found or self._hopeless():
            return
        for step in (self._links, self._body, self._second_pages, self._shapes, self._usual):
            yield from step()
            if self._found:
                return

    def _at_the_profile(self) -> Iterator[list[Ask]]:
        """A handle whose server has another name: ask where its page is. That page counts in place of the first."""
        if self._pages and self._pages[0].links:
            return
        yield [Ask(self._handle, "directory")]
        page = next((url for reply in self._told if (url := profile_in_directory(reply.body))), "")
        if page:
            first, self._first_fault, self._pages = self._first_fault, None, []
            yield [Ask(page, "typed")]
            self._first_fault = self._first_fault or (first if not self._pages else None)

    def _at_known_site(self, url: str) -> Iterator[list[Ask]]:
        guesses = sure_feeds(url)
        if lookups := directories(url):
            yield [Ask(lookup, "directory") for lookup in lookups]
            sources = [(reply.ask.url, reply.body.decode("utf-8", "replace")) for reply in self._told]
            guesses += tuple(guess for told, source in sources for guess in feeds_in_page(told, source))
        if guesses:
            yield _asks(guesses, "site")
            self._first_fault = None  # what the page itself says is what to tell

    def _at_the_address(self, addresses: list[str]) -> Iterator[list[Ask]]:
        for url in (
            addresses
        ):  # https first, http only if nobody speaks it there; a bad certificate is never bypassed
            yield [Ask(url, "typed")]
            if not isinstance(self._first_fault, ConnectionRefused | TimedOut | BrokenAnswer | NoTls):
                break
            if url != addresses[-1]:
                self._first_fault = None
        if isinstance(self._first_fault, HostNotFound) and (url := _with_www(addresses[0])):
            fault, self._first_fault = self._first_fault, None
            yield [Ask(url, "typed")]
            self._first_fault = fault if self._first_fault else None
        if self._pages and self._pages[0].forward and not self._pages[0].links:
            yield [Ask(self._pages[0].forward, "typed")]

    def _links(self) -> Iterator[list[Ask]]:
        for page in tuple(self._pages):
            asks = [Ask(link.url, "link", comments=link.comments) for link in page.links]
            asks = _asks(feeds_in_page(page.url, page.source), "script") + asks
            if asks and page.url == self._address():
                asks = self._topic(page) + asks
            yield asks[:MOST_LINKS]

    def _topic(self, page: Page) -> list[Ask]:
        """The feed of the very topic whose page was pasted, where the page names only that of the whole site."""
        beneath = canonical(page.url) + "/"
        named = any(canonical(link.url).startswith(beneath) for link in page.links)
        return [] if named else _asks(topic_feeds(page.url), "shape")

    def _body(self) -> Iterator[list[Ask]]:
        for page in tuple(self._pages):
            yield [Ask(link.url, "body", comments=link.comments) for link in page.body_links]

    def _second_pages(self) -> Iterator[list[Ask]]:
        """The pages that links led to ("Our feeds"): their own links, and no further."""
        for page in [page for page in self._pages if page.url != self._address()][:3]:
            asks = [Ask(link.url, "link", comments=link.comments) for link in (*page.links, *page.body_links)]
            yield asks[:MOST_LINKS]

    def _shapes(self) -> Iterator[list[Ask]]:
        yield _asks(likely_feeds(self._address()), "shape")

    def _usual(self) -> Iterator[list[Ask]]:
        """Two at a time, as a host is asked anyway; no more once one holds a feed, or once it is plain
        that the host refuses whatever is asked."""
        usual = usual_addresses(self._address())
        for start in range(0, len(usual), 2):
            yield [Ask(url, "usual") for url in usual[start : start + 2]]
            if self._found or self._refusals >= MOST_REFUSALS:
                return

    # -- what came back ------------------------------------------------------------------------------------------

    def _address(self) -> str:
        reply = self._first_reply
        return (reply.url or reply.ask.url) if reply else self._order[0].url

    def _asked(self, ask: Ask) -> bool:
        """Whether this was asked before. Only what was pasted is told apart by http and https."""
        if ask.how == "typed":
            return any(ask.url == other.url for other in self._order)
        return any(canonical(ask.url) == canonical(other.url) for other in self._order)

    def _hopeless(self) -> bool:
        """Whether asking more of this host is pointless or rude: it did not answer, wants a login, or wants a pause.

        404 and 403 are said of one page: its feed may be open to all, as where programs are kept from pages.
        """
        fault = self._first_fault
        if fault is None or isinstance(fault, NotAFeed):
            return self._first_reply is not None and not self._pages
        return getattr(fault, "status", None) not in (403, 404, 410)

    def _take(self, reply: Reply, feed: IncomingFeed) -> None:
        url = reply.permanent_url or reply.ask.url
        for other in self._found.values():
            same_document = bool(feed.entry_hashes) and feed.entry_hashes == other.feed.entry_hashes
            if same_document or canonical(other.url) == canonical(url):
                return
        self._found[reply.ask.url] = Found(url, feed, reply.ask.how, reply.ask.label, reply.ask.comments)

    def _nothing(self) -> NewsreaderError:
        reply = self._first_reply
        if reply is not None and not self._pages:
            return _not_a_page(reply)
        if self._pages and self._pages[0].scripted:
            return NoFeedFound(
                "No feed was found: this page is put together by scripts, and names no feed in its source."
            )
        return NoFeedFound("No feed was found on this page.")


def _with_www(url: str) -> str:
    """The address at ``www.``, where some sites are and nowhere else; ``""`` where that makes no sense."""
    parts = urlsplit(url)
    if parts.netloc.count(".") != 1 or not parts.netloc.replace(".", "").replace("-", "").isalnum():
        return ""
    return f"{parts.scheme}://www.{url.partition('://')[2]}"


def usual_addresses(url: str) -> list[str]:
    """Where feeds usually are: each name beside the page at ``url`` (in its directory) and at the root of its host."""
    parts = urlsplit(url)
    root = f"{parts.scheme}://{parts.netloc}/"
    path = parts.path if "." not in parts.path.rpartition("/")[2] else parts.path.rpartition("/")[0]
    beside = root + path.strip("/") + "/" if path.strip("/") else root
    return list(dict.fromkeys(place + name for name in USUAL_PATHS for place in (beside, root)))


def _asks(guesses: Iterable[Guess], how: How) -> list[Ask]:
    return [Ask(guess.url, how, guess.label) for guess in guesses]


def _not_a_page(reply: Reply) -> NewsreaderError:
    """What to say of a document that is neither a feed nor a page."""
    if isinstance(reply.fault, HostileDocument | ParserDied):
        return reply.fault
    start = reply.body[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    kind = reply.content_type.partition(";")[0].strip().lower()
    if not reply.body.strip():
        return NotAFeed("The server sent an empty document.")
    if b"<opml" in reply.body[:2048].lower():
        return ListOfFeeds("This is a list of feeds (OPML), not a feed: import it to add what it holds.")
    if start.startswith((b"<?xml", b"<rss", b"<feed", b"<rdf")):
        return NotAFeed(
            "The document is XML, but not a feed that can be read: it is broken or of another kind."
        )
    names = {"application/pdf": "a PDF document", "application/json": "data (JSON), but not a feed"}
    top = {"image": "a picture", "audio": "a sound file", "video": "a film"}.get(kind.partition("/")[0], "")
    what = (
        "a PDF document"
        if start.startswith(b"%pdf")
        else names.get(kind, "") or top or "neither a feed nor a web page"
    )
    return NotAFeed(f"What is at this address is {what}.")
