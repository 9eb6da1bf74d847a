"""Builds the QTextDocument of a story: headline, meta line, the page's parts, and what stands below.

Main thread. The document asks nobody for pictures but the ``PictureShelf`` it was given.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import (
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrame,
    QTextTable,
)

from newsreader.ui.reader import runs
from newsreader.ui.reader.ours import (
    OURS,
    PICTURE_SCHEME,
    PICTURES_ALWAYS,
    PICTURES_LINK,
    TABLE_SCHEME,
    VIEW_SCHEME,
)
from newsreader.ui.reader.pages import Line, Page, Part, Picture, Table
from newsreader.ui.reader.pictures import PictureShelf, shown_size
from newsreader.ui.reader.style import ReaderStyle
from newsreader.ui.reader.tags import may_open, names_picture

_BOXES = re.compile(r'<table class="(quote|code|grid|card)( f)?"')
_SPACE_ABOVE = {"quote": 20, "code": 18, "grid": 20, "card": 18}


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above the text, plain: ``meta`` is "By author · Today, 09:31 · 4 min"; ``note`` a line below it."""

    kicker: str
    title: str
    meta: str
    rtl: bool = False
    note: Line = ()


@dataclass(frozen=True, slots=True)
class Ending:
    """What stands below the text."""

    lines: tuple[Line, ...] = ()


class PageDocument(QTextDocument):
    """A story's document. ``column`` is the width it was built for, in logical pixels; ``meta_block`` the number of the
    block that holds the meta line, -1 without one.

    Pictures come from the shelf alone: whatever a link or an image says, no file is ever opened.
    """

    def __init__(self, shelf: PictureShelf, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.shelf = shelf
        self.column = 0
        self.meta_block = -1
        self.setUndoRedoEnabled(False)
        self.setDocumentMargin(0)

    def loadResource(self, type: int, name: QUrl | str) -> object:
        """The picture of that number, or a placeholder: never None, never a file."""
        return self.shelf.image_named(name.toString() if isinstance(name, QUrl) else name)


def build_document(
    heading: Heading | None,
    page: Page,
    ending: Ending,
    style: ReaderStyle,
    column: int,
    shelf: PictureShelf,
    parent: QObject | None = None,
) -> PageDocument:
    """The document of a story, ready to be shown ``column`` logical pixels wide."""
    document = PageDocument(shelf, parent)
    document.column = column
    document.setDefaultFont(style.font)
    document.setDefaultStyleSheet(style.css)
    document.setIndentWidth(style.px(26))
    html = "".join([_heading(heading), *_set(page.parts, style, column, shelf), _ending(ending)])
    document.setHtml(html)
    if heading is not None and heading.meta:
        document.meta_block = 2 if heading.kicker else 1
    _space_boxes(document, _BOXES.findall(html), style)
    return document


def table_document(
    table: Table, style: ReaderStyle, shelf: PictureShelf, parent: QObject | None = None
) -> PageDocument:
    """A document with nothing but a table, as wide as it wants to be."""
    document = PageDocument(shelf, parent)
    document.setDefaultFont(style.font)
    document.setDefaultStyleSheet(style.css)
    document.setDocumentMargin(style.px(16))
    document.setHtml("".join(_grid(table, style, 10_000, shelf)))
    return document


# -- the parts ---------------------------------------------------------------------------------------------------


def _heading(heading: Heading | None) -> str:
    if heading is None:
        return ""
    way = ' dir="rtl"' if heading.rtl else ""
    lines = []
    if heading.kicker:
        lines.append(f'<p class="k"{way}>{escape(heading.kicker)}</p>')
    lines.append(f'<p class="t"{way}>{escape(runs.breakable(heading.title))}</p>')
    if heading.meta:
        lines.append(f'<p class="m"{way}>{escape(heading.meta)}</p>')
    if heading.note:
        lines.append(f'<p class="note">{_line(heading.note)}</p>')
    return "".join(lines)


def _ending(ending: Ending) -> str:
    if not ending.lines:
        return ""
    lines = ['<p class="hr">&nbsp;</p>']
    lines += [f'<p class="end">{_line(line)}</p>' for line in ending.lines]
    return "".join(lines)


def _line(pieces: Line) -> str:
    """The pieces with a dot between them; what leads nowhere we know is plain text."""
    shown = []
    for text, address in pieces:
        words = escape(runs.breakable(text))
        leads = may_open(address) or address.startswith(OURS)
        shown.append(f'<a href="{escape(address)}">{words}</a>' if leads else words)
    return " · ".join(shown)


def _set(parts: tuple[Part, ...], style: ReaderStyle, column: int, shelf: PictureShelf) -> list[str]:
    html: list[str] = []
    for part in parts:
        if isinstance(part, str):
            html.append(part)
        elif isinstance(part, Picture):
            inset = style.px(part.inset) if part.inset else 0
            html.append(_picture(part, max(40, column - inset), shelf))
        elif part.characters * style.letter * 0.8 > column:
            html.append(_card(part))
        else:
            html.extend(_grid(part, style, column, shelf))
    return html


def _grid(table: Table, style: ReaderStyle, column: int, shelf: PictureShelf) -> list[str]:
    first = " f" if table.first else ""
    caption = f'<p class="cap">{escape(table.caption)}</p>' if table.caption else ""
    inner = _set(table.parts, style, max(40, column // max(1, table.columns)), shelf)
    way = ' align="right"' if table.rtl else ""
    return [f'<table class="grid{first}" cellspacing="0" cellpadding="0"{way}>', *inner, "</table>", caption]


def _card(table: Table) -> str:
    first = " f" if table.first else ""
    name = f"{escape(table.caption)} · " if table.caption else ""
    return (
        f'<table class="card{first}" width="100%" cellspacing="0" cellpadding="0"><tr><td class="card">'
        f"{name}A table of {table.columns} columns and {table.rows} rows. "
        f'<a href="{TABLE_SCHEME}{table.number}">Open the table</a></td></tr></table>'
    )


def _picture(picture: Picture, column: int, shelf: PictureShelf) -> str:
    image = ""
    if shelf.shows(picture.number):
        width, height = shown_size(picture, shelf.size_of(picture.number), column)
        shelf.reserve(picture.number, width, height)
        shelf.give_room(picture.number, column)
        image = f'<img src="{PICTURE_SCHEME}{picture.number}" width="{width}" height="{height}">'
        link = picture.link if picture.link and not names_picture(picture.link) else ""
        if link or not picture.inline:
            image = f'<a href="{escape(link or f"{VIEW_SCHEME}{picture.number}")}">{image}</a>'
        return image if picture.inline else f'<p class="pic{"f" if picture.first else ""}">{image}</p>'
    words = f"Picture: {picture.alt}" if picture.alt else "Picture"
    if picture.inline:
        return escape(f"[{picture.alt}]") if picture.alt else ""
    offer = ""
    if shelf.offers and not shelf.show and shelf.is_first(picture.number):
        offer = f' · <a href="{PICTURES_LINK}">Show pictures</a>'
        offer += f' · <a href="{PICTURES_ALWAYS}">Always for this feed</a>' if shelf.own_feed else ""
    if shelf.show and not picture.alt and not shelf.is_first(picture.number):
        return ""  # it could not be had, and there is nothing to say of it: no row of empty frames
    if picture.poster:
        return f'<p class="playerf">{escape(words)}{offer}</p>' if offer or picture.alt else ""
    return (
        '<table class="card" width="100%" cellspacing="0" cellpadding="0"><tr><td class="card">'
        f"{escape(words)}{offer}</td></tr></table>"
    )


# -- what HTML cannot say ----------------------------------------------------------------------------------------


def _space_boxes(document: QTextDocument, boxes: list[tuple[str, str]], style: ReaderStyle) -> None:
    """Give every quote, box and table the space above it that style sheets cannot give; in the order of the text.

    The first box inside another has none, but the first of a page stands below the meta line.
    """
    if not boxes:
        return
    tables: list[tuple[QTextTable, bool]] = []
    _collect(document.rootFrame(), tables, inside=False)
    for (table, inside), (kind, first) in zip(tables, boxes, strict=False):
        form = table.format()
        form.setTopMargin(0 if first and inside else style.px(_SPACE_ABOVE[kind]))
        form.setBottomMargin(0 if inside else style.px(4))
        table.setFormat(form)
        # Qt needs a block before and behind every table: where none of ours stands, it must take no room.
        for place in (table.firstPosition() - 1, table.lastPosition() + 1):
            block = document.findBlock(place)
            if block.isValid() and block.length() == 1:
                _flatten(QTextCursor(block))


def _flatten(cursor: QTextCursor) -> None:
    block = QTextBlockFormat()
    block.setLineHeight(1, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
    letters = QTextCharFormat()
    letters.setProperty(QTextFormat.Property.FontPixelSize.value, 1)
    cursor.setBlockFormat(block)
    cursor.setBlockCharFormat(letters)


def _collect(frame: QTextFrame, found: list[tuple[QTextTable, bool]], *, inside: bool) -> None:
    for child in frame.childFrames():
        if isinstance(child, QTextTable):
            found.append((child, inside))
        _collect(child, found, inside=inside or isinstance(child, QTextTable))
