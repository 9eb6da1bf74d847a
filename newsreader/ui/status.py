"""The status line: how far a refresh is, what came of the last one, and where the link under the pointer leads.

Main thread.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QWidget

from newsreader.ui.panes_at import STATUS_HEIGHT
from newsreader.ui.plain import plain_label
from newsreader.ui.theme import Theme
from newsreader.ui.tool_button import tool_button

_MESSAGE_MS = 6000


class StatusLine(QWidget):
    """``stopAsked`` fires when the person stops the refresh, ``summaryClicked`` never changes anything by itself."""

    stopAsked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("part", "status")
        self.setFixedHeight(max(STATUS_HEIGHT, theme.px(STATUS_HEIGHT)))
        font = theme.font(11.5)
        self._left = _Elided(self)
        self._right = plain_label("", self, tone="secondary")
        for label in (self._left, self._right):
            label.setFont(font)
        self._bar = QProgressBar(self)
        self._bar.setFixedSize(120, 4)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Progress of the refresh")
        self._stop = tool_button(
            theme, "close", "Stop refreshing", self._ask_to_stop, self, side=20, drawn=14
        )
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(12)
        row.addWidget(self._left)
        row.addWidget(self._bar)
        row.addWidget(self._stop)
        row.addStretch(1)
        row.addWidget(self._right)
        self._message = QTimer(self)
        self._message.setSingleShot(True)
        self._message.timeout.connect(self._message_over)
        self._link = self._said = self._progress = ""
        self.hideProgress()

    def showProgress(self, text: str, done: int, total: int) -> None:
        """Show a refresh under way; with ``total`` 0 it is not known how far."""
        self._progress = text
        self._bar.setRange(0, max(0, total))
        self._bar.setValue(done)
        self._show()

    def hideProgress(self) -> None:
        """No refresh is under way."""
        self._progress = ""
        self._show()

    def showSummary(self, text: str) -> None:
        """What came of the last refresh, at the right."""
        self._right.setText(text)
        self._row.activate()  # else the next frame would show its first letter only

    def showMessage(self, text: str) -> None:
        """Say ``text`` for some seconds."""
        self._said = text
        self._message.start(_MESSAGE_MS)
        self._show()

    def showLink(self, address: str) -> None:
        """Where the link under the pointer leads, ``""`` when there is none."""
        self._link = address
        self._show()

    def text(self) -> str:
        """What the left side says."""
        return self._left.whole

    def summary(self) -> str:
        """What the right side says."""
        return self._right.text()

    def _ask_to_stop(self) -> None:
        self.stopAsked.emit()

    def _message_over(self) -> None:
        self._said = ""
        self._show()

    def _show(self) -> None:
        busy = bool(self._progress) and not self._link
        self._bar.setVisible(busy)
        self._stop.setVisible(busy)
        self._left.show_text(self._link or self._said or self._progress)


class _Elided(QLabel):
    """A label of one line that is cut in its middle when there is no room: both ends of an address matter."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("tone", "secondary")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)

    def show_text(self, text: str) -> None:
        self.whole = text[:2000]
        self.updateGeometry()
        self._fit()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        return QSize(metrics.horizontalAdvance(self.whole) + 2, metrics.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        metrics = QFontMetrics(self.font())
        shown = metrics.elidedText(self.whole, Qt.TextElideMode.ElideMiddle, max(self.width(), 1))
        if shown != self.text():
            self.setText(shown)
