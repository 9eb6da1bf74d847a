"""What a person types into the search field, as an FTS5 expression. Whatever it is, the expression is a valid one.

Words are ANDed; the last one also as the beginning of a word, while it is being typed. ``"a phrase"``, ``-without``,
``title:word``, ``author:word``, ``feed:word``, ``is:unread``, ``is:read``, ``is:saved``, ``before:2025-06-30``,
``after:2025``. A word with a colon that is none of these is a plain word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from newsreader.store.dates import day
from newsreader.store.search_index import words

_MOST_TERMS = 32  # FTS5 nests an expression at most 256 deep
_LONGEST_TERM = 200
_SHORTEST_BEGINNING = (
    2  # characters: every word begins with one of some forty, which finds everything and costs most
)

Completions = Callable[[str], Sequence[str]]
"""Tells the words of the index that begin as a word does, which is of small ASCII letters and digits; nothing when
there are too many, or when FTS5 finds them as fast."""

_TERM = re.compile(r'(-?)(?:([a-z]+):)?(?:"([^"]*)"?|(\S+))', re.IGNORECASE)
_PLAIN = re.compile(r"[a-z0-9]+", re.IGNORECASE | re.ASCII)
_COLUMNS = frozenset({"title", "author"})
_STATES = {"unread": "read = 0", "read": "read = 1", "saved": "saved = 1", "starred": "saved = 1"}


@dataclass(frozen=True, slots=True)
class Query:
    """A query, taken apart. ``wanted`` and ``unwanted`` are FTS5 expressions, ``""`` for none.

    ``conditions`` are SQL conditions on ``statuses`` without values; ``feeds`` are words in the titles of feeds;
    ``words`` are what a snippet looks for.
    """

    wanted: str = ""
    unwanted: str = ""
    conditions: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """True when it asks for nothing: nothing is found then."""
        return not (self.wanted or self.unwanted or self.conditions or self.feeds)

    @property
    def match(self) -> str:
        """The FTS5 expression of the whole query, ``""`` when no word is left to look for."""
        return f"({self.wanted}) NOT ({self.unwanted})" if self.wanted and self.unwanted else self.wanted


def parse(query: str, completions: Completions = lambda _beginning: ()) -> Query:
    """Take a query apart; never fails but by ``completions``, which is asked for the word that is being typed."""
    wanted: list[str] = []
    unwanted: list[str] = []
    conditions: list[str] = []
    feeds: list[str] = []
    plain: list[str] = []
    typed = _printable(query)
    terms = list(_TERM.finditer(typed))[:_MOST_TERMS]
    for term in terms:
        minus, name, phrase, word = term.groups()
        name = (name or "").lower()
        text = word if phrase is None else phrase
        if name and not minus and (condition := _condition(name, text)):
            conditions.append(condition)
        elif name == "feed" and not minus and text:
            feeds.append(text.casefold())
        else:
            column = name if name in _COLUMNS else ""
            if name and not column:
                text = f"{name}:{text}"
            typing = phrase is None and term is terms[-1] and term.end() == len(typed) and not minus
            expression = _expression(text, column, completions if typing else None)
            (unwanted if minus else wanted).extend(expression)
            if expression and not minus:
                plain.append(text)
    return Query(" AND ".join(wanted), " OR ".join(unwanted), tuple(conditions), tuple(feeds), tuple(plain))


def _printable(query: str) -> str:
    """Without what SQLite cannot take: NUL ends its strings, lone surrogates have no UTF-8."""
    return "".join(c if c.isprintable() or c.isspace() else " " for c in query)


def _condition(name: str, text: str) -> str:
    if name == "is":
        return _STATES.get(text.lower(), "")
    if name in ("before", "after") and (span := day(text)):
        return f"sort_at < {span[0]}" if name == "before" else f"sort_at >= {span[0]}"
    return ""


def _expression(text: str, column: str, completions: Completions | None) -> list[str]:
    """One term as FTS5 takes it, quoted; nothing when it holds no letter or digit. With ``completions`` its last word
    may go on."""
    text = text[:_LONGEST_TERM].replace('"', " ").strip()
    if not any(_in_a_word(c) for c in text):
        return []
    spaced = words(text).strip()
    last = spaced.split()[-1]
    goes_on = completions is not None and len(last) >= _SHORTEST_BEGINNING and _in_a_word(last[-1])
    found = f'"{spaced}"{" *" if goes_on else ""}'
    if completions is not None and goes_on and _PLAIN.fullmatch(spaced):
        whole = completions(spaced.lower())
        found = f"({' OR '.join(map(_quoted, whole))})" if whole else found
    return [f"{column} : {found}" if column else found]


def _quoted(word: str) -> str:
    return f'"{word}"'


def _in_a_word(c: str) -> bool:
    """As FTS5's unicode61 sees it: letters, digits, private use."""
    return unicodedata.category(c)[0] in "LN" or unicodedata.category(c) == "Co"
