"""The form of an event: kept as it is typed, problems at their fields, the message beside it, pictures made ready."""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage
from pytestqt.qtbot import QtBot

from newsreader.domain.events import Draft, DraftEntry
from newsreader.submit import wording
from newsreader.ui.submit.submit_window import SubmitWindow
from newsreader.ui.theme import Theme
from tests.ui.event_room import FULL, NOW, EventRoom, bytes_of, event_room, photo, with_place

Opener = Callable[..., SubmitWindow]


@pytest.fixture
def room(qapp: object, tmp_path: Path) -> Iterator[EventRoom]:
    with event_room(tmp_path) as made:
        yield made


@pytest.fixture
def open_window(room: EventRoom, theme: Theme, qtbot: QtBot) -> Opener:
    def open_it(draft: Draft | int | None = None) -> SubmitWindow:
        is_kept = isinstance(draft, int)
        entry = room.library.events.draft(draft) if is_kept else DraftEntry(draft or Draft())
        window = SubmitWindow(theme, room.tasks, room.choices, room.outbox, entry, clock=lambda: NOW)
        qtbot.addWidget(window)
        window.show()
        qtbot.waitExposed(window)
        qtbot.waitUntil(lambda: window.form.publication.count() > 2)
        return window

    return open_it


def drafts(room: EventRoom) -> list[Draft]:
    return [entry.draft for entry in room.library.events.drafts()]


def fill(window: SubmitWindow, qtbot: QtBot) -> None:
    """As a person does, by keyboard."""
    form = window.form
    form.publication.setCurrentIndex(form.publication.findText("Harbour Courier"))
    form.publication.activated.emit(form.publication.currentIndex())
    qtbot.keyClicks(form.lines["title"], "Harbour festival")
    qtbot.keyClicks(form.when._begin.day, "20 March 2027")
    qtbot.keyClicks(form.when._begin.clock, "7.30 pm")
    qtbot.keyClicks(form.when._end.clock, "22")
    form.when._zone.set_zone("Europe/Berlin")
    qtbot.keyClicks(form.lines["place"], "Market hall")


def test_what_is_typed_is_kept_without_a_word(room: EventRoom, open_window: Opener, qtbot: QtBot) -> None:
    window = open_window()
    fill(window, qtbot)
    qtbot.waitUntil(lambda: len(drafts(room)) == 1 and drafts(room)[0].place == "Market hall")
    (kept,) = drafts(room)
    assert (kept.publication, kept.email, kept.title) == (
        "Harbour Courier",
        "desk@courier.example",
        "Harbour festival",
    )
    assert (kept.begins, kept.ends, kept.zone) == (1_805_567_400, 1_805_576_400, "Europe/Berlin")
    qtbot.waitUntil(lambda: window.told.text().startswith("Draft, kept"))
    assert window.send.isEnabled()


def test_a_draft_is_gone_on_with(room: EventRoom, open_window: Opener, qtbot: QtBot) -> None:
    draft_id = room.keep()
    window = open_window(draft_id)
    assert window.draft == replace(FULL, id=draft_id, changed=NOW)
    window.form.lines["title"].end(False)
    qtbot.keyClicks(window.form.lines["title"], " of 2027")
    qtbot.waitUntil(lambda: drafts(room)[0].title == "Harbour festival of 2027")
    assert len(drafts(room)) == 1


def test_typing_just_before_the_window_closes_is_kept(
    room: EventRoom, open_window: Opener, qtbot: QtBot
) -> None:
    window = open_window()
    qtbot.keyClicks(window.form.lines["title"], "Rain or shine")
    window.close()
    qtbot.waitUntil(lambda: [draft.title for draft in drafts(room)] == ["Rain or shine"])


def test_a_form_that_was_emptied_again_leaves_no_draft(
    room: EventRoom, open_window: Opener, qtbot: QtBot
) -> None:
    window = open_window()
    qtbot.keyClicks(window.form.lines["title"], "x")
    qtbot.waitUntil(lambda: len(drafts(room)) == 1)
    window.form.lines["title"].clear()
    qtbot.waitUntil(lambda: drafts(room)[0].title == "")
    window.close()
    qtbot.waitUntil(lambda: not drafts(room))


def test_problems_show_at_their_field_once_it_was_left(open_window: Opener, qtbot: QtBot) -> None:
    window = open_window()
    assert not window.send.isEnabled()
    assert window.told.text() == "Still missing or wrong: e-mail, title, begin, place"
    assert not any(field.problem for field in window.form.fields.values())
    window.form.email.setFocus()
    qtbot.keyClicks(window.form.email, "desk at courier")
    assert not window.form.fields["email"].problem, "nobody is told off while typing"
    qtbot.keyClick(window.form.email, Qt.Key.Key_Tab)
    assert "no e-mail address" in window.form.fields["email"].problem
    assert window.form.email.property("fault") is True
    window.form.email.setText("desk@courier.example")
    assert not window.form.fields["email"].problem


def test_show_leads_to_the_first_problem(open_window: Opener) -> None:
    window = open_window(replace(FULL, begins=None, ends=None))
    window.missing.click()
    assert window.form.fields["begins"].problem == "Say when it begins: day and time."
    assert window.form.when._begin.day.hasFocus()


@pytest.mark.parametrize(
    ("day", "clock", "sentence"),
    [
        ("the 45th", "19:00", "This is no day. Write it like 14 Mar 2027."),
        ("20 March 2027", "25:99", "This is no time of day. Write it like 19:30."),
        ("20 March 2027", "", "Say at what time it begins."),
        ("", "19:30", "Say on which day it begins."),
    ],
)
def test_days_and_hours_that_cannot_be_understood(
    open_window: Opener, day: str, clock: str, sentence: str
) -> None:
    window = open_window(FULL)
    window.form.when._begin.set_texts(day, clock)
    window.missing.click()
    assert window.form.fields["begins"].problem == sentence
    assert not window.send.isEnabled()


def test_what_is_understood_is_written_out(open_window: Opener, qtbot: QtBot) -> None:
    window = open_window()
    fill(window, qtbot)
    begin = window.form.when._begin
    begin.day.editingFinished.emit()
    assert (begin.day.text(), begin.clock.text()) == ("Sat 20 Mar 2027", "19:30")


def test_zones_are_found_by_a_part_of_their_name(open_window: Opener, qtbot: QtBot) -> None:
    box = open_window(FULL).form.when._zone
    completer = box.completer()
    completer.setCompletionPrefix("york")
    assert completer.completionCount() == 1
    assert completer.currentCompletion() == "America/New York"
    box.setEditText("america/new york")
    assert box.zone() == "America/New_York"
    box.setEditText("Atlantis")
    assert box.zone() == "Atlantis"


def test_the_message_beside_the_form_is_the_one_that_is_sent(open_window: Opener, qtbot: QtBot) -> None:
    window = open_window(FULL)
    qtbot.keyClicks(window.form.lines["title"], " <b>now</b>")
    draft = window.draft
    assert window.preview._text.text() == wording.body(draft).rstrip("\n")
    assert window.preview._text.textFormat() == Qt.TextFormat.PlainText
    assert window.preview._heads["Subject"].text() == wording.subject(draft)
    assert window.preview.attachments() == [wording.calendar_name(draft)]


def test_a_publication_without_an_address_asks_for_one(open_window: Opener) -> None:
    window = open_window()
    form = window.form
    form.publication.setCurrentIndex(form.publication.findText("The Millrace"))
    form.publication.activated.emit(form.publication.currentIndex())
    assert form.email.hasFocus()
    assert "https://site1.example/" in form.fields["email"]._sentence.text()


# -- pictures --------------------------------------------------------------------------------------------------------


def add(window: SubmitWindow, qtbot: QtBot, *paths: Path) -> None:
    window.pictures.take(paths)
    qtbot.waitUntil(lambda: not window.pictures.busy)


def test_pictures_go_as_they_are_shown_and_tell_no_place(
    room: EventRoom, open_window: Opener, qtbot: QtBot, tmp_path: Path
) -> None:
    original = with_place(bytes_of(photo(3000, 2000)))
    (tmp_path / "IMG_2041.JPG").write_bytes(original)
    window = open_window(FULL)
    add(window, qtbot, tmp_path / "IMG_2041.JPG")
    qtbot.waitUntil(lambda: len(window.form.tiles.pictures) == 1)
    (picture,) = drafts(room)[0].pictures
    assert (picture.width, picture.height, picture.name) == (2048, 1365, "IMG_2041.JPG")
    sent = room.library.events.picture_bytes(drafts(room)[0].id, picture)
    assert sent.startswith(b"\xff\xd8")
    assert b"Exif" not in sent
    assert b"secret" not in sent
    note = window.form.fields["pictures"]._sentence.text()
    assert "Its location was removed." in note
    assert "2048 × 1365" in note
    assert window.preview.attachments()[1:] == ["harbour-festival-1.jpg"]
    qtbot.waitUntil(lambda: not window.form.tiles._tiles[0]._pixmap.isNull())


def test_a_picture_is_taken_out_again(
    room: EventRoom, open_window: Opener, qtbot: QtBot, tmp_path: Path
) -> None:
    for number in (1, 2):
        (tmp_path / f"{number}.png").write_bytes(bytes_of(photo(40 * number, 30), b"png"))
    window = open_window(FULL)
    add(window, qtbot, tmp_path / "1.png", tmp_path / "2.png")
    qtbot.waitUntil(lambda: len(window.form.tiles.pictures) == 2)
    window.form.tiles._tiles[0].remove.click()
    qtbot.waitUntil(lambda: [picture.width for picture in window.form.tiles.pictures] == [80])
    assert [picture.width for picture in drafts(room)[0].pictures] == [80]


def test_dropped_files_are_taken_and_dragged_links_are_not(
    open_window: Opener, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "a b.jpg").write_bytes(bytes_of(photo(40, 30)))
    window = open_window(FULL)
    _drop(window, QUrl("https://courier.example/picture.jpg"))
    assert "Save the picture to a file first" in window.form.fields["pictures"]._sentence.text()
    _drop(window, QUrl.fromLocalFile(str(tmp_path / "a b.jpg")))
    qtbot.waitUntil(lambda: len(window.form.tiles.pictures) == 1)


def _drop(window: SubmitWindow, url: QUrl) -> None:
    mime = QMimeData()
    mime.setUrls([url])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.form.tiles.dropEvent(event)


def _png_of(width: int, height: int) -> bytes:
    """The head of a PNG that claims to be huge."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    rows = b"IDAT" + zlib.compress(b"\x00" * 1000)
    chunks = [
        struct.pack(">I", len(each) - 4) + each + struct.pack(">I", zlib.crc32(each)) for each in (head, rows)
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks) + b"\x00\x00\x00\x00IEND\xaeB`\x82"


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "huge.png": (lambda: _png_of(60_000, 60_000), "is too large: 60,000 × 60,000 pixels"),
    "cut.jpg": (lambda: bytes_of(photo())[:-2000], "damaged or not complete"),
    "vector.jpg": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no picture that can be sent"),
    "page.png": (lambda: b"<html>", "no picture that can be sent"),
    "empty.jpg": (lambda: b"", "no picture that can be sent"),
    "noise.jpg": (lambda: b"\xff\xd8\xff" + bytes(range(256)) * 40, "damaged or not complete"),
}


@pytest.mark.qt_log_ignore("JPEG")  # what the decoder says of noise
@pytest.mark.parametrize("name", list(HOSTILE))
def test_what_is_no_picture_is_refused_in_a_sentence(
    room: EventRoom, open_window: Opener, qtbot: QtBot, tmp_path: Path, name: str
) -> None:
    make, sentence = HOSTILE[name]
    (tmp_path / name).write_bytes(make())
    window = open_window(FULL)
    add(window, qtbot, tmp_path / name)
    said = window.form.fields["pictures"]._sentence.text()
    assert name in said
    assert sentence in said
    assert not window.form.tiles.pictures


def test_a_pipe_and_a_missing_file_do_not_hang_it(open_window: Opener, qtbot: QtBot, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    window = open_window(FULL)
    add(window, qtbot, tmp_path / "pipe.jpg", tmp_path / "gone.jpg")
    said = window.form.fields["pictures"]._sentence.text()
    assert "“pipe.jpg” is no file." in said
    assert "“gone.jpg” cannot be read" in said


def test_no_more_than_eight_pictures_are_taken(open_window: Opener, qtbot: QtBot, tmp_path: Path) -> None:
    paths = []
    for number in range(9):
        image = QImage(20 + number, 20, QImage.Format.Format_RGB32)
        image.fill(number * 1000)
        paths.append(tmp_path / f"{number}.png")
        paths[-1].write_bytes(bytes_of(image, b"png"))
    window = open_window(FULL)
    add(window, qtbot, *paths)
    qtbot.waitUntil(lambda: len(window.form.tiles.pictures) == 8)
    assert "the others were left out" in window.form.fields["pictures"]._sentence.text()
    assert not window.form.tiles.add.isVisible()
