"""The page of the reader pane: a column of text in the middle, pages that turn by Space, pictures that arrive late.

Main thread only.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QPaintEvent,
    QResizeEvent,
    QTextCursor,
    QTextImageFormat,
)
from PySide6.QtWidgets import QTextEdit, QWidget

from newsreader.ui.own_ground import fill_ground, take_ground
from newsreader.ui.reader.browser import SafeBrowser
from newsreader.ui.reader.document import PageDocument
from newsreader.ui.reader.ours import PICTURE_SCHEME
from newsreader.ui.reader.pictures import shown_size

_OBJECT = "\ufffc"
_MARGIN = 24
_LINES_KEPT = 2
"""Lines of the old page that stay in sight when a page is turned."""


class PageView(SafeBrowser):
    """Shows a PageDocument. ``columnChanged`` fires when the pane's width leaves another column than the document was
    built for; ``pastEnd`` when Space is pressed at the end of a story; ``menuRequested`` with a global point, the
    address of the link there and the number of the picture there (-1 for none)."""

    columnChanged = Signal(int)
    menuRequested = Signal(QPoint, str, int)
    pastEnd = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Story")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setLineWrapMode(QTextEdit.LineWrapMode.FixedPixelWidth)
        take_ground(self)
        self.exact_date = ""
        self._ground = QColor()
        self._page: PageDocument | None = None
        self._widest = 640
        self._column = 0

    @property
    def column(self) -> int:
        """The width of the text in logical pixels, as there is room now."""
        return self._column

    @property
    def page_column(self) -> int:
        """The width the document that is shown was built for; 0 without one."""
        return self._page.column if self._page is not None else 0

    def set_widest(self, column: int) -> None:
        """Set the widest column, in logical pixels."""
        self._widest = column
        self._fit()

    def set_ground(self, colour: QColor) -> None:
        """Set the colour of the paper."""
        self._ground = colour
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The page on its paper."""
        fill_ground(self, event.rect(), self._ground)
        super().paintEvent(event)

    def show_page(self, page: PageDocument, *, keep_place: bool) -> None:
        """Show a document. With ``keep_place`` the line under the eyes stays (same story, set anew), else it begins
        at its top."""
        place = self._top_cursor() if keep_place and self._page is not None else None
        offset = self.cursorRect(place).top() if place is not None else 0
        old, self._page = self._page, page
        root = page.rootFrame().frameFormat()
        root.setBottomMargin(48)
        root.setTopMargin(2)
        page.rootFrame().setFrameFormat(root)
        self.setDocument(page)
        if old is not None:
            old.deleteLater()
        if place is None:
            self.verticalScrollBar().setValue(0)
        else:
            cursor = QTextCursor(page)
            cursor.setPosition(min(place.position(), page.characterCount() - 1))
            self._scroll_by(self.cursorRect(cursor).top() - offset)

    # -- turning pages -------------------------------------------------------------------------------------------

    def page_forward(self) -> bool:
        """One page down; False at the end of the story."""
        bar = self.verticalScrollBar()
        if bar.value() >= bar.maximum():
            return False
        bar.setValue(bar.value() + self._page_step())
        return True

    def page_back(self) -> bool:
        """One page up; False at its top."""
        bar = self.verticalScrollBar()
        if bar.value() <= bar.minimum():
            return False
        bar.setValue(bar.value() - self._page_step())
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space turns pages and asks for the next story at the end."""
        if event.key() == Qt.Key.Key_Space and event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ShiftModifier,
        ):
            if event.modifiers() == Qt.KeyboardModifier.ShiftModifier:
                self.page_back()
            elif not self.page_forward():
                self.pastEnd.emit()
            event.accept()
            return
        super().keyPressEvent(event)

    def _page_step(self) -> int:
        line = self._page.defaultFont().pointSizeF() * 2 if self._page is not None else 24
        return max(40, self.viewport().height() - round(_LINES_KEPT * line))

    # -- pictures ------------------------------------------------------------------------------------------------

    def picture_arrived(self, number: int) -> None:
        """Draw a picture that the shelf has now, in its place, without moving the line under the eyes."""
        page = self._page
        if page is None:
            return
        cursor = self._find_picture(page, number)
        size = page.shelf.size_of(number)
        if cursor is None or size is None:
            return
        picture = page.shelf.pictures[number]
        name = f"{PICTURE_SCHEME}{number}"
        page.addResource(page.ResourceType.ImageResource.value, name, page.shelf.image_named(name))
        form: QTextImageFormat = cursor.charFormat().toImageFormat()
        width, height = shown_size(picture, size, page.shelf.room_of(number))
        if (round(form.width()), round(form.height())) == (width, height):
            page.markContentsDirty(cursor.selectionStart(), 1)
            return

        def grow() -> None:
            form.setWidth(width)
            form.setHeight(height)
            cursor.setCharFormat(form)

        self.hold_still(grow)

    def hold_still(self, change: Callable[[], None]) -> None:
        """Make a change of the document while the first line in sight stays where it is."""
        place = self._top_cursor()
        before = self.cursorRect(place).top()
        change()
        self._scroll_by(self.cursorRect(place).top() - before)

    @staticmethod
    def _find_picture(page: PageDocument, number: int) -> QTextCursor | None:
        cursor = page.find(_OBJECT, 0)
        while not cursor.isNull():
            form = cursor.charFormat()
            if form.isImageFormat() and form.toImageFormat().name() == f"{PICTURE_SCHEME}{number}":
                return cursor
            cursor = page.find(_OBJECT, cursor)
        return None

    # -- geometry ------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The column stays in the middle."""
        self._fit()
        super().resizeEvent(event)

    def _fit(self) -> None:
        bar = self.verticalScrollBar().sizeHint().width()
        room = self.width() - bar
        column = max(160, min(self._widest, room - 2 * _MARGIN))
        left = max(0, (self.width() - column) // 2)
        right = max(0, room - left - column)
        margins = self.viewportMargins()
        if (margins.left(), margins.right()) != (left, right):
            self.setViewportMargins(left, 0, right, 0)
        if column != self._column:
            self._column = column
            self.setLineWrapColumnOrWidth(column)
            self.columnChanged.emit(column)

    def _top_cursor(self) -> QTextCursor:
        """A cursor in the first line that begins in sight."""
        cursor = self.cursorForPosition(QPoint(0, 0))
        for y in range(0, self.viewport().height(), 24):
            cursor = self.cursorForPosition(QPoint(0, y))
            if self.cursorRect(cursor).top() >= 0:
                break
        return cursor

    def _scroll_by(self, pixels: int) -> None:
        if pixels:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + pixels)

    def tip_at(self, event: QHelpEvent) -> str:
        """Where a link leads, what a picture's title says, or the exact date on the meta line."""
        page = self._page
        if page is not None:
            if (number := self._picture_at(event.pos())) >= 0:
                picture = page.shelf.pictures[number]
                return picture.title or picture.alt
            if self.cursorForPosition(event.pos()).blockNumber() == page.meta_block:
                return self.exact_date
        return super().tip_at(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu is the window's: Qt's own would copy links as the feed wrote them."""
        self.menuRequested.emit(event.globalPos(), self.anchorAt(event.pos()), self._picture_at(event.pos()))

    def _picture_at(self, place: QPoint) -> int:
        """The number of the picture at ``place``, -1 for none."""
        page = self._page
        if page is None:
            return -1
        at = self.cursorForPosition(place).position()
        for position in (at, at + 1):
            probe = QTextCursor(page)
            probe.setPosition(min(position, page.characterCount() - 1))
            form = probe.charFormat()
            name = form.toImageFormat().name() if form.isImageFormat() else ""
            if name.startswith(PICTURE_SCHEME):
                return int(name.removeprefix(PICTURE_SCHEME))
        return -1
