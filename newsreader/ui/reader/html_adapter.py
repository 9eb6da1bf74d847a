"""CleanHtml to the HTML that QTextDocument sets well, in our own classes. Standard library only; any thread.

Whatever comes in, only a handful of tags without any attribute of the feed's but checked links go out, so that even
HTML that was never sanitized can reach no file, no style and no script. Text is never dropped: what cannot be set as
it was meant is set more simply.

The shape that goes out is flat: every block is one ``<p>`` with a class; only quotes, code boxes, lists and tables
hold others. ``class="f"`` marks the first block of a container, which has no space above it.
"""

from __future__ import annotations

from html import escape, unescape
from html.parser import HTMLParser

from newsreader.ui.reader import runs
from newsreader.ui.reader.frames import MOST_CELLS, Cell, Frame, TableFrame, table_lines, table_part
from newsreader.ui.reader.pages import Page, Part, Picture, Table
from newsreader.ui.reader.tags import (
    BLOCKS,
    HIDDEN,
    INLINE,
    SCOPED,
    direction,
    may_open,
    picture_address,
    small_number,
)

MOST_BOXES = 4
"""Quotes, code boxes and tables inside one another: each level doubles what Qt's layout costs."""

MOST_LISTS = 6
MOST_INLINE = 12
MOST_PICTURES = 500
_SMALL_PICTURE = 48

Attributes = list[tuple[str, str | None]]


def adapt(html: str, language: str = "") -> Page:
    """The page of a story's body. ``language`` is the story's (BCP 47) or ``""``."""
    rtl = runs.is_rtl_language(language) if language else False
    builder = PageBuilder(rtl=rtl)
    builder.feed(html)
    return builder.finish()


class PageBuilder(HTMLParser):
    """Builds one page; used once."""

    def __init__(self, *, rtl: bool = False) -> None:
        super().__init__(convert_charrefs=True)
        self._out: list[Part] = []
        self._outer: list[list[Part]] = []
        self._frames: list[Frame] = [Frame("root")]
        self._inline: list[tuple[str, str, str]] = []
        self._scopes: list[tuple[str, str, str]] = []
        self._pictures: list[Picture] = []
        self._tables: list[Table] = []
        self._hidden: list[str] = []
        self._closing: str | None = None
        self._space = True
        self._breaks = 0
        self._length = 0
        self._words = 0
        self._simplified = False
        self._rtl = rtl
        self._judged = rtl

    # -- the parser's calls --------------------------------------------------------------------------------------

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        if self._hidden:
            if tag == self._hidden[-1]:
                self._hidden.append(tag)
        elif tag in HIDDEN:
            self._hidden.append(tag)
        elif tag in INLINE:
            self._open_inline(tag, attrs)
        elif tag in BLOCKS:
            self._open_scope(tag, attrs)
        elif tag == "br":
            self._line_break()
        elif tag == "img":
            self._picture(dict(attrs))
        elif tag == "hr":
            self._rule()
        elif tag in ("ul", "ol"):
            self._open_list(tag, dict(attrs))
        elif tag == "li":
            self._open_item()
        elif tag == "blockquote":
            self._open_quote(attrs)
        elif tag == "pre":
            self._open_code()
        elif tag in ("table", "tr", "td", "th", "caption"):
            self._open_table(tag, dict(attrs))

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        self.handle_starttag(tag, attrs)
        if tag in HIDDEN:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._hidden:
            if tag == self._hidden[-1]:
                self._hidden.pop()
        elif tag in INLINE:
            self._close_inline(tag)
        elif tag in BLOCKS:
            self._close_scope(tag)
        elif tag in ("ul", "ol", "li", "blockquote", "pre"):
            self._close_frame(tag)
        elif tag in ("table", "tr", "td", "th", "caption"):
            self._close_table(tag)

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        text = runs.safe(data)
        if self._frames[-1].kind == "pre":
            self._preformatted(text)
            return
        text = runs.fold(text)
        if self._space:
            text = text.lstrip(" ")
        if not text:
            return
        for piece in runs.paragraphs(text) if len(text) > runs.LONGEST_PARAGRAPH else (text,):
            if self._length + len(piece) > runs.LONGEST_PARAGRAPH and self._closing is not None:
                self._end_block()
                self._start_block("c")
            self._text(piece)

    def finish(self) -> Page:
        """Close what is open and give the page."""
        self.close()
        self._hidden.clear()
        while len(self._frames) > 1:
            self._close_top()
        self._end_block()
        return Page(
            tuple(self._out),
            tuple(self._pictures),
            tuple(self._tables),
            self._words,
            self._rtl,
            self._simplified,
        )

    # -- text and blocks -----------------------------------------------------------------------------------------

    def _text(self, text: str) -> None:
        if self._closing is None:
            if text == " ":
                return
            self._start_block()
        if not self._judged and text.strip():
            self._judged = True
            self._rtl = runs.starts_rtl(text)
        self._breaks = 0
        self._length += len(text)
        self._words += runs.count_words(text)
        self._space = text.endswith(" ")
        cell = self._cell()
        if cell is not None:
            cell.text.append(text)
        self._out.append(escape(runs.breakable(text), quote=False))

    def _preformatted(self, text: str) -> None:
        if self._closing is None:
            text = text.removeprefix("\n")
            if not text:
                return
            self._start_block("code")
        cell = self._cell()
        if cell is not None:
            cell.text.append(text)
        self._words += runs.count_words(text)
        self._out.append(escape(runs.breakable(text.expandtabs(4)), quote=False))

    def _start_block(self, kind: str = "") -> None:
        """Open the ``<p>`` that the next text stands in (in a list item the first needs none)."""
        frame = self._frames[-1]
        if frame.kind == "li" and frame.first and kind != "code":
            self._closing = ""
        else:
            scope = next((name for _, name, _ in reversed(self._scopes) if name), "")
            kind = kind or scope or ("i" if frame.kind == "li" else "")
            classes = " ".join(filter(None, (kind, "f" if frame.first else "")))
            way = next((name for _, _, name in reversed(self._scopes) if name), "") or (
                "rtl" if self._rtl else ""
            )
            self._out.append(
                "<p" + (f' class="{classes}"' if classes else "") + (f' dir="{way}"' if way else "") + ">"
            )
            self._closing = "</p>"
        frame.first = False
        self._space = True
        self._breaks = 0
        self._length = 0
        self._out.extend(opening for _, opening, _ in self._inline)

    def _end_block(self) -> None:
        if self._closing is not None:
            self._out.extend(closing for _, _, closing in reversed(self._inline))
            self._out.append(self._closing)
            self._closing = None
        self._space = True
        self._breaks = 0

    def _line_break(self) -> None:
        if self._frames[-1].kind == "pre":
            self._preformatted("\n")
        elif self._closing is not None:
            self._breaks += 1
            if self._breaks > 1:  # two breaks are how many feeds write paragraphs
                self._end_block()
            else:
                self._out.append("<br>")
                self._space = True
                cell = self._cell()
                if cell is not None:
                    cell.text.append(" ")

    def _rule(self) -> None:
        self._end_block()
        self._start_block("hr")
        self._out.append("&nbsp;")
        self._end_block()

    # -- inline and scopes ---------------------------------------------------------------------------------------

    def _open_inline(self, tag: str, attrs: Attributes) -> None:
        if len(self._inline) >= MOST_INLINE:
            self._simplified = True
            return
        opening, closing = INLINE[tag]
        if tag == "a":
            address = (dict(attrs).get("href") or "").strip()
            opening, closing = (f'<a href="{escape(address)}">', "</a>") if may_open(address) else ("", "")
        elif tag in ("span", "bdi", "bdo") and direction(attrs):
            opening, closing = ("\u2067" if direction(attrs) == "rtl" else "\u2066"), "\u2069"
        if tag == "q" and self._closing is None:
            self._start_block()
        self._inline.append((tag, opening, closing))
        if self._closing is not None:
            self._out.append(opening)

    def _close_inline(self, tag: str) -> None:
        place = next((i for i in range(len(self._inline) - 1, -1, -1) if self._inline[i][0] == tag), None)
        if place is None:
            return
        if self._closing is not None:
            above = self._inline[place + 1 :]
            self._out.extend(closing for _, _, closing in reversed(above))
            self._out.append(self._inline[place][2])
            self._out.extend(opening for _, opening, _ in above)
        del self._inline[place]

    def _open_scope(self, tag: str, attrs: Attributes) -> None:
        self._end_block()
        style, way = SCOPED.get(tag, ""), direction(attrs)
        if style or way:
            self._scopes.append((tag, style, way))

    def _close_scope(self, tag: str) -> None:
        self._end_block()
        for place in range(len(self._scopes) - 1, -1, -1):
            if self._scopes[place][0] == tag:
                del self._scopes[place:]
                return

    # -- containers ----------------------------------------------------------------------------------------------

    def _boxes(self) -> int:
        return sum(frame.boxed for frame in self._frames)

    def _push(self, frame: Frame, opening: str) -> None:
        self._end_block()
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

    def _close_frame(self, kind: str) -> None:
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

    def _open_quote(self, attrs: Attributes) -> None:
        way = direction(attrs) or next((name for _, _, name in reversed(self._scopes) if name), "")
        rtl = way == "rtl" or (self._rtl and way != "ltr")
        if self._boxes() >= MOST_BOXES:
            self._simplified = True
            self._push(Frame("blockquote"), "")
            return
        side, order = ("qr", ' dir="rtl"') if rtl else ("q", "")
        opening = f'<table class="quote@" width="100%" cellspacing="0" cellpadding="0"{order}><tr><td class="{side}">'
        self._push(Frame("blockquote", "</td></tr></table>", boxed=True), opening)

    def _open_code(self) -> None:
        if self._boxes() >= MOST_BOXES:
            self._simplified = True
            self._push(Frame("pre"), "")
            return
        opening = '<table class="code@" width="100%" cellspacing="0" cellpadding="0"><tr><td class="code">'
        self._push(Frame("pre", "</td></tr></table>", boxed=True), opening)

    def _open_list(self, tag: str, attrs: dict[str, str | None]) -> None:
        depth = sum(frame.kind in ("ul", "ol") for frame in self._frames)
        if depth >= MOST_LISTS:
            self._simplified = True
            self._push(Frame(tag), "")
            return
        start = small_number(attrs.get("start"), 1_000_000) if tag == "ol" else None
        style = attrs.get("type") or ""
        extra = f' start="{start}"' if start else ""
        extra += f' type="{style}"' if tag == "ol" and style in tuple("aAiI") else ""
        extra += ' dir="rtl"' if self._rtl else ""
        kind = "n" if depth and self._frames[-1].kind == "li" else ""
        self._push(Frame(tag, f"</{tag}>"), f'<{tag} class="{kind}@"{extra}>')

    def _open_item(self) -> None:
        self._end_block()
        for frame in reversed(self._frames):
            if frame.kind in ("ul", "ol", "cell", "blockquote", "root", "pre"):
                break
            if frame.kind == "li":
                self._close_frame("li")
                break
        frame = self._frames[-1]
        if frame.kind in ("ul", "ol") and frame.closing:
            self._push(Frame("li", "</li>"), '<li class="@">')
        else:
            self._start_block()
            self._out.append("• ")

    # -- tables --------------------------------------------------------------------------------------------------

    def _cell(self) -> Cell | None:
        """The cell of the innermost open table that text belongs to now, or None outside of tables."""
        for place in range(len(self._frames) - 1, -1, -1):
            frame = self._frames[place]
            if isinstance(frame, TableFrame):
                inside = place + 1 < len(self._frames) and bool(frame.rows) and bool(frame.rows[-1])
                return frame.rows[-1][-1] if inside else None
        return None

    def _open_table(self, tag: str, attrs: dict[str, str | None]) -> None:
        if tag == "table":
            self._end_block()
            begins = self._frames[-1].first
            self._frames.append(TableFrame("table", boxed=True, begins=begins))
            return
        frame = self._nearest_table()
        if frame is None:
            self._end_block()
            return
        if tag == "tr":
            frame.rows.append([])
            return
        cell = frame.caption if tag == "caption" else self._new_cell(frame, tag, attrs)
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

    def _close_table(self, tag: str) -> None:
        if self._nearest_table() is not None and tag == "table":
            self._finish_table()

    def _finish_table(self) -> None:
        frame = self._frames.pop()
        assert isinstance(frame, TableFrame)
        cells = sum(len(row) for row in frame.rows)
        parent = self._frames[-1]
        if cells > MOST_CELLS:
            self._simplified = True
            for line in table_lines(frame):
                self._start_block()
                self._out.append(escape(runs.breakable(line[: runs.LONGEST_PARAGRAPH]), quote=False))
                self._end_block()
        elif frame.is_layout or self._boxes() >= MOST_BOXES - 1:
            self._unfold(frame, parent)
        else:
            table = table_part(frame, len(self._tables), parent.first)
            parent.first = False
            self._tables.append(table)
            self._out.append(table)

    def _unfold(self, frame: TableFrame, parent: Frame) -> None:
        """Set the cells of a table one below the other: it only arranged them, or stands too deep."""
        for cell in [frame.caption, *(cell for row in frame.rows for cell in row)]:
            if cell.parts:
                head = cell.parts[0]
                if isinstance(head, str) and not parent.first:
                    cell.parts[0] = head.replace(' class="f"', "", 1).replace(' f"', '"', 1)
                parent.first = False
                self._out.extend(cell.parts)

    # -- pictures ------------------------------------------------------------------------------------------------

    def _picture(self, attrs: dict[str, str | None]) -> None:
        url = picture_address(attrs.get("src") or "")
        alt = runs.label(attrs.get("alt") or "")
        width, height = small_number(attrs.get("width"), 20000), small_number(attrs.get("height"), 20000)
        if (width is not None and width <= 2) or (height is not None and height <= 2):
            return
        if not url or len(self._pictures) >= MOST_PICTURES:
            if alt:
                self.handle_data(f"[{alt}]")
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
        picture = Picture(len(self._pictures), url, alt, title, width, height, link, inline, first)
        self._pictures.append(picture)
        self._frames[-1].first = False
        self._space = False
        self._out.append(picture)
