"""Where the pieces of a page stand: a lead over some columns, others beside it, the rest flowing through columns, page
after page. Pure, without Qt; lengths in any one unit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

Measure = Callable[[int, float], float]
"""How high piece number n is at a width."""


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
class Zone:
    """A part of a page: ``columns`` (never the first) have a rule at their left from ``top`` to ``bottom``."""

    page: int
    top: float
    bottom: float
    columns: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page set: every piece in its place, the zones, how many pages there are and how high the last one is."""

    pieces: tuple[Placed, ...]
    zones: tuple[Zone, ...]
    pages: int
    height: float


def lead_span(columns: int) -> int:
    """Over how many columns the lead goes."""
    return columns if columns < 3 else 2


def set_page(count: int, headings: frozenset[int], measure: Measure, frame: Frame) -> Sheet:
    """Place ``count`` pieces, of which number 0 is the lead and ``headings`` are titles that stay with what follows.

    ``measure`` gives each one's height at a width.
    """
    if not count:
        return Sheet((), (), 1, frame.top)
    placed, zones, used, bottom = _top(count, headings, measure, frame)
    rest = [
        _Piece(number, measure(number, frame.column), number in headings) for number in range(used, count)
    ]
    page = 0
    while rest:
        room = None if frame.height is None else frame.height - bottom
        taken, end = _balanced(rest, frame, room)
        if not taken:  # nothing fits below what is here already
            page, bottom = page + 1, 0.0
            continue
        placed += [Placed(n, page, frame.x(column), bottom + y, frame.column, h) for n, column, y, h in taken]
        columns = tuple(sorted({column for _, column, _, _ in taken} - {0}))
        zones.append(Zone(page, bottom, bottom + end, columns))
        rest = rest[len(taken) :]
        if rest:
            page, bottom = page + 1, 0.0
        else:
            bottom += end
    return Sheet(tuple(placed), tuple(zones), page + 1, bottom)


def _top(
    count: int, headings: frozenset[int], measure: Measure, frame: Frame
) -> tuple[list[Placed], list[Zone], int, float]:
    """The lead and what stands beside it; how many pieces that are and where it ends."""
    span = lead_span(frame.columns)
    lead = measure(0, frame.span(span))
    placed = [Placed(0, 0, 0.0, frame.top, frame.span(span), lead)]
    used, lowest = 1, frame.top + lead
    for column in range(span, frame.columns):
        y = frame.top
        while used < count and used not in headings:
            height = measure(used, frame.column)
            if y > frame.top and y + height > frame.top + lead * 1.1:
                break
            placed.append(Placed(used, 0, frame.x(column), y, frame.column, height))
            lowest = max(lowest, y + height)
            y += height + frame.space
            used += 1
    beside = tuple(range(span, frame.columns)) if used > 1 else ()
    return placed, [Zone(0, frame.top, lowest, beside)], used, lowest + frame.space * 1.5


@dataclass(frozen=True, slots=True)
class _Piece:
    number: int
    height: float
    heading: bool


_Taken = list[tuple[int, int, float, float]]


def _balanced(rest: Sequence[_Piece], frame: Frame, room: float | None) -> tuple[_Taken, float]:
    """Fill columns of one height, the least that takes all; as much as ``room`` allows where it does not."""
    total = sum(piece.height + frame.space for piece in rest)
    if room is not None:
        taken, end = _fill(rest, frame, room, strict=room < (frame.height or room))
        if len(taken) < len(rest):
            return taken, end
    low, high = total / frame.columns / 2, total
    for _ in range(24):
        middle = (low + high) / 2
        if len(_fill(rest, frame, middle, strict=True)[0]) == len(rest):
            high = middle
        else:
            low = middle
    return _fill(rest, frame, high, strict=False)


def _fill(rest: Sequence[_Piece], frame: Frame, limit: float, *, strict: bool) -> tuple[_Taken, float]:
    """Fill one column after the other down to ``limit``; where the columns end. A piece higher than that gets a column
    of its own, unless ``strict``."""
    taken: _Taken = []
    column, y, end = 0, 0.0, 0.0
    for place, piece in enumerate(rest):
        need = piece.height
        if piece.heading and place + 1 < len(rest):  # never alone at the foot of a column
            need += frame.space + rest[place + 1].height
        if y + need > limit and y > 0:
            column, y = column + 1, 0.0
        if column == frame.columns or (strict and y + need > limit):
            break
        taken.append((piece.number, column, y, piece.height))
        end = max(end, y + piece.height)
        y += piece.height + (frame.space / 2 if piece.heading else frame.space)
    return taken, end
