"""One walk of the fast path over one document: its state, and how an element finds its handler."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree

from newsreader.parse.bases import BASE
from newsreader.parse.fast.names import DECLINED, Declined, Names, attributes_of
from newsreader.parse.fast.record import Record
from newsreader.parse.fast.text import (
    XHTML,
    inline_markup,
    joined,
    leaf_text,
    media_type,
    mended,
    narrowed_base,
)
from newsreader.parse.raw import RawEntry, RawFeed, RawText

_ATOM_10: Final = "http://www.w3.org/2005/atom"
_PLAIN_PARTS: Final = frozenset(("url", "title", "link", "width", "height", "description", "name"))


@dataclass(slots=True)
class FastDocument:
    """What the fast path read. An entry is None when it was declined; ``feed`` has no entries yet."""

    feed: RawFeed
    entries: list[RawEntry | None]


Handler = Callable[["Walk", Record, etree._Element, int], None]
"""Takes an element into a record. The number is the element's depth, the root's being 1."""


@dataclass(frozen=True, slots=True)
class Tables:
    """Which handler takes which element: within an entry, in the head of the feed, within media groups."""

    entry: Mapping[str, Handler]
    head: Mapping[str, Handler]
    media: Mapping[str, Handler]


class Walk:
    """One walk over one document; holds what feedparser carries from element to element."""

    def __init__(self, root: etree._Element, tables: Tables, *, has_base: bool) -> None:
        self.tables = tables
        self.names = Names()
        self.has_base = has_base
        self.base = BASE
        self.language = ""
        self.has_content = False
        self.title_depth = -1
        kind = self.names.of(root)
        uris = [uri.lower() for uri in root.nsmap.values()]
        if kind not in ("rss", "rdf_rdf", "feed"):
            raise Declined
        if kind == "rdf_rdf" and _ATOM_10 in uris:
            raise Declined  # which version feedparser sees depends on the order of the declarations
        self.kind = kind
        self.atom_10 = kind == "feed" and _ATOM_10 in uris
        if kind == "feed" and any("purl.org/rss" in uri or "netscape" in uri for uri in uris):
            raise Declined

    def document(self, root: etree._Element) -> FastDocument:
        """Read everything under ``root``."""
        head = Record(feed=True)
        entries: list[RawEntry | None] = []
        self._enter(root)
        if self.language and self.kind != "rdf_rdf":
            head.values["language"] = self.language.replace("_", "-")
        for child, depth in self._top(root):
            if self.names.of(child) in ("item", "entry"):
                entries.append(self._entry(child, depth))
            else:
                self.take(head, child, depth, self.tables.head)
        return FastDocument(head.document([]), entries)

    def _top(self, root: etree._Element) -> list[tuple[etree._Element, int]]:
        """The elements of the feed itself and its entries, in document order, with their depth; the root has 1."""
        if self.kind == "feed":
            return [(child, 2) for child in root]
        found: list[tuple[etree._Element, int]] = []
        for child in root:
            name = self.names.of(child)
            if name == "channel":
                attributes = attributes_of(child) if child.attrib else {}
                if "lastmod" in attributes or "href" in attributes or (self.has_base and attributes):
                    raise Declined
                found.extend((inner, 3) for inner in child)
            elif name == "item":
                found.append((child, 2))
            elif name not in ("image", "textinput") or not self._plain_parts(child):
                raise Declined
        return found

    def _plain_parts(self, element: etree._Element) -> bool:
        return all(not len(part) and self.names.of(part) in _PLAIN_PARTS for part in element)

    def _enter(self, element: etree._Element) -> None:
        """Take over base and language that ``element`` declares."""
        if not element.attrib:
            return
        attributes = attributes_of(element)
        language = attributes.get("xml:lang", attributes.get("lang"))
        if language is not None:
            self.language = language
        self._enter_base(attributes)

    def _enter_base(self, attributes: dict[str, str]) -> None:
        base = attributes.get("xml:base", attributes.get("base"))
        if base:
            self.base = narrowed_base(self.base, base)

    def _entry(self, element: etree._Element, depth: int) -> RawEntry | None:
        base, language = self.base, self.language
        self.title_depth = -1
        record = Record(feed=False)
        try:
            if element.attrib:
                self._enter(element)
                attributes = attributes_of(element)
                if "lastmod" in attributes or "href" in attributes:
                    raise Declined
                if attributes.get("rdf:about"):
                    record.values["id"] = attributes["rdf:about"]
            for child in element:
                self.take(record, child, depth + 1, self.tables.entry)
        except Declined:
            return None
        finally:
            self.has_content = False
            self.base, self.language = base, language
        return record.entry()

    def take(self, record: Record, element: etree._Element, depth: int, table: Mapping[str, Handler]) -> None:
        """Give ``element`` to its handler, with the base that it declares."""
        name = self.names.of(element)
        handler = table.get(name)
        before = self.base
        if self.has_base and element.attrib:
            self._enter_base(attributes_of(element))
        if handler is not None:
            handler(self, record, element, depth)
        elif name in DECLINED or name in self.tables.head:
            raise Declined
        else:
            for child in element:  # unknown: what is in it counts as if it stood a level deeper
                self.take(record, child, depth + 1, table)
        self.base = before

    def construct(self, element: etree._Element, default_type: str) -> RawText:
        """The text construct in ``element``; ``default_type`` is its media type when it names none."""
        attributes = attributes_of(element) if element.attrib else {}
        if attributes.get("mode") == "base64":
            raise Declined
        kind = media_type(attributes.get("type", default_type))
        language = attributes.get("xml:lang", attributes.get("lang", self.language))
        if kind == XHTML:
            value = inline_markup(element, self.names, unwrap=self.atom_10)
        else:
            value = leaf_text(element)
        return RawText(value, kind, language.replace("_", "-"), self.base)

    def address(self, element: etree._Element) -> str:
        """The address that is the text of ``element``, resolved against the base."""
        text = (element.text or "").strip()
        return mended(joined(self.base, text)) if text else ""
