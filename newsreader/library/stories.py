"""Queries about stories. Runs on the thread that owns the library."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence

from newsreader.domain.changes import Change
from newsreader.domain.stories import Story, StoryHeader, View, ViewKind
from newsreader.store import counters, whole
from newsreader.store import stories as rows
from newsreader.store.database import Database

_PAGE = 500  # header rows read at a time while a day is being looked for


class Stories:
    """What lists and the reader show. Times are UTC epoch seconds; ``clock`` says which day today is."""

    def __init__(self, database: Database, clock: Callable[[], int]) -> None:
        self._database = database
        self._clock = clock

    def nothing_yet(self) -> bool:
        """True while the cache has no feed and no story. Reads one row of each."""
        with self._database.read() as r:
            return rows.none_yet(r)

    def count(self, view: View) -> int:
        """How many stories a view has."""
        with self._database.read() as r:
            return rows.count(r, view, self._clock())

    def ids(self, view: View, after: int | None = None, limit: int | None = None) -> array[int]:
        """The ids of a view in its order, as 64-bit integers: all, or ``limit`` of them following ``after``."""
        with self._database.read() as r:
            return rows.ids(r, view, now=self._clock(), after=after, limit=limit)

    def first_page(self, view: View, limit: int) -> list[StoryHeader]:
        """The first rows of a view."""
        with self._database.read() as r:
            return rows.headers(r, rows.ids(r, view, now=self._clock(), limit=limit))

    def headers(self, ids: Sequence[int]) -> list[StoryHeader]:
        """The rows of these stories in this order; those that are gone are left out."""
        with self._database.read() as r:
            return rows.headers(r, ids)

    def get_ready_to_search(self) -> None:
        """Load what a search needs, so that the first one takes no longer than the next."""
        rows.get_ready_to_search()

    def story(self, story_id: int) -> Story | None:
        """A whole story, None when it is gone."""
        from newsreader.store import bodies  # not above: the first list of a window is shown before

        with self._database.read() as r:
            return bodies.story(r, story_id)

    def text_of(self, story_id: int) -> str:
        """The plain text of a story, ``""`` when it is gone."""
        from newsreader.store import bodies

        with self._database.read() as r:
            return bodies.texts(r, [story_id]).get(story_id, "")

    def whole_text_of(self, story_id: int) -> str:
        """The plain text of a whole story that was fetched from its page, ``""`` when it was not."""
        with self._database.read() as r:
            return whole.text(r, story_id) or ""

    def show_whole(self, story_id: int, shown: bool) -> Change:
        """Remember whether a person reads the whole story or the feed's own text. Nothing anyone would undo."""
        with self._database.write() as w:
            whole.show(w, story_id, shown)
        return Change()

    def unread_neighbour(self, view: View, story_id: int | None, forward: bool = True) -> int | None:
        """The next (or previous) unread story of a view; the first (or last) one when ``story_id`` is None."""
        with self._database.read() as r:
            return rows.unread_neighbour(r, view, story_id, now=self._clock(), forward=forward)

    def following(self, view: View, story_id: int) -> int | None:
        """The story of a view that comes after one which need not be in it (any more); None when none does."""
        with self._database.read() as r:
            return rows.following(r, view, story_id, self._clock())

    def listing(self, view: View, limit: int | None, *, today: bool = False) -> list[StoryHeader]:
        """The first ``limit`` rows of a view (None: all), of the local day alone when ``today``."""
        now = self._clock()
        with self._database.read() as r:
            if not today or view.kind is ViewKind.TODAY:
                return rows.headers(r, rows.ids(r, view, now=now, limit=limit))
            start, end = counters.today(now)
            found: list[StoryHeader] = []
            ids = rows.ids(r, view, now=now)
            for at in range(0, len(ids), _PAGE):
                page = rows.headers(r, ids[at : at + _PAGE])
                found += [header for header in page if start <= header.when < end]
                if (page and page[-1].when < start) or (limit is not None and len(found) >= limit):
                    break
            return found[:limit]

    def latest_id(self) -> int:
        """The highest id of any story so far; those that come later have higher ones."""
        with self._database.read() as r:
            return rows.latest_id(r)

    def news(self, after: int, limit: int) -> tuple[int, list[StoryHeader]]:
        """Unread stories with ids above ``after`` of feeds whose news is told: how many, and the first ``limit``."""
        with self._database.read() as r:
            found = rows.news(r, after)
            return len(found), rows.headers(r, found[:limit])

    def snippets(self, ids: Sequence[int], query: str) -> dict[int, str]:
        """Where ``query`` was found in the texts of stories, by id."""
        from newsreader.store import bodies, snippets

        with self._database.read() as r:
            found = bodies.texts(r, ids)
        return {story_id: snippets.snippet(text, query) for story_id, text in found.items()}
