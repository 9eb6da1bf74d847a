"""What the worker and its parse processes tell each other: frames of a length and a marshalled tuple of plain values.

marshal is the fastest codec of the standard library and cannot run code; both ends are always the same interpreter.
The first frame of a parse process says that it is ready. A request is ``(number, url, content type, known entry hashes,
what is wanted, body)``; an answer ``(number, feed, stories, version of the cleaner)``, ``(number, feed, incoming
stories)`` for ``raw``, ``(number, (), html, version of the cleaner)`` for ``page``, ``(number, kind of fault,
sentence)``, or a traceback when the fault is ours.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterator
from dataclasses import fields, replace
from operator import attrgetter
from typing import Any, Literal

from newsreader.domain import errors
from newsreader.domain.documents import CleanHtml, Enclosure, Publication
from newsreader.domain.errors import ParseError
from newsreader.domain.incoming import CleanStory, IncomingFeed, IncomingStory, Rhythm
from newsreader.sync.parsed import ParsedFeed

Wanted = Literal["clean", "raw", "page"]
"""A feed ready for the cache, a feed as it was read, or the story of a web page."""

READY = ("ready",)
"""What a parse process says when everything is loaded."""

_BUG = "bug"
_STORY = attrgetter(*(field.name for field in fields(CleanStory)))
_INCOMING = attrgetter(*(field.name for field in fields(IncomingStory)))
_FEED = attrgetter("type", "title", "site", "language", "icon")
_PUBLICATION = attrgetter(*(field.name for field in fields(Publication)))
_RHYTHM = attrgetter(*(field.name for field in fields(Rhythm)))
_ENCLOSURES = [field.name for field in fields(CleanStory)].index("enclosures")
_IN_ENCLOSURES = [field.name for field in fields(IncomingStory)].index("enclosures")


def frame(value: tuple[Any, ...]) -> bytes:
    """A value with its length in front."""
    body = marshal.dumps(value)
    return len(body).to_bytes(8, "big") + body


def request(
    number: int, url: str, content_type: str, known: frozenset[int], wanted: Wanted, body: bytes
) -> bytes:
    """The frame that asks for one document to be parsed."""
    return frame((number, url, content_type, known, wanted, body))


def answer(number: int, parsed: ParsedFeed) -> bytes:
    """The frame of a document that was parsed and cleaned."""
    stories = [_story_out(_STORY(story)) for story in parsed.stories]
    return frame((number, _head_out(parsed.feed), stories, parsed.clean_version))


def raw_answer(number: int, feed: IncomingFeed) -> bytes:
    """The frame of a document that was only parsed."""
    return frame(
        (number, _head_out(feed), [_story_out(_INCOMING(story), _IN_ENCLOSURES) for story in feed.stories])
    )


def page_answer(number: int, html: str, clean_version: int) -> bytes:
    """The frame of the story of a web page, cleaned."""
    return frame((number, (), html, clean_version))


def _head_out(feed: IncomingFeed) -> tuple[Any, ...]:
    return (*_FEED(feed), _PUBLICATION(feed.publication), _RHYTHM(feed.rhythm), feed.entry_hashes)


def _story_out(values: tuple[Any, ...], at: int = _ENCLOSURES) -> tuple[Any, ...]:
    if not values[at]:
        return values
    flat = tuple((e.url, e.type, e.length) for e in values[at])
    return (*values[:at], flat, *values[at + 1 :])


def fault(number: int, error: ParseError) -> bytes:
    """The frame of a document that could not be parsed."""
    return frame((number, error.kind, error.sentence))


def bug(number: int, trace: str) -> bytes:
    """The frame of a document over which our own code failed."""
    return frame((number, _BUG, trace))


def parsed_feed(value: tuple[Any, ...]) -> ParsedFeed:
    """The feed of an answer frame. Raises the ParseError it tells of."""
    _, head, stories, clean_version = _answered(value)
    clean = tuple(CleanStory(*_story_in(values)) for values in stories)
    return ParsedFeed(_head_in(head), clean, clean_version)


def incoming_feed(value: tuple[Any, ...]) -> IncomingFeed:
    """The feed of a raw answer frame. Raises the ParseError it tells of."""
    _, head, stories = _answered(value)
    incoming = tuple(IncomingStory(*_story_in(values, _IN_ENCLOSURES)) for values in stories)
    return replace(_head_in(head), stories=incoming)


def page_story(value: tuple[Any, ...]) -> tuple[CleanHtml, int]:
    """The story of a page answer frame, and the version of its cleaner. Raises the ParseError it tells of."""
    _, _, html, clean_version = _answered(value)
    return CleanHtml(html), clean_version


def _answered(value: tuple[Any, ...]) -> tuple[Any, ...]:
    head, rest = value[1], value[2]
    if head == _BUG:
        # Imported here: only the worker comes by, and a parse process starts a twentieth sooner without.
        import logging

        logging.getLogger(__name__).error("a document could not be read by a fault of ours:\n%s", rest)
        raise ParseError("This document could not be read. The log has the details.")
    if isinstance(head, str):
        kind = getattr(errors, head, ParseError)
        raise kind(rest) if issubclass(kind, ParseError) else ParseError(rest)
    return value


def _head_in(head: tuple[Any, ...]) -> IncomingFeed:
    type_, title, site, language, icon, publication, rhythm, entry_hashes = head
    return IncomingFeed(
        type=type_,
        title=title,
        site=site,
        language=language,
        icon=icon,
        publication=Publication(*publication),
        rhythm=Rhythm(*rhythm),
        entry_hashes=entry_hashes,
    )


def _story_in(values: tuple[Any, ...], at: int = _ENCLOSURES) -> tuple[Any, ...]:
    if not values[at]:
        return values
    return (*values[:at], tuple(Enclosure(*enclosure) for enclosure in values[at]), *values[at + 1 :])


class Frames:
    """Takes bytes as they come and gives whole values. One thread at a time."""

    def __init__(self) -> None:
        self._bytes = bytearray()

    def feed(self, data: bytes) -> Iterator[tuple[Any, ...]]:
        """The values completed by ``data``."""
        self._bytes += data
        while len(self._bytes) >= 8:
            end = 8 + int.from_bytes(self._bytes[:8], "big")
            if len(self._bytes) < end:
                return
            with memoryview(self._bytes) as view:
                value = marshal.loads(view[8:end])
            del self._bytes[:end]
            yield value
