"""From a verified feed document to the candidate a person chooses by: what it tells, how often, how much of it.

Pure; any thread. Times are UTC epoch seconds.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from newsreader.domain.incoming import IncomingFeed, IncomingStory
from newsreader.domain.jobs import Candidate, CandidateStory
from newsreader.text.plain import plain_text, plain_title

WEEK = 7 * 86400
WEEKS_SHOWN = 8
NEWEST_SHOWN = 3

_CUT_OFF = re.compile(
    r"(?:\[?(?:…|\.{3}|&hellip;)\]?|continue reading|read (?:more|on)|weiterlesen|mehr lesen|lire la suite"
    r"|leer más|leggi tutto|lees verder|читать далее|続きを読む)\W*(?:→|»)?\W*$",
    re.IGNORECASE,
)
_WHOLE = 900
"""Characters of plain text from which a body counts as the whole story rather than a teaser."""


def candidate(
    feed: IncomingFeed, url: str, now: int, *, label: str = "", subscribed: int | None = None
) -> Candidate:
    """The candidate for ``feed`` found at ``url``. ``label`` tells it from its siblings of the same title.

    ``subscribed`` is the id of the subscription that has it already, None if there is none.
    """
    dated = sorted(
        ((when, story) for story in feed.stories if (when := _when(story, now)) is not None), key=_date
    )
    newest = [story for _, story in reversed(dated)] or list(feed.stories)
    weeks = stories_by_week([when for when, _ in dated], now)
    return Candidate(
        url=url,
        title=_title(feed, url, label),
        type=feed.type,
        stories=len(feed.stories),
        latest=dated[-1][0] if dated else None,
        newest=tuple(CandidateStory(_headline(story), _when(story, now)) for story in newest[:NEWEST_SHOWN]),
        per_week=per_week([when for when, _ in dated], now),
        weeks=weeks,
        full_text=has_full_text(feed),
        language=feed.language or _common_language(feed),
        site=feed.site,
        subscribed=subscribed,
    )


def stories_by_week(times: list[int], now: int) -> tuple[int, ...]:
    """How many of ``times`` fall into each of the last eight weeks up to ``now``, oldest first."""
    weeks = [0] * WEEKS_SHOWN
    for when in times:
        age = max(0, now - when) // WEEK
        if age < WEEKS_SHOWN:
            weeks[WEEKS_SHOWN - 1 - age] += 1
    return tuple(weeks)


def per_week(times: list[int], now: int) -> float | None:
    """Stories a week as the document shows them, None when fewer than two are dated.

    A document holds only the last so many stories: what it holds of the last eight weeks is counted over the time
    it reaches back, at least a day. Silence of more than eight weeks is 0.
    """
    if len(times) < 2:
        return None
    recent = [when for when in times if now - when < WEEKS_SHOWN * WEEK]
    reach = min(now - min(times), WEEKS_SHOWN * WEEK)
    return round(len(recent) * WEEK / max(reach, 86400), 2)


def has_full_text(feed: IncomingFeed) -> bool:
    """Whether most of the stories come whole: long, or longer than their own summary, and not cut off at the end."""
    bodies = [story for story in feed.stories[:10] if story.content or story.summary]
    whole = sum(_is_whole(story) for story in bodies)
    return whole * 2 > len(bodies)


def _is_whole(story: IncomingStory) -> bool:
    text = plain_text(story.content)
    if not text or _CUT_OFF.search(text[-80:]):
        return False
    return len(text) >= _WHOLE or (bool(story.summary) and len(text) > 2 * len(plain_text(story.summary)) > 0)


def _when(story: IncomingStory, now: int) -> int | None:
    when = story.published if story.published is not None else story.updated
    return min(when, now) if when is not None else None


def _date(pair: tuple[int, IncomingStory]) -> int:
    return pair[0]


def _headline(story: IncomingStory) -> str:
    title = plain_title(story.title)
    if title:
        return title
    text = plain_text(story.content or story.summary)
    return text[:120].rsplit(" ", 1)[0] if len(text) > 120 else text or story.link


def _title(feed: IncomingFeed, url: str, label: str) -> str:
    title = plain_title(feed.title)
    if label:  # a playlist is called "Videos" by its feed; whose they are is told by who wrote them
        owner = next((plain_title(story.author) for story in feed.stories if story.author), title)
        return f"{owner}: {label}" if owner else label
    return title or urlsplit(feed.site).hostname or urlsplit(url).hostname or url


def _common_language(feed: IncomingFeed) -> str:
    languages = {story.language for story in feed.stories if story.language}
    return languages.pop() if len(languages) == 1 else ""
