"""What a person does to the selected stories: marks, menu, browser, clipboard. Main thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMimeData, QObject, QPoint, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from newsreader.domain.changes import Mark
from newsreader.domain.stories import StoryHeader
from newsreader.ui.reader.headline import headline
from newsreader.ui.stories.menu import story_menu
from newsreader.ui.stories.model import StoryModel
from newsreader.ui.stories.table import StoryTable
from newsreader.ui.theme import Theme

_MOST_OPENED = 20


class ChosenStories(QObject):
    """``anyChanged`` tells whether any is selected. ``marksRequested`` (ids, Mark) asks to mark stories,
    ``togglesRequested`` (ids, Mark) to mark them or, where all are marked so, to take the mark off. ``keys`` tells the
    first key of an action, for the menu; ``cleaned`` is an address as it is given on."""

    anyChanged = Signal(bool)
    marksRequested = Signal(tuple, object)
    togglesRequested = Signal(tuple, object)
    joinAsked = Signal(int)

    def __init__(
        self, theme: Theme, table: StoryTable, model: StoryModel, opener: Callable[[str], bool], pane: QWidget
    ) -> None:
        super().__init__(pane)
        self.keys: Callable[[str], str] = lambda _id: ""
        self.cleaned: Callable[[str], str] = str
        self.with_folded: Callable[[list[int]], list[int]] = list
        self._theme = theme
        self._table = table
        self._model = model
        self._opener = opener
        self._pane = pane
        table.selectionModel().selectionChanged.connect(lambda *_: self.anyChanged.emit(self.any))
        model.modelReset.connect(lambda: self.anyChanged.emit(self.any))
        table.customContextMenuRequested.connect(self.open_menu)
        table.starClicked.connect(lambda row: self._toggle((model.snapshot[row],), Mark.SAVED))
        table.outsideWanted.connect(self._open_row)

    @property
    def any(self) -> bool:
        """True when a story is selected."""
        return self._table.selectionModel().hasSelection()

    def ids(self) -> tuple[int, ...]:
        """All selected stories, from the top."""
        return tuple(self._model.snapshot[row] for row in self._table.selected_rows())

    def headers(self) -> list[StoryHeader]:
        """Those of their headers that are here."""
        found = (self._model.headers.get(story) for story in self.ids())
        return [header for header in found if header is not None]

    def markSelected(self, mark: Mark) -> None:
        """Ask to mark the selected stories; read and unread also those folded under them."""
        if ids := self._read_ids() if mark in (Mark.READ, Mark.UNREAD) else self.ids():
            self.marksRequested.emit(ids, mark)

    def toggleRead(self) -> None:
        """Read becomes unread; of several, all read if any was not."""
        self._toggle(self._read_ids(), Mark.READ)

    def _read_ids(self) -> tuple[int, ...]:
        """The selected stories and those folded under them: one row, one event."""
        return tuple(self._model.snapshot[row] for row in self.with_folded(self._table.selected_rows()))

    def toggleSaved(self) -> None:
        """Saved becomes not saved; of several, all saved if any was not."""
        self._toggle(self.ids(), Mark.SAVED)

    def markAbove(self) -> None:
        """Ask to mark every story above the current one read."""
        self._mark_rows(0, self._table.current_row())

    def markBelow(self) -> None:
        """Ask to mark every story below the current one read."""
        self._mark_rows(self._table.current_row() + 1, len(self._model.snapshot))

    def openOutside(self) -> None:
        """Open the selected stories in the browser."""
        for header in self.headers()[:_MOST_OPENED]:
            self._opener(header.link)

    def copyLinks(self) -> None:
        """Copy the addresses of the selected stories."""
        _copy("\n".join(self.cleaned(header.link) for header in self.headers() if header.link))

    def copyTitles(self) -> None:
        """Copy headlines and addresses of the selected stories."""
        titles = (f"{headline(header)}\n{self.cleaned(header.link)}".strip() for header in self.headers())
        _copy("\n".join(titles))

    def joinEvent(self) -> None:
        """Ask to choose the event that the selected story tells too."""
        for story in self.ids()[:1]:
            self.joinAsked.emit(story)

    def open_menu(self, place: QPoint) -> None:
        """Show the context menu at a place of the list."""
        many = len(self._table.selected_rows())
        if many:
            menu = story_menu(self._theme, self.headers(), many, self, self.keys, self._pane)
            menu.popup(self._table.viewport().mapToGlobal(place))

    def _toggle(self, ids: tuple[int, ...], mark: Mark) -> None:
        """By what the rows show; of rows that are not here, disk says what they are."""
        headers = [self._model.headers.get(story) for story in ids]
        if None in headers:
            self.togglesRequested.emit(ids, mark)
        elif ids:
            read = mark is Mark.READ
            marked = all(header.read if read else header.saved for header in headers if header is not None)
            self.marksRequested.emit(ids, mark.opposite if marked else mark)

    def _mark_rows(self, start: int, end: int) -> None:
        if ids := tuple(self._model.snapshot.slice(start, end)):
            self.marksRequested.emit(ids, Mark.READ)

    def _open_row(self, row: int) -> None:
        header = self._model.header(row)
        if header is not None:
            self._opener(header.link)


def _copy(text: str) -> None:
    data = QMimeData()
    data.setText(text)
    QGuiApplication.clipboard().setMimeData(data)
