"""Start, memory, opening views, scrolling, search, marks and reading, in a real window on a display of its own.

Times are from the input event (when the display says the key went down) to the painted frame, each after a restart of
the program, whose files are in the page cache. A frame counts as painted when Qt has handed it to the display. Memory
is PSS: pages shared with other programs that run at the same time count in parts only.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from newsreader.domain.changes import Mark
from newsreader.domain.stories import View, ViewKind
from newsreader.library.library import open_library
from tests.benchmarks.bench_sync import load_server, newsreader
from tests.benchmarks.caches import choose, data_folder, leave_unread
from tests.benchmarks.load_server import source_documents
from tests.benchmarks.measure import children, percentile, pss_mb, rss_mb
from tests.benchmarks.report import Table
from tests.benchmarks.watched_window import Event, WatchedWindow, display, load, watched_window
from tests.support.screen import Screen

STARTS = 7
RUNS = 3
SMALL = 100_000
IDLE = 30.0  # seconds from start to the look at memory
PAGES = 300  # times Page Down is pressed
MANY = 10_000  # marks
WORDS = ("the", "market report", "government")


def bench(table: Table, stories: int = 1_000_000) -> None:
    """Fill ``table`` with the figures of lists of 100,000 and of ``stories`` stories, and of reading."""
    with tempfile.TemporaryDirectory() as scratch, display() as screen:
        folder = Path(scratch)
        table.note(load())
        for size in sorted({min(SMALL, stories), stories}):
            data = data_folder(folder, size)
            _starts(table, screen, data, size)
        _memory(table, screen, data)
        _views(table, screen, data)
        _scrolling(table, screen, data)
        _search(table, screen, data)
        _marks_in_the_store(table, data)
        _marks(table, screen, data)
        _reading(table, screen, folder)
        table.note(load())


# -- start and memory --------------------------------------------------------------------------------------------------


def _starts(table: Table, screen: Screen, data: Path, size: int) -> None:
    """The first start, which is not counted, compiles the modules and warms the page cache."""
    limit = 450 if size <= SMALL else 600
    for number in range(STARTS + 1):
        choose(data, look__start_view="all")
        with watched_window(screen, data) as window:
            first = window.wait(lambda event: "frame" in event, "a first frame")
            shown = window.wait_list()
            if number:
                after = (first["frame"] - window.started) * 1000
                table.sample(f"start to painted window, {size:,}", after, "ms", budget=250)
                after = (shown["frame"] - window.started) * 1000
                table.sample(f"start to painted list, {size:,}", after, "ms", budget=limit)
            window.rest()


def _memory(table: Table, screen: Screen, data: Path) -> None:
    """Without the probe, so that nothing runs that does not run for a person."""
    choose(data, look__start_view="all")
    with watched_window(screen, data, probe=False) as window:
        time.sleep(5)
        window.take_focus()
        window.press_unwatched("j")
        time.sleep(max(0.0, window.started + IDLE - time.monotonic()))
        processes = children(window.process.pid)
        table.sample(
            "memory idle, a story open, all processes", sum(map(pss_mb, processes)), "MB PSS", budget=110
        )
        table.sample(
            "the same, pages shared with others counted whole", sum(map(rss_mb, processes)), "MB RSS"
        )


# -- lists -------------------------------------------------------------------------------------------------------------


def _views(table: Table, screen: Screen, data: Path) -> None:
    """By the arrows in the feed tree, whose rows are Today, Unread, Saved, All, a folder, a folder in it, a feed."""
    for name, start, keys, view in (
        ("All", "unread", ["Down"] * 2, "all"),
        ("Unread", "all", ["Up"] * 2, "unread"),  # not by Today: a cache of yesterday has none
        ("Saved", "unread", ["Down"], "saved"),
        ("a folder of everything", "all", ["Down"], "folder"),
        ("a folder", "all", ["Down"] * 2, "folder"),
        ("a feed", "all", ["Down"] * 3, "feed"),
    ):
        for _ in range(RUNS):
            with _opened(screen, data, start) as window:
                window.press("h")
                asked = 0.0
                for key in keys:
                    window.rest(0.3)
                    asked = window.press(key)
                shown = window.wait_list(asked, view=view)
                table.sample(f"open {name}", (shown["frame"] - asked) * 1000, "ms", budget=50)


def _scrolling(table: Table, screen: Screen, data: Path) -> None:
    with _opened(screen, data, "all") as window:
        begin = time.monotonic()
        screen.xdotool("key", "--repeat", str(PAGES), "--delay", "14", "Page_Down")
        end = time.monotonic()
        window.rest()
        painted = [event for event in window.events if "list" in event and begin <= event["frame"] <= end]
        asked = [event["input"] for event in window.events if "input" in event and begin <= event["input"]]
        waits = [
            (_first_after(painted, at) - at) * 1000 for at in asked if painted and at < painted[-1]["began"]
        ]
        table.sample("Page Down held: key to frame, median", percentile(waits, 0.5), "ms")
        table.sample("Page Down held: key to frame, 99 of 100", percentile(waits, 0.99), "ms")
        table.sample("Page Down held: painting a frame, median", _painting(painted, 0.5), "ms")
        table.sample(
            "Page Down held: painting a frame, 99 of 100", _painting(painted, 0.99), "ms", budget=16.7
        )
        blank = sum(not event["list"]["whole"] for event in painted)
        table.note(
            f"Page Down {len(asked) / (end - begin):.0f} times a second gave {len(painted) / (end - begin):.0f} frames "
            f"a second, {blank} of {len(painted)} with rows that were still on their way"
        )
        window.rest()
        asked_end = window.press("End")
        rows = [event for event in window.events if "list" in event][-1]["list"]["rows"]
        shown = window.wait(
            lambda event: "list" in event and event["list"]["whole"] and event["list"]["first"] > rows - 50,
            "the end of the list",
            since=asked_end,
        )
        table.sample("jump to the end", (shown["frame"] - asked_end) * 1000, "ms", budget=50)


def _search(table: Table, screen: Screen, data: Path) -> None:
    """From Return, which searches at once; a pause in typing does so too."""
    for words in WORDS:
        for _ in range(RUNS):
            with _opened(screen, data, "all") as window:
                window.press("slash")
                screen.type(words)
                asked = window.press("Return")
                shown = window.wait_list(query=words)
                late = (shown["frame"] - asked) * 1000
                if late > 0:  # else the pause before Return was long enough
                    table.sample(f"search “{words}”, newest first", late, "ms", budget=50)


# -- marks -------------------------------------------------------------------------------------------------------------


def _marks_in_the_store(table: Table, data: Path) -> None:
    """Without a window: the transaction alone, the newest stories and such as lie anywhere."""
    library = open_library(data, "window")
    try:
        unread = library.stories.ids(View(ViewKind.UNREAD)).tolist()
        step = max(1, len(unread) // MANY)
        for name, ids in (("newest", unread[:MANY]), ("scattered", unread[::step][:MANY])):
            for _ in range(RUNS):
                begin = time.perf_counter()
                library.marks.mark(ids, Mark.READ)
                between = time.perf_counter()
                library.journal.undo()
                end = time.perf_counter()
                table.sample(f"mark {len(ids):,} {name} read, on disk", (between - begin) * 1000, "ms")
                table.sample(f"undo that, on disk ({name})", (end - between) * 1000, "ms")
    finally:
        library.close()


def _marks(table: Table, screen: Screen, data: Path) -> None:
    """In the window, the whole list of Unread: to the frame that shows it."""
    leave_unread(data, MANY)
    for _ in range(RUNS):
        with _opened(screen, data, "unread", list__confirm_above=0) as window:
            asked = window.press("shift+a")
            read = window.wait_list(asked, unread=0)
            window.rest()
            asked_back = window.press("ctrl+z")
            back = window.wait(_some_unread, "unread stories", since=asked_back)
            there, again = (read["frame"] - asked) * 1000, (back["frame"] - asked_back) * 1000
            window.rest()
        table.sample(f"mark {MANY:,} read: key to frame", there, "ms")
        table.sample("undo it: key to frame", again, "ms")
        table.sample("both together", there + again, "ms", budget=200)


def _some_unread(event: Event) -> bool:
    return bool(event.get("list") and event["list"]["unread"])


# -- reading -----------------------------------------------------------------------------------------------------------


def _reading(table: Table, screen: Screen, folder: Path) -> None:
    """Every story of the feeds at hand, one after the other by ``j``."""
    data = Path(tempfile.mkdtemp(dir=folder))
    count = len(source_documents())
    with load_server(folder, count) as server:
        newsreader(data, "import", str(server.opml))
        newsreader(data, "sync", "--json")
    waits: list[float] = []
    with _opened(screen, data, "all") as window:
        rows = [event for event in window.events if "list" in event][-1]["list"]["rows"]
        shown: int | None = None
        for _ in range(rows):
            asked = window.press("j")
            frame = window.wait(_other_story(shown), "the next story", since=asked)
            shown = frame["story"]
            waits.append((frame["frame"] - asked) * 1000)
    table.sample(
        f"select a story to painted text, {len(waits)} stories: median",
        percentile(waits, 0.5),
        "ms",
        budget=16,
    )
    table.sample("99 of 100 within", percentile(waits, 0.99), "ms", budget=60)
    table.sample("longest", max(waits), "ms", budget=500)


def _other_story(before: int | None) -> Callable[[Event], bool]:
    return lambda event: event.get("story", before) != before


# -- helpers -----------------------------------------------------------------------------------------------------------


@contextmanager
def _opened(screen: Screen, data: Path, view: str, **settings: object) -> Iterator[WatchedWindow]:
    """The program, started anew, with its list painted and nothing under way."""
    choose(data, look__start_view=view, **settings)
    with watched_window(screen, data) as window:
        window.wait_list()
        window.take_focus()
        window.rest()
        yield window


def _first_after(frames: list[Event], moment: float) -> float:
    return next(event["frame"] for event in frames if event["began"] >= moment)


def _painting(frames: list[Event], share: float) -> float:
    return percentile([(event["frame"] - event["began"]) * 1000 for event in frames], share)
