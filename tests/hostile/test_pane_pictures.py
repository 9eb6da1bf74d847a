"""S09-S13: pictures made to exhaust or to deceive stay placeholders; what is fetched, and when, is bounded."""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QColor, QImage, QImageReader
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from newsreader.ui.reader.pane import ReaderPane
from newsreader.ui.reader.picture_flow import MOST_FETCHED
from newsreader.ui.reader.pictures import ALLOCATION_MB, decode
from newsreader.ui.theme import Theme
from tests.ui.fake_jobs import FakeJobs
from tests.ui.reading import make_story

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200">'
    b'<rect width="300" height="200" fill="red"/></svg>'
)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>"
XPM = b'/* XPM */\nstatic char *x[] = {"1 1 1 1","a c #ff0000","a"};'


def png(width: int, height: int, data: bytes = b"") -> bytes:
    """A PNG that says it is that large; ``data`` are its packed lines."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(data))
        + chunk(b"IEND", b"")
    )


def encoded(name: str) -> bytes:
    """A small red picture in a format of Qt's."""
    image = QImage(30, 20, QImage.Format.Format_RGB32)
    image.fill(QColor(255, 0, 0))
    kept = QByteArray()
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, name)
    return bytes(kept.data())


def gif(frames: int, side: int = 200) -> bytes:
    """A GIF whose first frame is red and whose others are large and blue."""
    out = b"GIF89a" + struct.pack("<HHBBB", side, side, 0x80, 0, 0) + bytes((255, 0, 0, 0, 0, 255))
    for number in range(frames):
        colour = 0 if number == 0 else 1
        # One pixel at a time, clearing the table before each: three-bit codes need no growth of the table.
        codes = [code for _ in range(side * side) for code in (4, colour)] + [5]
        bits, value, body = 0, 0, bytearray()
        for code in codes:
            value |= code << bits
            bits += 3
            while bits >= 8:
                body.append(value & 255)
                value >>= 8
                bits -= 8
        body.append(value & 255)
        out += b"\x2c" + struct.pack("<HHHHB", 0, 0, side, side, 0) + b"\x02"
        for start in range(0, len(body), 255):
            part = bytes(body[start : start + 255])
            out += bytes((len(part),)) + part
        out += b"\x00"
    return out + b"\x3b"


@pytest.mark.parametrize("size", [(44_000, 44_000), (100_000, 200), (2**31 - 1, 1), (0, 0), (4001, 4000)])
def test_a_picture_larger_than_sixteen_megapixels_is_not_decoded(
    qapp: QApplication, size: tuple[int, int]
) -> None:
    assert decode(png(*size), 540).isNull()


def test_a_bomb_of_zeros_stays_within_the_allocation_limit(qapp: QApplication) -> None:
    """It says 16 megapixels and holds them: 48 MB of memory at the most, and a narrow picture comes out."""
    image = decode(png(4000, 4000, b"\x00" * (4000 * 3 + 1) * 4000), 540)
    assert image.width() == 540
    assert ALLOCATION_MB == 64


@pytest.mark.parametrize(
    "data",
    [b"<html>", SVG,
     b"\n" + SVG, b"\x1f\x8b" + SVG, PDF, XPM, b"", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF\0\0\0\0WEBP",
     b"MM\x00*" + b"\0" * 100, b"II*\0" + b"\0" * 100, b"icns" + b"\0" * 60],
)  # fmt: skip
def test_what_is_none_of_four_formats_is_a_placeholder(qapp: QApplication, data: bytes) -> None:
    assert decode(data, 540).isNull()


@pytest.mark.parametrize("name", ["tiff", "bmp", "ppm", "xbm", "ico"])
def test_formats_that_qt_would_read_are_not(qapp: QApplication, name: str) -> None:
    data = encoded(name)
    assert QImageReader.supportedImageFormats()
    assert decode(data, 540).isNull()


@pytest.mark.parametrize("name", ["png", "jpeg", "webp"])
def test_the_four_formats_are_shown(qapp: QApplication, name: str) -> None:
    assert not decode(encoded(name), 540).isNull()


def test_only_the_first_frame_of_a_gif_is_decoded(qapp: QApplication) -> None:
    image = decode(gif(3, side=40), 540)
    assert image.pixelColor(5, 5) == QColor(255, 0, 0)


@pytest.fixture
def jobs(qtbot: QtBot) -> FakeJobs:
    """The worker."""
    return FakeJobs()


@pytest.fixture
def pane(qtbot: QtBot, qapp: QApplication, jobs: FakeJobs) -> Iterator[ReaderPane]:
    """A pane that asks the worker."""
    pane = ReaderPane(Theme(qapp, "light"), jobs)
    qtbot.addWidget(pane)
    pane.resize(588, 800)
    with qtbot.waitExposed(pane):
        pane.show()
    yield pane
    pane.shutdown()


def test_at_most_fifty_pictures_are_asked_and_no_tracker(
    qtbot: QtBot, pane: ReaderPane, jobs: FakeJobs
) -> None:
    body = "".join(f'<img src="https://x.example/{number}.png">' for number in range(500))
    body += '<img src="https://t.example/1.gif" width="1" height="1"><img src="https://t.example/2.gif" height="0">'
    pane.setStory(make_story("<p>text</p>" + '<img src="https://t.example/0.gif" width="1">' + body))
    qtbot.waitUntil(lambda: bool(jobs.asked))
    urls = jobs.asked[-1].args["urls"]
    assert len(urls) == MOST_FETCHED
    assert not any("t.example" in url for url in urls)


def test_a_hostile_file_from_the_worker_becomes_a_description(
    qtbot: QtBot, pane: ReaderPane, jobs: FakeJobs, tmp_path: Path
) -> None:
    (tmp_path / "1.png").write_bytes(SVG)
    (tmp_path / "2.png").write_bytes(png(44_000, 44_000))
    names = ("1.png", "2.png", "gone.png")
    body = "".join(f'<img src="https://x.example/{name}" alt="alt of {name}">' for name in names)
    pane.setStory(make_story(body))
    qtbot.waitUntil(lambda: bool(jobs.asked))
    found = [
        {"url": f"https://x.example/{name}", "path": str(tmp_path / name), "width": 9, "height": 9}
        for name in names
    ]
    jobs.asked[-1].finish({"pictures": found})
    qtbot.waitUntil(lambda: all(f"Picture: alt of {name}" in pane.view.toPlainText() for name in names))


def test_a_picture_of_a_story_that_was_left_is_dropped(
    qtbot: QtBot, pane: ReaderPane, jobs: FakeJobs, tmp_path: Path
) -> None:
    (tmp_path / "1.png").write_bytes(encoded("png"))
    pane.setStory(make_story('<img src="https://x.example/1.png">', id=1))
    qtbot.waitUntil(lambda: bool(jobs.asked))
    left = jobs.asked[0]
    pane.setStory(make_story('<img src="https://x.example/2.png">', id=2))
    with qtbot.assertNotEmitted(pane._pictures._flow.arrived, wait=50):
        left.finish({"pictures": [{"url": "https://x.example/1.png", "path": str(tmp_path / "1.png")}]})
