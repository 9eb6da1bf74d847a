"""What happened: the briefs of the last hours, who covers each, and what a person says of them.

Runs on the thread that owns the library; raises StoreError. Each command is one transaction and remembers how to take
it back (``library.brief_steps``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from newsreader.domain.briefs import BriefList, BriefSource
from newsreader.domain.changes import Change
from newsreader.domain.errors import UsageError
from newsreader.domain.stories import StoryHeader
from newsreader.library import brief_list, brief_steps, brief_words
from newsreader.store import brief_groups, briefs, journal
from newsreader.store import stories as rows
from newsreader.store.database import Database, Reader, Writer

HOUR = 3600
LATEST = 30
"""How many of the latest stories stand in when the last hours brought none."""


class Briefs:
    """Briefs by their rank, and commands on them. Times are UTC epoch seconds."""

    def __init__(self, database: Database, clock: Callable[[], int]) -> None:
        self._database = database
        self._clock = clock

    # -- queries ---------------------------------------------------------------------------------------------------

    def list(
        self,
        hours: int = 24,
        limit: int | None = None,
        feeds: Sequence[int] | None = None,
        *,
        hide_read: bool = False,
    ) -> BriefList:
        """The briefs of the last ``hours``: the top, then a section a folder. Of the events that some feeds tell only
        when these are given; the latest ones when there are none. Dismissed ones are left out, those read to the last
        story too where ``hide_read``."""
        now = self._clock()
        with self._database.read() as r:
            found = briefs.covering(r, now - hours * HOUR, feeds)
            latest = not found
            if latest:
                found = briefs.latest(r, LATEST, feeds)
            sources = briefs.sources(r)
            places = brief_list.placed(
                found, sources, brief_groups.states(r), now, hide_read=hide_read, limit=limit
            )
            wanted = [one.story for place in places for one in place.stories]
            headers = {header.id: header for header in rows.headers(r, wanted)}
        listed = tuple(brief_list.brief(place, headers, sources) for place in places)
        return BriefList(listed, latest and bool(listed))

    def sources(self, brief_id: int) -> tuple[BriefSource, ...]:
        """All stories that cover an event, who tells it best first; none when there is no such brief (any more)."""
        with self._database.read() as r:
            found = briefs.of_brief(r, brief_groups.brief_of(r, brief_id))
            headers = rows.headers(r, [one.story for one in found])
            sources = briefs.sources(r, _feeds(headers))
        told = brief_list.best_first(headers)
        return tuple(brief_list.source(story, brief_list.house_of(story, sources)) for story in told)

    def related(self, story_id: int) -> tuple[BriefSource, ...]:
        """The stories of other publications that tell the same event, who tells it best first."""
        with self._database.read() as r:
            others = briefs.others(r, story_id)
            if not others:
                return ()
            headers = rows.headers(r, [story_id, *others])
            sources = briefs.sources(r, _feeds(headers))
        houses = {one.id: brief_list.house_of(one, sources) for one in headers}
        told: dict[str, StoryHeader] = {}
        for story in brief_list.best_first(one for one in headers if one.id != story_id):
            if houses[story.id] != houses.get(story_id):
                told.setdefault(houses[story.id], story)
        return tuple(brief_list.source(story, name) for name, story in told.items())

    def duplicates(self, story_ids: Sequence[int]) -> dict[int, int]:
        """The event of each of these stories that others tell too."""
        with self._database.read() as r:
            return briefs.shared(r, story_ids)

    def why(self, brief_id: int, story_id: int) -> str:
        """One plain sentence that says why a story belongs to a brief, ``""`` when it does not."""
        with self._database.read() as r:
            brief_id = brief_groups.brief_of(r, brief_id)
            own = brief_groups.rows_of(r, [story_id])
            if brief_groups.brief_of(r, story_id) != brief_id:
                return ""
            others = [one.story for one in briefs.of_brief(r, brief_id) if one.story != story_id]
            near = own[0][4] if own else None
            headers = {one.id: one for one in rows.headers(r, [story_id, *others])}
        first = all((headers[o].when, o) > (headers[story_id].when, story_id) for o in others if o in headers)
        nearest = headers.get(near) if near is not None else None
        bond, words = (own[0][2], own[0][3]) if own else ("alone", "")
        return brief_words.why(bond, words, nearest, first=first, alone=not others)

    # -- commands --------------------------------------------------------------------------------------------------

    def dismiss(self, brief_id: int) -> Change:
        """Put a brief away for good. Raises UsageError when there is none."""
        return self._say(brief_id, "dismissed", True)

    def follow(self, brief_id: int, on: bool) -> Change:
        """Tell, or tell no longer, of new stories of an event. Raises UsageError."""
        return self._say(brief_id, "followed", on)

    def less(self, brief_id: int, on: bool) -> Change:
        """Put an event last, or take that back. Raises UsageError."""
        return self._say(brief_id, "less", on)

    def split(self, brief_id: int, story_id: int) -> Change:
        """This story does not belong to this brief, for good. Raises UsageError when it is not in it."""
        with self._database.write() as w:
            brief_id = _there(w, brief_id)
            if brief_groups.brief_of(w, story_id) != brief_id:
                raise UsageError("That story is not in this brief.")
            payload = brief_steps.split(w, brief_id, story_id)
            if payload is None:
                return Change()
            text = f"“{_title(w, story_id)}” taken out of its brief"
            return self._done(w, brief_steps.SPLIT, text, payload)

    def join(self, brief_id: int, story_id: int) -> Change:
        """This story, and those of its event, belong to this brief, for good. Raises UsageError."""
        with self._database.write() as w:
            brief_id = _there(w, brief_id)
            _there(w, brief_groups.brief_of(w, story_id))
            payload = brief_steps.join(w, brief_id, story_id)
            if payload is None:
                return Change()
            return self._done(w, brief_steps.JOIN, f"“{_title(w, story_id)}” put into the brief", payload)

    def _say(self, brief_id: int, what: brief_steps.Said, on: bool) -> Change:
        with self._database.write() as w:
            brief_id = _there(w, brief_id)
            payload = brief_steps.say(w, brief_id, what, on)
            if payload is None:
                return Change()
            headers = rows.headers(w, [one.story for one in briefs.of_brief(w, brief_id)])
            best = brief_list.best_first(headers)
            title = brief_list.headline(best[0]) if best else ""
            return self._done(w, brief_steps.SAY, brief_words.said(what, on, title), payload)

    def _done(self, w: Writer, kind: str, text: str, payload: brief_steps.Payload) -> Change:
        journal.record(w, kind, text, payload, at=self._clock())
        return Change(text, undoable=True, briefs=True)


def _feeds(headers: Iterable[StoryHeader]) -> set[int]:
    """The feeds of these stories; one that there never is when all of them were removed."""
    return {one.feed_id for one in headers if one.feed_id is not None} or {0}


def _there(r: Reader, brief_id: int) -> int:
    """The brief that ``brief_id`` is by now. Raises UsageError when there is none."""
    now = brief_groups.brief_of(r, brief_id)
    if not brief_groups.members(r, now):
        raise UsageError(f"There is no brief {brief_id}.")
    return now


def _title(r: Reader, story_id: int) -> str:
    found = rows.headers(r, [story_id])
    return brief_list.headline(found[0]) if found else ""
