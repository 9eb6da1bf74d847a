"""The list, or what stands in its place: that it is on its way, that it has no stories, or why it cannot be shown.

Main thread.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from newsreader.domain.errors import CacheDamaged, NewsreaderError
from newsreader.domain.feeds import FeedTree
from newsreader.domain.stories import View
from newsreader.ui.page_stack import PageStack
from newsreader.ui.reader.states import EmptyState, StateView
from newsreader.ui.stories.view_words import LOADING, empty_state, feeds_behind
from newsreader.ui.theme import Theme

_LOADING_MS = 250
"""A list that comes sooner shows no loading state, which would only flicker."""
_AGAIN = ("Try again", "reload")


class ListStack(PageStack):
    """``actionRequested`` carries the action of a state's button."""

    actionRequested = Signal(str)

    def __init__(self, theme: Theme, table: QWidget) -> None:
        super().__init__()
        self._table = table
        self.state = StateView(theme)
        self.state.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.state.actionRequested.connect(self.actionRequested)
        self.addWidget(table)
        self.addWidget(self.state)
        self.empty: View | None = None
        """The view of which it is told now that it has no stories."""
        self._tree: FeedTree | None = None
        self._fetching = False
        self._loading = QTimer(self)
        self._loading.setSingleShot(True)
        self._loading.setInterval(_LOADING_MS)
        self._loading.timeout.connect(lambda: self._show(LOADING))

    def wait(self) -> None:
        """A list is on its way: say so if it takes long."""
        self._loading.start()

    def show_list(self) -> None:
        """There are rows."""
        self._loading.stop()
        self.empty = None
        self.turn_to(self._table)

    def show_empty(self, view: View) -> None:
        """``view`` has no stories."""
        self._loading.stop()
        self._show(empty_state(view, feeds_behind(view, self._tree), fetching=self._fetching))
        self.empty = view

    def show_fault(self, fault: NewsreaderError) -> None:
        """There is no list, and why."""
        self._loading.stop()
        button, action = ("Restore…", "cache.restore") if isinstance(fault, CacheDamaged) else _AGAIN
        self._show(
            EmptyState("The list cannot be shown", fault.sentence, button, action, "error", fault=True)
        )

    def follow(self, tree: FeedTree) -> None:
        """Why a list is empty depends on the feeds behind it."""
        self._tree = tree
        self._tell_anew()

    def set_fetching(self, fetching: bool) -> None:
        """Feeds are asked now, or no more."""
        self._fetching = fetching
        self._tell_anew()

    def _tell_anew(self) -> None:
        if self.empty is not None:
            self.show_empty(self.empty)

    def _show(self, state: EmptyState) -> None:
        self.empty = None
        if state != self.state.state:
            self.state.show_state(state)
        self.turn_to(self.state)
