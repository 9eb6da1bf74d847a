"""Writes the flat HTML of a page, block by block: text, line breaks, inline tags. Standard library only; any thread."""

from __future__ import annotations

from html import escape

from newsreader.ui.reader import runs
from newsreader.ui.reader.frames import Cell, Frame, TableFrame
from newsreader.ui.reader.pages import Part
from newsreader.ui.reader.tags import INLINE, SCOPED, direction, may_open

MOST_INLINE = 12
MOST_SCOPES = 60
_NOTHING = " \u00a0\u200b"
_LINE = 40
"""What a line break adds to the length of a block, in characters."""

Attributes = list[tuple[str, str | None]]


class BlockWriter:
    """What is written so far, and what stands open. ``rtl`` is the direction of the page, judged by its first letter
    unless the story's language tells it."""

    def __init__(self, *, rtl: bool = False) -> None:
        self.rtl = rtl
        self.words = 0
        self.simplified = False
        self._out: list[Part] = []
        self._frames: list[Frame] = [Frame("root")]
        self._inline: list[tuple[str, str, str]] = []
        self._scopes: list[tuple[str, str, str]] = []
        self._closing: str | None = None
        self._space = True
        self._breaks = 0
        self._length = 0
        self._run = 0
        self._judged = rtl

    # -- text ----------------------------------------------------------------------------------------------------

    def text(self, data: str) -> None:
        """Write text as it came; white space is folded outside of code."""
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
            self._write(piece)

    def _write(self, text: str) -> None:
        if self._closing is None:
            if not text.strip(_NOTHING):  # paragraphs of a space are how some feeds make room
                return
            self._start_block()
        if not self._judged and text.strip():
            self._judged = True
            self.rtl = runs.starts_rtl(text)
        self._breaks = 0
        self._length += len(text)
        self.words += runs.count_words(text)
        self._space = text.endswith(" ")
        cell = self._cell()
        if cell is not None:
            cell.text.append(text)
        self._out.append(escape(self._joined(text), quote=False))

    def _joined(self, text: str) -> str:
        """``text`` with places to break, also where it goes on with the run that was written before it."""
        head = text.find(" ")
        if self._run + (head if head >= 0 else len(text)) > runs.LONGEST_RUN:
            text = runs.BREAK + text
            self._run = 0
        last = text.rfind(" ")
        self._run = len(text) - last - 1 if last >= 0 else self._run + len(text)
        return runs.breakable(text)

    def _preformatted(self, text: str) -> None:
        if self._closing is None:
            text = text.removeprefix("\n")
            if not text:
                return
            self._start_block("code")
        cell = self._cell()
        if cell is not None:
            cell.text.append(text)
        self.words += runs.count_words(text)
        self._out.append(escape(runs.breakable(text.expandtabs(4)), quote=False))

    def _start_block(self, kind: str = "") -> None:
        """Open the ``<p>`` that the next text stands in (in a list item the first needs none)."""
        frame = self._frames[-1]
        if frame.kind == "li" and frame.first and kind != "code":
            self._closing = ""
        else:
            scope = next((name for _, name, _ in reversed(self._scopes) if name), "")
            kind = kind or scope or ("i" if frame.kind == "li" else "player" if frame.kind == "card" else "")
            classes = kind + "f" * frame.first if kind == "player" else kind + " f" * frame.first
            way = self._way(kind)
            self._out.append(
                "<p"
                + (f' class="{classes.strip()}"' if classes else "")
                + (f' dir="{way}"' if way else "")
                + ">"
            )
            self._closing = "</p>"
        frame.first = False
        self._space = True
        self._breaks = 0
        self._length = 0
        self._out.append(frame.lead)
        frame.lead = ""
        self._out.extend(opening for _, opening, _ in self._inline)

    def _way(self, kind: str) -> str:
        """The direction to be written on a block, ``""`` where its own letters may tell it. Code runs left to right."""
        if kind == "code":
            return "ltr" if self.rtl else ""
        return next((name for _, _, name in reversed(self._scopes) if name), "rtl" if self.rtl else "")

    def _end_block(self) -> None:
        if self._closing is not None:
            self._drop_last_break()
            self._out.extend(closing for _, _, closing in reversed(self._inline))
            self._out.append(self._closing)
            self._closing = None
        self._space = True
        self._breaks = 0

    def _drop_last_break(self) -> None:
        """A line break at the end of a block begins no line in a browser; Qt would set an empty one."""
        place = len(self._out) - 1
        while isinstance(part := self._out[place], str) and part.startswith("</"):
            place -= 1
        if self._out[place] == "<br>":
            del self._out[place]

    def line_break(self) -> None:
        """A line break; two of them begin a new paragraph."""
        if self._frames[-1].kind == "pre":
            self._preformatted("\n")
        elif self._closing is not None:
            self._breaks += 1
            if self._breaks > 1:  # two breaks are how many feeds write paragraphs
                self._end_block()
            else:
                self._out.append("<br>")
                self._space = True
                self._run = 0
                self._length += _LINE
                cell = self._cell()
                if cell is not None:
                    cell.text.append(" ")

    def rule(self) -> None:
        """A thin line across the column."""
        self._end_block()
        self._start_block("hr")
        self._out.append("&nbsp;")
        self._end_block()

    # -- inline and scopes ---------------------------------------------------------------------------------------

    def open_inline(self, tag: str, attrs: Attributes) -> None:
        """Begin an inline tag."""
        if len(self._inline) >= MOST_INLINE:
            self.simplified = True
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

    def close_inline(self, tag: str) -> None:
        """End the innermost inline tag of that name."""
        place = next((i for i in range(len(self._inline) - 1, -1, -1) if self._inline[i][0] == tag), None)
        if place is None:
            return
        if self._closing is not None:
            above = self._inline[place + 1 :]
            self._out.extend(closing for _, _, closing in reversed(above))
            self._out.append(self._inline[place][2])
            self._out.extend(opening for _, opening, _ in above)
        del self._inline[place]

    def open_scope(self, tag: str, attrs: Attributes) -> None:
        """Begin a block that may have a class or a direction of its own."""
        self._end_block()
        style, way = SCOPED.get(tag, ""), direction(attrs)
        if (style or way) and len(self._scopes) < MOST_SCOPES:
            self._scopes.append((tag, style, way))

    def close_scope(self, tag: str) -> None:
        """End it."""
        self._end_block()
        for place in range(len(self._scopes) - 1, -1, -1):
            if self._scopes[place][0] == tag:
                del self._scopes[place:]
                return

    # -- where text stands ---------------------------------------------------------------------------------------

    def _cell(self) -> Cell | None:
        """The cell of the innermost open table that text belongs to now, or None outside of tables."""
        for place in range(len(self._frames) - 1, -1, -1):
            frame = self._frames[place]
            if isinstance(frame, TableFrame):
                return frame.current if place + 1 < len(self._frames) else None
        return None
