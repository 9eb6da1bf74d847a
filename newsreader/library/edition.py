"""The day's briefs as a page: what leads it, what stands beside it, what comes in sections. Pure; any thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from newsreader.domain.briefs import Brief, BriefList

TODAY, LATEST = "Today in brief", "Latest in brief"
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page; the first has no name."""

    name: str
    briefs: tuple[Brief, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """A page: ``title``, ``date`` and ``count`` are its words; ``lead`` is None for an empty one. ``sections`` hold all
    briefs but the lead, in their order."""

    title: str
    date: str
    count: str
    lead: Brief | None
    sections: tuple[Section, ...]

    @property
    def briefs(self) -> tuple[Brief, ...]:
        """All briefs in the order they are read."""
        rest = tuple(brief for section in self.sections for brief in section.briefs)
        return (self.lead, *rest) if self.lead is not None else rest


def make_edition(briefs: BriefList, now: int, tz: tzinfo | None = None) -> Edition:
    """The page of these briefs; ``now`` is UTC epoch seconds, ``tz`` the person's time zone (default: the system's)."""
    day = datetime.fromtimestamp(now, tz)
    date = f"{_DAYS[day.weekday()]}, {day.day} {_MONTHS[day.month - 1]} {day.year}"
    events = len(briefs.briefs)
    publications = len({name for brief in briefs.briefs for name in brief.sources})
    count = (
        f"{events} {'event' if events == 1 else 'events'} from {publications} "
        f"{'publication' if publications == 1 else 'publications'}"
    )
    lead, rest = (briefs.briefs[0], briefs.briefs[1:]) if briefs.briefs else (None, ())
    sections: list[Section] = []
    for brief in rest:
        if not sections or sections[-1].name != brief.section:
            sections.append(Section(brief.section, (brief,)))
        else:
            sections[-1] = Section(brief.section, (*sections[-1].briefs, brief))
    return Edition(LATEST if briefs.latest else TODAY, date, count, lead, tuple(sections))


def names_of(brief: Brief) -> str:
    """Who tells it: ``A, B, C and 2 more``."""
    names = [name or "Unknown" for name in brief.sources]
    more = len(names) - _NAMED
    if more > 0:
        return f"{', '.join(names[:_NAMED])} and {more} more"
    return ", ".join(names)
