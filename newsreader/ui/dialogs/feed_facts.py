"""The parts of a feed's page that only show: its head with the address, and what is known of it. Main thread."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from newsreader.domain.feeds import Feed
from newsreader.domain.fetching import FeedReport
from newsreader.ui.dialogs import feed_words
from newsreader.ui.dialogs.bars import WeekChart
from newsreader.ui.plain import plain_label
from newsreader.ui.theme import Theme
from newsreader.ui.tiles import paint_tile

_CHART = "chart"
_NAMES = ("Last check", "Next check", "Because", "Publishes", _CHART, "Document", "Validators", "Redirects")


class Tile(QWidget):
    """The letter tile of a feed, larger than in the tree: ``side`` design pixels."""

    def __init__(self, theme: Theme, side: int = 40) -> None:
        super().__init__()
        self._theme = theme
        self._side = theme.px(side)
        self._feed: Feed | None = None
        self.setFixedSize(QSize(self._side, self._side))

    def set_feed(self, feed: Feed) -> None:
        """Show the tile of ``feed``; faded while it is paused."""
        self._feed = feed
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The tile."""
        if self._feed is not None:
            painter = QPainter(self)
            place = QRectF(0, 0, self._side, self._side)
            paint_tile(painter, self._theme, place, self._feed.title, faded=self._feed.paused)
            painter.end()


class FeedHead(QWidget):
    """Tile, title and address; the address can be edited in its place."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tile = Tile(theme)
        self._title = plain_label(wrap=True)
        self._title.setFont(theme.font(17, QFont.Weight.DemiBold))
        self._address = plain_label(tone="secondary", wrap=True)
        self._address.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._field = QLineEdit()
        self._field.setAccessibleName("Address of the feed")
        self._line = QStackedLayout()
        self._line.addWidget(self._address)
        self._line.addWidget(self._field)
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addWidget(self._title)
        words.addLayout(self._line)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        row.addWidget(self._tile, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)

    def set_feed(self, feed: Feed) -> None:
        """Show ``feed``. What is being typed stays."""
        self._tile.set_feed(feed)
        self._title.setText(feed.title)
        self._address.setText(feed.url)

    @property
    def editing(self) -> bool:
        """Whether the address is being edited."""
        return self._line.currentWidget() is self._field

    @property
    def typed(self) -> str:
        """The address as it was typed."""
        return self._field.text().strip()

    def edit(self, on: bool) -> None:
        """Begin or end editing the address."""
        self._line.setCurrentWidget(self._field if on else self._address)
        if on:
            self._field.setText(self._address.text())
            self._field.selectAll()
            self._field.setFocus()


class FeedFacts(QWidget):
    """Names and values in two columns, the chart of stories per week among them. What is empty is not shown."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels: dict[str, QLabel] = {}
        self._values: dict[str, QLabel] = {}
        self._chart = WeekChart(theme)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(20)
        self._grid.setVerticalSpacing(10)
        self._grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        for row, name in enumerate(_NAMES):
            if name == _CHART:
                self._grid.addWidget(self._chart, row, 1)
                continue
            self._labels[name] = plain_label(name, tone="secondary")
            self._values[name] = plain_label(wrap=True)
            self._values[name].setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._grid.addWidget(self._labels[name], row, 0, top)
            self._grid.addWidget(self._values[name], row, 1, top)

    def names_width(self) -> int:
        """How wide the column of names is, in pixels: what stands above can begin where the values do."""
        return max(label.sizeHint().width() for label in self._labels.values())

    def add_row(self, name: str, line: QLayout) -> None:
        """Put one more named line at the foot."""
        row = self._grid.rowCount()
        self._grid.addWidget(plain_label(name, tone="secondary"), row, 0)
        self._grid.addLayout(line, row, 1)

    def show_report(self, report: FeedReport, now: int) -> None:
        """Say what is known."""
        waiting = not (report.feed.paused or report.state.gone or report.state.waits_for_person)
        self._put("Last check", feed_words.last_check(report, now))
        self._put("Next check", feed_words.next_check(report, now))
        self._put("Because", report.why_next if waiting else "")
        self._put("Publishes", feed_words.rhythm(report, now))
        self._put("Document", feed_words.document(report))
        self._put("Validators", feed_words.validators(report) if report.feed.last_checked else "")
        self._put("Redirects", feed_words.redirects(report))
        self._chart.set_weeks(report.weeks)
        self._chart.setVisible(any(report.weeks))
        # What was hidden just now still counts for the height of whatever holds us, until the event loop comes by.
        self._grid.activate()
        self.updateGeometry()

    def _put(self, name: str, text: str) -> None:
        self._values[name].setText(text)
        self._values[name].setVisible(bool(text))
        self._labels[name].setVisible(bool(text))
