"""Titles that a publication makes by a template: "Item 12" and "Item 13", "Weekly open thread 41" and "42". They are
alike in all words but the one that counts, and tell of different things. Pure; any thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from newsreader.briefs.words import stem, tokens

_NUMBER = "#"
_TITLES = 1024
"""Titles whose pieces are remembered: each is compared with many."""
_RUN = 4
"""Characters that stand for a word in scripts without spaces."""


def of_one_template(title: str, other: str) -> bool:
    """Whether two folded titles differ only in numbers and in one word, which may stand in one of them alone. The same
    title twice is no template; nor is one in which nothing else is left in common."""
    one, two = _pieces(title), _pieces(other)
    if one == two:
        return False
    first, second = ([_NUMBER if piece.isdigit() else piece for piece in pieces] for pieces in (one, two))
    shorter = min(len(first), len(second))
    before = 0
    while before < shorter and first[before] == second[before]:
        before += 1
    behind = 0
    while behind < shorter - before and first[-1 - behind] == second[-1 - behind]:
        behind += 1
    common = before + behind
    rests = (first[before : len(first) - behind], second[before : len(second) - behind])
    return all(_is_word(rest) and sum(map(len, rest)) <= _letters(first) for rest in rests) and common > 0


@lru_cache(_TITLES)
def _pieces(title: str) -> Sequence[str]:
    """The stems of a title; in scripts without spaces its characters."""
    pieces: list[str] = []
    for word, size in tokens(title):
        pieces += word if size else [stem(word) or word]
    return tuple(pieces)


def _is_word(pieces: Sequence[str]) -> bool:
    return len(pieces) <= 1 or (len(pieces) <= _RUN and all(len(piece) == 1 for piece in pieces))


def _letters(pieces: Sequence[str]) -> int:
    return sum(map(len, pieces))
