"""Any script gives features, and none needs a table of its own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.briefs.words import LEAD_WORDS, count, fold, headline, number, stem, tokens


def words(text: str) -> list[str]:
    return [word for word, _ in tokens(fold(text))]


def test_case_accents_and_compatibility_forms_do_not_matter() -> None:
    assert fold("Élan ＦＵＬＬ ΠΥΡΚΑΓΙΆ Straße") == "elan full πυρκαγια strasse"


def test_hangul_stays_whole_when_accents_go() -> None:
    assert fold("반도체 é") == "반도체 e"


def test_numbers_are_one_word_however_they_are_grouped() -> None:
    assert words("1,150 jobs") == words("1.150 jobs") == ["1150", "jobs"]


def test_vowel_signs_do_not_tear_words_of_india() -> None:
    assert words("कमलपुर बाँध में दरार।") == ["कमलपुर", "बाँध", "में", "दरार"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Der Athlet", "Die Athleten"),
        ("железная дорога", "железной дороги"),
        ("台风登陆海港市", "海港市迎来台风"),
        ("정부가 발표", "정부는 부인"),
        ("รถไฟชนกัน", "เกิดเหตุรถไฟ"),
    ],
)
def test_inflected_and_unspaced_words_meet(first: str, second: str) -> None:
    mine, theirs = (count(fold(title), "", 2) for title in (first, second))
    assert mine.stems.keys() & theirs.stems.keys() or mine.letters.keys() & theirs.letters.keys()


def test_a_lone_letter_tells_nothing_but_a_digit_does() -> None:
    assert stem("s") == ""
    assert stem("7") == "7"


def test_a_publication_behind_the_title_is_left_out() -> None:
    assert headline("storm hits the northern coast - the daily post") == "storm hits the northern coast"
    assert headline("storm - a portrait of the coast") == "storm - a portrait of the coast"


def test_features_of_the_letters_never_meet_stems() -> None:
    counted = count("ferry runs aground", "the ferry", 2)
    assert counted.stems[number("ferry")] == 3
    assert number("~ferry runs") in counted.letters
    assert not counted.stems.keys() & counted.letters.keys()


def test_a_feature_has_the_same_number_in_every_process() -> None:
    assert number("ferry") == 3205307411
    assert number("") == 0


def test_only_the_start_of_a_long_lead_counts() -> None:
    counted = count("", " ".join(f"w{place}" for place in range(2 * LEAD_WORDS)), 2)
    assert len(counted.stems) == LEAD_WORDS


def test_single_characters_are_told_apart_from_longer_groups() -> None:
    counted = count("台风", "登", 2)
    assert set(counted.characters) == {number("~台"), number("~风"), number("~登")}
    assert counted.characters.keys() <= counted.letters.keys()


@given(st.text(max_size=200), st.text(max_size=200))
def test_no_text_is_refused(title: str, lead: str) -> None:
    counted = count(fold(title), fold(lead), 2)
    assert all(times >= 1 for times in counted.stems.values())
    assert 0 not in counted.stems
