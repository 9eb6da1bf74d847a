"""Keeps a draft in the cache while it is written: within half a second of every change. Main thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from newsreader.domain.changes import Change
from newsreader.domain.errors import NewsreaderError
from newsreader.domain.events import Draft
from newsreader.ui.tasks import Tasks

if TYPE_CHECKING:
    from newsreader.library.library import Library

_GATHER_MS = 400
"""A crash costs at most what was typed in this time."""


@dataclass(slots=True)
class _Kept:
    """The id the draft got, shared by the commands in the order in which they are carried out."""

    id: int


class DraftKeeper(QObject):
    """``kept`` with the id after each time it was kept, ``failed`` with the fault when it could not be."""

    kept = Signal(int)
    failed = Signal(object)

    def __init__(self, tasks: Tasks, draft_id: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._slot = _Kept(draft_id)
        self._latest: Draft | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_GATHER_MS)
        self._timer.timeout.connect(self.keep_now)

    @property
    def pending(self) -> bool:
        """True while something is typed that was not yet given to be kept."""
        return self._latest is not None

    def edit(self, draft: Draft) -> None:
        """The draft reads so now."""
        self._latest = draft
        if not self._timer.isActive():
            self._timer.start()

    def keep_now(self) -> None:
        """Give what is typed to be kept, without waiting."""
        self._timer.stop()
        if self._latest is None:
            return
        draft, self._latest = self._latest, None
        self._tasks.command(self._saving(draft), self._done, self._failed)

    def drop(self) -> None:
        """Keep nothing more: the draft was removed."""
        self._timer.stop()
        self._latest = None

    def then(
        self,
        command: Callable[[Library, int], Change],
        done: Callable[[Change], None],
        failed: Callable[[NewsreaderError], None] | None = None,
    ) -> None:
        """Carry out a command that needs the draft, once everything typed is kept. Its fault goes to the signal
        ``failed`` unless somebody takes it."""
        self.keep_now()
        slot = self._slot
        self._tasks.command(lambda library: command(library, slot.id), done, failed or self._failed)

    def begin(self, draft: Draft) -> None:
        """Make sure that there is a draft: pictures need one."""
        if not self._slot.id and self._latest is None:
            self._latest = draft
        self.keep_now()

    def _saving(self, draft: Draft) -> Callable[[Library], Change]:
        slot = self._slot

        def save(library: Library) -> Change:
            change = library.events.save(replace(draft, id=slot.id))
            (slot.id,) = change.drafts
            return change

        return save

    def _done(self, change: Change) -> None:
        self.kept.emit(change.drafts[0])

    def _failed(self, fault: NewsreaderError) -> None:
        self.failed.emit(fault)
