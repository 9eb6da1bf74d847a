"""The window as bytes: with them a process goes on where another one stopped, without reading every word again. Pure;
any thread.

It is rows of numbers, without a word: a feed that a person removes leaves nothing to read in it. All of it can be made
again from the stories, so that what is not whole, or of another version, is not taken apart.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from newsreader.briefs.duplicates import Keys
from newsreader.briefs.frequencies import Known
from newsreader.briefs.vectors import Vector

_VERSION = 4
"""Rises whenever words are cut, numbered, counted, weighed or kept in another way."""
_DIGEST = 16
_SIZE = 8
_ROWS = "dqIfIfIf"
"""The kinds of the rows: stories counted; six numbers a story; features and weights of all stories; features and in how
many stories they are; common stems and the shares of their languages that they are in."""
_NUMBERS = 6


@dataclass(frozen=True, slots=True)
class Remembered:
    """A story: when it came, its vector, and the keys by which copies of it are known."""

    id: int
    when: int
    keys: Keys
    vector: Vector


@dataclass(frozen=True, slots=True)
class Memory:
    """The stories of a window, and the frequencies they were weighed by."""

    stories: Sequence[Remembered]
    known: Known


def packed(memory: Memory) -> bytes:
    """The bytes that stand for it."""
    stories, features, weights = array("q"), array("I"), array("f")
    for one in memory.stories:
        stories.extend((one.id, one.when, *one.keys, len(one.vector.features)))
        features += one.vector.features
        weights += one.vector.weights
    known = memory.known
    rows = (
        array("d", [known.total]),
        stories,
        features,
        weights,
        array("I", known.counts),
        array("f", known.counts.values()),
        array("I", known.shares),
        array("f", known.shares.values()),
    )
    data = b"".join([(len(row) * row.itemsize).to_bytes(_SIZE, "little") + row.tobytes() for row in rows])
    return _digest(data) + data


def unpacked(data: bytes) -> Memory | None:
    """What the bytes stand for; None when they are not whole, or of another version."""
    view = memoryview(data)
    if len(data) <= _DIGEST or view[:_DIGEST] != _digest(view[_DIGEST:]):
        return None
    rows: list[array[Any]] = []
    at = _DIGEST
    for kind in _ROWS:
        size = int.from_bytes(view[at : at + _SIZE], "little")
        at += _SIZE
        rows.append(array(kind, bytes(view[at : at + size])))
        at += size
    total, told, features, weights, counted, counts, shared, shares = rows
    stories = []
    start = 0
    for id, when, feed, link, text, length in zip(*[iter(told)] * _NUMBERS, strict=True):
        end = start + length
        vector = Vector(features[start:end], weights[start:end])
        stories.append(Remembered(id, when, Keys(feed, link, text), vector))
        start = end
    known = Known(total[0], dict(zip(counted, counts, strict=True)), dict(zip(shared, shares, strict=True)))
    return Memory(stories, known)


def _digest(data: bytes | memoryview) -> bytes:
    key = f"{_VERSION} {sys.byteorder} {array('I').itemsize}".encode()
    return blake2b(data, digest_size=_DIGEST, key=key).digest()
