"""A story's body made ready for the reader pane: Qt-shaped HTML with gaps where pictures and tables stand.

Plain values without Qt, made on any thread. Colours, sizes and the width of the column are not in them: the document
puts them in, so that a change of theme or text size needs no second parse.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in the text. ``number`` counts from 0 in the order of the page; the page knows it only by that.

    ``width`` and ``height`` are what the feed says, in CSS pixels, None when it does not. ``link`` is where a click
    leads, ``""`` for nowhere. ``inline`` pictures stand in a line of text. ``inset`` is what quotes, lists and cards
    around it take of the column, in pixels of the 18 px page; a ``poster`` is the picture of a player's card.
    """

    number: int
    url: str
    alt: str = ""
    title: str = ""
    width: int | None = None
    height: int | None = None
    link: str = ""
    inline: bool = False
    first: bool = False
    inset: int = 0
    poster: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table in the text. ``characters`` is the least width, in characters, at which no word of it breaks;
    ``rtl`` tells that its columns run right to left."""

    number: int
    rows: int
    columns: int
    characters: int
    parts: tuple[Part, ...]
    caption: str = ""
    first: bool = False
    rtl: bool = False


Part = str | Picture | Table
"""A piece of a page: HTML in our own classes, or a gap that the document fills."""


@dataclass(frozen=True, slots=True)
class Page:
    """The body of a story. ``words`` counts words (a letter of a script without spaces as half a word)."""

    parts: tuple[Part, ...] = ()
    pictures: tuple[Picture, ...] = ()
    tables: tuple[Table, ...] = ()
    words: int = 0
    rtl: bool = False
    simplified: bool = field(default=False)

    @property
    def minutes(self) -> int:
        """Reading time in whole minutes at 230 words a minute, at least 1; 0 for a page without text."""
        return max(1, round(self.words / 230)) if self.words else 0


Line = tuple[tuple[str, str], ...]
"""A line around a text, in pieces: plain text, and where it leads (a web address, one of ``ours``, or ``""``)."""
