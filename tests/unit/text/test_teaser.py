"""The teaser rule, to the letter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.text.graphemes import is_boundary
from newsreader.text.teaser import LIMIT, teaser

FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"


def test_a_text_that_fits_is_shown_whole_without_dots() -> None:
    assert teaser("Short.") == "Short."
    assert teaser("") == ""


def test_exactly_265_characters_fit() -> None:
    text = "word " * 52 + "words"
    assert len(text) == LIMIT == 265
    assert teaser(text) == text


def test_one_more_is_cut_at_the_last_word_boundary() -> None:
    text = "word " * 52 + "wordss"
    assert teaser(text) == ("word " * 52).rstrip() + "..."


def test_a_word_that_ends_at_265_is_kept_and_makes_268() -> None:
    text = "word " * 52 + "words and more"
    assert teaser(text) == "word " * 52 + "words..."
    assert len(teaser(text)) == 268


def test_a_word_that_ends_at_266_is_not() -> None:
    text = "word " * 52 + "wordss and more"
    assert teaser(text) == ("word " * 52).rstrip() + "..."


def test_white_space_is_folded_before_it_is_measured() -> None:
    assert teaser("  a\n\n\tb \u00a0 c  ") == "a b c"
    padded = "word   \n  " * 26
    assert teaser(padded) == "word " * 25 + "word"


def test_only_white_space_is_dropped_before_the_dots() -> None:
    assert teaser("x" * 260 + ", and so on, for a long time") == "x" * 260 + ", and..."
    assert teaser("x" * 262 + ", and so on").endswith("x,...")


def test_a_first_word_longer_than_the_limit_is_cut_between_characters() -> None:
    assert teaser("x" * 300) == "x" * 265 + "..."
    assert teaser("x" * 300 + " word") == "x" * 265 + "..."


def test_a_first_word_is_never_cut_within_a_character() -> None:
    text = "e\u0301" * 200
    assert teaser(text) == "e\u0301" * 132 + "..."


def test_an_emoji_family_is_one_character() -> None:
    text = "x" * 262 + FAMILY + "y" * 20
    assert teaser(text) == "x" * 262 + "..."


def test_flags_are_pairs() -> None:
    text = "\U0001f1e9\U0001f1ea" * 200
    assert teaser(text) == "\U0001f1e9\U0001f1ea" * 132 + "..."


@pytest.mark.parametrize("sign", ["渡", "か", "ก", "ລ", "ក", "မ"])
def test_scripts_without_spaces_are_cut_at_a_character(sign: str) -> None:
    assert teaser(sign * 300) == sign * 265 + "..."


def test_a_lone_space_far_ahead_does_not_shorten_a_chinese_text() -> None:
    text = "渡口 " + "船" * 400
    assert teaser(text) == "渡口 " + "船" * 262 + "..."


def test_thai_vowels_and_tones_stay_with_their_letter() -> None:
    text = "x" * 264 + "กี่" * 10
    assert teaser(text) == "x" * 264 + "..."


def test_a_latin_word_at_the_end_of_chinese_is_not_cut() -> None:
    text = "船" * 262 + "ferryboat" + "船" * 50
    assert teaser(text) == "船" * 262 + "..."


def test_hangul_uses_spaces() -> None:
    text = "오늘아침 " * 60
    assert teaser(text) == ("오늘아침 " * 53).rstrip() + "..."


def test_right_to_left_text_is_cut_at_a_space_too() -> None:
    text = "سفينة " * 60
    assert teaser(text) == ("سفينة " * 44).rstrip() + "..."


def test_one_huge_cluster_leaves_only_dots() -> None:
    assert teaser("e" + "\u0301" * 400) == "..."


def test_another_limit() -> None:
    assert teaser("one two three", limit=7) == "one two..."


_LETTERS = st.sampled_from(
    ["a", "b", " ", "\n", "e\u0301", "渡", "ก", "กี", FAMILY, "\U0001f1e9", "ي", "\u200b", ",", "각"]
)
TEXTS = st.one_of(st.text(max_size=700), st.lists(_LETTERS, max_size=500).map("".join))


@given(TEXTS)
def test_properties(text: str) -> None:
    folded = " ".join(text.split())
    made = teaser(text)
    if len(folded) <= LIMIT:
        assert made == folded
        return
    assert made.endswith("...")
    kept = made[:-3]
    assert len(kept) <= LIMIT
    assert folded.startswith(kept)
    assert kept == kept.rstrip()
    rest = folded[len(kept) :]
    assert is_boundary(folded, len(kept)) or (rest.startswith(" ") and is_boundary(folded, len(kept) + 1))


@given(st.lists(st.text("abcdefgh,.!", min_size=1, max_size=30), min_size=30, max_size=80))
def test_words_with_spaces_are_never_cut(words: list[str]) -> None:
    made = teaser(" ".join(words))
    kept = made.removesuffix("...").split() if len(" ".join(words)) > LIMIT else made.split()
    assert kept == words[: len(kept)]
    assert len(" ".join(words[: len(kept) + 1])) > LIMIT or len(kept) == len(words)
