"""HTML cut at its brackets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.text.brackets import cut


def test_text_and_tags_take_turns() -> None:
    html = '<p class="a">One <b>two</b></p>\ud800'
    assert cut(html) == ["", 'p class="a"', "One ", "b", "two", "/b", "", "/p", "\ud800"]
    assert cut("plain") == ["plain"]
    assert cut("") == [""]


@pytest.mark.parametrize("html", ["1 < 2", "1 > 2", "> <", "<b <i>>", '<a title="a > b">x</a>', "<b", "b>"])
def test_a_bracket_elsewhere_is_told(html: str) -> None:
    assert cut(html) == []


@given(st.text(alphabet="<>ab", max_size=12))
def test_what_is_cut_can_be_put_together(html: str) -> None:
    pieces = cut(html)
    assert (
        not pieces
        or "".join(f"<{piece}>" if place % 2 else piece for place, piece in enumerate(pieces)) == html
    )
