"""What the feed pane shows while there is no feed: one sentence and the ways to begin. Main thread."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from newsreader.ui.plain import plain_label
from newsreader.ui.theme import Theme


class NoFeeds(QWidget):
    """The empty state of the feed pane. Signals: ``addAsked``, ``browseAsked``, ``importAsked``."""

    addAsked = Signal()
    browseAsked = Signal()
    importAsked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._mark = QLabel(self)
        heading = plain_label("No feeds yet", self)
        heading.setFont(theme.font(14, QFont.Weight.DemiBold))
        text = plain_label(
            "Paste the address of a site you read, or bring your list from another reader.", self
        )
        text.setWordWrap(True)
        text.setProperty("tone", "secondary")
        text.setFont(theme.font(12.5))
        add = QPushButton("Add feed", self)
        add.setProperty("kind", "primary")
        add.clicked.connect(self.addAsked)
        browse = QPushButton("Browse the catalogue", self)
        browse.clicked.connect(self.browseAsked)
        bring = QPushButton("Import OPML", self)
        bring.clicked.connect(self.importAsked)
        layout = self._column = QVBoxLayout(self)
        layout.setContentsMargins(16, 20, 16, 16)
        layout.setSpacing(8)
        for widget in (self._mark, heading, text):
            layout.addWidget(widget, alignment=Qt.AlignmentFlag(0))
        layout.addSpacing(4)
        layout.addWidget(add)
        layout.addWidget(browse)
        layout.addWidget(bring)
        layout.addStretch(1)
        self._text = text
        theme.changed.connect(self._draw)
        self._draw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # A layout asks folded text for room for one line only, and the tree above would take the rest.
        self._text.setMinimumHeight(self._text.heightForWidth(self._column.contentsRect().width()))

    def _draw(self) -> None:
        self._mark.setPixmap(
            self._theme.pixmap("feed", "secondary", self._theme.px(24), self.devicePixelRatioF())
        )
