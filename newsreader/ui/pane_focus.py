"""Where the keys go: from pane to pane, and who keeps a typed key for itself. Main thread."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QKeySequenceEdit,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from newsreader.ui.feeds.tree_view import FeedTreeView
from newsreader.ui.width_rule import PaneFrame

_PRESS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_CHORDS = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)


def keeps_key(focus: QWidget | None, event: QKeyEvent) -> bool:
    """True when the widget with the focus is to get a key that could also be a shortcut.

    Fields keep everything typed without Ctrl, Alt or Meta; buttons keep the keys that press them; feed tree and
    page keep Enter, which opens folders and links.
    """
    if event.modifiers() & _CHORDS:
        return False
    if isinstance(focus, QLineEdit | QAbstractSpinBox | QComboBox | QKeySequenceEdit):
        return not (event.key() >= Qt.Key.Key_F1 and event.key() <= Qt.Key.Key_F35)
    if isinstance(focus, QTextEdit | QPlainTextEdit):
        return not focus.isReadOnly() or event.key() in _PRESS[1:]
    if isinstance(focus, QAbstractButton):
        return event.key() in _PRESS
    if isinstance(focus, FeedTreeView):
        return event.key() in _PRESS[1:]
    return False


class PaneFocus:
    """Moves the focus among the panes that are seen, in the order they stand."""

    def __init__(
        self, frame: PaneFrame, feeds: QWidget, stories: QWidget, reader: QWidget, briefs: QWidget
    ) -> None:
        self._frame = frame
        self._panes = (("feeds", feeds), ("stories", stories), ("reader", reader), ("briefs", briefs))

    def next(self) -> None:
        """To the pane at the right, from the last to the first."""
        self._step(1)

    def previous(self) -> None:
        """To the pane at the left, from the first to the last."""
        self._step(-1)

    def current(self) -> str:
        """The name of the pane that has the focus, ``""`` when it is elsewhere."""
        focus = self._frame.window().focusWidget()
        for name, pane in self._panes:
            if focus is not None and (pane is focus or pane.isAncestorOf(focus)):
                return name
        return ""

    def go(self, name: str) -> None:
        """Give the focus to a pane."""
        _target(dict(self._panes)[name]).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _step(self, by: int) -> None:
        # A pane that shows a mere sentence has nothing to give the focus to.
        seen = [name for name, pane in self._panes if _target(pane).isVisible()]
        here = self.current()
        place = seen.index(here) + by if here in seen else 0
        if seen:
            self.go(seen[place % len(seen)])


def _target(pane: QWidget) -> QWidget:
    """What in ``pane`` takes the keys."""
    return pane.focusProxy() or pane.findChild(QAbstractItemView) or pane
