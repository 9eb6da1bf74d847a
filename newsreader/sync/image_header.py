"""What a picture really is, read from its first bytes and never from its name: PNG, JPEG, GIF or WebP, and its size.

Pure. Formats: PNG (ISO/IEC 15948 section 11.2.2), JPEG (ITU-T T.81 B.2.2), GIF89a section 18, WebP (RFC 9649).
"""

from __future__ import annotations

from dataclasses import dataclass

MOST_PIXELS = 16_000_000
"""A larger picture is not shown: decoded it would take 64 MB."""


@dataclass(frozen=True, slots=True)
class ImageHeader:
    """``kind`` is also the ending of the file it is kept in; sizes are pixels."""

    kind: str
    width: int
    height: int


def read_header(data: bytes) -> ImageHeader | None:
    """The kind and size of a picture, None for everything that is none of the four kinds, or too broken to tell."""
    for kind, read in (("png", _png), ("jpg", _jpeg), ("gif", _gif), ("webp", _webp)):
        size = read(data)
        if size is not None:
            return ImageHeader(kind, *size) if size[0] > 0 and size[1] > 0 else None
    return None


def _png(data: bytes) -> tuple[int, int] | None:
    if not data.startswith(b"\x89PNG\r\n\x1a\n") or data[12:16] != b"IHDR" or len(data) < 24:
        return None
    return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")


def _gif(data: bytes) -> tuple[int, int] | None:
    if not data.startswith((b"GIF87a", b"GIF89a")) or len(data) < 10:
        return None
    return int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little")


def _jpeg(data: bytes) -> tuple[int, int] | None:
    if not data.startswith(b"\xff\xd8\xff"):
        return None
    at = 2
    while at + 9 < len(data):
        if data[at] != 0xFF:
            return None
        marker = data[at + 1]
        if marker == 0xFF:  # fill bytes
            at += 1
        elif marker == 0x01 or 0xD0 <= marker <= 0xD8:  # markers without a segment
            at += 2
        elif 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            return int.from_bytes(data[at + 7 : at + 9], "big"), int.from_bytes(data[at + 5 : at + 7], "big")
        else:
            at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None


def _webp(data: bytes) -> tuple[int, int] | None:
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP" or len(data) < 30:
        return None
    chunk = data[12:16]
    if chunk == b"VP8X":
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if chunk == b"VP8L" and data[20] == 0x2F:
        bits = int.from_bytes(data[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if chunk == b"VP8 " and data[23:26] == b"\x9d\x01\x2a":
        return int.from_bytes(data[26:28], "little") & 0x3FFF, int.from_bytes(data[28:30], "little") & 0x3FFF
    return None
