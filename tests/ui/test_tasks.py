"""Queries and commands reach the library on their own threads and answer on the main one."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from newsreader.domain.changes import Change, Mark
from newsreader.domain.errors import CacheNewer, DiskFull, NewsreaderError
from newsreader.domain.stories import View, ViewKind
from newsreader.ui.tasks import Tasks
from tests.ui.fake_library import FakeLibrary

Started = Callable[..., object]


def test_a_query_runs_off_the_main_thread_and_answers_on_it(tasks: Tasks, qtbot: QtBot) -> None:
    seen: list[tuple[str, str, int]] = []

    def work(library: FakeLibrary) -> tuple[str, int]:
        return threading.current_thread().name, library.stories.count(View(ViewKind.ALL))

    def done(value: tuple[str, int]) -> None:
        seen.append((value[0], threading.current_thread().name, value[1]))

    tasks.query(work, done)  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [("reader", "MainThread", 60)]


def test_calls_made_before_the_library_is_there_wait_for_it(qtbot: QtBot, library: FakeLibrary) -> None:
    tasks = Tasks()
    seen: list[object] = []
    tasks.query(lambda lib: lib.data_version(), seen.append)
    tasks.command(lambda lib: lib.marks.mark([1], Mark.SAVED), seen.append)
    assert seen == []
    tasks.start(lambda: library)  # type: ignore[arg-type,return-value]
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert tasks.stop()


def test_a_newer_query_replaces_a_waiting_one_of_its_key(tasks: Tasks, qtbot: QtBot) -> None:
    gate = threading.Event()
    seen: list[int] = []
    tasks.query(lambda lib: gate.wait(10), lambda _: None)
    for number in range(50):
        tasks.query(lambda lib, n=number: n, seen.append, key="story")  # type: ignore[misc]
    gate.set()
    qtbot.waitUntil(lambda: bool(seen))
    tasks.query(lambda lib: -1, seen.append)
    qtbot.waitUntil(lambda: -1 in seen)
    assert seen == [49, -1]


def test_a_command_tells_its_change_to_everybody(tasks: Tasks, qtbot: QtBot, library: FakeLibrary) -> None:
    with qtbot.waitSignal(tasks.changed) as changed:
        tasks.command(lambda lib: lib.marks.mark([4], Mark.READ))
    assert changed.args[0].mark is Mark.READ
    assert changed.args[0].stories == (4,)
    assert library.story_rows[4].read


def test_commands_run_in_the_order_asked_and_before_the_end(qtbot: QtBot, library: FakeLibrary) -> None:
    tasks = Tasks()
    tasks.start(lambda: library)  # type: ignore[arg-type,return-value]
    order: list[int] = []

    def work(number: int) -> Change:
        order.append(number)
        return Change()

    for number in range(200):
        tasks.command(lambda lib, n=number: work(n))  # type: ignore[misc]
    assert tasks.stop()
    assert order == list(range(200))
    assert library.closed


def test_a_fault_goes_to_failed_else_to_everybody(tasks: Tasks, qtbot: QtBot, library: FakeLibrary) -> None:
    faults: list[NewsreaderError] = []
    library.fail_next = DiskFull("The disk is full; nothing was changed.")
    tasks.command(lambda lib: lib.marks.mark([1], Mark.READ), failed=faults.append)
    qtbot.waitUntil(lambda: bool(faults))
    assert faults[0].sentence == "The disk is full; nothing was changed."
    library.fail_next = DiskFull("The disk is full; nothing was changed.")
    with qtbot.waitSignal(tasks.fault):
        tasks.command(lambda lib: lib.marks.mark([1], Mark.READ))


def test_a_bug_is_logged_and_told_plainly(
    tasks: Tasks, qtbot: QtBot, library: FakeLibrary, caplog: pytest.LogCaptureFixture
) -> None:
    library.fail_next = ZeroDivisionError("secret detail")
    with caplog.at_level(logging.ERROR), qtbot.waitSignal(tasks.fault) as told:
        tasks.query(lambda lib: lib.stories.count(View(ViewKind.ALL)), lambda _: None)
    assert told.args[0].sentence == "Something went wrong. The details are in the log."
    assert "ZeroDivisionError" in caplog.text


def test_without_a_cache_every_call_is_told_why(qtbot: QtBot) -> None:
    def refuse() -> FakeLibrary:
        raise CacheNewer("This cache was written by a newer version.")

    tasks = Tasks()
    faults: list[NewsreaderError] = []
    tasks.command(lambda lib: Change(), failed=faults.append)
    with qtbot.waitSignal(tasks.openFailed) as told:
        tasks.start(refuse)  # type: ignore[arg-type]
    tasks.query(lambda lib: 1, lambda _: None, faults.append)
    qtbot.waitUntil(lambda: len(faults) == 2)
    assert {fault.sentence for fault in faults} == {told.args[0].sentence}
    assert tasks.stop()


def test_an_answer_for_a_widget_that_is_gone_is_dropped(tasks: Tasks, qtbot: QtBot) -> None:
    class Pane(QObject):
        heard = 0

        def hear(self, _value: object) -> None:
            type(self).heard += 1

    import shiboken6

    gate = threading.Event()
    pane = Pane()
    tasks.query(lambda lib: gate.wait(10), pane.hear)
    shiboken6.delete(pane)
    gate.set()
    seen: list[int] = []
    tasks.query(lambda lib: 1, seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    assert Pane.heard == 0


def test_stop_drops_queries_and_no_callback_follows(qtbot: QtBot, library: FakeLibrary) -> None:
    tasks = Tasks()
    seen: list[object] = []
    tasks.start(lambda: library)  # type: ignore[arg-type,return-value]
    for _ in range(20):
        tasks.query(lambda lib: 1, seen.append)
    assert tasks.stop()
    qtbot.wait(1)
    assert seen == []


def test_stop_works_before_the_library_ever_came(qtbot: QtBot) -> None:
    tasks = Tasks()
    tasks.query(lambda lib: 1, lambda _: None)
    assert tasks.stop()


def test_a_command_that_waits_long_is_told_once(
    qtbot: QtBot, library: FakeLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    """HOSTILE D06: another program holds the cache."""
    monkeypatch.setattr("newsreader.ui.tasks._SLOW_MS", 30)
    tasks = Tasks()
    tasks.start(lambda: library)  # type: ignore[arg-type,return-value]
    let_go = threading.Event()

    def wait(_library: object) -> Change:
        let_go.wait(10)
        return Change("Kept")

    with qtbot.waitSignal(tasks.slow):
        tasks.command(wait)
    let_go.set()
    qtbot.waitUntil(lambda: tasks.idle)
    assert tasks.stop()


def test_a_library_is_closed_while_something_is_done_and_opened_again(
    tasks: Tasks, library: FakeLibrary, qtbot: QtBot
) -> None:
    seen: list[object] = []
    tasks.command(lambda lib: lib.marks.mark([1], Mark.SAVED))
    with qtbot.waitSignal(tasks.opened):
        tasks.reopen(lambda: seen.append(library.closed), seen.append, seen.append)
    assert seen == [True, None], "closed meanwhile; then it is told that it went well"
    assert library.story_rows[1].saved, "what was asked before was done"
    tasks.query(lambda lib: lib.stories.count(View(ViewKind.ALL)), seen.append)
    tasks.command(lambda lib: lib.marks.mark([2], Mark.SAVED))
    qtbot.waitUntil(lambda: len(seen) == 3 and library.story_rows[2].saved)


def test_a_cache_that_cannot_be_brought_back_is_opened_as_it_was(tasks: Tasks, qtbot: QtBot) -> None:
    def fail() -> None:
        raise DiskFull("No room.")

    faults: list[NewsreaderError] = []
    with qtbot.waitSignal(tasks.opened):
        tasks.reopen(fail, lambda _: None, faults.append)
    assert [fault.sentence for fault in faults] == ["No room."]


def test_where_no_cache_was_open_none_is_made_when_it_cannot_be_brought_back(
    qtbot: QtBot, library: FakeLibrary
) -> None:
    sound: list[bool] = []

    def opener() -> FakeLibrary:
        if not sound:
            raise CacheNewer("This cache was written by a newer version.")
        return library

    def fail() -> None:
        sound.append(True)
        raise DiskFull("No room.")

    tasks = Tasks()
    with qtbot.waitSignal(tasks.openFailed):
        tasks.start(opener)  # type: ignore[arg-type]
    faults: list[NewsreaderError] = []
    with qtbot.waitSignal(tasks.openFailed):
        tasks.reopen(fail, lambda _: None, faults.append)
    assert [fault.sentence for fault in faults] == ["No room."]
    with qtbot.waitSignal(tasks.opened):
        tasks.reopen(lambda: None, lambda _: None, faults.append)
    assert tasks.stop()
