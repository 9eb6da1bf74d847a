"""How common each feature is in the stream: what makes a word telling. One thread at a time.

Nothing is shipped: a word is common when the stories at hand say so, in whatever language. Counts fade, so that the
table follows the news and stays small.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import log

MOST_FEATURES = 200_000


class Frequencies:
    """In how many stories each feature was seen."""

    def __init__(self) -> None:
        self._counts: dict[str, float] = {}
        self._stories = 0.0

    def count(self, *parts: Iterable[str]) -> None:
        """Take one more story in. A feature may be in one of the ``parts`` only, and there once."""
        self._stories += 1.0
        counts = self._counts
        for part in parts:
            for feature in part:
                counts[feature] = counts.get(feature, 0.0) + 1.0
        if len(counts) > MOST_FEATURES:
            self._fade()

    def weight(self, feature: str) -> float:
        """How telling ``feature`` is: 0 when every story has it, the logarithm of the stories when one has."""
        return log((self._stories + 1.0) / self._counts.get(feature, 1.0))

    def weights(self, features: Iterable[str]) -> list[float]:
        """``weight`` of many."""
        most = log(self._stories + 1.0)
        get = self._counts.get
        return [most - log(get(feature, 1.0)) for feature in features]

    def _fade(self) -> None:
        """Halve every count and drop what was seen once."""
        self._stories /= 2
        self._counts = {feature: n / 2 for feature, n in self._counts.items() if n >= 2}
