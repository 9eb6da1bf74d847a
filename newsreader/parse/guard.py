"""What a document is, before any parser sees it; and no entity in it that could explode or read. Pure; any thread.

Rules: HOSTILE P01-P03, P12, P15.
"""

from __future__ import annotations

import re
from typing import Final, Literal

from newsreader.domain.errors import HostileDocument, NotAFeed

Kind = Literal["json", "rss", "rdf", "atom", "other"]

_MAGIC: Final = (
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"RIFF", "a picture or sound file"),
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x1f\x8b", "a compressed file"),
    (b"ID3", "a sound file (MP3)"),
    (b"OggS", "a sound file"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)
_BLANK: Final = b" \t\r\n\x00"
_PROLOG: Final = re.compile(rb"(?:\s++|<\?.*?\?>|<!--.*?-->)*+", re.DOTALL)
_DOCTYPE: Final = re.compile(
    rb"""<!DOCTYPE(?:[^\[>"']|"[^"]*"|'[^']*')*+(?:\[(?:[^\]"'<]|"[^"]*"|'[^']*'|<!--.*?-->|<)*+\]\s*)?>""",
    re.DOTALL | re.IGNORECASE,
)
_ENTITY: Final = re.compile(
    rb"""<!ENTITY\s+(%\s+)?([^\s"'>%&;]+)\s+(?:"([^"]*)"|'([^']*)'|(?:SYSTEM|PUBLIC)\b)""", re.IGNORECASE
)
_REFERENCE: Final = re.compile(rb"&(?!#)|%")
_ROOT: Final = re.compile(rb"<(?:([\w.-]+):)?([A-Za-z_][\w.-]*)")
_FEED_TAG: Final = re.compile(rb"<(?:[\w.-]+:)?(?:rss|RDF|feed)[\s>]")
_EXPANSION = 1 << 20
_ROOTS: Final[dict[bytes, Kind]] = {b"rss": "rss", b"rdf": "rdf", b"feed": "atom"}
_OTHERS: Final = {
    b"html": "a web page",
    b"opml": "a list of feeds (OPML); import it instead",
    b"svg": "a picture (SVG)",
    b"urlset": "a site map",
    b"sitemapindex": "a site map",
    b"opensearchdescription": "a description of a search engine",
    b"error": "an error message",
}


def refuse_files(body: bytes) -> None:
    """Raise NotAFeed when ``body`` is empty or a well-known kind of file."""
    if not body[:64].strip(_BLANK) and not body.strip(_BLANK):
        raise NotAFeed("The address answers with an empty document, not a feed.")
    for magic, name in _MAGIC:
        if body.startswith(magic):
            raise NotAFeed(f"The address answers with {name}, not a feed.")


def kind_of(data: bytes) -> Kind:
    """What kind of document ``data`` (UTF-8, no declaration) is. Raises NotAFeed when it is plainly none."""
    if data[:1] in (b"{", b"["):
        return "json"
    start = _after_prolog(data)
    root = _ROOT.match(data, start)
    if root is not None:
        name = root[2].lower()
        if name in _ROOTS:
            return _ROOTS[name]
        if name in _OTHERS and (name != b"html" or not _FEED_TAG.search(data[:4096])):
            raise NotAFeed(f"The address answers with {_OTHERS[name]}, not a feed.")
        if name in (b"head", b"body", b"div", b"p", b"script", b"meta", b"title") and not _FEED_TAG.search(
            data
        ):
            raise NotAFeed("The address answers with a web page, not a feed.")
        return "other"
    if b"<" not in data:
        raise NotAFeed("The address answers with plain text, not a feed.")
    if not _FEED_TAG.search(data):
        raise NotAFeed("The address answers with something that is not a feed.")
    return "other"


def _after_prolog(data: bytes) -> int:
    """Where the root element begins, comments, instructions and the document type left aside."""
    position = 0
    for _ in range(2):
        found = _PROLOG.match(data, position)
        position = found.end() if found else position
        doctype = _DOCTYPE.match(data, position)
        position = doctype.end() if doctype else position
    found = _PROLOG.match(data, position)
    return found.end() if found else position


def without_doctype(data: bytes) -> bytes:
    """``data`` without its document type; entities that stand for a few characters are put in where they are used.

    Entities made of entities, and those that would add more than a megabyte, raise HostileDocument. External ones
    are never looked at: what refers to them stays a word.
    """
    found = _PROLOG.match(data)
    start = found.end() if found else 0
    if data[start : start + 9].upper() != b"<!DOCTYPE":
        return data
    doctype = _DOCTYPE.match(data, start)
    if doctype is None:
        raise HostileDocument("The feed's document type is broken; it was not read.")
    rest = data[:start] + data[doctype.end() :]
    return _with_entities(rest, _entities(doctype[0]))


def _entities(doctype: bytes) -> dict[bytes, bytes]:
    entities: dict[bytes, bytes] = {}
    for parameter, name, double, single in _ENTITY.findall(doctype):
        value = double or single
        if parameter or _REFERENCE.search(value):
            raise HostileDocument(
                "The feed's document defines entities by entities, as attacks do; it was not read."
            )
        if b"<" not in value:
            entities.setdefault(name, value)
    return entities


def _with_entities(data: bytes, entities: dict[bytes, bytes]) -> bytes:
    added = 0
    for name, value in entities.items():
        reference = b"&" + name + b";"
        added += data.count(reference) * len(value)
        if added > _EXPANSION:
            raise HostileDocument(
                "The feed's document would grow beyond all measure when read; it was not read."
            )
        data = data.replace(reference, value.replace(b'"', b"&quot;"))
    return data
