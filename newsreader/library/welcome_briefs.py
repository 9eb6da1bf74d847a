"""The briefs of the welcome edition: in memory, as the edition is. Any thread; standard library only."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from newsreader.domain.briefs import Brief, BriefList, BriefSource
from newsreader.domain.changes import Change
from newsreader.domain.errors import UsageError
from newsreader.domain.stories import StoryHeader

_FIXED = (
    "The welcome edition is only there to look at. Add feeds of your own, and their events can be sorted."
)


class WelcomeBriefs:
    """The queries and commands of ``Library.briefs`` over the edition. What is done lasts as long as the window."""

    def __init__(self, events: Sequence[tuple[int, ...]], header: Callable[[int], StoryHeader]) -> None:
        self._events = {-number: ids for number, ids in enumerate(events, 1)}
        self._header = header
        self._dismissed: frozenset[int] = frozenset()
        self._followed: frozenset[int] = frozenset()
        self._less: frozenset[int] = frozenset()

    # -- queries ---------------------------------------------------------------------------------------------------

    def list(
        self,
        hours: int = 24,
        limit: int | None = None,
        feeds: Sequence[int] | None = None,
        *,
        hide_read: bool = False,
    ) -> BriefList:
        """All events, most sources first, then newest; what the person wants less of last."""
        briefs = [self._brief(number) for number in self._events if number not in self._dismissed]
        briefs = [brief for brief in briefs if not (hide_read and brief.read)]
        briefs.sort(key=lambda brief: (brief.less, -len(brief.sources), -brief.newest))
        return BriefList(tuple(briefs[:limit]))

    def sources(self, brief_id: int) -> tuple[BriefSource, ...]:
        """The stories of an event."""
        return tuple(self._source(story) for story in self.stories(brief_id))

    def stories(self, brief_id: int) -> tuple[int, ...]:
        """The ids of the stories of an event, newest first."""
        return self._events.get(brief_id, ())

    def related(self, story_id: int) -> tuple[BriefSource, ...]:
        """Who else tells the event of a story."""
        event = next((ids for ids in self._events.values() if story_id in ids), ())
        return tuple(self._source(other) for other in event if other != story_id)

    def why(self, brief_id: int, story_id: int) -> str:
        """Why a story belongs to an event."""
        return "The welcome edition puts the two together."

    def duplicates(self, story_ids: Sequence[int]) -> dict[int, int]:
        """The event of each of these stories that others tell too."""
        shared = {story: id for id, ids in self._events.items() if len(ids) > 1 for story in ids}
        return {story: shared[story] for story in story_ids if story in shared}

    # -- commands --------------------------------------------------------------------------------------------------

    def dismiss(self, brief_id: int) -> Change:
        """Put a brief away."""
        self._dismissed |= {brief_id}
        return Change(briefs=True)

    def follow(self, brief_id: int, on: bool) -> Change:
        """Mark an event as followed."""
        self._followed = self._followed | {brief_id} if on else self._followed - {brief_id}
        return Change(briefs=True)

    def less(self, brief_id: int, on: bool) -> Change:
        """Put an event last."""
        self._less = self._less | {brief_id} if on else self._less - {brief_id}
        return Change(briefs=True)

    def split(self, brief_id: int, story_id: int) -> Change:
        """Raises UsageError: the edition stays as it is."""
        raise UsageError(_FIXED)

    def join(self, brief_id: int, story_id: int) -> Change:
        """Raises UsageError: the edition stays as it is."""
        raise UsageError(_FIXED)

    # -- inside ----------------------------------------------------------------------------------------------------

    def _brief(self, number: int) -> Brief:
        rows = [self._header(story) for story in self._events[number]]
        many = len(rows) > 1
        return Brief(
            id=number,
            headline=rows[0].title,
            teaser=rows[0].teaser,
            story=rows[0].id,
            stories=tuple(row.id for row in rows),
            sources=tuple(row.feed_title for row in rows),
            source_feeds=tuple(row.feed_id for row in rows),
            newest=max(row.when for row in rows),
            read=all(row.read for row in rows),
            first=min(row.when for row in rows),
            place=f"{len(rows)} publications tell of it." if many else "One publication tells of it.",
            followed=number in self._followed,
            less=number in self._less,
        )

    def _source(self, story: int) -> BriefSource:
        row = self._header(story)
        return BriefSource(
            row.id, row.feed_id, row.feed_title, row.title, row.teaser, row.link, row.when, row.read
        )
