"""Four panes beside one another where there is room, fewer and drawers where there is not. Main thread.

From 1280 pixels on all four; below, the briefs are a drawer at the right; below 1000 the feeds are one at the left.
Where the system's text is larger than usual, so are the panes and these limits.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from newsreader.ui.panes_at import Docked, default_widths, docked_at, least_widths

_ORDER = ("feeds", "stories", "reader", "briefs")
_SIDES = ("feeds", "briefs")


class PaneFrame(QWidget):
    """Holds the four panes. ``shownChanged`` fires with ``feeds`` or ``briefs`` and whether that pane is seen now."""

    shownChanged = Signal(str, bool)

    def __init__(
        self, panes: Mapping[str, QWidget], scale: float = 1.0, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._panes = {name: panes[name] for name in _ORDER}
        self._widths = default_widths(scale)
        self._scale = scale
        self._least = least_widths(scale)
        self._wanted = dict.fromkeys(_SIDES, True)
        self._docked = Docked(True, True)
        self._splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        for name, pane in self._panes.items():
            pane.setMinimumWidth(self._least[name])
            self._splitter.addWidget(pane)
        self._stretch()
        self._drawers = {name: Drawer(self, right=name == "briefs") for name in _SIDES}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._splitter)
        self._splitter.splitterMoved.connect(lambda *_: self._remember())
        for name, drawer in self._drawers.items():
            drawer.closed.connect(lambda name=name: self.shownChanged.emit(name, False))
        self._place()

    def put(self, name: str, pane: QWidget) -> None:
        """Let ``pane`` stand where another stood in for it."""
        before, self._panes[name] = self._panes[name], pane
        shown = not before.isHidden()
        pane.setMinimumWidth(self._least[name])
        if before.parent() is self._splitter:
            self._splitter.replaceWidget(self._splitter.indexOf(before), pane)
            pane.setVisible(shown)
        else:
            pane.hide()
            pane.setParent(self._drawers[name])
        before.deleteLater()
        self._place()

    @property
    def docked(self) -> Docked:
        """Which side panes stand beside the others now."""
        return self._docked

    def widths(self) -> dict[str, int]:
        """The widths of the panes as the person set them; the reader takes the rest."""
        return dict(self._widths)

    def set_widths(self, widths: Mapping[str, int]) -> None:
        """Give the panes these widths."""
        self._widths |= {name: width for name, width in widths.items() if name in self._widths}
        self._place()

    def wanted(self, name: str) -> bool:
        """Whether the person wants the side pane where there is room for it."""
        return self._wanted[name]

    def shown(self, name: str) -> bool:
        """Whether the side pane is seen now, docked or as an open drawer."""
        return self._wanted[name] if self._is_docked(name) else self._drawers[name].is_open

    def show_side(self, name: str, shown: bool) -> None:
        """Show or hide a side pane: for good where it is docked, as a drawer where it is not."""
        if self._is_docked(name):
            self._wanted[name] = shown
            self._panes[name].setVisible(shown)
            self._place()
        elif shown:
            self._drawers[name].open(self._panes[name], self._widths[name])
        else:
            self._drawers[name].close_drawer()
        self.shownChanged.emit(name, self.shown(name))

    def set_wanted(self, name: str, wanted: bool) -> None:
        """Say whether a side pane is wanted where there is room; a drawer that is open stays."""
        self._wanted[name] = wanted
        self._place()
        self.shownChanged.emit(name, self.shown(name))

    def close_drawers(self) -> None:
        """Close every open drawer."""
        for drawer in self._drawers.values():
            drawer.close_drawer()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        now = docked_at(self.width(), self._scale)
        if now != self._docked:
            self._docked = now
            self.close_drawers()
            self._place()
            for name in _SIDES:
                self.shownChanged.emit(name, self.shown(name))
        for drawer in self._drawers.values():
            drawer.fit()

    def _is_docked(self, name: str) -> bool:
        return self._docked.feeds if name == "feeds" else self._docked.briefs

    def _place(self) -> None:
        """Put every pane where it belongs and give it its width."""
        for name in _SIDES:
            pane = self._panes[name]
            inside = pane.parent() is self._splitter
            if self._is_docked(name) and not inside:
                self._splitter.insertWidget(0 if name == "feeds" else self._splitter.count(), pane)
            elif not self._is_docked(name) and inside:
                pane.hide()
                pane.setParent(self._drawers[name])
            if self._is_docked(name):
                pane.setVisible(self._wanted[name])
        self._stretch()
        taken = {
            name: self._widths[name]
            for name in ("feeds", "stories", "briefs")
            if name == "stories" or (self._is_docked(name) and self._wanted[name])
        }
        rest = max(self._least["reader"], self.width() - sum(taken.values()) - len(taken))
        sizes = []
        for place in range(self._splitter.count()):
            name = self._name(self._splitter.widget(place))
            sizes.append(taken.get(name, rest if name == "reader" else 0))
        self._splitter.setSizes(sizes)

    def _stretch(self) -> None:
        for place in range(self._splitter.count()):
            self._splitter.setStretchFactor(place, int(self._name(self._splitter.widget(place)) == "reader"))

    def _remember(self) -> None:
        for place, size in enumerate(self._splitter.sizes()):
            name = self._name(self._splitter.widget(place))
            if name in self._widths and size > 0:
                self._widths[name] = size

    def _name(self, pane: QWidget | None) -> str:
        return next(name for name, known in self._panes.items() if known is pane)


class Drawer(QWidget):
    """A pane that comes over the others from one side. A click beside it or Escape closes it (``closed`` fires)."""

    closed = Signal()

    def __init__(self, frame: QWidget, *, right: bool) -> None:
        super().__init__(frame)
        self._right = right
        self._pane: QWidget | None = None
        self._width = 0
        self._back_to: QWidget | None = None
        self.hide()

    @property
    def is_open(self) -> bool:
        """True while it covers the panes."""
        return not self.isHidden()

    def open(self, pane: QWidget, width: int) -> None:
        """Show ``pane`` at ``width`` and give it the focus."""
        if self.is_open:
            return
        self._pane, self._width = pane, width
        self._back_to = self.window().focusWidget()
        pane.setParent(self)
        self.fit()
        pane.show()
        self.show()
        self.raise_()
        pane.setFocus(Qt.FocusReason.PopupFocusReason)
        pane.installEventFilter(self)

    def close_drawer(self) -> None:
        """Take it away; the focus goes back to where it was."""
        if not self.is_open:
            return
        had_focus = self.isAncestorOf(self.window().focusWidget() or self.window())
        if self._pane is not None:
            self._pane.removeEventFilter(self)
        self.hide()
        if had_focus and self._back_to is not None:
            self._back_to.setFocus()
        self._back_to = None
        self.closed.emit()

    def fit(self) -> None:
        """Cover the frame; the pane stands at its side."""
        frame = self.parentWidget()
        if self._pane is None or frame is None:
            return
        self.setGeometry(frame.rect())
        width = min(self._width, frame.width() - 60)
        x = frame.width() - width if self._right else 0
        self._pane.setGeometry(x, 0, width, frame.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(0, 0, 0, 56))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.close_drawer()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_drawer()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Clicks on the pane's own ground are not clicks beside it."""
        return event.type() == QEvent.Type.MouseButtonPress
