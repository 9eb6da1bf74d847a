"""When a feed is asked next: HOSTILE section 2, N20, N21, N35, N37, D11, and the words for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email.utils import formatdate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.domain.fetching import FetchState
from newsreader.domain.incoming import Rhythm
from newsreader.sync.schedule import (
    DAY,
    HOUR,
    Check,
    Outcome,
    next_check,
    publishing_gap,
)
from newsreader.sync.selection import is_due

NOW = int(datetime(2027, 1, 15, 10, 30, tzinfo=UTC).timestamp())  # a Friday
CHANCES = (0.0, 0.25, 0.5, 0.75, 0.999)
WEEK = 7 * DAY

DONE = Check(Outcome.DONE)
HOURLY = tuple(NOW - n * HOUR for n in range(1, 21))
BUSY_FEED = tuple(NOW - n * 300 for n in range(1, 30))
SELDOM = tuple(NOW - n * 5 * DAY for n in range(1, 10))


def delays(check: Check) -> list[int]:
    """The delay for several chances."""
    found = []
    for chance in CHANCES:
        when = next_check(check, NOW, chance).next_check
        assert when is not None
        found.append(when - NOW)
    return found


# -- its own rhythm --------------------------------------------------------------------------------


def test_a_busy_feed_is_asked_about_once_an_hour() -> None:
    assert all(HOUR <= delay <= 1.1 * HOUR for delay in delays(replace(DONE, story_times=BUSY_FEED)))


def test_one_that_publishes_every_six_hours_is_asked_every_three() -> None:
    times = tuple(NOW - n * 6 * HOUR for n in range(1, 21))
    assert all(2.7 * HOUR <= delay <= 3.3 * HOUR for delay in delays(replace(DONE, story_times=times)))


def test_one_that_publishes_seldom_is_asked_once_a_day() -> None:
    check = replace(DONE, story_times=SELDOM)
    assert all(0.9 * DAY <= delay <= DAY for delay in delays(check))
    assert "once a day" in next_check(check, NOW, 0.5).why


def test_without_validators_once_a_day() -> None:
    check = replace(DONE, story_times=BUSY_FEED, has_validators=False)
    assert all(DAY <= delay <= 1.1 * DAY for delay in delays(check))
    assert "cannot say whether anything changed" in next_check(check, NOW, 0.5).why


def test_silence_since_the_last_story_counts() -> None:
    assert publishing_gap([NOW - 10 * DAY - n * 60 for n in range(20)], NOW) == (10 * DAY + 19 * 60) // 20
    assert publishing_gap([], NOW) is None
    assert publishing_gap([NOW + DAY], NOW) is None
    assert publishing_gap([NOW + DAY, NOW - HOUR], NOW) == HOUR


def test_the_chance_spreads_feeds() -> None:
    check = replace(DONE, story_times=tuple(NOW - n * 6 * HOUR for n in range(1, 21)))
    assert len(set(delays(check))) == len(CHANCES)


# -- what the server and the document ask for ------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "hours"),
    [
        ({"cache-control": "max-age=18000"}, 5),
        ({"cache-control": "public, Max-Age = 18000, must-revalidate"}, 5),
        ({"cache-control": 'max-age="18000"'}, 5),
        ({"cache-control": "max-age=18000", "age": "7200"}, 3),
        ({"cache-control": "max-age=7200", "expires": formatdate(NOW + 9 * HOUR, usegmt=True)}, 2),
        ({"expires": formatdate(NOW + 5 * HOUR, usegmt=True)}, 5),
        ({"expires": formatdate(NOW, usegmt=True), "date": formatdate(NOW - 5 * HOUR, usegmt=True)}, 5),
    ],
)
def test_the_servers_freshness_is_waited_for(headers: dict[str, str], hours: int) -> None:
    check = replace(DONE, headers=headers, story_times=BUSY_FEED)
    assert all(hours * HOUR <= delay <= 1.1 * hours * HOUR for delay in delays(check))
    assert f"{hours} hours" in next_check(check, NOW, 0.5).why


@pytest.mark.parametrize(
    "headers",
    [
        {"cache-control": "no-cache, max-age=18000"},
        {"cache-control": "no-store"},
        {"cache-control": "max-age=-5"},
        {"cache-control": "s-maxage=18000"},
        {"cache-control": "max-age=soon"},
        {"cache-control": "max-age=3600", "age": "99999"},
        {"expires": "0"},
        {"expires": "-1"},
        {"expires": formatdate(NOW - DAY, usegmt=True)},
    ],
)
def test_what_says_nothing_changes_nothing(headers: dict[str, str]) -> None:
    check = replace(DONE, headers=headers, story_times=BUSY_FEED)
    assert all(HOUR <= delay <= 1.1 * HOUR for delay in delays(check))


@pytest.mark.parametrize(
    "rhythm", [Rhythm(ttl=5 * HOUR), Rhythm(update_period=5 * HOUR), Rhythm(ttl=60, update_period=5 * HOUR)]
)
def test_the_documents_rhythm_is_kept(rhythm: Rhythm) -> None:
    check = replace(DONE, rhythm=rhythm, story_times=BUSY_FEED)
    assert all(5 * HOUR <= delay <= 5.5 * HOUR for delay in delays(check))
    assert "5 hours" in next_check(check, NOW, 0.5).why


@pytest.mark.parametrize(
    ("headers", "rhythm"),
    [
        ({"cache-control": "max-age=31536000"}, Rhythm()),
        ({"expires": "Thu, 31 Dec 2099 23:59:59 GMT"}, Rhythm()),
        ({}, Rhythm(ttl=10**6 * 60)),
        ({}, Rhythm(update_period=366 * DAY)),
        ({}, Rhythm(skip_hours=frozenset(range(24)))),
        ({}, Rhythm(skip_days=frozenset(range(7)))),
        (
            {"cache-control": "max-age=999999999999"},
            Rhythm(10**9, 10**9, frozenset(range(24)), frozenset(range(7))),
        ),
    ],
)
def test_n37_a_day_is_the_most(headers: dict[str, str], rhythm: Rhythm) -> None:
    check = replace(DONE, headers=headers, rhythm=rhythm, story_times=BUSY_FEED)
    assert all(delay <= DAY for delay in delays(check))


def test_skipped_hours_are_left_out() -> None:
    check = replace(DONE, rhythm=Rhythm(skip_hours=frozenset({11, 12, 13})), story_times=BUSY_FEED)
    for chance in CHANCES:
        plan = next_check(check, NOW, chance)
        assert plan.next_check is not None
        assert datetime.fromtimestamp(plan.next_check, UTC).hour == 14
        assert "hours or days" in plan.why


def test_skipped_days_are_left_out_for_a_day_at_most() -> None:
    saturday = replace(DONE, rhythm=Rhythm(skip_days=frozenset({4})), story_times=BUSY_FEED)
    when = next_check(saturday, NOW, 0.0).next_check
    assert when is not None
    assert datetime.fromtimestamp(when, UTC) == datetime(2027, 1, 16, tzinfo=UTC)
    weekend = replace(DONE, rhythm=Rhythm(skip_days=frozenset({4, 5, 6})), story_times=BUSY_FEED)
    assert all(delay <= DAY for delay in delays(weekend))


# -- the person's own interval ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("interval", "least"), [(15 * 60, 15 * 60), (60, 15 * 60), (1800, 0.9 * 1800), (6 * HOUR, 5.4 * HOUR)]
)
@pytest.mark.parametrize("has_validators", [True, False])
def test_the_persons_interval_replaces_the_rhythm(interval: int, least: float, has_validators: bool) -> None:
    check = replace(DONE, interval=interval, story_times=SELDOM, has_validators=has_validators)
    assert all(least <= delay <= 1.1 * max(interval, 900) for delay in delays(check))
    assert "You chose" in next_check(check, NOW, 0.5).why


def test_but_not_what_the_server_asks_for() -> None:
    check = replace(DONE, interval=900, headers={"cache-control": "max-age=7200"})
    assert all(delay >= 2 * HOUR for delay in delays(check))
    assert "Its server" in next_check(check, NOW, 0.5).why


# -- faults ----------------------------------------------------------------------------------------


def test_failures_wait_longer_each_time_up_to_a_day() -> None:
    expected = [1, 2, 4, 8, 16, 24, 24, 24]
    for failures, hours in enumerate(expected, start=1):
        for delay in delays(Check(Outcome.FAILED, failures=failures)):
            assert 0.9 * hours * HOUR <= delay <= min(1.1 * hours * HOUR, DAY)
    assert delays(Check(Outcome.FAILED, failures=10**9))[0] <= DAY


@pytest.mark.parametrize(
    ("asked", "pause"),
    [(120, 120), (HOUR, HOUR), (WEEK, WEEK), (10**12, WEEK), (0, 600), (-1, 600), (None, 600)],
)
def test_n21_a_pause_is_kept_and_never_shortened(asked: int | None, pause: int) -> None:
    for delay in delays(Check(Outcome.BUSY, retry_after=asked)):
        assert pause <= delay <= pause + 600


def test_n20_gone_stops_and_n24_a_login_waits_for_the_person() -> None:
    for outcome, words in ((Outcome.GONE, "for good"), (Outcome.LOGIN, "until you enter")):
        plan = next_check(Check(outcome), NOW, 0.5)
        assert plan.next_check is None
        assert words in plan.why


# -- what is due -----------------------------------------------------------------------------------

STATE = FetchState(1, "http://a.example/feed", last_checked=NOW - HOUR, next_check=NOW + HOUR)


def test_due_when_its_time_has_come() -> None:
    assert not is_due(STATE, NOW)
    assert not is_due(STATE, NOW + HOUR - 1)
    assert is_due(STATE, NOW + HOUR)


def test_n35_a_restart_makes_nothing_due() -> None:
    assert [is_due(STATE, NOW + second) for second in range(60)] == [False] * 60


def test_a_feed_never_checked_is_due() -> None:
    assert is_due(FetchState(1, "http://a.example/feed"), NOW)
    assert is_due(FetchState(1, "http://a.example/feed", next_check=NOW - 1), NOW)
    assert not is_due(FetchState(1, "http://a.example/feed", next_check=NOW + 60), NOW)


@pytest.mark.parametrize(
    "change", [{"paused": True}, {"gone": True}, {"last_status": 401, "next_check": None}]
)
def test_stopped_feeds_are_never_due(change: dict[str, object]) -> None:
    state = replace(STATE, **({"next_check": NOW - 1} | change))  # type: ignore[arg-type]
    assert not is_due(state, NOW)


def test_d11_a_clock_ten_years_ahead_or_behind_makes_each_feed_due_once() -> None:
    for jump in (10 * 365 * DAY, -10 * 365 * DAY):
        later = NOW + jump
        assert is_due(STATE, later)
        plan = next_check(DONE, later, 0.5)
        again = replace(STATE, last_checked=later, next_check=plan.next_check)
        assert not is_due(again, later + 60)


def test_a_small_step_of_the_clock_changes_nothing() -> None:
    checked = replace(STATE, last_checked=NOW, next_check=NOW + HOUR)
    assert not is_due(checked, NOW - 600)


# -- always ----------------------------------------------------------------------------------------

CHECKS = st.builds(
    Check,
    outcome=st.sampled_from(Outcome),
    headers=st.dictionaries(
        st.sampled_from(["cache-control", "age", "expires", "date"]),
        st.one_of(
            st.text(max_size=20),
            st.integers(-5, 10**15).map(lambda n: f"max-age={n}"),
            st.integers().map(str),
        ),
    ),
    has_validators=st.booleans(),
    rhythm=st.builds(
        Rhythm,
        ttl=st.none() | st.integers(-5, 10**12),
        update_period=st.none() | st.integers(-5, 10**12),
        skip_hours=st.frozensets(st.integers(0, 23)),
        skip_days=st.frozensets(st.integers(0, 6)),
    ),
    story_times=st.lists(st.integers(-(10**10), 10**11), max_size=30),
    interval=st.none() | st.integers(-5, 10**9),
    failures=st.integers(0, 10**6),
    retry_after=st.none() | st.integers(-5, 10**12),
)


@given(CHECKS, st.integers(0, 4 * 10**9), st.floats(0, 0.999999))
def test_whatever_is_said_the_plan_is_polite_and_not_absurd(check: Check, now: int, chance: float) -> None:
    plan = next_check(check, now, chance)
    assert plan.why.endswith(".")
    if plan.next_check is None:
        assert check.outcome in (Outcome.GONE, Outcome.LOGIN)
        return
    delay = plan.next_check - now
    assert isinstance(plan.next_check, int)
    assert delay >= 15 * 60 or check.outcome is Outcome.BUSY
    if check.outcome is Outcome.DONE and check.interval is None:
        assert HOUR <= delay <= 1.1 * DAY
        if not check.has_validators:
            assert delay >= DAY
    if check.outcome is not Outcome.BUSY and check.interval is None and check.has_validators:
        assert delay <= DAY
    assert delay <= WEEK * 1.1
