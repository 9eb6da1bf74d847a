"""Adds chosen feeds one after the other by the worker's job ``add``. Main thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from newsreader.domain.errors import NewsreaderError
from newsreader.domain.jobs import Progress
from newsreader.library import jobs as ask
from newsreader.ui.dialogs.login_box import Remember
from newsreader.ui.jobs import Jobs


@dataclass(frozen=True, slots=True)
class Choice:
    """A feed to subscribe to; ``title`` is shown while it is added."""

    url: str
    title: str


@dataclass(frozen=True, slots=True)
class Login:
    """What to log in with, ``""`` for nothing."""

    user: str = ""
    secret: str = ""
    remember: Remember = "keyring"


class Adding(QObject):
    """One run over some feeds.

    ``progressed`` with words and the part done; ``ended`` with the ids of the feeds that are subscribed now, in order;
    ``failed`` with the fault and those ids, and what is left stays in ``left``.
    """

    progressed = Signal(str, float)
    ended = Signal(list)
    failed = Signal(object, list)

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._folder = ""
        self._login = Login()
        self._all = 0
        self._ids: list[int] = []
        self._job: int | None = None
        self.left: list[Choice] = []

    def begin(self, choices: Sequence[Choice], folder: str, login: Login) -> None:
        """Add ``choices`` to the folder path ``folder``."""
        self.left = list(choices)
        self._all = len(self.left)
        self._folder = folder
        self._login = login
        self._ids = []
        self._next()

    def cancel(self) -> None:
        """Stop; what was added stays."""
        self.left = []
        if self._job is not None:
            self._jobs.cancel(self._job)

    def _next(self) -> None:
        if not self.left:
            self._job = None
            self.ended.emit(self._ids)
            return
        choice, done = self.left[0], self._all - len(self.left)
        count = f" ({done + 1} of {self._all})" if self._all > 1 else ""
        self.progressed.emit(f"Adding “{choice.title}”{count}…", (done + 0.2) / self._all)
        login = self._login
        args = ask.add(
            choice.url, folder=self._folder, user=login.user, secret=login.secret, remember=login.remember
        )
        self._job = self._jobs.run("add", args, progress=self._heard, done=self._done, failed=self._failed)

    def _heard(self, progress: Progress) -> None:
        part = progress.done / progress.total if progress.total else 0.5
        self.progressed.emit(progress.text, (self._all - len(self.left) + part) / self._all)

    def _done(self, document: dict[str, Any]) -> None:
        if "feed" in document:
            self._ids.append(int(document["feed"]))
        else:  # it became a page of several feeds since it was looked at
            self._failed(NewsreaderError("This address holds several feeds now. Look for feeds there again."))
            return
        self.left = self.left[1:]
        self._next()

    def _failed(self, fault: NewsreaderError) -> None:
        self._job = None
        self.failed.emit(fault, self._ids)
