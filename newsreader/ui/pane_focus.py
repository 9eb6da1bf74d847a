"""The focus among the panes. Main thread."""

from __future__ import annotations

from PySide6.QtCore import Qt

from newsreader.ui.pane import Pane
from newsreader.ui.width_rule import PaneFrame


class PaneFocus:
    """Moves the focus among the panes that are seen, in the order they stand."""

    def __init__(self, frame: PaneFrame, feeds: Pane, stories: Pane, reader: Pane, briefs: Pane) -> None:
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
        dict(self._panes)[name].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _step(self, by: int) -> None:
        # A pane that shows a mere sentence has nothing to give the focus to.
        seen = [name for name, pane in self._panes if pane.focus_home.isVisible()]
        here = self.current()
        place = seen.index(here) + by if here in seen else 0
        if seen:
            self.go(seen[place % len(seen)])
