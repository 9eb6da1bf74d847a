"""Numbers in sentences."""

from __future__ import annotations

import pytest

from newsreader.text.numbers import counted


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 stories"), (1, "1 story"), (999, "999 stories"), (1312, "1,312 stories")]
)
def test_a_number_is_told_in_groups_of_three_with_the_right_form_of_its_word(number: int, said: str) -> None:
    assert counted(number, "story", "stories") == said


def test_a_plural_is_made_with_an_s_where_none_is_given() -> None:
    assert [counted(number, "feed") for number in (1, 2)] == ["1 feed", "2 feeds"]
