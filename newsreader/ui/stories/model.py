"""The rows of a story list: ids of the whole view, headers of what is on the screen. Main thread.

The model asks for what it lacks by ``pagesWanted`` and never touches the library. A row that is not there yet has no
header: the delegate draws a placeholder.
"""

from __future__ import annotations

import time
from array import array
from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from newsreader.domain.changes import Change
from newsreader.domain.stories import StoryHeader
from newsreader.text.dates import age_words
from newsreader.ui.reader import runs
from newsreader.ui.reader.headline import headline, sign
from newsreader.ui.stories.days import day_of
from newsreader.ui.stories.fold import Fold
from newsreader.ui.stories.header_cache import HeaderCache
from newsreader.ui.stories.headings import Group, group_of, group_words
from newsreader.ui.stories.options import Grouping
from newsreader.ui.stories.snapshot import Snapshot

PAGE = 100
_NEAR = 2 * PAGE
_AHEAD = {PAGE // 4: -PAGE // 2, PAGE // 2: PAGE, 3 * PAGE // 4: PAGE // 2}
"""Rows of a page that, when they are looked at, bring a page beside theirs: how far away a row of that is."""
HeaderRole = Qt.ItemDataRole.UserRole + 1
_Index = QModelIndex | QPersistentModelIndex


class StoryModel(QAbstractTableModel):
    """One column. ``pagesWanted`` carries page numbers and the ids of headers to fetch for them, to be answered with
    ``take_headers``; ``headingsFound`` the rows that turned out to begin a group (a list), which then are taller;
    ``headersCame`` the rows whose headers are here now (a list), ``marksChanged`` the stories whose marks are others
    now (a set)."""

    pagesWanted = Signal(list, list)
    headingsFound = Signal(list)
    headersCame = Signal(list)
    marksChanged = Signal(object)

    def __init__(self, parent: QObject | None = None, *, clock: Callable[[], float] = time.time) -> None:
        super().__init__(parent)
        self._clock = clock
        self.folds: Callable[[int], Fold | None] = lambda _row: None
        self.snapshot = Snapshot()
        self.headers = HeaderCache()
        self._grouping: Grouping = "none"
        self._groups: dict[int, Group] = {}
        self._wanted: set[int] = set()
        self._ahead: set[int] = set()
        self._asked: set[int] = set()
        self._gone: set[int] = set()
        self._ask_soon = QTimer(self)
        self._ask_soon.setSingleShot(True)
        self._ask_soon.setInterval(0)
        self._ask_soon.timeout.connect(self._ask)

    # -- Qt's questions ------------------------------------------------------------------------------------------

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.snapshot)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 1

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role == HeaderRole:
            return self.header(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            header = self.header(index.row())
            return headline(header) if header is not None else ""
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.spoken(index.row())
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Nothing to see; and for a screen reader no row numbers between headlines."""
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return "Story"
        return "" if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) else None

    # -- rows ----------------------------------------------------------------------------------------------------

    def header(self, row: int) -> StoryHeader | None:
        """The header of a row; None, and asked for, when it is not here."""
        story = self.snapshot[row]
        header = self.headers.get(story)
        if header is None and story not in self._gone:
            self._want(row)
        elif (place := row % PAGE) in _AHEAD:
            self._want_ahead(row + _AHEAD[place])
        return header

    def heading(self, row: int) -> str:
        """The heading above a row, ``""`` where no group begins (or it is not known yet)."""
        group = self._groups.get(row)
        return group_words(group, day_of(int(self._clock()))) if group is not None else ""

    def heading_rows(self) -> list[int]:
        """The rows known to begin a group."""
        return list(self._groups)

    def spoken(self, row: int) -> str:
        """What a screen reader says of a row: headline (and sign, without words), feed, age, unread, saved."""
        header = self.header(row)
        if header is None:
            return "Loading"
        parts = [
            "" if header.read else "Unread",
            headline(header),
            runs.label(sign(header)),
            header.feed_title,
            age_words(header.when, int(self._clock())),
            "Saved" if header.saved else "",
            fold.spoken if (fold := self.folds(row)) is not None else "",
        ]
        return ". ".join(part for part in parts if part)

    # -- filling -------------------------------------------------------------------------------------------------

    def begin(
        self, headers: Sequence[StoryHeader], *, grouping: Grouping, snapshot: Snapshot | None = None
    ) -> None:
        """Show another list, of which the first page is here; or all ids, and the headers around one place."""
        self.beginResetModel()
        self.snapshot = Snapshot(header.id for header in headers) if snapshot is None else snapshot
        self.headers.clear()
        self._groups.clear()
        self._wanted.clear()
        self._ahead.clear()
        self._asked.clear()
        self._gone.clear()
        self._grouping = grouping
        self.headers.put(headers)
        self.endResetModel()
        known = self.known_rows()
        self._find_groups(known)
        self.headersCame.emit(known)

    def complete(self, rest: array[int], newest: int | None = None) -> None:
        """Add the rows after the first page; ``newest`` is the highest id among them, where it is known."""
        if rest:
            count = len(self.snapshot)
            self.beginInsertRows(QModelIndex(), count, count + len(rest) - 1)
            self.snapshot.extend(rest, newest)
            self.endInsertRows()

    def take_headers(self, pages: Sequence[int], ids: Sequence[int], headers: Sequence[StoryHeader]) -> None:
        """Put in the headers that were asked for. A story that is gone from the cache keeps an empty row."""
        self.headers.put(headers)
        self._gone.update(set(ids).difference(header.id for header in headers))
        self._asked.difference_update(pages)
        self._ask_ahead()
        for page in pages:
            first, last = page * PAGE, min(len(self.snapshot), (page + 1) * PAGE) - 1
            if first <= last:
                self._find_groups(range(first, last + 2))
                self.headersCame.emit(list(range(first, last + 1)))

    def apply(self, change: Change) -> None:
        """Follow a Change. Rows stay where they are, whatever the view."""
        if change.mark is not None and change.stories:
            changed = self.headers.mark(change.stories, change.mark)
            if self._asked or self._wanted:  # an answer under way may be older than the mark
                self._wanted |= self._asked
                self._asked.clear()
                self._ask_soon.start()
            if changed:
                self.marksChanged.emit(changed)

    def refresh(self) -> None:
        """Paint everything anew: ages went on."""
        if len(self.snapshot):
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.snapshot) - 1, 0))

    def group_by(self, grouping: Grouping) -> None:
        """Other headings, or none; the caller sets the heights of ``heading_rows`` before and after."""
        self._grouping = grouping
        self._groups.clear()
        self._find_groups(self.known_rows())

    # -- what is missing -----------------------------------------------------------------------------------------

    def _want(self, row: int) -> None:
        page = row // PAGE
        if page not in self._wanted and page not in self._asked:
            self._wanted.add(page)
            if not self._ask_soon.isActive():
                self._ask_soon.start()

    def _want_ahead(self, row: int) -> None:
        """Ask for the page of ``row``, which comes into sight next if a person scrolls on, as soon as nothing in sight
        is missing."""
        if 0 <= row < len(self.snapshot) and self.snapshot[row] not in self.headers:
            self._ahead.add(row // PAGE)
            self._ask_ahead()

    def _ask_ahead(self) -> None:
        self._ahead -= self._asked
        if self._ahead and not self._asked and not self._ask_soon.isActive():
            self._ask_soon.start()

    def _ask(self) -> None:
        pages = sorted(self._wanted)[:4]
        if not pages:
            pages, self._ahead = sorted(self._ahead)[:1], set()
        self._wanted = set()
        self._asked = set(pages)
        if pages:
            # One row before each page tells whether a day begins at its first row.
            ids = [
                story for page in pages for story in self.snapshot.slice(page * PAGE - 1, (page + 1) * PAGE)
            ]
            self.pagesWanted.emit(pages, list(dict.fromkeys(ids)))

    def known_rows(self) -> list[int]:
        """The rows whose headers are here, in order."""
        known = [row for row in range(min(len(self.snapshot), _NEAR)) if self.snapshot[row] in self.headers]
        if len(known) == len(self.headers):
            return known
        rows, near = set(known), 0  # some are far down, near one another
        for story in self.headers.ids():
            row = self.snapshot.row_of(story, near)
            if row is not None:
                rows.add(row)
                near = row
        return sorted(rows)

    def _find_groups(self, rows: Iterable[int]) -> None:
        if self._grouping == "none":
            return
        found = []
        for row in rows:
            if row >= len(self.snapshot) or row in self._groups:
                continue
            header = self.headers.get(self.snapshot[row])
            above = self.headers.get(self.snapshot[row - 1]) if row else None
            if header is None or (row and above is None):
                continue
            group = group_of(header, self._grouping)
            if above is None or group_of(above, self._grouping) != group:
                self._groups[row] = group
                found.append(row)
        if found:
            self.headingsFound.emit(found)
