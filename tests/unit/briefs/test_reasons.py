"""The words that are told as the reason why a story belongs to an event."""

from __future__ import annotations

from newsreader.briefs.reasons import telling_words


def told(text: str, **weights: float) -> tuple[str, ...]:
    return telling_words(text, lambda part: weights.get(part, 0.0))


def test_words_are_told_as_the_story_spells_them_the_most_telling_first() -> None:
    assert told("The Ferry AURELIA ran aground", ferry=0.2, aurel=0.5) == ("AURELIA", "Ferry")
    assert told("Ferry, ferry and Ferries", ferry=0.2) == ("Ferry",)
    assert told("Nothing here") == ()


def test_no_more_than_a_person_reads() -> None:
    words = [f"words{letter}" for letter in "abcdefghij"]
    assert len(telling_words(" ".join(words), lambda _: 1.0)) == 1, "one stem is one word"
    assert len(telling_words("one two three four five seven eight nine", lambda _: 1.0)) == 6


def test_neighbouring_groups_of_characters_are_one_word() -> None:
    weights = {"東山": 0.3, "山新": 0.2, "新幹": 0.4, "幹線": 0.3, "再開": 0.5}
    assert told("東山新幹線、午後から運転再開へ", **weights) == ("再開", "東山新幹線")
