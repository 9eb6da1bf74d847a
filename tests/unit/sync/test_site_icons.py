"""Icons of sites: where they are looked for, what is refused, how often is asked (HOSTILE N39)."""

from __future__ import annotations

import struct
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from newsreader.sync.icon_files import LARGEST, IconFiles, icon_header, icon_links
from newsreader.sync.image_header import ImageHeader
from tests.support.feed_site import FeedSite
from tests.support.worker_desk import TestDesk
from tests.unit.sync.test_pictures import GIF, png

MONTH = 30 * 86_400


def ico(*sides: int) -> bytes:
    """A Windows icon of PNG pictures."""
    pictures = [png(side, side) for side in sides]
    entries, at = b"", 6 + 16 * len(sides)
    for side, picture in zip(sides, pictures, strict=True):
        entries += struct.pack("<BBBBHHII", side % 256, side % 256, 0, 0, 1, 32, len(picture), at)
        at += len(picture)
    return b"\0\0\1\0" + struct.pack("<H", len(sides)) + entries + b"".join(pictures)


@pytest.mark.parametrize(
    ("data", "header"),
    [
        (png(32, 32), ImageHeader("png", 32, 32)),
        (png(100, 90), ImageHeader("png", 100, 90)),
        (ico(16, 48), ImageHeader("ico", 48, 48)),
        (ico(256), ImageHeader("ico", 256, 256)),
        (png(100, 40), None),
        (png(8, 8), None),
        (png(2000, 2000), None),
        (png(32, 32) + b"\0" * LARGEST, None),
        (GIF, None),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", None),
        (b"\0\0\1\0\xff\xff", None),
        (b"\0\0\1\0\0\0" + b"\0" * 40, None),
        (b"", None),
    ],
)
def test_an_icon_is_small_square_and_of_a_kind_that_is_shown(data: bytes, header: ImageHeader | None) -> None:
    """HOSTILE N39"""
    assert icon_header(data) == header
    for length in range(0, len(data), max(1, len(data) // 50)):
        icon_header(data[:length])


def test_a_page_names_its_icons() -> None:
    page = b"""<head><LINK rel='shortcut icon' href=/16.png sizes=16x16><link href="/a&amp;b.png" rel="icon">
        <link rel="icon" type="image/svg+xml" href="/v"><link rel="icon" href="/v.svg?1">
        <link rel="apple-touch-icon" href="//cdn.example/180.png">
        <link rel="icon" sizes="64x64 96x96" href="/64.png">
        <link rel="icon" href="javascript:x"><link rel="icon" href="file:///etc/passwd">
        <link rel="stylesheet" href="/s">
        """
    assert icon_links(page, "https://site.example/blog/") == [
        "https://site.example/64.png",
        "https://cdn.example/180.png",
        "https://site.example/a&b.png",
        "https://site.example/16.png",
    ]
    assert icon_links(b"<link " * 100_000, "https://site.example/") == []


@pytest.fixture
def site() -> Iterator[FeedSite]:
    with FeedSite() as found:
        yield found


@pytest.fixture
async def desk(tmp_path: Path, site: FeedSite) -> AsyncIterator[TestDesk]:
    found = TestDesk(tmp_path)
    await found.run("add", url=site.feed("/a.xml"))
    site.forget()
    yield found
    await found.close()


async def icon_of(desk: TestDesk) -> str:
    await desk.run("keep")
    return (await desk.feed(1)).icon


def raw(desk: TestDesk, name: str) -> bytes:
    return (desk.folder / "icons" / f"{name}.raw").read_bytes()


async def test_the_icon_of_the_site_is_fetched_once_a_month(site: FeedSite, desk: TestDesk) -> None:
    site.raw("/favicon.ico", ico(16, 32), "image/x-icon")
    name = await icon_of(desk)
    assert raw(desk, name) == ico(16, 32)
    assert ((1,), 0, 0) in desk.changes
    desk.now += 20 * 86_400
    assert await icon_of(desk) == name
    assert site.asked() == 1
    desk.now += MONTH
    assert await icon_of(desk) == name
    assert site.asked() == 2
    assert "if-none-match" in site.last("/favicon.ico").headers
    site.raw("/favicon.ico", ico(48), "image/x-icon")
    desk.now += 2 * MONTH
    other = await icon_of(desk)
    assert raw(desk, other) == ico(48)
    assert [path.stem for path in (desk.folder / "icons").iterdir()] == [other]


async def test_a_small_icon_gives_way_to_one_that_the_page_names(site: FeedSite, desk: TestDesk) -> None:
    site.raw("/favicon.ico", ico(16), "image/x-icon")
    site.raw("/", b'<link rel="icon" href="/64.png" sizes="64x64">', "text/html")
    site.raw("/64.png", png(64, 64), "image/png")
    assert raw(desk, await icon_of(desk)) == png(64, 64)


async def test_what_is_no_icon_is_ignored_and_not_asked_for_again(site: FeedSite, desk: TestDesk) -> None:
    """HOSTILE N39"""
    site.raw("/favicon.ico", b"\0\0\1\0" + b"x" * (5 << 20), "image/x-icon")
    site.raw("/", b'<link rel="icon" href="/v.png"><link rel="icon" href="/banner.png">', "text/html")
    site.raw("/v.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/png")
    site.raw("/banner.png", png(400, 80), "image/png")
    assert await icon_of(desk) == ""
    assert not (desk.folder / "icons").exists()
    site.forget()
    await desk.run("keep")
    assert site.asked() == 0


async def test_nobody_asks_for_icons_who_does_not_want_them(site: FeedSite, desk: TestDesk) -> None:
    desk.desk.settings.set("privacy.site_icons", False)
    site.raw("/favicon.ico", ico(32), "image/x-icon")
    assert await icon_of(desk) == ""
    assert site.asked() == 0


async def test_a_feed_shows_the_square_it_names_itself(site: FeedSite, desk: TestDesk) -> None:
    site.raw("/favicon.ico", ico(32), "image/x-icon")
    site.raw("/me.png", png(80, 80), "image/png")
    address = site.url("/me.png")
    await desk.desk.cache.write(lambda w: w.run("UPDATE feeds SET icon = ?", (address,)))
    assert raw(desk, await icon_of(desk)) == png(80, 80)
    site.raw("/wide.png", png(300, 80), "image/png")
    wide = site.url("/wide.png")
    await desk.desk.cache.write(lambda w: w.run("UPDATE feeds SET icon = ?", (wide,)))
    assert raw(desk, await icon_of(desk)) == ico(32)


async def test_without_a_network_the_icon_stays(site: FeedSite, desk: TestDesk) -> None:
    site.raw("/favicon.ico", ico(32), "image/x-icon")
    name = await icon_of(desk)
    desk.now += 2 * MONTH
    await desk.desk.cache.write(lambda w: w.run("UPDATE site_icons SET url = 'http://127.0.0.1:1/x'"))
    assert await icon_of(desk) == name


def test_files_that_no_feed_shows_are_swept_away(tmp_path: Path) -> None:
    files = IconFiles(tmp_path)
    kept, gone = files.keep(b"one"), files.keep(b"two")
    (tmp_path / "notes.txt").write_text("mine")
    files.sweep({kept})
    assert (files.has(kept), files.has(gone)) == (True, False)
    assert (tmp_path / "notes.txt").exists()
