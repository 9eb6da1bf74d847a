"""Texts as feedparser hands them over: stripped, mended, inline markup written out. Pure.

Nothing here is taste: each rule is feedparser's, and a differential test holds it to that.
"""

from __future__ import annotations

import contextlib
import re
from typing import Final
from urllib.parse import urljoin

from newsreader.parse.fast.names import Declined, Element, Names, attributes_of

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
_C1: Final = re.compile(rb"\xc2[\x80-\x9f]")
_UNDEFINED: Final = frozenset((0x81, 0x8D, 0x8F, 0x90, 0x9D))
_WINDOWS: Final = {
    code: bytes((code,)).decode("windows-1252") for code in range(0x80, 0xA0) if code not in _UNDEFINED
}
_SLASHES: Final = re.compile("^([A-Za-z][A-Za-z0-9+-.]*://)(/*)(.*?)")
_QUOTE: Final = '"'
_AMPERSAND: Final = re.compile("&([A-Za-z0-9_]+);")
# Addresses that urljoin takes over as they are: with a host in no need of checks, where the base has another scheme;
# of schemes that no base has; and those that are the same when taken apart and put together.
_USUAL: Final = re.compile(r"https?://[\w.-]+(?:[/?#]|$)", re.ASCII)
_ABSOLUTE: Final = re.compile(
    r"(?:tag|urn):[^/]|https?://[\w.-]+(?:/[\w./~%+,=&-]*)?(?:\?[\w./~%+,=&-]+)?(?:#[\w./~%+,=&-]+)?$",
    re.ASCII,
)


def mended(text: str | None) -> str:
    """``text`` stripped; UTF-8 that was taken for Latin-1 is read again, and C1 controls are meant as windows-1252."""
    if not text:
        return ""
    text = text.strip()
    return text if text.isascii() else _mended(text)


def _mended(text: str) -> str:
    # Bytes are searched several times faster than characters, and these two tell most texts: one has no C1 control,
    # the other (of dashes and curly quotes) is beyond Latin-1.
    data = text.encode("utf-8", "surrogatepass")
    has_controls = b"\xc2" in data and _C1.search(data)
    if b"\xe2" not in data:
        with contextlib.suppress(UnicodeEncodeError, UnicodeDecodeError):
            text = text.encode("iso-8859-1").decode("utf-8")
    return text.translate(_WINDOWS) if has_controls else text


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
    if (not base.startswith("http") and _USUAL.match(address)) or _ABSOLUTE.match(address):
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


def inline_markup(element: Element, names: Names, *, unwrap: bool) -> str:
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
    return "".join(pieces)


def _write(element: Element, names: Names, pieces: list[str]) -> None:
    """Append ``element`` and its tail. lxml allows a depth of 256, so recursion is safe."""
    prefix, _, local = names.of(element).partition("_")
    if prefix != "xhtml" or local in ("body", "svg", "math"):
        raise Declined
    pieces.append(f"<{local}{_written_attributes(element)}>")
    if text := element.text:
        pieces.append(_escaped(text))
    for child in element:
        _write(child, names, pieces)
    pieces.append(f"</{local}>")
    if tail := element.tail:
        pieces.append(_escaped(tail))


def _written_attributes(element: Element) -> str:
    found = attributes_of(element)
    if not found:
        return ""
    spaces = [str(key) for key in element.keys() if str(key)[0] == "{"]  # noqa: SIM118 - the element has children
    if any(not key.startswith("{http://www.w3.org/XML/1998/namespace}") for key in spaces):
        raise Declined
    if "xml:base" in found or "base" in found or (spaces and len(found) > 1):
        raise Declined
    return "".join([f' {key}="{_escaped(value).replace(_QUOTE, "&quot;")}"' for key, value in found.items()])


def _escaped(text: str) -> str:
    """As ``xml.sax.saxutils.escape``, whose import brings HTTP and mail with it: a quarter of a process's start."""
    return text.replace("&", "&amp;").replace(">", "&gt;").replace("<", "&lt;")
