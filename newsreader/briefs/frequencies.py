"""How common each feature is in the stream: what makes a word telling. One thread at a time.

Nothing is shipped: a word is common when the stories at hand say so, in whatever language. Counts fade, so that the
table follows the news and stays small.

A reader of many English feeds and two Spanish ones would find every Spanish word rare, and so every two Spanish
stories alike. So a word is weighed against the stories of its own language, which nobody has to name: the commonest
word of a long text is in nearly all of them, and short texts are known by the common words they share with long ones.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import repeat
from math import log

MOST_FEATURES = 200_000
_LONG = 25
"""Different stems from which a text surely has the commonest words of its language."""
_COMMON = 8
"""Of a long text, how many of its commonest stems are remembered as such."""
_EVEN = 0.9
"""How much of what was known of a common stem stays when it is seen again."""
LEAST = 0.05
"""The weight of what every story has."""


@dataclass(frozen=True, slots=True)
class Known:
    """What was counted: stories in all, stories with each feature, and the share of the stories of its language that a
    common stem is in."""

    total: float
    counts: dict[int, float]
    shares: dict[int, float]


class Frequencies:
    """In how many stories each feature was seen. Features are known by number (``words.number``)."""

    def __init__(self) -> None:
        self._counts: dict[int, float] = {}
        self._stories = 0.0
        self._shares: dict[int, float] = {}

    def known(self) -> Known:
        """All that was counted; not to be changed."""
        return Known(self._stories, self._counts, self._shares)

    def go_on(self, known: Known) -> None:
        """Count on from what another one counted."""
        self._stories, self._counts, self._shares = known.total, dict(known.counts), dict(known.shares)

    def count(self, features: Collection[int]) -> list[float]:
        """Take one more story in; in how many stories each of its features was seen by now."""
        self._stories += 1.0
        counts = self._counts
        seen = []
        for feature in features:
            counts[feature] = times = counts.get(feature, 0.0) + 1.0
            seen.append(times)
        if len(counts) > MOST_FEATURES:
            self._fade()
            return self.seen(features)
        return seen

    def seen(self, features: Iterable[int]) -> list[float]:
        """In how many stories each feature was seen, 1 at least."""
        return list(map(self._counts.get, features, repeat(1.0)))

    def discount(self, share: float, features: Collection[int], seen: Iterable[float]) -> None:
        """Take back ``share`` of a story that was just counted, when its features were ``seen`` so often: it repeats an
        event that was counted before."""
        self._stories -= share
        counts = self._counts
        for feature, times in zip(features, seen, strict=True):
            counts[feature] = less if (less := times - share) > 1.0 else 1.0

    def peers(self, stems: Collection[int], seen: Sequence[float]) -> float:
        """About how many of the counted stories are in the language of a story with these stems, which were ``seen`` so
        often."""
        if len(stems) < _LONG:
            shares = [self._shares[stem] for stem in stems if stem in self._shares]
            return self._stories * (sum(shares) / len(shares) if shares else 1.0)
        least, *_, most = sorted(seen)[-_COMMON:]
        share = min(1.0, most / max(1.0, self._stories))
        for stem, n in zip(stems, seen, strict=True):
            if n >= least:
                self._shares[stem] = self._shares.get(stem, share) * _EVEN + share * (1.0 - _EVEN)
        return most

    def _fade(self) -> None:
        """Halve every count and drop what was seen once."""
        self._stories /= 2
        self._counts = {feature: n / 2 for feature, n in self._counts.items() if n >= 2}
        self._shares = {stem: share for stem, share in self._shares.items() if stem in self._counts}


def telling(seen: Iterable[float], peers: float) -> list[float]:
    """How telling features are that were ``seen`` so often: little when all of ``peers`` stories have it, their
    logarithm when one has."""
    most = log(peers + 1.0)
    return [weight if (weight := most - common) > LEAST else LEAST for common in map(log, seen)]
