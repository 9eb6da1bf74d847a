"""Undo and redo: one journal for window and command line, on disk. Runs on the thread that owns the library."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from newsreader.domain.changes import Change
from newsreader.domain.errors import UsageError
from newsreader.library import takeback
from newsreader.store import journal
from newsreader.store.database import Database, Reader
from newsreader.store.journal import Entry


class Journal:
    """What can be taken back, newest first. Raises StoreError."""

    def __init__(self, database: Database, clock: Callable[[], int]) -> None:
        self._database = database
        self._clock = clock

    def next_undo(self) -> str | None:
        """What undo would take back ("312 stories marked read"), None when there is nothing."""
        return self._text(journal.last)

    def next_redo(self) -> str | None:
        """What redo would do again, None when there is nothing."""
        return self._text(journal.last_undone)

    def undo(self) -> Change:
        """Take back the newest change; an empty Change when there is none.

        Raises UsageError when it cannot be taken back any more; it is forgotten then, so that the one before can be.
        """
        return self._perform(journal.last, takeback.take_back, undone=True)

    def redo(self) -> Change:
        """Do the change again that was undone last. Raises UsageError as ``undo`` does."""
        return self._perform(journal.last_undone, takeback.redo, undone=False)

    def _text(self, find: Callable[[Reader], Entry | None]) -> str | None:
        with self._database.read() as r:
            entry = find(r)
        return None if entry is None else entry.text

    def _perform(
        self, find: Callable[[Reader], Entry | None], step: takeback.Entrance, *, undone: bool
    ) -> Change:
        entry: Entry | None = None
        try:
            with self._database.write() as w:
                entry = find(w)
                if entry is None:
                    return Change()
                change, payload = step(w, entry.kind, entry.payload, self._clock())
                journal.set_undone(w, entry.id, undone, payload)
        except UsageError:
            if entry is not None:
                self._forget(entry.id)
            raise
        return replace(change, text=f"{'Undone' if undone else 'Done again'}: {entry.text}")

    def _forget(self, entry_id: int) -> None:
        with self._database.write() as w:
            journal.drop(w, entry_id)
