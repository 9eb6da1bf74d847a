"""What a parser found in a document, before normalization: the common ground of all paths. Frozen once handed on."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class RawText:
    """A text construct. ``type`` is a media type; ``language`` and ``base`` are as declared there, ``""`` for none."""

    value: str
    type: str = "text/html"
    language: str = ""
    base: str = ""


@dataclass(slots=True)
class RawPerson:
    """An author or publisher as written."""

    name: str = ""
    email: str = ""


@dataclass(slots=True)
class RawFile:
    """A file that comes with an entry; ``length`` as written, ``media`` when a media module names it."""

    url: str
    type: str = ""
    length: str = ""
    media: bool = False


@dataclass(slots=True)
class RawEntry:
    """One entry. Dates are as written, addresses may be relative.

    ``author_text`` is the author as one text, which is more exact than ``authors`` where there is but one.
    """

    id: str = ""
    link: str = ""
    title: RawText | None = None
    authors: list[RawPerson] = field(default_factory=list)
    author_text: str = ""
    published: str = ""
    updated: str = ""
    created: str = ""
    contents: list[RawText] = field(default_factory=list)
    summary: RawText | None = None
    files: list[RawFile] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    language: str = ""


@dataclass(slots=True)
class RawFeed:
    """What a document says of itself, and its entries in document order."""

    title: RawText | None = None
    link: str = ""
    language: str = ""
    pictures: list[str] = field(default_factory=list)
    authors: list[RawPerson] = field(default_factory=list)
    publisher: RawPerson = field(default_factory=RawPerson)
    notes: list[str] = field(default_factory=list)
    entries: list[RawEntry] = field(default_factory=list)
