"""Jobs for UI tests: what was asked is kept, and the test says when and what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from newsreader.domain.errors import NewsreaderError
from newsreader.domain.jobs import Progress
from newsreader.ui.jobs import Jobs


@dataclass
class Asked:
    """A job under way."""

    name: str
    args: Mapping[str, Any]
    callbacks: Mapping[str, Any] = field(repr=False)


class FakeJobs(Jobs):
    """No process: ``asked`` are the jobs under way, oldest first; ``cancelled`` the ids of those given up."""

    def __init__(self) -> None:
        super().__init__([])
        self.asked: list[Asked] = []
        self.cancelled: list[int] = []
        self._count = 0

    def run(self, name: str, args: Mapping[str, Any], **callbacks: Any) -> int:
        self._count += 1
        self.asked.append(Asked(name, args, callbacks))
        return self._count

    def cancel(self, id: int) -> None:
        self.cancelled.append(id)

    @property
    def last(self) -> Asked:
        """The job asked last."""
        return self.asked[-1]

    def answer(self, document: Mapping[str, Any]) -> None:
        """End the last job well."""
        self.asked.pop().callbacks["done"](dict(document))

    def fail(self, fault: NewsreaderError) -> None:
        """End the last job with a fault."""
        self.asked.pop().callbacks["failed"](fault)

    def go_on(self, done: int, total: int, text: str = "") -> None:
        """The last job tells how far it is."""
        self.last.callbacks["progress"](Progress(done, total, text))
