"""How common each feature is in the stream: what makes a word telling. One thread at a time.

Nothing is shipped: a word is common when the stories at hand say so, in whatever language. Counts fade, so that the
table follows the news and stays small.

A reader of many English feeds and two Spanish ones would find every Spanish word rare, and so every two Spanish
stories alike. So a word is weighed against the stories of its own language, which nobody has to name: the commonest
word of a long text is in nearly all of them, and short texts are known by the common words they share with long ones.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import repeat
from math import log
from operator import itemgetter
from typing import cast

MOST_FEATURES = 200_000
_LONG = 25
"""Different stems from which a text surely has the commonest words of its language."""
_COMMON = 8
"""Of a long text, how many of its commonest stems are remembered as such."""
_EVEN = 0.9
"""How much of what was known of a common stem stays when it is seen again."""
LEAST = 0.05
"""The weight of what every story has."""


class Frequencies:
    """In how many stories each feature was seen."""

    def __init__(self) -> None:
        self._counts: dict[str, float] = {}
        self._numbers: dict[str, int] = {}
        self._stories = 0.0
        self._shares: dict[str, float] = {}

    def count(self, *parts: Iterable[str]) -> None:
        """Take one more story in. A feature may be in one of the ``parts`` only, and there once."""
        self._stories += 1.0
        counts = self._counts
        for part in parts:
            for feature in part:
                counts[feature] = counts.get(feature, 0.0) + 1.0
        if len(counts) > MOST_FEATURES:
            self._fade()

    def discount(self, share: float, *parts: Iterable[str]) -> None:
        """Take back ``share`` of a story that was just counted: it repeats an event that was counted before."""
        self._stories -= share
        counts = self._counts
        for part in parts:
            for feature in part:
                counts[feature] = max(1.0, counts.get(feature, 1.0) - share)

    def numbers(self, features: Iterable[str]) -> list[int]:
        """A number for each feature, always the same one: arrays of numbers stay together in memory."""
        numbers = self._numbers
        features = list(features)
        found = list(map(numbers.get, features))
        if None in found:
            return [numbers.setdefault(feature, len(numbers)) for feature in features]
        return cast(list[int], found)

    def number(self, feature: str) -> int:
        """The number of a feature, -1 while it has none."""
        return self._numbers.get(feature, -1)

    def peers(self, stems: Collection[str]) -> float:
        """About how many of the counted stories are in the language of a story with these stems."""
        counts = self._counts
        if len(stems) < _LONG:
            shares = [self._shares[stem] for stem in stems if stem in self._shares]
            return self._stories * (sum(shares) / len(shares) if shares else 1.0)
        counted = zip(map(counts.get, stems, repeat(1.0)), stems, strict=False)
        common = sorted(counted, key=itemgetter(0), reverse=True)[:_COMMON]
        most = common[0][0]
        share = min(1.0, most / max(1.0, self._stories))
        for _, stem in common:
            self._shares[stem] = self._shares.get(stem, share) * _EVEN + share * (1.0 - _EVEN)
        return most

    def weights(self, features: Iterable[str], peers: float) -> list[float]:
        """How telling each feature is: little when all of ``peers`` stories have it, their logarithm when one has."""
        most = log(peers + 1.0)
        commons = map(log, map(self._counts.get, features, repeat(1.0)))
        return [weight if (weight := most - common) > LEAST else LEAST for common in commons]

    def _fade(self) -> None:
        """Halve every count and drop what was seen once."""
        self._stories /= 2
        self._counts = {feature: n / 2 for feature, n in self._counts.items() if n >= 2}
        self._shares = {stem: share for stem, share in self._shares.items() if stem in self._counts}
