"""The window as bytes: with them a process goes on where another one stopped, without reading every word again. Pure;
any thread.

Vectors and counts are rows of numbers; titles and links, by which copies and templates are known, are JSON. All of it
can be made again from the stories, so that what is not whole, or of another version, is not taken apart.
"""

from __future__ import annotations

import json
import sys
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

from newsreader.briefs.duplicates import Keys
from newsreader.briefs.frequencies import Known
from newsreader.briefs.vectors import Vector

_VERSION = 2
"""Rises whenever words are cut, numbered, counted or weighed in another way."""
_DIGEST = 16
_SIZE = 8


@dataclass(frozen=True, slots=True)
class Remembered:
    """A story: when it came, its folded title, its vector, and the keys by which copies of it are known."""

    id: int
    when: int
    title: str
    keys: Keys
    vector: Vector


@dataclass(frozen=True, slots=True)
class Memory:
    """The stories of a window, and the frequencies they were weighed by."""

    stories: Sequence[Remembered]
    known: Known


def packed(memory: Memory) -> bytes:
    """The bytes that stand for it."""
    features, weights = array("I"), array("f")
    for one in memory.stories:
        features += one.vector.features
        weights += one.vector.weights
    known = memory.known
    parts = (
        json.dumps(
            {
                "total": known.total,
                "stories": [(s.id, s.when, s.title, *s.keys, len(s.vector.features)) for s in memory.stories],
            }
        ).encode(),
        features.tobytes(),
        weights.tobytes(),
        array("I", known.counts).tobytes(),
        array("f", known.counts.values()).tobytes(),
        array("I", known.shares).tobytes(),
        array("f", known.shares.values()).tobytes(),
    )
    data = b"".join([len(part).to_bytes(_SIZE, "little") + part for part in parts])
    return _digest(data) + data


def unpacked(data: bytes) -> Memory | None:
    """What the bytes stand for; None when they are not whole, or of another version."""
    view = memoryview(data)
    if len(data) <= _DIGEST or view[:_DIGEST] != _digest(view[_DIGEST:]):
        return None
    parts = []
    at = _DIGEST
    while at < len(data):
        size = int.from_bytes(view[at : at + _SIZE], "little")
        at += _SIZE
        parts.append(view[at : at + size])
        at += size
    head, *rows = parts
    told = json.loads(bytes(head))
    features, counted, shared = (array("I", bytes(row)) for row in rows[::2])
    weights, counts, shares = (array("f", bytes(row)) for row in rows[1::2])
    stories = []
    start = 0
    for id, when, title, feed, link, text, length in told["stories"]:
        end = start + length
        vector = Vector(features[start:end], weights[start:end])
        stories.append(Remembered(id, when, title, Keys(feed, link, text), vector))
        start = end
    known = Known(
        told["total"], dict(zip(counted, counts, strict=True)), dict(zip(shared, shares, strict=True))
    )
    return Memory(stories, known)


def _digest(data: bytes | memoryview) -> bytes:
    key = f"{_VERSION} {sys.byteorder} {array('I').itemsize}".encode()
    return blake2b(data, digest_size=_DIGEST, key=key).digest()
