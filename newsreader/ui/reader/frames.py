"""What stands open while a page is built: quotes, lists, items, tables and cells. Pure; any thread."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape

from newsreader.ui.reader.pages import Part, Picture, Table

MOST_CELLS = 2000
"""A table with more cells is set as lines of text: laying it out would take longer than a person waits."""

MOST_COLUMNS = 100
_WIDEST_WORD = 24
_PASSAGE = 400
_NUMBER = re.compile(r"[\s\d.,:%+()/\-−–€$£¥~≈<>*]*\d[\s\d.,:%+()/\-−–€$£¥~≈<>*]*")


@dataclass(slots=True)
class Frame:
    """A container that is open. ``first`` is true until a block stands in it (the first has no space above it).

    ``closing`` is the HTML that closes it; ``boxed`` tells that it is a table to Qt. ``lead`` is what its first text
    begins with.
    """

    kind: str
    closing: str = ""
    boxed: bool = False
    first: bool = True
    lead: str = ""


@dataclass(slots=True)
class Cell:
    """A table cell: what is in it, and what its width needs."""

    header: bool = False
    columns: int = 1
    rows: int = 1
    align: str = ""
    parts: list[Part] = field(default_factory=list)
    text: list[str] = field(default_factory=list)

    @property
    def is_passage(self) -> bool:
        """True when it holds a picture or more text than a figure or a phrase."""
        pictures = any(isinstance(part, Picture) and not part.inline for part in self.parts)
        return pictures or sum(map(len, self.text)) > _PASSAGE

    @property
    def plain(self) -> str:
        """Its text alone."""
        return " ".join("".join(self.text).split())


@dataclass(slots=True)
class TableFrame(Frame):
    """A table that is open: rows of cells so far; ``current`` is the cell, or the caption, that was opened last."""

    rows: list[list[Cell]] = field(default_factory=list)
    caption: Cell = field(default_factory=Cell)
    current: Cell | None = None

    def settle(self) -> None:
        """Let no cell span more columns than a row has cells, nor more rows than there are."""
        most = max((len(row) for row in self.rows), default=0)
        for place, row in enumerate(self.rows):
            for cell in row:
                cell.columns = min(cell.columns, max(1, most))
                cell.rows = min(cell.rows, len(self.rows) - place)

    @property
    def columns(self) -> int:
        """Columns of the widest row."""
        return max((sum(cell.columns for cell in row) for row in self.rows), default=0)

    @property
    def is_layout(self) -> bool:
        """True for a table that only arranges: one column, one row, nothing in it, or (without headings) pictures and
        whole passages."""
        filled = [row for row in self.rows if row]
        if len(filled) < 2 or self.columns < 2 or self.columns > MOST_COLUMNS:
            return True
        cells = [cell for row in filled for cell in row]
        return not any(cell.header for cell in cells) and any(cell.is_passage for cell in cells)


def table_part(frame: TableFrame, number: int, *, first: bool, rtl: bool) -> Table:
    """The finished table with its cells set in our classes."""
    rows = [row for row in frame.rows if row]
    columns = frame.columns
    numeric = _numeric_columns(rows, columns)
    widths = [1] * columns
    parts: list[Part] = []
    for row in rows:
        cells: list[list[Part]] = []
        column = 0
        for cell in row:
            if cell.columns == 1 and column < columns:
                longest = max((len(word) for word in cell.plain.split()), default=1)
                widths[column] = max(widths[column], min(longest, _WIDEST_WORD))
            opening = _opening(cell, figures=column in numeric, rtl=rtl)
            cells.append([opening, *_inner(cell.parts), "</th>" if cell.header else "</td>"])
            column += cell.columns
        # Qt sets columns from the left whatever the direction of the table.
        parts += ["<tr>", *(part for cell in (reversed(cells) if rtl else cells) for part in cell), "</tr>"]
    least = sum(widths) + 2 * columns
    return Table(number, len(rows), columns, least, tuple(parts), frame.caption.plain, first, rtl)


def _opening(cell: Cell, *, figures: bool, rtl: bool) -> str:
    begin, end = ("right", "left") if rtl else ("left", "right")
    align = cell.align or (end if figures else begin if cell.header or rtl else "")
    tag = "th" if cell.header else "td"
    name = ("h" if cell.header else "t") + ("r" if rtl else "")
    spans = f' colspan="{cell.columns}"' * (cell.columns > 1) + f' rowspan="{cell.rows}"' * (cell.rows > 1)
    place = f' align="{escape(align)}"' if align else ""
    return f'<{tag} class="{name}"{spans}{place}>'


def _inner(parts: list[Part]) -> list[Part]:
    """What stands in a cell: without its ``<p>`` when that is the only block, so that rows are no taller than lines."""
    blocks = sum(isinstance(part, str) and part.startswith(("<p", "<ul", "<ol", "<table")) for part in parts)
    if blocks == 1 and parts[0] == '<p class="f">' and parts[-1] == "</p>":
        return parts[1:-1]
    return parts


def _numeric_columns(rows: list[list[Cell]], columns: int) -> set[int]:
    """The columns, but the first, whose body cells all hold figures: those are set to the right."""
    found: dict[int, bool] = {}
    for row in rows:
        column = 0
        for cell in row:
            if not cell.header and (text := cell.plain):
                found[column] = found.get(column, True) and _NUMBER.fullmatch(text) is not None
            column += cell.columns
    return {column for column, figures in found.items() if figures and 0 < column < columns}
