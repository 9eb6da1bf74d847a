"""Which feeds are in trouble or have long been silent, and what is said of each. Pure; any thread."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from newsreader.domain.feeds import Feed
from newsreader.domain.fetching import FeedHealth
from newsreader.text.dates import age_words
from newsreader.text.numbers import counted

SILENT = 180 * 86_400
"""Seconds without a new story after which a feed counts as silent."""


@dataclass(frozen=True, slots=True)
class Row:
    """A feed and the sentence about it; ``kind`` is ``failing``, ``gone``, ``silent`` or ``paused``."""

    feed: Feed
    kind: str
    words: str


def rows_of(health: Iterable[FeedHealth], now: int) -> tuple[list[Row], list[Row]]:
    """Feeds in trouble, the longest first, and feeds that are silent, the longest first."""
    failing: list[tuple[int, Row]] = []
    silent: list[tuple[int, Row]] = []
    for each in health:
        feed = each.feed
        if each.gone or feed.error:
            failing.append(
                (-each.failures, Row(feed, "gone" if each.gone else "failing", _trouble_words(each)))
            )
        elif each.latest is not None and now - each.latest > SILENT:
            silence, last = _silence_words(now - each.latest), age_words(each.latest, now)
            words = f"No new story for {silence}, the last one of {last}"
            silent.append((each.latest, Row(feed, "silent", words)))
        elif each.latest is None and feed.last_checked is not None:
            silent.append((0, Row(feed, "silent", "It never had a story")))
    failing.sort(key=lambda pair: (pair[0], pair[1].feed.title.casefold()))
    silent.sort(key=lambda pair: (pair[0], pair[1].feed.title.casefold()))
    return [row for _, row in failing], [row for _, row in silent]


def _silence_words(seconds: float) -> str:
    """Half a year or more, as people say it."""
    months = int(seconds // (30.44 * 86_400))
    return f"{months} months" if months < 24 else f"{months // 12} years"


def _trouble_words(health: FeedHealth) -> str:
    sentence = health.feed.error or "Its server says that it was removed for good."
    if health.failures > 1:
        return f"{sentence} {counted(health.failures, 'check')} failed in a row."
    return sentence
