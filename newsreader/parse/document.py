"""Feed bytes to a feed and its incoming stories: the door of this room. In a parse process; opens nothing.

The order of work: what is it (``guard``), as UTF-8 (``encoding``), where are its entries (``split``), which of them are
known and dropped, the rest through a parser, one normalization for all (``normalize``).
"""

from __future__ import annotations

from dataclasses import replace

from newsreader.domain.feeds import FeedType, Rhythm
from newsreader.domain.stories import IncomingFeed
from newsreader.parse.encoding import to_utf8
from newsreader.parse.guard import Kind, kind_of, refuse_files, without_doctype
from newsreader.parse.jsonfeed import parse_json
from newsreader.parse.normalize import feed_of, story_of
from newsreader.parse.raw import RawFeed
from newsreader.parse.reference import parse_reference
from newsreader.parse.rhythm import rhythm_of
from newsreader.parse.split import entry_spans, span_hashes, without_spans
from newsreader.text.hashing import hash63


def parse(
    body: bytes, *, url: str, content_type: str = "", known: frozenset[int] = frozenset()
) -> IncomingFeed:
    """Read the feed document ``body`` that was fetched from ``url``.

    Entries whose hash is in ``known`` are dropped before the expensive work; ``entry_hashes`` of the result lists all.
    ``content_type`` is the header as it came. Raises NotAFeed when the document is something else, HostileDocument
    when it is built to exhaust the reader.
    """
    refuse_files(body)
    data = to_utf8(body, content_type)
    kind = kind_of(data)
    if kind == "json":
        return _json(data, url, known)
    return _xml(without_doctype(data), kind, url, known)


def _json(data: bytes, url: str, known: frozenset[int]) -> IncomingFeed:
    raw, hashes = parse_json(data)
    return _assembled(raw, "json", url, b"", Rhythm(), hashes, known)


def _xml(data: bytes, kind: Kind, url: str, known: frozenset[int]) -> IncomingFeed:
    feed_type: FeedType = "rss" if kind == "other" else kind
    spans = entry_spans(data)
    head = without_spans(data, spans) if spans else data[: 64 * 1024]
    if spans is not None:
        hashes = span_hashes(data, spans)
        dropped = [span for span, number in zip(spans, hashes, strict=True) if number in known]
        raw = parse_reference(without_spans(data, dropped) if dropped else data)
        fresh = [number for number in hashes if number not in known]
        if len(raw.entries) == len(fresh):
            feed = _assembled(raw, feed_type, url, head, rhythm_of(head), fresh, frozenset())
            return replace(feed, entry_hashes=frozenset(hashes))
    raw = parse_reference(data)
    return _assembled(
        raw, feed_type, url, head, rhythm_of(head), [hash63(repr(e)) for e in raw.entries], known
    )


def _assembled(
    raw: RawFeed,
    kind: FeedType,
    url: str,
    head: bytes,
    rhythm: Rhythm,
    hashes: list[int],
    known: frozenset[int],
) -> IncomingFeed:
    feed = feed_of(raw, kind, url, head, rhythm, frozenset(hashes))
    stories = tuple(
        story_of(entry, kind, url, number, feed.language)
        for entry, number in zip(raw.entries, hashes, strict=True)
        if number not in known
    )
    return replace(feed, stories=stories)
