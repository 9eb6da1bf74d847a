"""Handlers of the fast path for people, categories and sources."""

from __future__ import annotations

from typing import Final

from newsreader.parse.fast.names import DECLINED, Attributes, Declined, Element, attributes_of, base_in
from newsreader.parse.fast.record import Record, person_of
from newsreader.parse.fast.text import mended
from newsreader.parse.fast.walk import Walk
from newsreader.parse.raw import RawPerson

_PERSON_PARTS: Final = frozenset(("name", "email", "uri", "url", "homepage"))
_LONGEST_AUTHOR: Final = 1_000
_SOURCE_PARTS: Final = frozenset(
    (
        "subtitle",
        "id",
        "title",
        "updated",
        "published",
        "link",
        "author",
        "rights",
        "category",
        "generator",
        "icon",
        "logo",
    )
)


def author(walk: Walk, record: Record, element: Element, attributes: Attributes, depth: int) -> None:
    """A person, as text or in parts."""
    children = list(element)
    if not any(walk.names.of(child) in _PERSON_PARTS for child in children):
        for child in children:
            _ignore_leaf(walk, child)
        text = mended("".join((element.text or "", *[child.tail or "" for child in children])))
        if len(text) > _LONGEST_AUTHOR:
            raise Declined
        record.store("author", text, depth)
        record.add_author(record.values["author"])
        return
    found = [_person_part(walk, child) for child in children]
    record.add_author_parts([part for part in found if part is not None])


def _person_part(walk: Walk, element: Element) -> tuple[str, str] | None:
    name = walk.names.of(element)
    if name not in _PERSON_PARTS:
        _ignore_leaf(walk, element)
        return None
    if len(element) or base_in(attributes_of(element)):
        raise Declined
    return name, (element.text or "").strip()


def _ignore_leaf(walk: Walk, element: Element) -> None:
    name = walk.names.of(element)
    if len(element) or (element.attrib and element.text) or name in walk.tables.head or name in DECLINED:
        raise Declined


def publisher(walk: Walk, record: Record, element: Element, attributes: Attributes, depth: int) -> None:
    """Web master or publisher, as text."""
    text = walk.leaf_text(element)
    if len(text) > _LONGEST_AUTHOR:
        raise Declined
    record.store("publisher", text, depth)
    person = person_of(text)
    if record.publisher is None and (person.name or person.email):
        record.publisher = person


def owner(walk: Walk, record: Record, element: Element, attributes: Attributes, depth: int) -> None:
    """The owner of a podcast. feedparser also writes it into the last author; so does this."""
    if not record.feed or any(
        walk.names.of(child) not in ("itunes_name", "itunes_email") or len(child) for child in element
    ):
        raise Declined
    if len(element) and record.publisher is None:
        record.publisher = RawPerson()
    for child in element:
        text = (child.text or "").strip()
        if not record.authors:
            record.authors.append(RawPerson())
        for person in (record.publisher, record.authors[-1]):
            if person is not None and walk.names.of(child) == "itunes_name":
                person.name = text
            elif person is not None:
                person.email = text


def category(walk: Walk, record: Record, element: Element, attributes: Attributes, depth: int) -> None:
    """A category, as text or attributes."""
    scheme = attributes.get("scheme", attributes.get("domain"))
    _tag(walk, record, element, attributes.get("term"), scheme, attributes.get("label"))


def media_category(walk: Walk, record: Record, element: Element, attributes: Attributes, depth: int) -> None:
    """Media RSS: a category that always has a scheme."""
    scheme = attributes.get("scheme", "http://search.yahoo.com/mrss/category_schema")
    _tag(walk, record, element, attributes.get("term"), scheme, attributes.get("label"))


def _tag(
    walk: Walk,
    record: Record,
    element: Element,
    term: str | None,
    scheme: str | None,
    label: str | None,
) -> None:
    if record.feed:
        for inner in element.iterdescendants():
            if walk.names.of(inner) != "itunes_category":
                raise Declined
        return
    text = walk.leaf_text(element)
    record.add_tag(term, scheme, label)
    if not text:
        return
    if record.tags and not record.tags[-1][0]:
        record.tags[-1][0] = text
    else:
        record.add_tag(text, None, None)


def itunes_category(walk: Walk, record: Record, element: Element, attributes: Attributes, depth: int) -> None:
    """A category of a podcast, in an attribute."""
    _tag(walk, record, element, attributes.get("text"), "http://www.itunes.com/", None)


def itunes_keywords(walk: Walk, record: Record, element: Element, attributes: Attributes, depth: int) -> None:
    """Words with commas between them."""
    _keywords(walk, record, element, attributes, "http://www.itunes.com/")


def media_keywords(walk: Walk, record: Record, element: Element, attributes: Attributes, depth: int) -> None:
    """Words with commas between them."""
    _keywords(walk, record, element, attributes, None)


def _keywords(
    walk: Walk, record: Record, element: Element, attributes: Attributes, scheme: str | None
) -> None:
    if attributes:
        raise Declined
    for term in walk.leaf_text(element).split(","):
        if term.strip():
            record.add_tag(term.strip(), scheme, None)


def source(walk: Walk, record: Record, element: Element, attributes: Attributes, depth: int) -> None:
    """Where the entry was taken from. Its parts are its own; they only reset the depth of the title."""
    walk.title_depth = -1
    for child in element:
        name = walk.names.of(child)
        if name not in _SOURCE_PARTS or (name != "author" and len(child)) or base_in(attributes_of(child)):
            raise Declined
        if name == "author" and any(len(part) or walk.names.of(part) not in _PERSON_PARTS for part in child):
            raise Declined
        if name == "title" and walk.construct(child, attributes_of(child), "text/plain").value:
            walk.title_depth = depth + 1


def ignored(walk: Walk, record: Record, element: Element, attributes: Attributes, depth: int) -> None:
    """Known, and of no use here."""
    if any(len(child) or walk.names.of(child) not in _PERSON_PARTS for child in element):
        raise Declined
