"""Adds chosen feeds one after the other by the worker's job ``add``. Main thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QObject, Signal

from newsreader.domain.errors import NewsreaderError
from newsreader.domain.jobs import Progress
from newsreader.library import jobs as ask
from newsreader.text.urls import origin
from newsreader.ui.dialogs.errand import Errand
from newsreader.ui.dialogs.login_box import Remember
from newsreader.ui.jobs import Jobs


@dataclass(frozen=True, slots=True)
class Choice:
    """A feed to subscribe to; ``title`` is shown while it is added."""

    url: str
    title: str


@dataclass(frozen=True, slots=True)
class Login:
    """What to log in with, ``""`` for nothing, and the ``origins`` it was typed for: it goes nowhere else."""

    user: str = ""
    secret: str = field(default="", repr=False)
    remember: Remember = "keyring"
    origins: frozenset[str] = frozenset()

    def at(self, url: str) -> Login:
        """This login where it belongs, an empty one elsewhere: a page may link to feeds of strangers."""
        return self if origin(url) in self.origins else Login()


class Adding(QObject):
    """One run over some feeds.

    ``progressed`` with words and the part done; ``ended`` with the ids of the feeds that are subscribed now, in order;
    ``failed`` with the fault and those ids; what is not added yet stays in ``left``.
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
        self._errand: Errand | None = None
        self.left: list[Choice] = []

    def begin(self, choices: Sequence[Choice], folder: str, login: Login) -> None:
        """Add ``choices`` to the folder path ``folder``."""
        self.left = list(choices)
        self._all = len(self.left)
        self._folder = folder
        self._login = login
        self._ids = []
        self._next()

    def drop(self) -> None:
        """Stop; what was added stays, and nothing more is told."""
        if self._errand is not None:
            self._errand.drop()

    def _next(self) -> None:
        if not self.left:
            self.ended.emit(self._ids)
            return
        choice, done = self.left[0], self._all - len(self.left)
        count = f" ({done + 1} of {self._all})" if self._all > 1 else ""
        self.progressed.emit(f"Adding “{choice.title}”{count}…", (done + 0.2) / self._all)
        login = self._login.at(choice.url)
        args = ask.add(
            choice.url, folder=self._folder, user=login.user, secret=login.secret, remember=login.remember
        )
        self._errand = Errand(self._jobs, "add", args, self)
        self._errand.progressed.connect(self._heard)
        self._errand.done.connect(self._done)
        self._errand.failed.connect(self._failed)
        self._errand.start()

    def _heard(self, progress: Progress) -> None:
        part = progress.done / progress.total if progress.total else 0.5
        self.progressed.emit("", (self._all - len(self.left) + part) / self._all)

    def _done(self, document: dict[str, Any]) -> None:
        if "feed" in document:
            self._ids.append(int(document["feed"]))
        else:  # it became a page of several feeds since it was looked at
            self._failed(NewsreaderError("This address holds several feeds now. Look for feeds there again."))
            return
        self.left = self.left[1:]
        self._next()

    def _failed(self, fault: NewsreaderError) -> None:
        self.failed.emit(fault, self._ids)
