"""The reference: feedparser, with its own sanitizing and link resolving off. In a parse process.

It is slow and it knows every kind of feed. What it gives is normalized in ``parse.normalize`` like all else.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any, Final

import feedparser

from newsreader.domain.errors import NotAFeed
from newsreader.parse.bases import BASE
from newsreader.parse.mend import with_short_authors
from newsreader.parse.raw import RawEntry, RawFeed, RawFile, RawPerson, RawText

_HEADERS: Final = {"content-type": "application/xml; charset=utf-8", "content-location": BASE}


def parse_reference(data: bytes) -> RawFeed:
    """Whatever feedparser finds in ``data`` (UTF-8, no document type).

    Raises NotAFeed when that is neither an entry nor the name of a format.
    """
    try:
        # A file object, never a string: feedparser would open a path or an address.
        found = feedparser.parse(
            io.BytesIO(with_short_authors(data)),
            response_headers=dict(_HEADERS),
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except (
        ArithmeticError,
        AssertionError,
        AttributeError,
        LookupError,
        RuntimeError,
        TypeError,
        ValueError,
    ) as fault:
        # Some modules of feedparser (chapters, geography) trip over values they did not expect.
        raise NotAFeed("The feed's document is broken in a way that cannot be read.") from fault
    if not found.entries and not found.version:
        raise NotAFeed("The address answers with a document that is not a feed.")
    return _feed(found.feed, [_entry(entry) for entry in found.entries])


def _text(of: Mapping[str, Any], key: str) -> str:
    value = of.get(key)
    return value if isinstance(value, str) else ""


def _construct(of: Mapping[str, Any], key: str) -> RawText | None:
    """The text at ``key`` with what its detail says of it."""
    value = _text(of, key)
    detail = of.get(key + "_detail")
    if not value:
        return None
    if not isinstance(detail, dict) or detail.get("value") != value:
        return RawText(value, "")
    return _content(detail)


def _content(detail: Mapping[str, Any]) -> RawText:
    return RawText(
        _text(detail, "value"), _text(detail, "type"), _text(detail, "language"), _text(detail, "base")
    )


def _persons(of: Mapping[str, Any], key: str) -> list[RawPerson]:
    persons = of.get(key)
    if not isinstance(persons, list):
        return []
    return [RawPerson(_text(p, "name"), _text(p, "email")) for p in persons if isinstance(p, dict)]


def _own(of: dict[str, Any], key: str) -> str:
    """The text at ``key`` itself: feedparser's ``get`` would give the date of publication for a missing update."""
    return _text(of, key) if dict.__contains__(of, key) else ""


def _dicts(of: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    found = of.get(key)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def _image(of: Mapping[str, Any]) -> list[str]:
    image = of.get("image")
    return [href] if isinstance(image, dict) and (href := _text(image, "href")) else []


def _entry(entry: dict[str, Any]) -> RawEntry:
    links = _dicts(entry, "links")
    media = _dicts(entry, "media_content")
    return RawEntry(
        id=_text(entry, "id"),
        link=_text(entry, "link"),
        title=_construct(entry, "title"),
        authors=_persons(entry, "authors"),
        author_text=_text(entry, "author"),
        published=_own(entry, "published"),
        updated=_own(entry, "updated"),
        created=_own(entry, "created"),
        contents=[_content(detail) for detail in _dicts(entry, "content")],
        summary=_construct(entry, "summary"),
        files=[
            RawFile(_text(link, "href"), _text(link, "type"), _text(link, "length"))
            for link in links
            if link.get("rel") == "enclosure"
        ]
        + [
            RawFile(_text(item, "url"), _media_type(item), _text(item, "filesize"), media=True)
            for item in media
        ],
        pictures=[_text(item, "url") for item in _dicts(entry, "media_thumbnail")] + _image(entry),
        categories=[_text(tag, "term") or _text(tag, "label") for tag in _dicts(entry, "tags")],
        language=_text(entry, "language"),
    )


def _media_type(item: Mapping[str, Any]) -> str:
    medium = _text(item, "medium")
    return _text(item, "type") or (f"{medium}/*" if medium else "")


def _feed(feed: dict[str, Any], entries: list[RawEntry]) -> RawFeed:
    detail = feed.get("publisher_detail")
    publisher = detail if isinstance(detail, dict) else {}
    return RawFeed(
        title=_construct(feed, "title"),
        link=_text(feed, "link"),
        language=_text(feed, "language"),
        pictures=[picture for key in ("icon", "logo") if (picture := _text(feed, key))] + _image(feed),
        authors=_persons(feed, "authors"),
        publisher=RawPerson(_text(publisher, "name"), _text(publisher, "email")),
        notes=[note for key in ("rights", "subtitle") if (note := _text(feed, key))],
        entries=entries,
    )
