"""The strip below a story: "Also covered by A · B · C and 2 more"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from newsreader.ui.reader import runs
from newsreader.ui.reader.link_button import LinkButton
from newsreader.ui.theme import Theme

HEIGHT = 44
SHOWN = 3


class RelatedStrip(QWidget):
    """Other publications' stories of the same event. Hidden while there are none."""

    storyRequested = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFixedHeight(theme.px(HEIGHT))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("ground", "paper")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 1, 12, 0)
        self._row.setSpacing(5)
        self._row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
        self.hide()

    def show_related(self, related: Sequence[tuple[int, str]]) -> None:
        """Show (story id, feed title) pairs, the first three by name."""
        while (item := self._row.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self.setVisible(bool(related))
        if not related:
            return
        self._row.addStretch()
        self._row.addWidget(self._words("Also covered by"))
        for place, (story, title) in enumerate(related[:SHOWN]):
            if place:
                self._row.addWidget(self._words("·"))
            self._row.addWidget(self._link(story, title))
        if len(related) > SHOWN:
            self._row.addWidget(self._words(f"and {len(related) - SHOWN} more"))
        self._row.addStretch()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A rule above."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, self._theme.color("rule"))
        painter.end()

    def _words(self, text: str) -> QLabel:
        label = QLabel(text)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setProperty("tone", "secondary")
        label.setFont(self._theme.font(12.5))
        return label

    def _link(self, story: int, title: str) -> LinkButton:
        shown = runs.label(title, 40) or "another feed"
        button = LinkButton(self._theme, shown, self._theme.font(12.5))
        button.setAccessibleName(f"Also covered by {shown}")
        button.clicked.connect(partial(self.storyRequested.emit, story))
        return button
