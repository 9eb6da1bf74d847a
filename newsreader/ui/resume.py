"""Goes back to where the last start ended: the story selected, list and page scrolled as they were. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QScrollBar

from newsreader.domain.stories import View, ViewKind
from newsreader.ui.state import WindowState

if TYPE_CHECKING:
    from newsreader.ui.stories.pane import StoryPane

_PATIENCE_MS = 4000
"""A list longer than its first page comes in two parts; by then both are here, or the story is not in it."""

_PASSING = (ViewKind.SEARCH.value, ViewKind.EVENT.value)
"""Lists that are of no use another day."""


class Place(NamedTuple):
    """Where a person is: the story in the reader, and how far list and page are scrolled, in pixels."""

    story: int | None = None
    list_scroll: int = 0
    page_scroll: int = 0


class Resume(QObject):
    """Selects the story as soon as the list has it, and scrolls once there is something to scroll.

    The first step a person takes meanwhile ends it: nothing moves under their eyes.
    """

    def __init__(self, stories: StoryPane, place: Place) -> None:
        super().__init__(stories)
        self.place = place
        self._stories = stories
        self._over = QTimer(self)
        self._over.setSingleShot(True)
        self._over.timeout.connect(self.deleteLater)
        self._over.start(_PATIENCE_MS)
        stories.model.modelReset.connect(self._soon)
        stories.model.rowsInserted.connect(self._soon)
        stories.storySelected.connect(self._end)

    def page_here(self, bar: QScrollBar) -> None:
        """The page is set: scroll it by its ``bar``."""
        self._scroll(bar, self.place.page_scroll)

    def _soon(self, *_args: object) -> None:
        QTimer.singleShot(0, self, self._select)

    def _select(self) -> None:
        if self.place.story is None or not self._stories.selectStory(self.place.story, quiet=True):
            return
        self._scroll(self._stories.table.verticalScrollBar(), self.place.list_scroll)
        self._stories.model.modelReset.disconnect(self._soon)
        self._stories.model.rowsInserted.disconnect(self._soon)

    def _scroll(self, bar: QScrollBar, to: int) -> None:
        """Scroll now, or when there is so much to scroll."""
        if bar.maximum() >= to:
            bar.setValue(to)
            return

        def grown(_least: int, most: int) -> None:
            if most >= to:
                bar.setValue(to)
                bar.rangeChanged.disconnect(grown)

        bar.rangeChanged.connect(grown)

    def _end(self, *_args: object) -> None:
        self.deleteLater()


def last_view(state: WindowState) -> View | None:
    """The story list shown last, None when it is not known."""
    kind, id = state.text("list/kind"), state.number("list/id")
    if kind not in {known.value for known in ViewKind} or kind in _PASSING:
        return None
    needs_id = kind in (ViewKind.FEED.value, ViewKind.FOLDER.value)
    return None if needs_id and id is None else View(ViewKind(kind), id if needs_id else None)


def keep_view(state: WindowState, view: View) -> None:
    """Note the story list shown."""
    state.set_text("list/kind", view.kind.value)
    state.set_number("list/id", view.id)


def last_place(state: WindowState) -> Place:
    """Where the person was in it."""
    return Place(state.number("list/story"), state.number("list/scroll") or 0, state.number("list/page") or 0)


def keep_place(state: WindowState, place: Place) -> None:
    """Note where the person is."""
    state.set_number("list/story", place.story)
    state.set_number("list/scroll", place.list_scroll)
    state.set_number("list/page", place.page_scroll)
