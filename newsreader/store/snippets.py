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
    first = _first_hit(text, parse(query).words)
    start = max(0, first - length // 3)
    if start:
        space = text.find(" ", start, first)
        start = space + 1 if space >= 0 else start
    end = min(len(text), start + length)
    if end < len(text):
        space = text.rfind(" ", first + 1, end)
        end = space if space > start else end
    return f"{'…' if start else ''}{text[start:end].strip()}{'…' if end < len(text) else ''}"


def _first_hit(text: str, terms: tuple[str, ...]) -> int:
    """Where the first word stands that begins as a term does; in scripts without spaces, the first term itself."""
    beginnings = tuple(_folded(word) for term in terms for word in _WORD.findall(term))
    if not beginnings:
        return 0
    for word in _WORD.finditer(text):
        if _folded(word[0]).startswith(beginnings):
            return word.start()
    return min((place for term in terms if (place := text.find(term)) >= 0), default=0)


def _folded(word: str) -> str:
    """Without case and accents, as the index sees it."""
    if word.isascii():
        return word.lower()
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in apart if not unicodedata.combining(c))
