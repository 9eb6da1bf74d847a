"""What is common is learnt, in each language for itself."""

from __future__ import annotations

import pytest

from newsreader.briefs import frequencies
from newsreader.briefs.frequencies import LEAST, Frequencies, telling
from newsreader.briefs.words import number

FILLER = [f"filler{place}" for place in range(30)]


def numbers(*features: str) -> list[int]:
    return [number(feature) for feature in features]


def peers_of(table: Frequencies, *features: str) -> float:
    stems = numbers(*features)
    return table.peers(stems, table.seen(stems))


def test_what_every_story_has_weighs_least_and_what_one_has_most() -> None:
    table = Frequencies()
    for place in range(50):
        table.count(numbers("the", f"name{place}"))
    the, rare = telling(table.seen(numbers("the", "name7")), 50.0)
    assert the == LEAST
    assert rare > 3.0


def test_a_small_language_is_weighed_against_itself() -> None:
    table = Frequencies()
    for place in range(300):
        table.count(numbers("the", "of", f"english{place}"))
    spanish = [*FILLER, "de", "la"]
    for place in range(10):
        table.count(numbers(*spanish, f"nombre{place}"))
    peers = peers_of(table, *spanish, "terremoto")
    de, rare = telling(table.seen(numbers("de", "nombre1")), peers)
    assert peers == pytest.approx(10.0)
    assert de < rare / 5


def test_a_short_text_is_known_by_words_it_shares_with_long_ones() -> None:
    table = Frequencies()
    for _ in range(300):
        table.count(numbers("the", "of"))
    for _ in range(10):
        table.count(numbers(*FILLER, "de", "la"))
        peers_of(table, *FILLER, "de", "la")
    assert peers_of(table, "filler1", "nuevo") < 20
    assert peers_of(table, "unseen") == 310


def test_counts_fade_when_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frequencies, "MOST_FEATURES", 100)
    table = Frequencies()
    for place in range(200):
        table.count(numbers("the", f"once{place}"))
    common, gone = telling(table.seen(numbers("the", "once3")), 200.0)
    assert common < gone
