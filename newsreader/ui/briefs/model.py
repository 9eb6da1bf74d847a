"""The rows of the sidebar as a list model. Main thread."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from newsreader.domain.briefs import Brief, BriefSource
from newsreader.domain.changes import Change, Mark
from newsreader.text.dates import age_words
from newsreader.ui.briefs.rows import (
    Card,
    Heading,
    Row,
    SourceRow,
    WholeRow,
    kept,
    make_rows,
    marked,
    source_marked,
)
from newsreader.ui.briefs.words import more_words, source_words

RowRole = Qt.ItemDataRole.UserRole + 1
_Index = QModelIndex | QPersistentModelIndex


class BriefModel(QAbstractListModel):
    """Headings, cards and sources. Sources stay with an open card until it is closed or its stories changed."""

    def __init__(self, parent: QObject | None = None, *, clock: Callable[[], float] = time.time) -> None:
        super().__init__(parent)
        self._clock = clock
        self._briefs: list[Brief] = []
        self._opened: dict[int, list[BriefSource]] = {}
        self._whole: set[int] = set()
        """Open cards that show every story."""
        self._read: set[int] = set()
        """Stories marked read since the list was read: the last one of an event makes it read."""
        self._rows: list[Row] = []

    # -- Qt's questions ------------------------------------------------------------------------------------------

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Headings are only looked at."""
        if index.isValid() and isinstance(self._rows[index.row()], Heading):
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == RowRole:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return (
                row.text
                if isinstance(row, Heading | WholeRow)
                else (row.brief if isinstance(row, Card) else row.source).headline
            )
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(row)
        return None

    def _spoken(self, row: Row) -> str:
        now = int(self._clock())
        if isinstance(row, Heading | WholeRow):
            return row.text
        if isinstance(row, Card):
            brief = row.brief
            shown = ("Open" if row.open else "Closed") if row.opens else ""
            followed = "Followed" if brief.followed else ""
            parts = (brief.headline, brief.teaser, "".join(source_words(brief, now)), followed, shown)
        else:
            source = row.source
            unread = "" if source.read else "Unread"
            parts = (unread, source.title, source.headline, age_words(source.when, now), more_words(row.more))
        return ". ".join(part for part in parts if part)

    # -- rows ----------------------------------------------------------------------------------------------------

    @property
    def briefs(self) -> Sequence[Brief]:
        """The briefs that are shown, from the top."""
        return self._briefs

    def row(self, row: int) -> Row:
        """What stands in a row."""
        return self._rows[row]

    def row_of(self, key: tuple[str, object]) -> int | None:
        """Where the row with this key stands."""
        return next((place for place, row in enumerate(self._rows) if row.key == key), None)

    def brief(self, id: int) -> Brief | None:
        """A brief by its id."""
        return next((brief for brief in self._briefs if brief.id == id), None)

    def brief_at(self, row: int) -> Brief | None:
        """The brief that a row belongs to, None for a heading or no row."""
        found = self._rows[row] if 0 <= row < len(self._rows) else None
        if isinstance(found, Card):
            return found.brief
        return self.brief(found.brief) if isinstance(found, SourceRow | WholeRow) else None

    def last_row(self, brief: int) -> int | None:
        """The lowest row of a brief, None when it is not shown."""
        rows = range(len(self._rows) - 1, -1, -1)
        return next((row for row in rows if (found := self.brief_at(row)) and found.id == brief), None)

    # -- filling -------------------------------------------------------------------------------------------------

    def show(self, briefs: Sequence[Brief], stays: int | None = None) -> list[int]:
        """Show these; ``stays`` is a brief that stays though it is not among them. The ids of open cards whose
        stories are others now: their sources are to be read again."""
        before = {brief.id: brief.stories for brief in self._briefs}
        self._briefs = kept(briefs, self._briefs, stays)
        self._read.clear()
        now = {brief.id: brief.stories for brief in self._briefs}
        self._opened = {id: sources for id, sources in self._opened.items() if len(now.get(id, ())) > 1}
        self._whole.intersection_update(self._opened)
        self._lay()
        return [id for id in self._opened if set(now[id]) != set(before.get(id, ()))]

    def open(self, brief: int, sources: Sequence[BriefSource]) -> None:
        """Show the sources of a card; fewer than two are nothing to open."""
        if self.brief(brief) is not None and len(sources) > 1:
            self._opened[brief] = list(sources)
            self._lay()

    def close(self, brief: int) -> None:
        """Close a card."""
        self._whole.discard(brief)
        if self._opened.pop(brief, None) is not None:
            self._lay()

    def show_whole(self, brief: int, shown: bool = True) -> None:
        """Show every story of an open card, or no more than one of each publication again."""
        if brief in self._opened:
            self._whole.add(brief) if shown else self._whole.discard(brief)
            self._lay()

    def is_open(self, brief: int) -> bool:
        """Whether a card shows its sources."""
        return brief in self._opened

    def remove(self, brief: int) -> None:
        """Take a card away."""
        self._briefs = [other for other in self._briefs if other.id != brief]
        self._opened.pop(brief, None)
        self._whole.discard(brief)
        self._lay()

    def apply(self, change: Change) -> None:
        """Follow marks."""
        mark, changed = change.mark, frozenset(change.stories)
        if mark not in (Mark.READ, Mark.UNREAD) or not changed:
            return
        if mark is Mark.READ:
            self._read |= changed
        else:
            self._read -= changed
        if all(changed.isdisjoint(brief.stories) for brief in self._briefs):
            return
        # Ten thousand stories can be marked at once: these sets are made once, not for each brief.
        read = self._read.union(
            source.story for sources in self._opened.values() for source in sources if source.read
        )
        self._briefs = [marked(brief, mark, changed, read) for brief in self._briefs]
        self._opened = {
            id: [source_marked(source, mark, changed) for source in sources]
            for id, sources in self._opened.items()
        }
        self._lay()

    def refresh(self) -> None:
        """Draw all anew: ages went on."""
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def _lay(self) -> None:
        """Put the rows as they should be now, by as small a change as will do: rows that stay keep their place, and
        those that say what they said are not drawn anew."""
        new = make_rows(self._briefs, self._opened, self._whole)
        old_keys, new_keys = [row.key for row in self._rows], [row.key for row in new]
        start = _common(old_keys, new_keys)
        end = _common(old_keys[start:][::-1], new_keys[start:][::-1])
        gone, came = len(old_keys) - start - end, len(new_keys) - start - end
        if gone and came:
            self.beginResetModel()
            self._rows = new
            self.endResetModel()
            return
        if gone:
            self.beginRemoveRows(QModelIndex(), start, start + gone - 1)
            self._rows = self._rows[:start] + self._rows[start + gone :]
            self.endRemoveRows()
        elif came:
            self.beginInsertRows(QModelIndex(), start, start + came - 1)
            self._rows = self._rows[:start] + new[start : start + came] + self._rows[start:]
            self.endInsertRows()
        before, self._rows = self._rows, new
        for place, (old, row) in enumerate(zip(before, new, strict=True)):
            if row != old:
                self.dataChanged.emit(self.index(place), self.index(place))


def _common(one: Sequence[object], other: Sequence[object]) -> int:
    """How many items two sequences begin with in common."""
    count = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        count += 1
    return count
