"""The words of the briefs sidebar. Plain text; any thread."""

from __future__ import annotations

from datetime import datetime, tzinfo

from newsreader.domain.briefs import Brief
from newsreader.text.dates import age_words
from newsreader.ui.reader import runs

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def source_words(brief: Brief, now: int) -> tuple[str, str]:
    """Who and when: ``5 sources`` (a single one by its name) and ``· 3 h``, to be written one after the other."""
    age = age_words(brief.newest, now)
    if len(brief.sources) > 1:
        return f"{len(brief.sources)} sources", f" · {age}"
    name = runs.label(brief.sources[0], 60) if brief.sources else ""
    return (runs.isolated(name), f" · {age}") if name else ("", age)


def more_words(more: int, *, short: bool = False) -> str:
    """That a publication has ``more`` stories of an event than the one that is shown; ``""`` when it has none.
    ``short`` is for a line that is shared with the name of the publication."""
    if not more:
        return ""
    return f"{more} more" if short else f"and {more} more of it"


def day_words(now: int, tz: tzinfo | None = None) -> str:
    """The date in the head of the sidebar: ``Sun 22 Nov``."""
    day = datetime.fromtimestamp(now, tz)
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"
