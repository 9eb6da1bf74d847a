"""Keeps the card under the eyes where it is while others come and go around it. Main thread."""

from __future__ import annotations

from newsreader.ui.briefs.model import BriefModel
from newsreader.ui.briefs.view import BriefsView


class Anchor:
    """Notes what stands where in a list; ``restore`` scrolls so that it stands there again.

    What is selected counts most while it is in sight, else what is at the top. At the very top of a list nobody looks
    at there is no anchor: what is new shall be seen.
    """

    def __init__(self, view: BriefsView, model: BriefModel) -> None:
        self._view = view
        self._model = model
        self._places = self._note()

    def _note(self) -> list[tuple[tuple[str, object], int]]:
        view = self._view
        looked_at = view.hasFocus() or view.underMouse()
        if not self._model.rowCount() or (view.verticalScrollBar().value() == 0 and not looked_at):
            return []
        height = view.viewport().height()
        seen = []
        current = view.currentIndex().row()
        for row in range(self._model.rowCount()):
            rect = view.visualRect(self._model.index(row, 0))
            if rect.bottom() >= 0 and rect.top() < height:
                seen.append((row != current, (self._model.row(row).key, rect.top())))
        return [place for _, place in sorted(seen, key=lambda item: item[0])]

    def restore(self) -> None:
        """Scroll back to the first of the noted rows that is still there."""
        view = self._view
        view.doItemsLayout()
        for key, top in self._places:
            row = self._model.row_of(key)
            if row is not None:
                bar = view.verticalScrollBar()
                bar.setValue(bar.value() + view.visualRect(self._model.index(row, 0)).top() - top)
                return
