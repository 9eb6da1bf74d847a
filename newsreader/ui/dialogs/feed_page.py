"""The page of a feed: what a person wants to know when it misbehaves, and the buttons that help. Main thread."""

from __future__ import annotations

import time
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from newsreader.domain.changes import Change
from newsreader.domain.errors import NewsreaderError
from newsreader.domain.feeds import FeedReport
from newsreader.library import jobs as ask
from newsreader.ui.dialogs import feed_words
from newsreader.ui.dialogs.bars import WeekChart
from newsreader.ui.dialogs.remove import RemoveDialog
from newsreader.ui.dialogs.sheet import Sheet, button, note, set_tone
from newsreader.ui.jobs import Jobs
from newsreader.ui.plain import plain_label
from newsreader.ui.tasks import Tasks
from newsreader.ui.theme import Theme
from newsreader.ui.tiles import paint_tile


class Tile(QWidget):
    """The letter tile of a feed, larger than in the tree."""

    def __init__(self, theme: Theme, side: int = 40) -> None:
        super().__init__()
        self._theme = theme
        self._side = side
        self.title = ""
        self.faded = False
        self.setFixedSize(QSize(side, side))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The tile."""
        painter = QPainter(self)
        paint_tile(painter, self._theme, QRectF(0, 0, self._side, self._side), self.title, faded=self.faded)
        painter.end()


class FeedPage(Sheet):
    """Shows the report of a feed and follows it. ``removed`` when it was unsubscribed."""

    removed = Signal(int)

    def __init__(
        self, theme: Theme, tasks: Tasks, jobs: Jobs, feed: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, "Feed", parent, width=640)
        self._tasks = tasks
        self._jobs = jobs
        self._id = feed
        self._report: FeedReport | None = None
        self._rows: dict[str, QLabel] = {}
        self._build(theme)
        self.hide_heading()
        tasks.changed.connect(self._changed)
        jobs.changed.connect(self._arrived)
        self._ask()

    # -- what it is made of --------------------------------------------------------------------------------------

    def _build(self, theme: Theme) -> None:
        self._build_head(theme)
        self._fault = note(theme, tone="error", px=13)
        self._fault.setContentsMargins(0, 14, 0, 0)
        self.body.addWidget(self._fault)
        self.body.addSpacing(16)
        self._chart = WeekChart(theme)
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        names = (
            "Last check",
            "Next check",
            "Because",
            "Publishes",
            "",
            "Document",
            "Validators",
            "Redirects",
        )
        for row, name in enumerate(names):
            label = plain_label(name, tone="secondary")
            top = Qt.AlignmentFlag.AlignTop
            if not name:
                grid.addWidget(self._chart, row, 1)
                continue
            value = plain_label(wrap=True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setBuddy(value)
            grid.addWidget(label, row, 0, top)
            grid.addWidget(value, row, 1, top)
            self._rows[name] = value
            self._rows[name + "?"] = label
        self.body.addLayout(grid)
        self.body.addSpacing(14)
        self._build_interval(theme, grid, len(names))
        self.body.addStretch(1)
        self._build_buttons()

    def _build_head(self, theme: Theme) -> None:
        self._tile = Tile(theme)
        self._title = plain_label()
        self._title.setFont(theme.font(17, QFont.Weight.DemiBold))
        self._title.setWordWrap(True)
        self._address = plain_label(tone="secondary")
        self._address.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._address.setWordWrap(True)
        self._field = QLineEdit()
        self._field.setAccessibleName("Address of the feed")
        self._line = QStackedLayout()
        self._line.addWidget(self._address)
        self._line.addWidget(self._field)
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addWidget(self._title)
        words.addLayout(self._line)
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(self._tile, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        self.body.addLayout(head)

    def _build_interval(self, theme: Theme, grid: QGridLayout, row: int) -> None:
        self._interval = QComboBox()
        self._interval.setAccessibleName("Check")
        for seconds, text in feed_words.INTERVALS:
            self._interval.addItem(text, seconds)
        self._interval.activated.connect(self._set_interval)
        self._pause = button("Pause")
        self._pause.clicked.connect(self._toggle_pause)
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(self._interval)
        line.addWidget(self._pause)
        line.addStretch(1)
        grid.addWidget(plain_label("Check", tone="secondary"), row, 0)
        grid.addLayout(line, row, 1)

    def _build_buttons(self) -> None:
        self._remove = button("Remove…", "danger")
        self._edit = button("Edit address…")
        self._check = button("Check now")
        self._close = button("Close", "primary", default=True)
        self._remove.clicked.connect(self._ask_to_remove)
        self._edit.clicked.connect(self._edit_address)
        self._check.clicked.connect(self._check_now)
        self._close.clicked.connect(self.accept)
        self.buttons.addWidget(self._remove)
        self.buttons.addWidget(self._edit)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self._check)
        self.buttons.addWidget(self._close)
        self._close.setFocus()

    # -- showing -------------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        self._tasks.query(
            lambda library: library.feeds.report(self._id), self._show, self._failed, key="feed-page"
        )

    def _show(self, report: FeedReport) -> None:
        now = int(time.time())
        self._report = report
        feed = report.feed
        self.setWindowTitle(feed.title)
        self._tile.title, self._tile.faded = feed.title, feed.paused
        self._tile.update()
        self._title.setText(feed.title)
        self._address.setText(feed.url)
        self._say(feed.error, error=True)
        self._put("Last check", feed_words.last_check(report, now))
        self._put("Next check", feed_words.next_check(report, now))
        waiting = not (feed.paused or report.state.gone)
        self._put("Because", report.why_next if waiting else "")
        self._put("Publishes", feed_words.rhythm(report, now))
        self._put("Document", feed_words.document(report))
        self._put("Validators", feed_words.validators(report) if feed.last_checked else "")
        self._put("Redirects", feed_words.redirects(report.redirects, report.state.moved_to))
        self._chart.set_weeks(report.weeks)
        self._chart.setVisible(any(report.weeks))
        self._interval.setCurrentIndex(feed_words.interval_index(feed.interval))
        self._pause.setText("Resume" if feed.paused else "Pause")
        self.fit()

    def _put(self, name: str, text: str) -> None:
        self._rows[name].setText(text)
        self._rows[name].setVisible(bool(text))
        self._rows[name + "?"].setVisible(bool(text))

    def _say(self, sentence: str, *, error: bool) -> None:
        self._fault.setText(sentence)
        set_tone(self._fault, "error" if error else "secondary")
        self._fault.setVisible(bool(sentence))

    def _failed(self, fault: NewsreaderError) -> None:
        self._say(fault.sentence, error=True)
        self._check.setEnabled(True)
        self._check.setText("Check now")
        self.fit()

    # -- doing ---------------------------------------------------------------------------------------------------

    def _check_now(self) -> None:
        self._check.setEnabled(False)
        self._check.setText("Checking…")
        self._jobs.run("sync", ask.sync([self._id], force=True), done=self._checked, failed=self._failed)

    def _checked(self, _report: dict[str, Any]) -> None:
        self._check.setEnabled(True)
        self._check.setText("Check now")
        self._ask()

    def _edit_address(self) -> None:
        if self._line.currentWidget() is self._field:
            self._save_address()
            return
        self._field.setText(self._address.text())
        self._line.setCurrentWidget(self._field)
        self._edit.setText("Save address")
        self._edit.setDefault(True)
        self._field.selectAll()
        self._field.setFocus()

    def _save_address(self) -> None:
        url = self._field.text().strip()
        self._tasks.command(lambda library: library.feeds.set(self._id, url=url), self._saved, self._failed)

    def _saved(self, _change: Change) -> None:
        self._leave_editing()
        self._ask()

    def _leave_editing(self) -> None:
        self._line.setCurrentWidget(self._address)
        self._edit.setText("Edit address…")
        self._close.setDefault(True)
        self._close.setFocus()

    def reject(self) -> None:
        """Esc first gives up editing the address, then closes."""
        if self._line.currentWidget() is self._field:
            self._leave_editing()
            return
        super().reject()

    def _set_interval(self, index: int) -> None:
        seconds = feed_words.INTERVALS[index][0]
        self._tasks.command(
            lambda library: library.feeds.set(self._id, interval=seconds), failed=self._failed
        )

    def _toggle_pause(self) -> None:
        paused = not (self._report is not None and self._report.feed.paused)
        self._tasks.command(lambda library: library.feeds.set(self._id, paused=paused), failed=self._failed)

    def _ask_to_remove(self) -> None:
        if self._report is None:
            return
        dialog = RemoveDialog(self.theme, self._tasks, [self._report.feed], self)
        dialog.accepted.connect(self._gone)
        dialog.open()

    def _gone(self) -> None:
        self.removed.emit(self._id)
        self.accept()

    # -- following -----------------------------------------------------------------------------------------------

    def _changed(self, change: Change) -> None:
        if self.isVisible() and self._id in change.feeds:
            self._ask()

    def _arrived(self, document: dict[str, Any]) -> None:
        if self.isVisible() and self._id in document.get("feeds", ()):
            self._ask()
