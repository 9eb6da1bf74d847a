"""Days and hours as people type them, and moments in words."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.submit import moments

TODAY = date(2027, 3, 16)
"""A Tuesday."""


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2027-03-20", date(2027, 3, 20)),
        ("20.3.2027", date(2027, 3, 20)),
        ("20. 3. 27", date(2027, 3, 20)),
        ("20/03/2027", date(2027, 3, 20)),
        ("20.3.", date(2027, 3, 20)),
        ("15.3.", date(2028, 3, 15)),
        ("20 Mar 2027", date(2027, 3, 20)),
        ("Sat 20 Mar 2027", date(2027, 3, 20)),
        ("Saturday, 20th March 2027", date(2027, 3, 20)),
        ("March 20, 2027", date(2027, 3, 20)),
        ("march 20", date(2027, 3, 20)),
        ("20 mar", date(2027, 3, 20)),
        ("29 Feb", date(2028, 2, 29)),
        ("today", date(2027, 3, 16)),
        ("Tomorrow", date(2027, 3, 17)),
        ("saturday", date(2027, 3, 20)),
        ("Tue", date(2027, 3, 16)),
        ("30 Feb 2027", None),
        ("20 Mrz 2027", None),
        ("13/13/2027", None),
        ("2027", None),
        ("20 March 20", None),
        ("1 Jan 0001", None),
        ("soon", None),
        ("", None),
    ],
)
def test_days_as_people_type_them(typed: str, day: date | None) -> None:
    assert moments.parse_day(typed, TODAY) == day


def test_which_number_is_the_month_depends_on_the_country() -> None:
    assert moments.parse_day("4/5/2027", TODAY) == date(2027, 5, 4)
    assert moments.parse_day("4/5/2027", TODAY, day_first=False) == date(2027, 4, 5)


@pytest.mark.parametrize(
    ("typed", "clock"),
    [
        ("19:30", time(19, 30)),
        ("1930", time(19, 30)),
        ("930", time(9, 30)),
        ("19.30", time(19, 30)),
        ("19h30", time(19, 30)),
        ("19 h", time(19)),
        ("19 Uhr", time(19)),
        ("7 o’clock", time(7)),
        ("7", time(7)),
        ("7pm", time(19)),
        ("7.30 p.m.", time(19, 30)),
        ("12 am", time(0)),
        ("12 pm", time(12)),
        ("noon", time(12)),
        ("24:00", None),
        ("13 pm", None),
        ("7:60", None),
        ("evening", None),
        ("", None),
    ],
)
def test_hours_as_people_type_them(typed: str, clock: time | None) -> None:
    assert moments.parse_clock(typed) == clock


@given(st.text(max_size=30))
def test_nothing_typed_breaks_anything(typed: str) -> None:
    day = moments.parse_day(typed, TODAY)
    assert day is None or 1970 <= day.year < 2200
    moments.parse_clock(typed)


@given(st.dates(date(1970, 1, 1), date(2199, 12, 31)))
def test_a_day_is_read_back_as_it_is_shown(day: date) -> None:
    assert moments.parse_day(moments.short_day(day), TODAY) == day
    assert moments.parse_day(moments.long_day(day), TODAY) == day


@given(
    st.integers(0, 7_000_000_000),
    st.sampled_from(["Europe/Berlin", "America/St_Johns", "UTC", "Asia/Kolkata"]),
)
def test_a_moment_comes_back_from_the_wall_clock(at: int, zone: str) -> None:
    at -= at % 60
    shown = moments.wall_clock(at, zone)
    if shown.fold == 0 and shown.second == 0:  # some offsets before 1970 had seconds
        assert moments.moment(shown.date(), shown.time(), zone) == at


def test_an_hour_that_is_skipped_counts_as_the_next() -> None:
    at = moments.moment(date(2027, 3, 28), time(2, 30), "Europe/Berlin")
    assert f"{moments.wall_clock(at, 'Europe/Berlin'):%H:%M}" == "03:30"


@pytest.mark.parametrize(
    ("begins", "ends", "zone", "words"),
    [
        (1_805_567_400, 1_805_576_400, "Europe/Berlin", "Saturday 20 March 2027, 19:30–22:00 (Europe/Berlin, UTC+1)"),
        (1_805_567_400, None, "UTC", "Saturday 20 March 2027, 18:30 (UTC)"),
        (1_805_567_400, 1_805_590_800, "Europe/Berlin", "Saturday 20 March 2027, 19:30–02:00 (Europe/Berlin, UTC+1)"),
        (1_805_567_400, 1_805_660_000, "Asia/Kolkata", "Sunday 21 March 2027, 00:00, to Monday 22 March 2027, 01:43"
            " (Asia/Kolkata, UTC+5:30)"),
        (1_805_567_400, 1_805_567_000, "America/New_York", "Saturday 20 March 2027, 14:30 (America/New_York, UTC−4)"),
    ],
)  # fmt: skip
def test_a_span_in_words(begins: int, ends: int | None, zone: str, words: str) -> None:
    assert moments.span_words(begins, ends, zone) == words
