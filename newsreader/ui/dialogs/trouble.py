"""All feeds that have trouble or have long been silent, and what can be done about each. Main thread."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from newsreader.domain.changes import Change
from newsreader.domain.errors import NewsreaderError
from newsreader.domain.feeds import Feed
from newsreader.domain.fetching import FeedHealth
from newsreader.library import jobs as ask
from newsreader.text.numbers import counted
from newsreader.ui.dialogs.feed_page import FeedPage
from newsreader.ui.dialogs.remove import RemoveDialog
from newsreader.ui.dialogs.sheet import Sheet, button, note, set_tone
from newsreader.ui.dialogs.trouble_rows import Row, rows_of
from newsreader.ui.jobs import Jobs
from newsreader.ui.plain import plain_tip
from newsreader.ui.tasks import Tasks
from newsreader.ui.theme import Theme
from newsreader.ui.tiles import paint_tile

_ROW = Qt.ItemDataRole.UserRole
_TILE = 24


class TroubleDialog(Sheet):
    """Two groups of feeds in one list; several can be chosen and checked or removed together."""

    feedRemoved = Signal(int)

    def __init__(self, theme: Theme, tasks: Tasks, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Feeds in trouble", parent, width=640)
        self._tasks = tasks
        self._jobs = jobs
        self._hint = note(theme, "Looking at all feeds…")
        self._hint.setContentsMargins(0, 0, 0, 10)
        self._list = _FeedList()
        self._list.setProperty("kind", "boxed")
        self._list.setAccessibleName("Feeds in trouble")
        self._list.setItemDelegate(_Rows(theme, self._list))
        self._list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.body.addWidget(self._hint)
        self.body.addWidget(self._list, 1)
        self._remove = button("Remove…", "danger")
        self._check = button("Check now")
        self._details = button("Details…")
        close = button("Close", "primary", default=True)
        self.buttons.addWidget(self._remove)
        self.buttons.addStretch(1)
        for widget in (self._check, self._details, close):
            self.buttons.addWidget(widget)
        self._list.itemSelectionChanged.connect(self._refresh)
        self._list.itemActivated.connect(self._open_page)
        self._remove.clicked.connect(self._ask_to_remove)
        self._check.clicked.connect(self._check_now)
        self._details.clicked.connect(self._open_page)
        close.clicked.connect(self.accept)
        tasks.changed.connect(self._changed)
        self._refresh()
        self._ask()

    def _ask(self) -> None:
        self._tasks.query(lambda library: library.feeds.health(), self._show, self._failed, key="trouble")

    def _show(self, health: Sequence[FeedHealth]) -> None:
        failing, silent = rows_of(health, int(time.time()))
        chosen = {feed.id for feed in self._chosen()} or {row.feed.id for row in (failing or silent)[:1]}
        self._list.clear()
        for title, rows in (("In trouble", failing), ("Long silent", silent)):
            if rows:
                self._list.addItem(self._header(title))
            for row in rows:
                item = self._item(row)
                self._list.addItem(item)
                if row.feed.id in chosen:
                    self._list.setCurrentItem(item, QItemSelectionModel.SelectionFlag.Select)
        set_tone(self._hint, "secondary")
        self._hint.setText(_summary(len(failing), len(silent), len(health)))
        self._list.setVisible(bool(failing or silent))
        for widget in (self._remove, self._check, self._details):
            widget.setVisible(bool(failing or silent))
        tall = self.theme.px(52) * (len(failing) + len(silent)) + self.theme.px(28) * 2 + 20
        self._list.setMinimumHeight(min(tall, self.theme.px(440)))
        self._refresh()
        self.fit()

    def _header(self, title: str) -> QListWidgetItem:
        item = QListWidgetItem(title)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setFont(self.theme.font(11.5, QFont.Weight.DemiBold))
        item.setForeground(self.theme.color("secondary"))
        item.setSizeHint(QSize(0, self.theme.px(28)))
        return item

    def _item(self, row: Row) -> QListWidgetItem:
        item = QListWidgetItem()
        item.setData(_ROW, row)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{row.feed.title}. {row.words}")
        item.setToolTip(plain_tip(f"{row.feed.title}\n{row.words}\n{row.feed.url}"))
        item.setSizeHint(QSize(0, self.theme.px(52)))
        return item

    def _chosen(self) -> list[Feed]:
        rows = [item.data(_ROW) for item in self._list.selectedItems()]
        return [row.feed for row in rows if isinstance(row, Row)]

    def _refresh(self) -> None:
        count = len(self._chosen())
        self._remove.setEnabled(count > 0)
        self._check.setEnabled(count > 0)
        self._details.setEnabled(count == 1)

    def _failed(self, fault: NewsreaderError) -> None:
        set_tone(self._hint, "error")
        self._hint.setText(fault.sentence)
        self._refresh()

    def _check_now(self) -> None:
        ids = [feed.id for feed in self._chosen()]
        self._check.setEnabled(False)
        set_tone(self._hint, "secondary")
        self._hint.setText(f"Checking {counted(len(ids), 'feed')}…")
        self._jobs.run("sync", ask.sync(ids, force=True), done=self._checked, failed=self._failed)

    def _checked(self, _report: dict[str, Any]) -> None:
        self._ask()

    def _open_page(self) -> None:
        chosen = self._chosen()
        if len(chosen) == 1:
            page = FeedPage(self.theme, self._tasks, self._jobs, chosen[0].id, self)
            page.removed.connect(self.feedRemoved)
            page.finished.connect(self._ask)
            page.open()

    def _ask_to_remove(self) -> None:
        chosen = self._chosen()
        if chosen:
            dialog = RemoveDialog(self.theme, self._tasks, chosen, self)
            dialog.open()

    def _changed(self, change: Change) -> None:
        if self.isVisible() and (change.tree or change.feeds):
            self._ask()


def _summary(failing: int, silent: int, all_feeds: int) -> str:
    if not failing and not silent:
        return (
            f"All is well: {counted(all_feeds, 'feed')}, none of them in trouble or silent for half a year."
        )
    parts = []
    if failing:
        parts.append(f"{counted(failing, 'feed')} could not be read at the last check")
    if silent:
        parts.append(f"{counted(silent, 'feed')} had nothing new for half a year")
    text = "; ".join(parts)
    return text[:1].upper() + text[1:] + "."


class _FeedList(QListWidget):
    """Return opens what is chosen and goes no further: the dialog's own button would close it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return and Enter are taken here."""
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()


class _Rows(QStyledItemDelegate):
    """A tile, the title, and under it the sentence about the feed."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The ground as the style draws it, then our own."""
        super().paint(painter, option, index)
        row = index.data(_ROW)
        if not isinstance(row, Row):
            return
        theme = self._theme
        painter.save()
        rect = QRectF(option.rect)
        side = theme.px(_TILE)
        tile = QRectF(rect.left() + 10, rect.center().y() - side / 2, side, side)
        paint_tile(painter, theme, tile, row.feed.title, faded=row.kind in ("gone", "paused"))
        left = tile.right() + 12
        wide = rect.right() - 10 - left
        start = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.font(13, QFont.Weight.DemiBold))
        painter.setPen(theme.color("text"))
        line = QRectF(left, rect.center().y() - theme.px(19), wide, theme.px(19))
        painter.drawText(line, start, _elided(painter, row.feed.title, wide))
        painter.setFont(theme.font(12))
        painter.setPen(theme.color("error" if row.kind in ("failing", "gone") else "secondary"))
        line.translate(0, theme.px(19))
        painter.drawText(line, start, _elided(painter, row.words, wide))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(theme.color("focus"))
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        painter.restore()


def _elided(painter: QPainter, text: str, width: float) -> str:
    return QFontMetricsF(painter.font()).elidedText(
        " ".join(text.split()), Qt.TextElideMode.ElideRight, width
    )
