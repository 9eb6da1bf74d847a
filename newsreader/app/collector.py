"""Collects cyclic garbage on the main thread only.

Python collects on whatever thread happens to allocate. With a reader and a writer thread that would destroy Qt objects
off the main thread, which Qt does not survive (seen as SIGSEGV in QObject's destructor).
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_LOOK_MS = 500
_OLDEST = 60  # looks between two of the oldest generation


class MainThreadCollector(QObject):
    """From its making to ``close`` the collector runs here, by the interpreter's own thresholds. Main thread.

    The oldest generation is looked through at most twice a minute: it takes some milliseconds, and finds little.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thresholds = gc.get_threshold()
        self._since_oldest = 0
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def settled(self) -> None:
        """The start is over: what it made lives as long as the window and is not looked through again."""
        gc.freeze()

    def look(self) -> None:
        """Collect the oldest generation that is due, if any is."""
        counts = gc.get_count()
        self._since_oldest += 1
        for generation in (2, 1, 0) if self._since_oldest >= _OLDEST else (1, 0):
            if counts[generation] > self._thresholds[generation]:
                gc.collect(generation)
                self._since_oldest = 0 if generation == 2 else self._since_oldest
                return

    def close(self) -> None:
        """Give the collector back to the interpreter."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
