"""The same link or the same words are one story, except where they are no sign of it."""

from __future__ import annotations

from newsreader.briefs.duplicates import Duplicates
from newsreader.briefs.model import Bond, StoryText
from newsreader.briefs.words import fold

LEAD = "Lifeboats carried everybody to safety shortly after dawn, the coastguard said on Sunday."


def find(known: Duplicates, story: StoryText) -> tuple[int, Bond] | None:
    return known.find(story, fold(story.title), fold(story.lead))


def test_the_same_link_with_other_tracking_is_the_same_story() -> None:
    known = Duplicates()
    assert find(known, StoryText(1, "A", link="https://a.example/x?utm_source=rss", feed=1)) is None
    assert find(known, StoryText(2, "B", link="https://a.example/x", feed=2)) == (1, Bond.LINK)


def test_a_home_page_that_one_feed_gives_every_story_is_no_sign() -> None:
    known = Duplicates()
    for number in (1, 2):
        assert find(known, StoryText(number, f"T{number}", link="https://a.example/", feed=1)) is None
    assert find(known, StoryText(3, "T3", link="https://a.example/", feed=2)) is None


def test_the_same_words_are_one_story_whatever_case_and_space() -> None:
    known = Duplicates()
    find(known, StoryText(1, "Ferry runs aground", LEAD))
    assert find(known, StoryText(2, "FERRY  runs aground", LEAD + "\n")) == (1, Bond.TEXT)


def test_a_title_alone_is_a_sign_only_between_publications_and_when_long() -> None:
    known = Duplicates()
    find(known, StoryText(1, "The week in pictures, seen by us", publication="A"))
    assert find(known, StoryText(2, "The week in pictures, seen by us", publication="A")) is None
    assert find(known, StoryText(3, "The week in pictures, seen by us", publication="B")) == (1, Bond.TEXT)
    find(known, StoryText(4, "Today"))
    assert find(known, StoryText(5, "Today", publication="C")) is None


def test_what_is_forgotten_is_not_found() -> None:
    known = Duplicates()
    find(known, StoryText(1, "Ferry runs aground", LEAD, link="https://a.example/x", feed=1))
    known.forget(1)
    assert find(known, StoryText(2, "Ferry runs aground", LEAD, link="https://a.example/x", feed=2)) is None
