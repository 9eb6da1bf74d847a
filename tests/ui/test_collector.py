"""Garbage is collected on the main thread only: a Qt object that dies on another one takes the program with it."""

from __future__ import annotations

import gc
import threading
import weakref

from pytestqt.qtbot import QtBot

from newsreader.app.collector import MainThreadCollector


class Loop:
    """Garbage that only the cyclic collector finds."""

    died_on: str = ""

    def __init__(self) -> None:
        self.itself = self
        weakref.finalize(self, lambda: setattr(Loop, "died_on", threading.current_thread().name))


def make_garbage(kept: list[list[int]]) -> None:
    Loop()
    kept.extend(
        [number] for number in range(20_000)
    )  # far above every threshold: Python itself would collect here


def test_garbage_of_another_thread_dies_on_the_main_thread(qtbot: QtBot) -> None:
    collector = MainThreadCollector()
    kept: list[list[int]] = []
    try:
        Loop.died_on = ""
        thread = threading.Thread(target=make_garbage, args=(kept,), name="reader")
        thread.start()
        thread.join()
        assert Loop.died_on == ""
        qtbot.waitUntil(lambda: Loop.died_on != "", timeout=5000)
        assert Loop.died_on == threading.main_thread().name
    finally:
        collector.close()
    assert gc.isenabled()
