"""Lists and pages that paint all of their ground themselves. Main thread.

Where one may show what is under it, Qt paints that first at every scroll and at every change: all the parts it stands
in, up to the window. A list of rows covers them, and so does a page.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QAbstractScrollArea


def take_ground(area: QAbstractScrollArea) -> None:
    """``area`` paints all of its viewport from now on: rows, and with ``fill_ground`` what they leave free."""
    area.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)


def fill_ground(area: QAbstractScrollArea, place: QRect, colour: QColor) -> None:
    """Paint ``place`` of the viewport, from within its paintEvent and before the rows."""
    if place.isValid():
        painter = QPainter(area.viewport())
        painter.fillRect(place, colour)
        painter.end()
