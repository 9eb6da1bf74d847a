"""Grapheme clusters: the examples that matter of UAX #29."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.text.graphemes import boundary_at_or_before, is_boundary


def clusters(text: str) -> list[str]:
    cuts = [index for index in range(len(text) + 1) if is_boundary(text, index)]
    return [text[start:end] for start, end in pairwise(cuts)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("abc", ["a", "b", "c"]),
        ("\r\n\n", ["\r\n", "\n"]),
        ("e\u0301x", ["e\u0301", "x"]),
        ("\u1100\u1161\u11a8\u1100", ["\u1100\u1161\u11a8", "\u1100"]),
        ("\uac00\u11a8\uac01\u11a8\uac01\uac00", ["\uac00\u11a8", "\uac01\u11a8", "\uac01", "\uac00"]),
        ("\U0001f1e9\U0001f1ea\U0001f1eb", ["\U0001f1e9\U0001f1ea", "\U0001f1eb"]),
        ("\U0001f469\u200d\U0001f467a", ["\U0001f469\u200d\U0001f467", "a"]),
        ("a\u200d\U0001f467", ["a\u200d", "\U0001f467"]),
        ("\U0001f44d\U0001f3fd!", ["\U0001f44d\U0001f3fd", "!"]),
        ("\u2764\ufe0f\u200d\U0001f525", ["\u2764\ufe0f\u200d\U0001f525"]),
        ("กี่น้ำ", ["กี่", "น้ำ"]),
        ("क्षि", ["क्षि"]),
        ("क्\u200dष", ["क्\u200dष"]),
        ("\u0600\u0661x", ["\u0600\u0661", "x"]),
        ("a\u0300\u0301\u0302\u0303", ["a\u0300\u0301\u0302\u0303"]),
        ("\u0301a", ["\u0301", "a"]),
        ("\n\u0301", ["\n", "\u0301"]),
        ("👩🏽‍🚀👨‍👩‍👧", ["👩🏽‍🚀", "👨‍👩‍👧"]),
        ("\U0001f3f4\U000e0067\U000e0062\U000e007f", ["\U0001f3f4\U000e0067\U000e0062\U000e007f"]),
        ("நி", ["நி"]),
    ],
)
def test_clusters(text: str, expected: list[str]) -> None:
    assert clusters(text) == expected


def test_boundary_at_or_before() -> None:
    assert boundary_at_or_before("abc", 2) == 2
    assert boundary_at_or_before("ae\u0301\u0302", 3) == 1
    assert boundary_at_or_before("abc", 99) == 3
    assert boundary_at_or_before("e\u0301", 1) == 0


@given(st.text(), st.integers(0, 50))
def test_a_boundary_is_always_found(text: str, index: int) -> None:
    found = boundary_at_or_before(text, index)
    assert 0 <= found <= min(index, len(text))
    assert is_boundary(text, found)
