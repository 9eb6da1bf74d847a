"""Duplicates folded under one row: stories of one event, under the first of them in the list. Main thread.

Only the rows whose headers are here are looked at, so that a list of a million stories costs no more than its pages;
while it is off it costs nothing. A story that begins a day or a feed stays where it is: its heading hangs on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject

from newsreader.domain.errors import NewsreaderError
from newsreader.ui.stories.fold import Fold
from newsreader.ui.stories.model import StoryModel
from newsreader.ui.stories.table import StoryTable
from newsreader.ui.tasks import Tasks


class Folding(QObject):
    """Hides the duplicates of a list, shows them again, and tells who stands for whom."""

    def __init__(self, tasks: Tasks, model: StoryModel, table: StoryTable) -> None:
        super().__init__(table)
        self._tasks = tasks
        self._model = model
        self._table = table
        self._on = False
        self._asked: set[int] = set()
        self._leads: dict[int, int] = {}
        """The row that stands for an event."""
        self._under: dict[int, list[int]] = {}
        """The rows folded under such a row."""
        self._lead_of: dict[int, int] = {}
        self._open: set[int] = set()
        model.modelAboutToBeReset.connect(self._forget)
        model.headersCame.connect(self._look)
        table.foldClicked.connect(self.toggle)
        table.unfoldWanted.connect(self.unfold)
        table.hiddenWanted.connect(self.open_for)

    @property
    def on(self) -> bool:
        """Whether duplicates are folded."""
        return self._on

    def set_on(self, on: bool) -> None:
        """Fold from now on, or show everything."""
        if on != self._on:
            self._on = on
            self._forget()
            if on:
                self._look(self._model.known_rows())
            self._table.viewport().update()

    def fold(self, row: int) -> Fold | None:
        """What is folded under a row, None for nothing."""
        under = self._under.get(row)
        if not under:
            return None
        headers = [self._model.headers.get(self._model.snapshot[other]) for other in under]
        known = [header for header in headers if header is not None]
        names = tuple(dict.fromkeys(header.feed_title for header in known if header.feed_title))
        return Fold(len(under), names, any(not header.read for header in known), row in self._open)

    def with_folded(self, rows: Iterable[int]) -> list[int]:
        """``rows`` with those folded under them: what is done to a row is done to all it stands for."""
        found: dict[int, None] = {}
        for row in rows:
            found[row] = None
            if row not in self._open:
                found.update(dict.fromkeys(self._under.get(row, ())))
        return list(found)

    def toggle(self, row: int) -> None:
        """Show the rows folded under ``row``, or fold them again."""
        lead = self._lead_of.get(row, row)
        if lead not in self._under:
            return
        if lead in self._open:
            self._open.discard(lead)
            if row != lead:
                self._table.go_to(lead)
        else:
            self._open.add(lead)
        self._hide(self._under[lead], lead not in self._open)

    def unfold(self, row: int, shown: bool) -> None:
        """Show or fold what stands under ``row``."""
        lead = self._lead_of.get(row, row)
        if lead in self._under and (lead in self._open) != shown:
            self.toggle(row)

    def open_for(self, row: int) -> None:
        """A hidden row is wanted: show it."""
        lead = self._lead_of.get(row)
        if lead is not None and lead not in self._open:
            self.toggle(lead)

    # -- finding -------------------------------------------------------------------------------------------------

    def _look(self, rows: Sequence[int]) -> None:
        """Ask which of these rows, whose headers came, tell the same event as others."""
        if not self._on:
            return
        snapshot = self._model.snapshot
        places = {snapshot[row]: row for row in rows if row not in self._asked}
        self._asked.update(places.values())
        if not places:
            return

        def here(events: dict[int, int]) -> None:
            if self._on and snapshot is self._model.snapshot:
                self._fold({places[story]: event for story, event in events.items() if story in places})

        def failed(_fault: NewsreaderError) -> None:
            """The rows stay unfolded: a list without folds is right too."""
            self._asked.difference_update(places.values())

        self._tasks.query(lambda library: library.briefs.duplicates(list(places)), here, failed)

    def _fold(self, events: dict[int, int]) -> None:
        changed: list[int] = []
        for row in sorted(events):
            lead = self._leads.setdefault(events[row], row)
            if lead == row or row in self._lead_of or self._model.heading(row):
                continue
            self._under.setdefault(lead, []).append(row)
            self._lead_of[row] = lead
            if lead not in self._open and row != self._table.current_row():
                changed.append(row)
        if changed:
            self._hide(changed, True)
        self._table.viewport().update()

    def _hide(self, rows: Sequence[int], hidden: bool) -> None:
        """Hide or show rows; what is in sight does not move by what goes or comes above it."""
        table = self._table
        top = table.rowAt(0)
        before = table.rowViewportPosition(top) if top >= 0 else 0
        for row in rows:
            table.setRowHidden(row, hidden)
        if top >= 0 and not table.isRowHidden(top) and any(row < top for row in rows):
            table.updateGeometries()
            bar = table.verticalScrollBar()
            bar.setValue(bar.value() + table.rowViewportPosition(top) - before)
        table.viewport().update()

    def _forget(self) -> None:
        for row in self._lead_of:
            if self._table.isRowHidden(row):
                self._table.setRowHidden(row, False)
        for found in (self._asked, self._open):
            found.clear()
        for kept in (self._leads, self._under, self._lead_of):
            kept.clear()
