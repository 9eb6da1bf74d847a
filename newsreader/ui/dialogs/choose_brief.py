"""Chooses the event of the day that a story tells too. Main thread."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QLineEdit, QListWidget, QListWidgetItem, QWidget

from newsreader.domain.briefs import Brief, BriefList
from newsreader.domain.errors import NewsreaderError
from newsreader.ui.briefs.words import source_words
from newsreader.ui.dialogs.sheet import Sheet, button, note, set_tone
from newsreader.ui.reader import runs
from newsreader.ui.tasks import Tasks
from newsreader.ui.theme import Theme

_HOURS = 72
_MOST = 200
_ROWS = 9


class ChooseBriefDialog(Sheet):
    """Lists the events of the last three days; ``chosen`` carries the id of the one that ``story`` belongs to."""

    chosen = Signal(int)

    def __init__(
        self, theme: Theme, tasks: Tasks, story: int, now: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, "Same event as…", parent, width=520)
        self._story = story
        self._now = now
        self._briefs: list[Brief] = []
        self._field = QLineEdit()
        self._field.setPlaceholderText("Words of the event")
        self._field.setAccessibleName("Words of the event")
        self._field.setMaxLength(200)
        self._list = QListWidget()
        self._list.setAccessibleName("Events")
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setMinimumHeight(theme.px(_ROWS * 30))
        self._hint = note(theme, "The events of the last days are on their way.")
        self._hint.setContentsMargins(2, 8, 2, 0)
        self.body.addWidget(self._field)
        self.body.addSpacing(8)
        self.body.addWidget(self._list, 1)
        self.body.addWidget(self._hint)
        cancel, self._go = button("Cancel"), button("Same event", "primary", default=True)
        self.buttons.addStretch(1)
        self.buttons.addWidget(cancel)
        self.buttons.addWidget(self._go)
        cancel.clicked.connect(self.reject)
        self._go.clicked.connect(self._choose)
        self._list.itemActivated.connect(lambda _item: self._choose())
        self._list.currentRowChanged.connect(lambda row: self._go.setEnabled(row >= 0))
        self._field.textChanged.connect(lambda _text: self._fill())
        self._go.setEnabled(False)
        tasks.query(
            lambda library: library.briefs.list(_HOURS, _MOST), self._here, self._failed, key="choose-brief"
        )

    def _here(self, briefs: BriefList) -> None:
        self._briefs = [brief for brief in briefs.briefs if self._story not in brief.stories]
        self._fill()

    def _failed(self, fault: NewsreaderError) -> None:
        self._hint.setText(fault.sentence)
        set_tone(self._hint, "error")
        self._hint.show()

    def _fill(self) -> None:
        """Show the events that have all the words typed."""
        words = self._field.text().casefold().split()
        self._list.clear()
        for brief in self._briefs:
            told = f"{brief.headline} {brief.teaser} {' '.join(brief.sources)}".casefold()
            if all(word in told for word in words):
                who = "".join(source_words(brief, self._now))
                headline = runs.label(brief.headline, 120) or runs.label(brief.teaser, 120)
                item = QListWidgetItem(f"{runs.isolated(headline)}   {who}")
                item.setData(Qt.ItemDataRole.UserRole, brief.id)
                item.setSizeHint(QSize(0, self.theme.px(30)))
                self._list.addItem(item)
        self._list.setCurrentRow(0 if self._list.count() else -1)
        nothing = "No event of the last days has these words." if words else "There is no other event."
        self._hint.setText("" if self._list.count() else nothing)
        self._hint.setVisible(not self._list.count())

    def _choose(self) -> None:
        item = self._list.currentItem()
        if item is not None:
            self.chosen.emit(int(item.data(Qt.ItemDataRole.UserRole)))
            self.accept()
