"""The page of a feed in words: results, times, rhythm, redirects. Pure; any thread."""

from __future__ import annotations

from newsreader.domain.feeds import PicturesChoice
from newsreader.domain.fetching import FeedReport
from newsreader.text.dates import age_words, date_words, duration_words
from newsreader.text.numbers import counted, grouped
from newsreader.ui.dialogs.words import bytes_words, how_often

INTERVALS = (
    (None, "By its own rhythm"),
    (900, "Every 15 minutes"),
    (1800, "Every 30 minutes"),
    (3600, "Every hour"),
    (3 * 3600, "Every 3 hours"),
    (6 * 3600, "Every 6 hours"),
    (12 * 3600, "Every 12 hours"),
    (86_400, "Once a day"),
    (7 * 86_400, "Once a week"),
)
"""Choices of how often a feed is asked, in seconds; None is the schedule's own judgement."""

PICTURES: dict[PicturesChoice, str] = {
    "": "As in the preferences",
    "always": "Always",
    "ask": "Ask",
    "never": "Never",
}
"""Choices of whether the pictures of a feed's stories are loaded."""

KEEP_DAYS = (
    (None, "As in the preferences"),
    (7, "For a week"),
    (30, "For 30 days"),
    (90, "For 90 days"),
    (365, "For a year"),
    (0, "For ever"),
)
"""Choices of how long read stories stay, in days; None is what the preferences say, 0 for ever."""

_REDIRECTS = {301: "moved for good", 308: "moved for good", 302: "for now", 303: "for now", 307: "for now"}


def keep_days_words(days: int | None) -> str:
    """How long read stories stay."""
    return next((text for value, text in KEEP_DAYS if value == days), f"For {counted(days or 0, 'day')}")


def last_check(report: FeedReport, now: int) -> str:
    """When it was asked last, and what came of it."""
    checked = report.feed.last_checked
    if checked is None:
        return "Not yet"
    when = date_words(checked, now)
    if report.feed.error and report.state.last_result == report.feed.error:  # which stands above already
        return when
    return f"{when}. {report.state.last_result}" if report.state.last_result else when


def next_check(report: FeedReport, now: int) -> str:
    """When it is asked next, or that it is not."""
    if report.state.gone:
        return "Never: its server says that it was removed for good"
    if report.feed.paused:
        return "Not while it is paused"
    if report.state.waits_for_person:
        return "When you have entered a name and a password"
    when = report.feed.next_check
    if when is None or when <= now:
        return "As soon as possible"
    return f"{date_words(when, now)}, in {duration_words(when - now)}"


def rhythm(report: FeedReport, now: int) -> str:
    """How often it publishes, and when it did last."""
    total = sum(report.weeks)
    often = how_often(total / len(report.weeks), report.latest, now) if report.weeks and total else ""
    latest = f"newest story {_ago(report.latest, now)}" if report.latest is not None else "no stories yet"
    text = ", ".join(part for part in (often, latest) if part)
    return text[:1].upper() + text[1:]


def document(report: FeedReport) -> str:
    """Its size and how many stories are kept."""
    parts = [bytes_words(report.size)] if report.size else []
    parts.append(
        f"{counted(report.feed.total, 'story', 'stories')} kept, {grouped(report.feed.unread)} unread"
    )
    return " · ".join(parts)


def validators(report: FeedReport) -> str:
    """What lets the server answer "nothing new" without sending everything."""
    both = report.state.validators
    parts = [
        f"ETag {both.etag}" if both.etag else "",
        f"Last-Modified {both.last_modified}" if both.last_modified else "",
    ]
    return "\n".join(part for part in parts if part) or "None: the whole document is sent each time"


def redirects(report: FeedReport) -> str:
    """The way its address takes, one step a line, and what comes of it unless the last result says so."""
    pairs, state = report.redirects, report.state
    lines = [f"{status} ({_REDIRECTS.get(status, 'elsewhere')}) to {address}" for status, address in pairs]
    if state.moved_to and "moved to" not in state.last_result:
        lines.append("Seen once; the address changes when it is seen a second time.")
    return "\n".join(lines)


def interval_index(seconds: int | None) -> int:
    """Which of ``INTERVALS`` fits ``seconds`` best."""
    if seconds is None:
        return 0
    return min(range(1, len(INTERVALS)), key=lambda number: abs((INTERVALS[number][0] or 0) - seconds))


def interval_words(seconds: int | None) -> str:
    """How often a feed is asked, also where that is none of ``INTERVALS``."""
    named = dict(INTERVALS)
    return named[seconds] if seconds in named else f"Every {duration_words(seconds or 0)}"


def _ago(then: int, now: int) -> str:
    words = age_words(then, now)
    return (
        f"{words} ago" if words.endswith(("min", " h")) else "just now" if words == "now" else f"of {words}"
    )
