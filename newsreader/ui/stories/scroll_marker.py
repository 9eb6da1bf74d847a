"""Marks stories read that a person scrolled out of the list at its top: one step for a burst of scrolling.

Main thread.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from newsreader.ui.stories.model import StoryModel
from newsreader.ui.stories.table import StoryTable

_BURST_MS = 700
"""Scrolling that pauses for so long has ended."""


class ScrollMarker(QObject):
    """``left`` carries the ids of the unread stories that left since the last pause and did not come back.

    Only what was seen counts: a jump to the end leaves what lies between unread.
    """

    left = Signal(tuple)

    def __init__(self, table: StoryTable, model: StoryModel, parent: QObject) -> None:
        super().__init__(parent)
        self.on = False
        self._table = table
        self._model = model
        self._rows: dict[int, int] = {}
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_BURST_MS)
        self._pause.timeout.connect(self._tell)
        table.leftAtTop.connect(self._gone)
        model.modelAboutToBeReset.connect(self._tell)

    def _gone(self, first: int, end: int) -> None:
        if not self.on:
            return
        for row in range(first, end):
            story = self._model.snapshot[row]
            header = self._model.headers.get(story)
            if header is not None and not header.read:
                self._rows[story] = row
        self._pause.start()

    def _tell(self) -> None:
        self._pause.stop()
        rows, self._rows = self._rows, {}
        top = self._table.rowAt(0)
        if stories := tuple(story for story, row in rows.items() if row < top):
            self.left.emit(stories)
