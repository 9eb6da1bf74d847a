"""Sets pieces in a type: the same on the screen and on paper. Main thread."""

from __future__ import annotations

from collections.abc import Sequence

from newsreader.ui.morning.pieces import Heading, Piece
from newsreader.ui.morning.placing import Frame, Sheet, set_page
from newsreader.ui.morning.type import Role, Type


def set_pieces(pieces: Sequence[Piece], type_: Type, frame: Frame) -> Sheet:
    """Where ``pieces`` stand in ``frame``, in its units."""

    def measure(number: int, width: float) -> float:
        piece = pieces[number]
        if isinstance(piece, Heading):
            return type_.heading_height()
        return type_.brief_height(piece.role, piece.brief, width)

    headings = frozenset(n for n, piece in enumerate(pieces) if isinstance(piece, Heading))
    second = sum(not isinstance(piece, Heading) and piece.role is Role.BESIDE for piece in pieces)
    return set_page(len(pieces), headings, measure, frame, second)
