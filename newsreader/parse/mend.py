"""A document that is not well-formed, with its commonest faults mended. Pure; linear in time.

Bare ampersands, HTML's entities and references to characters that do not exist are why most broken feeds are broken.
Where nothing else is wrong, the document is read as any other afterwards.
"""

from __future__ import annotations

import re
from html.entities import html5
from typing import Final

_CONTROLS: Final = bytes(code for code in range(32) if code not in b"\t\n\r")
_NOT_CHARACTERS: Final = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")
_AMPERSAND: Final = re.compile(
    rb"&(?:#([0-9]{1,8});|#[xX]([0-9a-fA-F]{1,8});|(amp|lt|gt|quot|apos);|([A-Za-z][A-Za-z0-9]{1,31});)?"
)
# An author that is longer than any name keeps feedparser's search for an e-mail address busy for hours.
_AUTHOR: Final = re.compile(
    rb"(<(?:[\w.-]+:)?(?:author|creator|managingEditor|webMaster|publisher)\b[^<>]*>(?:<!\[CDATA\[)?[^<]{1000})[^<\]]+",
    re.IGNORECASE,
)


def mended(data: bytes) -> bytes:
    """``data`` (UTF-8) with its characters and references put right; references in CDATA sections as they are."""
    data = data.translate(None, _CONTROLS)
    for junk in _NOT_CHARACTERS:
        data = data.replace(junk, b"")
    if b"&" not in data:
        return data
    pieces: list[bytes] = []
    position = 0
    while (start := data.find(b"<![CDATA[", position)) >= 0 and (end := data.find(b"]]>", start)) >= 0:
        pieces += (_AMPERSAND.sub(_reference, data[position:start]), data[start : end + 3])
        position = end + 3
    pieces.append(_AMPERSAND.sub(_reference, data[position:]))
    return b"".join(pieces)


def with_short_authors(data: bytes) -> bytes:
    """``data`` with no name of a person longer than a thousand bytes."""
    return _AUTHOR.sub(rb"\1", data)


def _reference(found: re.Match[bytes]) -> bytes:
    """What stands for a reference: itself, the characters it means, or an ampersand that is one."""
    decimal, hexadecimal, own, name = found.groups()
    if own:
        return found[0]
    if decimal or hexadecimal:
        return found[0] if _is_character(int(decimal) if decimal else int(hexadecimal, 16)) else b""
    meaning = html5.get(name.decode("ascii") + ";") if name else None
    if meaning is None:
        return b"&amp;" + found[0][1:]
    return b"".join(b"&#%d;" % ord(char) for char in meaning)


def _is_character(code: int) -> bool:
    """Whether XML 1.0 allows the character with this number."""
    return code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000
