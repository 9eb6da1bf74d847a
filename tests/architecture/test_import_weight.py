"""What a process may have loaded: the window nothing heavy before its first paint, and never the worker's parsers."""

from __future__ import annotations

import json
import subprocess
import sys

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


def test_the_command_line_starts_without_qt() -> None:
    assert "PySide6" not in loaded_after("newsreader.app.main")
