"""What is remembered besides stories: checks of feeds, pauses of hosts, the undo journal, the outbox."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from newsreader.domain.changes import Mark
from newsreader.domain.errors import UsageError
from newsreader.domain.feeds import FeedSettings
from newsreader.domain.fetching import Validators
from newsreader.domain.incoming import CleanStory
from newsreader.store import (
    feeds,
    fetches,
    ingest,
    journal,
    outbox,
    removal,
    reports,
    statuses,
    stories,
    upkeep,
)
from newsreader.store.database import Database, open_database
from newsreader.store.fetches import CheckOutcome
from newsreader.sync.selection import asked_by_itself

Make = Callable[..., CleanStory]


# -- checks ----------------------------------------------------------------------------------------------------------


def test_a_check_is_remembered(db: Database, now: int) -> None:
    outcome = CheckOutcome(
        feed_id=1,
        checked=now,
        next_check=now + 3600,
        status=200,
        result="3 new stories",
        why_next="It publishes about once an hour.",
        failures=2,
        validators=Validators('W/"1"', "Sat, 01 Mar 2025 10:00:00 GMT"),
        body_hash=b"\x00\xff",
        entry_hashes=frozenset({1, 2**63 - 1, 77}),
        moved_to="https://new.example/",
        size=4096,
        redirects=((301, "https://new.example/"),),
    )
    with db.write() as w:
        feed = feeds.add_feed(w, "https://example.org/", user="ann", settings=FeedSettings(interval=900))
        fetches.save_check(w, outcome)
        (state,) = fetches.states(w, [feed])
        page = reports.report(w, feed, now)
    assert (state.validators, state.body_hash, state.entry_hashes) == (
        outcome.validators,
        outcome.body_hash,
        outcome.entry_hashes,
    )
    assert (state.last_checked, state.next_check, state.last_status) == (now, now + 3600, 200)
    assert (state.last_result, state.failures, state.moved_to) == ("3 new stories", 2, "https://new.example/")
    assert (state.user, state.interval) == ("ann", 900)
    assert page.state == state
    assert (page.why_next, page.size, page.redirects) == (outcome.why_next, 4096, outcome.redirects)


def test_what_an_outcome_does_not_tell_stays(db: Database, now: int) -> None:
    with db.write() as w:
        feed = feeds.add_feed(w, "https://example.org/")
        good = CheckOutcome(feed, now, now, 200, validators=Validators("a", "b"), body_hash=b"x", size=5)
        fetches.save_check(w, good)
        bad = CheckOutcome(feed, now + 9, None, 503, error="The server is busy.", error_kind="ServerBusy")
        fetches.save_check(w, bad)
        (state,) = fetches.states(w)
        assert (state.validators, state.body_hash, state.last_status) == (Validators("a", "b"), b"x", 503)
        assert (feeds.feed(w, feed).error, feeds.feed(w, feed).error_kind) == (
            "The server is busy.",
            "ServerBusy",
        )
        fetches.save_check(w, CheckOutcome(feed, now + 99, None, 200))
        assert feeds.feed(w, feed).error == ""


def test_states_are_those_of_all_feeds_or_of_some(db: Database, now: int) -> None:
    with db.write() as w:
        ids = [feeds.add_feed(w, f"https://{n}.example/") for n in range(3)]
        feeds.set_feed(w, ids[1], paused=True)
        fetches.set_next_check(w, ids[2], now + 5, "Later.")
        assert [state.feed_id for state in fetches.states(w)] == ids
        first, second = fetches.states(w, ids=ids[1:])
        assert (first.paused, second.next_check) == (True, now + 5)


def test_the_next_feed_that_is_due_is_one_that_is_asked_by_itself(db: Database, now: int) -> None:
    def check(feed: int, next_check: int | None, status: int = 200, *, gone: bool = False) -> None:
        fetches.save_check(w, CheckOutcome(feed, now, next_check, status, gone=gone))

    with db.write() as w:
        assert reports.next_due(w) is None
        paused, gone, locked, late, soon, removed = (
            feeds.add_feed(w, f"https://{name}.example/", user="ann" if name in ("locked", "removed") else "")
            for name in ("paused", "gone", "locked", "late", "soon", "removed")
        )
        assert reports.next_due(w) == 0  # never asked
        feeds.set_feed(w, paused, paused=True)
        check(gone, now + 1, 410, gone=True)
        check(locked, None, 401)
        check(late, now + 9)
        check(soon, now + 7)
        check(removed, now + 2)
        removal.remove_feed(w, removed, now=now)
        asked = [state for state in fetches.states(w) if asked_by_itself(state)]
        assert [state.feed_id for state in asked] == [late, soon]
        assert reports.next_due(w) == min(state.next_check or 0 for state in asked) == now + 7
        assert reports.protected(w) == 1
        check(late, None, 503)
        assert reports.next_due(w) == 0


def test_a_host_that_asked_for_a_pause_gets_it_also_after_a_restart(path: Path, now: int) -> None:
    db = open_database(path, role="worker")
    with db.write() as w:
        fetches.set_host_wait(w, "busy.example", now + 100)
        fetches.set_host_wait(w, "busy.example", now + 50)
        fetches.set_host_wait(w, "over.example", now - 1)
    db.close()
    db = open_database(path, role="worker")
    with db.write() as w:
        assert fetches.host_waits(w, now) == {"busy.example": now + 100}
        assert fetches.host_wait_tries(w, "busy.example") == 2
        fetches.clear_host_wait(w, "busy.example")
        assert fetches.host_wait_tries(w, "busy.example") == 0
    db.close()


def test_the_page_of_a_feed_counts_its_weeks(
    filled: tuple[Database, int], make_story: Make, now: int
) -> None:
    db, feed = filled
    with db.write() as w:
        old = [make_story(n, published=now - n * reports.WEEK) for n in (100, 101)]
        old.append(make_story(102, published=now - 2 * reports.WEEK))
        ingest.ingest(w, feed, old, received=now)
        ingest.ingest(w, feed, [make_story(200, published=now)], received=now)
        assert reports.per_week(w, feed, now, weeks=4) == (0, 1, 0, 11)
        (health,) = reports.health(w)
        assert (health.latest, health.failures, health.gone) == (now, 0, False)
        assert ingest.story_times(w, feed, 2) == [now, now - 990]
        with pytest.raises(UsageError):
            reports.report(w, 99, now)


# -- journal ---------------------------------------------------------------------------------------------------------


def test_undo_and_redo_walk_the_journal_in_turn(db: Database) -> None:
    with db.write() as w:
        first, second = (journal.record(w, "mark", text, {"ids": [1, 2]}) for text in ("First", "Second"))
        newest = journal.last(w)
        assert newest is not None
        assert (newest.id, newest.kind, newest.text, newest.payload) == (
            second,
            "mark",
            "Second",
            {"ids": [1, 2]},
        )
        assert journal.last_undone(w) is None
        journal.set_undone(w, second, True)
        journal.set_undone(w, first, True, {"other": True})
        assert journal.last(w) is None
        redo = journal.last_undone(w)
        assert redo is not None
        assert (redo.id, redo.payload) == (first, {"other": True})
        journal.set_undone(w, first, False)
        again = journal.last_undone(w)
        assert again is not None
        assert again.id == second


def test_a_new_command_ends_all_redo(db: Database) -> None:
    with db.write() as w:
        journal.set_undone(w, journal.record(w, "mark", "Undone", {}), True)
        journal.record(w, "mark", "New", {})
        assert journal.last_undone(w) is None


def test_the_journal_survives_a_restart_and_forgets_the_oldest(path: Path, now: int) -> None:
    db = open_database(path, role="command")
    with db.write() as w:
        for number in range(journal.KEPT + 5):
            journal.record(w, "mark", str(number), {"ids": list(range(1000))}, at=now)
    db.close()
    db = open_database(path, role="window")
    with db.write() as w:
        assert w.value("SELECT count(*) FROM journal") == journal.KEPT
        newest = journal.last(w)
        assert newest is not None
        assert newest.text == str(journal.KEPT + 4)
        journal.drop(w, newest.id)
        assert journal.last(w) != newest
    db.close()


# -- outbox ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def served(filled: tuple[Database, int]) -> tuple[Database, int]:
    """The feed belongs to account 7 of a sync server."""
    db, feed = filled
    with db.write() as w:
        w.run("UPDATE feeds SET account = 7 WHERE id = ?", (feed,))
    return db, feed


def test_marks_of_a_feed_without_account_are_not_queued(filled: tuple[Database, int]) -> None:
    db, _ = filled
    with db.write() as w:
        statuses.mark(w, [1], Mark.READ)
        assert w.value("SELECT count(*) FROM outbox") == 0


def test_a_newer_mark_replaces_a_queued_one_and_outlives_its_answer(
    served: tuple[Database, int], now: int
) -> None:
    db, _ = served
    with db.write() as w:
        statuses.mark(w, [1, 2], Mark.READ)
        statuses.mark(w, [1], Mark.SAVED)
        sent = outbox.pending(w, 7, now)
        assert [(row.item, row.key, row.value) for row in sent] == [
            ("guid-1", "read", True),
            ("guid-2", "read", True),
            ("guid-1", "saved", True),
        ]
        statuses.mark(w, [1], Mark.UNREAD)  # while the request is under way
        outbox.confirm(w, 7, sent)
        (left,) = outbox.pending(w, 7, now)
        assert (left.item, left.key, left.value) == ("guid-1", "read", False)
        outbox.put_off(w, 7, [left], next_try=now + 60)
        assert outbox.pending(w, 7, now) == []
        assert outbox.pending(w, 7, now + 60)[0].tries == 1
        assert outbox.pending(w, 8, now) == []


# -- upkeep ----------------------------------------------------------------------------------------------------------


def segments(db: Database) -> int:
    with db.read() as r:
        return int(r.value("SELECT count(DISTINCT segid) FROM story_index_idx"))


def test_tidying_merges_the_index_and_lets_go_of_feeds_removed_long_ago(
    filled: tuple[Database, int], make_story: Make, now: int
) -> None:
    db, feed = filled
    with db.write() as w:
        other = feeds.add_feed(w, "https://other.example/")
    for number in range(100, 140):
        with db.write(durable=False) as w:
            ingest.ingest(w, other, [make_story(number)], received=now)
    with db.write() as w:
        statuses.mark(w, [2], Mark.SAVED)
        snapshot = removal.remove_feed(w, feed, now=now)
        journal.record(w, "remove", "Feed removed", snapshot)
        fetches.set_host_wait(w, "busy.example", now)
    before = segments(db)
    assert upkeep.tidy(db, seconds=60, now=now + 3 * 86_400, pause=0)
    assert segments(db) < before
    with db.write() as w:
        assert w.value("SELECT count(*) FROM stories") == 50, "undo may still ask for them"
        assert fetches.host_wait_tries(w, "busy.example") == 1
        for _ in range(journal.KEPT):
            journal.record(w, "mark", "Something else", {})
    assert upkeep.tidy(db, seconds=60, now=now + 40 * 86_400, pause=0)
    with db.write() as w:
        assert w.value("SELECT count(*) FROM stories") == 41
        assert w.value("SELECT count(*) FROM bodies") == 41
        assert fetches.host_wait_tries(w, "busy.example") == 0
        header = stories.headers(w, [2])[0]
        assert (header.feed_title, header.feed_id) == ("example.org", None)
        statuses.mark(w, [2], Mark.UNSAVED)
        journal.record(w, "mark", "No longer saved", {})
    assert upkeep.tidy(db, seconds=60, now=now, pause=0)
    with db.write() as w:
        assert stories.existing(w, [2]) == {2}, "undo may still ask for it"
        for _ in range(journal.KEPT):
            journal.record(w, "mark", "Something else", {})
    assert upkeep.tidy(db, seconds=60, now=now, pause=0)
    with db.write() as w:
        assert stories.existing(w, [2]) == set()
        assert w.value("SELECT count(*) FROM feeds") == 1
    assert db.check() == []
    assert snapshot["feed"] == feed


def test_tidying_stops_when_its_time_is_over(filled: tuple[Database, int], now: int) -> None:
    db, feed = filled
    with db.write() as w:
        removal.remove_feed(w, feed, now=now)
    assert not upkeep.tidy(db, seconds=0, now=now + 40 * 86_400)
