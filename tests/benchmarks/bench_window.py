"""The window during a first sync: pauses of its event loop while a person scrolls, and how soon a mark is on disk.

A real window on a display of its own, over a cache that has stories already, to which the feeds of the load server are
added. The window refreshes them by itself, as it does with feeds that are due. Meanwhile Page Down is pressed some
fifty times a second, and between whiles ``m``. The server, the worker, the display and the keys share the processors
with the window.
"""

from __future__ import annotations

import sqlite3
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from tests.benchmarks.bench_sync import load_server, newsreader
from tests.benchmarks.caches import choose, data_folder
from tests.benchmarks.measure import children, percentile
from tests.benchmarks.report import Table
from tests.benchmarks.watched_window import Event, WatchedWindow, display, load, watched_window

RUNS = 3
STORIES = 50_000  # in the list before the sync
PAGES = 9  # pressed between two marks
KEY_PAUSE = 12  # milliseconds; with what xdotool takes itself, 50 to 60 keys a second
PATIENCE = 300.0


@dataclass(frozen=True)
class Syncing:
    """What was seen: when the worker was there, when the last feed was checked, and the events in between."""

    begin: float
    end: float
    events: list[Event]

    @property
    def pauses(self) -> list[float]:
        """Milliseconds from each turn of the event loop to the next; the timer that counts them wakes each one."""
        found = []
        for event in self.events:
            if "beats" in event:
                total = sum(event["beats"])
                ends = [event["until"] - (total - so_far) / 1000 for so_far in accumulate(event["beats"])]
                found += [
                    beat
                    for beat, at in zip(event["beats"], ends, strict=True)
                    if self.begin <= at <= self.end
                ]
        return found

    @property
    def marks(self) -> list[float]:
        """Milliseconds from ``m`` going down to its mark being on disk. No other commands run: nothing else marks."""
        asked = [event["input"] for event in self.events if event.get("key") == ord("M")]
        done = [event["command"] for event in self.events if "command" in event]
        pairs = list(zip(asked, done, strict=False))
        return [(there - at) * 1000 for at, there in pairs if self.begin <= at <= self.end]

    @property
    def frames(self) -> int:
        """How often the list was painted."""
        return sum("list" in event and self.begin <= event["frame"] <= self.end for event in self.events)


def worst_moment(pauses: list[float], share: float) -> float:
    """How long a key waits for the event loop when it comes at any moment: not exceeded in ``share`` of the time."""
    left = (1 - share) * sum(pauses)
    for pause in sorted(pauses, reverse=True):
        # Within a pause, the wait is longer than w for pause - w of its time.
        longer = [other for other in pauses if other >= pause]
        if sum(longer) - pause * len(longer) > left:
            return pause
    return 0.0


def bench(table: Table, feeds: int = 1000, runs: int = RUNS) -> None:
    """Fill ``table`` with what a window does while ``feeds`` feeds are fetched for the first time."""
    with tempfile.TemporaryDirectory() as scratch, load_server(Path(scratch), feeds) as server:
        folder = Path(scratch)
        table.note(f"{feeds} feeds, {server.bytes / 1e6:.0f} MB; {STORIES:,} stories in the list before")
        for _ in range(runs):
            data = data_folder(folder, STORIES, feeds=200)
            newsreader(data, "import", str(server.opml))
            choose(data, sync__automatic=True, look__start_view="all", reader__mark_read="never")
            with display() as screen, watched_window(screen, data) as window:
                seen = watch_sync(window, data, feeds)
            _tell(table, seen)
            table.note(f"run of {seen.end - seen.begin:.1f} s: {load()}")


def watch_sync(window: WatchedWindow, data: Path, feeds: int) -> Syncing:
    """Scroll and mark until every feed was checked once."""
    window.wait_list()
    window.take_focus()
    last = time.monotonic() + PATIENCE
    while len(children(window.process.pid)) == 1:
        _never_longer_than(last, "the worker")
        time.sleep(0.002)
    begin = time.monotonic()
    page = ["Page_Down"] * PAGES
    with closing(sqlite3.connect(data / "cache.sqlite3")) as cache:
        while _unchecked(cache):
            _never_longer_than(last, "the end of the sync")
            window.screen.xdotool("key", "--delay", f"{KEY_PAUSE}", *page, "m")
    end = time.monotonic()
    time.sleep(1.5)  # the beats are told once a second
    window.look()
    return Syncing(begin, end, list(window.events))


def _unchecked(cache: sqlite3.Connection) -> bool:
    question = "SELECT EXISTS (SELECT 1 FROM fetch_states WHERE last_checked IS NULL)"
    return bool(cache.execute(question).fetchone()[0])


def _never_longer_than(last: float, what: str) -> None:
    if time.monotonic() > last:
        raise RuntimeError(f"waited in vain for {what}")


def _tell(table: Table, seen: Syncing) -> None:
    pauses, marks = seen.pauses, seen.marks
    table.sample("sync in a window that is scrolled", seen.end - seen.begin, "s")
    table.sample("event loop: longest pause", max(pauses), "ms", budget=50)
    table.sample("event loop: 99 of 100 turns within", percentile(pauses, 0.99), "ms", budget=16)
    table.sample("event loop: wait at 99 of 100 moments within", worst_moment(pauses, 0.99), "ms")
    table.sample("list painted", seen.frames / (seen.end - seen.begin), "/s")
    table.sample("key m to disk: median", percentile(marks, 0.5), "ms")
    table.sample("key m to disk: 95 of 100 within", percentile(marks, 0.95), "ms", budget=16)
    table.sample("key m to disk: longest", max(marks), "ms", budget=100)
    table.note(f"{len(marks)} marks")
