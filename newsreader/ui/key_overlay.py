"""All keys at a glance, over the window, until a key or a click sends them away. Main thread."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, product

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QWidget

from newsreader.ui.actions import ACTIONS, MENUS, Actions
from newsreader.ui.shortcuts import THEN, shown_key
from newsreader.ui.theme import Theme

Keys = tuple[str, ...]
Group = tuple[str, list[tuple[str, Keys]]]
"""A menu, and its actions with their keys."""

_COLUMNS = 3
_COLUMN_WIDTH = 328
_GAP = 36
_CAP = 19
_LINE = 25
_HEADING = 36
_PAD = 28
_TITLE = 44

_SCROLLING = {
    Qt.Key.Key_Down: 60,
    Qt.Key.Key_Up: -60,
    Qt.Key.Key_PageDown: 300,
    Qt.Key.Key_PageUp: -300,
}


class KeyOverlay(QWidget):
    """Covers ``host`` and paints a card with the keys of every action, by menu."""

    def __init__(self, theme: Theme, actions: Actions, host: QWidget) -> None:
        super().__init__(host)
        self._theme = theme
        self._actions = actions
        self._back_to: QWidget | None = None
        self._scrolled = 0
        self._too_tall = 0
        """Pixels that do not fit into a small window, reached by wheel and arrows."""
        self.setAccessibleName("Keys")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.hide()

    def open(self) -> None:
        """Show it."""
        self._back_to = self.window().focusWidget()
        self._scrolled = 0
        host = self.parentWidget()
        if host is not None:
            self.setGeometry(host.rect())
        self.setAccessibleDescription(
            "\n".join(f"{text}: {', '.join(keys)}" for _, rows in self.groups() for text, keys in rows)
        )
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def shut(self) -> None:
        """Take it away; the focus goes back."""
        self.hide()
        if self._back_to is not None:
            self._back_to.setFocus()
            self._back_to = None

    def groups(self) -> list[Group]:
        """What it shows: for each menu the actions that have keys, and these keys."""
        found = []
        for menu in MENUS:
            rows = [
                (self._actions.specs[spec.id].text.rstrip("…"), tuple(map(shown_key, keys)))
                for spec in ACTIONS
                if spec.menu == menu and (keys := self._actions.keymap.keys(spec.id))
            ]
            if rows:
                found.append((menu, rows))
        return found

    def event(self, event: QEvent) -> bool:
        """Every key is for the overlay; none of those it shows does its work meanwhile."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._too_tall and event.key() in _SCROLLING:
            self._scroll(_SCROLLING[Qt.Key(event.key())])
        elif event.key() not in (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta):
            self.shut()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._scroll(-event.angleDelta().y() // 2)

    def _scroll(self, by: int) -> None:
        self._scrolled = min(max(self._scrolled + by, 0), self._too_tall)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.shut()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(0, 0, 0, 90))
        px, columns = self._theme.px, self._columns()
        height = px(_TITLE) + max(map(self._height, columns)) + _PAD
        width = _PAD * 2 + px(_COLUMN_WIDTH) * len(columns) - _GAP
        self._too_tall = max(0, height + 16 - self.height())
        top = 8 - self._scrolled if self._too_tall else (self.height() - height) / 2
        card = QRectF(max(8, (self.width() - width) / 2), top, width, height)
        painter.setPen(QPen(self._theme.color("edge"), 1))
        painter.setBrush(self._theme.color("raised"))
        painter.drawRoundedRect(card, 12, 12)
        painter.setPen(self._theme.color("text"))
        painter.setFont(self._theme.font(16, QFont.Weight.DemiBold))
        title = QRectF(card.x() + _PAD, card.y() + 18, width, px(26))
        painter.drawText(title, Qt.AlignmentFlag.AlignVCenter, "Keys")
        for place, groups in enumerate(columns):
            x = card.x() + _PAD + place * px(_COLUMN_WIDTH)
            self._paint_column(painter, x, card.y() + px(_TITLE), groups)
        painter.end()

    def _paint_column(self, painter: QPainter, x: float, y: float, groups: list[Group]) -> None:
        px = self._theme.px
        room = px(_COLUMN_WIDTH) - _GAP
        for menu, rows in groups:
            painter.setFont(self._theme.font(11, QFont.Weight.DemiBold))
            painter.setPen(self._theme.color("secondary"))
            heading = QRectF(x, y + px(10), room, px(_HEADING - 12))
            painter.drawText(heading, Qt.AlignmentFlag.AlignVCenter, menu.upper())
            y += px(_HEADING)
            for text, keys in rows:
                line = QRectF(x, y, room, px(_LINE))
                left = self._paint_keys(painter, line, keys) - x - 12
                painter.setFont(self._theme.font(12.5))
                painter.setPen(self._theme.color("text"))
                cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(left))
                painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, cut)
                y += px(_LINE)

    def _paint_keys(self, painter: QPainter, line: QRectF, keys: Keys) -> float:
        """Draw each key of a line as a cap, from the right; where they begin."""
        painter.setFont(self._theme.font(11))
        metrics = painter.fontMetrics()
        x, high = line.right(), self._theme.px(_CAP)
        for number, sequence in enumerate(reversed(keys)):
            x -= 10 if number else 0
            for place, key in enumerate(reversed(sequence.split(THEN))):
                if place:  # one after another: the word between them
                    x -= metrics.horizontalAdvance("then") + 5
                    painter.setPen(self._theme.color("secondary"))
                    word = QRectF(x, line.y(), metrics.horizontalAdvance("then") + 1, line.height())
                    painter.drawText(word, Qt.AlignmentFlag.AlignVCenter, "then")
                    x -= 5
                width = max(high, metrics.horizontalAdvance(key) + 11)
                x -= width
                cap = QRectF(round(x) + 0.5, round(line.center().y() - high / 2) + 0.5, width - 1, high - 1)
                painter.setPen(QPen(self._theme.color("edge"), 1))
                painter.setBrush(self._theme.color("side"))
                painter.drawRoundedRect(cap, 4, 4)
                painter.setPen(self._theme.color("text"))
                painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, key)
        return x

    def _columns(self) -> list[list[Group]]:
        """The groups in up to three columns, in their order but for what evens them out."""
        most = max(1, min(_COLUMNS, (self.width() - 2 * _PAD + _GAP) // self._theme.px(_COLUMN_WIDTH)))
        groups = self.groups()
        heights = [self._height([group]) for group in groups]
        places = min(
            product(range(most), repeat=len(groups)),
            key=lambda places: (_tallest(places, heights, most), _jumps(places)),
        )
        columns = [
            [group for group, place in zip(groups, places, strict=True) if place == at] for at in range(most)
        ]
        return [column for column in columns if column]

    def _height(self, groups: list[Group]) -> int:
        px = self._theme.px
        return sum(px(_HEADING) + px(_LINE) * len(rows) for _, rows in groups)


def _tallest(places: Sequence[int], heights: Sequence[int], columns: int) -> int:
    """The height of the tallest of the columns, when each group stands in its place."""
    return max(
        sum(height for height, place in zip(heights, places, strict=True) if place == at)
        for at in range(columns)
    )


def _jumps(places: Sequence[int]) -> int:
    """How far from their order the groups are: what a reader has to go back."""
    return sum(max(0, before - after) for before, after in pairwise(places)) + places[0]
