"""The command palette: type a few letters, find an action, a feed or a setting. Main thread."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from newsreader.ui.theme import Theme
from newsreader.ui.tiles import TILE, paint_tile

_WIDTH = 560
_ROW = 36
_ROWS = 10
_MOST = 200
_ENTRY = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be found. ``kind`` or ``keys`` stand at its right; ``icon`` ``""`` draws a feed's tile."""

    text: str
    kind: str
    run: Callable[[], object]
    icon: str = ""
    keys: str = ""


def score(query: str, text: str) -> int:
    """How well ``text`` answers ``query``, 0 for not at all: its letters in their order, whole words first."""
    wanted, offered = query.casefold().strip(), text.casefold()
    if not wanted:
        return 1
    if wanted in offered:
        at = offered.index(wanted)
        return 1000 - min(at, 300) + (300 if at == 0 else 200 if offered[at - 1] == " " else 0)
    place = gaps = 0
    for letter in wanted.replace(" ", ""):
        found = offered.find(letter, place)
        if found < 0:
            return 0
        gaps += found - place
        place = found + 1
    return max(1, 400 - gaps * 8)


def best(query: str, entries: Iterable[Entry]) -> list[Entry]:
    """The entries that answer ``query``, best first; among equals their own order."""
    rated = [(score(query, entry.text), entry) for entry in entries]
    return [entry for rate, entry in sorted(rated, key=lambda pair: -pair[0]) if rate > 0][:_MOST]


class CommandPalette(QWidget):
    """Covers ``host``; ``chosen`` fires after an entry was run."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, host: QWidget) -> None:
        super().__init__(host)
        self._theme = theme
        self._entries: list[Entry] = []
        self._back_to: QWidget | None = None
        self._card = QFrame(self)
        self._card.setProperty("part", "card")
        self.field = QLineEdit(self._card)
        self.field.setPlaceholderText("Find an action, a feed or a setting")
        self.field.setAccessibleName("Find an action, a feed or a setting")
        self.field.setFont(theme.font(14))
        self.field.textChanged.connect(self._find)
        self.field.installEventFilter(self)
        self._model = QStandardItemModel(self)
        self.list = QListView(self._card)
        self.list.setModel(self._model)
        self.list.setItemDelegate(_EntryDelegate(theme, self.list))
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setAccessibleName("What was found")
        self.list.clicked.connect(self._run)
        column = QVBoxLayout(self._card)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self.field)
        column.addWidget(self.list)
        self.hide()

    def open(self, entries: Iterable[Entry]) -> None:
        """Show it with everything that can be found."""
        self._entries = list(entries)
        self._back_to = self.window().focusWidget()
        self.field.clear()
        self._find("")
        host = self.parentWidget()
        if host is not None:
            self.setGeometry(host.rect())
        self._fit()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def _fit(self) -> None:
        """A card as high as what was found, up to ten rows, below the toolbar."""
        width = min(self._theme.px(_WIDTH), self.width() - 32)
        rows = min(max(1, self._model.rowCount()), _ROWS)
        whole = self.field.sizeHint().height() + 24 + rows * self._theme.px(_ROW) + 4
        self._card.setGeometry((self.width() - width) // 2, 56, width, min(whole, self.height() - 80))

    def shut(self) -> None:
        """Take it away; the focus goes back."""
        self.hide()
        if self._back_to is not None:
            self._back_to.setFocus()
            self._back_to = None

    def texts(self) -> list[str]:
        """What is listed now."""
        return [self._model.item(row).text() for row in range(self._model.rowCount())]

    def _find(self, query: str) -> None:
        self._model.clear()
        for entry in best(query, self._entries):
            item = QStandardItem(entry.text)
            item.setData(entry, _ENTRY)
            item.setData(f"{entry.text}, {entry.kind}", Qt.ItemDataRole.AccessibleTextRole)
            self._model.appendRow(item)
        if not self._model.rowCount():
            nothing = QStandardItem("Nothing is called so")
            nothing.setEnabled(False)
            self._model.appendRow(nothing)
        self.list.setCurrentIndex(self._model.index(0, 0))
        self._fit()

    def _run(self, index: QModelIndex) -> None:
        entry = index.data(_ENTRY)
        if isinstance(entry, Entry):
            self.shut()
            entry.run()
            self.chosen.emit(entry.text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is not self.field
            or not isinstance(event, QKeyEvent)
            or event.type() != QEvent.Type.KeyPress
        ):
            return False
        row = self.list.currentIndex().row()
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._run(self.list.currentIndex())
        elif event.key() == Qt.Key.Key_Escape:
            self.shut()
        elif event.key() in steps and self._model.rowCount():
            to = min(max(row + steps[Qt.Key(event.key())], 0), self._model.rowCount() - 1)
            self.list.setCurrentIndex(self._model.index(to, 0))
        else:
            return False
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.shut()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(0, 0, 0, 60))
        painter.end()


class _EntryDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text = theme.font(13)
        self._small = theme.font(11.5)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, self._theme.px(_ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        entry = index.data(_ENTRY)
        box = option.rect.adjusted(0, 1, -4, -1)
        if not isinstance(entry, Entry):
            painter.setFont(self._text)
            painter.setPen(QPen(self._theme.color("secondary")))
            painter.drawText(box.adjusted(12, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, str(index.data()))
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hovered = option.state & QStyle.StateFlag.State_MouseOver
        if option.state & QStyle.StateFlag.State_Selected or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(
                self._theme.color("selection" if option.state & QStyle.StateFlag.State_Selected else "hover")
            )
            painter.drawRoundedRect(box, 6, 6)
        side = self._theme.px(TILE)
        mark = QRect(box.x() + 10, box.y() + (box.height() - side) // 2, side, side)
        if entry.icon:
            ratio = painter.device().devicePixelRatioF()
            painter.drawPixmap(mark.topLeft(), self._theme.pixmap(entry.icon, "secondary", side, ratio))
        else:
            paint_tile(painter, self._theme, mark.toRectF(), entry.text)
        inner = box.adjusted(20 + side, 0, -12, 0)
        painter.setFont(self._small)
        painter.setPen(QPen(self._theme.color("secondary")))
        right = entry.keys or entry.kind
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, right)
        inner.setRight(inner.right() - painter.fontMetrics().horizontalAdvance(right) - 12)
        painter.setFont(self._text)
        painter.setPen(QPen(self._theme.color("text")))
        text = painter.fontMetrics().elidedText(entry.text, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()
