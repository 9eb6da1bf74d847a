"""What a person chooses a feed by."""

from __future__ import annotations

from dataclasses import replace

from newsreader.domain.incoming import IncomingFeed, IncomingStory
from newsreader.subscribe.candidates import candidate, has_full_text, per_week, stories_by_week

NOW = 1_700_000_000
DAY = 86_400
LONG = "<p>" + "The council met until late in the evening and voted twice. " * 40 + "</p>"


def story(number: int, age: int | None, **values: str) -> IncomingStory:
    return IncomingStory(
        guid=str(number), title=f"Story {number}", published=None if age is None else NOW - age, **values
    )


def test_newest_three_and_what_is_known_of_the_feed() -> None:
    feed = IncomingFeed(
        "atom",
        "Harbour &amp; Courier",
        site="https://courier.example/",
        language="en-GB",
        stories=tuple(story(number, number * DAY, content=LONG) for number in (4, 1, 3, 2)),
    )
    found = candidate(feed, "https://courier.example/atom.xml", NOW, subscribed=7)
    assert found.title == "Harbour & Courier"
    assert [newest.title for newest in found.newest] == ["Story 1", "Story 2", "Story 3"]
    assert (found.type, found.stories, found.latest, found.language) == ("atom", 4, NOW - DAY, "en-GB")
    assert (found.full_text, found.subscribed, found.site) == (True, 7, "https://courier.example/")
    assert found.weeks == (0, 0, 0, 0, 0, 0, 0, 4)


def test_undated_untitled_and_future_stories() -> None:
    feed = IncomingFeed(
        "rss",
        stories=(story(1, None), replace(story(2, -9 * DAY), title="", summary="<b>Only</b> a teaser")),
    )
    found = candidate(feed, "https://x.example/feed", NOW)
    assert found.title == "x.example"
    assert [(newest.title, newest.when) for newest in found.newest] == [("Only a teaser", NOW)]
    nothing = candidate(IncomingFeed("rss", stories=(story(1, None),)), "https://x.example/feed", NOW)
    assert (nothing.latest, nothing.per_week, nothing.newest[0].when) == (None, None, None)


def test_a_label_tells_siblings_apart_by_who_wrote_them() -> None:
    feed = IncomingFeed("atom", "Videos", stories=(replace(story(1, DAY), author="Lighthouse Films"),))
    assert (
        candidate(feed, "u", NOW, label="videos without shorts").title
        == "Lighthouse Films: videos without shorts"
    )


def test_how_often_counts_over_the_time_the_document_reaches_back() -> None:
    assert per_week([NOW - day * DAY for day in range(1, 8)], NOW) == 7.0
    assert per_week([NOW - day * 7 * DAY for day in range(20)], NOW) == 1.0
    assert per_week([NOW - 400 * DAY, NOW - 300 * DAY], NOW) == 0.0
    assert per_week([NOW - 60, NOW - 120], NOW) == 14.0
    assert per_week([NOW], NOW) is None
    assert stories_by_week([NOW, NOW - 8 * DAY, NOW - 55 * DAY, NOW - 57 * DAY], NOW) == (
        1,
        0,
        0,
        0,
        0,
        0,
        1,
        1,
    )


def test_full_text_or_teasers() -> None:
    def feed(**values: str) -> IncomingFeed:
        return IncomingFeed("rss", "t", stories=tuple(story(number, DAY, **values) for number in range(4)))

    assert has_full_text(feed(content=LONG))
    assert not has_full_text(feed(content=LONG + "<p>Continue reading →</p>"))
    assert not has_full_text(feed(summary="Short."))
    assert not has_full_text(feed(content="<p>A few words. […]</p>"))
    assert has_full_text(feed(content="<p>" + "A short note, whole. " * 12 + "</p>", summary="A short note."))
    assert not has_full_text(IncomingFeed("rss", "empty"))
