"""Where the pieces of the page of the day stand."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from newsreader.ui.morning.placing import Frame, Placed, Sheet, set_page


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
def test_every_piece_has_a_place_of_its_own(columns: int, count: int, height: float | None) -> None:
    of = frame(columns, height)
    sheet = set_page(count, frozenset({3, 7, 29} & set(range(count))), even(60), of)
    check(sheet, count, of)
    if height is not None:
        assert all(piece.bottom <= height for piece in sheet.pieces)


def test_the_lead_goes_over_two_columns_and_others_stand_beside_it() -> None:
    sheet = set_page(12, frozenset(), even(60), frame(3))
    lead, beside = sheet.pieces[:2]
    assert (lead.x, lead.width) == (0, 220)
    assert (beside.x, beside.y) == (240, lead.y)


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
