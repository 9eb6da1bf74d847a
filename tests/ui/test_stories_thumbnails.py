"""The small pictures of cards: from the folder of fetched pictures, and from the network only where that is wanted."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from newsreader.sync.picture_files import PictureFiles
from newsreader.ui.stories.thumbnails import SIDE, Thumbnails
from tests.ui.fake_jobs import FakeJobs
from tests.ui.reading import make_header

URL = "https://pictures.example/a.png"
HEADER = make_header(7, picture=URL)


def png(width: int, height: int) -> bytes:
    """A red picture with a green edge at either side."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(Qt.GlobalColor.red))
    for x in (0, width - 1):
        for y in range(height):
            image.setPixelColor(x, y, QColor(Qt.GlobalColor.green))
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(data.data())


@pytest.fixture
def thumbnails(qtbot: QtBot, tmp_path: Path, jobs: FakeJobs) -> Thumbnails:
    """Thumbnails over an empty folder, as they are while cards are shown."""
    made = Thumbnails(tmp_path, jobs, jobs)
    made.on = True
    return made


def test_a_fetched_picture_becomes_a_small_square(
    qtbot: QtBot, thumbnails: Thumbnails, tmp_path: Path
) -> None:
    PictureFiles(tmp_path).keep(URL, "png", png(400, 100))
    with qtbot.waitSignal(thumbnails.arrived):
        assert thumbnails.get(HEADER, 2.0) is None
    picture = thumbnails.get(HEADER, 2.0)
    assert picture is not None
    assert (picture.width(), picture.height(), picture.devicePixelRatio()) == (SIDE * 2, SIDE * 2, 2.0)
    assert picture.toImage().pixelColor(1, SIDE).green() < 60  # the middle of it: the edges are cut off
    assert picture.toImage().pixelColor(0, 0).alpha() == 0


def test_for_stories_nobody_opened_nothing_is_asked(
    qtbot: QtBot, thumbnails: Thumbnails, jobs: FakeJobs
) -> None:
    with qtbot.assertNotEmitted(thumbnails.arrived, wait=450):
        thumbnails.get(HEADER, 1.0)
    assert jobs.asked == []
    assert not thumbnails.reserved(HEADER)


def test_where_it_is_wanted_pictures_are_loaded_once_the_list_rests(
    qtbot: QtBot, thumbnails: Thumbnails, jobs: FakeJobs, tmp_path: Path
) -> None:
    thumbnails.load = True
    thumbnails.get(HEADER, 1.0)
    assert thumbnails.reserved(HEADER)
    qtbot.waitUntil(lambda: len(jobs.asked) == 1)
    assert (jobs.asked[0].name, jobs.asked[0].args) == ("pictures", {"story": 7, "urls": [URL]})
    path = PictureFiles(tmp_path).keep(URL, "png", png(80, 80))
    jobs.asked[0].finish({"pictures": [{"url": URL, "path": str(path)}]})
    with qtbot.waitSignal(thumbnails.arrived):
        thumbnails.get(HEADER, 1.0)
    assert thumbnails.get(HEADER, 1.0) is not None


def test_what_cannot_be_had_leaves_no_hole(qtbot: QtBot, thumbnails: Thumbnails, jobs: FakeJobs) -> None:
    thumbnails.load = True
    thumbnails.get(HEADER, 1.0)
    qtbot.waitUntil(lambda: len(jobs.asked) == 1)
    jobs.asked[0].finish({"pictures": [{"url": URL, "error": "It is no picture."}]})
    assert not thumbnails.reserved(HEADER)


def test_what_is_no_picture_is_not_shown(qtbot: QtBot, thumbnails: Thumbnails, tmp_path: Path) -> None:
    PictureFiles(tmp_path).keep(URL, "png", b"\x89PNG\r\n\x1a\n and then nothing of the kind")
    with qtbot.assertNotEmitted(thumbnails.arrived, wait=200):
        thumbnails.get(HEADER, 1.0)
    assert thumbnails.get(HEADER, 1.0) is None
