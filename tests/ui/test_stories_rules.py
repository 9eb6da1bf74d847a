"""The pure rules of the story list: snapshots, marking, days, row texts, options."""

from __future__ import annotations

from array import array
from dataclasses import replace
from datetime import UTC, date

import pytest

from newsreader.domain.changes import Mark
from newsreader.domain.stories import View, ViewKind
from newsreader.ui.stories.days import day_of, day_words
from newsreader.ui.stories.header_cache import HeaderCache
from newsreader.ui.stories.marking import MarkReadPolicy, StepPace
from newsreader.ui.stories.row_text import row_text
from newsreader.ui.stories.snapshot import Snapshot, compact
from newsreader.ui.stories.table import StoryTable
from newsreader.ui.stories.view_words import empty_state
from tests.ui.reading import make_header


class TestMarkReadPolicy:
    def test_a_deliberate_step_marks_at_once(self) -> None:
        assert MarkReadPolicy("at_once").shown(7, read=False, deliberate=True).delay == 0

    def test_while_keys_repeat_only_the_story_that_stays_is_marked(self) -> None:
        policy = MarkReadPolicy("at_once", 1.0)
        assert policy.shown(7, read=False, deliberate=False).delay == 1.0
        assert policy.shown(8, read=False, deliberate=False).delay == 1.0
        assert policy.due() == 8
        assert policy.due() is None

    def test_after_a_delay_waits_also_for_a_deliberate_step(self) -> None:
        assert MarkReadPolicy("after_delay", 3.0).shown(7, read=False, deliberate=True).delay == 3.0

    def test_never_marks_nothing(self) -> None:
        policy = MarkReadPolicy("never")
        assert policy.shown(7, read=False, deliberate=True).delay is None
        assert policy.due() is None

    def test_what_is_read_is_not_marked_again(self) -> None:
        assert MarkReadPolicy().shown(7, read=True, deliberate=True).delay is None

    def test_a_mark_by_hand_stands(self) -> None:
        policy = MarkReadPolicy("after_delay")
        policy.shown(7, read=False, deliberate=True)
        policy.touched(7)
        assert policy.due() is None

    def test_leaving_the_list_forgets_the_story(self) -> None:
        policy = MarkReadPolicy("after_delay")
        policy.shown(7, read=False, deliberate=True)
        policy.left()
        assert policy.due() is None


def test_steps_in_quick_succession_are_not_deliberate() -> None:
    pace = StepPace()
    assert [pace.deliberate(now) for now in (10.0, 10.03, 10.06, 11.0)] == [True, False, False, True]
    assert not pace.deliberate(15.0, repeating=True)


def test_pages_fly_by_under_a_held_key_and_under_no_finger() -> None:
    pace = StepPace()

    def flying(*steps: float) -> list[bool]:
        told = []
        for now in steps:
            pace.deliberate(now)
            told.append(pace.flying)
        return told

    assert flying(1.0, 1.08, 1.16, 1.24, 1.32) == [False] * 5
    assert flying(5.0, 5.014, 5.03, 5.046, 5.06, 5.5) == [False] * 3 + [True] * 2 + [False]
    pace.deliberate(9.0, repeating=True)
    assert pace.flying


class TestSnapshot:
    def test_ids_take_four_bytes_where_they_fit(self) -> None:
        assert compact([1, 2, 3]).itemsize == 4
        assert compact([1, 2**40]).typecode == "q"

    def test_the_rest_follows_the_first_page(self) -> None:
        snapshot = Snapshot([9, 8, 7])
        snapshot.extend(snapshot.rest_of(array("q", [9, 8, 7, 6, 5])))
        assert snapshot.slice(0, 9) == [9, 8, 7, 6, 5]

    def test_rows_that_left_the_view_meanwhile_stay(self) -> None:
        snapshot = Snapshot([9, 8, 7])
        snapshot.extend(snapshot.rest_of([9, 8, 6, 5]))
        assert snapshot.slice(0, 9) == [9, 8, 7, 6, 5]

    def test_arrivals_move_no_row(self) -> None:
        snapshot = Snapshot([9, 8, 7])
        snapshot.extend(snapshot.rest_of([11, 9, 10, 8, 7, 6]))
        assert snapshot.slice(0, 9) == [9, 8, 7, 6]
        assert snapshot.arrivals([11, 10, 9]) == 2

    def test_a_story_is_found_near_and_far(self) -> None:
        snapshot = Snapshot(range(100_000, 0, -1))
        assert snapshot.row_of(99_990, near=5) == 10
        assert snapshot.row_of(3, near=5) == 99_997
        assert snapshot.row_of(100_001) is None


def test_the_cache_of_headers_stays_small_and_follows_marks() -> None:
    cache = HeaderCache(most=3)
    cache.put(make_header(id) for id in range(1, 6))
    assert len(cache) == 3
    assert 1 not in cache
    assert cache.mark({5, 99}, Mark.READ) == {5}
    assert cache.mark({5, 99}, Mark.READ) == set()
    header = cache.get(5)
    assert header is not None
    assert header.read


def test_a_mark_of_thousands_touches_only_what_is_here() -> None:
    cache = HeaderCache()
    cache.put([make_header(5), make_header(6)])
    assert cache.mark(tuple(range(10_000)), Mark.SAVED) == {5, 6}


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 22), "TODAY"),
        (date(2026, 11, 21), "YESTERDAY"),
        (date(2026, 11, 20), "FRI 20 NOV"),
        (date(2025, 3, 1), "SAT 1 MAR 2025"),
    ],
)
def test_headings_between_days(day: date, words: str) -> None:
    assert day_words(day, date(2026, 11, 22)) == words


def test_a_day_is_a_local_day() -> None:
    assert day_of(0, UTC) == date(1970, 1, 1)


class TestRowText:
    def test_without_a_headline_the_teaser_stands_in_and_is_not_said_twice(self) -> None:
        text = row_text(make_header(title="", teaser="What happened."))
        assert (text.headline, text.teaser) == ("What happened.", "")

    def test_with_nothing_at_all_there_is_still_a_headline(self) -> None:
        assert row_text(make_header(title="", teaser="", link="")).headline == "Untitled"

    @pytest.mark.parametrize(
        ("link", "told"),
        [
            ("https://ferry.example/2026/11/a?b=c", "ferry.example/2026/11/a?b=c"),
            ("https://bücher.example", "xn--bcher-kva.example"),
            ("nonsense", ""),
            ("", ""),
        ],
    )
    def test_stories_without_any_words_are_told_apart_by_their_addresses(self, link: str, told: str) -> None:
        assert row_text(make_header(title="", teaser="", link=link, author="")).teaser == told

    def test_without_any_words_nor_a_page_the_picture_or_the_author_tells(self) -> None:
        wordless = make_header(title=" ", teaser="", link="", author="Ada Marrow")
        assert row_text(wordless).teaser == "Ada Marrow"
        pictured = replace(wordless, picture="https://ferry.example/bow.jpg")
        assert row_text(pictured).teaser == "ferry.example/bow.jpg"

    def test_a_row_of_one_line_tells_stories_without_any_words_apart(self) -> None:
        wordless = make_header(title="", teaser="", link="https://ferry.example/2026")
        assert row_text(wordless).single == "Untitled · ferry.example/2026"
        assert row_text(make_header(title="A ferry", teaser="It sails.")).single == "A ferry"

    def test_direction_is_told_by_the_first_letter(self) -> None:
        text = row_text(make_header(title="«نشرة» BBC", teaser="Latin"))
        assert text.headline_rtl
        assert not text.teaser_rtl

    def test_a_feed_cannot_turn_the_line_around(self) -> None:
        text = row_text(make_header(title="abc \u202etxt.exe", feed_title="x\u202ey"))
        assert "\u202e" not in text.headline + text.feed

    def test_marks_do_not_pile_up(self) -> None:
        assert len(row_text(make_header(title="a" + "\u0301" * 100_000)).headline) <= 9


def test_a_million_rows_fit_the_scroll_range_of_every_density() -> None:
    assert StoryTable.most_rows(2 * 112) > 1_000_000


@pytest.mark.parametrize("kind", list(ViewKind))
def test_every_empty_view_says_something(kind: ViewKind) -> None:
    for view in (View(kind), View(kind, query="x"), View(kind, unread_only=True)):
        state = empty_state(view)
        assert state.title
        assert bool(state.button) == bool(state.action)
