"""The briefs of the sidebar as a list model. Main thread."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from newsreader.domain.briefs import Brief
from newsreader.domain.changes import Change, Mark
from newsreader.ui.briefs.words import source_words

BriefRole = Qt.ItemDataRole.UserRole + 1
_Index = QModelIndex | QPersistentModelIndex


class BriefModel(QAbstractListModel):
    """Rows of Brief. What the person dismissed does not come back while the program runs."""

    def __init__(self, parent: QObject | None = None, *, clock: Callable[[], float] = time.time) -> None:
        super().__init__(parent)
        self._clock = clock
        self._briefs: list[Brief] = []
        self._dismissed: set[int] = set()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._briefs)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        brief = self._briefs[index.row()]
        if role == BriefRole:
            return brief
        if role == Qt.ItemDataRole.DisplayRole:
            return brief.headline
        if role == Qt.ItemDataRole.AccessibleTextRole:
            words = "".join(source_words(brief, int(self._clock())))
            return ". ".join(part for part in (brief.headline, brief.teaser, words) if part)
        return None

    def brief(self, row: int) -> Brief:
        """The brief of a row."""
        return self._briefs[row]

    def show(self, briefs: Sequence[Brief]) -> None:
        """Show these, without the dismissed ones. What is the same already stays untouched."""
        shown = [brief for brief in briefs if brief.id not in self._dismissed]
        if [brief.id for brief in shown] == [brief.id for brief in self._briefs]:
            self._briefs = shown
            self.refresh()
            return
        self.beginResetModel()
        self._briefs = shown
        self.endResetModel()

    def dismiss(self, row: int) -> None:
        """Take a brief away for good."""
        self._dismissed.add(self._briefs[row].id)
        self.beginRemoveRows(QModelIndex(), row, row)
        del self._briefs[row]
        self.endRemoveRows()

    def apply(self, change: Change) -> None:
        """Follow marks: an event is read when all its stories are."""
        if change.mark not in (Mark.READ, Mark.UNREAD) or not change.stories:
            return
        changed = set(change.stories)
        for row, brief in enumerate(self._briefs):
            if change.mark is Mark.READ:
                read = brief.read or changed.issuperset(brief.stories)
            else:
                read = brief.read and changed.isdisjoint(brief.stories)
            if read != brief.read:
                self._briefs[row] = replace(brief, read=read)
                self.dataChanged.emit(self.index(row), self.index(row))

    def refresh(self) -> None:
        """Draw all anew: ages went on."""
        if self._briefs:
            self.dataChanged.emit(self.index(0), self.index(len(self._briefs) - 1))
