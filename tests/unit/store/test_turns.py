"""A person's mark goes before what the worker stores, and nothing waits for ever on it."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from newsreader.store import feeds, turns
from newsreader.store.database import Database, open_database
from newsreader.store.file_locks import try_lock, unlock
from newsreader.store.turns import Turns

LONG = 20.0
"""Seconds after which a test has failed."""


def test_a_waiting_mark_comes_before_the_next_portion(db: Database, path: Path) -> None:
    worker = open_database(path, role="worker")
    with worker.write(durable=False) as w:
        marking = threading.Thread(target=_add, args=(db, "https://mark.example/"))
        marking.start()
        _wait_for(lambda: _is_wished(path))
        feeds.add_feed(w, "https://first.example/")
    _add(worker, "https://second.example/")  # at once: without turns it would mostly be the earlier one
    marking.join(LONG)
    worker.close()
    with db.read() as r:
        order = [feed.url for feed in sorted(feeds.feeds(r), key=lambda feed: feed.id)]
    assert order == ["https://first.example/", "https://mark.example/", "https://second.example/"]


def test_a_wish_that_is_never_fulfilled_only_delays(path: Path) -> None:
    path.parent.mkdir(parents=True)
    stopped, worker = Turns(path), Turns(path)
    with stopped.wish():
        begin = time.monotonic()
        worker.give_way(patience=0.05)
        assert time.monotonic() - begin >= 0.05
    stopped.close()
    worker.give_way(patience=LONG)  # nobody wishes now
    worker.close()


def test_two_may_wish_at_once(path: Path) -> None:
    path.parent.mkdir(parents=True)
    window, command = Turns(path), Turns(path)
    with window.wish():
        with command.wish():
            assert _is_wished(path)
        assert _is_wished(path)
    assert not _is_wished(path)
    window.close()
    command.close()


def test_a_folder_that_cannot_take_the_file_changes_nothing(tmp_path: Path) -> None:
    alone = Turns(tmp_path / "missing" / "cache.sqlite3")
    with alone.wish():
        alone.give_way(patience=LONG)
    alone.close()


def test_a_file_system_without_locks_changes_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_locks(handle: int, *, shared: bool = False) -> bool:
        raise OSError("no locks available")

    path.parent.mkdir(parents=True)
    monkeypatch.setattr(turns, "try_lock", no_locks)
    alone = Turns(path)
    with alone.wish():
        alone.give_way(patience=LONG)
    alone.close()


def _add(database: Database, url: str) -> None:
    with database.write() as w:
        feeds.add_feed(w, url)


def _is_wished(path: Path) -> bool:
    """Whether somebody holds the lock of the wishes."""
    handle = os.open(f"{path}-turn", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if not try_lock(handle):
            return True
        unlock(handle)
        return False
    finally:
        os.close(handle)


def _wait_for(condition: Callable[[], bool]) -> None:
    last = time.monotonic() + LONG
    while not condition():
        assert time.monotonic() < last
        time.sleep(0.001)
