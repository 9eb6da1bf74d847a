"""What a web page says about feeds: links of its head and body, where it forwards to, whether it needs scripts.

Pure, over bytes, with a real HTML parser; any thread of the worker (lxml never comes into the window's process).
Rules: the HTML standard's ``link``, ``base`` and ``rel`` tokens; what sites really write is in tests/data/pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree

from newsreader.subscribe.links import (
    PageLink,
    about_comments,
    absolute,
    body_score,
    header_links,
    is_feed_link,
    ranked,
    site_of,
    unwrapped,
)

LARGEST_PAGE = 4 * 1024 * 1024
"""Bytes of a page that are read; links further down are not looked for."""
MOST_HEAD_LINKS = 200
"""Declared feeds of a page that are kept; far fewer are asked."""
MOST_BODY_LINKS = 10
"""Links of a page's body that are worth a request."""
MOST_ANCHORS = 5000
"""Links of a page's body that are looked at."""

_REFRESH = re.compile(
    r"^\s*(?P<wait>\d{0,6})[\d.]*\s*[;,]\s*(?:url\s*=\s*)?['\"]?(?P<url>[^'\"\s]+)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Page:
    """A page as far as finding feeds needs it. ``links`` are of the head (wherever they stand) or the HTTP header,
    ``body_links`` of its text, each best first; ``forward`` is where it sends the browser, ``""`` for nowhere;
    ``scripted`` tells that its text is made by scripts we do not run."""

    url: str
    title: str = ""
    links: tuple[PageLink, ...] = ()
    body_links: tuple[PageLink, ...] = ()
    forward: str = ""
    scripted: bool = False
    source: str = field(default="", repr=False)


def looks_like_page(content_type: str, body: bytes) -> bool:
    """Whether ``body`` is HTML: by its first bytes, else by its declared type."""
    start = body[:2048].lstrip(b"\xef\xbb\xbf \t\r\n\x00").lower()
    if start.startswith(
        (b"<!doctype html", b"<html", b"<head", b"<body", b"<meta", b"<title", b"<script", b"<link")
    ):
        return True
    if start.startswith((b"%pdf", b"\x89png", b"gif8", b"\xff\xd8", b"pk\x03\x04", b"{", b"[")):
        return False
    if start.startswith(b"<?xml"):
        return b"<html" in body[:4096].lower()
    return "html" in content_type.lower() or b"<html" in body[:4096].lower()


def read_page(url: str, content_type: str, body: bytes, link_header: str = "") -> Page:
    """The page ``body`` that was found at ``url``, with every address absolute. Never raises on bad mark-up."""
    source = decoded(content_type, body[:LARGEST_PAGE])
    root = tree(source)
    header = header_links(url, link_header)
    if root is None:
        return Page(url, links=ranked(header), source=source)
    base = _base(url, root)
    title = next((_text(element) for element in root.iter("title")), "")
    return Page(
        url,
        title=title,
        links=ranked([*header, *islice(_head_links(base, root), MOST_HEAD_LINKS)]),
        body_links=_best_body_links(url, base, root),
        forward=_forward(url, base, root),
        scripted=_needs_scripts(root),
        source=source,
    )


def decoded(content_type: str, body: bytes) -> str:
    """The text of a page: as declared in the answer or the page, else UTF-8, else what never fails."""
    declared = re.search(r"charset\s*=\s*[\"']?([\w-]+)", content_type, re.IGNORECASE)
    meta = re.search(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", body[:4096], re.IGNORECASE)
    names = [declared[1] if declared else "", meta[1].decode("ascii", "replace") if meta else "", "utf-8"]
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        names.insert(0, "utf-16")
    for name in filter(None, names):
        try:
            return body.decode(name)
        except (LookupError, UnicodeDecodeError):
            continue
    return body.decode("windows-1252", "replace")


def tree(source: str) -> etree._Element | None:
    """The elements of a page, however broken; None when nothing in it is mark-up."""
    parser = etree.HTMLParser(recover=True, no_network=True, huge_tree=False, encoding="utf-8")
    try:
        root = etree.fromstring(source.replace("\x00", "").encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:  # nothing in it is mark-up
        return None
    return root if isinstance(root, etree._Element) else None


def _base(url: str, root: etree._Element) -> str:
    for element in root.iter("base"):
        href = (element.get("href") or "").strip()
        if href:
            return absolute(url, href) or url
    return url


def _head_links(base: str, root: etree._Element) -> Iterator[PageLink]:
    for element in root.iter("link", "a"):
        rel = (element.get("rel") or "").lower().split()
        if not {"alternate", "feed"} & set(rel) or "stylesheet" in rel:
            continue
        url = absolute(base, element.get("href") or "")
        title = " ".join((element.get("title") or "").split())[:300]
        if url and is_feed_link(url, element.get("type") or "", rel):
            yield PageLink(url, title, "link", about_comments(url, title))


def _best_body_links(url: str, base: str, root: etree._Element) -> tuple[PageLink, ...]:
    scored: dict[str, tuple[int, PageLink]] = {}
    here = site_of(url)
    for element in islice(root.iter("a", "area"), MOST_ANCHORS):
        target = unwrapped(absolute(base, element.get("href") or ""))
        if not target or target == url:
            continue
        words = f"{_text(element)} {element.get('title') or ''}".strip()
        score = body_score(target, words, same_site=site_of(target) == here, scheme=element.get("href") or "")
        if score > 0 and (target not in scored or scored[target][0] < score):
            scored[target] = (score, PageLink(target, words, "body", about_comments(target, words)))
    best = sorted(scored.values(), key=lambda pair: (pair[1].comments, -pair[0]))
    return tuple(link for _, link in best[:MOST_BODY_LINKS])


def _text(element: etree._Element) -> str:
    return " ".join("".join(str(part) for part in element.itertext()).split())[:300]


def _forward(url: str, base: str, root: etree._Element) -> str:
    """Where ``meta http-equiv=refresh`` sends a browser within ten seconds, ``""`` for nowhere."""
    for element in root.iter("meta"):
        if (element.get("http-equiv") or "").strip().lower() == "refresh":
            match = _REFRESH.match(element.get("content") or "")
            target = absolute(base, match["url"]) if match and int(match["wait"] or 0) <= 10 else ""
            if target and target != url:
                return target
    return ""


def _needs_scripts(root: etree._Element) -> bool:
    """Whether the page holds scripts and next to no text of its own."""
    body = next(root.iter("body"), None)
    if body is None or next(root.iter("script"), None) is None:
        return False
    words = 0
    for element in body.iter():
        if not isinstance(element.tag, str) or element.tag in ("script", "style", "noscript", "template"):
            words += len((element.tail or "").split())
            continue
        words += len((element.text or "").split()) + len((element.tail or "").split())
    return words < 40
