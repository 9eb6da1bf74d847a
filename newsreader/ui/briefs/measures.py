"""Type and sizes of the rows of the sidebar. Main thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont

from newsreader.domain.briefs import Brief, BriefSource
from newsreader.ui.briefs.rows import Card, Row, SourceRow, WholeRow
from newsreader.ui.reader import runs
from newsreader.ui.reader.headline import UNTITLED
from newsreader.ui.stories.lines import LineSetter
from newsreader.ui.stories.metrics import line_of
from newsreader.ui.theme import Theme
from newsreader.ui.tiles import TILE

SIDE = 16
"""The space left of all text."""
TOP, BOTTOM = 10, 12
BELOW_HEADLINE, ABOVE_SOURCES = 3, 6
HEADLINE_LINES, TEASER_LINES = 3, 3
SOURCE_LEFT = SIDE + TILE + 8
SOURCE_TOP, SOURCE_BOTTOM = 4, 6
SOURCE_LINES = 2
_HEADING_TOP, _HEADING_BOTTOM = 18, 4


@dataclass(frozen=True, slots=True)
class CardWords:
    """What a card says, safe to draw; without a headline the teaser stands in for it."""

    headline: str
    teaser: str
    headline_rtl: bool
    teaser_rtl: bool


def card_words(brief: Brief) -> CardWords:
    """The texts of a card."""
    headline, teaser = runs.label(brief.headline, 240), runs.label(brief.teaser, 300)
    if not headline:
        headline, teaser = teaser or UNTITLED, ""
    elif teaser.casefold() == headline.casefold():
        teaser = ""
    return CardWords(headline, teaser, runs.starts_rtl(headline), runs.starts_rtl(teaser))


def source_headline(source: BriefSource) -> str:
    """What stands in the row of a source."""
    return runs.label(source.headline, 200) or runs.label(source.teaser, 200) or UNTITLED


class Measures:
    """The lines of the sidebar's type, and how high rows are at a width."""

    def __init__(self, theme: Theme) -> None:
        self.setter = LineSetter()
        self.headline = line_of(theme.font(13, QFont.Weight.DemiBold), theme.px(18))
        self.teaser = line_of(theme.font(12.5), theme.px(17))
        self.small = line_of(theme.font(11.5), theme.px(16))
        self.source = line_of(theme.font(12.5), theme.px(17))
        font = theme.font(11, QFont.Weight.DemiBold)
        font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 104)
        self.heading = line_of(font, theme.px(15))
        self._heights: dict[tuple[str, str, int], int] = {}

    def height(self, row: Row, width: int) -> int:
        """How high a row is; ``width`` is what its text has, from ``SIDE`` on."""
        if isinstance(row, Card):
            return self._kept((row.brief.headline, row.brief.teaser, width), lambda: self._card(row, width))
        if isinstance(row, SourceRow):
            key = (source_headline(row.source), "", width)
            return self._kept(key, lambda: self._source(row, width)) + (BOTTOM - SOURCE_BOTTOM) * row.last
        if isinstance(row, WholeRow):
            return SOURCE_TOP + self.source.height + BOTTOM
        return _HEADING_TOP + self.heading.height + _HEADING_BOTTOM

    def heading_top(self, area: QRectF) -> float:
        """Where the line of a heading begins."""
        return area.bottom() - _HEADING_BOTTOM - self.heading.height

    def sources_line(self, card: QRectF) -> QRectF:
        """The line of a card that tells its sources, the card's rectangle given."""
        height = self.small.height
        return QRectF(card.x(), card.bottom() - 1 - BOTTOM - height, card.width(), height)

    def _kept(self, key: tuple[str, str, int], measure: Callable[[], int]) -> int:
        found = self._heights.get(key)
        if found is None:
            if len(self._heights) > 2000:
                self._heights.clear()
            found = self._heights[key] = measure()
        return found

    def _card(self, row: Card, width: int) -> int:
        words = card_words(row.brief)
        height = TOP + self.small.height + ABOVE_SOURCES + BOTTOM + 1
        height += (
            self.setter.count(words.headline, self.headline, width, HEADLINE_LINES) * self.headline.height
        )
        if words.teaser:
            lines = self.setter.count(words.teaser, self.teaser, width, TEASER_LINES)
            height += BELOW_HEADLINE + lines * self.teaser.height
        return height

    def _source(self, row: SourceRow, width: int) -> int:
        room = width - (SOURCE_LEFT - SIDE)
        lines = self.setter.count(source_headline(row.source), self.source, room, SOURCE_LINES)
        return SOURCE_TOP + self.small.height + lines * self.source.height + SOURCE_BOTTOM
