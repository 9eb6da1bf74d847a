"""A story as a point: features with weights, of length 1 at most. Pure; any thread."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from math import log, sqrt

from newsreader.briefs.frequencies import Frequencies

_CHARACTER = 2
"""Length of a letter feature that is a single character behind its mark."""


@dataclass(frozen=True, slots=True)
class Vector:
    """Features and their weights, in the same order; two stories' likeness is the sum of products, 0 to 1."""

    features: tuple[str, ...]
    weights: array[float]

    def dot(self, other: Mapping[str, float]) -> float:
        """The sum of products with ``other``."""
        get = other.get
        return sum(
            [get(feature, 0.0) * weight for feature, weight in zip(self.features, self.weights, strict=True)]
        )

    def square(self) -> float:
        """The squared length."""
        return sum([weight * weight for weight in self.weights])


def weigh(
    stems: Mapping[str, float], letters: Collection[str], frequencies: Frequencies, share: float
) -> dict[str, float]:
    """The weights of a story's features: stems take ``share`` of the likeness, letter groups the rest.

    A repeated stem counts more, but ever less so. The features must have been counted.
    """
    weights: dict[str, float] = {}
    peers = frequencies.peers([*stems, *(letter for letter in letters if len(letter) == _CHARACTER)])
    tellings = frequencies.weights(stems, peers)
    _scaled(
        weights, stems, [(1.0 + log(n)) * w for n, w in zip(stems.values(), tellings, strict=True)], share
    )
    _scaled(weights, letters, frequencies.weights(letters, peers), 1.0 - share)
    return weights


def pack(weights: Mapping[str, float]) -> Vector:
    """The same as a Vector, which takes a fraction of the memory."""
    return Vector(tuple(weights), array("f", weights.values()))


def _scaled(weights: dict[str, float], features: Iterable[str], raw: list[float], share: float) -> None:
    square = sum([value * value for value in raw])
    if square > 0.0:
        scale = sqrt(share / square)
        weights.update(zip(features, [value * scale for value in raw], strict=True))
