"""A story as a point: features with weights, of length 1 at most. Pure; any thread.

What is here runs some thousand times a second in the worker. Plain loops over local names are what the interpreter runs
fastest.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt
from operator import mul

from newsreader.briefs.frequencies import Frequencies, telling
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
        total = 0.0
        for feature, weight in zip(self.features, self.weights, strict=True):
            if feature in other:
                total += weight * other[feature]
        return total

    def square(self) -> float:
        """The squared length."""
        found: Iterator[float] = map(mul, self.weights, self.weights)
        return sum(found)

    def weighted(self) -> dict[int, float]:
        """The same as a dictionary of one's own."""
        return dict(zip(self.features, self.weights, strict=True))


def dot(one: Mapping[int, float], other: Mapping[int, float]) -> float:
    """The sum of products of two stories, or sums of stories."""
    total = 0.0
    for feature in one.keys() & other.keys():
        total += one[feature] * other[feature]
    return total


def weigh(
    counted: Counted, seen: Sequence[float], frequencies: Frequencies, share: float
) -> dict[int, float]:
    """The weights of a story's features by number, the greatest first: stems take ``share`` of the likeness, letter
    groups the rest.

    A repeated stem counts more, but ever less so. ``seen`` is how often each of the features was seen, in their order.
    """
    stems, letters, characters = counted.stems, counted.letters, counted.characters
    seen_stems, seen_letters = seen[: len(stems)], seen[len(stems) :]
    peers = frequencies.peers([*stems, *characters], [*seen_stems, *frequencies.seen(characters)])
    times = [1.0 if n == 1 else 1.0 + log(n) for n in stems.values()]
    weights = _scaled(stems, list(map(mul, times, telling(seen_stems, peers))), share)
    weights.update(_scaled(letters, telling(seen_letters, peers), 1.0 - share))
    return {feature: weights[feature] for feature in sorted(weights, key=weights.__getitem__, reverse=True)}


def pack(weights: Mapping[int, float]) -> Vector:
    """The same as a Vector, which takes a fraction of the memory."""
    return Vector(array("I", weights), array("f", weights.values()))


def _scaled(features: Iterable[int], raw: list[float], share: float) -> dict[int, float]:
    """The weightiest features, so that their squares add up to ``share``."""
    least = sorted(raw)[-MOST] if len(raw) > MOST else 0.0
    chosen = [weight for weight in raw if weight >= least] if least else raw
    square = sum(map(mul, chosen, chosen))
    if square <= 0.0:
        return {}
    scale = sqrt(share / square)
    return {feature: weight * scale for feature, weight in zip(features, raw, strict=True) if weight >= least}
