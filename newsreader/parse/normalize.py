"""From what a parser found to the types every room shares: one place for all paths. Pure; any thread.

Addresses become absolute http or https ones, dates epoch seconds, titles plain text; a missing id is replaced.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import Final

from newsreader.domain.documents import Enclosure, FeedType
from newsreader.domain.incoming import IncomingFeed, IncomingStory, Rhythm
from newsreader.parse.bases import BASE, relative
from newsreader.parse.contact import person_in, publication_of
from newsreader.parse.raw import RawEntry, RawFeed, RawFile, RawPerson, RawText
from newsreader.text.feed_dates import parse_date
from newsreader.text.hashing import hash63
from newsreader.text.plain import looks_like_html, plain_line, plain_title
from newsreader.text.urls import is_web, join, web_link

_GUID_LIMIT: Final = 2000
_NAME_LIMIT: Final = 200
_MOST_CATEGORIES: Final = 30
_MOST_FILES: Final = 30
_VOID_END: Final = re.compile(r"</(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)>")
_LENGTH: Final = re.compile(r"[0-9]{1,15}")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")
_PLAYED: Final = ("audio/", "video/", "application/ogg")


def feed_of(
    raw: RawFeed, kind: FeedType, url: str, head: bytes, rhythm: Rhythm, hashes: frozenset[int]
) -> IncomingFeed:
    """The document as a whole, still without stories. ``head`` is its bytes without entries, ``url`` its address."""
    site = web_link(url, relative(raw.link))
    title = title_of(raw.title, kind)
    return IncomingFeed(
        type=kind,
        title=title,
        site=site,
        language=_language(raw.language),
        icon=next((link for picture in raw.pictures if (link := web_link(url, relative(picture)))), ""),
        publication=publication_of(raw, head, title, site),
        rhythm=rhythm,
        entry_hashes=hashes,
    )


def story_of(entry: RawEntry, feed: RawFeed, kind: FeedType, url: str, entry_hash: int) -> IncomingStory:
    """One entry of ``feed`` as a story. ``url`` is the address of the document.

    Language, and in Atom and JSON Feed the authors, are inherited from the feed (RFC 4287 section 4.2.1).
    """
    constructs = entry.contents if entry.summary is None else [*entry.contents, entry.summary]
    identity = relative(entry.id)
    link = web_link(url, relative(entry.link))
    bodies = _bodies(constructs, kind)
    content = max(bodies, key=len, default="")
    title = title_of(entry.title, kind)
    published = parse_date(entry.published)
    updated = published if entry.updated == entry.published else parse_date(entry.updated)
    published = published or parse_date(entry.created)
    return IncomingStory(
        guid=_guid(identity)
        or link
        or f"hash:{hash63(title, content, *(file.url for file in entry.files)):016x}",
        link=link or _permalink(identity),
        title=title,
        author=_author(entry) or (_names(feed.authors) if kind in ("atom", "json") else ""),
        published=updated if published is None else published,
        updated=updated,
        content=content,
        summary=next((body for body in reversed(bodies) if body != content), "") if len(bodies) > 1 else "",
        base=_base_of(constructs, url) or link,
        enclosures=_enclosures(entry.files, url),
        categories=_categories(entry.categories),
        language=_language(entry.language or next((t.language for t in constructs if t.language), ""))
        or _language(feed.language),
        entry_hash=entry_hash,
        picture=_picture(entry, url),
    )


def _base_of(constructs: list[RawText], url: str) -> str:
    """The base of the first of ``constructs`` that declares one, else the address of the document; ``""`` for none that
    is of the web."""
    for text in constructs:
        if text.base != BASE and (declared := relative(text.base)):
            return _web_base(url, declared)
    return _web_base(url, "")


@lru_cache(maxsize=8)
def _web_base(url: str, declared: str) -> str:
    """The same for all entries of a document, as a rule."""
    base = join(url, declared) if declared else url
    return base if is_web(base) else url if is_web(url) else ""


def title_of(text: RawText | None, kind: FeedType) -> str:
    """A title as plain text. RSS does not say whether it is HTML; there it is judged by its looks."""
    if text is None:
        return ""
    if text.type.startswith("text/plain"):
        return plain_title(text.value, html=None if _undeclared(text, kind) else False)
    return plain_title(text.value, html=True if text.type or kind == "atom" else None)


def _undeclared(text: RawText, kind: FeedType) -> bool:
    return kind != "atom" and text.type == "text/plain"


def _bodies(constructs: list[RawText], kind: FeedType) -> list[str]:
    bodies: list[str] = []
    for text in constructs:
        body = _html(text, kind)
        if body and body not in bodies:
            bodies.append(body)
    return bodies


def _html(text: RawText, kind: FeedType) -> str:
    """The text as HTML; ``""`` for what is neither text nor HTML."""
    if text.type.startswith("text/plain"):
        if _undeclared(text, kind) and looks_like_html(text.value):
            return text.value
        return _paragraphs(text.value)
    if text.type.endswith("xml"):
        return _VOID_END.sub("", text.value) if "xhtml" in text.type else ""
    return text.value if text.type in ("", "text/html") or text.type.startswith("text/") else ""


def _paragraphs(text: str) -> str:
    """Plain text as HTML: empty lines part paragraphs, line breaks are kept."""
    blocks = [block.strip() for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n"))]
    return "".join(f"<p>{html.escape(block, quote=False)}</p>" for block in blocks if block).replace(
        "\n", "<br>"
    )


def _guid(text: str) -> str:
    """The id as written; the hash of one that is no id but a text."""
    text = text.strip()
    return text if len(text) <= _GUID_LIMIT else f"hash:{hash63(text):016x}"


def _permalink(identity: str) -> str:
    return identity if is_web(identity) and not re.search(r"\s", identity) else ""


def _author(entry: RawEntry) -> str:
    """The names of an entry's authors. One that is a text is taken apart by our own rule: feedparser's knows no e-mail
    address with a long top-level domain."""
    if not entry.authors:
        return ""
    persons = [person for person in entry.authors if person.name or person.email]
    if len(persons) == 1 and entry.author_text:
        persons = [person_in(entry.author_text)]
    return _names(persons)


def _names(persons: list[RawPerson]) -> str:
    names = dict.fromkeys([plain_title(person.name or person.email, html=None) for person in persons[:20]])
    return plain_line(", ".join([name for name in names if name]), _NAME_LIMIT)


def _categories(categories: list[str]) -> tuple[str, ...]:
    if not categories:
        return ()
    names = dict.fromkeys(
        [plain_line(html.unescape(category), 100) for category in categories[:_MOST_CATEGORIES]]
    )
    return tuple([name for name in names if name])


def _enclosures(files: list[RawFile], url: str) -> tuple[Enclosure, ...]:
    """Files with a web address, each once; of those in media modules only what is played."""
    if not files:
        return ()
    found: dict[str, Enclosure] = {}
    for file in files:
        kind = plain_line(file.type.lower(), 100)
        if file.media and not kind.startswith(_PLAYED):
            continue
        link = web_link(url, relative(file.url))
        if link and link not in found and len(found) < _MOST_FILES:
            length = (
                int(file.length)
                if file.length.isascii() and file.length.isdigit() and len(file.length) < 16
                else 0
            )
            found[link] = Enclosure(link, kind, length or None)
    return tuple(found.values())


def _picture(entry: RawEntry, url: str) -> str:
    if not entry.pictures and not entry.files:
        return ""
    pictures = [*entry.pictures, *(file.url for file in entry.files if file.type.startswith("image/"))]
    return next((link for picture in pictures if (link := web_link(url, relative(picture)))), "")


def _language(text: str) -> str:
    """A language tag in the form of BCP 47, as far as the text is one."""
    if not text:
        return ""
    text = text.strip()
    return text.replace("_", "-") if _LANGUAGE.fullmatch(text) else ""
