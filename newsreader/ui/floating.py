"""Bars that float over the window: they come and go without moving what a person reads. Main thread."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QEvent, QObject, QPropertyAnimation, Qt
from PySide6.QtWidgets import QGraphicsOpacityEffect, QWidget

from newsreader.ui.theme import Theme

FADE_MS = 140
_AWAY = 16


class FloatingBar(QWidget):
    """Stands over the lower or upper middle of ``host`` and follows its size. Fades in and out, at once when motion is
    unwanted. ``bottom`` and ``top`` tell how much of the host is taken by other things there, in pixels."""

    def __init__(self, theme: Theme, host: QWidget, *, at_top: bool = False, margin: int = 0) -> None:
        super().__init__(host)
        self._theme = theme
        self._host = host
        self._at_top = at_top
        self._margin = margin + _AWAY
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.hide()
        host.installEventFilter(self)

    def appear(self) -> None:
        """Show it, or show its new contents."""
        self.place()
        was_visible = self.isVisible()
        self.show()
        self.raise_()
        if not was_visible:
            self._fade(0.0, 1.0)

    def vanish(self) -> None:
        """Hide it; the focus goes back to the window."""
        if self.isVisible():
            if self.isAncestorOf(self._host.window().focusWidget() or self._host):
                self._host.setFocus()
            self.hide()

    def place(self) -> None:
        """Take the place where it belongs now."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
        room = self._host.width() - 2 * _AWAY
        width = min(max(self.sizeHint().width(), self.minimumWidth()), room)
        height = max(self.sizeHint().height(), self.heightForWidth(width))
        top = self._margin if self._at_top else self._host.height() - height - self._margin
        self.setGeometry((self._host.width() - width) // 2, top, width, height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.place()
        return False

    def _fade(self, start: float, end: float) -> None:
        if self._theme.reduced_motion:
            return
        effect = QGraphicsOpacityEffect(self)
        self.setGraphicsEffect(effect)
        fade = QPropertyAnimation(effect, b"opacity", effect)
        fade.setDuration(FADE_MS)
        fade.setStartValue(start)
        fade.setEndValue(end)
        fade.setEasingCurve(QEasingCurve.Type.OutCubic)
        # An effect left in place would keep the text off the sharp path.
        fade.finished.connect(lambda: self.setGraphicsEffect(None))  # type: ignore[arg-type]
        fade.start()


def no_focus_by_mouse(widget: QWidget) -> None:
    """Let ``widget`` be reached by Tab alone: a click on it leaves the focus where the person reads."""
    widget.setFocusPolicy(Qt.FocusPolicy.TabFocus)
