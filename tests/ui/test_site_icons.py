"""Icons of sites in the window: decoded with limits, kept small, seen on every ground."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from newsreader.ui.main_window import MainWindow
from newsreader.ui.site_icons import KEPT, decode, load, lost
from newsreader.ui.theme import Theme
from newsreader.ui.tiles import paint_tile
from tests.ui.fake_library import FakeLibrary


def disc(colour: str, side: int = 48, ground: str = "") -> QImage:
    image = QImage(side, side, QImage.Format.Format_ARGB32)
    image.fill(QColor(ground) if ground else Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setBrush(QColor(colour))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawEllipse(4, 4, side - 8, side - 8)
    painter.end()
    return image


def bytes_of(image: QImage, kind: str = "PNG") -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, kind)  # type: ignore[call-overload]
    buffer.close()
    return data.data()


@pytest.mark.parametrize("kind", ["PNG", "ICO", "JPG", "WEBP"])
def test_every_kind_is_decoded_and_made_small(qapp: object, kind: str) -> None:
    image = decode(bytes_of(disc("#336699", 120, "#FFFFFF"), kind))
    assert (image.width(), image.height()) == (KEPT, KEPT)
    middle = image.pixelColor(KEPT // 2, KEPT // 2)
    assert abs(middle.blue() - 0x99) < 12


@pytest.mark.qt_log_ignore("QBuffer::seek: Invalid pos")  # a Windows icon whose pictures lie nowhere
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>",
        b"\0\0\1\0\1\0" + b"\xff" * 60,
        b"\x89PNG\r\n\x1a\n" + b"\0" * 40,
        b"P6 9 9 255 " + b"x" * 300,
    ],
)
def test_what_is_none_is_no_picture(qapp: object, data: bytes) -> None:
    assert decode(data).isNull()


def test_an_icon_too_large_is_not_decoded(qapp: object) -> None:
    assert decode(bytes_of(QImage(1200, 1200, QImage.Format.Format_Mono))).isNull()
    assert decode(bytes_of(disc("#112233")) + b"\0" * (100 << 10)).isNull()


def test_what_was_fetched_is_kept_as_a_small_file_of_ours(qapp: object, tmp_path: Path) -> None:
    (tmp_path / "a.raw").write_bytes(bytes_of(disc("#112233", 128), "ICO"))
    assert not load(tmp_path, "a").isNull()
    assert [path.name for path in tmp_path.iterdir()] == ["a.png"]
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    assert load(tmp_path, "a").width() == KEPT


@pytest.mark.parametrize(
    ("colour", "ground", "expected"),
    [
        ("#101010", "", (True, False)),
        ("#F8F8F8", "", (False, True)),
        ("#C03030", "", (False, False)),
        ("#000000", "#000000", (False, False)),
    ],
)
def test_it_is_known_where_an_icon_would_be_lost(
    qapp: object, colour: str, ground: str, expected: tuple[bool, bool]
) -> None:
    assert lost(disc(colour, ground=ground)) == expected


def test_an_icon_stands_in_place_of_the_letter(
    window: MainWindow, library: FakeLibrary, qtbot: QtBot, theme: Theme
) -> None:
    folder = window.data_dir / "icons"
    folder.mkdir()
    (folder / "abc.raw").write_bytes(bytes_of(disc("#101010", 64)))
    library.feed_rows[1] = replace(library.feed_rows[1], icon="abc")
    title = library.feed_rows[1].title
    with qtbot.waitSignal(window.site_icons.arrived):
        window.follower.read_tree()
    assert theme.site_icon(title) is not None
    assert theme.site_icon("Another feed") is None
    middle, corner = _painted(theme, title)
    assert middle.lightness() < 40
    assert corner.alpha() == 0
    theme.choose("dark")
    assert _painted(theme, title)[1].lightness() > 200, "on a plate, to be seen"
    window.choices.set("privacy.site_icons", False)
    assert theme.site_icon(title) is None


def _painted(theme: Theme, title: str) -> tuple[QColor, QColor]:
    """The middle of a tile, and a point between its middle and its corner."""
    image = QImage(64, 64, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    paint_tile(painter, theme, QRectF(0, 0, 64, 64), title)
    painter.end()
    return image.pixelColor(32, 32), image.pixelColor(8, 8)
