"""The rows of the briefs sidebar: headings, cards, and the sources of a card that is open. Pure; any thread."""

from __future__ import annotations

from collections.abc import Collection, Container, Mapping, Sequence
from dataclasses import dataclass, replace

from newsreader.domain.briefs import Brief, BriefSource
from newsreader.domain.changes import Mark

MOST_SOURCES = 12
"""Publications that an open card shows before a person asks for all of its stories."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The name of a section."""

    text: str

    @property
    def key(self) -> tuple[str, object]:
        """What stays the same while the row does."""
        return ("heading", self.text)


@dataclass(frozen=True, slots=True)
class Card:
    """An event; ``open`` tells that its sources stand below it."""

    brief: Brief
    open: bool = False

    @property
    def key(self) -> tuple[str, object]:
        """What stays the same while the row does."""
        return ("card", self.brief.id)

    @property
    def opens(self) -> bool:
        """Whether there is more to see than what the card says."""
        return len(self.brief.stories) > 1


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One story of the open card ``brief``; ``last`` is the lowest row of it. ``more`` is how many stories of the same
    publication are not shown."""

    brief: int
    source: BriefSource
    last: bool = False
    more: int = 0

    @property
    def key(self) -> tuple[str, object]:
        """What stays the same while the row does."""
        return ("source", (self.brief, self.source.story))


@dataclass(frozen=True, slots=True)
class WholeRow:
    """The lowest row of the open card ``brief``: it shows all of its ``count`` stories, or, where they are ``shown``,
    no more than one of each publication again."""

    brief: int
    count: int
    shown: bool = False

    @property
    def key(self) -> tuple[str, object]:
        """What stays the same while the row does."""
        return ("whole", self.brief)

    @property
    def text(self) -> str:
        """What it says."""
        return "Show fewer" if self.shown else f"All {self.count} stories…"


Row = Heading | Card | SourceRow | WholeRow


def make_rows(
    briefs: Sequence[Brief], opened: Mapping[int, Sequence[BriefSource]], whole: Collection[int] = ()
) -> list[Row]:
    """The rows of these briefs in their order, a heading above each section but the top; ``opened`` holds the sources
    of the cards that are open, ``whole`` those of them that show every story."""
    rows: list[Row] = []
    section = ""
    for brief in briefs:
        if brief.section != section:
            section = brief.section
            rows.append(Heading(section or "More"))
        sources = opened.get(brief.id, ())
        rows.append(Card(brief, bool(sources)))
        rows.extend(_source_rows(brief.id, sources, brief.id in whole))
    return rows


def _source_rows(brief: int, sources: Sequence[BriefSource], whole: bool) -> list[Row]:
    """Each publication once, by the story that tells it best, and no more than a person looks through; or every story
    where ``whole``."""
    if whole:
        return [*(SourceRow(brief, source) for source in sources), WholeRow(brief, len(sources), shown=True)]
    told: dict[str, list[BriefSource]] = {}
    for source in sources:
        told.setdefault(source.publication or source.title, []).append(source)
    best = list(told.values())[:MOST_SOURCES]
    complete = len(best) == len(sources)
    rows: list[Row] = [SourceRow(brief, own[0], complete and own is best[-1], len(own) - 1) for own in best]
    return rows if complete else [*rows, WholeRow(brief, len(sources))]


def kept(new: Sequence[Brief], old: Sequence[Brief], stays: int | None) -> list[Brief]:
    """``new``, with the brief ``stays`` (the one under the eyes) of ``old`` where it stood when ``new`` lacks it."""
    shown = list(new)
    if stays is None or any(brief.id == stays for brief in shown):
        return shown
    place = next((place for place, brief in enumerate(old) if brief.id == stays), None)
    if place is not None:
        before = {brief.id for brief in old[:place]}
        at = max((row + 1 for row, brief in enumerate(shown) if brief.id in before), default=0)
        section = shown[at - 1].section if at else ""
        shown.insert(at, replace(old[place], section=section))
    return shown


def marked(brief: Brief, mark: Mark, changed: Container[int], read: Container[int]) -> Brief:
    """``brief`` after ``mark`` was put on the stories ``changed``; ``read`` are all that are known to be read now. An
    event is read when all its stories are."""
    if mark is Mark.READ:
        now = brief.read or all(story in read for story in brief.stories)
    elif mark is Mark.UNREAD:
        now = brief.read and not any(story in changed for story in brief.stories)
    else:
        return brief
    return brief if now == brief.read else replace(brief, read=now)


def source_marked(source: BriefSource, mark: Mark, changed: Container[int]) -> BriefSource:
    """``source`` after ``mark`` was put on the stories ``changed``."""
    if mark in (Mark.READ, Mark.UNREAD) and source.story in changed:
        return replace(source, read=mark is Mark.READ)
    return source
