"""What the file of a picture tells besides the picture: where it was taken, whether its end is missing. Pure.

Only looks; nothing is cut out of a file. The pictures that are sent are drawn anew and tell nothing.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

_GPS = 0x8825
_MOST_ENTRIES = 512
_MOST_PARTS = 2000
_XMP_GPS = b"GPSLatitude"


def tells_place(data: bytes) -> bool:
    """Whether a JPEG, PNG or WebP file says where it was taken (EXIF or XMP). Never raises, whatever the bytes."""
    return any(_exif_has_place(part) or _XMP_GPS in part for part in _parts(data))


def is_whole(data: bytes) -> bool:
    """Whether the end of a JPEG or PNG file is there: decoders draw what is missing grey and say nothing. True for
    other formats. What follows the end (phones put films there) does not matter."""
    if data.startswith(b"\x89PNG"):
        return b"IEND" in data
    if not data.startswith(b"\xff\xd8"):
        return True
    picture = _begin_of_picture(data)
    return picture > 0 and data.find(b"\xff\xd9", picture) > 0


def _begin_of_picture(data: bytes) -> int:
    """Where the first scan of a JPEG begins, 0 for nowhere: what stands before it may hold a small JPEG of its own."""
    return next((at for at, marker, _size in _segments(data) if marker == 0xDA), 0)


def _parts(data: bytes) -> Iterator[bytes]:
    if data.startswith(b"\xff\xd8"):
        yield from _jpeg_parts(data)
    elif data.startswith(b"\x89PNG\r\n\x1a\n"):
        yield from _chunks(data, 8, ">", 4, (b"eXIf", b"iTXt", b"tEXt"))
    elif data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        yield from _chunks(data, 12, "<", 0, (b"EXIF", b"XMP "))


def _jpeg_parts(data: bytes) -> Iterator[bytes]:
    """The APP1 segments before the picture itself."""
    for at, marker, size in _segments(data):
        if marker == 0xE1:
            yield data[at + 4 : at + 2 + size]


def _segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Place, marker and size of the segments of a JPEG up to its first scan, that one included."""
    at = 2
    for _ in range(_MOST_PARTS):
        if at + 4 > len(data) or data[at] != 0xFF:
            return
        marker = data[at + 1]
        if marker == 0xFF or 0xD0 <= marker <= 0xD7 or marker == 0x01:
            at += 1 if marker == 0xFF else 2
            continue
        size = max(2, int.from_bytes(data[at + 2 : at + 4], "big"))
        yield at, marker, size
        if marker == 0xDA:
            return
        at += 2 + size


def _chunks(data: bytes, at: int, order: str, tail: int, wanted: tuple[bytes, ...]) -> Iterator[bytes]:
    """The chunks of PNG (size, name, bytes, check) or WebP (name, size, bytes, padded)."""
    for _ in range(_MOST_PARTS):
        if at + 8 > len(data):
            return
        first, second = data[at : at + 4], data[at + 4 : at + 8]
        name, size = (second, first) if order == ">" else (first, second)
        (length,) = struct.unpack(f"{order}I", size)
        if name in wanted:
            yield data[at + 8 : at + 8 + length]
        at += 8 + length + (tail or length % 2)


def _exif_has_place(part: bytes) -> bool:
    """Whether the first directory of an EXIF block points to a GPS directory."""
    tiff = part.removeprefix(b"Exif\x00\x00")
    order = {b"II*\x00": "<", b"MM\x00*": ">"}.get(tiff[:4])
    if order is None or len(tiff) < 8:
        return False
    (start,) = struct.unpack_from(f"{order}I", tiff, 4)
    if start + 2 > len(tiff):
        return False
    (count,) = struct.unpack_from(f"{order}H", tiff, start)
    for number in range(min(count, _MOST_ENTRIES)):
        entry = start + 2 + 12 * number
        if entry + 2 > len(tiff):
            return False
        if struct.unpack_from(f"{order}H", tiff, entry)[0] == _GPS:
            return True
    return False
