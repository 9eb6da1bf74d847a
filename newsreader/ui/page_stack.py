"""Pages on top of one another, of which one is seen. Main thread."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QWidget


class PageStack(QStackedWidget):
    """Turns from page to page and takes the focus along: hiding what has it would send it somewhere else."""

    def turn_to(self, page: QWidget) -> None:
        """Show ``page``; if the focus was in this stack, ``page`` gets it."""
        focus = self.window().focusWidget()
        had_focus = focus is not None and self.isAncestorOf(focus)
        self.setCurrentWidget(page)
        if had_focus:
            page.setFocus()
