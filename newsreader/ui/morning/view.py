"""Today in brief as a full page over the panes: read it, walk it, print it, keep it. Main thread."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from newsreader.domain.briefs import Brief
from newsreader.domain.errors import NewsreaderError
from newsreader.library.edition import Edition
from newsreader.ui.morning.sheet import BriefTile, Paper, SheetView
from newsreader.ui.page_stack import PageStack
from newsreader.ui.reader.states import EmptyState, StateView
from newsreader.ui.theme import Theme

LOADING = EmptyState("Setting the page", "Today's briefs are on their way.", icon="morning")
NOTHING = EmptyState(
    "Nothing in brief yet", "What your feeds report in the next hours makes this page.", icon="morning"
)
FETCHING = EmptyState("Fetching your feeds", "What they report makes this page.", icon="refresh")
_BAR = 44
_ON = (Qt.Key.Key_Down, Qt.Key.Key_Right)
_BACK = (Qt.Key.Key_Up, Qt.Key.Key_Left)


class MorningView(QWidget):
    """Covers ``over``, the panes, while it is open.

    ``chosen`` carries the Brief to open, ``keyed`` (action id, Brief) an action whose key was pressed on it; ``closed``
    fires when it goes. ``printAsked``, ``pdfAsked`` and ``htmlAsked`` ask to print or keep the page, ``again`` to read
    the briefs once more.
    """

    chosen = Signal(object)
    keyed = Signal(str, object)
    closed = Signal()
    printAsked = Signal()
    pdfAsked = Signal()
    htmlAsked = Signal()
    again = Signal()

    def __init__(self, theme: Theme, over: QWidget, *, clock: Callable[[], float] = time.time) -> None:
        super().__init__(over.parentWidget())
        self._theme = theme
        self._over = over
        self._keys: dict[str, str] = {}
        self._edition: Edition | None = None
        self._fetching = False
        self._back_to: QWidget | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("ground", "paper")
        self.setAccessibleName("Today in brief")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.paper = Paper(theme, clock)
        self.sheet = SheetView(self.paper)
        self._state = StateView(theme)
        self._stack = PageStack()
        self._stack.addWidget(self._state)
        self._stack.addWidget(self.sheet)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar())
        column.addWidget(self._stack, 1)
        self.paper.chosen.connect(self.chosen)
        self._state.actionRequested.connect(lambda _action: self.again.emit())
        over.installEventFilter(self)
        self.hide()

    def _bar(self) -> QWidget:
        bar = QWidget()
        bar.setFixedHeight(self._theme.px(_BAR))
        row = QHBoxLayout(bar)
        row.setContentsMargins(16, 0, 8, 0)
        row.setSpacing(4)
        row.addStretch()
        self._print = self._button("print", "Print (Ctrl+P)", self.printAsked.emit)
        self._keep = self._button("download", "Keep as a file", self._open_menu)
        self._close = self._button("close", "Close (Esc)", self.close_page)
        for button in (self._print, self._keep, self._close):
            row.addWidget(button)
        return bar

    def _button(self, icon: str, words: str, run: Callable[[], object]) -> QToolButton:
        button = QToolButton()
        button.setIcon(self._theme.icon(icon))
        button.setIconSize(QSize(20, 20))
        button.setFixedSize(32, 32)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setToolTip(words)
        button.setAccessibleName(words.partition(" (")[0])
        button.clicked.connect(lambda _checked=False: run())
        return button

    def make_menu(self) -> QMenu:
        """The kinds of file the page can be kept as."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Save as PDF…").triggered.connect(lambda _checked=False: self.pdfAsked.emit())
        menu.addAction("Save as a web page…").triggered.connect(lambda _checked=False: self.htmlAsked.emit())
        return menu

    def _open_menu(self) -> None:
        self.make_menu().popup(self._keep.mapToGlobal(self._keep.rect().bottomLeft()))

    # -- what is shown -------------------------------------------------------------------------------------------

    @property
    def edition(self) -> Edition | None:
        """The page that is shown, None while there is none."""
        return self._edition

    def set_keys(self, keys: Mapping[str, str]) -> None:
        """The keys that mean the page while it is open: key sequence -> action; ``""`` for keys that mean nothing."""
        self._keys = dict(keys)

    def show_edition(self, edition: Edition) -> None:
        """Show this page."""
        self._edition = edition
        for button in (self._print, self._keep):
            button.setEnabled(edition.lead is not None)
        if edition.lead is None:
            self._state.show_state(FETCHING if self._fetching else NOTHING)
            self._stack.turn_to(self._state)
            return
        self.paper.show_edition(edition)
        if self._stack.currentWidget() is not self.sheet:
            self._stack.turn_to(self.sheet)
        inside = self.window().focusWidget()
        if self._focused() is None and inside is not None and (inside is self or self.isAncestorOf(inside)):
            self._go(0)

    def set_fetching(self, fetching: bool) -> None:
        """Take note that feeds are fetched for the first time now, or no more: where there is nothing, that is why."""
        self._fetching = fetching
        if self._state.state in (NOTHING, FETCHING):
            self._state.show_state(FETCHING if fetching else NOTHING)

    def show_loading(self) -> None:
        """Say that the page is on its way, unless there is one."""
        if self._edition is None or self._edition.lead is None:
            self._state.show_state(LOADING)
            self._stack.turn_to(self._state)

    def show_fault(self, fault: NewsreaderError) -> None:
        """Say why there is no page."""
        state = EmptyState(
            "The page cannot be shown", fault.sentence, "Try again", "again", "error", fault=True
        )
        self._state.show_state(state)
        self._stack.turn_to(self._state)

    def open_page(self) -> None:
        """Come over the panes; the brief that had the focus last has it again."""
        if self.isVisible():
            return
        self._back_to = self.window().focusWidget()
        self.setGeometry(self._over.geometry())
        self.show()
        self.raise_()
        tile = self._last_tile()
        (tile or self).setFocus(Qt.FocusReason.PopupFocusReason)

    def close_page(self, *, give_back: bool = True) -> None:
        """Go; the focus goes back to where it was, with ``give_back``."""
        if not self.isVisible():
            return
        self.hide()
        if give_back and self._back_to is not None:
            self._back_to.setFocus()
        self._back_to = None
        self.closed.emit()

    # -- keys ----------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Take our keys before the window's shortcuts do."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._is_ours(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def _is_ours(self, event: QKeyEvent) -> bool:
        return _text_of(event) in self._keys or event.matches(QKeySequence.StandardKey.Print)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """j and k, arrows and Home and End walk, Space pages, Escape closes; a brief's own actions by their keys."""
        key, id = event.key(), self._keys.get(_text_of(event))
        if key == Qt.Key.Key_Escape:
            self.close_page()
        elif event.matches(QKeySequence.StandardKey.Print):
            self.printAsked.emit()
        elif id == "story.next" or key in _ON:
            self._step(1)
        elif id == "story.previous" or key in _BACK:
            self._step(-1)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._go(0 if key == Qt.Key.Key_Home else len(self.paper.tiles) - 1)
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            back = key == Qt.Key.Key_PageUp or bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.sheet.page(-1 if back else 1)
        elif id == "story.open":
            if (tile := self._focused()) is not None:
                self.chosen.emit(tile.brief)
        elif id:
            if (tile := self._focused()) is not None:
                self.keyed.emit(id, tile.brief)
        elif id is None:
            super().keyPressEvent(event)

    def _step(self, by: int) -> None:
        tile = self._focused()
        self._go(self.paper.tiles.index(tile) + by if tile is not None else 0)

    def _go(self, place: int) -> None:
        if 0 <= place < len(self.paper.tiles):
            tile = self.paper.tiles[place]
            tile.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.sheet.ensureWidgetVisible(tile, 0, 24)

    def _focused(self) -> BriefTile | None:
        return next((tile for tile in self.paper.tiles if tile.hasFocus()), None)

    def _last_tile(self) -> QWidget | None:
        inside = self.paper.focusWidget()
        return inside if inside in self.paper.tiles else next(iter(self.paper.tiles), None)

    def current(self) -> Brief | None:
        """The brief that has the focus."""
        tile = self._focused()
        return tile.brief if tile is not None else None

    # -- geometry ------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the panes wherever they are."""
        if watched is self._over and event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self.setGeometry(self._over.geometry())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """A rule at the top, as between toolbar and panes."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, self._theme.color("rule"))
        painter.end()


def _text_of(event: QKeyEvent) -> str:
    plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return QKeySequence(event.key() | plain.value).toString(QKeySequence.SequenceFormat.PortableText)
