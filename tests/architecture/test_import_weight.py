"""What a process may have loaded: the window nothing heavy before its first paint, and never the worker's parsers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PROBE = """
import importlib, json, sys
for name in {names!r}:
    importlib.import_module(name)
print(json.dumps(sorted({{module.split(".")[0] for module in sys.modules}})))
"""


def loaded_after(*names: str) -> set[str]:
    """The top-level modules loaded after importing ``names`` in a fresh interpreter."""
    probe = PROBE.format(names=names)
    run = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    return set(json.loads(run.stdout))


@pytest.mark.parametrize(
    "heavy", ["sqlalchemy", "alembic", "keyring", "aiohttp", "lxml", "nh3", "feedparser", "trafilatura"]
)
def test_the_window_paints_with_qt_and_the_standard_library_alone(heavy: str) -> None:
    assert heavy not in loaded_after("newsreader.app.window", "newsreader.ui.main_window")


@pytest.mark.parametrize(
    "heavy", ["aiohttp", "lxml", "nh3", "feedparser", "keyring", "alembic", "sqlalchemy", "trafilatura"]
)
def test_the_library_brings_no_parser_no_network_and_no_builder_of_statements(heavy: str) -> None:
    assert heavy not in loaded_after("newsreader.library.window")


SYNC = ("newsreader.app.job_main", "newsreader.sync.job_sync")


@pytest.mark.parametrize(
    "heavy", ["lxml", "nh3", "feedparser", "keyring", "alembic", "sqlalchemy", "trafilatura"]
)
def test_a_sync_brings_the_network_and_nothing_else_that_is_heavy(heavy: str) -> None:
    assert heavy not in loaded_after(*SYNC, "newsreader.app.network")


def test_a_sync_reads_the_cache_and_starts_to_parse_before_the_network_is_loaded() -> None:
    assert "aiohttp" not in loaded_after(*SYNC)


OPEN_AND_CLOSE = """
import builtins, os, signal, sys, threading, time
plain = builtins.__import__
from newsreader.app import window_main

def close():
    while signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        time.sleep(0.01)
    os.kill(os.getpid(), signal.SIGTERM)

threading.Thread(target=close).start()
assert window_main.run(["--data-dir", sys.argv[1]]) == 0
assert builtins.__import__ is plain
"""


def test_the_import_that_qt_puts_in_place_is_taken_back(tmp_path: Path) -> None:
    """It reads the source of every module that is loaded later (``app.binding``)."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    subprocess.run([sys.executable, "-c", OPEN_AND_CLOSE, str(tmp_path)], env=environment, check=True)


def test_the_command_line_starts_without_qt() -> None:
    assert "PySide6" not in loaded_after("newsreader.app.main")
