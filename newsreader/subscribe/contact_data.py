"""Pieces of contact as pages write them, folded and checked; and those in JSON-LD (schema.org). Pure; any thread."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from newsreader.domain.contacts import ContactField

LONGEST: Final = 200
"""Characters of one piece."""
LARGEST_SCRIPT: Final = 200_000
DEEPEST: Final = 12
MOST_NODES: Final = 2000

_EMAIL: Final = re.compile(r"[A-Za-z0-9_.+%-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,6}[A-Za-z]{2,24}")
_PHONE: Final = re.compile(r"\+?[\d(][\d\s()/.\u2013-]{4,28}\d")
_LABELLED: Final = re.compile(
    r"^\W*(?:tel|phone|fon|fax|mobil|e-?mail|mail|web|www|http)\w*\b", re.IGNORECASE
)
_NOBODY: Final = re.compile(r"no-?reply|do-?not-?reply", re.IGNORECASE)
_TYPES: Final = re.compile(r"(?:^|/)\w*(?:Organization|LocalBusiness|Newspaper|Corporation)$")
_ADDRESS: Final = ("streetAddress", "postalCode", "addressLocality", "addressRegion", "addressCountry")


@dataclass(frozen=True, slots=True)
class Found:
    """One piece; ``how`` is ``json-ld``, ``microdata``, ``hcard``, ``address`` or ``link``. Empty when it was none."""

    field: ContactField
    value: str
    how: str

    @classmethod
    def email(cls, text: str, how: str) -> Found:
        """The e-mail address in a text."""
        found = _EMAIL.search(text[:2000])
        return cls("email", "" if found is None or _NOBODY.search(found[0]) else found[0], how)

    @classmethod
    def phone(cls, text: str, how: str) -> Found:
        """The phone number in a text."""
        found = _PHONE.search(line(text.removeprefix("tel:")))
        return cls("phone", found[0].strip() if found else "", how)

    @classmethod
    def address(cls, text: str, how: str) -> Found:
        """A text that is marked as a postal address."""
        return cls("address", line(text).strip(" ,"), how)

    @classmethod
    def postal(cls, lines: Sequence[str], how: str) -> Found:
        """The postal address among the lines of a block: without phone numbers and e-mail; nothing where no line has a
        number, since authors are marked so too."""
        kept = [
            each for each in lines if not (_LABELLED.match(each) or _EMAIL.search(each) or _is_phone(each))
        ]
        text = line(", ".join(kept))
        looks = any(letter.isdigit() for letter in text) and len(text) >= 10 and len(kept) > 1
        return cls("address", text if looks else "", how)


def line(text: str) -> str:
    """``text`` on one line, printable, cut."""
    folded = " ".join(text[:4000].split())
    return "".join(letter for letter in folded if letter.isprintable())[:LONGEST].strip()


def _is_phone(text: str) -> bool:
    found = _PHONE.search(text)
    return found is not None and len(found[0]) > len(text) * 0.6


# -- JSON-LD ---------------------------------------------------------------------------------------------------------


def in_json_ld(script: str) -> Iterator[Found]:
    """What a script of linked data tells of organizations. Broken ones tell nothing."""
    if len(script) > LARGEST_SCRIPT:
        return
    try:
        document = json.loads(script)
    except (ValueError, RecursionError):
        return
    for node in _nodes(document):
        if _is_organization(node):
            yield from _of_organization(node)


def _nodes(document: Any) -> Iterator[dict[str, Any]]:
    """Every object, the outer before the inner; at most so many, so deep."""
    waiting: list[tuple[Any, int]] = [(document, 0)] if isinstance(document, dict | list) else []
    for _ in range(MOST_NODES):
        if not waiting:
            return
        value, depth = waiting.pop(0)
        if isinstance(value, dict):
            yield value
            inside: list[Any] = list(value.values())
        else:
            inside = list(value)
        if depth < DEEPEST:
            waiting += [(each, depth + 1) for each in inside if isinstance(each, dict | list)]


def _is_organization(node: dict[str, Any]) -> bool:
    types = node.get("@type")
    return any(isinstance(each, str) and _TYPES.search(each) for each in _listed(types))


def _of_organization(node: dict[str, Any]) -> Iterator[Found]:
    points = [each for each in _listed(node.get("contactPoint")) if isinstance(each, dict)]
    for source in (node, *points):
        for email in _texts(source.get("email")):
            yield Found.email(email, "json-ld")
        for phone in _texts(source.get("telephone")):
            yield Found.phone(phone, "json-ld")
    for address in _listed(node.get("address")):
        yield Found.address(_address(address), "json-ld")


def _address(value: Any) -> str:
    if isinstance(value, str):
        return value
    if not isinstance(value, dict):
        return ""
    parts = []
    for name in _ADDRESS:
        part = value.get(name)
        part = part.get("name") if isinstance(part, dict) else part
        if isinstance(part, str) and part.strip():
            parts.append(part.strip())
    return ", ".join(parts)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _texts(value: Any) -> list[str]:
    return [each for each in _listed(value) if isinstance(each, str)]
