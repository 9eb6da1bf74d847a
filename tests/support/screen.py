"""A real screen for end-to-end tests: Xvfb with keys and pointer by xdotool. Linux only."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
PATIENCE = 60.0  # seconds; a limit against hanging, far above what anything takes


def wait_for(look: Callable[[], T], what: str, patience: float = PATIENCE) -> T:
    """Look again and again until ``look`` gives something true, and return it; AssertionError after ``patience``."""
    end = time.monotonic() + patience
    while True:
        if seen := look():
            return seen
        assert time.monotonic() < end, f"waited {patience:g} s for {what}"
        time.sleep(0.02)


class Screen:
    """A display with its own keyboard and pointer."""

    def __init__(self, display: str) -> None:
        self.display = display
        self.environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        self.environment.pop("WAYLAND_DISPLAY", None)

    def xdotool(self, *arguments: str) -> str:
        """Run one xdotool command and give what it prints."""
        done = subprocess.run(
            ["xdotool", *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
            timeout=PATIENCE,
        )
        return done.stdout.strip()

    def windows(self, name: str) -> list[str]:
        """The ids of the visible windows whose title holds ``name``."""
        done = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--name", name],
            env=self.environment, capture_output=True, text=True, check=False, timeout=PATIENCE,
        )  # fmt: skip
        return done.stdout.split()

    def focus(self, name: str) -> str:
        """Wait for a window titled ``name``, give it the keyboard, and return its id."""
        window = wait_for(lambda: self.windows(name), f"a window “{name}”")[-1]
        self.xdotool("windowfocus", "--sync", window)
        return window

    def key(self, *keys: str) -> None:
        """Press and release ``keys``, one after the other, in xdotool's names (``ctrl+n``, ``Return``)."""
        self.xdotool("key", "--delay", "30", *keys)

    def type(self, text: str) -> None:
        """Type ``text``."""
        self.xdotool("type", "--delay", "8", text)

    def picture(self, path: Path) -> None:
        """Keep what is on the screen, for a person who looks into a failed test."""
        if shutil.which("import"):
            subprocess.run(["import", "-window", "root", str(path)], env=self.environment, check=False)


@contextmanager
def open_screen(size: str = "1440x900x24") -> Iterator[Screen]:
    """An Xvfb of its own; the server chooses a free display number."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", size, "-nolisten", "tcp", "-noreset"]
    server = subprocess.Popen(command, pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as numbers:
            yield Screen(f":{numbers.readline().strip()}")
    finally:
        server.terminate()
        server.wait(timeout=10)
