"""Pauses that hosts ask for."""

from __future__ import annotations

from email.utils import formatdate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.net.waits import (
    LONGEST_ASKED,
    LONGEST_OWN,
    HostWait,
    HostWaits,
    http_date,
    retry_after_seconds,
)

NOW = 1_800_000_000


@given(st.integers(min_value=-(10**18), max_value=10**18))
def test_seconds_are_honoured_up_to_a_week(seconds: int) -> None:
    found = retry_after_seconds(str(seconds), "", NOW)
    assert found == (0 if seconds < 0 else min(seconds, LONGEST_ASKED))


@given(ahead=st.integers(-(10**8), 10**8), skew=st.integers(-(10**8), 10**8))
def test_a_date_counts_from_the_answers_own_date(ahead: int, skew: int) -> None:
    sent = NOW + skew
    found = retry_after_seconds(formatdate(sent + ahead, usegmt=True), formatdate(sent, usegmt=True), NOW)
    assert found == max(0, min(ahead, LONGEST_ASKED))


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_is_a_pause_within_bounds(value: str, date: str) -> None:
    assert 0 <= retry_after_seconds(value, date, NOW) <= LONGEST_ASKED


@pytest.mark.parametrize("value", ["\u0663", "12\u00b2", "+5", "5 seconds", "0x10", "1e3"])
def test_only_ascii_digits_are_seconds(value: str) -> None:
    assert retry_after_seconds(value, "", NOW) == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777),
        ("Sunday, 06-Nov-94 08:49:37 GMT", 784_111_777),
        ("Sun Nov  6 08:49:37 1994", 784_111_777),
        ("soon", None),
        ("", None),
        ("x" * 100, None),
    ],
)
def test_the_three_forms_of_a_date(text: str, expected: int | None) -> None:
    assert http_date(text) == expected


def test_pauses_double_until_a_good_answer() -> None:
    waits, now = HostWaits(), NOW
    pauses = []
    for _ in range(9):
        pauses.append(waits.note("a.example", now))
        now += pauses[-1]
    assert pauses == [600, 1200, 2400, 4800, 9600, 19_200, 38_400, 76_800, LONGEST_OWN]
    waits.clear("a.example")
    assert waits.note("a.example", now) == 600


def test_answers_that_were_under_way_count_once() -> None:
    waits = HostWaits()
    assert [waits.note("a.example", NOW) for _ in range(5)] == [600] * 5
    assert waits.note("a.example", NOW + 1) == 600  # never shorter, and counted from now


def test_a_shorter_pause_does_not_end_a_longer_one() -> None:
    waits = HostWaits()
    waits.note("a.example", NOW, "7200")
    assert waits.note("a.example", NOW + 10, "60") == 7190


def test_hosts_are_apart() -> None:
    waits = HostWaits()
    waits.note("a.example", NOW, "100")
    assert (waits.remaining("a.example", NOW + 99), waits.remaining("a.example", NOW + 100)) == (1, 0)
    assert waits.remaining("b.example", NOW) == 0


@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.integers(0, 10**6), st.sampled_from(["", "60", "x", "10" * 9])),
        max_size=20,
    )
)
def test_what_was_stored_is_what_was_there(events: list[tuple[str, int, str]]) -> None:
    waits, stored, now = HostWaits(), dict[str, HostWait](), NOW
    for host, later, value in events:
        now += later
        if value == "x":
            waits.clear(host)
        else:
            waits.note(host, now, value)
        kept, forgotten = waits.take_changes()
        stored |= {wait.host: wait for wait in kept}
        for gone in forgotten:
            stored.pop(gone, None)
    assert waits.take_changes() == ((), ())
    again = HostWaits(stored.values())
    assert set(again.dump()) == set(waits.dump())
    assert all(again.remaining(host, now) == waits.remaining(host, now) for host in "abc")


def test_d11_a_wait_from_a_future_clock_does_not_last() -> None:
    waits = HostWaits([HostWait("a.example", NOW + 10 * 365 * 86_400)])
    assert waits.remaining("a.example", NOW) == 0
