"""What a page of a publication's site tells of how it is reached, and which page to ask next.

Pure, over bytes, with a real HTML parser; any thread of the worker. In the order of trust: schema.org in JSON-LD and
microdata, hCard (h-card), the ``address`` element, links that call or write. Everything is foreign text: it is folded
to one line and cut, and an address is only ever one that can be written to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final
from urllib.parse import unquote, urlsplit

from lxml import etree

from newsreader.domain.contacts import CONTACT_FIELDS, ContactField
from newsreader.subscribe.contact_data import Found, in_json_ld, line
from newsreader.subscribe.links import absolute, site_of
from newsreader.subscribe.pages import LARGEST_PAGE, decoded, tree

MOST_LINKS: Final = 3000
MOST_PARTS: Final = 40
"""Elements of each kind that are looked at."""
MOST_NEXT: Final = 2
"""Further pages that are worth a request."""

_ORGANIZATION: Final = re.compile(r"schema\.org/\w*(?:Organization|Business|Newspaper|Corporation)\b")
_ADDRESS_PARTS: Final = ("streetAddress", "postalCode", "addressLocality", "addressRegion", "addressCountry")
_CARD_PARTS: Final = (
    "street-address",
    "extended-address",
    "postal-code",
    "locality",
    "region",
    "country-name",
)
_PAGE: Final = re.compile(
    r"impress|imprint|contact|kontakt|contatt|contato|masthead|redaktion|redazione|redaccion|colophon|"
    r"mentions-legales|aviso-legal|who-we-are|about|ueber-uns|über uns|"
    r"yhteystiedot|контакт|联系|聯絡|お問い合わせ|연락",
    re.IGNORECASE,
)
_BEST_PAGE: Final = re.compile(r"impress|imprint|contact|kontakt|contatt|contato|контакт", re.IGNORECASE)
_NEWSROOM: Final = re.compile(
    r"^(?:news|desk|redak|redac|redaz|editor|presse|press|tips|story|newsroom)", re.I
)
_GENERAL: Final = re.compile(r"^(?:info|contact|kontakt|hello|mail|office|post|letters|leser)", re.IGNORECASE)
_NOT_THEM: Final = re.compile(
    r"no-?reply|do-?not-?reply|privacy|datenschutz|dpo|abuse|webmaster|postmaster|hostmaster|jobs|career|ads?@|anzeigen|"
    r"advert|sales|billing|example\.(?:com|org)",
    re.IGNORECASE,
)
_TRUST: Final = ("json-ld", "microdata", "hcard", "address", "link")


@dataclass(frozen=True, slots=True)
class ContactPage:
    """What one page tells, best first for each field, and the pages that may tell more."""

    url: str
    found: tuple[Found, ...] = ()
    further: tuple[str, ...] = ()


def read_contact_page(url: str, content_type: str, body: bytes) -> ContactPage:
    """The page ``body`` that was found at ``url``. Never raises on bad mark-up."""
    source = decoded(content_type, body[:LARGEST_PAGE])
    root = tree(source)
    if root is None:
        return ContactPage(url)
    found = (
        *_in_scripts(root),
        *_in_microdata(root),
        *_in_cards(root),
        *_in_address_elements(root),
        *_in_links(url, root),
    )
    return ContactPage(url, tuple(one for one in found if one.value), _further(url, root))


def best(pages: Iterable[ContactPage]) -> dict[ContactField, tuple[str, str]]:
    """The most trusted value of each field over some pages of a site, with the page that told it."""
    chosen: dict[ContactField, tuple[tuple[int, int, int], str, str]] = {}
    for number, page in enumerate(pages):
        for one in page.found:
            rank = (_doubt(one, page.url), _TRUST.index(one.how), number)
            if one.field not in chosen or rank < chosen[one.field][0]:
                chosen[one.field] = rank, one.value, page.url
    return {name: chosen[name][1:] for name in CONTACT_FIELDS if name in chosen}


def _doubt(one: Found, page: str) -> int:
    """How little an e-mail address looks like that of the newsroom; 0 for every other field."""
    if one.field != "email":
        return 0
    local, _, host = one.value.lower().partition("@")
    ours = site_of(page)
    stranger = 0 if ours and (host == ours or host.endswith("." + ours) or ours.endswith("." + host)) else 2
    return stranger + (
        0 if _NEWSROOM.match(local) else 1 if _GENERAL.match(local) or one.how != "link" else 2
    )


# -- marked up -------------------------------------------------------------------------------------------------------


def _in_scripts(root: etree._Element) -> Iterator[Found]:
    for script in islice(root.iter("script"), 400):
        if "ld+json" in (script.get("type") or "").lower():
            yield from in_json_ld(script.text or "")


def _in_microdata(root: etree._Element) -> Iterator[Found]:
    items = (each for each in root.iter(etree.Element) if _ORGANIZATION.search(each.get("itemtype") or ""))
    for item in islice(items, MOST_PARTS):
        properties: dict[str, str] = {}
        for each in islice(item.iter(etree.Element), 500):
            for name in (each.get("itemprop") or "").split():
                properties.setdefault(name, _value(each))
        parts = [properties.get(name, "") for name in _ADDRESS_PARTS]
        yield Found.email(properties.get("email", ""), "microdata")
        yield Found.phone(properties.get("telephone", ""), "microdata")
        yield Found.address(", ".join(filter(None, parts)) or properties.get("address", ""), "microdata")


def _value(element: etree._Element) -> str:
    """The value of a property: of its attribute where it has one, else its text."""
    told = element.get("content") or (element.get("href") if element.tag in ("a", "link") else "")
    return line(told or _text(element))


def _in_cards(root: etree._Element) -> Iterator[Found]:
    cards = (each for each in root.iter(etree.Element) if {"vcard", "h-card"} & set(_classes(each)))
    for card in islice(cards, MOST_PARTS):
        parts: dict[str, str] = {}
        for each in islice(card.iter(etree.Element), 500):
            for name in _classes(each):
                plain = re.sub(r"^[pu]-", "", name)
                parts.setdefault(plain, _value(each) if plain in ("email", "tel") else line(_text(each)))
        lines = [parts.get(name, "") for name in _CARD_PARTS]
        yield Found.email(parts.get("email", ""), "hcard")
        yield Found.phone(parts.get("tel", ""), "hcard")
        yield Found.address(", ".join(filter(None, lines)) or parts.get("adr", ""), "hcard")


def _in_address_elements(root: etree._Element) -> Iterator[Found]:
    for element in islice(root.iter("address"), MOST_PARTS):
        for link in islice(element.iter("a"), 20):
            yield from _from_link(link.get("href") or "", "address")
        yield Found.postal(_lines(element), "address")


# -- links -----------------------------------------------------------------------------------------------------------


def _in_links(url: str, root: etree._Element) -> Iterator[Found]:
    for link in islice(root.iter("a"), MOST_LINKS):
        yield from _from_link(link.get("href") or "", "link")


def _from_link(href: str, how: str) -> Iterator[Found]:
    scheme, _, rest = href.strip().partition(":")
    target = unquote(rest.partition("?")[0])
    if scheme.lower() == "mailto" and not _NOT_THEM.search(target):
        yield Found.email(target, how)
    elif scheme.lower() == "tel":
        yield Found.phone(target, how)


def _further(url: str, root: etree._Element) -> tuple[str, ...]:
    """The pages of the same site that look like a contact or imprint page, best first."""
    here, scored = site_of(url), dict[str, int]()
    for link in islice(root.iter("a"), MOST_LINKS):
        target = absolute(url, link.get("href") or "").partition("#")[0]
        if not target or site_of(target) != here or target.rstrip("/") == url.rstrip("/"):
            continue
        path, words = unquote(urlsplit(target).path), line(_text(link))
        if len(path) > 80 or len(words) > 60:  # a story that speaks of a contact
            continue
        score = 2 * bool(_BEST_PAGE.search(words)) + 2 * bool(_BEST_PAGE.search(path))
        score += bool(_PAGE.search(words)) + bool(_PAGE.search(path))
        if score and score > scored.get(target, 0):
            scored[target] = score
    return tuple(sorted(scored, key=lambda target: (-scored[target], len(target))))[:MOST_NEXT]


# -- text ------------------------------------------------------------------------------------------------------------


def _classes(element: etree._Element) -> list[str]:
    return (element.get("class") or "").split()


def _text(element: etree._Element) -> str:
    return "".join(str(part) for part in element.itertext())[:2000]


def _lines(element: etree._Element) -> list[str]:
    """The text of an element by its lines: those that ``br`` and blocks make."""
    parts: list[str] = []
    for each in islice(element.iter(), 400):
        if isinstance(each.tag, str) and each.tag in ("br", "p", "div", "li", "address"):
            parts.append("\n")
        if isinstance(each.tag, str) and each.text:
            parts.append(" ".join(each.text.split()))
        if each is not element and each.tail:
            parts.append(" " + " ".join(each.tail.split()))
    return [folded for part in "".join(parts).split("\n") if (folded := line(part))]
