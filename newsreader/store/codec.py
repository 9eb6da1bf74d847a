"""How values are packed into columns. What is here is on people's disks: a change needs a migration."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterable
from typing import Any

from newsreader.domain.documents import Enclosure

_UTF8 = 4  # bytes of a character at the most
_LEVEL = 1  # bodies: level 6 costs three times the time of level 1 for a tenth less


def sound(text: str) -> str:
    """The text, with a ``?`` for each lone surrogate: those have no UTF-8, and SQLite takes nothing else."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def pack_body(html: str, text: str) -> tuple[int, bytes]:
    """The HTML of a story and its plain text in one compressed blob, and the size of the HTML within it in bytes.

    The text repeats the words of the HTML, so that keeping it beside them costs little; search needs it back to the
    letter when a story leaves the index.
    """
    raw = html.encode("utf-8")
    return len(raw), zlib.compress(raw + text.encode("utf-8"), _LEVEL)


def unpack_html(size: int, packed: bytes) -> str:
    """The HTML of a packed body."""
    return zlib.decompress(packed)[:size].decode("utf-8")


def unpack_text(size: int, packed: bytes) -> str:
    """The plain text of a packed body."""
    return zlib.decompress(packed)[size:].decode("utf-8")


def unpack_start(size: int, packed: bytes, most: int) -> str:
    """The first ``most`` characters of the plain text of a packed body."""
    start = zlib.decompressobj().decompress(packed, size + _UTF8 * most)[size:]
    return start.decode("utf-8", "ignore")[:most]  # the last character may be cut


def pack_hashes(hashes: Iterable[int]) -> bytes:
    """A set of 63-bit hashes, eight bytes each."""
    ordered = sorted(hashes)
    return struct.pack(f"<{len(ordered)}q", *ordered)


def unpack_hashes(packed: bytes) -> frozenset[int]:
    """The set of hashes of a blob that ``pack_hashes`` made."""
    return frozenset(struct.unpack(f"<{len(packed) // 8}q", packed))


def pack_extra(enclosures: Iterable[Enclosure], categories: Iterable[str]) -> str:
    """Enclosures and categories as JSON; ``""`` for the many stories that have neither."""
    files = [[e.url, e.type, e.length] for e in enclosures]
    words = list(categories)
    if not files and not words:
        return ""
    return sound(json.dumps([files, words], ensure_ascii=False, separators=(",", ":")))


def unpack_extra(packed: str) -> tuple[tuple[Enclosure, ...], tuple[str, ...]]:
    """Enclosures and categories of what ``pack_extra`` made."""
    if not packed:
        return (), ()
    files, words = json.loads(packed)
    return tuple(Enclosure(url, kind, length) for url, kind, length in files), tuple(words)


def pack_payload(payload: dict[str, Any]) -> bytes:
    """The payload of a journal entry: ids of ten thousand stories compress well."""
    return zlib.compress(json.dumps(payload, separators=(",", ":")).encode(), _LEVEL)


def unpack_payload(packed: bytes) -> dict[str, Any]:
    """The payload of a journal entry."""
    payload: dict[str, Any] = json.loads(zlib.decompress(packed))
    return payload
