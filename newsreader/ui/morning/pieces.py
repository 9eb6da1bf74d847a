"""The pieces of a page in the order they are read. Pure; any thread."""

from __future__ import annotations

from dataclasses import dataclass

from newsreader.domain.briefs import Brief
from newsreader.library.edition import Edition
from newsreader.ui.morning.type import Role

_BESIDE = 3
"""How many briefs after the lead are set larger than the rest."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a section."""

    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """A brief, and what it is on the page."""

    brief: Brief
    role: Role


Piece = Heading | Told


def pieces_of(edition: Edition) -> list[Piece]:
    """The lead, then the sections, each with its title; the first one has none."""
    if edition.lead is None:
        return []
    pieces: list[Piece] = [Told(edition.lead, Role.LEAD)]
    for place, section in enumerate(edition.sections):
        if section.name:
            pieces.append(Heading(section.name))
        for row, brief in enumerate(section.briefs):
            large = place == 0 and not section.name and row < _BESIDE
            pieces.append(Told(brief, Role.BESIDE if large else Role.BRIEF))
    return pieces
