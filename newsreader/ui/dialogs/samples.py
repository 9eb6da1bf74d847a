"""A few feeds in memory behind the doors that the dialogs ask, for the gallery. Main thread."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from email.utils import formatdate
from types import SimpleNamespace
from typing import Any

from PySide6.QtCore import QObject

from newsreader.domain import errors
from newsreader.domain.changes import Change
from newsreader.domain.errors import NetError, NewsreaderError
from newsreader.domain.feeds import Feed, FeedTree, Folder
from newsreader.domain.fetching import FeedHealth, FeedReport, FetchState, Validators
from newsreader.sync.schedule import Check, Outcome, Plan, next_check
from newsreader.ui.tasks import Tasks

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
_WEEK = 7 * _DAY
_WEEKS_SHOWN = 26
_KEPT = 90 * _DAY
_JUST_NOW = 25 * _MINUTE
_EVEN_CHANCE = 0.5
_DAILY = (
    17,
    19,
    16,
    20,
    18,
    22,
    19,
    17,
    23,
    20,
    18,
    21,
    24,
    19,
    20,
    22,
    18,
    23,
    25,
    20,
    22,
    19,
    24,
    21,
    21,
    21,
)
_MONTHLY = (0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 1)


@dataclass(frozen=True, slots=True)
class _Sample:
    """A feed and how it fares: ``weekly`` are the stories of each week before it was read last, the newest at the end;
    ``read`` and ``asked`` how many seconds ago it was read, and asked; ``way`` the redirects from its address."""

    title: str
    host: str
    folder: int | None
    unread: int
    weekly: tuple[int, ...] = _DAILY
    read: int = _JUST_NOW
    asked: int = _JUST_NOW
    fault: NetError | None = None
    failures: int = 0
    paused: bool = False
    validators: bool = True
    way: tuple[tuple[int, str], ...] = ()

    def times(self, now: int) -> list[int]:
        """When its stories came out, the newest first: evenly over each week."""
        return [
            now - self.read - week * _WEEK - (place + 1) * _WEEK // count
            for week, count in enumerate(reversed(self.weekly))
            for place in range(count)
        ]


_LANTERN = _Sample("Harbour Lantern", "lantern.example", 1, 9)
_SAMPLES = (
    _LANTERN,
    replace(_LANTERN, title="Upland Courier", host="courier.example", unread=4),
    _Sample(
        "The Millrace", "millrace.example", 1, 2, read=5 * _HOUR + _JUST_NOW, failures=2,
        fault=errors.TimedOut("millrace.example took longer than 30 seconds. It will be asked again later."),
    ),
    replace(_LANTERN, title="Continental Desk", host="continental.example", folder=2, unread=12),
    _Sample("Longitude", "longitude.example", 2, 0, weekly=(2, 1, 2, *(0,) * 31)),
    _Sample(
        "Evening Almanac", "almanac.example", 2, 1, weekly=_MONTHLY, read=5 * _DAY, failures=9, validators=False,
        fault=errors.NotFound("The server answered 404: there is no page at this address.", status=404),
        way=((301, "https://www.almanac.example/feed.xml"), (302, "https://www.almanac.example/missing")),
    ),
    _Sample(
        "Bench Notes", "bench.example", 3, 3, read=26 * _HOUR, asked=20 * _HOUR, failures=1,
        fault=errors.LoginNeeded("The server answered 401: it wants a name and a password.", status=401),
    ),
    _Sample("Night Sky Weekly", "nightsky.example", 3, 1, weekly=(1, *(0,) * 128)),
    _Sample("Hedgerow", "hedgerow.example", None, 0, read=9 * _DAY, asked=9 * _DAY, paused=True),
)  # fmt: skip
_FOLDERS = tuple(
    Folder(n, None, name, name, n) for n, name in enumerate(("Local", "World", "Science"), start=1)
)


def sample_feeds() -> list[Feed]:
    """Nine feeds, three of them in trouble, one paused."""
    now = int(time.time())
    return [_feed(number, sample, now) for number, sample in enumerate(_SAMPLES, start=1)]


def _feed(number: int, sample: _Sample, now: int) -> Feed:
    return Feed(
        number,
        f"https://{sample.host}/feed.xml",
        sample.title,
        f"https://{sample.host}/",
        sample.folder,
        _FOLDERS[sample.folder - 1].name if sample.folder else "",
        number,
        sample.unread,
        max(sample.unread, sum(now - when < _KEPT for when in sample.times(now))),
        now - sample.asked,
        _plan(sample, now).next_check,
        sample.fault.sentence if sample.fault else "",
        type(sample.fault).__name__ if sample.fault else "",
        paused=sample.paused,
    )


def _plan(sample: _Sample, now: int) -> Plan:
    """When it is asked next, and why then, by the rules of the program itself."""
    outcome = Outcome.FAILED if sample.fault else Outcome.DONE
    if isinstance(sample.fault, errors.LoginNeeded):
        outcome = Outcome.LOGIN
    check = Check(
        outcome, has_validators=sample.validators, story_times=sample.times(now), failures=sample.failures
    )
    return next_check(check, now - sample.asked, _EVEN_CHANCE)


def _state(feed: Feed, sample: _Sample, now: int) -> FetchState:
    changed = formatdate(sample.times(now)[0], usegmt=True)
    return FetchState(
        feed.id,
        feed.url,
        Validators('"5f3c-61a8e0b2d1"', changed) if sample.validators else Validators(),
        next_check=feed.next_check,
        last_checked=feed.last_checked,
        last_status=sample.fault.status if sample.fault else 304,
        last_result=feed.error or "Unchanged since the last check.",
        failures=sample.failures,
        user="ada" if feed.error_kind == "LoginNeeded" else "",
    )


class SampleLibrary:
    """Answers what dialogs ask. ``well``: no feed is in trouble."""

    def __init__(self, *, well: bool = False) -> None:
        self._well = well
        self.feeds = SimpleNamespace(tree=self._tree, health=self._health, report=self._report)
        self.stories = SimpleNamespace(count=lambda _view: 3)

    def _tree(self) -> FeedTree:
        feeds = tuple(sample_feeds())
        return FeedTree(
            _FOLDERS, feeds, 7, sum(feed.unread for feed in feeds), 12, sum(feed.total for feed in feeds)
        )

    def _health(self) -> list[FeedHealth]:
        now = int(time.time())
        return [
            FeedHealth(feed, now if self._well else sample.times(now)[0], sample.failures)
            for feed, sample in zip(sample_feeds(), _SAMPLES, strict=True)
            if not (self._well and feed.error)
        ]

    def _report(self, feed_id: int) -> FeedReport:
        now = int(time.time())
        sample = _SAMPLES[feed_id - 1]
        feed = _feed(feed_id, sample, now)
        times = sample.times(now)
        weeks = [0] * _WEEKS_SHOWN
        for age in ((now - when) // _WEEK for when in times):
            if age < _WEEKS_SHOWN:
                weeks[-1 - age] += 1
        why = _plan(sample, now).why
        return FeedReport(feed, _state(feed, sample, now), why, 48_200, sample.way, tuple(weeks), times[0])


class SampleTasks(Tasks):
    """Tasks that answer at once: from a sample library, or every query with ``answer`` when there is ``fixed`` one."""

    def __init__(
        self,
        library: SampleLibrary,
        parent: QObject | None = None,
        *,
        fixed: bool = False,
        answer: object = None,
    ) -> None:
        super().__init__(parent)
        self._library: Any = library
        self._fixed = fixed
        self._answer = answer

    def query(
        self,
        fn: Callable[[Any], Any],
        done: Callable[[Any], None],
        failed: Any = None,
        key: str | None = None,
    ) -> None:
        """Answer before returning; a fixed None is never answered."""
        if not self._fixed:
            done(fn(self._library))
        elif isinstance(self._answer, NewsreaderError):
            failed(self._answer)
        elif self._answer is not None:
            done(self._answer)

    def command(self, fn: Callable[[Any], Change], done: object = None, failed: object = None) -> None:
        """Nothing is changed."""
