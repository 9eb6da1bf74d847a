"""A window whose cache was damaged, over the real library: the way out is a button, and leads back to the stories."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from newsreader.app.window import library_opener
from newsreader.domain.documents import CleanHtml
from newsreader.domain.incoming import CleanStory
from newsreader.library import copies
from newsreader.library.library import open_library
from newsreader.settings.file import SettingsFile
from newsreader.store import feeds, ingest
from newsreader.ui.dialogs.restore import RestoreDialog
from newsreader.ui.main_window import MainWindow
from newsreader.ui.tasks import Tasks
from newsreader.ui.theme import Theme
from tests.ui.conftest import close_window
from tests.ui.fake_jobs import FakeJobs

NOW = 1_790_000_000


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """A cache with one feed of three stories."""
    library = open_library(tmp_path, "command")
    with library._database.write() as w:
        feed = feeds.add_feed(w, "https://quay.example/feed", "Quay Street", now=NOW)
        made = [
            CleanStory(
                guid=f"g{n}", link="", title=f"Headline {n}", author="", published=NOW + n, updated=None,
                html=CleanHtml("<p>Text.</p>"), text="Text.", teaser="Text.", content_hash=n,
            )
            for n in range(3)
        ]  # fmt: skip
        ingest.ingest(w, feed, made, received=NOW)
    library.close()
    return tmp_path / "cache.sqlite3"


def opened(theme: Theme, folder: Path, qtbot: QtBot) -> MainWindow:
    tasks = Tasks()
    window = MainWindow(theme, tasks, FakeJobs(), SettingsFile(folder / "settings.json"), folder)
    window.show()
    qtbot.waitExposed(window)
    tasks.start(library_opener(folder))
    window.fill()
    return window


def press_restore(window: MainWindow, qtbot: QtBot) -> RestoreDialog:
    """Press the button that stands in the place of the list."""
    state = window.stories._state
    qtbot.waitUntil(lambda: state.isVisible() and state.state.fault)
    button = state.findChild(QPushButton)
    assert button.text() == "Restore…"
    button.click()
    dialog = next(each for each in window.findChildren(QDialog) if isinstance(each, RestoreDialog))
    assert isinstance(dialog, RestoreDialog)
    return dialog


def damage(cache: Path, start: int, end: int) -> None:
    content = bytearray(cache.read_bytes())
    content[start:end] = b"\x55" * (end - start)
    cache.write_bytes(content)


def test_a_damaged_cache_comes_back_from_a_copy(
    theme: Theme, cache: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = cache.parent / "mine.sqlite3"
    copies.back_up(cache.parent, elsewhere)
    damage(cache, 0, 5000)
    window = opened(theme, cache.parent, qtbot)
    dialog = press_restore(window, qtbot)
    dialog.go.click()  # what is offered first is the damaged one, of which nothing can be read
    qtbot.waitUntil(dialog.go.isEnabled)
    assert "Nothing can be read" in dialog._words.text()
    assert not cache.exists(), "no empty cache in silence"
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(elsewhere), ""))
    with qtbot.waitSignal(dialog.restored) as said:
        dialog.file.click()
    assert said.args == [""]
    qtbot.waitUntil(lambda: window.stories.model.rowCount() == 3)
    qtbot.waitUntil(lambda: [feed.title for feed in window.feed_commands.tree.feeds] == ["Quay Street"])
    close_window(window, qtbot)


def test_one_may_begin_anew(theme: Theme, cache: Path, qtbot: QtBot) -> None:
    damage(cache, 0, 5000)
    window = opened(theme, cache.parent, qtbot)
    dialog = press_restore(window, qtbot)
    assert dialog.anew.isVisible()
    with qtbot.waitSignal(dialog.restored):
        dialog.anew.click()
    qtbot.waitUntil(lambda: window.feeds.says_how_to_begin)
    assert cache.exists()
    close_window(window, qtbot)


def test_an_open_cache_is_exchanged_too(theme: Theme, cache: Path, qtbot: QtBot) -> None:
    library = open_library(cache.parent, "command")
    copies.back_up(cache.parent, cache.parent / "backups" / "cache-0008-20260101-000000.sqlite3")
    library.feeds.remove(1)
    library.close()
    window = opened(theme, cache.parent, qtbot)
    qtbot.waitUntil(lambda: window.actions_table["cache.restore"].isEnabled())
    window.actions_table["cache.restore"].trigger()
    dialog = next(each for each in window.findChildren(QDialog) if isinstance(each, RestoreDialog))
    assert not dialog.anew.isVisible()
    with qtbot.waitSignal(dialog.restored):
        dialog.go.click()
    qtbot.waitUntil(lambda: window.stories.model.rowCount() == 3)
    close_window(window, qtbot)
