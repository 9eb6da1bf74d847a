"""Draws the real window, or a dialog or state of it, to a picture without a display."""

from __future__ import annotations

import newsreader.app.binding  # isort: skip  # noqa: F401 - before anything else of Qt

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from newsreader.app import scenes
from newsreader.app.collector import MainThreadCollector
from newsreader.app.window import library_opener, make_application, make_window
from newsreader.app.window_options import WindowOptions
from newsreader.domain.errors import NotWritable, TimedOut, UsageError
from newsreader.ui.main_window import MainWindow

_LOOK_MS = 25
_STEADY = 4
"""Looks in a row at which nothing was under way: answers cross threads, so one look is not enough."""
_PATIENCE_MS = 30_000
_KINDS = (".png", ".jpg", ".jpeg")


def draw(options: WindowOptions, folder: Path) -> int:
    """Draw what ``options`` say and end; the exit code.

    Raises UsageError for an unknown state, story or kind of picture, NotWritable when the file cannot be written,
    TimedOut when the window never comes to rest.
    """
    assert options.screenshot is not None
    if options.show and options.show not in scenes.names():
        raise UsageError(f"There is nothing to show called “{options.show}”; --show list prints the names.")
    _check(options.screenshot)
    application = make_application()
    collector = MainThreadCollector()
    window = make_window(application, folder, options.theme)
    window.sync.end()  # a picture asks no server for stories
    window.resize(*options.size)
    window.show()
    window.tasks.start(library_opener(folder))
    try:
        _settle(window)
        _open_story(window, options.story)
        shown = scenes.show(options.show, window) if options.show else window
        _settle(window)
        _save(shown, Path(options.screenshot))
    finally:
        _close(window)
        collector.close()
    print(f"{options.screenshot}: {shown.width()}x{shown.height()} at {shown.devicePixelRatioF():g}x")
    return 0


def _open_story(window: MainWindow, story: int | None) -> None:
    """Open the story asked for, or the first of the list, as something to look at. Nothing is marked."""
    if story is None:
        window.selection.show_first()
    else:
        window.stories.selectStory(story, quiet=True)
        window.selection.show_story(story)
    _settle(window)
    if story is not None and window.reader.story is None:
        raise UsageError(f"There is no story {story}.")


def _settle(window: MainWindow) -> None:
    """Let the window run until nothing is under way any more."""
    steady = 0

    def at_rest() -> bool:
        nonlocal steady
        busy = (
            not window.tasks.idle
            or not window.reader.pictures_idle
            or window.jobs.running
            or not window.site_icons.idle
        )
        steady = 0 if busy else steady + 1
        return steady >= _STEADY

    _run_until(at_rest)


def _run_until(done: Callable[[], bool]) -> None:
    loop = QEventLoop()
    look, limit = QTimer(), QTimer()
    look.timeout.connect(lambda: loop.quit() if done() else None)
    limit.setSingleShot(True)
    limit.timeout.connect(lambda: loop.exit(1))
    look.start(_LOOK_MS)
    limit.start(_PATIENCE_MS)
    if loop.exec():
        raise TimedOut("The window did not come to rest in time; the picture was not drawn.")


def _check(name: str) -> None:
    """Refuse, before anything is drawn, a name under which no picture can be kept."""
    path = Path(name)
    folder = path if name.endswith("/") else path.parent
    if not folder.is_dir():
        raise NotWritable(f"There is no folder {folder} to put the picture in. Make it first.")
    if path.is_dir():
        raise UsageError(f"{path} is a folder. Name the picture too: {path / 'window.png'}, say.")
    if path.suffix.lower() not in _KINDS:
        raise UsageError(f"The name of a picture decides its kind: {path.name} should end in .png or .jpg.")


def _save(shown: QWidget, path: Path) -> None:
    if not shown.grab().save(str(path)):
        raise NotWritable(f"The picture cannot be written to {path}. Is there room, and may you write there?")


def _close(window: MainWindow) -> None:
    """End as the window does when a person closes it, but keep nothing of this visit."""
    ended: list[bool] = []
    window.closed.connect(lambda: ended.append(True))
    window.leave_no_trace()
    window.close()
    _run_until(lambda: bool(ended))
    QApplication.processEvents()
