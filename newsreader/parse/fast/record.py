"""What is gathered of one entry, or of the feed itself, while its elements are walked."""

from __future__ import annotations

import re
from typing import Final

from newsreader.parse.raw import RawEntry, RawFeed, RawFile, RawPerson, RawText

# feedparser's own idea of an e-mail address: what it takes for one decides what is left as the name.
_EMAIL: Final = re.compile(
    r"(([a-zA-Z0-9\_\-\.\+]+)@((\[[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.)|(([a-zA-Z0-9\-]+\.)+))"
    r"([a-zA-Z]{2,4}|[0-9]{1,3})(\]?))(\?subject=\S+)?"
)


_MOST_TAGS: Final = 200
"""More than are ever shown; each is compared with all before it."""


class Record:
    """Values by feedparser's keys. In an entry the shallower of two values wins, in a feed the later."""

    __slots__ = (
        "author_detail",
        "authors",
        "contents",
        "depths",
        "details",
        "feed",
        "files",
        "image",
        "link",
        "media",
        "publisher",
        "tags",
        "thumbnails",
        "values",
    )

    def __init__(self, *, feed: bool) -> None:
        self.feed = feed
        self.values: dict[str, str] = {}
        self.details: dict[str, RawText] = {}
        self.depths: dict[str, int] = {}
        self.link: str | None = None
        self.authors: list[RawPerson] = []
        self.author_detail: RawPerson | None = None
        self.publisher: RawPerson | None = None
        self.contents: list[RawText] = []
        self.files: list[RawFile] = []
        self.media: list[RawFile] = []
        self.thumbnails: list[str] = []
        self.image: str | None = None
        self.tags: list[list[str | None]] = []

    def store(self, key: str, value: str, depth: int) -> None:
        """Keep ``value`` unless this entry has one from nearer its root."""
        if not self.feed:
            before = self.depths.get(key)
            if before is not None and depth > before:
                return
            self.depths[key] = depth
        self.values[key] = value

    def add_tag(self, term: str | None, scheme: str | None, label: str | None) -> None:
        """A category, once."""
        if (
            len(self.tags) < _MOST_TAGS
            and (term or scheme or label)
            and [term, scheme, label] not in self.tags
        ):
            self.tags.append([term, scheme, label])

    def add_author(self, text: str) -> None:
        """An author given as a text."""
        person = person_of(text)
        self.authors.append(person)
        if self.author_detail is None and (person.name or person.email):
            self.author_detail = person

    def add_author_parts(self, parts: list[tuple[str, str]]) -> None:
        """An author given in parts. feedparser writes them into the detail too, which may be the first author's."""
        person = RawPerson()
        self.authors.append(person)
        if parts and self.author_detail is None:
            self.author_detail = RawPerson()
        for name, value in parts:
            for target in (person, self.author_detail):
                if target is not None and name == "name":
                    target.name = value
                elif target is not None and name == "email":
                    target.email = value
        both = person.name and person.email
        self.values["author"] = f"{person.name} ({person.email})" if both else person.name or person.email

    def construct(self, key: str) -> RawText | None:
        """The text at ``key`` with what its own element said of it."""
        value = self.values.get(key)
        if not value:
            return None
        detail = self.details.get(key)
        return detail if detail is not None and detail.value == value else RawText(value, "")

    def entry(self) -> RawEntry:
        """This record as an entry."""
        values = self.values
        return RawEntry(
            id=values.get("id", ""),
            link=self.link or "",
            title=self.construct("title"),
            authors=self.authors,
            author_text=values.get("author", ""),
            published=values.get("published", ""),
            updated=values.get("updated", ""),
            created=values.get("created", ""),
            contents=self.contents,
            summary=self.construct("summary"),
            files=self.files + self.media,
            pictures=self.thumbnails + ([self.image] if self.image else []),
            categories=[tag[0] or tag[2] or "" for tag in self.tags],
            language=values.get("language", ""),
        )

    def document(self, entries: list[RawEntry]) -> RawFeed:
        """This record as a feed with ``entries``."""
        values = self.values
        pictures = [values[key] for key in ("icon", "logo") if values.get(key)]
        return RawFeed(
            title=self.construct("title"),
            link=self.link or "",
            language=values.get("language", ""),
            pictures=pictures + ([self.image] if self.image else []),
            authors=self.authors,
            publisher=self.publisher or RawPerson(),
            notes=[values[key] for key in ("rights", "subtitle") if values.get(key)],
            entries=entries,
        )


def person_of(text: str) -> RawPerson:
    """Name and e-mail in a text such as ``a@b.org (Name)``, as feedparser takes them apart."""
    found = _EMAIL.search(text) if "@" in text else None
    if found is None:
        return RawPerson(text, "")
    email = found[0]
    name = text.replace(email, "").replace("()", "").replace("<>", "").replace("&lt;&gt;", "").strip()
    if name and name[0] == "(":
        name = name[1:]
    if name and name[-1] == ")":
        name = name[:-1]
    return RawPerson(name.strip(), email)
