"""What the four panes have in common: their focus lives in one part of them. Main thread."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


class Pane(QWidget):
    """A pane. Whoever gives it the focus gives it to ``focus_home``.

    A focus proxy would do that too; but Qt's Tab takes a pane with a proxy for a stop of its own: it goes past the
    buttons above the list, and stands still where the proxy is hidden.
    """

    focus_home: QWidget

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Give the focus to the part that takes the keys."""
        self.focus_home.setFocus(reason)
