"""Adds chosen feeds by the worker's job ``add``, a few at a time. Main thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QObject, Signal

from newsreader.domain.errors import NewsreaderError
from newsreader.domain.jobs import Progress
from newsreader.library import jobs as ask
from newsreader.text.numbers import grouped
from newsreader.text.urls import origin
from newsreader.ui.dialogs.advice import said
from newsreader.ui.dialogs.errand import Errand
from newsreader.ui.dialogs.login_box import Remember
from newsreader.ui.dialogs.words import number_word
from newsreader.ui.jobs import Jobs

_ABREAST = 4
"""Feeds that are asked for at the same time; hosts have manners of their own on top."""
_TOLD = 2
"""Failures that are told one by one."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A feed to subscribe to; ``title`` is shown while it is added."""

    url: str
    title: str


@dataclass(frozen=True, slots=True)
class Failure:
    """A choice that could not be added, and why."""

    choice: Choice
    fault: NewsreaderError


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
    """One run over some feeds, a few at a time; one that fails does not stop the others.

    ``progressed`` with words and the part done; ``ended`` with the ids of the feeds that are subscribed now and the
    ``Failure``s, both in the order of the choices.
    """

    progressed = Signal(str, float)
    ended = Signal(list, list)

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._folder = ""
        self._login = Login()
        self._choices: list[Choice] = []
        self._begun = 0
        self._parts: dict[int, float] = {}
        self._ids: dict[int, int] = {}
        self._failures: dict[int, Failure] = {}
        self._errands: dict[int, Errand] = {}

    def begin(self, choices: Sequence[Choice], folder: str, login: Login) -> None:
        """Add ``choices`` to the folder path ``folder``."""
        self._choices = list(choices)
        self._folder = folder
        self._login = login
        while self._begun < min(_ABREAST, len(self._choices)):
            self._start_next()

    def drop(self) -> None:
        """Stop; what was added stays, and nothing more is told."""
        for errand in self._errands.values():
            errand.drop()

    def _start_next(self) -> None:
        at = self._begun
        self._begun += 1
        choice = self._choices[at]
        login = self._login.at(choice.url)
        args = ask.add(
            choice.url, folder=self._folder, user=login.user, secret=login.secret, remember=login.remember
        )
        errand = Errand(self._jobs, "add", args, self)
        errand.progressed.connect(lambda progress: self._heard(at, progress))
        errand.done.connect(lambda document: self._done(at, document))
        errand.failed.connect(lambda fault: self._failed(at, fault))
        self._errands[at] = errand
        self._tell(at, 0.2)
        errand.start()

    def _tell(self, at: int, part: float) -> None:
        self._parts[at] = part
        count = len(self._choices)
        which = f" ({at + 1} of {count})" if count > 1 else ""
        words = "" if part == 1 else f"Adding “{self._choices[at].title}”{which}…"
        self.progressed.emit(words, sum(self._parts.values()) / count)

    def _heard(self, at: int, progress: Progress) -> None:
        self._tell(at, 0.2 + 0.7 * progress.done / progress.total if progress.total else 0.5)

    def _done(self, at: int, document: dict[str, Any]) -> None:
        if "feed" in document:
            self._ids[at] = int(document["feed"])
            self._end(at)
        else:  # it became a page of several feeds since it was looked at
            self._failed(at, NewsreaderError("It holds several feeds now. Look for feeds there again."))

    def _failed(self, at: int, fault: NewsreaderError) -> None:
        self._failures[at] = Failure(self._choices[at], fault)
        self._end(at)

    def _end(self, at: int) -> None:
        del self._errands[at]
        self._tell(at, 1)
        if self._begun < len(self._choices):
            self._start_next()
        elif not self._errands:
            ids = [self._ids[at] for at in sorted(self._ids)]
            self.ended.emit(ids, [self._failures[at] for at in sorted(self._failures)])


def failure_words(added: int, failures: Sequence[Failure]) -> str:
    """What went well and what did not, in a sentence or two."""
    if not added and len(failures) == 1:
        return said(failures[0].fault)
    all_of_them = added + len(failures)
    before = (
        f"{number_word(added)} of the {grouped(all_of_them)} feeds {'was' if added == 1 else 'were'} added. "
        if added
        else f"None of the {grouped(all_of_them)} feeds could be added. "
    )
    told = [f"“{each.choice.title}”: {said(each.fault)}" for each in failures[:_TOLD]]
    more = len(failures) - len(told)
    return before + " ".join(told) + (f" And {grouped(more)} more." if more else "")
