"""The passage of a text that shows why a search found it."""

from __future__ import annotations

import re
import unicodedata

from newsreader.store.search import parse

_WORD = re.compile(r"\w+")


def snippet(text: str, query: str, length: int = 200) -> str:
    """About ``length`` characters around the first word of ``text`` that ``query`` asks for; its beginning without one.

    ``…`` stands where text was left out.
    """
    beginnings = tuple(_folded(word) for term in parse(query).words for word in _WORD.findall(term))
    first = next(
        (m.start() for m in _WORD.finditer(text) if beginnings and _folded(m[0]).startswith(beginnings)), 0
    )
    start = max(0, first - length // 3)
    if start:
        space = text.find(" ", start, first)
        start = space + 1 if space >= 0 else start
    end = min(len(text), start + length)
    if end < len(text):
        space = text.rfind(" ", first + 1, end)
        end = space if space > start else end
    return f"{'…' if start else ''}{text[start:end].strip()}{'…' if end < len(text) else ''}"


def _folded(word: str) -> str:
    """Without case and accents, as the index sees it."""
    if word.isascii():
        return word.lower()
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in apart if not unicodedata.combining(c))
