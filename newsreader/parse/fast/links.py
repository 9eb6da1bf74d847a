"""Handlers of the fast path for addresses: links, ids, files, pictures."""

from __future__ import annotations

from typing import Final

from newsreader.parse.fast.names import Attributes, Declined, Element, attributes_of, base_in
from newsreader.parse.fast.record import Record
from newsreader.parse.fast.text import XHTML, fixed_link, joined, mended
from newsreader.parse.fast.walk import Walk
from newsreader.parse.fast.words import title
from newsreader.parse.raw import RawFile

_LINK_TYPES: Final = ("text/html", "html", "xhtml", XHTML)
_INPUT_PARTS: Final = frozenset(("title", "link", "description", "name"))
_IMAGE_PARTS: Final = frozenset(("url", "title", "link", "width", "height"))


def link(walk: Walk, record: Record, element: Element, attributes: Attributes, depth: int) -> None:
    """RSS link (text) and Atom link (attributes)."""
    if "url" in attributes or "uri" in attributes or len(element):
        raise Declined
    relation = attributes.get("rel", "alternate")
    href = attributes.get("href")
    if href is not None:
        href = joined(walk.base, href)
        if relation == "enclosure":
            record.files.append(
                RawFile(href, attributes.get("type", "text/html"), attributes.get("length", ""))
            )
        if relation == "alternate" and attributes.get("type", "text/html") in _LINK_TYPES:
            record.link = href
    elif relation == "enclosure":
        raise Declined
    else:
        record.link = fixed_link(
            walk.address(element).replace("&amp;", "&") if not record.feed else walk.address(element)
        )


def guid(walk: Walk, record: Record, element: Element, attributes: Attributes, depth: int) -> None:
    """RSS guid and Atom id; a permanent link stands in for a missing link."""
    if len(element):
        raise Declined
    is_link = attributes.get("ispermalink", "true") == "true"
    value = walk.address(element) if is_link else mended(element.text)
    record.store("id", value, depth)
    if is_link and record.link is None:
        record.link = value


def enclosure(walk: Walk, record: Record, element: Element, attributes: Attributes, depth: int) -> None:
    """RSS enclosure."""
    if len(element) or "uri" in attributes:
        raise Declined
    url = attributes.get("url", attributes.get("href")) or attributes.get("href", "")
    record.files.append(RawFile(url, attributes.get("type", ""), attributes.get("length", "")))


def media_content(walk: Walk, record: Record, element: Element, attributes: Attributes, depth: int) -> None:
    """Media RSS: a file, with titles and thumbnails in it."""
    medium = attributes.get("medium", "")
    kind = attributes.get("type", "") or (f"{medium}/*" if medium else "")
    record.media.append(RawFile(attributes.get("url", ""), kind, attributes.get("filesize", ""), media=True))
    media_group(walk, record, element, attributes, depth)


def media_group(walk: Walk, record: Record, element: Element, attributes: Attributes, depth: int) -> None:
    """Media RSS: several files of one thing."""
    for child in element:
        walk.take(record, child, depth + 1, walk.media_handlers)


def thumbnail(walk: Walk, record: Record, element: Element, attributes: Attributes, depth: int) -> None:
    """Media RSS: a small picture."""
    if len(element) or (element.text or "").strip():
        raise Declined
    record.thumbnails.append(attributes.get("url", ""))


def itunes_image(walk: Walk, record: Record, element: Element, attributes: Attributes, depth: int) -> None:
    """The cover of an episode or of the podcast."""
    if len(element):
        raise Declined
    record.image = attributes.get("href") or attributes.get("url") or record.image


def image(walk: Walk, record: Record, element: Element, attributes: Attributes, depth: int) -> None:
    """RSS image: an address with a title and a link of its own."""
    walk.title_depth = -1
    if record.feed and record.image is None:
        record.image = ""
    for child in element:
        name = walk.names.of(child)
        if name not in _IMAGE_PARTS or len(child) or base_in(attributes_of(child)):
            if name == "description" and record.feed and not len(child):
                continue
            raise Declined
        if name == "url" and record.feed:
            record.image = walk.address(child)
        elif name == "title":
            _image_title(walk, record, child, depth + 1)


def textinput(walk: Walk, record: Record, element: Element, attributes: Attributes, depth: int) -> None:
    """RSS textInput: a search form of other days, with a title of its own."""
    walk.title_depth = -1
    for child in element:
        name = walk.names.of(child)
        if not record.feed or name not in _INPUT_PARTS or len(child) or base_in(attributes_of(child)):
            raise Declined
        if name == "title":
            _image_title(walk, record, child, depth + 1)


def _image_title(walk: Walk, record: Record, element: Element, depth: int) -> None:
    attributes = attributes_of(element)
    if not record.feed:
        title(walk, record, element, attributes, depth)
    elif walk.construct(element, attributes, "text/plain").value:
        walk.title_depth = depth


def icon(walk: Walk, record: Record, element: Element, attributes: Attributes, depth: int) -> None:
    """Atom icon."""
    _picture(walk, record, element, attributes, "icon")


def logo(walk: Walk, record: Record, element: Element, attributes: Attributes, depth: int) -> None:
    """Atom logo."""
    _picture(walk, record, element, attributes, "logo")


def _picture(walk: Walk, record: Record, element: Element, attributes: Attributes, key: str) -> None:
    if len(element):
        raise Declined
    record.values[key] = "" if attributes else walk.address(element)
