"""A scroll bar that stands over what it scrolls, so that rows, tints and rules reach the edge of their pane.

Main thread.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QScrollBar

WIDTH = 12
"""How much of the area it covers at the right, logical pixels; its thumb keeps 3 of them free on either side."""


class OverlayBar(QScrollBar):
    """Takes the place of the vertical scroll bar of ``area``, which stays the one that counts. Gone while all fits.

    It lies in the viewport: of one under another widget Qt paints everything anew at each scroll. ``stay`` is to be
    called after each, since what lies in a viewport scrolls along.
    """

    def __init__(self, area: QAbstractScrollArea) -> None:
        super().__init__(Qt.Orientation.Vertical, area.viewport())
        self._area = area
        self._real = area.verticalScrollBar()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._real.rangeChanged.connect(lambda *_: self._follow())
        self._real.valueChanged.connect(self.setValue)
        self.valueChanged.connect(self._real.setValue)
        area.installEventFilter(self)
        self._follow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self._follow()
        return False

    def _follow(self) -> None:
        """Show the range there is now, at the right edge of the area."""
        real = self._real
        self.setRange(real.minimum(), real.maximum())
        self.setPageStep(real.pageStep())
        self.setSingleStep(real.singleStep())
        self.setValue(real.value())
        self.stay()
        self.setVisible(real.maximum() > real.minimum())
        self.raise_()

    def stay(self) -> None:
        """Stand at the right edge of the area, whose viewport may not have its new size yet."""
        self.setGeometry(self._area.width() - WIDTH, 0, WIDTH, self._area.height())
