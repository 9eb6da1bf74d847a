"""Where the pieces of the page of the day stand."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest

from newsreader.ui.morning.placing import Frame, Placed, Rule, Sheet, set_page


def even(height: float) -> Callable[[int, float], float]:
    """Pieces of one height; a lead of twice that."""
    return lambda number, _width: height * 2 if number == 0 else height


def frame(columns: int, height: float | None = None) -> Frame:
    return Frame(
        width=columns * 100 + (columns - 1) * 20, columns=columns, gutter=20, space=10, height=height
    )


def overlap(one: Placed, other: Placed) -> bool:
    return (
        one.page == other.page
        and one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.bottom
        and other.y < one.bottom
    )


def check(sheet: Sheet, count: int, of: Frame) -> None:
    """Every piece once, inside the page, over no other, each page read column by column."""
    assert sorted(piece.number for piece in sheet.pieces) == list(range(count))
    for place, piece in enumerate(sheet.pieces):
        assert piece.x >= 0
        assert piece.x + piece.width <= of.width + 0.01
        assert piece.page < sheet.pages
        assert not any(overlap(piece, other) for other in sheet.pieces[:place])


@pytest.mark.parametrize("columns", [1, 2, 3, 4])
@pytest.mark.parametrize("count", [1, 2, 5, 30])
@pytest.mark.parametrize("height", [None, 400.0])
@pytest.mark.parametrize("second", [0, 2])
def test_every_piece_has_a_place_of_its_own(
    columns: int, count: int, height: float | None, second: int
) -> None:
    of = frame(columns, height)
    sheet = set_page(count, frozenset({3, 7, 29} & set(range(count))), even(60), of, second)
    check(sheet, count, of)
    if height is not None:
        assert all(piece.bottom <= height for piece in sheet.pieces)


def test_the_lead_goes_over_two_columns_and_others_stand_beside_it() -> None:
    sheet = set_page(12, frozenset(), even(60), frame(3), second=3)
    lead, *beside = sheet.pieces[:4]
    assert (lead.x, lead.width) == (0, 220)
    assert [(piece.x, piece.y) for piece in beside] == [(240, 0), (240, 70), (240, 140)]


@pytest.mark.parametrize("beside", [30, 60, 400])
def test_nothing_waits_for_what_stands_beside_it(beside: float) -> None:
    """Below the lead the page goes on at once, however high or low its neighbour is."""
    heights = {0: 120.0, 1: beside}
    sheet = set_page(14, frozenset(), lambda number, _width: heights.get(number, 60.0), frame(3), second=1)
    ends = {
        x: sorted((p.y, p.bottom) for p in sheet.pieces if p.x <= x < p.x + p.width) for x in (0, 120, 240)
    }
    for column in ends.values():
        gaps = [low[0] - high[1] for high, low in itertools.pairwise(column)]
        assert all(gap <= 12.5 for gap in gaps), "a space and a quarter at the most"


def test_a_day_of_few_events_leaves_no_hole_below_the_lead() -> None:
    sheet = set_page(4, frozenset(), even(60), frame(3), second=3)
    assert [piece.x for piece in sheet.pieces] == [0, 240, 240, 0]


def test_without_a_column_beside_it_what_comes_next_stands_below_the_lead_side_by_side() -> None:
    sheet = set_page(9, frozenset(), even(60), frame(2), second=3)
    assert [(piece.x, piece.y) for piece in sheet.pieces[1:4]] == [(0, 132.5), (120, 132.5), (0, 202.5)]


def test_rules_part_the_columns_and_what_flows_from_the_head_of_the_page() -> None:
    sheet = set_page(9, frozenset(), even(60), frame(3), second=1)
    height = sheet.height
    assert set(sheet.rules) == {
        Rule(0, 0, 126.25, 126.25, 220),  # below the lead
        Rule(0, 240, 66.25, 66.25, 100),  # below what stands beside it: another section may go on there
        Rule(0, 110, 132.5, height),
        Rule(0, 230, 0, height),
    }
    title = next(piece.number for piece in sheet.pieces[2:] if piece.x == 240)
    sheet = set_page(9, frozenset({title}), even(60), frame(3), second=1)
    assert not [rule for rule in sheet.rules if rule.x == 240], "a title has a rule of its own"


def test_a_lead_alone_has_no_rules() -> None:
    assert set_page(1, frozenset(), even(60), frame(3)).rules == ()


def test_columns_end_at_much_the_same_height() -> None:
    sheet = set_page(20, frozenset(), even(60), frame(3))
    ends = [max(piece.bottom for piece in sheet.pieces if piece.x == x) for x in (0, 120, 240)]
    assert max(ends) - min(ends) <= 70


@pytest.mark.parametrize("heading", range(2, 25))
def test_the_title_of_a_section_is_never_alone_at_a_foot(heading: int) -> None:
    sheet = set_page(26, frozenset({heading}), even(60), frame(3, 400))
    at = {piece.number: piece for piece in sheet.pieces}
    title, first = at[heading], at[heading + 1]
    assert (title.page, title.x) == (first.page, first.x)
    assert first.y > title.y


def test_a_piece_higher_than_a_page_gets_one_all_the_same() -> None:
    sheet = set_page(4, frozenset(), even(900), frame(2, 400))
    assert sorted(piece.number for piece in sheet.pieces) == [0, 1, 2, 3]


def test_nothing_has_no_place() -> None:
    assert set_page(0, frozenset(), even(10), frame(3)).pieces == ()
