"""What the tests of submitted events share: a real library in a folder, a complete draft, pictures made on the spot."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtGui import QColor, QImage, QPainter

from newsreader.domain.events import Draft, MailAccount
from newsreader.domain.feeds import Publication
from newsreader.library.library import Library, open_library
from newsreader.settings.file import SettingsFile
from newsreader.store import feeds
from newsreader.submit.account import settings_of
from newsreader.ui.choices import Choices
from newsreader.ui.submit.outbox import Outbox
from newsreader.ui.submit.picture_work import written
from newsreader.ui.tasks import Tasks
from tests.ui.fake_jobs import FakeJobs

NOW = 1_804_000_000
"""A Tuesday in March 2027."""
FULL = Draft(
    publication="Harbour Courier",
    email="desk@courier.example",
    title="Harbour festival",
    begins=NOW + 86_480,
    ends=NOW + 90_080,
    zone="Europe/Berlin",
    place="Market hall",
    description="Boats, food; and a choir.",
)
ACCOUNT = MailAccount("smtp.lee.example", 465, "tls", "ann", "ann@lee.example")


class EventRoom:
    """A data folder with two feeds, and what the windows of events need."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings = SettingsFile(folder / "settings.json")
        self.library = self.open()
        with self.library._database.write() as w:
            for number, (title, email) in enumerate(
                (("Harbour Courier", "desk@courier.example"), ("The Millrace", ""))
            ):
                about = Publication(title, f"https://site{number}.example/", email=email)
                feeds.add_feed(w, f"https://site{number}.example/feed", publication=about)
        self.tasks = Tasks()
        self.tasks.start(self.open)
        self.jobs = FakeJobs()
        self.choices = Choices(self.settings, self.tasks)
        self.outbox = Outbox(self.tasks, self.jobs, clock=lambda: NOW)

    def open(self) -> Library:
        """The library of the folder."""
        return open_library(self.folder, "window", clock=lambda: NOW)

    def use_account(self, account: MailAccount = ACCOUNT) -> None:
        """Set the mail account up."""
        self.settings.set_many(settings_of(account))

    def keep(self, draft: Draft = FULL) -> int:
        """A draft that is there already; its id."""
        return self.library.events.save(draft).drafts[0]


@contextmanager
def event_room(folder: Path) -> Iterator[EventRoom]:
    """The room, its threads ended at the end."""
    room = EventRoom(folder)
    yield room
    assert room.tasks.stop()
    room.library.close()


def photo(width: int = 640, height: int = 480) -> QImage:
    """Something with many colours."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    for x in range(0, width, 4):
        for y in range(0, height, 4):
            painter.fillRect(x, y, 4, 4, QColor(x * 255 // width, y * 255 // height, (x * y) % 255))
    painter.end()
    return image


def bytes_of(image: QImage, kind: bytes = b"jpeg") -> bytes:
    """The file of an image."""
    return written(image, kind)


def with_place(jpeg: bytes) -> bytes:
    """A JPEG that says where it was taken, as phones write it: an EXIF block with a GPS directory, and a name."""
    tiff = (
        b"II*\x00\x08\x00\x00\x00"
        + struct.pack("<H", 1)
        + struct.pack("<HHII", 0x8825, 4, 1, 26)
        + b"\0\0\0\0"
    )
    block = b"Exif\x00\x00" + tiff + b"Ann's secret cove"
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block + jpeg[2:]
