"""A real window on a display of its own, with keys by xdotool, read through its probe (``newsreader/app/probe.py``)."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.support.screen import PATIENCE, Screen, open_screen

Event = dict[str, Any]

PROGRAM = [sys.executable, "-OO", "-m", "newsreader"]  # as ``make run`` starts it
"""Run once before anything is timed, so that its modules are compiled and in the page cache, as installed ones are."""


class WatchedWindow:
    """A started program. ``events`` are the lines of its probe so far; times in them are those of time.monotonic()."""

    def __init__(self, process: subprocess.Popen[bytes], screen: Screen, probe: Path, started: float) -> None:
        self.process = process
        self.screen = screen
        self.started = started
        self.events: list[Event] = []
        self._probe = probe
        self._read_to = 0

    # -- what it tells ---------------------------------------------------------------------------------------------

    def look(self) -> list[Event]:
        """The events that came since the last look; they are in ``events`` too."""
        if not self._probe.exists():
            return []
        with self._probe.open("rb") as file:
            file.seek(self._read_to)
            told = file.read()
        whole = told[: told.rfind(b"\n") + 1]
        self._read_to += len(whole)
        new = [json.loads(line) for line in whole.splitlines()]
        self.events += new
        return new

    def wait(
        self, wanted: Callable[[Event], bool], what: str, *, since: float = 0.0, patience: float = PATIENCE
    ) -> Event:
        """The first event from ``since`` on that is ``wanted``; RuntimeError when none comes."""
        end = time.monotonic() + patience
        at = 0
        while True:
            self.look()
            for event in self.events[at:]:
                if moment(event) >= since and wanted(event):
                    return event
            at = len(self.events)
            if time.monotonic() > end or self.process.poll() is not None:
                raise RuntimeError(f"waited in vain for {what}")
            time.sleep(0.004)

    def wait_list(self, since: float = 0.0, **wanted: object) -> Event:
        """The first painted frame with a whole story list for which all of ``wanted`` hold."""

        def fits(event: Event) -> bool:
            shown = event.get("list")
            return bool(shown and shown["rows"] and shown["whole"]) and all(
                shown[key] == value for key, value in wanted.items()
            )

        return self.wait(fits, f"a list with {wanted}", since=since)

    def rest(self, seconds: float = 0.7) -> None:
        """Wait until no frame was painted for ``seconds``."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            self.look()
            last = max((moment(event) for event in self.events if "beats" not in event), default=0.0)
            if time.monotonic() - last > seconds:
                return
            time.sleep(0.05)
        raise RuntimeError("the window does not come to rest")

    # -- what a person does ----------------------------------------------------------------------------------------

    def take_focus(self) -> None:
        """Give the window the keyboard: there is no window manager."""
        self.screen.focus("Newsreader")

    def press(self, *keys: str, delay: int = 20) -> float:
        """Press ``keys`` one after the other; when the last one went down. Keys that did nothing are found too."""
        asked = time.monotonic() - 0.01
        self.screen.xdotool("key", "--delay", str(delay), *keys)

        def downs() -> list[float]:
            """Keys that were typed before may be told only now; their own times say so."""
            return [event["input"] for event in self.events if event.get("input", 0.0) >= asked]

        self.wait(lambda _event: len(downs()) >= len(keys), f"the keys {keys}")
        return max(downs())

    def press_unwatched(self, *keys: str) -> None:
        """Press ``keys`` in a window without a probe."""
        self.screen.xdotool("key", *keys)


def moment(event: Event) -> float:
    """When an event was."""
    for name in ("input", "frame", "command", "opened", "until"):
        if name in event:
            return float(event[name])
    raise ValueError(f"an event without a time: {event}")


@contextlib.contextmanager
def display() -> Iterator[Screen]:
    """A display of 1440 x 900."""
    with open_screen() as screen:
        yield screen


@contextlib.contextmanager
def watched_window(
    screen: Screen, data: Path, *, probe: bool = True, watch: Path | None = None
) -> Iterator[WatchedWindow]:
    """The program over the data folder ``data``, closed at the end as a person closes it."""
    told = (watch or data) / "probe.jsonl"
    told.unlink(missing_ok=True)
    environment = dict(screen.environment)
    environment.pop("NEWSREADER_DATA_DIR", None)
    if probe:
        environment["NEWSREADER_PROBE"] = str(told)
    started = time.monotonic()
    process = subprocess.Popen([*PROGRAM, "--data-dir", str(data)], env=environment)
    window = WatchedWindow(process, screen, told, started)
    try:
        yield window
    finally:
        process.terminate()
        try:
            process.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if probe:
            window.look()


def load() -> str:
    """How busy the machine is, for a note beside the figures."""
    one, five, _ = os.getloadavg()
    return f"load average {one:.1f} (5 min {five:.1f}), {os.cpu_count()} cores"
