"""The progress bar of a terminal, on standard error; silent where there is none."""

from __future__ import annotations

import shutil
import sys
from typing import TextIO

from newsreader.cli.plain import tame
from newsreader.domain.jobs import Progress
from newsreader.text.numbers import grouped

_BAR = 24  # characters


class ProgressBar:
    """Call it with each Progress; ``close`` clears its line."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._shown = False
        self._on = self._stream.isatty()

    def __call__(self, now: Progress) -> None:
        """Draw how far it is."""
        if not self._on or not now.total:
            return
        filled = _BAR * min(now.done, now.total) // now.total
        bar = "#" * filled + "." * (_BAR - filled)
        line = f"[{bar}] {grouped(now.done)}/{grouped(now.total)}  {grouped(now.new_stories)} new  {tame(now.text)}"
        width = shutil.get_terminal_size().columns - 1
        self._stream.write("\r" + line[:width].ljust(width))
        self._stream.flush()
        self._shown = True

    def close(self) -> None:
        """Clear the line."""
        if self._shown:
            self._stream.write("\r" + " " * (shutil.get_terminal_size().columns - 1) + "\r")
            self._stream.flush()
            self._shown = False
