"""Fixtures of the UI tests: everything runs offscreen, over the one fake library."""

from __future__ import annotations

import os
from collections.abc import Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtWidgets import QApplication

from newsreader.ui.tasks import Tasks
from newsreader.ui.theme import Theme
from tests.ui.fake_library import FakeLibrary


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    """The light theme, applied to the application."""
    return Theme(qapp, "light")


@pytest.fixture
def library() -> FakeLibrary:
    """A library with nine feeds and sixty stories."""
    return FakeLibrary()


@pytest.fixture
def tasks(qapp: QApplication, library: FakeLibrary) -> Iterator[Tasks]:
    """Tasks over the fake library, started, and stopped at the end."""
    tasks = Tasks()
    tasks.start(lambda: library)  # type: ignore[arg-type,return-value]
    yield tasks
    assert tasks.stop()
