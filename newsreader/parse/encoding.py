"""The bytes of a document as UTF-8. Pure; any thread.

The order is that of RFC 7303 section 3.2, with the fallbacks feedparser has: byte order mark, charset of the
Content-Type, encoding of the XML declaration, UTF-8, windows-1252. What does not decode is not believed.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_PATTERNS: Final = (
    (b"\x00\x00\x00<", "utf-32-be"),
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x00<\x00", "utf-16-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x00{\x00", "utf-16-be"),
    (b"{\x00", "utf-16-le"),
)
_CHARSET: Final = re.compile(r"""charset\s*=\s*["']?([\w.:+-]+)""", re.IGNORECASE)
_DECLARATION: Final = re.compile(rb"""\s*<\?xml\b[^>]*?(?:\bencoding\s*=\s*["']([\w.:+-]+)["'][^>]*?)?\?>""")
# Text encodings that documents are written in. Others (UTF-7, escapes, punycode) only ever serve to hide something.
_KNOWN: Final = re.compile(
    r"utf[-_]?8(?:[-_]sig)?|u(?:tf|cs)?[-_]?(?:16|32|2|4)(?:[-_]?[lb]e)?|iso[-_]?10646.*|(?:us[-_]?)?ascii|ansi_x3.*"
    r"|(?:iso[-_]?)?8859[-_]?\d+(?:[-_][ei])?|latin[-_]?\d+|l\d|(?:x[-_])?(?:windows|cp|ms|ibm|dos)[-_]?\d+(?:l\d)?"
    r"|koi8[-_]?[rut]|gb[-_]?(?:k|2312|18030)(?:[-_]80)?|hz(?:[-_]gb[-_]2312)?|big5(?:[-_]?hkscs)?|(?:x[-_])?(?:s|shift)[-_]?jis.*"
    r"|(?:x[-_])?euc[-_]?(?:jp|kr|cn|tw).*|iso[-_]?2022[-_](?:jp|kr).*|ks_?c_?5601.*|uhc|johab|tis[-_]?620|(?:x[-_])?mac[-_]?\w+|macintosh"
)
_BLANK: Final = b" \t\r\n\x00"
_PIECE: Final = 16 * 1024
_WIDE: Final = re.compile(r"u(?:tf|cs)?[-_]?(?:16|32|2|4)|iso[-_]?10646")
_BETTER: Final = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso-8859-1": "windows-1252",
    "latin-1": "windows-1252",
}


def to_utf8(body: bytes, content_type: str = "") -> bytes:
    """``body`` as UTF-8 without byte order mark, XML declaration and white space before the first character.

    ``content_type`` is the header as it came. Never fails: the last resort reads every byte as some character.
    """
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            body = body[len(mark) :]
            if encoding == "utf-8":
                return _text_start(_transcoded(body, ()))
            return _text_start(body.decode(encoding, "replace").encode("utf-8", "replace"))
    sniffed = next((encoding for pattern, encoding in _PATTERNS if body.startswith(pattern)), "")
    if sniffed and (text := _decoded(body, sniffed)) is not None:
        return _text_start(text.encode("utf-8", "replace"))
    charset = _CHARSET.search(content_type)
    declaration = _DECLARATION.match(body)
    declared = declaration[1] if declaration else None
    return _text_start(
        _transcoded(body, (charset[1] if charset else "", declared.decode("ascii") if declared else ""))
    )


def _text_start(data: bytes) -> bytes:
    """``data`` from its first character on that is neither white space nor part of the XML declaration."""
    data = data.lstrip(_BLANK).removeprefix(codecs.BOM_UTF8)
    declaration = _DECLARATION.match(data)
    return data[declaration.end() :].lstrip(_BLANK) if declaration else data.lstrip(_BLANK)


def _transcoded(body: bytes, encodings: tuple[str, ...]) -> bytes:
    for encoding in encodings:
        if not encoding:
            continue
        name = _BETTER.get(encoding.lower(), encoding.lower())
        if name in ("utf-8", "utf8", "us-ascii", "ascii"):
            if _is_utf8(body):
                return body
        elif _WIDE.match(name):
            continue  # such a text has zero bytes, and was recognized by its first ones
        elif _KNOWN.fullmatch(name) and (text := _decoded(body, name)) is not None:
            return text.encode("utf-8", "replace")
    return body if _is_utf8(body) else _guessed(body)


def _is_utf8(body: bytes) -> bool:
    if body.isascii():
        return True
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        # Piece by piece, as each is as wide as its widest character only, and none leaves the processor's cache.
        for start in range(0, len(body), _PIECE):
            decoder.decode(body[start : start + _PIECE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _decoded(body: bytes, encoding: str) -> str | None:
    try:
        return body.decode(encoding)
    except (UnicodeDecodeError, LookupError, ValueError):
        return None


def _guessed(body: bytes) -> bytes:
    """UTF-8 with a few bad bytes stays UTF-8; anything else is windows-1252, with Latin-1 for what that leaves out."""
    lenient = body.decode("utf-8", "replace")
    bad = lenient.count("\ufffd")
    good = len(body) - len(lenient) + bad  # every character beyond ASCII is shorter than its bytes
    if good > 4 * bad:
        return lenient.encode("utf-8")
    text = _decoded(body, "windows-1252")
    return (body.decode("latin-1") if text is None else text).encode("utf-8")
