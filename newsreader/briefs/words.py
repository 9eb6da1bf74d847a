"""Text to comparable features, for any script. Pure; standard library only; any thread.

No stop words and no grammar of any language: what is common is learnt from the stream (``frequencies``). Words are cut
to their first letters, which takes most endings off; letter groups of the title find the words that this misses,
compounds and other spellings. Scripts without spaces, and Hangul, whose words carry their particles, are compared by
groups of characters.

A feature is known by a number, made from its text, the same in every process: numbers are compared, kept and found
faster than words, and what is kept tells no words.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from zlib import crc32

STEM = 5
"""Letters of a word that are kept."""
GRAM = 4
"""Letters in a letter group of the title."""
LEAD_WORDS = 60
"""Words of the lead that count: later ones seldom tell of the event itself."""
LEAD_LETTERS = 600
"""Characters of the lead that are looked at."""
TITLE_LETTERS = 300
"""Characters of the title that are looked at."""

# Each character carries a syllable or a word: Han, kana, Hangul.
_SYLLABIC = (
    "\u3041-\u3096\u30a1-\u30fa\u30fc\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
)
# Letters without spaces between words: Thai, Lao, Tibetan, Myanmar, Khmer.
_RUNNING = "\u0e01-\u0e4e\u0e81-\u0ecd\u0f40-\u0fbc\u1000-\u103f\u1050-\u109d\u1780-\u17d3"
# Scripts whose vowel signs are no letters to a regular expression: those of India, without their full stops.
_SIGNED = "\u0900-\u0963\u0966-\u0dff"
_TOKEN = re.compile(
    rf"(\d+(?:[.,]\d+)+)|([{_SYLLABIC}]+)|([{_RUNNING}]+)|(?:[^\W_{_SYLLABIC}{_RUNNING}]|[{_SIGNED}])+"
)
_SPECIAL = re.compile(f"[{_SYLLABIC}{_RUNNING}{_SIGNED}]")
_PLAIN = re.compile(r"\d+(?:[.,]\d+)+|[^\W_]+")
"""What ``_TOKEN`` finds in text without special characters, at a third of the cost."""
_ACCENTS = re.compile(
    "[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed]"
)
_BEHIND = re.compile(r"\s+(?:[-\u2013\u2014|\u00b7\u00ab\u00bb]|--|::)\s+[^-\u2013\u2014|]{2,40}$")
_SEPARATORS = re.compile("[.,]")
_SYLLABLES = 2
_LETTERS = 4
_WORDS_KEPT = 32768
"""Words whose stem is remembered: the same ones come again in nearly every story."""
_TITLE_WORDS_KEPT = 16384
"""Words of titles whose letter groups are remembered; each takes half a kilobyte."""


def fold(text: str) -> str:
    """``text`` without case, accents and compatibility forms."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text).casefold()
    return unicodedata.normalize("NFC", _ACCENTS.sub("", apart))


def tokens(folded: str) -> Iterator[tuple[str, int]]:
    """The words of folded text, and how many characters make a group in their script (0: the word is whole)."""
    for match in _TOKEN.finditer(folded):
        kind = match.lastindex
        if kind is None:
            yield match.group(), 0
        elif kind == 1:
            yield _SEPARATORS.sub("", match.group()), 0
        else:
            yield match.group(), _SYLLABLES if kind == 2 else _LETTERS


@dataclass(frozen=True, slots=True)
class Counted:
    """The features of a story by number: how often each stem occurs, the letter groups and pairs of words of its
    title, and those among them that are single ``characters`` of scripts without spaces."""

    stems: Counter[int] = field(default_factory=Counter)
    letters: dict[int, None] = field(default_factory=dict)
    characters: dict[int, None] = field(default_factory=dict)

    def features(self) -> list[int]:
        """All of them, the stems first."""
        return [*self.stems, *self.letters]


def number(feature: str) -> int:
    """The number of a feature, 32 bits; 0 for none. That two share one is rarer than a word of two meanings."""
    return crc32(feature.encode("utf-8", "surrogatepass"))


def stem(word: str) -> str:
    """The part of a word that is compared; a number is kept whole, without what separates its digits. ``""`` for a
    lone letter, which tells nothing."""
    if len(word) == 1:
        return word if word.isdigit() else ""
    if not word.isalnum():
        word = _SEPARATORS.sub("", word)
    return word if len(word) <= STEM or word.isdigit() else word[:STEM]


class _StemNumbers(dict[str, int]):
    """The number of the stem of each word, 0 for a lone letter; remembered, and forgotten when there are too many.
    Found by subscript alone, faster than a remembered call."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _WORDS_KEPT:
            self.clear()
        self[word] = found = number(stem(word))
        return found


_STEM_NUMBERS = _StemNumbers()


def groups(word: str, size: int) -> list[str]:
    """All runs of ``size`` characters of ``word``; the word itself when it is no longer than that."""
    if len(word) <= size:
        return [word]
    return [word[start : start + size] for start in range(len(word) - size + 1)]


def headline(title: str) -> str:
    """A folded title without the name of a publication behind it (``Storm hits the coast - The Daily Post``)."""
    match = _BEHIND.search(title)
    return title[: match.start()] if match and 2 * match.start() >= 3 * len(match.group()) else title


def count(title: str, lead: str, title_times: int) -> Counted:
    """The features of folded title and lead, a word of the title counting ``title_times``. What belongs to the letters
    bears a mark, so that it never meets a stem. The single characters of scripts without spaces are among them: the
    commonest do what the commonest words do elsewhere."""
    counted = Counted()
    letters = counted.letters
    parts: list[int] = []
    pairs: list[str] = []
    before = ""
    for word, size in tokens(headline(title)):
        if size:
            parts += map(number, groups(word, size))
            letters.update(_marked(groups(word, size + 1)))
            counted.characters.update(_marked(word))
            before = ""
        else:
            letters.update(_letters(word))
            if part := stem(word):
                parts.append(_STEM_NUMBERS[word])
                if before:
                    pairs.append(f"{before} {part}")
                before = part
    letters.update(_marked(pairs))
    parts *= title_times
    if _SPECIAL.search(lead) is None:
        parts += map(_STEM_NUMBERS.__getitem__, _PLAIN.findall(lead)[:LEAD_WORDS])
    else:
        parts += _count_special(lead, counted)
    counted.stems.update(parts)
    del counted.stems[0]
    letters.update(counted.characters)
    return counted


def _count_special(lead: str, counted: Counted) -> list[int]:
    """Count the characters of a lead in which there are scripts without spaces, or with vowel signs; the numbers of its
    stems."""
    found: list[int] = []
    left = LEAD_WORDS
    for word, size in tokens(lead):
        if size:
            counted.characters.update(_marked(word[:left]))
        parts = groups(word, size) if size else [stem(word)]
        found += [number(part) for part in parts if part]
        left -= len(parts)
        if left <= 0:
            break
    return found


def _marked(features: Iterable[str]) -> dict[int, None]:
    """The numbers of features of the letters."""
    return dict.fromkeys([number(f"~{feature}") for feature in features])


@lru_cache(_TITLE_WORDS_KEPT)
def _letters(word: str) -> dict[int, None]:
    """The letter groups of a word by number; not to be changed."""
    return _marked(groups(f"_{word}_", GRAM))
