"""Links and feed lists dropped anywhere on the window. Main thread."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QUrl, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

_LISTS = (".opml", ".xml", ".txt")
_SCHEMES = ("http", "https", "feed", "feeds")


class Drops(QObject):
    """``linkDropped`` carries an address to add, ``fileDropped`` the path of a list of feeds."""

    linkDropped = Signal(str)
    fileDropped = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def take(self, address: str) -> None:
        """Sort out what was dropped."""
        url = QUrl(address)
        if url.isLocalFile():
            path = Path(url.toLocalFile())
            if path.suffix.lower() in _LISTS:
                self.fileDropped.emit(path)
        elif url.scheme() in _SCHEMES or ("." in address and " " not in address):
            self.linkDropped.emit(address)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDragEnterEvent) and _address(event.mimeData()):
            event.acceptProposedAction()
            return True
        if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            self.take(_address(event.mimeData()))
            event.acceptProposedAction()
            return True
        return False


def _address(data: QMimeData) -> str:
    if data.hasUrls():
        return data.urls()[0].toString()
    return data.text().strip() if data.hasText() and len(data.text()) < 4096 else ""
