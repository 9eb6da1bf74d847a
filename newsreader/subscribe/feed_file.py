"""A feed that lies in a file, as browsers save one: the address it tells of itself.

Pure but for ``address_in_file``; any thread; standard library only. Only the beginning of a document is looked at, and
entities of its own are refused (HOSTILE P01-P03).
"""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from xml.parsers import expat

from newsreader.domain.errors import HostileDocument, UsageError
from newsreader.text.urls import is_web

_HEAD = 256 * 1024
"""Bytes that are looked at: what a feed says of itself stands before its stories."""
_ROOTS = frozenset(("rss", "rdf", "feed"))
_STORIES = frozenset(("item", "entry"))
_JSON_FEED = re.compile(r'"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org\\?/')
_JSON_ADDRESSES = ("feed_url", "home_page_url")


def address_in_file(path: Path) -> str:
    """The address that the feed in a file tells; ``""`` when it holds no feed, or one that tells none.

    Raises UsageError when the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            return address_in(file.read(_HEAD))
    except OSError as fault:
        raise UsageError(f"The file {path.name} cannot be read ({fault.strerror}).") from fault


def address_in(head: bytes) -> str:
    """The address of the feed whose document begins with ``head``: its own, else that of its site, else ``""``."""
    start = head[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"{"):
        return _in_json(head.decode("utf-8", "replace"))
    reader = _Head()
    # It is cut off in the middle, or may be broken further down: what stood before that counts.
    with suppress(expat.ExpatError, ValueError, LookupError, HostileDocument):
        reader.read(head)
    return reader.own or reader.site


def _in_json(text: str) -> str:
    if not _JSON_FEED.search(text):
        return ""
    for name in _JSON_ADDRESSES:
        found = re.search(rf'"{name}"\s*:\s*"([^"]+)"', text)
        if found and is_web(address := found[1].replace("\\/", "/")):
            return address
    return ""


class _Head:
    """Reads what stands before the first story. ``own`` is the feed's address, ``site`` that of its page."""

    def __init__(self) -> None:
        self.own = ""
        self.site = ""
        self._depth = 0
        self._channel = 0
        """The depth of the element that tells of the feed."""
        self._link: list[str] | None = None

    def read(self, head: bytes) -> None:
        """Raises expat.ExpatError at the latest where ``head`` is cut off."""
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.EntityDeclHandler = _refuse_entity
        parser.Parse(head, True)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        name = tag.rpartition(":")[2].lower()
        if self._depth == 1 and name not in _ROOTS:
            raise ValueError("this is no feed")
        if name in _STORIES:
            raise ValueError("all is said of the feed")
        if name == "feed" or (name == "channel" and self._depth == 2):
            self._channel = self._depth
        if name == "link" and self._channel and self._depth == self._channel + 1:
            self._take(attributes.get("href", ""), attributes.get("rel", "alternate"))
            self._link = []

    def _text(self, text: str) -> None:
        if self._link is not None:
            self._link.append(text)

    def _end(self, tag: str) -> None:
        self._depth -= 1
        if self._link is not None:
            self._take("".join(self._link), "alternate")
            self._link = None

    def _take(self, address: str, rel: str) -> None:
        address = address.strip()
        if not is_web(address):
            return
        if rel == "self":
            self.own = self.own or address
        elif rel == "alternate":
            self.site = self.site or address


def _refuse_entity(*_declared: object) -> None:
    raise HostileDocument("The file declares entities of its own.")
