"""What people read on a terminal. Pure: domain types in, lines out."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from newsreader.domain.feeds import Feed
from newsreader.domain.stories import StoryHeader
from newsreader.text.numbers import grouped

if TYPE_CHECKING:  # a refresh loads this module, and no briefs
    from newsreader.domain.briefs import BriefList, BriefSource


def tame(text: str) -> str:
    """Foreign text for a terminal: one line, and nothing that would steer it (escape sequences, reversed writing)."""
    return "".join(" " if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp") else c for c in text)


def moment(seconds: int | None) -> str:
    """A time of day in this place, or a dash."""
    return "-" if seconds is None else datetime.fromtimestamp(seconds).astimezone().strftime("%Y-%m-%d %H:%M")


def feed(one: Feed) -> list[str]:
    """A feed in one line, and what is wrong with it in a second."""
    where = f"{one.folder}/" if one.folder else ""
    paused = " (paused)" if one.paused else ""
    counts = f"{grouped(one.unread):>6}/{grouped(one.total):<7}"
    lines = [f"{one.id:>5} {counts} {tame(where + one.title)}{paused}  <{tame(one.url)}>"]
    return [*lines, f"       {tame(one.error)}"] if one.error else lines


def header(one: StoryHeader) -> str:
    """A story in one line."""
    marks = ("*" if one.saved else " ") + (" " if one.read else "•")
    return (
        f"{one.id:>8} {marks} {moment(one.when)}  {tame(one.title) or '(no title)'}  - {tame(one.feed_title)}"
    )


def sources(found: Iterable[BriefSource], whys: Mapping[int, str]) -> list[str]:
    """Each story of a brief with why it belongs to it."""
    lines = []
    for one in found:
        mark = " " if one.read else "•"
        lines += [f"{one.story:>8} {mark} {moment(one.when)}  {tame(one.headline)}  - {tame(one.title)}"]
        lines += [f"           {tame(whys[one.story])}"]
    return lines


def briefs(found: BriefList) -> list[str]:
    """Each brief: headline, teaser, who covers it and its id."""
    lines = ["Latest"] if found.latest and found.briefs else []
    for brief in found.briefs:
        lines += [
            f"• {tame(brief.headline)}",
            f"  {tame(brief.teaser)}",
            f"  {tame(', '.join(brief.sources))} ({brief.id})",
        ]
    return lines or ["Nothing yet."]
