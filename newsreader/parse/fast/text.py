"""Texts as feedparser hands them over: stripped, mended, inline markup written out. Pure.

Nothing here is taste: each rule is feedparser's, and a differential test holds it to that.
"""

from __future__ import annotations

import contextlib
import re
from typing import Final
from urllib.parse import urljoin

from lxml import etree

from newsreader.parse.fast.names import Declined, Names, attributes_of

XHTML: Final = "application/xhtml+xml"
_HTML: Final = "text/html"
_PLAIN: Final = "text/plain"
_TYPES: Final = {
    "text": _PLAIN,
    "plain": _PLAIN,
    "html": _HTML,
    "xhtml": XHTML,
    _PLAIN: _PLAIN,
    _HTML: _HTML,
    XHTML: XHTML,
}
_C1: Final = re.compile("[\x80-\x9f]")
_UNDEFINED: Final = frozenset((0x81, 0x8D, 0x8F, 0x90, 0x9D))
_WINDOWS: Final = {
    code: bytes((code,)).decode("windows-1252") for code in range(0x80, 0xA0) if code not in _UNDEFINED
}
_SLASHES: Final = re.compile("^([A-Za-z][A-Za-z0-9+-.]*://)(/*)(.*?)")
_AMPERSAND: Final = re.compile("&([A-Za-z0-9_]+);")
# Addresses that urljoin takes over as they are: the scheme is another, and the host in no need of checks.
_USUAL: Final = re.compile(r"https?://[\w.-]+(?:[/?#]|$)", re.ASCII)


def mended(text: str | None) -> str:
    """``text`` stripped; UTF-8 that was taken for Latin-1 is read again, and C1 controls are meant as windows-1252."""
    if not text:
        return ""
    text = text.strip()
    if text.isascii():
        return text
    with contextlib.suppress(UnicodeEncodeError, UnicodeDecodeError):
        text = text.encode("iso-8859-1").decode("utf-8")
    return text.translate(_WINDOWS) if _C1.search(text) else text


def leaf_text(element: etree._Element) -> str:
    """The text of an element that has no others in it."""
    if len(element):
        raise Declined
    return mended(element.text)


def media_type(declared: str) -> str:
    """The media type of a text construct. Only the three usual ones are known here."""
    known = _TYPES.get(declared)
    if known is None:
        raise Declined
    return known


def fixed_link(text: str) -> str:
    """An address from text, with ampersands that were escaped once too often."""
    return _AMPERSAND.sub(r"&\1", text) if "&" in text else text


def joined(base: str, address: str) -> str:
    """``address`` resolved against ``base``, which is never empty."""
    if "///" in address:
        address = _SLASHES.sub(r"\1\3", address)
    if address.startswith(("http://", "https://")) and not base.startswith("http") and _USUAL.match(address):
        return address
    try:
        return urljoin(base, address)
    except ValueError:
        return ""


def narrowed_base(base: str, declared: str) -> str:
    """The base within an element that declares ``declared``; one of another scheme is for the reference to judge."""
    resolved = joined(base, declared)
    if not resolved.startswith(("http:", "https:", "prospero:")):
        raise Declined
    return resolved


def inline_markup(element: etree._Element, names: Names, *, unwrap: bool) -> str:
    """The markup in an XHTML construct as HTML. ``unwrap``: a div around everything is taken off (Atom 1.0)."""
    children = list(element)
    pieces: list[str] = []
    alone = (
        unwrap
        and len(children) == 1
        and names.of(children[0]) == "xhtml_div"
        and not (element.text or "").strip()
        and not (children[0].tail or "").strip()
    )
    if alone:
        if children[0].text:
            pieces.append(_escaped(children[0].text))
        children = list(children[0])
    elif element.text:
        pieces.append(_escaped(element.text))
    for child in children:
        _write(child, names, pieces)
    return mended("".join(pieces))


def _write(element: etree._Element, names: Names, pieces: list[str]) -> None:
    """Append ``element`` and its tail. lxml allows a depth of 256, so recursion is safe."""
    name = names.of(element)
    prefix, _, local = name.partition("_")
    if prefix != "xhtml" or local in ("body", "svg", "math"):
        raise Declined
    if element.attrib:
        pieces.append(f"<{local}{_written_attributes(element)}>")
    else:
        pieces.append(f"<{local}>")
    if element.text:
        pieces.append(_escaped(element.text))
    for child in element:
        _write(child, names, pieces)
    pieces.append(f"</{local}>")
    if element.tail:
        pieces.append(_escaped(element.tail))


def _written_attributes(element: etree._Element) -> str:
    keys = [str(key) for key in element.attrib]
    if any(key[0] == "{" and not key.startswith("{http://www.w3.org/XML/1998/namespace}") for key in keys):
        raise Declined
    found = attributes_of(element)
    if "xml:base" in found or "base" in found or (len(found) > 1 and any(key[:4] == "xml:" for key in found)):
        raise Declined
    quoted = {key: _escaped(value).replace('"', "&quot;") for key, value in found.items()}
    return "".join(f' {key}="{value}"' for key, value in quoted.items())


def _escaped(text: str) -> str:
    """As ``xml.sax.saxutils.escape``, whose import brings HTTP and mail with it: a quarter of a process's start."""
    return text.replace("&", "&amp;").replace(">", "&gt;").replace("<", "&lt;")
