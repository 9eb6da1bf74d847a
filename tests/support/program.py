"""The real program as a person starts it: in a window on a screen, or as a command in a terminal."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.support.screen import Screen

PROGRAM = [sys.executable, "-OO", "-m", "newsreader"]  # as ``make run`` starts it
NO_KEYRING = {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
"""What keeps a test away from the secrets of whoever runs it."""

needs_screen = pytest.mark.skipif(
    not (shutil.which("Xvfb") and shutil.which("xdotool")),
    reason="needs Xvfb and xdotool (make test brings them)",
)


@contextmanager
def program(
    screen: Screen, folder: Path, *words: str, environment: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """The program in a window; killed at the end if it still runs, and its picture kept when the test fails.

    ``environment`` is added to that of the screen.
    """
    variables = {**screen.environment, **NO_KEYRING, **(environment or {})}
    process = subprocess.Popen([*PROGRAM, "--data-dir", str(folder), *words], env=variables)
    try:
        yield process
    except BaseException:
        screen.picture(folder / "failed.png")
        raise
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(10)


def run(folder: Path, *words: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run a command of the terminal to its end; ``options`` are those of ``subprocess.run``."""
    line = [*PROGRAM, "--data-dir", str(folder), *words]
    options["env"] = {**options.get("env", os.environ), **NO_KEYRING}
    return subprocess.run(line, capture_output=True, text=True, check=False, **options)


def command(folder: Path, *words: str) -> Any:
    """What a command of the terminal says with ``--json``."""
    return json.loads(run(folder, "--json", *words).stdout)
