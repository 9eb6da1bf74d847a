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
    name = _entry_name(root)
    opening, closing = b"<" + name, b"</" + name + b">"
    spans: list[Span] = []
    end = root.end()
    start = _opening(data, opening, end)
    comments = start >= 0 and data.find(b"<!--", start) >= 0
    while start >= 0:
        closed = data.find(closing, end)
        if closed < start:
            return None
        end = closed + len(closing)
        following = _opening(data, opening, start + len(opening))
        if 0 <= following < end or not _whole(data, start, end, comments=comments):
            return None
        spans.append((start, end))
        start = following
    return None if data.find(closing, end) >= 0 else spans


def _opening(data: bytes, opening: bytes, position: int) -> int:
    """Where the next start tag of an entry is, -1 for none."""
    while (position := data.find(opening, position)) >= 0:
        if data[position + len(opening)] in _NAME_END:
            return position
        position += len(opening)
        if position >= len(data):
            return -1
    return -1


def _whole(data: bytes, start: int, end: int, *, comments: bool) -> bool:
    """Whether no section, and no comment if there are ``comments``, is cut in two by the ends of this entry."""
    position = start
    while (position := data.find(b"<![CDATA[", position, end)) >= 0:
        position = data.find(b"]]>", position, end)
        if position < 0:
            return False
    return not comments or data.count(b"<!--", start, end) == data.count(b"-->", start, end)


def span_hashes(data: bytes, spans: list[Span]) -> list[int]:
    """The hash of each entry's own bytes."""
    view = memoryview(data)
    return [hash63(view[start:end]) for start, end in spans]


def without_spans(data: bytes, spans: list[Span]) -> bytes:
    """``data`` with these entries cut out."""
    pieces: list[bytes] = []
    position = 0
    for start, end in spans:
        pieces.append(data[position:start])
        position = end
    pieces.append(data[position:])
    return b"".join(pieces)


def cut_off(data: bytes) -> tuple[bytes, bytes] | None:
    """The two parts of a document that ends before its root does: one closed after the last entry that is whole, and
    one without those, with the entry in which it ends. None when it is not cut off, or no entry is whole."""
    root = _ROOT.search(data)
    if root is None:
        return None
    tag = root[0][1:]
    closing = b"</" + _entry_name(root) + b">"
    end = data.rfind(closing) + len(closing)
    if end < root.end() or data.find(b"</" + tag, end) >= 0:
        return None
    in_channel = root[2] == b"rss" and data.rfind(b"</channel>", 0, end) < 0
    whole = data[:end] + (b"</channel></" if in_channel else b"</") + tag + b">"
    spans = entry_spans(whole)
    return (whole, without_spans(data, spans)) if spans else None


def _entry_name(root: re.Match[bytes]) -> bytes:
    """The name of the elements that are entries, with the prefix that the root has in Atom."""
    prefix = root[1] + b":" if root[1] and root[2] == b"feed" else b""
    return prefix + (b"entry" if root[2] == b"feed" else b"item")
