"""One walk of the fast path over one document: its state, and how an element finds its handler."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from newsreader.parse.bases import BASE
from newsreader.parse.fast.names import DECLINED, Attributes, Declined, Element, Names, attributes_of, base_in
from newsreader.parse.fast.record import Record
from newsreader.parse.fast.text import (
    XHTML,
    inline_markup,
    joined,
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


Handler = Callable[["Walk", Record, Element, Attributes, int], None]
"""Takes an element with these attributes into a record. The number is the element's depth, the root's being 1."""


@dataclass(frozen=True, slots=True)
class Tables:
    """Which handler takes which element: within an entry, in the head of the feed, within media groups."""

    entry: Mapping[str, Handler]
    head: Mapping[str, Handler]
    media: Mapping[str, Handler]


class Handlers:
    """One table by the tags of one document, so that an element's name is made once a document and table."""

    def __init__(self, table: Mapping[str, Handler], names: Names, elsewhere: Mapping[str, Handler]) -> None:
        """``elsewhere``: what stands in this table too means something that is not followed here."""
        self._table = table
        self._names = names
        self._elsewhere = elsewhere
        self.by_tag: dict[str, Handler] = {}

    def find(self, element: Element) -> Handler:
        """The handler of the first ``element`` that has its tag; from then on it is in ``by_tag``."""
        name = self._names.of(element)
        handler = self._table.get(name)
        if handler is None:
            handler = _decline if name in DECLINED or name in self._elsewhere else self._within
        self.by_tag[element.tag] = handler
        return handler

    def _within(
        self, walk: Walk, record: Record, element: Element, attributes: Attributes, depth: int
    ) -> None:
        """Unknown: what is in it counts as if it stood a level deeper."""
        for child in element:
            walk.take(record, child, depth + 1, self)


def _decline(walk: Walk, record: Record, element: Element, attributes: Attributes, depth: int) -> None:
    raise Declined


class Walk:
    """One walk over one document; holds what feedparser carries from element to element."""

    def __init__(self, root: Element, tables: Tables) -> None:
        self.tables = tables
        self.names = Names()
        self.entry_handlers = Handlers(tables.entry, self.names, tables.head)
        self.media_handlers = Handlers(tables.media, self.names, tables.head)
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

    def document(self, root: Element) -> FastDocument:
        """Read everything under ``root``."""
        head = Record(feed=True)
        head_handlers = Handlers(self.tables.head, self.names, {})
        entries: list[RawEntry | None] = []
        self._enter(attributes_of(root))
        if self.language and self.kind != "rdf_rdf":
            head.values["language"] = self.language.replace("_", "-")
        for child, depth in self._top(root):
            if self.names.of(child) in ("item", "entry"):
                entries.append(self._entry(child, depth))
            else:
                self.take(head, child, depth, head_handlers)
        return FastDocument(head.document([]), entries)

    def _top(self, root: Element) -> list[tuple[Element, int]]:
        """The elements of the feed itself and its entries, in document order, with their depth; the root has 1."""
        if self.kind == "feed":
            return [(child, 2) for child in root]
        found: list[tuple[Element, int]] = []
        for child in root:
            name = self.names.of(child)
            if name == "channel":
                attributes = attributes_of(child)
                if "lastmod" in attributes or "href" in attributes or base_in(attributes):
                    raise Declined
                found.extend((inner, 3) for inner in child)
            elif name == "item":
                found.append((child, 2))
            elif name not in ("image", "textinput") or not self._plain_parts(child):
                raise Declined
        return found

    def _plain_parts(self, element: Element) -> bool:
        return all(not len(part) and self.names.of(part) in _PLAIN_PARTS for part in element)

    def _enter(self, attributes: Attributes) -> None:
        """Take over base and language that an element with these ``attributes`` declares."""
        language = attributes.get("xml:lang", attributes.get("lang"))
        if language is not None:
            self.language = language
        if base := base_in(attributes):
            self.base = narrowed_base(self.base, base)

    def _entry(self, element: Element, depth: int) -> RawEntry | None:
        base, language = self.base, self.language
        self.title_depth = -1
        record = Record(feed=False)
        try:
            attributes = attributes_of(element)
            if attributes:
                if "lastmod" in attributes or "href" in attributes:
                    raise Declined
                self._enter(attributes)
                if attributes.get("rdf:about"):
                    record.values["id"] = attributes["rdf:about"]
            for child in element:
                self.take(record, child, depth + 1, self.entry_handlers)
        except Declined:
            return None
        finally:
            self.has_content = False
            self.base, self.language = base, language
        return record.entry()

    def take(self, record: Record, element: Element, depth: int, handlers: Handlers) -> None:
        """Give ``element`` to its handler, with the base that it declares."""
        attributes = attributes_of(element)
        handler = handlers.by_tag.get(element.tag) or handlers.find(element)
        base = base_in(attributes) if attributes else ""
        if not base:
            handler(self, record, element, attributes, depth)
            return
        before, self.base = self.base, narrowed_base(self.base, base)
        handler(self, record, element, attributes, depth)
        self.base = before

    def construct(self, element: Element, attributes: Attributes, default_type: str) -> RawText:
        """The text construct in ``element``; ``default_type`` is its media type when it names none."""
        if not attributes:
            return RawText(self.leaf_text(element), default_type, self.language.replace("_", "-"), self.base)
        if attributes.get("mode") == "base64":
            raise Declined
        kind = media_type(attributes.get("type", default_type))
        language = attributes.get("xml:lang", attributes.get("lang", self.language))
        if kind == XHTML:
            value = mended(inline_markup(element, self.names, unwrap=self.atom_10))
        else:
            value = self.leaf_text(element)
        return RawText(value, kind, language.replace("_", "-"), self.base)

    def leaf_text(self, element: Element) -> str:
        """The text of an element that has no others in it."""
        if len(element):
            raise Declined
        return mended(element.text)

    def address(self, element: Element) -> str:
        """The address that is the text of ``element``, resolved against the base."""
        text = (element.text or "").strip()
        return mended(joined(self.base, text)) if text else ""
