"""What was packed into a column comes back."""

from __future__ import annotations

import pytest

from newsreader.store import codec


@pytest.mark.parametrize("text", ["", "short", "grün" * 500, "\U0001f600" * 500, "a" + "山" * 500])
def test_the_start_of_a_text_is_whole_characters_of_it(text: str) -> None:
    packed = codec.pack_body("<p>Grün</p>", text)
    for most in (1, 7, 300):
        assert codec.unpack_start(*packed, most) == text[:most]
