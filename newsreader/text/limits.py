"""Caps on shape, for HTML that the reader pane could not lay out in time. Text is never dropped. Pure; worker side.

Qt doubles its layout time with each level of nested tables, takes seconds over a run without a place to break and
over one huge paragraph. All functions take and give HTML as ``nh3`` writes it (see ``text.markup``).
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from newsreader.text.graphemes import boundary_at_or_before
from newsreader.text.markup import (
    BLOCKS,
    INLINE,
    SEPARATOR,
    TABLE_LIKE,
    TABLE_PARTS,
    TAG,
    VOID,
    escape,
    name_of,
    unescape,
)
from newsreader.text.plain import raw_text

DEEPEST: Final = 100
TABLES_DEEP: Final = 3
TABLE_LIKE_DEEP: Final = 6
LONGEST_WORD: Final = 200
LONGEST_BLOCK: Final = 8_000
LONGEST_HTML: Final = 512 * 1024
MOST_TAGS: Final = 20_000
MOST_UNCLOSED: Final = 1_000
MOST_PARAGRAPHS: Final = 8_500
BREAK: Final = "\u200b"
# Scripts in which a line may break at any character need no help.
_UNBROKEN: Final = re.compile(
    "[^\t\n\x0b\x0c\r\x1c-\x1f \x85\u1680\u2000-\u2006\u2008-\u200a\u200b\u2028\u2029\u205f\u3000"
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]+"
)
_NESTING: Final = re.compile(
    r"<(?!/?(?:area|base|br|col|dd|dt|embed|hr|img|input|li|link|meta|option|p|param|source|td|th|tr|track|wbr)\b)(/?)[a-z]",
    re.IGNORECASE,
)
_GAP: Final = re.compile(f"{SEPARATOR}[{SEPARATOR}\\s]*")
_SENTENCE_END: Final = re.compile(r"[.!?\u3002\uff01\uff1f][\"'\u201d\u2019)]*\s")


def simplified(html: str) -> list[str]:
    """Any HTML, also hostile, as escaped paragraphs of plain text: what is shown of a story beyond all limits."""
    # Most separators stand beside another: one expression over all of them is much less than a line for each.
    lines = [line for line in (" ".join(line.split()) for line in _GAP.split(raw_text(html))) if line]
    portions = _portions_of("\n".join(lines))
    if len(portions) > MOST_PARAGRAPHS:  # they would take longer to lay out than their words
        portions = _portions_of(" ".join(lines))
    return [portion.strip() for portion in portions]


def _portions_of(text: str) -> list[str]:
    """Lines of folded text, escaped, the long ones in portions."""
    most = LONGEST_BLOCK // 2
    portions: list[str] = []
    for line in escape(text).split("\n"):
        portions += _portions(line, most) if len(line) > most else (line,)
    return portions


def unbounded(html: str) -> bool:
    """Whether so many elements are opened and never closed that a parser would need seconds for them."""
    ends = _NESTING.findall(html)
    return len(ends) - 2 * sum(map(len, ends)) > MOST_UNCLOSED


def _portions(text: str, size: int) -> list[str]:
    """Escaped ``text`` in portions of at most ``size``: cut after a sentence, else at a space, else at a grapheme."""
    portions: list[str] = []
    start = 0
    while len(text) - start > size:
        window = text[start : start + size]
        cut = max((found.end() for found in _SENTENCE_END.finditer(window, size // 2)), default=0)
        cut = cut or window.rfind(" ", size // 2) + 1
        cut = cut or boundary_at_or_before(text[start : start + size + 1], size) or size
        entity = window.rfind("&", cut - 8, cut)
        if entity > 0 and ";" not in window[entity:cut]:
            cut = entity
        portions.append(text[start : start + cut])
        start += cut
    portions.append(text[start:])
    return portions


class _Open:
    """The elements open at one place of clean HTML, by the names they had and those they got (``""`` for none)."""

    def __init__(self) -> None:
        self._stack: list[tuple[str, str]] = []
        self._kept = Counter[str]()
        self._lost_tables: list[bool] = []

    @property
    def in_lost_table(self) -> bool:
        """Whether the innermost table was taken away."""
        return bool(self._lost_tables) and self._lost_tables[-1]

    def push(self, name: str) -> str:
        """Open an element; what it becomes."""
        kept = self._becomes(name)
        self._stack.append((name, kept))
        if name == "table":
            self._lost_tables.append(not kept)
        if kept:
            self._kept[kept] += 1
        return kept

    def pop(self) -> str:
        """Close the innermost element; what it had become."""
        name, kept = self._stack.pop() if self._stack else ("", "")
        if name == "table":
            self._lost_tables.pop()
        if kept:
            self._kept[kept] -= 1
        return kept

    def _becomes(self, name: str) -> str:
        if self._kept.total() >= DEEPEST - 1:
            return ""
        if name in TABLE_PARTS and self.in_lost_table:
            return "div" if name in ("tr", "caption") else ""
        boxes = sum(self._kept[box] for box in TABLE_LIKE)
        if name == "table" and (self._kept["table"] >= TABLES_DEEP or boxes >= TABLE_LIKE_DEEP):
            return ""
        return "div" if name in TABLE_LIKE and boxes >= TABLE_LIKE_DEEP else name


def flattened(html: str) -> str:
    """``html`` with nesting, tables in tables and table-like boxes within limits; deeper tags vanish or become div."""
    out: list[str] = []
    opened = _Open()
    for index, piece in enumerate(TAG.split(html)):
        if index % 2 == 0:
            out.append(piece)
        elif piece.startswith("</"):
            kept = opened.pop()
            out.append(f"</{kept}>" if kept else "")
        elif (name := name_of(piece)) in VOID:
            out.append("" if name == "col" and opened.in_lost_table else piece)
        else:
            kept = opened.push(name)
            out.append(piece if kept == name else f"<{kept}>" if kept else " " if name in BLOCKS else "")
    return "".join(out)


def broken(html: str) -> str:
    """``html`` with a zero-width space in every run of more than 200 characters that gives no place to break a line.

    Inline tags do not end a run. Entities are kept whole.
    """
    out: list[str] = []
    run = 0
    for index, piece in enumerate(TAG.split(html)):
        if index % 2:
            name = name_of(piece)
            run = run if name in INLINE else 0
        elif piece:
            piece, run = _break_text(unescape(piece), run)
            piece = escape(piece).replace("&quot;", '"')
        out.append(piece)
    return "".join(out)


def _break_text(text: str, run: int) -> tuple[str, int]:
    """``text`` with breaks, and how long the unbroken run at its end is; ``run`` is what stood before it."""
    pieces: list[str] = []
    position = 0
    for found in _UNBROKEN.finditer(text):
        if found.start() > position or position == 0 < found.start():
            pieces.append(text[position : found.start()])
            run = 0
        word, position = found[0], found.end()
        while run + len(word) > LONGEST_WORD:
            room = LONGEST_WORD - run
            cut = boundary_at_or_before(word[: room + 1], room) if room > 0 else 0
            if cut == 0 and run == 0:
                cut = LONGEST_WORD  # one grapheme as long as that: no letter
            pieces += (word[:cut], BREAK)
            word, run = word[cut:], 0
        pieces.append(word)
        run += len(word)
    pieces.append(text[position:])
    return "".join(pieces), run if position == len(text) else 0


def divided(html: str) -> str:
    """``html`` with text blocks of more than 8,000 characters split into several, after a sentence if there is one."""
    out: list[str] = []
    stack: list[str] = []  # open start tags
    run = 0
    for index, piece in enumerate(TAG.split(html)):
        if index % 2:
            name = name_of(piece)
            run = run if name in INLINE or name in ("img", "wbr") else 0
            if piece.startswith("</"):
                stack and stack.pop()
            elif name not in VOID:
                stack.append(piece)
            out.append(piece)
            continue
        if run + len(piece) > LONGEST_BLOCK and not any(tag.startswith("<pre") for tag in stack):
            run = _divide(piece, run, stack, out)
        else:
            run += len(piece)
            out.append(piece)
    return "".join(out)


def _divide(text: str, run: int, stack: list[str], out: list[str]) -> int:
    """Append ``text`` in portions, each in a block of its own. Gives the length of the last."""
    inline: list[str] = []
    for tag in reversed(stack):
        if name_of(tag) not in INLINE:
            break
        inline.insert(0, tag)
    parent = stack[-len(inline) - 1] if len(stack) > len(inline) else ""
    portions = _portions(text, LONGEST_BLOCK // 2)
    if name_of(parent) == "p":
        close = "".join(f"</{name_of(tag)}>" for tag in reversed(inline)) + "</p>" + parent + "".join(inline)
        out.append(
            close.join(portions) if run + len(portions[0]) <= LONGEST_BLOCK else close + close.join(portions)
        )
        return len(portions[-1])
    out.extend(f"<div>{portion}</div>" for portion in portions)
    return 0
