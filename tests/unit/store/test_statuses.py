"""Marks of many stories at once: what changed is told once each, whatever was asked for."""

from __future__ import annotations

import pytest

from newsreader.domain.changes import Mark
from newsreader.domain.stories import View, ViewKind
from newsreader.store import counters, outbox, statuses, stories
from newsreader.store.database import Database


def test_what_changed_is_told_in_rising_order_each_story_once(
    filled: tuple[Database, int], now: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statuses, "_PORTION", 3)
    db, feed = filled
    with db.write() as w:
        assert statuses.mark(w, [4], Mark.READ) == (4,)
        assert statuses.mark(w, [9, 2, 4, 9, 777, 1, 2, 9], Mark.READ) == (1, 2, 9)
        assert statuses.mark(w, [9, 2, 4], Mark.READ) == ()
        assert counters.of_feeds(w, [feed]) == (10, 6, 0)
        unread = stories.ids(w, View(ViewKind.UNREAD), now=now)
        assert unread.tolist() == [10, 8, 7, 6, 5, 3]


def test_only_what_changed_is_queued_for_a_server(
    filled: tuple[Database, int], now: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statuses, "_PORTION", 2)
    db, feed = filled
    with db.write() as w:
        statuses.mark(w, [3], Mark.SAVED)
        w.run("UPDATE feeds SET account = 7 WHERE id = ?", (feed,))
        statuses.mark(w, [5, 3, 1, 8], Mark.SAVED)
        queued = [row.item for row in outbox.pending(w, 7, now)]
    assert queued == ["guid-1", "guid-5", "guid-8"]
