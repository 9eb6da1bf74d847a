"""Why two stories belong together, in words a person can check. Pure; any thread."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from newsreader.briefs.words import fold, stem, tokens

MOST_WORDS = 6


def telling_words(text: str, weight: Callable[[str], float], most: int = MOST_WORDS) -> tuple[str, ...]:
    """The words of ``text``, as it spells them, whose stem has a ``weight``; the most telling first.

    In scripts without spaces neighbouring groups of characters are told as the longer run they form.
    """
    best: dict[str, tuple[float, str]] = {}
    for spelling, parts in _spelled(text):
        telling = max(map(weight, parts), default=0.0)
        if telling <= 0.0:
            continue
        key = fold(spelling)
        if key not in best:
            best[key] = (telling, spelling)
    ranked = sorted(best.values(), key=lambda pair: -pair[0])
    return tuple(spelling for _, spelling in ranked[:most])


def _spelled(text: str) -> Iterator[tuple[str, list[str]]]:
    for word, size in tokens(text):
        folded = fold(word)
        if size:
            for start in range(max(1, len(word) - size + 1)):
                run = word[start : start + size]
                yield run, [fold(run)]
        else:
            yield word, [stem(folded)]
