"""What the undo bar says of a change. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from newsreader.domain.changes import Mark
from newsreader.text.numbers import counted

_MARKED = {
    Mark.READ: "marked read",
    Mark.UNREAD: "marked unread",
    Mark.SAVED: "saved",
    Mark.UNSAVED: "no longer saved",
}


_PICTURES = {
    "": "pictures as in the preferences",
    "always": "pictures are loaded",
    "ask": "pictures are asked for",
    "never": "pictures are not loaded",
}


def marked(count: int, how: Mark) -> str:
    """``312 stories marked read``."""
    return f"{counted(count, 'story', 'stories')} {_MARKED[how]}"


def removed(titles: list[str]) -> str:
    """``Feed “X” removed``, or how many."""
    return f"Feed “{titles[0]}” removed" if len(titles) == 1 else f"{counted(len(titles), 'feed')} removed"


def moved(title: str, folder: str) -> str:
    """Where a feed went."""
    return f"Feed “{title}” moved to “{folder}”" if folder else f"Feed “{title}” moved to the top"


def set_to(title: str, after: Mapping[str, Any]) -> str:
    """What was set on a feed."""
    parts = []
    if "url" in after:
        parts.append("address changed")
    if "interval" in after:
        seconds = after["interval"]
        parts.append(
            "interval set to automatic" if seconds is None else f"interval set to {_minutes(seconds)}"
        )
    if "paused" in after:
        parts.append("paused" if after["paused"] else "resumed")
    if "pictures" in after:
        parts.append(_PICTURES[after["pictures"]])
    if "whole_story" in after:
        parts.append(
            "whole stories are fetched" if after["whole_story"] else "whole stories only when asked for"
        )
    if "keep_unread" in after:
        parts.append(
            "unread stories are kept for reading offline" if after["keep_unread"] else "not kept offline"
        )
    if "notify" in after:
        parts.append("new stories are told" if after["notify"] else "new stories are not told")
    if "keep_days" in after:
        parts.append(_kept_for(after["keep_days"]))
    if "important" in after:
        parts.append("important" if after["important"] else "no longer important")
    if "user" in after:
        parts.append("login changed")
    return f"Feed “{title}”: {', '.join(parts)}"


def important(subject: str, is_so: bool) -> str:
    """What was said of a folder."""
    return f"{subject} marked important" if is_so else f"{subject} no longer important"


def set_several(titles: list[str], folder: str | None) -> str:
    """What was done with several feeds: moved into ``folder``, or changed where that is None."""
    subject = f"Feed “{titles[0]}”" if len(titles) == 1 else counted(len(titles), "feed")
    if folder is None:
        return f"{subject} changed"
    return f"{subject} moved to “{folder}”" if folder else f"{subject} moved to the top"


def _kept_for(days: int | None) -> str:
    if days is None:
        return "read stories stay as in the preferences"
    return f"read stories stay for {counted(days, 'day', 'days')}" if days else "read stories stay for ever"


def _minutes(seconds: int) -> str:
    if seconds % 3600 == 0:
        return counted(seconds // 3600, "hour", "hours")
    return counted(seconds // 60, "minute", "minutes")
