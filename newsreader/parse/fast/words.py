"""Handlers of the fast path for texts and times: titles, summaries, contents, dates, languages."""

from __future__ import annotations

from newsreader.parse.fast.names import Attributes, Element
from newsreader.parse.fast.record import Record
from newsreader.parse.fast.walk import Walk
from newsreader.parse.raw import RawText


def title(walk: Walk, record: Record, element: Element, attributes: Attributes, depth: int) -> None:
    """The first title that is not empty, unless something between has reset the depth."""
    text = walk.construct(element, attributes, "text/plain")
    if not -1 < walk.title_depth <= depth:
        record.store("title", text.value, depth)
        record.details["title"] = text
    if text.value:
        walk.title_depth = depth


def media_title(walk: Walk, record: Record, element: Element, attributes: Attributes, depth: int) -> None:
    """A title of a medium: counts where the entry has none."""
    before = walk.title_depth
    title(walk, record, element, attributes, depth)
    walk.title_depth = before


def description(walk: Walk, record: Record, element: Element, attributes: Attributes, depth: int) -> None:
    """A second summary is the content."""
    if "summary" in record.values and not walk.has_content:
        content(walk, record, element, attributes, depth)
        return
    text = walk.construct(element, attributes, "text/html")
    key = "subtitle" if record.feed else "summary"
    record.store(key, text.value, depth)
    record.details[key] = text


def summary(walk: Walk, record: Record, element: Element, attributes: Attributes, depth: int) -> None:
    """As ``description``, but plain unless it says otherwise."""
    if "summary" in record.values and not walk.has_content:
        content(walk, record, element, attributes, depth)
        return
    text = walk.construct(element, attributes, "text/plain")
    record.store("summary", text.value, depth)
    record.details["summary"] = text


def content(walk: Walk, record: Record, element: Element, attributes: Attributes, depth: int) -> None:
    """Atom content."""
    _content(walk, record, walk.construct(element, attributes, "text/plain"))


def encoded(walk: Walk, record: Record, element: Element, attributes: Attributes, depth: int) -> None:
    """RSS content:encoded."""
    _content(walk, record, walk.construct(element, attributes, "text/html"))


def _content(walk: Walk, record: Record, text: RawText) -> None:
    walk.has_content = True
    record.contents.append(text)
    record.values.setdefault("summary", text.value)


def subtitle(walk: Walk, record: Record, element: Element, attributes: Attributes, depth: int) -> None:
    """The feed's own description."""
    record.store("subtitle", walk.construct(element, attributes, "text/plain").value, depth)


def rights(walk: Walk, record: Record, element: Element, attributes: Attributes, depth: int) -> None:
    """The copyright notice."""
    record.store("rights", walk.construct(element, attributes, "text/plain").value, depth)


def published(walk: Walk, record: Record, element: Element, attributes: Attributes, depth: int) -> None:
    """When it was published."""
    record.store("published", walk.leaf_text(element), depth)


def updated(walk: Walk, record: Record, element: Element, attributes: Attributes, depth: int) -> None:
    """When it was changed."""
    record.store("updated", walk.leaf_text(element), depth)


def created(walk: Walk, record: Record, element: Element, attributes: Attributes, depth: int) -> None:
    """When it was written."""
    record.store("created", walk.leaf_text(element), depth)


def language_of(walk: Walk, record: Record, element: Element, attributes: Attributes, depth: int) -> None:
    """In which language it is."""
    record.store("language", walk.leaf_text(element), depth)
