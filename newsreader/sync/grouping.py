"""Groups the stories of one event as they come in: what ``briefs`` finds goes into the cache. Runs on its thread.

Stories are grouped right behind the transaction that stored them. What is found is written together with the id up to
which stories have been looked at, so that a crash costs nothing: the next run begins behind the last one. The stories
of the window are taken in anew when a process begins, and whenever a person has changed a brief; and only if there is
something to group. What is known of their words is kept in a file (``sync.window_file``); the cache alone tells which
stories there are, and in which briefs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from newsreader.briefs.constraints import Constraints
from newsreader.briefs.grouper import Grouper
from newsreader.briefs.house import house
from newsreader.briefs.model import HOUR, Bond, Placed, Placement, StoryText, Tuning
from newsreader.store import brief_groups, brief_texts, briefs
from newsreader.store.brief_texts import Text
from newsreader.store.database import Database, Reader, Writer
from newsreader.sync.grouped import Grouped
from newsreader.sync.window_file import WindowFile

PORTION = 250
"""Stories grouped between two transactions."""

_HOUSES = 4096  # remembered: a feed has many stories


class Grouping:
    """Keeps the stories of the window in memory from one step to the next. ``hours`` gives the length of the window,
    ``file`` keeps what is known of its words."""

    def __init__(self, hours: Callable[[], int], file: WindowFile) -> None:
        self._hours = hours
        self._file = file
        self._grouper: Grouper | None = None
        self._known: tuple[int, int, int] | None = (
            None  # grouped, revision, hours: what the grouper stands for
        )
        self._sources: dict[int, briefs.Source] = {}
        self._house = lru_cache(_HOUSES)(house)

    def step(self, database: Database, now: int, most: int = PORTION) -> Grouped:
        """Group up to ``most`` of the stories that wait. Raises StoreError."""
        hours = self._hours()
        since = now - hours * HOUR
        with database.read() as r:
            grouped, revision = brief_groups.work(r)
            newest = brief_texts.newest(r)
            if newest <= grouped:
                return Grouped()
            waiting = brief_texts.waiting(r, grouped, since, most)
            last = waiting[-1] if len(waiting) == most else newest
            if waiting:
                texts = brief_texts.texts(r, waiting[0], last, since)
                self._ready(r, grouped, revision, hours, since)
                self._sources |= briefs.sources(r, {text.feed_id for text in texts})
        placements = [self._place(text) for text in texts] if waiting else []
        with database.write(durable=False) as w:
            if brief_groups.work(w) != (grouped, revision):  # a person was faster: look again
                self._known = None
                return Grouped(done=False)
            followed = _keep(w, placements)
            brief_groups.set_grouped(w, last)
        self._known = (last, revision, hours) if self._grouper is not None else None
        return Grouped(len(placements), followed, done=last == newest)

    def keep(self) -> None:
        """Write to the file what is known of the words of the window, when much has changed."""
        if self._grouper is not None:
            self._file.keep(self._grouper)

    def _ready(self, r: Reader, grouped: int, revision: int, hours: int, since: int) -> None:
        """Hold the stories of the window, as they are grouped in the cache."""
        if self._grouper is not None and self._known == (grouped, revision, hours):
            return
        pins = brief_groups.pins(r)
        constraints = Constraints(
            [(first, second) for first, second, together in pins if together],
            [(first, second) for first, second, together in pins if not together],
        )
        self._grouper = Grouper(Tuning(window=hours * HOUR), constraints)
        self._sources = briefs.sources(r)
        placed = {
            story: Placed(brief, self._publication(feed), title)
            for story, feed, brief, title in brief_texts.placed(r, grouped, since)
        }
        recalled = self._file.recall(self._grouper, placed)
        rest = brief_texts.chosen(r, sorted(placed.keys() - recalled))
        self._grouper.restore(
            ((self._story(text), text.brief) for text in rest), brief_texts.past(r, since) if pins else {}
        )

    def _place(self, text: Text) -> Placement:
        assert self._grouper is not None
        return self._grouper.add(self._story(text))

    def _story(self, text: Text) -> StoryText:
        return StoryText(
            text.story,
            text.title,
            text.lead,
            text.link,
            self._publication(text.feed_id),
            text.feed_id,
            text.when,
        )

    def _publication(self, feed: int) -> str:
        source = self._sources.get(feed)
        return "" if source is None else self._house(source.site, source.title, source.url)


def _keep(w: Writer, placements: Sequence[Placement]) -> tuple[int, ...]:
    """Write what was found; the followed briefs among those that have new stories."""
    grown: dict[int, None] = {}
    begun: dict[int, None] = {}
    rows: list[brief_groups.Row] = []
    for place in placements:
        if place.bond is Bond.ALONE:
            continue
        begun |= dict.fromkeys((place.group, *place.absorbed))
        rows.append((place.story, place.group, place.bond.value, "\n".join(place.words), place.nearest))
        if place.absorbed:  # those before went to groups that end here
            _put(w, begun, rows)
        for ended in place.absorbed:
            brief_groups.rename(w, ended, place.group)
        grown[place.group] = None
    _put(w, begun, rows)
    states: Mapping[int, brief_groups.State] = brief_groups.states(w) if grown else {}
    return tuple(brief for brief in grown if brief in states and states[brief].followed)


def _put(w: Writer, begun: dict[int, None], rows: list[brief_groups.Row]) -> None:
    """Write what has gathered."""
    brief_groups.begin(w, begun)
    brief_groups.put(w, rows)
    begun.clear()
    rows.clear()
