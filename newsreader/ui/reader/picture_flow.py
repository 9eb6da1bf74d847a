"""From an opened story's pictures to the page: asked from the worker after the text is shown, decoded in a thread.

Main thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from PySide6.QtCore import QObject, QSize, QTimer, Signal, Slot
from PySide6.QtGui import QImage

from newsreader.domain.errors import NewsreaderError
from newsreader.ui.reader.pages import Picture
from newsreader.ui.reader.pictures import Decoder, PictureShelf, welcome_picture

MOST_FETCHED = 50
"""Pictures asked for a story; further ones stay descriptions."""

_PAUSE_MS = 120
"""How long a story is open before its pictures are asked for: stepping through the list asks for none."""


class JobRunner(Protocol):
    """What the flow needs of ``ui.jobs.Jobs``."""

    def run(
        self,
        name: str,
        args: Mapping[str, Any],
        *,
        progress: Callable[[Any], None] | None = None,
        done: Callable[[dict[str, Any]], None] | None = None,
        failed: Callable[[NewsreaderError], None] | None = None,
    ) -> int:
        """Start a job; its id."""

    def cancel(self, id: int) -> None:
        """Ask it to stop."""


class PictureFlow(QObject):
    """Brings the pictures of one story at a time onto its shelf.

    ``arrived`` fires with the number of each picture that can be drawn now, ``missing`` with a tuple of numbers that
    cannot be had.
    """

    arrived = Signal(int)
    missing = Signal(tuple)

    def __init__(self, jobs: JobRunner | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._decoder = Decoder(self)
        self._decoder.decoded.connect(self._decoded)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self._shelf: PictureShelf | None = None
        self._story = 0
        self._column = 0
        self._ratio = 1.0
        self._job: int | None = None

    @property
    def idle(self) -> bool:
        """True when every picture of the story is there, or known to be missing."""
        return self._job is None and not self._pause.isActive() and self._decoder.idle

    def begin(self, story: int, shelf: PictureShelf, column: int, ratio: float) -> None:
        """Bring the pictures of ``story`` for a column of ``column`` logical pixels on a screen of ``ratio``."""
        self.end()
        self._story, self._shelf, self._column, self._ratio = story, shelf, column, ratio
        if not shelf.show:
            return
        for picture in shelf.pictures:
            if picture.url.startswith("welcome:") and not shelf.has(picture.number):
                self._decode(picture, welcome_picture(picture.url))
        if any(_is_web(picture) and not shelf.has(picture.number) for picture in shelf.pictures):
            self._pause.start()

    def end(self) -> None:
        """Forget the story: what still arrives for it is dropped, and its job is asked to stop."""
        self._pause.stop()
        job, self._job = self._job, None
        self._shelf = None
        if job is not None and self._jobs is not None:
            self._jobs.cancel(job)

    def stop(self) -> None:
        """End for good; waits for a picture that is being decoded."""
        self.end()
        self._decoder.stop()

    # -- steps ---------------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        shelf = self._shelf
        if shelf is None or self._jobs is None:
            return
        wanted = [
            picture.url for picture in shelf.pictures if _is_web(picture) and not shelf.has(picture.number)
        ]
        urls = list(dict.fromkeys(wanted))[:MOST_FETCHED]
        self._job = self._jobs.run(
            "pictures",
            {"story": self._story, "urls": urls},
            done=lambda answer: self._fetched(shelf, answer),
            failed=lambda fault: self._fetched(shelf, {}),
        )

    def _fetched(self, shelf: PictureShelf, answer: Mapping[str, Any]) -> None:
        if shelf is not self._shelf:
            return
        self._job = None
        paths = {str(entry.get("url")): str(entry.get("path") or "") for entry in answer.get("pictures", ())}
        missing = []
        for picture in shelf.pictures:
            if not _is_web(picture) or shelf.has(picture.number):
                continue
            if path := paths.get(picture.url, ""):
                self._decode(picture, path)
            else:
                missing.append(picture.number)
        self._miss(missing)

    def _decode(self, picture: Picture, path: str) -> None:
        if self._shelf is not None:
            self._shelf.note_path(picture.number, path)
        self._decoder.decode(self._shelf, picture, path, self._column, self._ratio)

    @Slot(object, int, QImage, QSize)
    def _decoded(self, shelf: PictureShelf, number: int, image: QImage, natural: QSize) -> None:
        if shelf is not self._shelf:
            return
        if image.isNull():
            self._miss([number])
            return
        shelf.put(number, image, natural)
        self.arrived.emit(number)

    def _miss(self, numbers: list[int]) -> None:
        if numbers and self._shelf is not None:
            for number in numbers:
                self._shelf.fail(number)
            self.missing.emit(tuple(numbers))


def _is_web(picture: Picture) -> bool:
    return picture.url.startswith(("http://", "https://", "HTTP"))
