"""How values are packed into columns. What is here is on people's disks: a change needs a migration."""

from __future__ import annotations

import hashlib
import json
import struct
import zlib
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from newsreader.domain.feeds import Rhythm
from newsreader.domain.stories import CleanStory, Enclosure

_TEXTS = ("guid", "link", "title", "author", "html", "text", "teaser", "picture", "language")
_LEVEL = 1  # bodies: level 6 costs three times the time of level 1 for a tenth less


def story_key(guid: str) -> int:
    """63 bits that stand for a guid in the index of stories; guids themselves are long and often addresses."""
    digest = hashlib.blake2b(guid.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def sound(text: str) -> str:
    """The text, with a ``?`` for each lone surrogate: those have no UTF-8, and SQLite takes nothing else."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def sound_story(story: CleanStory) -> CleanStory:
    """The story with all its texts sound; mostly the very same."""
    texts = [getattr(story, name) for name in _TEXTS]
    try:
        "".join(texts).encode("utf-8")
    except UnicodeEncodeError:
        changes: dict[str, Any] = dict(zip(_TEXTS, map(sound, texts), strict=True))
        return replace(story, **changes)
    return story


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


def pack_rhythm(rhythm: Rhythm) -> str:
    """What a document says about how often to ask, as JSON; ``""`` for the many that say nothing."""
    if rhythm == Rhythm():
        return ""
    hours, days = sorted(rhythm.skip_hours), sorted(rhythm.skip_days)
    return json.dumps([rhythm.ttl, rhythm.update_period, hours, days], separators=(",", ":"))


def unpack_rhythm(packed: str) -> Rhythm:
    """The rhythm of what ``pack_rhythm`` made."""
    if not packed:
        return Rhythm()
    ttl, period, hours, days = json.loads(packed)
    return Rhythm(ttl, period, frozenset(hours), frozenset(days))
