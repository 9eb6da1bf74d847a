"""Marks stories that are shown as read, by the policy, with the one timer it needs. Main thread."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from newsreader.ui.stories.marking import MarkReadPolicy


class ReadMarker(QObject):
    """``read`` fires with the id of a story that counts as read now because it is shown."""

    read = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.policy = MarkReadPolicy()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._due)

    def shown(self, story: int, *, read: bool, deliberate: bool) -> None:
        """A story is shown; ``read`` when it is marked so already."""
        plan = self.policy.shown(story, read=read, deliberate=deliberate)
        self._timer.stop()
        if plan.delay == 0:
            self.read.emit(story)
        elif plan.delay is not None:
            self._timer.start(round(plan.delay * 1000))

    def _due(self) -> None:
        story = self.policy.due()
        if story is not None:
            self.read.emit(story)
