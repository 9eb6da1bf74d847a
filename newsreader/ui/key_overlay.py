"""All keys at a glance, over the window, until a key or a click sends them away. Main thread."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QWidget

from newsreader.ui.actions import ACTIONS, MENUS, Actions
from newsreader.ui.shortcuts import shown_key
from newsreader.ui.theme import Theme

_COLUMNS = 3
_COLUMN_WIDTH = 316
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
            "\n".join(f"{text}: {keys}" for _, rows in self.groups() for text, keys in rows)
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

    def groups(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """What it shows: for each menu the actions that have keys, and these keys."""
        found = []
        for menu in MENUS:
            rows = [
                (self._actions.specs[spec.id].text.rstrip("…"), "   ".join(map(shown_key, keys)))
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
        columns = self._columns()
        height = _TITLE + max(_height(groups) for groups in columns) + _PAD
        width = _PAD * 2 + _COLUMN_WIDTH * len(columns)
        self._too_tall = max(0, height + 16 - self.height())
        top = 8 - self._scrolled if self._too_tall else (self.height() - height) / 2
        card = QRectF(max(8, (self.width() - width) / 2), top, width, height)
        painter.setPen(QPen(self._theme.color("edge"), 1))
        painter.setBrush(self._theme.color("raised"))
        painter.drawRoundedRect(card, 12, 12)
        painter.setPen(self._theme.color("text"))
        painter.setFont(self._theme.font(16, QFont.Weight.DemiBold))
        painter.drawText(
            QRectF(card.x() + _PAD, card.y() + 18, width, 26), Qt.AlignmentFlag.AlignVCenter, "Keys"
        )
        for place, groups in enumerate(columns):
            self._paint_column(painter, card.x() + _PAD + place * _COLUMN_WIDTH, card.y() + _TITLE, groups)
        painter.end()

    def _paint_column(
        self, painter: QPainter, x: float, y: float, groups: list[tuple[str, list[tuple[str, str]]]]
    ) -> None:
        room = _COLUMN_WIDTH - _PAD
        for menu, rows in groups:
            painter.setFont(self._theme.font(11, QFont.Weight.DemiBold))
            painter.setPen(self._theme.color("secondary"))
            painter.drawText(
                QRectF(x, y + 10, room, _HEADING - 12), Qt.AlignmentFlag.AlignVCenter, menu.upper()
            )
            y += _HEADING
            painter.setFont(self._theme.font(12.5))
            metrics = painter.fontMetrics()
            for text, keys in rows:
                line = QRectF(x, y, room, _LINE)
                painter.setPen(self._theme.color("text"))
                left = room - metrics.horizontalAdvance(keys) - 12
                cut = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(left))
                painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, cut)
                painter.setPen(self._theme.color("secondary"))
                right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
                painter.drawText(line, right, keys)
                y += _LINE

    def _columns(self) -> list[list[tuple[str, list[tuple[str, str]]]]]:
        """The groups in up to three columns, in their order, as even as they go."""
        columns = max(1, min(_COLUMNS, (self.width() - 2 * _PAD) // _COLUMN_WIDTH))
        groups = self.groups()
        goal = _height(groups) / columns
        filled: list[list[tuple[str, list[tuple[str, str]]]]] = [[]]
        for group in groups:
            if filled[-1] and len(filled) < columns and _height([*filled[-1], group]) > goal * 1.2:
                filled.append([])
            filled[-1].append(group)
        return filled


def _height(groups: list[tuple[str, list[tuple[str, str]]]]) -> int:
    return sum(_HEADING + _LINE * len(rows) for _, rows in groups)
