"""Whether a list that began empty still fills: then stories come into it at once. Main thread."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from newsreader.ui.stories.table import StoryTable

_CALM_MS = 30_000
"""So long after the last story came in the list is filled, and further ones are told of in the bar."""


class FirstStories(QObject):
    """Knows it of the list of ``table``. It ends once somebody has a place in the list that could move."""

    def __init__(self, table: StoryTable, parent: QObject) -> None:
        super().__init__(parent)
        self._table = table
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(_CALM_MS)

    def came(self) -> None:
        """Stories came into a list that was empty, or fills."""
        self._calm.start()

    def end(self) -> None:
        """It is filled, or another list is shown."""
        self._calm.stop()

    @property
    def coming(self) -> bool:
        """True while the list fills."""
        if self._table.current_row() >= 0 or self._table.verticalScrollBar().value():
            self._calm.stop()
        return self._calm.isActive()
