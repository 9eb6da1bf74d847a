"""The rows of a feed's page that say what is kept of its stories, and whether new ones are told. Main thread."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QWidget

from newsreader.domain.feeds import Feed
from newsreader.text.numbers import counted
from newsreader.ui.dialogs.feed_facts import FeedFacts

_DAYS: tuple[tuple[int | None, str], ...] = (
    (None, "As in the preferences"),
    (0, "For ever"),
    (7, "For a week"),
    (30, "For 30 days"),
    (90, "For 90 days"),
    (365, "For a year"),
)


class FeedKeeping(QObject):
    """``chosen`` carries what a person changed, as ``library.feeds.set`` takes it."""

    chosen = Signal(dict)

    def __init__(self, facts: FeedFacts) -> None:
        super().__init__(facts)
        self._days = QComboBox()
        self._days.setAccessibleName("How long read stories stay")
        for days, text in _DAYS:
            self._days.addItem(text, days)
        self._offline = QCheckBox("Keep unread stories and their pictures for reading offline")
        self._whole = QCheckBox("Fetch the whole story from its page")
        self._notify = QCheckBox("Tell about new stories on the desktop")
        self._days.activated.connect(
            lambda place: self.chosen.emit({"keep_days": self._days.itemData(place)})
        )
        self._offline.clicked.connect(lambda on: self.chosen.emit({"keep_unread": on}))
        self._notify.clicked.connect(lambda on: self.chosen.emit({"notify": on}))
        self._whole.clicked.connect(lambda on: self.chosen.emit({"whole_story": on}))
        facts.add_row("Text", _line(self._whole))
        facts.add_row("Keep read", _line(self._days))
        facts.add_row("Offline", _line(self._offline))
        facts.add_row("Notices", _line(self._notify))

    def show_feed(self, feed: Feed) -> None:
        """Show what is chosen for ``feed``."""
        if (place := self._days.findData(feed.keep_days)) < 0:  # a number set by the command line
            self._days.addItem(f"For {counted(feed.keep_days or 0, 'day', 'days')}", feed.keep_days)
            place = self._days.count() - 1
        self._days.setCurrentIndex(place)
        self._offline.setChecked(feed.keep_unread)
        self._whole.setChecked(feed.whole_story)
        self._notify.setChecked(feed.notify)


def _line(widget: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    line.addWidget(widget)
    line.addStretch(1)
    return line
