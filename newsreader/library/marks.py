"""Commands that mark stories: one transaction, which also remembers how to take it back. Disk is the truth."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain

from newsreader.domain.changes import Change, Mark
from newsreader.domain.errors import UsageError
from newsreader.domain.stories import View
from newsreader.library import words
from newsreader.store import journal, statuses
from newsreader.store import stories as rows
from newsreader.store.database import Database, Writer

MARK = "mark"
"""The kind of their journal entries; payload ``{"mark", "stories"}``."""


class Marks:
    """Marks stories. Runs on the thread that owns the library; raises StoreError."""

    def __init__(self, database: Database, clock: Callable[[], int]) -> None:
        self._database = database
        self._clock = clock

    def mark(
        self, ids: Sequence[int], how: Mark, *, deliberate: bool = True, all_must_exist: bool = False
    ) -> Change:
        """Mark stories; those that are so already, or gone, are left alone.

        A mark that is not ``deliberate`` (a story was opened) is not undone by Undo. With ``all_must_exist`` an unknown
        id raises UsageError and nothing is changed.
        """
        with self._database.write() as w:
            if all_must_exist:
                there = rows.existing(w, ids)
                missing = [story_id for story_id in ids if story_id not in there]
                if missing:
                    raise UsageError(f"There is no story {missing[0]}.")
            return self._mark(w, ids, how, deliberate)

    def toggle(self, ids: Sequence[int], how: Mark) -> Change:
        """Mark stories; where all are marked so already, take the mark off them."""
        with self._database.write() as w:
            change = self._mark(w, ids, how, deliberate=True)
            return change if change.stories else self._mark(w, ids, how.opposite, deliberate=True)

    def mark_view(self, view: View, how: Mark) -> Change:
        """Mark every story of a view."""
        return self.mark_views([view], how)

    def mark_views(self, views: Sequence[View], how: Mark) -> Change:
        """Mark every story of several views in one step."""
        with self._database.write() as w:
            found = [statuses.ids_to_mark(w, view, how, now=self._clock()) for view in views]
            ids = found[0] if len(found) == 1 else list(dict.fromkeys(chain.from_iterable(found)))
            return self._mark(w, ids, how, deliberate=True)

    def _mark(self, w: Writer, ids: Sequence[int], how: Mark, deliberate: bool) -> Change:
        changed = statuses.mark(w, ids, how)
        if not changed:
            return Change()
        text = words.marked(len(changed), how)
        if not deliberate:
            return Change(stories=changed, mark=how)
        journal.record(w, MARK, text, {"mark": how.value, "stories": list(changed)}, at=self._clock())
        return Change(text, changed, how, undoable=True)
