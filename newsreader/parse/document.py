"""Feed bytes to a feed and its incoming stories: the door of this room. In a parse process; opens nothing.

The order of work: what is it (``guard``), as UTF-8 (``encoding``), where are its entries (``split``), which of them are
known and dropped, the rest through the fast path or the reference, one normalization for all (``normalize``).
"""

from __future__ import annotations

import re
from dataclasses import replace

from newsreader.domain.documents import FeedType
from newsreader.domain.incoming import IncomingFeed, Rhythm
from newsreader.parse.encoding import to_utf8
from newsreader.parse.fast.names import Declined
from newsreader.parse.fast.read import parse_fast
from newsreader.parse.fast.walk import FastDocument
from newsreader.parse.guard import Kind, kind_of, refuse_files, without_doctype
from newsreader.parse.jsonfeed import parse_json
from newsreader.parse.mend import mended
from newsreader.parse.normalize import feed_of, story_of
from newsreader.parse.raw import RawEntry, RawFeed
from newsreader.parse.rhythm import rhythm_of
from newsreader.parse.split import Span, cut_off, entry_spans, span_hashes, without_spans
from newsreader.text.hashing import hash63

_HEAD = 64 * 1024
_ENTRY = re.compile(rb"<(?:[\w.-]+:)?(?:item|entry)[\s>]")


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
        raw, hashes = parse_json(data)
        return _assembled(raw, "json", url, b"", hashes, known)
    return _xml(without_doctype(data), kind, url, known)


def _xml(data: bytes, kind: Kind, url: str, known: frozenset[int]) -> IncomingFeed:
    feed_type: FeedType = "rss" if kind == "other" else kind
    feed = _by_entries(data, feed_type, url, known)
    if feed is None:
        data = mended(data)
        feed = _by_entries(data, feed_type, url, known) or _cut_off(data, feed_type, url, known)
    return _whole(data, feed_type, url, known) if feed is None else feed


def _by_entries(data: bytes, kind: FeedType, url: str, known: frozenset[int]) -> IncomingFeed | None:
    """The feed, its known entries dropped unread; None when the document is not well-formed or like no other."""
    spans = entry_spans(data)
    if spans is None:
        return None
    hashes = span_hashes(data, spans)
    fresh = [index for index, number in enumerate(hashes) if number not in known]
    raw = _read(data, spans, fresh)
    if raw is None:
        return None
    feed = _assembled(
        raw, kind, url, without_spans(data, spans), [hashes[index] for index in fresh], frozenset()
    )
    return replace(feed, entry_hashes=frozenset(hashes))


def _cut_off(data: bytes, kind: FeedType, url: str, known: frozenset[int]) -> IncomingFeed | None:
    """The feed in a document that ends too early: its whole entries as ever, what begins another by the reference.

    None when it does not, or cannot be told apart. feedparser reads what is not well-formed by other rules, so that an
    entry would change with a fault that stands behind it."""
    parts = cut_off(data)
    feed = _by_entries(parts[0], kind, url, known) if parts else None
    if parts is None or feed is None:
        return None
    raw = _reference(parts[1])
    if len(raw.entries) > 1:
        return None
    rest = _assembled(raw, kind, url, b"", [hash63(parts[1])] * len(raw.entries), known)
    return replace(
        feed, stories=feed.stories + rest.stories, entry_hashes=feed.entry_hashes | rest.entry_hashes
    )


def _whole(data: bytes, kind: FeedType, url: str, known: frozenset[int]) -> IncomingFeed:
    """The feed in a document whose entries cannot be told by its bytes: they are known by what was read of them."""
    try:
        fast = parse_fast(data)
    except Declined:
        fast = None
    if fast is not None and None not in fast.entries:
        raw = fast.feed
        raw.entries = [entry for entry in fast.entries if entry is not None]
    else:
        raw = _reference(data)
    head = _ENTRY.split(data[:_HEAD], maxsplit=1)[0]
    return _assembled(raw, kind, url, head, [hash63(repr(entry)) for entry in raw.entries], known)


def _read(data: bytes, spans: list[Span], fresh: list[int]) -> RawFeed | None:
    """The feed with the entries at ``fresh``; None when a parser does not see entries where ``spans`` has them."""
    document = _only(data, spans, fresh)
    try:
        fast = parse_fast(document)
    except Declined:
        raw = _reference(document)
        return raw if len(raw.entries) == len(fresh) else None
    if fast is None or len(fast.entries) != len(fresh):
        return None
    return _completed(data, spans, fresh, fast)


def _only(data: bytes, spans: list[Span], kept: list[int]) -> bytes:
    """``data`` with no other entries than these."""
    if len(kept) == len(spans):
        return data
    keep = set(kept)
    return without_spans(data, [span for index, span in enumerate(spans) if index not in keep])


def _completed(data: bytes, spans: list[Span], fresh: list[int], fast: FastDocument) -> RawFeed | None:
    """What the fast path read, with what it declined read by the reference."""
    declined = [index for index, entry in enumerate(fast.entries) if entry is None]
    rest: list[RawEntry] = []
    if declined:
        reference = _reference(_only(data, spans, [fresh[index] for index in declined]))
        if len(reference.entries) != len(declined):
            return None
        rest = reference.entries
    waiting = iter(rest)
    fast.feed.entries = [next(waiting) if entry is None else entry for entry in fast.entries]
    return fast.feed


def _reference(data: bytes) -> RawFeed:
    """Parse by feedparser, which is imported when a document first needs it: most need it never."""
    from newsreader.parse.reference import parse_reference

    return parse_reference(data)


def _assembled(
    raw: RawFeed, kind: FeedType, url: str, head: bytes, hashes: list[int], known: frozenset[int]
) -> IncomingFeed:
    feed = feed_of(raw, kind, url, head, rhythm_of(head) if head else Rhythm(), frozenset(hashes))
    stories = tuple(
        story_of(entry, raw, kind, url, number)
        for entry, number in zip(raw.entries, hashes, strict=True)
        if number not in known
    )
    return replace(feed, stories=stories)
