"""The Qt binding must not eat references to None: PySide6 6.12.0 on Python 3.11 does, and aborts after a while."""

from __future__ import annotations

import sys

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

_CALLS = 1000
_OWN = 50
"""References the test itself and the interpreter may come to hold or drop meanwhile."""


def test_painter_calls_leave_the_references_to_none_alone(qapp: QApplication) -> None:
    pixmap = QPixmap(40, 40)
    pixmap.fill(QColor("white"))
    painter = QPainter(pixmap)
    before = sys.getrefcount(None)
    for _ in range(_CALLS):
        painter.save()
        painter.setPen(QColor("black"))
        painter.fillRect(QRect(0, 0, 9, 9), QColor("red"))
        painter.drawText(2, 20, "x")
        painter.restore()
    after = sys.getrefcount(None)
    painter.end()
    assert abs(after - before) < _OWN
