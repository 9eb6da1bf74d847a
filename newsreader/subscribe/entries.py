"""The entries of a list of subscriptions, and the rules that every list is read by, whatever its form.

Pure; any thread; standard library only. What cannot be a subscription of ours (a command, a file of another machine, a
search folder) is listed with the reason, never run (HOSTILE O04).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from newsreader.domain.feeds import FeedSettings
from newsreader.domain.jobs import Skipped
from newsreader.text.urls import canonical, normalize_address

DEEPEST = 20
"""Folders within folders that are kept; what lies deeper goes into the last of them."""
LONGEST_NAME = 1000


@dataclass(frozen=True, slots=True)
class OpmlFeed:
    """A subscription of a list. ``folder`` is its path, names joined by ``/``.

    ``url`` never holds credentials: they are in ``user`` and ``secret``, for the keyring and nowhere else.
    """

    url: str
    title: str = ""
    site: str = ""
    folder: str = ""
    settings: FeedSettings = field(default_factory=FeedSettings)
    user: str = ""
    secret: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Opml:
    """A list of subscriptions: ``folders`` as paths, parents before children, and ``feeds``, both in their order.

    ``merged`` counts entries left out because the list has their address already.
    """

    title: str = ""
    folders: tuple[str, ...] = ()
    feeds: tuple[OpmlFeed, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    merged: int = 0


class Collected:
    """Feeds and folders as they come, each address and each path once."""

    def __init__(self) -> None:
        self.title = ""
        self.folders: dict[str, None] = {}
        self.feeds: dict[str, OpmlFeed] = {}
        self.skipped: list[Skipped] = []
        self.merged = 0

    def add_folder(self, path: str) -> None:
        """Keep ``path`` and the folders above it."""
        if path and path not in self.folders:
            self.add_folder(path.rpartition("/")[0])
            self.folders[path] = None

    def add_feed(self, feed: OpmlFeed) -> None:
        """Keep ``feed`` unless its address is there already."""
        key = canonical(feed.url)
        if key in self.feeds:
            self.merged += 1
        else:
            self.add_folder(feed.folder)
            self.feeds[key] = feed

    def skip(self, url: str, why: str) -> None:
        """Note what was left out."""
        self.skipped.append(Skipped(url[:LONGEST_NAME], why))

    def result(self) -> Opml:
        """All of it."""
        return Opml(
            self.title, tuple(self.folders), tuple(self.feeds.values()), tuple(self.skipped), self.merged
        )


def refusal(url: str, kind: str, values: Mapping[str, str]) -> str:
    """Why this entry cannot be a subscription; ``""`` when it can."""
    if not url:
        return "It has no address."
    source = values.get("rssguard:xmlurltype", "0")
    if url.startswith("|") or source == "1" or values.get("filtercmd") or values.get("rssguard:postprocess"):
        return "It runs a command on the computer it came from; commands are never taken over."
    if source == "2" or url.startswith(("/", "~", "file:")):
        return "It is a file of the computer it came from."
    if kind.startswith(("html", "xpath", "json+", "html+")):
        return "It is taken out of a web page by rules of another reader."
    return _scheme_refusal(url)


def _scheme_refusal(url: str) -> str:
    scheme = re.match(r"([A-Za-z][A-Za-z0-9+.-]*):", url)
    name = scheme[1].lower() if scheme else ""
    if name in ("exec", "filter", "cmd", "script"):
        return "It runs a command on the computer it came from; commands are never taken over."
    if name == "query":
        return "It is a search folder."
    if name == "file":
        return "It is a file of the computer it came from."
    try:
        return "" if web_address(url) else "It is not an address of the web."
    except ValueError:
        return "Its address is broken."


def web_address(url: str) -> str:
    """``url`` as http(s) address, feed: unwrapped and a bare host completed; ``""`` if it cannot be one."""
    if not url.lower().startswith(("http://", "https://")):
        url = next(iter(normalize_address(url)), "")
    parts = urlsplit(url)
    good = (
        parts.scheme in ("http", "https")
        and bool(parts.hostname)
        and not re.search(r"[\s<>\"\\]|\.\.|^\.", parts.netloc)
    )
    return url if good else ""


def folded(name: str) -> str:
    return " ".join(name.split())[:LONGEST_NAME]
