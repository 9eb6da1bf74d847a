"""Titles of one template differ in the one word that counts."""

from __future__ import annotations

import pytest

from newsreader.briefs.grouper import Grouper
from newsreader.briefs.model import HOUR, StoryText
from newsreader.briefs.template import of_one_template
from newsreader.briefs.words import fold

NOW = 1_700_000_000

TEMPLATES = (
    ("Entry With Multiple Authors", "Entry With Single Author"),
    ("Item 12", "Item 13"),
    ("Item", "Item 2"),
    ("Weekly open thread 41", "Weekly open thread 42"),
    ("Markets at 9:30 on Nov 3", "Markets at 17:30 on Nov 4"),
    ("Wetter in Hamburg", "Wetter in München"),
    ("Выпуск новостей за среду", "Выпуск новостей за четверг"),
    ("第12回ラジオ講座", "第13回ラジオ講座"),
    ("今日の天気予報 東京", "今日の天気予報 大阪"),
)
OTHERS = (
    ("Storm reaches the coast", "Storm reaches the coast"),
    ("Storm reaches the coast", "Thousands flee as storm reaches coast"),
    ("Budget", "Football"),
    ("", ""),
    ("", "Item"),
)


@pytest.mark.parametrize(("one", "other"), TEMPLATES)
def test_titles_of_a_template_are_known_either_way_round(one: str, other: str) -> None:
    assert of_one_template(fold(one), fold(other))
    assert of_one_template(fold(other), fold(one))


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_other_titles_are_not_of_a_template(one: str, other: str) -> None:
    assert not of_one_template(fold(one), fold(other))


def told(*titles: str, publications: tuple[str, ...] = (), lead: str = "") -> Grouper:
    """A window into which these stories came, an hour apart."""
    grouper = Grouper()
    for number, title in enumerate(titles):
        publication = publications[number] if publications else "The Daily"
        when = NOW + number * HOUR
        grouper.add(StoryText(number + 1, title, lead, publication=publication, feed=1, when=when))
    return grouper


@pytest.mark.parametrize("titles", TEMPLATES)
@pytest.mark.parametrize(
    "lead", ["", "Every week there is room for what our readers have to say to each other here."]
)
def test_a_publication_does_not_join_what_it_made_by_a_template(titles: tuple[str, str], lead: str) -> None:
    assert told(*titles, lead=lead).groups() == {1: (1,), 2: (2,)}


def test_a_series_does_not_join_by_way_of_one_that_lies_between() -> None:
    titles = (
        "Weekly open thread 41",
        "Weekly open thread 42",
        "Weekly open thread 41 and weekly open thread 42",
    )
    groups = told(*titles, publications=("The Daily", "The Daily", "Planet")).groups()
    assert not any({1, 2} <= set(stories) for stories in groups.values())


def test_a_copy_elsewhere_does_not_bring_the_next_one_in() -> None:
    titles = ("Weekly open thread 41", "Weekly open thread 41", "Weekly open thread 42")
    groups = told(*titles, publications=("The Daily", "Planet", "The Daily")).groups()
    assert sorted(groups.values()) == [(1, 2), (3,)]


def test_a_new_count_of_the_same_event_joins_what_others_tell_of_it() -> None:
    titles = (
        "Storm Alma kills 3 in Port Halden",
        "Three killed as storm Alma batters Port Halden",
        "Storm Alma kills 5 in Port Halden",
    )
    groups = told(*titles, publications=("The Daily", "Radio Halden", "The Daily")).groups()
    assert list(groups.values()) == [(1, 2, 3)]


def test_two_publications_may_differ_in_one_word() -> None:
    titles = ("Ferry Aurelia aground off Skarn", "Ferry Aurelia stranded off Skarn")
    assert list(told(*titles, publications=("The Daily", "Radio Halden")).groups().values()) == [(1, 2)]
