"""What is common is learnt, in each language for itself."""

from __future__ import annotations

import pytest

from newsreader.briefs import frequencies
from newsreader.briefs.frequencies import LEAST, Frequencies

FILLER = [f"filler{number}" for number in range(30)]


def test_what_every_story_has_weighs_least_and_what_one_has_most() -> None:
    table = Frequencies()
    for number in range(50):
        table.count(["the", f"name{number}"])
    the, rare = table.weights(["the", "name7"], 50.0)
    assert the == LEAST
    assert rare > 3.0


def test_a_small_language_is_weighed_against_itself() -> None:
    table = Frequencies()
    for number in range(300):
        table.count(["the", "of", f"english{number}"])
    spanish = [*FILLER, "de", "la"]
    for number in range(10):
        table.count([*spanish, f"nombre{number}"])
    peers = table.peers([*spanish, "terremoto"])
    de, rare = table.weights(["de", "nombre1"], peers)
    assert peers == pytest.approx(10.0)
    assert de < rare / 5


def test_a_short_text_is_known_by_words_it_shares_with_long_ones() -> None:
    table = Frequencies()
    for _ in range(300):
        table.count(["the", "of"])
    for _ in range(10):
        table.count([*FILLER, "de", "la"])
        table.peers([*FILLER, "de", "la"])
    assert table.peers(["filler1", "nuevo"]) < 20
    assert table.peers(["unseen"]) == 310


def test_counts_fade_when_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frequencies, "MOST_FEATURES", 100)
    table = Frequencies()
    for number in range(200):
        table.count(["the", f"once{number}"])
    common, gone = table.weights(["the", "once3"], 200.0)
    assert common < gone
