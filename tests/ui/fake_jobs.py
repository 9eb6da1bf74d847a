"""Jobs without a process: notes what was asked, and lets the test play the worker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QTimer

from newsreader.domain.errors import Cancelled, NewsreaderError
from newsreader.domain.jobs import Progress
from newsreader.ui.jobs import DoneHeard, FaultHeard, Jobs, ProgressHeard


@dataclass(slots=True)
class Asked:
    """A job that was asked for, as the worker's side sees it."""

    id: int
    name: str
    args: Mapping[str, Any]
    progress: ProgressHeard | None
    done: DoneHeard | None
    failed: FaultHeard | None

    def tell(self, progress: Progress) -> None:
        """Say how far it is."""
        if self.progress is not None:
            self.progress(progress)

    def finish(self, answer: dict[str, Any]) -> None:
        """End well."""
        if self.done is not None:
            self.done(answer)

    def fail(self, fault: NewsreaderError) -> None:
        """End badly."""
        if self.failed is not None:
            self.failed(fault)


class FakeJobs(Jobs):
    """``asked`` are the jobs in their order."""

    def __init__(self) -> None:
        super().__init__(["no-worker"])
        self.asked: list[Asked] = []
        self.has_stopped = False

    def run(
        self,
        name: str,
        args: Mapping[str, Any],
        *,
        progress: ProgressHeard | None = None,
        done: DoneHeard | None = None,
        failed: FaultHeard | None = None,
    ) -> int:
        self.asked.append(Asked(len(self.asked) + 1, name, args, progress, done, failed))
        return len(self.asked)

    def named(self, name: str) -> list[Asked]:
        """Those of one name."""
        return [asked for asked in self.asked if asked.name == name]

    def cancel(self, id: int) -> None:
        self.asked[id - 1].fail(Cancelled("Stopped."))

    def stop(self) -> None:
        self.has_stopped = True
        QTimer.singleShot(0, self, self.stopped.emit)
