"""The starter catalogue: a small list of well-known public feeds by topic, in ``resources/catalogue``.

Standard library only; any thread. Nothing of it is fetched before a person chooses it.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from newsreader.resources import resource_path


@dataclass(frozen=True, slots=True)
class CatalogueFeed:
    """A feed of the catalogue. ``language`` is a BCP 47 code, ``country`` an ISO 3166 code or ``""`` for the world."""

    title: str
    url: str
    language: str
    country: str
    topic: str


def read_catalogue() -> tuple[CatalogueFeed, ...]:
    """Every feed of the catalogue, topic by topic in their order."""
    topics = [
        json.loads(path.read_text(encoding="utf-8")) for path in resource_path("catalogue").glob("*.json")
    ]
    topics.sort(key=lambda topic: topic["order"])
    return tuple(
        CatalogueFeed(feed["title"], feed["url"], feed["language"], feed["country"], topic["topic"])
        for topic in topics
        for feed in topic["feeds"]
    )


def search_catalogue(feeds: Sequence[CatalogueFeed], query: str) -> tuple[CatalogueFeed, ...]:
    """Those of ``feeds`` in whose title, topic, address, language or country every word of ``query`` occurs.

    Case and accents do not count. An empty query finds all.
    """
    words = _plain(query).split()
    return tuple(feed for feed in feeds if all(word in _searchable(feed) for word in words))


def _searchable(feed: CatalogueFeed) -> str:
    names = _NAMES.get(feed.language, ""), _NAMES.get(feed.country, "")
    return _plain(" ".join((feed.title, feed.topic, feed.url, feed.language, feed.country, *names)))


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


# What people type when they look for a language or a country: its English name and its own.
_NAMES = {
    "en": "english", "de": "german deutsch", "fr": "french français", "es": "spanish español castellano",
    "it": "italian italiano", "nl": "dutch nederlands", "pt": "portuguese português", "sv": "swedish svenska",
    "nb": "norwegian norsk", "da": "danish dansk", "fi": "finnish suomi", "uk": "ukrainian українська",
    "ru": "russian русский", "ja": "japanese 日本語", "ar": "arabic العربية", "zh": "chinese 中文",
    "GB": "united kingdom britain uk", "US": "united states america usa", "CA": "canada", "AU": "australia",
    "NZ": "new zealand", "IE": "ireland éire", "IN": "india", "ZA": "south africa", "UA": "ukraine україна",
    "QA": "qatar", "DE": "germany deutschland", "AT": "austria österreich", "CH": "switzerland schweiz suisse svizzera",
    "FR": "france", "ES": "spain españa", "IT": "italy italia", "NL": "netherlands nederland holland",
    "PT": "portugal", "BR": "brazil brasil", "SE": "sweden sverige", "NO": "norway norge", "DK": "denmark danmark",
    "FI": "finland suomi", "JP": "japan 日本",
}  # fmt: skip
