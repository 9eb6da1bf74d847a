"""Reads and makes pictures one after the other in a thread of its own. Main thread; the work is in ``picture_work``."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QThreadPool, Signal
from PySide6.QtGui import QImage, QImageReader

from newsreader.domain.errors import PictureRefused
from newsreader.ui.reader.pictures import ALLOCATION_MB
from newsreader.ui.submit import picture_work


class PictureMaker(QObject):
    """On the main thread: ``made`` with a Made, ``refused`` with the sentence why not, ``thumbed`` with the name of a
    file of ours and its small copy."""

    made = Signal(object)
    refused = Signal(str)
    thumbed = Signal(str, QImage)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        QImageReader.setAllocationLimit(ALLOCATION_MB)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)

    def take(self, path: Path) -> None:
        """Make a file that a person chose ready."""

        def work() -> None:
            try:
                made = picture_work.make(picture_work.read_file(path), path.name)
            except PictureRefused as fault:
                self.refused.emit(fault.sentence)
            else:
                self.made.emit(made)

        self._pool.start(work)

    def thumb(self, file: str, data: bytes) -> None:
        """Make the small copy of a picture of ours."""
        self._pool.start(lambda: self.thumbed.emit(file, picture_work.thumb_from(data)))

    def stop(self) -> None:
        """Drop what waits and wait for what runs."""
        self._pool.clear()
        self._pool.waitForDone(3000)
