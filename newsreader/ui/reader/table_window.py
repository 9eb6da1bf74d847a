"""A table that is wider than the page, in a window of its own."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTextEdit, QVBoxLayout, QWidget

from newsreader.ui.reader.browser import SafeBrowser
from newsreader.ui.reader.document import table_document
from newsreader.ui.reader.pages import Table
from newsreader.ui.reader.pictures import PictureShelf
from newsreader.ui.reader.style import ReaderStyle


class TableWindow(QWidget):
    """Shows one table, scrolling both ways. Escape closes it."""

    def __init__(
        self, table: Table, style: ReaderStyle, shelf: PictureShelf, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(table.caption or "Table")
        self.browser = SafeBrowser()
        self.browser.setLineWrapMode(QTextEdit.LineWrapMode.NoWrap)
        self.browser.setDocument(table_document(table, style, shelf, self.browser))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.browser)
        self.resize(900, 600)

    def keyPressEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        """Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)
