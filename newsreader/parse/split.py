"""Where the entries of an XML feed document stand, found without parsing it. Pure; any thread.

So entries whose bytes are as they were at the last fetch are dropped before anything else is done with them. What is
found is true for well-formed documents only; the caller compares it with what a parser finds.
"""

from __future__ import annotations

import re
from typing import Final

from newsreader.text.hashing import hash63

Span = tuple[int, int]

_ROOT: Final = re.compile(rb"<(?:([\w.-]+):)?(rss|RDF|feed)(?=[\s>])")
_NAME_END: Final = frozenset(b" \t\r\n>")


def entry_spans(data: bytes) -> list[Span] | None:
    """Start and end of each entry in ``data``, in order; None when that cannot be told."""
    root = _ROOT.search(data)
    if root is None:
        return None
    prefix = root[1] + b":" if root[1] and root[2] == b"feed" else b""
    name = prefix + (b"entry" if root[2] == b"feed" else b"item")
    opening, closing = b"<" + name, b"</" + name + b">"
    sections = b"<![CDATA[" in data or b"<!--" in data
    spans: list[Span] = []
    start = _opening(data, opening, root.end())
    while start >= 0:
        end = data.find(closing, start)
        if end < 0:
            return None
        end += len(closing)
        following = _opening(data, opening, start + len(opening))
        if 0 <= following < end or (sections and not _whole(data, start, end)):
            return None
        spans.append((start, end))
        start = following
    return spans if data.count(closing) == len(spans) else None


def _opening(data: bytes, opening: bytes, position: int) -> int:
    """Where the next start tag of an entry is, -1 for none."""
    while (position := data.find(opening, position)) >= 0:
        if data[position + len(opening)] in _NAME_END:
            return position
        position += len(opening)
        if position >= len(data):
            return -1
    return -1


def _whole(data: bytes, start: int, end: int) -> bool:
    """Whether no section or comment is cut in two by the ends of this entry."""
    return data.count(b"<![CDATA[", start, end) == data.count(b"]]>", start, end) and (
        data.count(b"<!--", start, end) == data.count(b"-->", start, end)
    )


def span_hashes(data: bytes, spans: list[Span]) -> list[int]:
    """The hash of each entry's own bytes."""
    view = memoryview(data)
    return [hash63(bytes(view[start:end])) for start, end in spans]


def without_spans(data: bytes, spans: list[Span]) -> bytes:
    """``data`` with these entries cut out."""
    pieces: list[bytes] = []
    position = 0
    for start, end in spans:
        pieces.append(data[position:start])
        position = end
    pieces.append(data[position:])
    return b"".join(pieces)
