"""Clean HTML as Markdown (CommonMark with the tables of GFM), or as plain text in paragraphs, for what a person copies.

Standard library only; pure.

Source: spec.commonmark.org 0.31; tables: github.github.com/gfm section 4.10.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

_SPECIAL = re.compile(r"([\\`*_\[\]<>])")
_LINE_START = re.compile(r"^(\s*)(\d{0,9}(?=[.)](?:\s|$))|(?=[#>+=|~-]))(?=[#>+=|~.)-])", re.MULTILINE)
_SPACES = re.compile("[ \t\r\n\f\v\x85\u2028\u2029]+")
_SEPARATORS = re.compile("[\x85\u2028\u2029]")
"""Ends of lines that are none to most programs a text is pasted into."""
_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*", "cite": "*", "del": "~~", "s": "~~", "strike": "~~"}
_CODE = frozenset({"code", "kbd", "samp", "tt"})
_HIDDEN = frozenset({"script", "style", "head", "title", "template"})
_HEADINGS = {f"h{level}": "#" * level for level in range(1, 7)}
_BLOCKS = frozenset(
    {
        "p",
        "div",
        "section",
        "article",
        "figure",
        "figcaption",
        "details",
        "summary",
        "dl",
        "dt",
        "dd",
        "caption",
    }
    | {"header", "footer", "aside", "main", "address", "center"}
) | frozenset(_HEADINGS)
MOST_DEPTH = 20
"""Quotes and lists inside one another; deeper ones are set in the last."""


def markdown(html: str) -> str:
    """``html`` as Markdown, without an end of line at its end."""
    writer = _Writer()
    writer.feed(html)
    writer.close()
    return writer.finish()


def escaped(text: str) -> str:
    """Plain text so that Markdown shows it as it is."""
    return _at_start(_SPECIAL.sub(r"\\\1", text))


def _at_start(text: str) -> str:
    """``text`` without lines that would begin a heading, list or quote."""
    return _LINE_START.sub(r"\1\2\\", text)


def paragraphs(html: str) -> str:
    """``html`` as plain text: a blank line between blocks, items with a dash, quotes with ``>``."""
    writer = _Writer(plain=True)
    writer.feed(html)
    writer.close()
    return writer.finish()


def quoted(text: str) -> str:
    """``text`` with ``> `` before each line."""
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


@dataclass(slots=True)
class _Frame:
    """A quote, item or cell that stands open: the blocks in it so far."""

    kind: str
    blocks: list[str] = field(default_factory=list)
    number: int | None = None


class _Writer(HTMLParser):
    """Gathers blocks; each container, when it ends, becomes one block of what holds it."""

    def __init__(self, *, plain: bool = False) -> None:
        super().__init__(convert_charrefs=True)
        self._plain = plain
        self._frames = [_Frame("root")]
        self._line: list[str] = []
        self._heading = ""
        self._pre: list[str] | None = None
        self._hidden = 0
        self._links: list[tuple[str, int]] = []
        self._marks: list[tuple[str, int]] = []
        self._code = 0
        self._rows: list[list[str]] = []

    def finish(self) -> str:
        """Close what is open; the whole text."""
        self._end_block()
        while len(self._frames) > 1:
            self._close(self._frames[-1].kind)
        return "\n\n".join(self._frames[0].blocks).strip("\n")

    # -- tags ----------------------------------------------------------------------------------------------------

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag == "br":
            self._pre.append("\n") if self._pre is not None else self._line.append(
                "\\\n"
            )  # made plain at the end
        elif tag == "hr":
            self._end_block()
            self._frames[-1].blocks.append("---")
        elif tag == "img":
            if self._plain:
                self._line.append(f"[{values['alt']}]" if values.get("alt") else "")
            elif values.get("src") and self._pre is None:
                self._line.append(f"![{escaped(values.get('alt', ''))}]({_address(values['src'])})")
        elif tag == "a":
            self._links.append((values.get("href", ""), len(self._line)))
        elif tag in _MARKS and self._pre is None:
            self._marks.append((tag, len(self._line)))
        elif tag in _CODE and self._pre is None:
            self._code += 1
            self._line.append("`" * (self._code == 1 and not self._plain))
        elif tag == "pre":
            self._end_block()
            self._pre = []
        else:
            self._open_block(tag, values)

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        elif tag == "a" and self._links:
            self._end_link()
        elif tag in _MARKS and self._pre is None:
            self._end_mark(tag)
        elif tag in _CODE and self._code:
            self._code -= 1
            self._line.append("`" * (self._code == 0 and not self._plain))
        elif tag == "pre" and self._pre is not None:
            self._end_pre()
        elif tag in _BLOCKS:
            self._end_block()
        elif tag in ("ul", "ol", "li", "blockquote", "td", "th", "tr", "table"):
            self._end_block()
            self._close(tag)

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        if self._pre is not None:
            self._pre.append(_SEPARATORS.sub("\n", data))
        elif text := _SPACES.sub(" ", data):
            self._line.append(text if self._code or self._plain else _SPECIAL.sub(r"\\\1", text))

    # -- inside a line -------------------------------------------------------------------------------------------

    def _end_link(self) -> None:
        address, start = self._links.pop()
        inside = "".join(self._line[start:])
        if self._plain:
            return
        if self._pre is None and address and inside.strip() and start <= len(self._line):
            self._line[start:] = [f"[{inside.strip()}]({_address(address)})" + " " * inside.endswith(" ")]

    def _end_mark(self, tag: str) -> None:
        place = next((at for at in range(len(self._marks) - 1, -1, -1) if self._marks[at][0] == tag), None)
        if place is None:
            return
        _, start = self._marks.pop(place)
        inside = "".join(self._line[start:])
        text = inside.strip()
        if (
            text and not self._plain and start <= len(self._line)
        ):  # a mark must touch its word: spaces go outside
            lead = inside[: len(inside) - len(inside.lstrip())]
            trail = inside[len(inside.rstrip()) :]
            self._line[start:] = [f"{lead}{_MARKS[tag]}{text}{_MARKS[tag]}{trail}"]

    # -- blocks --------------------------------------------------------------------------------------------------

    def _open_block(self, tag: str, values: dict[str, str]) -> None:
        if tag in _BLOCKS:
            self._end_block()
            self._heading = _HEADINGS.get(tag, "")
        elif tag in ("ul", "ol", "li", "blockquote", "table", "tr", "td", "th"):
            self._end_block()
            if tag == "li" and self._frames[-1].kind == "li":
                self._close("li")
            if tag in ("tr", "td", "th") and not any(frame.kind == "table" for frame in self._frames):
                return
            if tag == "table" and any(frame.kind == "table" for frame in self._frames):
                return  # a table in a table: its cells go on in the outer one's
            if len(self._frames) < MOST_DEPTH:
                start = values.get("start", "1")
                number = (int(start) if start.isdigit() else 1) if tag == "ol" else None
                self._frames.append(_Frame(tag, number=number))
                if tag == "table":
                    self._rows = []
                elif tag == "tr":
                    self._rows.append([])

    def _end_block(self) -> None:
        text = "".join(self._line).strip()
        while text.endswith("\\\n") or text.endswith("\\"):
            if text.endswith("\\\\"):
                break
            text = text.removesuffix("\n").removesuffix("\\").rstrip()
        text = re.sub(r" *\\\n *", "\\\\\n", text)
        self._line, self._links, self._marks = [], [], []
        heading, self._heading = self._heading, ""
        if self._plain:
            text = text.replace("\\\n", "\n")
        elif heading:
            text = f"{heading} {text.replace(chr(92) + chr(10), ' ')}"
        else:
            text = _at_start(text)
        if text.strip("# "):
            self._frames[-1].blocks.append(text)

    def _end_pre(self) -> None:
        code = "".join(self._pre or ()).strip("\n")
        self._pre = None
        fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", code)), default=0))
        if code.strip():
            self._frames[-1].blocks.append(code if self._plain else f"{fence}\n{code}\n{fence}")

    def _close(self, kind: str) -> None:
        """Close the nearest frame of ``kind`` and all that stand open in it."""
        if not any(frame.kind == kind for frame in self._frames[1:]):
            return
        while len(self._frames) > 1:
            frame = self._frames.pop()
            self._put(frame)
            if frame.kind == kind:
                return

    def _put(self, frame: _Frame) -> None:
        parent = self._frames[-1]
        body = "\n\n".join(frame.blocks)
        match frame.kind:
            case "blockquote" if body:
                parent.blocks.append(quoted(body))
            case "li":
                parent.blocks.append(self._item(parent, "\n".join(frame.blocks)))
            case "ul" | "ol" if frame.blocks:
                parent.blocks.append("\n".join(frame.blocks))
            case "td" | "th" if self._rows:
                text = " ".join(body.split())
                self._rows[-1].append(text if self._plain else text.replace("|", "\\|"))
            case "table":
                rows = [row for row in self._rows if row]
                table = "\n".join("\t".join(row) for row in rows) if self._plain else _table(rows)
                if table:
                    parent.blocks.append(table)
                self._rows = []
                parent.blocks += frame.blocks
            case _:
                parent.blocks += frame.blocks

    @staticmethod
    def _item(parent: _Frame, body: str) -> str:
        mark = "- "
        if parent.kind == "ol" and parent.number is not None:
            mark = f"{parent.number}. "
            parent.number += 1
        return mark + body.replace("\n", "\n" + " " * len(mark))


def _table(rows: list[list[str]]) -> str:
    columns = max((len(row) for row in rows), default=0)
    if columns < 2:
        return "\n\n".join(cell for row in rows for cell in row if cell)
    full = [row + [""] * (columns - len(row)) for row in rows]
    lines = ["| " + " | ".join(row) + " |" for row in full]
    return "\n".join([lines[0], "|" + " --- |" * columns, *lines[1:]])


def _address(url: str) -> str:
    """An address between parentheses: those that would end it are escaped as in addresses."""
    return (
        url.replace("(", "%28")
        .replace(")", "%29")
        .replace(" ", "%20")
        .replace("<", "%3C")
        .replace(">", "%3E")
    )
