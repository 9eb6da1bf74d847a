"""What the worker is asked to keep, and when."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from newsreader.domain.changes import Mark
from newsreader.ui import keeping
from newsreader.ui.main_window import MainWindow
from tests.ui.fake_jobs import FakeJobs
from tests.ui.fake_library import FakeLibrary


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "PAUSE_MS", 0)


def mark(window: MainWindow, qtbot: QtBot, how: Mark, *ids: int) -> None:
    with qtbot.waitSignal(window.tasks.changed):
        window.tasks.command(lambda library: library.marks.mark(ids, how))


def test_what_was_saved_is_kept_soon_after(
    window: MainWindow, jobs: FakeJobs, library: FakeLibrary, qtbot: QtBot
) -> None:
    unsaved = [row.id for row in library.story_rows.values() if not row.saved][:3]
    mark(window, qtbot, Mark.SAVED, *unsaved)
    qtbot.waitUntil(lambda: len(jobs.named("keep")) == 1)
    assert jobs.named("keep")[0].args == {"stories": sorted(unsaved)}


def test_what_is_taken_back_at_once_is_not_kept(
    window: MainWindow, jobs: FakeJobs, library: FakeLibrary, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    controllers = window._controllers
    assert controllers is not None
    controllers.keeping._after_save.setInterval(60_000)
    unsaved = [row.id for row in library.story_rows.values() if not row.saved][:2]
    mark(window, qtbot, Mark.SAVED, *unsaved)
    mark(window, qtbot, Mark.UNSAVED, unsaved[0])
    controllers.keeping._after_save.timeout.emit()
    assert [asked.args for asked in jobs.named("keep")] == [{"stories": [unsaved[1]]}]


def test_a_person_who_does_not_want_it_asks_nothing(
    window: MainWindow, jobs: FakeJobs, library: FakeLibrary, qtbot: QtBot
) -> None:
    window.choices.set("storage.keep_saved", False)
    mark(window, qtbot, Mark.SAVED, *[row.id for row in library.story_rows.values() if not row.saved][:1])
    assert not window._controllers.keeping._after_save.isActive()  # type: ignore[union-attr]


def test_after_a_refresh_everything_is_kept_and_a_problem_is_told_once(
    window: MainWindow, jobs: FakeJobs, qtbot: QtBot
) -> None:
    for number in (1, 2):
        window.sync.fetching.emit(True)
        window.sync.fetching.emit(False)
        qtbot.waitUntil(lambda number=number: len(jobs.named("keep")) == number)  # type: ignore[misc]
        with qtbot.waitSignal(window._controllers.keeping.fault, timeout=200, raising=False) as told:  # type: ignore[union-attr]
            jobs.named("keep")[-1].finish({"problem": "The folder /safe cannot be used."})
        assert told.signal_triggered == (number == 1)
    assert jobs.named("keep")[0].args == {"stories": None}
