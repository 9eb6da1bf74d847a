"""What the file of a picture tells besides the picture."""

from __future__ import annotations

import struct
import zlib

import pytest

from newsreader.submit.picture_facts import is_whole, tells_place

END = b"\xff\xda\x00\x02 picture \xff\xd9"


def exif(order: str, *tags: int) -> bytes:
    head = b"II*\x00" if order == "<" else b"MM\x00*"
    entries = b"".join(struct.pack(f"{order}HHII", tag, 4, 1, 0) for tag in tags)
    return head + struct.pack(f"{order}IH", 8, len(tags)) + entries


def jpeg(*segments: bytes) -> bytes:
    parts = b"".join(b"\xff\xe1" + struct.pack(">H", len(each) + 2) + each for each in segments)
    return b"\xff\xd8" + parts + END


def png(name: bytes, data: bytes) -> bytes:
    chunk = struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    return b"\x89PNG\r\n\x1a\n" + chunk + b"\x00\x00\x00\x00IEND\xaeB`\x82"


def webp(name: bytes, data: bytes) -> bytes:
    chunk = name + struct.pack("<I", len(data)) + data + b"\x00" * (len(data) % 2)
    return b"RIFF" + struct.pack("<I", len(chunk) + 4) + b"WEBP" + chunk


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (jpeg(b"Exif\x00\x00" + exif("<", 0x0110, 0x8825)), True),
        (jpeg(b"Exif\x00\x00" + exif(">", 0x8825)), True),
        (jpeg(b"Exif\x00\x00" + exif("<", 0x0110)), False),
        (jpeg(b"http://ns.adobe.com/xap/1.0/\x00<x exif:GPSLatitude='54,19N'/>"), True),
        (jpeg(), False),
        (png(b"eXIf", exif(">", 0x8825)), True),
        (png(b"tEXt", b"Comment\x00GPSLatitude is no business of ours"), True),
        (png(b"IDAT", b"GPSLatitude"), False),
        (webp(b"EXIF", exif("<", 0x8825)), True),
        (webp(b"VP8 ", b"GPSLatitude"), False),
        (b"GIF89a GPSLatitude", False),
    ],
)
def test_whether_it_says_where_it_was_taken(data: bytes, told: bool) -> None:
    assert tells_place(data) is told


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xd8", b"\xff\xd8\xff\xe1\xff\xff", b"RIFF\x00\x00\x00\x00WEBP\xff\xff"]
)
def test_no_bytes_break_it(data: bytes) -> None:
    assert not tells_place(data)


def test_every_cut_of_a_block_is_harmless() -> None:
    whole = jpeg(b"Exif\x00\x00" + exif("<", 0x0110, 0x8825))
    for length in range(len(whole)):
        tells_place(whole[:length])
        is_whole(whole[:length])


def test_whether_its_end_is_there() -> None:
    small_inside = jpeg(b"Exif\x00\x00" + jpeg())
    assert is_whole(small_inside)
    assert is_whole(small_inside + b"a film of three seconds")
    assert not is_whole(small_inside[:-2]), "the end of the small picture inside is not that of the picture"
    assert not is_whole(png(b"IDAT", b"x")[:-12])
    assert is_whole(b"GIF89a")
