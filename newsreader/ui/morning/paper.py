"""The page of the day on paper: printed, or written as PDF. Main thread."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, QSaveFile, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
)

from newsreader.domain.errors import NotWritable
from newsreader.library.edition import Edition
from newsreader.ui.morning.pieces import Heading, pieces_of
from newsreader.ui.morning.placing import Frame, Sheet
from newsreader.ui.morning.setting import set_pieces
from newsreader.ui.morning.type import Inks, Type
from newsreader.ui.theme import Theme

_WIDTH = 700.0
"""Design pixels between the margins of a page."""
_FINE = 8
"""Units a design pixel: fonts on paper are measured in whole units."""
_COLUMNS = 3
_GUTTER, _SPACE = 24, 18
_MARGIN_MM = 15
_INKS = Inks(QColor(0, 0, 0), QColor(70, 70, 70), QColor(190, 190, 190))


def paper_type(theme: Theme) -> Type:
    """The type of the page on paper: the same faces, in sizes that do not depend on the screen."""

    def font(px: float, weight: QFont.Weight, serif: bool) -> QFont:
        made = theme.fonts.reader(px, weight) if serif else theme.font(px, weight)
        made.setPixelSize(round(px * 0.9 * _FINE))
        made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return made

    return Type(font, 0.9 * _FINE)


def write_pdf(path: Path, theme: Theme, edition: Edition, now: int) -> None:
    """Write the page as PDF. Raises NotWritable."""
    file = QSaveFile(str(path))
    if not file.open(QSaveFile.OpenModeFlag.WriteOnly):
        raise NotWritable(f"The page could not be written to {path}: {file.errorString()}.")
    writer = QPdfWriter(file)
    writer.setTitle(f"{edition.title}, {edition.date}")
    writer.setCreator("Newsreader")
    lay_out(writer)
    draw(writer, theme, edition, now)
    del writer  # it writes the end of the file
    if not file.commit():
        raise NotWritable(f"The page could not be written to {path}: {file.errorString()}.")


def lay_out(device: QPagedPaintDevice) -> None:
    """A4 upright with margins, unless the device has a paper of its own."""
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    device.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            QPageLayout.Orientation.Portrait,
            margins,
            QPageLayout.Unit.Millimeter,
        )
    )


def draw(device: QPagedPaintDevice, theme: Theme, edition: Edition, now: int) -> int:
    """Draw the page on a printer or PDF; how many pages it took."""
    painter = QPainter(device)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    area = device.pageLayout().paintRectPixels(painter.device().logicalDpiX())
    scale = area.width() / (_WIDTH * _FINE)
    painter.scale(scale, scale)
    type_ = paper_type(theme)
    foot = type_.px(28)
    head = type_.head_height()
    frame = Frame(
        _WIDTH * _FINE, _COLUMNS, _GUTTER * _FINE, _SPACE * _FINE, area.height() / scale - foot, head
    )
    pieces = pieces_of(edition)
    sheet = set_pieces(pieces, type_, frame)
    for page in range(sheet.pages):
        if page:
            device.newPage()
        else:
            top = QRectF(0, 0, frame.width, head)
            type_.paint_head(painter, edition.title, edition.date, edition.count, top, _INKS)
        _draw_rules(painter, type_, sheet, page)
        for at in sheet.pieces:
            if at.page != page:
                continue
            piece, room = pieces[at.number], QRectF(at.x, at.y, at.width, at.height)
            if isinstance(piece, Heading):
                type_.paint_heading(painter, piece.text, room, _INKS)
            else:
                type_.paint_brief(painter, piece.role, piece.brief, room, _INKS, now)
        _draw_foot(painter, type_, edition, page, sheet.pages, frame, foot)
    painter.end()
    return sheet.pages


def _draw_rules(painter: QPainter, type_: Type, sheet: Sheet, page: int) -> None:
    thin = type_.unit * 0.75
    for rule in sheet.rules:
        if rule.page == page:
            line = QRectF(rule.x, rule.top, rule.width or thin, rule.bottom - rule.top or thin)
            painter.fillRect(line, _INKS.rule)


def _draw_foot(
    painter: QPainter, type_: Type, edition: Edition, page: int, pages: int, frame: Frame, foot: float
) -> None:
    if pages < 2 or frame.height is None:
        return
    painter.setFont(type_.meta.font)
    painter.setPen(_INKS.secondary)
    words = f"{edition.title} · {edition.date} · {page + 1} of {pages}"
    painter.drawText(QRectF(0, frame.height, frame.width, foot), Qt.AlignmentFlag.AlignCenter, words)
