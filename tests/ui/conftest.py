"""Fixtures of the UI tests: everything runs offscreen, over the one fake library."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from newsreader.settings.file import SettingsFile
from newsreader.ui.main_window import MainWindow
from newsreader.ui.tasks import Tasks
from newsreader.ui.theme import Theme
from tests.ui.fake_jobs import FakeJobs
from tests.ui.fake_library import FakeLibrary


@pytest.fixture(autouse=True)
def _garbage_is_collected_here() -> Iterator[None]:
    """As in the program (``app/collector.py``): never on another thread, where Qt objects may not die."""
    gc.disable()
    yield
    gc.collect(1)


@pytest.fixture(scope="session")
def _one_theme(qapp: QApplication) -> Theme:
    return Theme(qapp, "light")


@pytest.fixture
def theme(_one_theme: Theme) -> Theme:
    """The light theme, applied to the application. There is one for all tests, as in the program."""
    _one_theme.motion = "system"
    _one_theme.choose("light")
    return _one_theme


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


@pytest.fixture
def jobs(qapp: QApplication) -> FakeJobs:
    """Jobs whose worker is the test."""
    return FakeJobs()


@pytest.fixture
def window(
    theme: Theme, library: FakeLibrary, jobs: FakeJobs, qtbot: QtBot, tmp_path: Path
) -> Iterator[MainWindow]:
    """The main window at 1440 x 900 over the fake library, its tree and list loaded; closed at the end."""
    opened = open_window(theme, library, jobs, qtbot, tmp_path)
    yield opened
    close_window(opened, qtbot)


def open_window(
    theme: Theme,
    library: FakeLibrary,
    jobs: FakeJobs,
    qtbot: QtBot,
    data_dir: Path,
    size: tuple[int, int] = (1440, 900),
) -> MainWindow:
    """A window over ``data_dir``, shown, with everything it shows first on the screen."""
    tasks = Tasks()
    settings = SettingsFile(data_dir / "settings.json")
    window = MainWindow(theme, tasks, jobs, settings, data_dir, version="1.2.3")
    window.resize(*size)
    window.show()
    qtbot.waitExposed(window)
    tasks.start(lambda: library)  # type: ignore[arg-type,return-value]
    qtbot.waitUntil(lambda: window.feeds.model.rowCount() > 0)
    if library.story_rows:
        qtbot.waitUntil(lambda: len(window.stories.model.snapshot) > 0)
    return window


def press(
    window: MainWindow, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """A key, to whatever has the focus."""
    QTest.keyClick(window.focusWidget() or window, key, modifiers)


def close_window(window: MainWindow, qtbot: QtBot) -> None:
    """Close it and wait until everything behind it has ended."""
    if not window.isHidden():
        with qtbot.waitSignal(window.closed):
            window.close()
    window.deleteLater()
