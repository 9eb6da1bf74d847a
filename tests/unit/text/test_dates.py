"""Dates as feeds write them, and in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.text.dates import age_words, date_words, duration_words, exact_words
from newsreader.text.feed_dates import parse_date


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> int:
    return int(datetime(year, month, day, hour, minute, second, tzinfo=UTC).timestamp())


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Tue, 05 Mar 2024 09:30:15 GMT", at(2024, 3, 5, 9, 30, 15)),
        ("Tue, 5 Mar 2024 09:30:15 +0100", at(2024, 3, 5, 8, 30, 15)),
        ("05 Mar 2024 09:30 -0530", at(2024, 3, 5, 15, 0)),
        ("Tue, 05 Mar 24 09:30:15 EST", at(2024, 3, 5, 14, 30, 15)),
        ("Tuesday, 05 March 2024 09:30:15 PDT", at(2024, 3, 5, 16, 30, 15)),
        ("Tue, 05 Mar 2024 09:30:15 GMT+02:00", at(2024, 3, 5, 7, 30, 15)),
        ("Tue, 05 Mar 2024 09:30:15 NOWHERE", at(2024, 3, 5, 9, 30, 15)),
        ("Tue,05 Mar 2024 09:30:15 +0000 (UTC)", at(2024, 3, 5, 9, 30, 15)),
        ("Tue, 05 Mar 2024 24:00:00 GMT", at(2024, 3, 6)),
        ("Tue, 05 Mar 2024 09:30:60 GMT", at(2024, 3, 5, 9, 30, 59)),
        ("Tue, 5 Mar 2024 9:30:00 PM", at(2024, 3, 5, 21, 30)),
        ("Mar 5, 2024", at(2024, 3, 5)),
        ("Tue Mar  5 09:30:15 2024", at(2024, 3, 5, 9, 30, 15)),
        ("Tue Mar  5 09:30:15 CET 2024", at(2024, 3, 5, 8, 30, 15)),
        ("2024-03-05T09:30:15Z", at(2024, 3, 5, 9, 30, 15)),
        ("2024-03-05T09:30:15.123456+05:30", at(2024, 3, 5, 4, 0, 15)),
        ("2024-03-05T09:30Z", at(2024, 3, 5, 9, 30)),
        ("2024-03-05 09:30:15", at(2024, 3, 5, 9, 30, 15)),
        ("2024-03-05 09:30:15 +0200", at(2024, 3, 5, 7, 30, 15)),
        ("2024-03-05 09:30:15 EST", at(2024, 3, 5, 14, 30, 15)),
        ("20240305T093015Z", at(2024, 3, 5, 9, 30, 15)),
        ("2024-03-05", at(2024, 3, 5)),
        ("2024-03", at(2024, 3, 1)),
        ("2024/03/05 09:30:15 EDT", at(2024, 3, 5, 13, 30, 15)),
        ("5. März 2024, 09:30 Uhr", at(2024, 3, 5, 9, 30)),
        ("mar., 05 mars 2024 09:30:00 +0100", at(2024, 3, 5, 8, 30)),
        ("5 de diciembre de 2023 10:00", at(2023, 12, 5, 10)),
        ("5 août 2023", at(2023, 8, 5)),
        ("  Tue, 05 Mar 2024 09:30:15 GMT\n", at(2024, 3, 5, 9, 30, 15)),
        ("Mon, 19 Jan 2038 03:14:08 GMT", at(2038, 1, 19, 3, 14, 8)),
    ],
)
def test_dates_of_feeds(text: str, moment: int) -> None:
    assert parse_date(text) == moment


@pytest.mark.parametrize(
    "text",
    [
        *("", "yesterday", "12:30", "Tue", "2024", "Tue, 32 Mar 2024 09:30:00 GMT", "2024-02-30T00:00:00Z"),
        *(
            "0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59Z",
            "Thu, 01 Jan 1970 00:00:00 GMT",
            "1969-12-31T23:59:59Z",
        ),
        *("2024-13-01", "2024-03-05T25:00:00Z", "Mar", "5 Mar", "x" * 10_000, "-1", "00000000"),
    ],
)
def test_absurd_dates_are_none(text: str) -> None:
    assert parse_date(text) is None


@given(st.text(max_size=60))
def test_no_text_makes_it_fail(text: str) -> None:
    assert parse_date(text) is None or isinstance(parse_date(text), int)


@given(st.datetimes(min_value=datetime(1971, 1, 1), max_value=datetime(2190, 1, 1)), st.integers(-720, 840))
def test_every_moment_is_read_back(moment: datetime, offset: int) -> None:
    moment = moment.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=offset)))
    assert parse_date(moment.isoformat()) == int(moment.timestamp())
    assert parse_date(moment.strftime("%a, %d %b %Y %H:%M:%S %z")) == int(moment.timestamp())


NOW = at(2024, 3, 5, 12, 0)
TOKYO = timezone(timedelta(hours=9))


@pytest.mark.parametrize(
    ("then", "words"),
    [
        (NOW, "now"),
        (NOW + 500, "now"),
        (NOW - 59, "now"),
        (NOW - 60, "1 min"),
        (NOW - 3599, "59 min"),
        (NOW - 3600, "1 h"),
        (NOW - 86_399, "23 h"),
        (at(2024, 3, 2, 18, 20), "Sat 18:20"),
        (at(2024, 2, 3), "3 Feb"),
        (at(2019, 2, 3), "3 Feb 2019"),
    ],
)
def test_age_in_words(then: int, words: str) -> None:
    assert age_words(then, NOW, UTC) == words


@pytest.mark.parametrize(
    ("then", "words"),
    [
        (at(2024, 3, 5, 9, 31), "Today, 09:31"),
        (at(2024, 3, 4, 23, 5), "Yesterday, 23:05"),
        (at(2024, 3, 2, 18, 20), "Sat, 2 Mar, 18:20"),
        (at(2019, 3, 2, 18, 20), "Sat, 2 Mar 2019, 18:20"),
    ],
)
def test_dates_in_words(then: int, words: str) -> None:
    assert date_words(then, NOW, UTC) == words


def test_words_are_in_the_zone_of_the_person() -> None:
    assert date_words(at(2024, 3, 4, 23, 5), NOW, TOKYO) == "Today, 08:05"
    assert exact_words(at(2024, 3, 4, 23, 5), TOKYO) == "Tue, 5 Mar 2024, 08:05 (UTC+09:00)"
    assert exact_words(at(2024, 3, 4, 23, 5), UTC) == "Mon, 4 Mar 2024, 23:05 (UTC)"
    assert date_words(NOW, NOW).startswith("Today, ")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (40.4, "40 s"),
        (300, "5 min"),
        (10_800, "3 h"),
        (86_400 * 1.6, "2 days"),
        (129_600, "2 days"),
        (-5, "0 s"),
    ],
)
def test_lengths_of_time(seconds: float, words: str) -> None:
    assert duration_words(seconds) == words
