"""What people read on a terminal."""

from __future__ import annotations

from newsreader.cli import plain
from newsreader.domain.feeds import Feed


def test_the_counts_of_a_feed_are_grouped_and_its_number_is_not() -> None:
    (line,) = plain.feed(Feed(1234, "https://lantern.example/", "Lantern", unread=3529, total=104_000))
    assert line.split() == ["1234", "3,529/104,000", "Lantern", "<https://lantern.example/>"]


def test_the_counts_of_feeds_stand_below_each_other() -> None:
    lines = [
        plain.feed(Feed(id, "https://lantern.example/", "Lantern", unread=unread, total=unread))[0]
        for id, unread in ((7, 0), (31_000, 99_999))
    ]
    assert lines[0].index("/") == lines[1].index("/")
    assert lines[0].index("Lantern") == lines[1].index("Lantern")
