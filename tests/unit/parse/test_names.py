"""The fast path knows every element that feedparser does anything about."""

from __future__ import annotations

import re

import feedparser
from feedparser.mixin import _FeedParserMixin

from newsreader.parse.fast.names import DECLINED, IGNORED, Declined
from newsreader.parse.fast.read import parse_fast


def _handled() -> set[str]:
    """The names of the elements for which feedparser has a handler, in lower case as elements reach it."""
    names = (re.fullmatch(r"_(?:start|end)_(\w+)", name) for name in dir(_FeedParserMixin))
    return {found[1].lower() for found in names if found}


def _namespaces() -> dict[str, str]:
    return {prefix: uri for uri, prefix in _FeedParserMixin.namespaces.items() if prefix}


def _taken(name: str) -> bool:
    """Whether an entry with this element is read or declined, and not taken for unknown."""
    prefix, _, local = name.partition("_")
    uri = _namespaces().get(prefix)
    tag = f'<p:{local} xmlns:p="{uri}">x</p:{local}>' if uri and local else f"<{name}>x</{name}>"
    try:
        document = parse_fast(f'<rss version="2.0"><channel><item>{tag}</item></channel></rss>'.encode())
    except Declined:
        return True
    assert document is not None
    return document.entries == [None] or name in _READ


_READ = frozenset(
    [
        "author",
        "category",
        "content",
        "content_encoded",
        "created",
        "dc_author",
        "dc_creator",
        "dc_date",
        "dc_description",
        "dc_language",
        "dc_publisher",
        "dc_subject",
        "dc_title",
        "dcterms_created",
        "dcterms_issued",
        "dcterms_modified",
        "description",
        "enclosure",
        "guid",
        "id",
        "image",
        "issued",
        "itunes_author",
        "itunes_category",
        "itunes_image",
        "itunes_keywords",
        "itunes_summary",
        "keywords",
        "language",
        "lastbuilddate",
        "link",
        "managingeditor",
        "media_category",
        "media_content",
        "media_description",
        "media_group",
        "media_keywords",
        "media_thumbnail",
        "media_title",
        "modified",
        "pubdate",
        "published",
        "source",
        "summary",
        "title",
        "updated",
        "webmaster",
    ]
) | {name.lower() for name in IGNORED}


def test_no_handler_of_feedparser_is_unknown_here() -> None:
    assert feedparser.__version__.startswith("6.")
    assert {name for name in _handled() if not _taken(name)} == set()


def test_no_name_is_both_ignored_and_declined() -> None:
    assert not IGNORED & DECLINED
