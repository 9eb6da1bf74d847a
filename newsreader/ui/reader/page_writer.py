"""Writes what holds blocks: quotes, code boxes, lists, tables; and pictures. Standard library only; any thread."""

from __future__ import annotations

from html import escape, unescape

from newsreader.ui.reader import runs
from newsreader.ui.reader.blocks import Attributes, BlockWriter
from newsreader.ui.reader.frames import MOST_CELLS, Cell, Frame, TableFrame, table_part
from newsreader.ui.reader.pages import Page, Part, Picture, Table
from newsreader.ui.reader.tags import direction, picture_address, small_number

MOST_BOXES = 4
"""Quotes, code boxes and tables inside one another: each level doubles what Qt's layout costs."""

MOST_FRAMES = 60
MOST_LISTS = 6
CARDS = {"video": "▶", "audio": "♪", "frame": "▢", "file": "▤"}
"""What stands before the link of each kind of card."""

MOST_PICTURES = 500
_INSETS = {"blockquote": 19, "ul": 26, "ol": 26, "card": 28, "pre": 28}
_SMALL_PICTURE = 48


class PageWriter(BlockWriter):
    """Writes one page; used once. ``finish`` gives it."""

    def __init__(self, *, rtl: bool = False) -> None:
        super().__init__(rtl=rtl)
        self._outer: list[list[Part]] = []
        self._pictures: list[Picture] = []
        self._tables: list[Table] = []

    def finish(self) -> Page:
        """Close what is open and give the page."""
        while len(self._frames) > 1:
            self._close_top()
        self._end_block()
        pictures, tables = tuple(self._pictures), tuple(self._tables)
        return Page(tuple(self._out), pictures, tables, self.words, self.rtl, self.simplified)

    # -- containers ----------------------------------------------------------------------------------------------

    def _boxes(self) -> int:
        return sum(frame.boxed for frame in self._frames)

    def _push(self, frame: Frame, opening: str) -> None:
        self._end_block()
        if len(self._frames) >= MOST_FRAMES:
            self.simplified = True
            return
        frame_first = self._frames[-1].first
        self._frames[-1].first = False
        self._out.append(opening.replace("@", " f" if frame_first else ""))
        self._frames.append(frame)

    def _close_top(self) -> None:
        frame = self._frames[-1]
        if isinstance(frame, TableFrame):
            self._finish_table()
            return
        self._end_block()
        self._frames.pop()
        if frame.kind == "cell":
            self._out = self._outer.pop()
        else:
            self._out.append(frame.closing)

    def close_frame(self, kind: str) -> None:
        """Close the nearest frame of ``kind`` and all inside it, but never past the cell that stands open."""
        self._end_block()
        for frame in reversed(self._frames):
            if frame.kind == kind:
                while self._frames[-1] is not frame:
                    self._close_top()
                self._close_top()
                return
            if frame.kind in ("cell", "table"):
                return

    def open_quote(self, attrs: Attributes) -> None:
        """Begin a quote."""
        way = direction(attrs) or next((name for _, _, name in reversed(self._scopes) if name), "")
        rtl = way == "rtl" or (self.rtl and way != "ltr")
        if self._boxes() >= MOST_BOXES:
            self.simplified = True
            self._push(Frame("blockquote"), "")
            return
        side, order = ("qr", ' dir="rtl"') if rtl else ("q", "")
        opening = f'<table class="quote@" width="100%" cellspacing="0" cellpadding="0"{order}><tr><td class="{side}">'
        self._push(Frame("blockquote", "</td></tr></table>", boxed=True), opening)

    def open_code(self) -> None:
        """Begin a code box."""
        if self._boxes() >= MOST_BOXES:
            self.simplified = True
            self._push(Frame("pre"), "")
            return
        opening = '<table class="code@" width="100%" cellspacing="0" cellpadding="0"><tr><td class="code">'
        self._push(Frame("pre", "</td></tr></table>", boxed=True), opening)

    @property
    def in_card(self) -> bool:
        """Whether a card stands open."""
        return self._frames[-1].kind == "card"

    def open_card(self, kind: str) -> None:
        """Begin the card of a player or frame: its thumbnail, and a link with its kind and host (``text.embeds``)."""
        if self._boxes() >= MOST_BOXES or kind not in CARDS:
            self.simplified = self.simplified or kind in CARDS
            self._push(Frame("card"), "")
            return
        opening = '<table class="card@" width="100%" cellspacing="0" cellpadding="0"><tr><td class="card">'
        self._push(Frame("card", "</td></tr></table>", boxed=True, lead=f"{CARDS[kind]} "), opening)

    def open_list(self, tag: str, attrs: dict[str, str | None]) -> None:
        """Begin a list (``ul`` or ``ol``)."""
        depth = sum(frame.kind in ("ul", "ol") for frame in self._frames)
        if depth >= MOST_LISTS:
            self.simplified = True
            self._push(Frame(tag), "")
            return
        start = small_number(attrs.get("start"), 1_000_000) if tag == "ol" else None
        style = attrs.get("type") or ""
        extra = f' start="{start}"' if start else ""
        extra += f' type="{style}"' if tag == "ol" and style in tuple("aAiI") else ""
        extra += ' dir="rtl"' if self.rtl else ""
        kind = "n" if depth and self._frames[-1].kind == "li" else ""
        self._push(Frame(tag, f"</{tag}>"), f'<{tag} class="{kind}@"{extra}>')

    def open_item(self) -> None:
        """Begin an item of the list that stands open; without one, a line with a bullet."""
        self._end_block()
        for frame in reversed(self._frames):
            if frame.kind in ("ul", "ol", "cell", "blockquote", "root", "pre"):
                break
            if frame.kind == "li":
                self.close_frame("li")
                break
        frame = self._frames[-1]
        if frame.kind in ("ul", "ol") and frame.closing:
            self._push(Frame("li", "</li>"), '<li class="@">')
        else:
            self._start_block()
            self._out.append("• ")

    # -- tables --------------------------------------------------------------------------------------------------

    def open_table(self, tag: str, attrs: dict[str, str | None]) -> None:
        """Begin a table, or a row, cell or caption of the one that stands open."""
        if tag == "table":
            self._end_block()
            if len(self._frames) < MOST_FRAMES:
                self._frames.append(TableFrame("table", boxed=True))
            return
        frame = self._nearest_table()
        if frame is None:
            self._end_block()
            return
        if tag == "tr":
            frame.rows.append([])
            return
        cell = frame.caption if tag == "caption" else self._new_cell(frame, tag, attrs)
        frame.current = cell
        self._outer.append(self._out)
        self._out = cell.parts
        self._frames.append(Frame("cell"))

    def _new_cell(self, frame: TableFrame, tag: str, attrs: dict[str, str | None]) -> Cell:
        if not frame.rows:
            frame.rows.append([])
        align = attrs.get("align") or ""
        cell = Cell(
            header=tag == "th",
            columns=small_number(attrs.get("colspan"), 50) or 1,
            rows=small_number(attrs.get("rowspan"), 50) or 1,
            align=align if align in ("left", "right", "center") else "",
        )
        frame.rows[-1].append(cell)
        return cell

    def _nearest_table(self) -> TableFrame | None:
        """The innermost open table, with everything that stands open in its last cell closed."""
        self._end_block()
        table = next((frame for frame in reversed(self._frames) if isinstance(frame, TableFrame)), None)
        if table is not None:
            while self._frames[-1] is not table:
                self._close_top()
        return table

    def close_table(self, tag: str) -> None:
        """End a table, or what stands open in it."""
        if self._nearest_table() is not None and tag == "table":
            self._finish_table()

    def _finish_table(self) -> None:
        frame = self._frames.pop()
        assert isinstance(frame, TableFrame)
        frame.settle()
        cells = sum(len(row) for row in frame.rows)
        parent = self._frames[-1]
        if cells > MOST_CELLS:
            self.simplified = True
            self._set_lines(frame, parent)
        elif frame.is_layout or self._boxes() >= MOST_BOXES - 1:
            self._unfold([frame.caption, *(cell for row in frame.rows for cell in row)], parent)
        else:
            table = table_part(frame, len(self._tables), first=parent.first, rtl=self.rtl)
            parent.first = False
            self._tables.append(table)
            self._out.append(table)

    def _set_lines(self, frame: TableFrame, parent: Frame) -> None:
        """Set each row as a line of text; rows that hold more than text, cell below cell."""
        for row in [[frame.caption], *frame.rows]:
            if any(not isinstance(part, str) for cell in row for part in cell.parts):
                self._unfold(row, parent)
                continue
            line = " · ".join(plain for cell in row if (plain := cell.plain))
            for piece in runs.paragraphs(line) if line else ():
                self._start_block()
                self._out.append(escape(runs.breakable(piece), quote=False))
                self._end_block()

    def _unfold(self, cells: list[Cell], parent: Frame) -> None:
        """Set cells one below the other: their table only arranged them, or stands too deep."""
        for cell in cells:
            if cell.parts:
                head = cell.parts[0]
                if isinstance(head, str) and not parent.first:
                    cell.parts[0] = head.replace(' class="f"', "", 1).replace(' f"', '"', 1)
                parent.first = False
                self._out.extend(cell.parts)

    # -- pictures ------------------------------------------------------------------------------------------------

    def picture(self, attrs: dict[str, str | None]) -> None:
        """A picture: in a line of text when it is small, else between the blocks."""
        url = picture_address(attrs.get("src") or "")
        alt = runs.label(attrs.get("alt") or "")
        width, height = small_number(attrs.get("width"), 20000), small_number(attrs.get("height"), 20000)
        if (width is not None and width <= 2) or (height is not None and height <= 2):
            return
        if not url or len(self._pictures) >= MOST_PICTURES:
            if alt:
                self.text(f"[{alt}]")
            return
        inline = (
            width is not None and width <= _SMALL_PICTURE and (height is None or height <= _SMALL_PICTURE)
        )
        link = next(
            (unescape(opening[9:-2]) for tag, opening, _ in self._inline if tag == "a" and opening), ""
        )
        title = runs.label(attrs.get("title") or "", 1000)
        if not inline:
            self._end_block()
        first = self._frames[-1].first
        if inline and self._closing is None:
            self._start_block()
        inset = sum(_INSETS.get(frame.kind, 0) for frame in self._frames if frame.closing)
        poster = self._frames[-1].kind == "card"
        picture = Picture(
            len(self._pictures), url, alt, title, width, height, link, inline, first, inset, poster
        )
        self._pictures.append(picture)
        self._frames[-1].first = False
        self._space = False
        self._out.append(picture)
