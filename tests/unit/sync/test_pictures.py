"""Pictures of an opened story: what is fetched, what is refused, what is kept."""

from __future__ import annotations

import os
import struct
import time
import zlib
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from newsreader.sync.image_header import ImageHeader, read_header
from newsreader.sync.job_pictures import MOST_PICTURES
from newsreader.sync.picture_files import PictureFiles
from tests.support.feed_site import FeedSite, FeedStory
from tests.support.worker_desk import TestDesk


def png(width: int = 3, height: int = 2) -> bytes:
    """A PNG whose header says this size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 16)) + chunk(b"IEND", b"")


GIF = b"GIF89a" + struct.pack("<HH", 5, 4) + b"\0" * 10
JPEG = (
    b"\xff\xd8\xff\xe0\x00\x04\x00\x00\xff\xff\xdb\x00\x03\x00\xff\xc2\x00\x0b\x08\x00\x07\x00\x09"
    + b"\0" * 20
)
WEBP_LOSSY = b"RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\x9d\x01\x2a" + struct.pack("<HH", 11, 12) + b"\0" * 8
WEBP_LOSSLESS = b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f" + struct.pack("<I", 12 | (13 << 14)) + b"\0" * 8
WEBP_LARGE = b"RIFF\0\0\0\0WEBPVP8X\0\0\0\0\0\0\0\0" + (14).to_bytes(3, "little") + (15).to_bytes(3, "little")


@pytest.mark.parametrize(
    ("data", "header"),
    [
        (png(3, 2), ImageHeader("png", 3, 2)),
        (GIF, ImageHeader("gif", 5, 4)),
        (JPEG, ImageHeader("jpg", 9, 7)),
        (WEBP_LOSSY, ImageHeader("webp", 11, 12)),
        (WEBP_LOSSLESS, ImageHeader("webp", 13, 14)),
        (WEBP_LARGE, ImageHeader("webp", 15, 16)),
        (png(0, 2), None),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", None),
        (b"II*\0" + b"\0" * 40, None),
        (b"%PDF-1.7", None),
        (b"\xff\xd8\xff\xe0\xff\xff", None),
        (b"\xff\xd8\xff\x00" * 20, None),
        (b"RIFF\0\0\0\0WEBPXXXX" + b"\0" * 30, None),
        (b"", None),
    ],
)
def test_a_picture_is_what_its_first_bytes_say(data: bytes, header: ImageHeader | None) -> None:
    assert read_header(data) == header


@pytest.mark.parametrize("data", [png(), GIF, JPEG, WEBP_LOSSY, WEBP_LARGE])
def test_a_picture_that_is_cut_off_is_never_a_crash(data: bytes) -> None:
    for length in range(len(data)):
        read_header(data[:length])


@pytest.fixture
def site() -> Iterator[FeedSite]:
    with FeedSite() as found:
        yield found


@pytest.fixture
async def desk(tmp_path: Path, site: FeedSite) -> AsyncIterator[TestDesk]:
    """A feed on this machine with one story: its pictures may lie here too."""
    found = TestDesk(tmp_path)
    await found.run("add", url=site.feed("/a.xml", stories=[FeedStory("1")]))
    site.forget()
    yield found
    await found.close()


async def fetch(desk: TestDesk, *urls: str, story: int = 1) -> list[dict[str, object]]:
    found: list[dict[str, object]] = (await desk.run("pictures", story=story, urls=list(urls)))["pictures"]
    assert [one["url"] for one in found] == list(dict.fromkeys(urls))
    return found


async def test_a_picture_is_fetched_once_and_kept(site: FeedSite, desk: TestDesk) -> None:
    url = site.raw("/p.png", png(30, 20), "text/plain")
    (picture,) = await fetch(desk, url, url)
    assert (picture["width"], picture["height"]) == (30, 20)
    path = Path(str(picture["path"]))
    assert path.suffix == ".png"
    assert path.read_bytes() == png(30, 20)
    assert path.is_relative_to(desk.folder / "pictures")
    assert await fetch(desk, url) == [picture]
    assert site.asked() == 1


async def test_what_is_no_picture_is_refused(site: FeedSite, desk: TestDesk) -> None:
    """HOSTILE S09, S10"""
    svg = site.raw("/svg.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/png")
    huge = site.raw("/huge.png", png(44000, 44000), "image/png")
    found = await fetch(
        desk, svg, huge, site.url("/404.png"), "file:///etc/passwd", "data:image/png;base64,x"
    )
    assert all("path" not in one and str(one["error"]).endswith(".") for one in found)
    assert list((desk.folder / "pictures").rglob("*.png")) == []


async def test_no_more_than_fifty_and_twenty_megabytes(site: FeedSite, desk: TestDesk) -> None:
    """HOSTILE S12"""
    many = [site.raw(f"/{n}.png", png(n + 1, 1)) for n in range(MOST_PICTURES + 5)]
    found = await fetch(desk, *many)
    assert sum("path" in one for one in found) == MOST_PICTURES
    big = [site.raw(f"/big-{n}.png", png(n + 1, 1) + b"\0" * (7 << 20)) for n in range(6)]
    found = await fetch(desk, *big)
    stored = sum(Path(str(one["path"])).stat().st_size for one in found if "path" in one)
    assert 7 << 20 < stored <= 20 << 20


async def test_pictures_of_a_stranger_do_not_lead_into_our_network(site: FeedSite, desk: TestDesk) -> None:
    """HOSTILE S14: no story, so nobody knows a feed of this machine."""
    (picture,) = await fetch(desk, site.raw("/p.png", png()), story=99)
    assert "network" in str(picture["error"])
    assert site.asked() == 0


def test_what_was_not_used_for_longest_goes_first(tmp_path: Path) -> None:
    files = PictureFiles(tmp_path, largest=1000)
    now = time.time()
    for number in range(5):
        path = files.keep(f"http://site.example/{number}", "png", b"x" * 300)
        os.utime(path, (now - 1000 + number, now - 1000 + number))
    files.find("http://site.example/0")
    assert files.trim() == 900
    assert [files.find(f"http://site.example/{n}") is not None for n in range(5)] == [
        True,
        False,
        False,
        False,
        True,
    ]
    assert files.trim() == 0
