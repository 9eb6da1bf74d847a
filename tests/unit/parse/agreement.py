"""How the fast path is compared with the reference: value by value, after the one normalization."""

from __future__ import annotations

from dataclasses import dataclass, fields

from newsreader.domain.errors import ParseError
from newsreader.domain.feeds import FeedType
from newsreader.parse.encoding import to_utf8
from newsreader.parse.fast.names import Declined
from newsreader.parse.fast.read import parse_fast
from newsreader.parse.fast.walk import FastDocument
from newsreader.parse.guard import kind_of, without_doctype
from newsreader.parse.mend import mended
from newsreader.parse.normalize import feed_of, story_of
from newsreader.parse.raw import RawEntry, RawFeed
from newsreader.parse.reference import parse_reference
from newsreader.parse.rhythm import rhythm_of
from newsreader.parse.split import entry_spans, without_spans

URL = "https://feeds.example/some/feed.xml"


@dataclass(frozen=True)
class Agreement:
    """How much of a document the fast path took; ``differences`` tells where it was wrong."""

    taken: int
    entries: int
    differences: tuple[str, ...]

    @property
    def share(self) -> float:
        """Which part of the document the fast path answered for, 0 to 1."""
        return self.taken / self.entries if self.entries else 1.0


def compare(body: bytes) -> Agreement:
    """Read ``body`` both ways. An entry that the fast path declines is no difference, nor is what trips feedparser.

    feedparser carries marks of a badly nested entry into the next ones. So both ways are compared over the document
    without the entries that were declined.
    """
    data = without_doctype(to_utf8(body, "application/xml"))
    if parse_fast_or_none(data) is None:
        data = mended(data)
    kind = kind_of(data)
    feed_type: FeedType = "rss" if kind == "other" else kind
    try:
        fast = parse_fast(data)
        reference = parse_reference(data)
    except (Declined, ParseError):
        return Agreement(0, 1, ())
    count = len(reference.entries)
    if fast is None:
        return Agreement(0, count, ())
    if len(fast.entries) != count:
        return Agreement(0, count, (f"{len(fast.entries)} entries for {count}",))
    if None in fast.entries:
        data = _without_declined(data, fast)
        fast, reference = parse_fast(data), parse_reference(data)
    if fast is None or None in fast.entries or len(fast.entries) != len(reference.entries):
        return Agreement(0, count, ())
    differences = _feed_differences(fast.feed, reference, feed_type, data)
    for index, (ours, theirs) in enumerate(zip(fast.entries, reference.entries, strict=True)):
        if ours is not None:
            differences += _story_differences(index, ours, theirs, reference, feed_type)
    return Agreement(len(fast.entries), count, tuple(differences))


def parse_fast_or_none(data: bytes) -> FastDocument | None:
    """What the fast path makes of ``data``; None also when it declines or refuses."""
    try:
        return parse_fast(data)
    except (Declined, ParseError):
        return None


def _without_declined(data: bytes, fast: FastDocument) -> bytes:
    spans = entry_spans(data)
    if spans is None or len(spans) != len(fast.entries):
        return data
    return without_spans(
        data, [span for span, entry in zip(spans, fast.entries, strict=True) if entry is None]
    )


def _feed_differences(ours: RawFeed, theirs: RawFeed, kind: FeedType, data: bytes) -> list[str]:
    rhythm = rhythm_of(data)
    a = feed_of(ours, kind, URL, b"", rhythm, frozenset())
    b = feed_of(theirs, kind, URL, b"", rhythm, frozenset())
    return [
        f"feed {field.name}: {getattr(a, field.name)!r} for {getattr(b, field.name)!r}"
        for field in fields(a)
        if getattr(a, field.name) != getattr(b, field.name)
    ]


def _story_differences(
    index: int, ours: RawEntry, theirs: RawEntry, feed: RawFeed, kind: FeedType
) -> list[str]:
    a = story_of(ours, feed, kind, URL, 0)
    b = story_of(theirs, feed, kind, URL, 0)
    return [
        f"entry {index} {field.name}: {getattr(a, field.name)!r} for {getattr(b, field.name)!r}"
        for field in fields(a)
        if getattr(a, field.name) != getattr(b, field.name)
    ]
