"""A small window whose ground can be dragged away as a link: what a browser does with an address. A process of its own.

python -m tests.support.drag_source ADDRESS
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel

TITLE = "Drag from here"


class Source(QLabel):
    """Begins a drag as soon as the pointer moves with the button down."""

    def __init__(self, address: str) -> None:
        super().__init__(TITLE)
        self._address = address
        self.setWindowTitle(TITLE)
        self.setWindowFlags(Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint)
        self.setGeometry(0, 0, 120, 60)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Wait for it to move."""

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Carry the address until it is let go."""
        data = QMimeData()
        data.setUrls([QUrl(self._address)])
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.exec(Qt.DropAction.CopyAction | Qt.DropAction.LinkAction)
        self.hide()  # but stay: whoever it was dropped on asks for it only now


if __name__ == "__main__":
    application = QApplication([])
    application.setQuitOnLastWindowClosed(False)
    source = Source(sys.argv[1])
    source.show()
    application.exec()
