"""Where a text may be cut without breaking what a reader sees as one character (UAX #29, extended clusters).

Standard library only, no table of our own beyond what ``unicodedata`` does not tell. Pure; any thread.
"""

from __future__ import annotations

import re
import unicodedata

_ZWJ = "\u200d"
# Extended_Pictographic of emoji-data, as far as assigned blocks of pictographs go.
_PICTOGRAPH = re.compile(
    "[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u23ff\u24c2\u25aa-\u25fe\u2600-\u27bf\u2934\u2935"
    "\u2b05-\u2b55\u3030\u303d\u3297\u3299\U0001f000-\U0001f1e5\U0001f201-\U0001f3fa\U0001f400-\U0001faff"
    "\U0001fc00-\U0001fffd]"
)
# Prepend: signs that stand before the digits or letters they belong to.
_PREPEND = re.compile(
    "[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u0d4e\U000110bd\U000110cd\U000111c2\U000111c3\U0001193f\U00011941"
    "\U00011a3a\U00011a84-\U00011a89\U00011d46\U00011f02]"
)
# Mc characters that are Extend rather than SpacingMark make no difference here: both bind to what is before them.
_EXTEND_CATEGORIES = frozenset(("Mn", "Me", "Mc"))
_EXTEND_OTHERS = re.compile("[\u200c\u0e33\u0eb3\uff9e\uff9f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
_SPACING_EXCEPTIONS = re.compile(
    "[\u102b\u102c\u1038\u1062-\u1064\u1067-\u106d\u1083\u1087-\u108c\u108f\u109a-\u109c]"
)
# Indic scripts that join consonants over a virama (rule GB9c).
_LINKER = re.compile("[\u094d\u09cd\u0acd\u0b4d\u0c4d\u0d4d]")
_CONSONANT = re.compile(
    "[\u0915-\u0939\u0958-\u095f\u0978-\u097f\u0995-\u09b9\u09dc-\u09df\u09f0\u09f1\u0a95-\u0ab9\u0af9"
    "\u0b15-\u0b39\u0b5c-\u0b5f\u0b71\u0c15-\u0c39\u0c58-\u0c5a\u0d15-\u0d3a]"
)


def _extends(char: str) -> bool:
    if char == _ZWJ or _EXTEND_OTHERS.match(char):
        return True
    return unicodedata.category(char) in _EXTEND_CATEGORIES and not _SPACING_EXCEPTIONS.match(char)


def _hangul(char: str) -> str:
    """The Hangul syllable type: L, V, T, LV, LVT, or "" for anything else."""
    code = ord(char)
    if 0x1100 <= code <= 0x115F or 0xA960 <= code <= 0xA97C:
        return "L"
    if 0x1160 <= code <= 0x11A7 or 0xD7B0 <= code <= 0xD7C6:
        return "V"
    if 0x11A8 <= code <= 0x11FF or 0xD7CB <= code <= 0xD7FB:
        return "T"
    if 0xAC00 <= code <= 0xD7A3:
        return "LV" if (code - 0xAC00) % 28 == 0 else "LVT"
    return ""


_HANGUL_JOINS = {"L": ("L", "V", "LV", "LVT"), "LV": ("V", "T"), "V": ("V", "T"), "LVT": ("T",), "T": ("T",)}


def _regional(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _control(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Zl", "Zp") or (
        unicodedata.category(char) == "Cf" and char not in "\u200c\u200d" and not _PREPEND.match(char)
        and not "\U000e0020" <= char <= "\U000e007f"
    )  # fmt: skip


def is_boundary(text: str, index: int) -> bool:
    """Whether ``text`` may be cut before ``text[index]``. The start and the end always may; index is in code points."""
    if index <= 0 or index >= len(text):
        return True
    before, after = text[index - 1], text[index]
    if before < "\u0300" and after < "\u0300":
        return not (before == "\r" and after == "\n")  # nothing below the combining marks joins
    if _control(before) or _control(after):
        return True
    if _hangul(after) in _HANGUL_JOINS.get(_hangul(before), ()):
        return False
    if _extends(after) or _PREPEND.match(before):
        return False
    if before == _ZWJ and _PICTOGRAPH.match(after):
        return not _pictograph_before(text, index - 1)
    if _regional(before) and _regional(after):
        return _regionals_before(text, index) % 2 == 0
    return not (_CONSONANT.match(after) and _linked_before(text, index))


def _pictograph_before(text: str, index: int) -> bool:
    """Whether text[:index] ends with a pictograph and its extenders (rule GB11)."""
    index -= 1
    while index >= 0 and text[index] != _ZWJ and _extends(text[index]):
        index -= 1
    return index >= 0 and bool(_PICTOGRAPH.match(text[index]))


def _regionals_before(text: str, index: int) -> int:
    """How many regional indicators stand in a row before ``index``: flags are pairs (rules GB12, GB13)."""
    start = index
    while start > 0 and _regional(text[start - 1]):
        start -= 1
    return index - start


def _linked_before(text: str, index: int) -> bool:
    """Whether text[:index] ends with consonant, marks and at least one virama among them (rule GB9c)."""
    linked = False
    index -= 1
    while index >= 0 and _extends(text[index]):
        linked = linked or bool(_LINKER.match(text[index]))
        index -= 1
    return linked and index >= 0 and bool(_CONSONANT.match(text[index]))


def boundary_at_or_before(text: str, index: int) -> int:
    """The last place at or before ``index`` (in code points) where ``text`` may be cut; 0 is the start."""
    index = min(index, len(text))
    while index > 0 and not is_boundary(text, index):
        index -= 1
    return max(index, 0)
