"""The small pictures of cards: found in the folder of fetched pictures and decoded in a thread. Main thread.

A story that was never opened has no picture there: nothing is asked of the network for it, unless the person wants so.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QRect, Qt, QThreadPool, QTimer, Signal, Slot
from PySide6.QtGui import QImage, QPixmap

from newsreader.domain.stories import StoryHeader
from newsreader.sync.picture_files import PictureFiles
from newsreader.ui.reader.picture_flow import JobRunner
from newsreader.ui.reader.pictures import MOST_BYTES, decode, rounded, welcome_picture

SIDE = 72
"""Width and height, logical pixels."""

_MOST_KEPT = 200
_MOST_ASKED = 12
_LOOK_AGAIN = 3.0
"""Seconds until a picture that was not there is looked for again: the story may have been opened meanwhile."""
_REST_MS = 300
"""How long a list rests before pictures are asked for."""


class Thumbnails(QObject):
    """``arrived`` fires with the id of a story whose picture can be drawn now.

    ``on`` looks for pictures at all, ``load`` also asks the worker for those of stories in sight.
    """

    arrived = Signal(int)
    _made = Signal(int, QImage)

    def __init__(self, folder: Path, jobs: JobRunner | None, parent: QObject) -> None:
        super().__init__(parent)
        self.on = False
        self.load = False
        self._files = PictureFiles(folder)
        self._jobs = jobs
        self._kept: OrderedDict[int, QPixmap] = OrderedDict()
        self._missing: dict[int, float] = {}
        self._failed: set[int] = set()
        self._looking: set[int] = set()
        self._wanted: OrderedDict[int, str] = OrderedDict()
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._made.connect(self._take)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._ask)

    @property
    def idle(self) -> bool:
        """True when no picture is being looked for or on its way."""
        return not (self._looking or self._rest.isActive())

    def get(self, header: StoryHeader, ratio: float) -> QPixmap | None:
        """The picture of a card on a screen of ``ratio``, None where there is none (yet); it is looked for then."""
        found = self._kept.get(header.id)
        if found is not None:
            self._kept.move_to_end(header.id)
        elif self.on and header.picture and header.id not in self._looking and self._due(header.id):
            self._look(header.id, header.picture, ratio)
        return found

    def reserved(self, header: StoryHeader) -> bool:
        """Whether a place is to be kept for a picture that is not there: it is on its way."""
        return self.on and self.load and bool(header.picture) and header.id not in self._failed

    def stop(self) -> None:
        """Drop what waits and wait for what runs."""
        self._rest.stop()
        self._pool.clear()
        self._pool.waitForDone(2000)

    # -- looking ---------------------------------------------------------------------------------------------------

    def _due(self, story: int) -> bool:
        return time.monotonic() - self._missing.get(story, -_LOOK_AGAIN) >= _LOOK_AGAIN

    def _look(self, story: int, url: str, ratio: float) -> None:
        self._looking.add(story)
        if self.load and not url.startswith("welcome:"):
            self._wanted[story] = url
        side = round(SIDE * ratio)
        self._pool.start(lambda: self._made.emit(story, _small(_bytes(self._files, url), side, ratio)))

    @Slot(int, QImage)
    def _take(self, story: int, image: QImage) -> None:
        self._looking.discard(story)
        if image.isNull():
            self._missing[story] = time.monotonic()
            if story in self._wanted and self._jobs is not None and not self._rest.isActive():
                self._rest.start()
            return
        self._wanted.pop(story, None)
        self._kept[story] = QPixmap.fromImage(image)
        while len(self._kept) > _MOST_KEPT:
            self._kept.popitem(last=False)
        self.arrived.emit(story)

    def _ask(self) -> None:
        """Ask for the pictures of the stories that were drawn last."""
        wanted = list(self._wanted.items())[-_MOST_ASKED:]
        self._wanted.clear()
        if self._jobs is None or not self.load:
            return
        for story, url in wanted:
            self._jobs.run(
                "pictures",
                {"story": story, "urls": [url]},
                done=self._heard(story),
                failed=self._heard(story),
            )

    def _heard(self, story: int) -> Callable[[object], None]:
        def look_again(answer: object) -> None:
            there = isinstance(answer, dict) and any(p.get("path") for p in answer.get("pictures", ()))
            if there:
                self._missing.pop(story, None)
            else:
                self._failed.add(story)
            self.arrived.emit(story)

        return look_again


def _bytes(files: PictureFiles, url: str) -> bytes:
    """The file of a picture, ``b""`` when it was not fetched. Any thread."""
    path = Path(welcome_picture(url)) if url.startswith("welcome:") else files.find(url)
    if path is None:
        return b""
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError:  # dropped from the folder between the two
        return b""


def _small(data: bytes, side: int, ratio: float) -> QImage:
    """The middle of a picture as a square with round corners; a null image for what cannot be shown. Any thread."""
    image = decode(data, side * 3) if data else QImage()
    if image.isNull() or min(image.width(), image.height()) < 8:
        return QImage()
    image = image.scaled(
        side, side, Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
    )
    cut = QRect((image.width() - side) // 2, (image.height() - side) // 2, side, side)
    small = rounded(image.copy(cut), ratio)
    small.setDevicePixelRatio(ratio)
    return small
