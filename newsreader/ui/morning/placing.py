"""Where the pieces of a page stand: a lead over some columns, others beside it, the rest flowing through columns, page
after page. Each column goes on where what stands above it ends: nothing waits for what stands beside it.

Pure, without Qt; lengths in any one unit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

Measure = Callable[[int, float], float]
"""How high piece number n is at a width."""
_SET_OFF = 1.25
"""What is between the head of the page, the lead and what comes next to it, and what flows below, in spaces between
pieces: a rule is in the middle of it."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The room of a page: ``width``, the number of ``columns``, what is between them (``gutter``) and between pieces
    (``space``). ``height`` is that of a page, None for one endless page, ``top`` what the head of the first takes."""

    width: float
    columns: int
    gutter: float
    space: float
    height: float | None = None
    top: float = 0

    @property
    def column(self) -> float:
        """The width of a column."""
        return (self.width - self.gutter * (self.columns - 1)) / self.columns

    def span(self, columns: int) -> float:
        """The width of several columns with what is between them."""
        return self.column * columns + self.gutter * (columns - 1)

    def x(self, column: int) -> float:
        """Where a column begins."""
        return column * (self.column + self.gutter)


@dataclass(frozen=True, slots=True)
class Placed:
    """Where piece ``number`` stands."""

    number: int
    page: int
    x: float
    y: float
    width: float
    height: float

    @property
    def bottom(self) -> float:
        """Where it ends."""
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin line of a page, down from ``top`` where it has no ``width``, else across."""

    page: int
    x: float
    top: float
    bottom: float
    width: float = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page set: every piece in its place, the rules, how many pages there are and how high the last one is."""

    pieces: tuple[Placed, ...]
    rules: tuple[Rule, ...]
    pages: int
    height: float


def lead_span(columns: int) -> int:
    """Over how many columns the lead goes."""
    return columns if columns < 3 else 2


def set_page(count: int, headings: frozenset[int], measure: Measure, frame: Frame, second: int = 0) -> Sheet:
    """Place ``count`` pieces, of which number 0 is the lead, the ``second`` after it come next to it, and ``headings``
    are titles that stay with what follows.

    ``measure`` gives each one's height at a width.
    """
    if not count:
        return Sheet((), (), 1, frame.top)
    rest = [_Piece(number, measure(number, frame.column), number in headings) for number in range(1, count)]
    lead = Placed(0, 0, 0.0, frame.top, frame.span(lead_span(frame.columns)), 0.0)
    lead = replace(lead, height=measure(0, lead.width))
    beside, tops = _beside(lead, rest[:second], sum(piece.height + frame.space for piece in rest), frame)
    placed, rules = [lead, *beside], list[Rule]()
    rest, begin, page = rest[len(beside) :], _begin(lead, frame), 0
    while True:
        taken, end = _balanced(rest, frame, tops)
        flow = [Placed(n, page, frame.x(column), y, frame.column, h) for n, column, y, h in taken]
        if page == 0:
            rules += _set_off(lead, beside, flow, headings)
        placed += flow
        end = max([end, *(piece.bottom for piece in placed if piece.page == page)])
        rules += _between(placed, page, begin, end, frame)
        rest = rest[len(taken) :]
        if not rest:
            return Sheet(tuple(placed), tuple(rules), page + 1, end)
        page, tops, begin = page + 1, [0.0] * frame.columns, [0.0] * frame.columns


def _begin(lead: Placed, frame: Frame) -> list[float]:
    """Where each column of the first page begins: below the lead, or beside it."""
    span = lead_span(frame.columns)
    return [lead.bottom + frame.space * _SET_OFF] * span + [frame.top] * (frame.columns - span)


def _beside(
    lead: Placed, pieces: Sequence[_Piece], all_: float, frame: Frame
) -> tuple[list[Placed], list[float]]:
    """What comes next to the lead: beside it where there is room, else below it, in turn. Never so much in one column
    that the others stay short of it, where all pieces together take ``all_`` of a column. Where each column goes on."""
    tops, span = _begin(lead, frame), lead_span(frame.columns)
    columns = range(span, frame.columns) or range(frame.columns)
    even = (sum(tops) + all_) / frame.columns
    placed: list[Placed] = []
    for piece in pieces:
        column = min(columns, key=lambda column: tops[column])
        bottom = tops[column] + piece.height
        if (placed and bottom > even) or (frame.height is not None and bottom > frame.height):
            break
        placed.append(Placed(piece.number, 0, frame.x(column), tops[column], frame.column, piece.height))
        tops[column] = bottom + frame.space
    taken = {piece.x for piece in placed}
    further = frame.space * (_SET_OFF - 1)
    return placed, [top + further * (frame.x(column) in taken) for column, top in enumerate(tops)]


def _set_off(
    lead: Placed, beside: Sequence[Placed], flow: Sequence[Placed], headings: frozenset[int]
) -> list[Rule]:
    """Rules under the lead, and under what came next to it where a section goes on that began in another column."""
    below = [piece for piece in (*beside, *flow) if piece.y > lead.y and piece.x < lead.width]
    middle = (lead.bottom + min(piece.y for piece in below)) / 2 if below else 0.0
    rules = [Rule(0, lead.x, middle, middle, lead.width)] if below else []
    lowest = {piece.x: piece for piece in beside}
    first = {piece.x: piece for piece in reversed(flow)}
    for x, piece in first.items():
        if x in lowest and piece.number not in headings:
            middle = (lowest[x].bottom + piece.y) / 2
            rules.append(Rule(0, x, middle, middle, piece.width))
    return rules


def _between(
    placed: Sequence[Placed], page: int, begin: Sequence[float], end: float, frame: Frame
) -> list[Rule]:
    """Rules between the columns of a page."""
    used = {piece.x for piece in placed if piece.page == page and piece.number}
    return [
        Rule(page, frame.x(column) - frame.gutter / 2, begin[column], end)
        for column in range(1, frame.columns)
        if frame.x(column) in used
    ]


@dataclass(frozen=True, slots=True)
class _Piece:
    number: int
    height: float
    heading: bool


_Taken = list[tuple[int, int, float, float]]


def _balanced(rest: Sequence[_Piece], frame: Frame, tops: Sequence[float]) -> tuple[_Taken, float]:
    """Fill columns from their ``tops`` down to one height, the least that takes all; as much as the page allows where
    it does not."""
    total = sum(piece.height + frame.space for piece in rest)
    low, high = min(tops), max(tops) + total
    if frame.height is not None:
        taken, end = _fill(rest, frame, tops, frame.height)
        if len(taken) < len(rest) or end > frame.height:
            return taken, end
        high = min(high, frame.height)
    for _ in range(24):
        middle = (low + high) / 2
        if len(_fill(rest, frame, tops, middle, strict=True)[0]) == len(rest):
            high = middle
        else:
            low = middle
    return _fill(rest, frame, tops, high)


def _fill(
    rest: Sequence[_Piece], frame: Frame, tops: Sequence[float], limit: float, *, strict: bool = False
) -> tuple[_Taken, float]:
    """Fill one column after the other down to ``limit``; where the columns end. A piece that no column takes gets one
    that begins at the head of the page, unless ``strict``."""
    taken: _Taken = []
    column, y, end = 0, tops[0], 0.0
    for place, piece in enumerate(rest):
        need = piece.height
        if piece.heading and place + 1 < len(rest):  # never alone at the foot of a column
            need += frame.space / 2 + rest[place + 1].height
        while y + need > limit and (strict or y > 0):
            column += 1
            if column == frame.columns:
                return taken, end
            y = tops[column]
        taken.append((piece.number, column, y, piece.height))
        end = max(end, y + piece.height)
        y += piece.height + (frame.space / 2 if piece.heading else frame.space)
    return taken, end
