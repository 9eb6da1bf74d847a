"""What happened: the briefs of the last hours. Runs on the thread that owns the library."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from newsreader.domain.briefs import Brief, BriefList
from newsreader.domain.stories import StoryHeader
from newsreader.store import stories as rows
from newsreader.store.database import Database

HOUR = 3600
LATEST = 30
"""How many of the latest stories stand in when the last hours brought none."""
_TITLE = 120  # characters of a teaser that stand in for a missing headline


class Briefs:
    """Briefs, newest first. Raises StoreError."""

    def __init__(self, database: Database, clock: Callable[[], int]) -> None:
        self._database = database
        self._clock = clock

    def list(
        self, hours: int = 24, limit: int | None = None, feeds: Sequence[int] | None = None
    ) -> BriefList:
        """The briefs of the last ``hours``, of some feeds only when given; the latest ones when there are none."""
        with self._database.read() as r:
            found = rows.since(r, self._clock() - hours * HOUR, feeds, limit)
            latest = not found
            if latest:
                found = rows.since(r, 0, feeds, min(LATEST, limit or LATEST))
            headers = rows.headers(r, found)
        return BriefList(tuple(_grouped(headers)), latest and bool(headers))


def _grouped(headers: Sequence[StoryHeader]) -> Sequence[Brief]:
    """One brief a story, until ``briefs`` groups the stories of one event."""
    return [
        Brief(
            id=header.id,
            headline=header.title or header.teaser[:_TITLE],
            teaser=header.teaser,
            story=header.id,
            stories=(header.id,),
            sources=(header.feed_title,),
            source_feeds=(header.feed_id,),
            newest=header.when,
            read=header.read,
        )
        for header in headers
    ]
