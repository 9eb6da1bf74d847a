"""JSON Feed 1.0 and 1.1 (jsonfeed.org), and RSS in JSON as far as it says the same. Pure; any thread.

Everything is read leniently: a value of another type than it should have is as good as absent.
"""

from __future__ import annotations

import json
from typing import Any

from newsreader.domain.errors import HostileDocument, NotAFeed
from newsreader.parse.raw import RawEntry, RawFeed, RawFile, RawPerson, RawText
from newsreader.text.hashing import hash63

Object = dict[str, Any]


def parse_json(data: bytes) -> tuple[RawFeed, list[int]]:
    """The feed in ``data`` (UTF-8 JSON) and the hash of each of its items, in the same order.

    Raises NotAFeed when it is no JSON or some other document, HostileDocument when it is nested too deep.
    """
    try:
        document = json.loads(data, strict=False)
    except RecursionError as fault:
        raise HostileDocument("The feed's document is nested too deep; it was not read.") from fault
    except ValueError as fault:
        raise NotAFeed("The address answers with broken JSON, not a feed.") from fault
    if isinstance(document, dict) and isinstance(document.get("rss"), dict):
        document = _from_rss(document["rss"])
    if not isinstance(document, dict) or not isinstance(document.get("items"), list):
        raise NotAFeed("The address answers with JSON that is not a feed.")
    if "version" not in document and "feed_url" not in document and "title" not in document:
        raise NotAFeed("The address answers with JSON that is not a feed.")
    items = [item for item in document["items"] if isinstance(item, dict)]
    hashes = [hash63(json.dumps(item, ensure_ascii=True)) for item in items]
    return _feed(document, [_entry(item) for item in items]), hashes


def _text(of: Object, key: str) -> str:
    value = of.get(key)
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _objects(of: Object, key: str) -> list[Object]:
    value = of.get(key)
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _authors(of: Object) -> list[RawPerson]:
    """Version 1.1 has a list, 1.0 had one; the list wins where both are there."""
    single = of.get("author")
    persons = _objects(of, "authors") or ([single] if isinstance(single, dict) else [])
    return [_person(person) for person in persons]


def _person(person: Object) -> RawPerson:
    url = _text(person, "url")
    email = url[7:] if url.lower().startswith("mailto:") else _text(person, "email")
    return RawPerson(_text(person, "name"), email)


def _entry(item: Object) -> RawEntry:
    html, plain, summary = _text(item, "content_html"), _text(item, "content_text"), _text(item, "summary")
    contents = [RawText(html)] if html else [RawText(plain, "text/plain; fixed")] if plain else []
    tags = item.get("tags")
    title = _text(item, "title")
    return RawEntry(
        id=_text(item, "id"),
        link=_text(item, "url") or _text(item, "external_url"),
        title=RawText(title, "text/plain") if title else None,
        authors=_authors(item),
        published=_text(item, "date_published"),
        updated=_text(item, "date_modified"),
        contents=contents,
        summary=RawText(summary, "text/plain; fixed") if summary else None,
        files=[
            RawFile(_text(file, "url"), _text(file, "mime_type"), _text(file, "size_in_bytes"))
            for file in _objects(item, "attachments")
        ],
        pictures=[picture for key in ("image", "banner_image") if (picture := _text(item, key))],
        categories=[tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else [],
        language=_text(item, "language"),
    )


def _feed(document: Object, entries: list[RawEntry]) -> RawFeed:
    title = _text(document, "title")
    return RawFeed(
        title=RawText(title, "text/plain") if title else None,
        link=_text(document, "home_page_url"),
        language=_text(document, "language"),
        pictures=[picture for key in ("icon", "favicon") if (picture := _text(document, key))],
        authors=_authors(document),
        notes=[_text(document, "description")],
        entries=entries,
    )


def _from_rss(rss: Object) -> Object:
    """RSS in JSON said in the words of JSON Feed."""
    channel = rss.get("channel")
    if not isinstance(channel, dict):
        return {}
    items = channel.get("item")
    return {
        "version": "rss",
        "title": _text(channel, "title"),
        "home_page_url": _text(channel, "link"),
        "description": _text(channel, "description"),
        "language": _text(channel, "language"),
        "author": {"email": _text(channel, "managingEditor") or _text(channel, "webMaster")},
        "items": [_from_rss_item(item) for item in items if isinstance(item, dict)]
        if isinstance(items, list)
        else [],
    }


def _from_rss_item(item: Object) -> Object:
    guid, enclosure = item.get("guid"), item.get("enclosure")
    identity = _text(guid, "#value") if isinstance(guid, dict) else _text(item, "guid")
    file = enclosure if isinstance(enclosure, dict) else {}
    return {
        "id": identity,
        "url": _text(item, "link"),
        "title": _text(item, "title"),
        "content_html": _text(item, "description"),
        "date_published": _text(item, "pubDate"),
        "author": {"name": _text(item, "author")},
        "attachments": [
            {"url": _text(file, "url"), "mime_type": _text(file, "type"), "size_in_bytes": file.get("length")}
        ],
    }
