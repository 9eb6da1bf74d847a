"""Runs of text on their way into a QTextDocument: none may cost seconds, break its structure or turn it around.

Pure; any thread. Source of the figures: what unbroken words and huge paragraphs cost in QTextLayout.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from newsreader.text.long_words import has_longer_word

LONGEST_RUN = 200
"""Characters without a place to break; longer ones get breaks (a word of 1 MB costs QTextLayout 38 s)."""

LONGEST_PARAGRAPH = 4000
"""Characters in one block; longer ones are split at a space."""

BREAK = "\u200b"
"""The invisible place to break."""

_SPACES = "\t\n\r\f\v\x85\u2028\u2029"
# Controls, lone surrogates, non-characters and U+FFFC: QTextDocument's own structure is made of U+FDD0, U+FDD1, U+FFFC.
_FOREIGN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufff9-\ufffc\ufffe\uffff\ud800-\udfff]"
)
# Overrides turn what is said around; embeddings and isolates only order it and end with their paragraph.
_OVERRIDES = ("\u202d", "\u202e")
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_MARKS = re.compile(
    "([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe00-\ufe0f\ufe20-\ufe2f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]{8})"
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe00-\ufe0f\ufe20-\ufe2f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]+"
)
# Scripts that break between letters need no help: South-East Asian, CJK, full-width forms, planes of ideographs.
_UNSPACED = "\u0e00-\u109f\u1780-\u17ff\u2e80-\ua4cf\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_RTL_LANGUAGES = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "ps", "sd", "ug", "ur", "yi"})


# These two take some milliseconds to compile, and no list needs them.
@cache
def _long_run() -> re.Pattern[str]:
    # Only from where a run begins: from each of its letters it would cost quadratic time.
    return re.compile(rf"(?<![^\s{BREAK}{_UNSPACED}])[^\s{BREAK}{_UNSPACED}]{{{LONGEST_RUN + 1},}}")


@cache
def _unspaced_letter() -> re.Pattern[str]:
    return re.compile(f"[{_UNSPACED}]")


def fold(text: str) -> str:
    """``text`` with every run of white space (but the no-break space) folded into one space."""
    for space in _SPACES:
        text = text.replace(space, " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text


def safe(text: str) -> str:
    """``text`` without characters that would break the document, turn the line around or pile up on one letter."""
    text = _FOREIGN.sub("", text)
    if text.isascii():
        return text
    for override in _OVERRIDES:
        text = text.replace(override, "")
    return _MARKS.sub(r"\1", text)


def breakable(text: str) -> str:
    """``text`` with an invisible place to break after every 100 characters of an overlong run."""
    if len(text) <= LONGEST_RUN or not has_longer_word(text.replace(BREAK, " "), LONGEST_RUN):
        return text
    return _long_run().sub(lambda match: BREAK.join(_chunks(match.group(), LONGEST_RUN // 2)), text)


def label(text: str, limit: int = 400) -> str:
    """``text`` for one line of the window (a list row, a kicker, a tool tip): plain, folded, at most ``limit``
    characters, without any direction control, so that it cannot turn around what stands beside it."""
    cut = text[: limit * 4]
    plain = cut.isascii() and cut.isprintable() and "  " not in cut
    if plain:  # as most are: nothing to fold or to take out
        return breakable(cut.strip()[:limit])
    cut = safe(fold(cut)).strip()
    if not cut.isascii():
        cut = _DIRECTION.sub("", cut)
    return breakable(cut[:limit])


def isolated(text: str) -> str:
    """``text`` between first-strong isolates, for joining with text of another direction (UAX #9, section 2.7)."""
    return text if text.isascii() else f"\u2068{text}\u2069"


def paragraphs(text: str) -> list[str]:
    """``text`` cut into pieces of at most ``LONGEST_PARAGRAPH`` characters, at spaces where there are any."""
    pieces = []
    while len(text) > LONGEST_PARAGRAPH:
        cut = max(text.rfind(". ", 0, LONGEST_PARAGRAPH) + 1, LONGEST_PARAGRAPH // 2)
        if cut == LONGEST_PARAGRAPH // 2:
            cut = text.rfind(" ", 0, LONGEST_PARAGRAPH) + 1 or LONGEST_PARAGRAPH
        pieces.append(text[:cut])
        text = text[cut:].lstrip(" ")
    pieces.append(text)
    return pieces


def count_words(text: str) -> int:
    """Words of ``text``; two letters of a script without spaces count as one word."""
    if text.isascii():
        return len(text.split())
    unspaced = len(_unspaced_letter().findall(text))
    if not unspaced:
        return len(text.split())
    return len(_unspaced_letter().sub(" ", text).split()) + unspaced // 2


def longest_word(text: str) -> int:
    """Characters of the longest word of ``text``; letters that break anywhere count two."""
    if not text.isascii():
        text = _unspaced_letter().sub("x ", text)
    return max((len(word) for word in text.split()), default=0)


def starts_rtl(text: str) -> bool:
    """True when the first letter of ``text`` with a direction runs right to left (UAX #9, rules P2 and P3)."""
    if text.isascii():
        return False
    for letter in text[:1000]:
        direction = unicodedata.bidirectional(letter)
        if direction in ("R", "AL"):
            return True
        if direction == "L":
            return False
    return False


def is_rtl_language(language: str) -> bool:
    """True for a language tag (BCP 47) of a script that runs right to left."""
    return language.replace("_", "-").split("-", 1)[0].lower() in _RTL_LANGUAGES


def _chunks(text: str, size: int) -> list[str]:
    return [text[start : start + size] for start in range(0, len(text), size)]
