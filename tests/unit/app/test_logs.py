"""The log of a process, in one of its own: the root logger and the hooks for exceptions are one for a whole process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

QUIET = """
import sys
from pathlib import Path
from newsreader.app.logs import start_log
start_log(Path(sys.argv[1]), "window")
assert "logging.handlers" not in sys.modules, "nothing was told yet"
"""
TALKING = """
import logging
logging.getLogger("newsreader.net").info("asking https://ann:secret@example.org/feed")
logging.getLogger("newsreader.net").debug("too fine")
1 / 0
"""


def run(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script, str(folder)], check=False, capture_output=True, text=True
    )


def test_without_a_line_there_is_no_file_and_nothing_is_loaded_for_it(tmp_path: Path) -> None:
    assert run(QUIET, tmp_path).returncode == 0
    assert list((tmp_path / "logs").iterdir()) == []


def test_lines_and_uncaught_exceptions_are_kept_without_secrets(tmp_path: Path) -> None:
    done = run(QUIET + TALKING, tmp_path)
    assert done.returncode == 1
    assert "ZeroDivisionError" in done.stderr
    kept = (tmp_path / "logs" / "window.log").read_text(encoding="utf-8")
    assert "INFO" in kept
    assert "asking https://…example.org/feed" in kept
    assert "ZeroDivisionError" in kept
    assert "secret" not in kept
    assert "too fine" not in kept
