"""Links and feed lists dropped anywhere on the window. Main thread."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QUrl, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from newsreader.text.urls import normalize_address

_FILES = (".opml", ".xml", ".txt", ".rss", ".atom", ".rdf", ".json")
_LONGEST = 4096
_WEB = ("http", "https")
_SCHEMES = (*_WEB, "feed", "feeds")


class Drops(QObject):
    """``linkDropped`` carries an address to add, ``fileDropped`` the path of a list of feeds or of a feed,
    ``listDropped`` the address of a list on the web."""

    linkDropped = Signal(str)
    listDropped = Signal(str)
    fileDropped = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def take(self, address: str) -> None:
        """Sort out what was dropped; what is of no use is let fall."""
        url = QUrl(address)
        if not _is_of_use(address):
            return
        if url.isLocalFile():
            self.fileDropped.emit(Path(url.toLocalFile()))
        elif url.scheme() in _WEB and url.path().lower().endswith(".opml"):
            self.listDropped.emit(address)
        else:
            self.linkDropped.emit(address)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDragEnterEvent) and _is_of_use(dropped_address(event.mimeData())):
            event.acceptProposedAction()
            return True
        if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            self.take(dropped_address(event.mimeData()))
            event.acceptProposedAction()
            return True
        return False


def is_list_file(typed: str) -> bool:
    """Whether ``typed`` names a file of this computer that may be a list of feeds."""
    return names_file(typed) and local_path(typed).is_file()


def names_file(typed: str) -> bool:
    """Whether ``typed`` is meant as a file of this computer, there or not."""
    return typed.startswith(("/", "~/", "file:"))


def local_path(address: str) -> Path:
    """The path of a ``file:`` address, or of what is a path already; ``~`` is the person's folder."""
    return Path(QUrl(address).toLocalFile() if address.startswith("file:") else address).expanduser()


def _is_of_use(address: str) -> bool:
    """Whether there is something to do with what was dropped: a link, a bare host, a list of feeds, a feed."""
    url = QUrl(address)
    if url.isLocalFile():
        return url.path().lower().endswith(_FILES)
    return url.scheme() in _SCHEMES or bool(normalize_address(address))


def dropped_address(data: QMimeData) -> str:
    """The address that is dragged along; ``""`` for none, also where its source is gone before it is let go."""
    if urls := data.urls():
        return urls[0].toString()
    text = data.text().strip()
    return text if len(text) < _LONGEST else ""
