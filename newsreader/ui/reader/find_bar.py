"""Find in page: a bar below the story; all places are marked, one of them is selected."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QTextCursor, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QTextBrowser, QTextEdit, QWidget

from newsreader.text.numbers import grouped
from newsreader.ui.theme import Theme
from newsreader.ui.tool_button import tool_button

MOST_PLACES = 500


class FindBar(QWidget):
    """Searches the document of a browser as one types. Escape closes; ``closed`` tells so."""

    closed = Signal()

    def __init__(self, theme: Theme, browser: QTextBrowser, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._browser = browser
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("ground", "side")
        self._field = QLineEdit()
        self._field.setPlaceholderText("Find in this story")
        self._field.setAccessibleName("Find in this story")
        self._field.textChanged.connect(self._typed)
        self._count = QLabel()
        self._count.setTextFormat(Qt.TextFormat.PlainText)
        self._count.setProperty("tone", "secondary")
        self._count.setMinimumWidth(theme.px(64))
        previous = tool_button(theme, "chevron-up", "Previous place", self.find_previous, self, side=28)
        following = tool_button(theme, "chevron-down", "Next place", self.find_next, self, side=28)
        close = tool_button(theme, "close", "Close", self.close_bar, self, side=28)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        row.setSpacing(8)
        row.addWidget(self._field, 1)
        for widget in (self._count, previous, following, close):
            row.addWidget(widget)
        self.hide()

    def open_bar(self, text: str = "") -> None:
        """Show the bar, with ``text`` (or what was searched last) selected in it."""
        self.show()
        if text:
            self._field.setText(text)
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()
        self._typed(self._field.text())

    def close_bar(self) -> None:
        """Hide the bar and take the marks away."""
        self.hide()
        self._browser.setExtraSelections([])
        self._browser.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()

    def find_next(self) -> None:
        """Select the next place, from the top again after the last."""
        self._step(QTextDocument.FindFlag(0))

    def find_previous(self) -> None:
        """Select the place before."""
        self._step(QTextDocument.FindFlag.FindBackward)

    def document_changed(self) -> None:
        """The page was set anew: mark the places again."""
        if self.isVisible():
            self._mark(self._field.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, Shift+Enter back, Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.find_previous() if back else self.find_next()
        else:
            super().keyPressEvent(event)

    def _typed(self, text: str) -> None:
        self._mark(text)
        cursor = self._browser.textCursor()
        cursor.setPosition(cursor.selectionStart())
        self._browser.setTextCursor(cursor)
        if text:
            self._step(QTextDocument.FindFlag(0))

    def _step(self, flag: QTextDocument.FindFlag) -> None:
        text = self._field.text()
        if not text or self._browser.find(text, flag):
            return
        back = flag == QTextDocument.FindFlag.FindBackward
        kept = self._browser.textCursor()
        ends = QTextCursor(self._browser.document())
        ends.movePosition(QTextCursor.MoveOperation.End if back else QTextCursor.MoveOperation.Start)
        self._browser.setTextCursor(ends)
        if not self._browser.find(text, flag):
            self._browser.setTextCursor(kept)

    def _mark(self, text: str) -> None:
        places: list[QTextEdit.ExtraSelection] = []
        document = self._browser.document()
        cursor = document.find(text, 0) if text else QTextCursor()
        while not cursor.isNull() and len(places) < MOST_PLACES:
            place = QTextEdit.ExtraSelection()
            place.cursor = cursor
            place.format.setBackground(QColor(self._theme.color("highlight")))
            places.append(place)
            cursor = document.find(text, cursor)
        self._browser.setExtraSelections(places)
        many = "+" if len(places) >= MOST_PLACES else ""
        self._count.setText(
            "" if not text else f"{grouped(len(places))}{many} found" if places else "Not found"
        )
