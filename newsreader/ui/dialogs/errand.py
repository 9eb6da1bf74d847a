"""One job asked by a dialog, whose answers stop mattering the moment it is given up. Main thread."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal

from newsreader.domain.errors import NewsreaderError
from newsreader.domain.jobs import Progress
from newsreader.ui.jobs import Jobs


class Errand(QObject):
    """``progressed`` with a Progress, then ``done`` with the document or ``failed`` with the fault; nothing of it after
    ``drop``, so that the late end of an old job is never taken for that of a new one."""

    progressed = Signal(object)
    done = Signal(object)
    failed = Signal(object)

    def __init__(self, jobs: Jobs, name: str, args: Mapping[str, Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._name = name
        self._args = args
        self._id: int | None = None
        self._dropped = False

    def start(self) -> None:
        """Ask the worker."""
        self._id = self._jobs.run(
            self._name, self._args, progress=self._heard, done=self._ended_well, failed=self._ended_badly
        )

    def drop(self) -> None:
        """Give it up: the worker is asked to stop, and whatever still comes is ignored."""
        self._dropped = True
        if self._id is not None:
            self._jobs.cancel(self._id)

    def _heard(self, progress: Progress) -> None:
        if not self._dropped:
            self.progressed.emit(progress)

    def _ended_well(self, document: dict[str, Any]) -> None:
        self._id = None
        if not self._dropped:
            self.done.emit(document)

    def _ended_badly(self, fault: NewsreaderError) -> None:
        self._id = None
        if not self._dropped:
            self.failed.emit(fault)
