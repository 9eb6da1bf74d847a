"""Why two stories belong together, in words a person can check. Pure; any thread."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby

from newsreader.briefs.words import fold, stem, tokens

MOST_WORDS = 6


def telling_words(text: str, weight: Callable[[str], float], most: int = MOST_WORDS) -> tuple[str, ...]:
    """The words of ``text``, as it spells them, whose stem has a ``weight``; the most telling first.

    In scripts without spaces neighbouring groups of characters are told as the longer run they form.
    """
    best: dict[str, tuple[float, str]] = {}
    for spelling, key, telling in _weighed(text, weight):
        if telling > 0.0:
            best.setdefault(key, (telling, spelling))
    ranked = sorted(best.values(), key=lambda pair: -pair[0])
    return tuple(spelling for _, spelling in ranked[:most])


def _weighed(text: str, weight: Callable[[str], float]) -> Iterator[tuple[str, str, float]]:
    """Each word or run as it is spelled, what is compared of it, and its weight."""
    for word, size in tokens(text):
        if not size:
            part = stem(fold(word))
            yield word, part, weight(part)
            continue
        starts = range(max(1, len(word) - size + 1))
        weights = [weight(fold(word[start : start + size])) for start in starts]
        for _, run in groupby(starts, key=lambda start: weights[start] > 0.0):
            places = list(run)
            spelling = word[places[0] : places[-1] + size]
            yield spelling, fold(spelling), max(weights[place] for place in places)
