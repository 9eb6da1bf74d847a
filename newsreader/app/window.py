"""Puts the window together: theme, tasks, jobs, panes; and brings the library once the window is painted.

Nothing but Qt, the standard library and light modules of ours is loaded here: SQLAlchemy and the rest come with the
library, in its thread, after the first paint (tests/architecture watches it).
"""

from __future__ import annotations

import newsreader.app.binding  # isort: skip  # noqa: F401 - before anything else of Qt

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from newsreader.app.version import VERSION
from newsreader.settings.file import SettingsFile
from newsreader.ui.jobs import Jobs
from newsreader.ui.main_window import MainWindow
from newsreader.ui.tasks import Tasks
from newsreader.ui.theme import Theme

if TYPE_CHECKING:
    from newsreader.library.library import Library
    from newsreader.library.window import LateEdition


def make_application() -> QApplication:
    """The one QApplication of the process."""
    application = QApplication(["newsreader"])
    application.setApplicationName("newsreader")
    application.setApplicationDisplayName("Newsreader")
    application.setDesktopFileName("newsreader")
    application.setQuitOnLastWindowClosed(
        False
    )  # the window ends the program once what runs behind it has ended
    return application


def make_window(application: QApplication, folder: Path, theme: str | None = None) -> MainWindow:
    """The main window over the data folder ``folder``, not yet shown; ``theme`` overrides the setting."""
    settings = SettingsFile(folder / "settings.json")
    look = Theme(application, theme or settings.text("look.theme"), settings.text("look.motion"))
    look.fonts.read_ahead()
    tasks = Tasks()
    jobs = Jobs(worker_command(folder))
    window = MainWindow(look, tasks, jobs, settings, folder, version=VERSION)
    tasks.setParent(window)
    jobs.setParent(window)
    return window


def worker_command(folder: Path) -> list[str]:
    """The program and arguments of a worker: this program again, frozen or not."""
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "newsreader"]
    return [*program, "worker", "--data-dir", str(folder)]


def library_opener(folder: Path) -> Callable[[], Library]:
    """Opens the library of the window; called once on each of its two threads, one after the other, and so again when
    it was closed on both."""
    editions: list[LateEdition] = []
    open_once: list[Library] = []
    """The one of the reader's thread, until the writer's thread has its own."""

    def open_it() -> Library:
        # Imported here, on the library's thread: the window is painted meanwhile.
        from newsreader.library.window import LateEdition, open_window_library

        if not editions:
            editions.append(LateEdition())
        library = open_window_library(folder, editions[0], again=bool(open_once))
        open_once.clear() if open_once else open_once.append(library)
        return library

    return open_it


class FirstPaint(QObject):
    """Calls ``then`` once, as soon as ``window`` has been painted for the first time."""

    def __init__(self, window: MainWindow, then: Callable[[], None]) -> None:
        super().__init__(window)
        self._window = window
        self._then = then
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._window.removeEventFilter(self)
            QTimer.singleShot(0, self, self._then)
        return False
