"""A story as a point: features with weights, of length 1 at most. Pure; any thread.

What is here runs some thousand times a second in the worker, hence the maps: they stay within the interpreter's own
loops.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import repeat
from math import log, sqrt
from operator import mul

from newsreader.briefs.frequencies import Frequencies
from newsreader.briefs.words import Counted

MOST = 56
"""Features kept of each kind, the most telling ones."""


@dataclass(frozen=True, slots=True)
class Vector:
    """Features by number and their weights, in the same order; two stories' likeness is the sum of products, 0 to 1."""

    features: array[int]
    weights: array[float]

    def dot(self, other: Mapping[int, float]) -> float:
        """The sum of products with ``other``."""
        found: Iterator[float] = map(mul, map(other.get, self.features, repeat(0.0)), self.weights)
        return sum(found)

    def square(self) -> float:
        """The squared length."""
        found: Iterator[float] = map(mul, self.weights, self.weights)
        return sum(found)

    def weighted(self) -> dict[int, float]:
        """The same as a dictionary of one's own."""
        return dict(zip(self.features, self.weights, strict=True))


def dot(one: Mapping[int, float], other: Mapping[int, float]) -> float:
    """The sum of products of two stories, or sums of stories."""
    if len(one) > len(other):
        one, other = other, one
    found: Iterator[float] = map(mul, map(other.get, one, repeat(0.0)), one.values())
    return sum(found)


def weigh(counted: Counted, frequencies: Frequencies, share: float) -> dict[int, float]:
    """The weights of a story's features by number: stems take ``share`` of the likeness, letter groups the rest.

    A repeated stem counts more, but ever less so. The features must have been counted.
    """
    stems, letters = counted.stems, counted.letters
    peers = frequencies.peers([*stems, *counted.characters])
    times = [1.0 if n == 1 else 1.0 + log(n) for n in stems.values()]
    weights = _scaled(stems, list(map(mul, times, frequencies.weights(stems, peers))), share)
    weights.update(_scaled(letters, frequencies.weights(letters, peers), 1.0 - share))
    return weights


def pack(weights: Mapping[int, float]) -> Vector:
    """The same as a Vector, which takes a fraction of the memory."""
    return Vector(array("I", weights), array("f", weights.values()))


def _scaled(features: Iterable[int], raw: list[float], share: float) -> dict[int, float]:
    """The weightiest features, so that their squares add up to ``share``."""
    least = sorted(raw)[-MOST] if len(raw) > MOST else 0.0
    chosen = [weight for weight in raw if weight >= least]
    square = sum(map(mul, chosen, chosen))
    if square <= 0.0:
        return {}
    scale = sqrt(share / square)
    return {feature: weight * scale for feature, weight in zip(features, raw, strict=True) if weight >= least}
