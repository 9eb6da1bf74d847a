"""Pictures of the open story: asked after the text, decoded with limits, shown without moving the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QTextImageFormat
from pytestqt.qtbot import QtBot

from newsreader.domain.errors import Cancelled, NewsreaderError
from newsreader.ui.reader.ours import PICTURES_LINK
from newsreader.ui.reader.pages import Picture
from newsreader.ui.reader.pane import ReaderPane
from newsreader.ui.reader.pictures import decode, shown_size, sniff
from newsreader.ui.reader.viewer import PictureViewer
from newsreader.ui.theme import Theme
from tests.ui.fake_jobs import FakeJobs
from tests.ui.reading import NOW, make_story

URL = "https://x.example/1.png"
LONG = "<p>" + "Some words to read. " * 60 + "</p>"


def save_picture(path: Path, width: int, height: int, colour: str = "#3366cc") -> bytes:
    """A plain picture in a file; its bytes."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    assert image.save(str(path))
    return path.read_bytes()


@pytest.fixture
def jobs(qtbot: QtBot) -> FakeJobs:
    """The worker."""
    return FakeJobs()


@pytest.fixture
def pane(qtbot: QtBot, theme: Theme, jobs: FakeJobs) -> Iterator[ReaderPane]:
    """A pane as wide as in the usual window."""
    pane = ReaderPane(theme, jobs, clock=lambda: NOW)
    qtbot.addWidget(pane)
    pane.resize(588, 600)
    with qtbot.waitExposed(pane):
        pane.show()
    yield pane
    pane.shutdown()


def image_in(pane: ReaderPane, number: int = 0) -> QTextImageFormat:
    """The place of a picture in the page."""
    cursor = pane.view._find_picture(pane.view._page, number)  # type: ignore[arg-type]
    assert cursor is not None
    return cursor.charFormat().toImageFormat()


def answer(qtbot: QtBot, pane: ReaderPane, jobs: FakeJobs, path: str) -> None:
    """The worker brings the picture."""
    qtbot.waitUntil(lambda: bool(jobs.asked))
    with qtbot.waitSignal(pane._pictures._flow.arrived):
        jobs.asked[-1].finish({"pictures": [{"url": URL, "path": path, "width": 1, "height": 1}]})


def test_pictures_are_asked_after_the_text_and_only_for_the_open_story(
    qtbot: QtBot, pane: ReaderPane, jobs: FakeJobs
) -> None:
    pane.setStory(make_story(f'<p>x</p><img src="{URL}">', id=1))
    assert jobs.asked == []
    pane.setStory(make_story('<img src="https://x.example/2.png"><img src="https://x.example/2.png">', id=2))
    qtbot.waitUntil(lambda: bool(jobs.asked))
    assert [(job.name, dict(job.args)) for job in jobs.asked] == [
        ("pictures", {"story": 2, "urls": ["https://x.example/2.png"]})
    ]
    pane.setStory(make_story("<p>x</p>", id=3))
    with qtbot.assertNotEmitted(pane._pictures._flow.missing):
        jobs.asked[-1].fail(Cancelled("Stopped."))


def test_a_picture_of_unknown_size_reserves_sixteen_to_nine(pane: ReaderPane) -> None:
    pane.setStory(make_story(f'<img src="{URL}">'))
    form = image_in(pane)
    assert form.width() == pane.view.column
    assert form.height() == pane.view.column * 9 // 16


def test_a_picture_arrives_in_its_own_size(
    qtbot: QtBot, pane: ReaderPane, jobs: FakeJobs, tmp_path: Path
) -> None:
    save_picture(tmp_path / "1.png", 300, 200)
    pane.setStory(make_story(f'<img src="{URL}">'))
    answer(qtbot, pane, jobs, str(tmp_path / "1.png"))
    form = image_in(pane)
    assert (form.width(), form.height()) == (300, 200)
    shot = pane.view.grab().toImage()
    assert any(shot.pixelColor(100, y) == QColor("#3366cc") for y in range(0, shot.height(), 5))


def test_a_late_picture_above_does_not_move_the_line_under_the_eyes(
    qtbot: QtBot, pane: ReaderPane, jobs: FakeJobs, tmp_path: Path
) -> None:
    save_picture(tmp_path / "1.png", 800, 1600)
    pane.setStory(make_story(f'<img src="{URL}">' + LONG * 8))
    bar = pane.view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    cursor = pane.view._top_cursor()
    before, scrolled = pane.view.cursorRect(cursor).top(), bar.value()
    answer(qtbot, pane, jobs, str(tmp_path / "1.png"))
    assert bar.value() > scrolled
    assert pane.view.cursorRect(cursor).top() == before


def test_a_picture_that_cannot_be_had_becomes_its_description(
    qtbot: QtBot, pane: ReaderPane, jobs: FakeJobs
) -> None:
    pane.setStory(make_story(f'<p>a</p><img src="{URL}" alt="A bridge">'))
    qtbot.waitUntil(lambda: bool(jobs.asked))
    jobs.asked[-1].finish({"pictures": [{"url": URL, "error": "The server answered 404."}]})
    assert "Picture: A bridge" in pane.view.toPlainText()


def test_a_failed_job_leaves_descriptions(qtbot: QtBot, pane: ReaderPane, jobs: FakeJobs) -> None:
    pane.setStory(make_story(f'<img src="{URL}" alt="A bridge">'))
    qtbot.waitUntil(lambda: bool(jobs.asked))
    jobs.asked[-1].fail(NewsreaderError("The part of the program that fetches ended unexpectedly."))
    assert "Picture: A bridge" in pane.view.toPlainText()


def test_never_asks_for_nothing_and_ask_offers(qtbot: QtBot, pane: ReaderPane, jobs: FakeJobs) -> None:
    pane.setPictures("never")
    pane.setStory(make_story(f'<img src="{URL}" alt="A bridge">'))
    assert "Show pictures" not in pane.view.toPlainText()
    pane.setPictures("ask")
    assert "Show pictures" in pane.view.toPlainText()
    qtbot.wait(200)  # longer than the pause before pictures are asked for
    assert jobs.asked == []
    pane.follow(PICTURES_LINK)
    qtbot.waitUntil(lambda: bool(jobs.asked))


def test_pictures_of_the_welcome_edition_need_no_worker(
    qtbot: QtBot, pane: ReaderPane, jobs: FakeJobs
) -> None:
    pane.setStory(make_story('<img src="welcome:ferry.png">'))
    with qtbot.waitSignal(pane._pictures._flow.arrived):
        pass
    assert jobs.asked == []


@pytest.mark.parametrize(
    ("given", "natural", "expected"),
    [
        ((None, None), None, (540, 303)),
        ((1080, 480), None, (540, 240)),
        ((200, 100), None, (200, 100)),
        ((None, None), (300, 150), (300, 150)),
        ((1080, 480), (2160, 960), (540, 240)),
        ((200, 100), (400, 400), (200, 200)),
        ((900, 100), (400, 200), (400, 200)),
    ],
)
def test_sizes_in_a_column_of_540(
    given: tuple[int | None, int | None], natural: tuple[int, int] | None, expected: tuple[int, int]
) -> None:
    picture = Picture(0, URL, width=given[0], height=given[1])
    assert shown_size(picture, QSize(*natural) if natural else None, 540) == expected


@pytest.mark.parametrize("suffix", ["png", "jpg", "webp"])
def test_formats_are_told_by_their_bytes_and_scaled(tmp_path: Path, suffix: str) -> None:
    data = save_picture(tmp_path / f"1.{suffix}", 1200, 600)
    assert sniff(data[:12]) in (b"png", b"jpeg", b"webp")
    image = decode(data, 540)
    assert (image.width(), image.height()) == (540, 270)


BOXES = {
    "table": "<table><tr><th>a</th><th>b</th></tr><tr><td>{}</td><td>words</td></tr></table>",
    "quote": "<blockquote>{}</blockquote>",
    "list": "<ul><li>words<br>{}</li></ul>",
    "card": '<p data-card="video"><a href="https://x.example/v">{}Video: x.example</a></p>',
}


@pytest.mark.parametrize("box", BOXES)
def test_a_picture_in_a_box_stays_within_it_when_it_arrives(
    qtbot: QtBot, pane: ReaderPane, jobs: FakeJobs, tmp_path: Path, box: str
) -> None:
    save_picture(tmp_path / "1.png", 2000, 1000)
    pane.setStory(make_story(BOXES[box].format(f'<img src="{URL}">')))
    reserved = image_in(pane).width()
    assert reserved < pane.view.column - 15
    answer(qtbot, pane, jobs, str(tmp_path / "1.png"))
    assert image_in(pane).width() == reserved
    assert pane.view.document().idealWidth() <= pane.view.column + 1


def test_a_card_names_its_player_once_below_its_picture(pane: ReaderPane) -> None:
    pane.setStory(make_story(BOXES["card"].format(f'<img src="{URL}" alt="">')))
    text = pane.view.toPlainText()
    assert text.count("▶") == 1
    assert text.index("\ufffc") < text.index("▶ Video: x.example")
    pane.setPictures("never")
    assert "▶ Video: x.example" in pane.view.toPlainText()
    assert "Picture" not in pane.view.toPlainText()


def test_a_click_shows_the_picture_in_full_size(
    qtbot: QtBot, pane: ReaderPane, jobs: FakeJobs, tmp_path: Path
) -> None:
    data = save_picture(tmp_path / "1.png", 2000, 1000)
    pane.setStory(make_story(f'<img src="{URL}" alt="A bridge">'))
    pane.follow("view:0")
    assert pane.findChild(PictureViewer) is None  # it is not here yet
    answer(qtbot, pane, jobs, str(tmp_path / "1.png"))
    pane.follow("view:9")
    (viewer,) = pane.findChildren(PictureViewer)
    qtbot.waitUntil(lambda: not viewer.image.isNull())
    assert viewer.image.size() == QSize(2000, 1000)
    assert viewer.windowTitle() == "A bridge"
    stage = viewer.stage
    fitted = stage.zoom
    assert fitted < 1
    qtbot.keyClick(stage, Qt.Key.Key_Plus)  # the keys go to what has the focus
    assert stage.zoom == pytest.approx(fitted * 1.25)
    qtbot.keyClick(viewer, Qt.Key.Key_1)
    assert stage.zoom == pytest.approx(1)
    qtbot.keyClick(viewer, Qt.Key.Key_0)
    assert stage.zoom == pytest.approx(fitted)
    viewer.copy()
    assert QGuiApplication.clipboard().image().size() == QSize(2000, 1000)
    viewer.save_to(tmp_path / "saved.png")
    assert (tmp_path / "saved.png").read_bytes() == data
    viewer.save_to(tmp_path / "gone" / "saved.png")
    assert "could not be saved" in viewer._size.text()
    qtbot.keyClick(stage, Qt.Key.Key_Escape)
    assert not viewer.isVisible()


def test_a_feeds_own_choice_wins_over_the_setting(qtbot: QtBot, pane: ReaderPane, jobs: FakeJobs) -> None:
    story = replace(make_story(f'<img src="{URL}">'), pictures="never")
    pane.setStory(story)
    qtbot.wait(200)  # longer than the pause before pictures are asked for
    assert jobs.asked == []
    pane.loadPictures()
    qtbot.waitUntil(lambda: len(jobs.asked) == 1)
    pane.setPictures("never")
    pane.setStory(replace(make_story(f'<img src="{URL}">', id=2), pictures="always"))
    qtbot.waitUntil(lambda: len(jobs.asked) == 2)


def test_pictures_that_cannot_be_had_leave_no_row_of_empty_frames(
    qtbot: QtBot, pane: ReaderPane, jobs: FakeJobs
) -> None:
    images = "".join(f'<img src="https://x.example/{number}.png">' for number in range(4))
    pane.setStory(make_story(f'{images}<img src="https://x.example/9.png" alt="A bridge"><p>Words.</p>'))
    qtbot.waitUntil(lambda: bool(jobs.asked))
    jobs.asked[-1].finish({"pictures": []})
    lines = [line for line in pane.view.toPlainText().split("\n") if line.startswith("Picture")]
    assert lines == ["Picture", "Picture: A bridge"]


def test_the_full_size_a_picture_links_to_is_fetched_when_it_is_looked_at(
    qtbot: QtBot, pane: ReaderPane, jobs: FakeJobs, tmp_path: Path
) -> None:
    save_picture(tmp_path / "1.png", 200, 100)
    save_picture(tmp_path / "2.png", 2000, 1000)
    pane.setStory(make_story(f'<a href="https://x.example/large.jpg"><img src="{URL}"></a>'))
    answer(qtbot, pane, jobs, str(tmp_path / "1.png"))
    pane.follow("view:0")
    viewer = pane.findChild(PictureViewer)
    assert isinstance(viewer, PictureViewer)
    qtbot.waitUntil(lambda: not viewer.image.isNull())
    assert dict(jobs.asked[-1].args) == {"story": 1, "urls": ["https://x.example/large.jpg"]}
    jobs.asked[-1].finish(
        {"pictures": [{"url": "https://x.example/large.jpg", "path": str(tmp_path / "2.png")}]}
    )
    qtbot.waitUntil(lambda: viewer.image.width() == 2000)
    jobs.asked[-1].finish({"pictures": [{"url": "https://x.example/large.jpg", "error": "Gone."}]})
    jobs.asked[-1].fail(NewsreaderError("Gone."))
    assert viewer.image.width() == 2000
    viewer.close()
