"""What comes first in the sidebar, who tells it, and in which words its place is explained."""

from __future__ import annotations

import pytest

from newsreader.briefs.house import house
from newsreader.briefs.ranking import Event, rank, time_words
from newsreader.briefs.telling import Told, best_teller, by_telling

NOW = 1_764_000_000
HOUR = 3600


def event(id: int, *publications: str, hours: float = 1.0, **more: object) -> Event:
    when = NOW - int(hours * HOUR)
    return Event(id, publications, when, first=when - 2 * HOUR, **more)  # type: ignore[arg-type]


def order(*events: Event, **how: bool) -> list[int]:
    return [place.event.id for place in rank(events, NOW, **how)]


def test_more_publications_and_fresher_news_come_first() -> None:
    assert order(event(1, "a"), event(2, "b", "c", "d"), event(3, "b", "c")) == [2, 3, 1]
    assert order(event(1, "a", hours=9), event(2, "b", hours=1)) == [2, 1]
    assert order(event(1, "a", "b", "c", hours=40), event(2, "b", hours=1)) == [2, 1]


def test_what_is_followed_or_important_rises_and_what_less_is_wanted_of_sinks() -> None:
    assert order(event(1, "a"), event(2, "b", followed=True), event(3, "c")) == [2, 1, 3]
    assert order(event(1, "a"), event(2, "b", important="in World")) == [2, 1]
    assert order(event(1, "a", "b", "c", less=True), event(2, "b", hours=20)) == [2, 1]


def test_read_and_dismissed_ones_go() -> None:
    events = [event(1, "a", read=True), event(2, "b", dismissed=True), event(3, "c")]
    assert order(*events) == [3]
    assert order(*events, keep_read=True) == [1, 3]


def test_one_publication_cannot_fill_the_list() -> None:
    many = [event(n, "loud", hours=0.1) for n in range(1, 20)]
    quiet = [event(100 + n, f"quiet {n}", hours=8) for n in range(4)]
    first = order(*many, *quiet)[:8]
    assert sum(id < 100 for id in first) <= 5
    runs = "".join("L" if id < 100 else "q" for id in order(*many, *quiet))
    assert "LLL" not in runs[: runs.rindex("q")]


def test_the_order_in_which_events_come_makes_no_difference() -> None:
    events = [event(n, "ab"[n % 2], hours=n % 5) for n in range(1, 30)]
    assert order(*events) == order(*reversed(events))


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (event(1, "a", "b", "c"), "3 publications in 2 hours, the latest 1 hour ago"),
        (event(1, "a", hours=0.5), "One publication, 30 minutes ago"),
        (
            event(1, "a", "b", important="in World", followed=True),
            "2 publications in 2 hours, the latest 1 hour ago; in World, which you marked important; you follow it",
        ),
        (event(1, "a", less=True), "One publication, 1 hour ago; you wanted less of it"),
    ],
)
def test_a_place_is_explained_in_one_sentence(one: Event, words: str) -> None:
    assert rank([one], NOW)[0].why == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "1 minute"), (3599, "1 hour"), (5400, "2 hours"), (35 * HOUR, "35 hours"), (40 * HOUR, "2 days")],
)
def test_times_are_read_aloud(seconds: int, words: str) -> None:
    assert time_words(seconds) == words


def test_the_story_that_tells_it_best_is_complete_early_and_agrees_with_the_others() -> None:
    ferry = "Ferry runs aground off Skarn Point"
    assert best_teller([Told(1, ferry, 20, 0), Told(2, ferry, 268, 60)]) == 2, "it has a text"
    assert best_teller([Told(1, ferry, 268, 0), Told(2, ferry, 268, 9 * HOUR)]) == 1, "it came first"
    odd = Told(1, "You will not believe what happened", 268, 0)
    assert by_telling([odd, Told(2, ferry, 268, 60), Told(3, f"{ferry} at dawn", 268, 90)])[-1] == 1
    assert best_teller([Told(1, "", 268, 0), Told(2, ferry, 268, 0)]) == 2
    with pytest.raises(ValueError, match="nobody"):
        best_teller([])


def test_feeds_of_one_site_are_one_house() -> None:
    assert house("https://www.lantern.example/world", "World") == house("https://lantern.example/", "Sport")
    assert house("", "Lantern", "https://feeds.lantern.example/rss") == "lantern.example"
    assert house("https://a.example/", "A") != house("https://b.example/", "A")


@pytest.mark.parametrize(
    "site", ["", "http://127.0.0.1:8000/", "http://[::1]/", "http://localhost/", "http://[", "x"]
)
def test_a_bare_machine_is_no_house(site: str) -> None:
    assert house(site, "The  Lantern") == "the lantern"
