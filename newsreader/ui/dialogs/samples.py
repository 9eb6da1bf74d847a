"""A few feeds in memory behind the doors that the dialogs ask, for the gallery. Main thread."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from PySide6.QtCore import QObject

from newsreader.domain.changes import Change
from newsreader.domain.errors import NewsreaderError
from newsreader.domain.feeds import Feed, FeedTree, Folder
from newsreader.domain.fetching import FeedHealth, FeedReport, FetchState, Validators
from newsreader.ui.tasks import Tasks

_HOUR, _DAY = 3600, 86_400
_FEEDS = (
    ("Harbour Lantern", 1, ""),
    ("Upland Courier", 1, ""),
    ("The Millrace", 1, "lantern.example took longer than 30 seconds to answer."),
    ("Continental Desk", 2, ""),
    ("Longitude", 2, ""),
    ("Evening Almanac", 2, "The server answered 404: there is no page at this address."),
    ("Bench Notes", 3, "The server answered 401: it wants a name and a password."),
    ("Night Sky Weekly", 3, ""),
    ("Hedgerow", None, ""),
)
_FOLDERS = tuple(
    Folder(n, None, name, name, n) for n, name in enumerate(("Local", "World", "Science"), start=1)
)
_WEEKS = (9, 14, 12, 18, 11, 20, 16, 22, 15, 19, 24, 17)


def sample_feeds() -> list[Feed]:
    """Nine feeds, three of them in trouble, one paused."""
    now = int(time.time())
    names = {folder.id: folder.name for folder in _FOLDERS}
    return [
        Feed(
            number, f"https://feed{number}.example/news/atom.xml", title, f"https://feed{number}.example/", folder,
            names.get(folder or 0, ""), number, 9, 214, now - 25 * 60, now + 2 * _HOUR, error,
            "" if not error else "LoginNeeded" if "401" in error else "NotFound", paused=title == "Hedgerow",
        )
        for number, (title, folder, error) in enumerate(_FEEDS, start=1)
    ]  # fmt: skip


class SampleLibrary:
    """Answers what dialogs ask. ``well``: no feed is in trouble."""

    def __init__(self, *, well: bool = False) -> None:
        self._well = well
        self.feeds = SimpleNamespace(tree=self._tree, health=self._health, report=self._report)
        self.stories = SimpleNamespace(count=lambda _view: 3)

    def _tree(self) -> FeedTree:
        return FeedTree(_FOLDERS, tuple(sample_feeds()), 41, 310, 12, 1930)

    def _health(self) -> list[FeedHealth]:
        now = int(time.time())
        silent = {5: 220 * _DAY, 8: 900 * _DAY}
        return [
            FeedHealth(
                feed, now - (0 if self._well else silent.get(feed.id, _HOUR)), 9 if feed.id == 6 else 2
            )
            for feed in sample_feeds()
            if not (self._well and feed.error)
        ]

    def _report(self, feed_id: int) -> FeedReport:
        now = int(time.time())
        feed = next(feed for feed in sample_feeds() if feed.id == feed_id)
        both = Validators('"5f3c-61a8e0b2d1"', "Sat, 22 Nov 2025 08:14:05 GMT")
        if feed.error_kind == "LoginNeeded":
            state = FetchState(
                feed.id, feed.url, both, last_checked=now, last_status=401, last_result=feed.error, user="ada"
            )
            return FeedReport(feed, state, "", 48_200, (), _WEEKS, now - _DAY)
        if feed.error:
            state = FetchState(
                feed.id, feed.url, Validators(), last_status=404, last_result=feed.error, failures=9
            )
            why = "The last 9 checks failed; after each one we wait longer, up to a day."
            moved = (
                (301, "https://www.feed6.example/news/"),
                (302, "https://www.feed6.example/news/missing"),
            )
            return FeedReport(feed, state, why, None, moved, (0,) * 8 + (2, 1, 0, 0), now - 26 * _DAY)
        state = FetchState(
            feed.id, feed.url, both, last_status=304, last_result="Nothing new since the last check."
        )
        why = "It publishes about every 8 hours."
        return FeedReport(feed, state, why, 48_200, (), _WEEKS, now - 12 * 60)


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
