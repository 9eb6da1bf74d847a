"""Who publishes a feed and how they are reached, as far as the document tells. Pure; any thread."""

from __future__ import annotations

import re
from html import unescape
from typing import Final

from newsreader.domain.documents import Publication
from newsreader.parse.raw import RawFeed, RawPerson
from newsreader.text.plain import plain_line, plain_text

_EMAIL: Final = re.compile(
    r"[A-Za-z0-9_.+%-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,6}[A-Za-z]{2,24}(?![A-Za-z0-9-])"
)
_NOBODY: Final = re.compile(r"(?:no-?reply|do-?not-?reply)[\w.+-]*@|@localhost", re.IGNORECASE)
_ELEMENT: Final = (
    rb"<(?:[\w.-]+:)?(?:%s)\b"
    rb"(?:[^>]*\bresource\s*=\s*[\"'](?:tel:|mailto:)?([^\"']{3,120})|[^>]*>\s*(?:<!\[CDATA\[)?([^<\]]{3,300}))"
)
_PHONE_ELEMENT: Final = re.compile(_ELEMENT % b"phone|telephone|tel|phoneNumber|contactPhone", re.IGNORECASE)
_ADDRESS_ELEMENT: Final = re.compile(
    _ELEMENT % b"address|adr|street-?address|postal-?address|contactAddress", re.IGNORECASE
)
# In this order: who edits, what is given as an address, who writes, who publishes, who runs the machine.
_EMAIL_ELEMENTS: Final = tuple(
    re.compile(_ELEMENT % names, re.IGNORECASE)
    for names in (
        b"managingEditor",
        b"email|mbox|contactEmail",
        b"author|creator",
        b"publisher",
        b"webMaster",
    )
)
_PHONE: Final = re.compile(r"\+?[\d(][\d\s()/.\u2013-]{4,28}\d")
_PHONE_IN_TEXT: Final = re.compile(
    r"(?:\btel(?:efon|ephone|éfono|efono)?\b|\bphone\b|\bfon\b|☎)\.?:?\s*(\+?[\d(][\d ()/.\u2013-]{4,28}\d)",
    re.IGNORECASE,
)


def publication_of(raw: RawFeed, head: bytes, title: str, site: str) -> Publication:
    """The publication behind ``raw``. ``head`` is the document (UTF-8) without its entries.

    The e-mail is that of the editor, else of the web master or owner, else one that stands in the feed's own
    description; addresses that nobody reads are left out.
    """
    notes = " ".join(plain_text(note[:4000]) for note in raw.notes)
    phone = _phone(_element(_PHONE_ELEMENT, head)) or _phone_in(notes)
    return Publication(
        title=title,
        site=site,
        address=_element(_ADDRESS_ELEMENT, head),
        phone=phone,
        email=_email(raw, head, notes),
    )


def person_in(text: str) -> RawPerson:
    """Name and e-mail in a text such as ``a@b.example (Name)`` or ``Name <a@b.example>``."""
    found = _EMAIL.search(text) if "@" in text else None
    if found is None:
        return RawPerson(text.strip())
    name = (text[: found.start()].rstrip(" <(") + " " + text[found.end() :].lstrip(" >)")).strip()
    if name.startswith("(") and name.endswith(")"):
        name = name[1:-1]
    return RawPerson(name.strip(), found[0])


def _element(pattern: re.Pattern[bytes], head: bytes) -> str:
    found = pattern.search(head)
    if found is None:
        return ""
    return plain_line(unescape((found[1] or found[2]).decode("utf-8", "replace")), 300)


def _phone(text: str) -> str:
    found = _PHONE.search(text)
    return found[0].strip() if found else ""


def _phone_in(text: str) -> str:
    found = _PHONE_IN_TEXT.search(text)
    return found[1].strip() if found else ""


def _email(raw: RawFeed, head: bytes, notes: str) -> str:
    elements = (_element(pattern, head) for pattern in _EMAIL_ELEMENTS) if b"@" in head else ()
    for text in (*elements, *(person.email for person in raw.authors), raw.publisher.email, notes):
        for found in _EMAIL.finditer(text):
            if not _NOBODY.search(found[0]):
                return found[0]
    return ""
