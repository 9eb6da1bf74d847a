"""Which feeds are asked, and in what order."""

from __future__ import annotations

from newsreader.domain.fetching import FetchState
from newsreader.sync.selection import by_turns, select

NOW = 1_700_000_000
HOUR = 3600


def state(feed_id: int, **values: object) -> FetchState:
    return FetchState(feed_id, f"https://{feed_id % 3}.example/{feed_id}", **values)  # type: ignore[arg-type]


def ids(states: list[FetchState]) -> list[int]:
    return [one.feed_id for one in states]


ALL = [
    state(1),
    state(2, next_check=NOW - 5, last_checked=NOW - HOUR),
    state(3, next_check=NOW + HOUR, last_checked=NOW - HOUR),
    state(4, next_check=NOW + HOUR, last_checked=NOW - 60),
    state(5, paused=True),
    state(6, gone=True, last_checked=NOW - HOUR),
    state(7, last_status=401, last_checked=NOW - HOUR),
    state(8, next_check=NOW + 9 * HOUR, last_checked=NOW + 20 * HOUR),
]


def test_the_schedule_asks_what_is_due() -> None:
    assert ids(select(ALL, NOW, named=None, force=False, due_only=True)) == [1, 2, 8]


def test_by_hand_everything_that_was_not_asked_just_now() -> None:
    assert ids(select(ALL, NOW, named=None, force=False, due_only=False)) == [1, 2, 3, 8]


def test_by_force_all_but_what_nobody_may_ask() -> None:
    assert ids(select(ALL, NOW, named=None, force=True, due_only=False)) == [1, 2, 3, 4, 8]


def test_by_name_also_what_waits_for_a_login() -> None:
    assert ids(select(ALL, NOW, named={4, 5, 6, 7, 99}, force=False, due_only=False)) == [7, 4]


def test_by_name_and_force_also_what_is_paused_or_gone() -> None:
    assert ids(select(ALL, NOW, named={4, 5, 6}, force=True, due_only=False)) == [5, 6, 4]


def test_a_feed_waits_for_its_person_until_it_was_planned_anew() -> None:
    assert ALL[6].waits_for_person
    assert not state(7, last_status=401, last_checked=NOW, next_check=NOW).waits_for_person


def test_hosts_have_their_turns_a_few_feeds_at_a_time() -> None:
    states = [state(number) for number in range(12)]
    ordered = by_turns(states, lambda one: str(one.feed_id % 3), run=2)
    assert ids(ordered) == [0, 3, 1, 4, 2, 5, 6, 9, 7, 10, 8, 11]
