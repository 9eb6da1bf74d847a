"""Whether a text holds words too long for a line."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from newsreader.text.long_words import has_longer_word


@given(st.text(alphabet=" a", max_size=40), st.integers(1, 8))
def test_a_longer_word_is_found_wherever_it_stands(text: str, limit: int) -> None:
    assert has_longer_word(text, limit) == (max(map(len, text.split(" "))) > limit)
