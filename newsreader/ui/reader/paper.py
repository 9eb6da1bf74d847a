"""A story on paper: the page set in black on white for a printer or a PDF. Main thread."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
)

from newsreader.ui.reader.document import Ending, Heading, PageDocument, build_document
from newsreader.ui.reader.pages import Page
from newsreader.ui.reader.pictures import PictureShelf
from newsreader.ui.reader.style import ReaderLook, reader_style
from newsreader.ui.theme import Theme
from newsreader.ui.theming.fonts import Fonts
from newsreader.ui.theming.tokens import load_tokens

DPI = 96
"""Pixels of the page, which is set as on the screen, to an inch of paper."""
MARGIN_MM = 20.0
_TEXT = 15
_RESOLUTION = 300
_FOOT = 24
"""Pixels from the text to the line below it."""


class Ink:
    """The light theme's colours, whatever theme the window has, on a ground that is the paper itself."""

    def __init__(self, fonts: Fonts) -> None:
        self.fonts = fonts
        self._tokens = load_tokens()["light"]

    def css(self, token: str) -> str:
        """See ``Theme.css``."""
        return self._tokens[token].css

    def ground(self) -> QColor:
        """Where a picture would stand."""
        return QColor(self._tokens["code"].hex)


class Paper:
    """One story, ready for paper: ``source`` is the line below each page. ``shelf`` gives the pictures that are here;
    of the others the description stands."""

    def __init__(self, theme: Theme, heading: Heading, page: Page, source: str, shelf: PictureShelf) -> None:
        self._ink = Ink(theme.fonts)
        self._heading = replace(heading, note=())
        self._page = page
        self._source = source
        self._shelf = shelf.for_paper(self._ink.ground())
        self._palette = QPalette()
        self._palette.setColor(QPalette.ColorRole.Text, QColor(self._ink.css("text")))
        self._font = theme.font(11)
        self._font.setPixelSize(11)  # of the page, not of the printer

    def pdf(self, *, letter: bool = False) -> bytes:
        """The story as a PDF, on A4 or on US letter."""
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = QPdfWriter(buffer)
        writer.setTitle(self._heading.title)
        writer.setCreator("Newsreader")
        writer.setResolution(_RESOLUTION)
        size = QPageSize(QPageSize.PageSizeId.Letter if letter else QPageSize.PageSizeId.A4)
        writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, _margins(), _MM))
        self.print_on(writer)
        buffer.close()
        return bytes(data.data())

    def print_on(self, device: QPagedPaintDevice) -> int:
        """Paint every page on a printer or writer; how many there were."""
        layout = device.pageLayout()
        room = layout.paintRect(QPageLayout.Unit.Inch).size() * DPI
        document = self._document(room)
        pages = document.pageCount()
        painter = QPainter(device)
        scale = device.logicalDpiX() / DPI
        painter.scale(scale, scale)
        for number in range(pages):
            if number:
                device.newPage()
            self._paint(painter, document, number, pages, room)
        painter.end()
        return pages

    def _document(self, room: QSizeF) -> PageDocument:
        style = reader_style(self._ink, ReaderLook(size=_TEXT, width=200))
        style = replace(style, letter=0.0)  # tables stand on paper as they are: there is no window to open
        document = build_document(self._heading, self._page, Ending(), style, int(room.width()), self._shelf)
        document.setPageSize(QSizeF(room.width(), room.height() - _FOOT))
        return document

    def _paint(
        self, painter: QPainter, document: PageDocument, number: int, pages: int, room: QSizeF
    ) -> None:
        height = room.height() - _FOOT
        painter.save()
        painter.translate(0, -number * height)
        context = QAbstractTextDocumentLayout.PaintContext()
        context.clip = QRectF(0, number * height, room.width(), height)
        context.palette = self._palette  # else dark windows print in grey on white
        painter.setClipRect(context.clip)
        document.documentLayout().draw(painter, context)
        painter.restore()
        painter.setFont(self._font)
        painter.setPen(QColor(self._ink.css("secondary")))
        foot = QRectF(0, height + 8, room.width(), _FOOT - 8)
        right = f"{number + 1} / {pages}"
        space = painter.fontMetrics().horizontalAdvance(right) + 16
        line = painter.fontMetrics().elidedText(
            self._source, Qt.TextElideMode.ElideMiddle, int(room.width() - space)
        )
        painter.drawText(foot, Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine, line)
        painter.drawText(foot, Qt.AlignmentFlag.AlignRight | Qt.TextFlag.TextSingleLine, right)


_MM = QPageLayout.Unit.Millimeter


def _margins() -> QMarginsF:
    return QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
