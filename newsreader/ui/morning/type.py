"""The type of the page of the day: how high a piece is, how it is drawn, on screen and on paper. Main thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFont, QPainter

from newsreader.domain.briefs import Brief
from newsreader.library.edition import names_of
from newsreader.text.dates import age_words
from newsreader.ui.reader import runs
from newsreader.ui.reader.headline import UNTITLED
from newsreader.ui.stories.lines import LineSetter
from newsreader.ui.stories.metrics import Line, line_of

FontMaker = Callable[[float, QFont.Weight, bool], QFont]
"""A font of so many design pixels, that weight, with or without serifs."""


class Role(Enum):
    """What a piece is on the page."""

    LEAD = auto()
    BESIDE = auto()
    BRIEF = auto()
    HEADING = auto()


@dataclass(frozen=True, slots=True)
class Inks:
    """The colours of the page."""

    text: QColor
    secondary: QColor
    rule: QColor


@dataclass(frozen=True, slots=True)
class _Style:
    headline: Line
    headline_lines: int
    teaser: Line
    teaser_lines: int
    between: float


class Type:
    """Sets pieces. ``unit`` is how many units of what is painted on one design pixel takes."""

    def __init__(self, font: FontMaker, unit: float = 1.0) -> None:
        self.unit = unit
        self._setter = LineSetter()
        bold, plain = QFont.Weight.Bold, QFont.Weight.Normal

        def line(px: float, high: float, weight: QFont.Weight, serif: bool) -> Line:
            return line_of(font(px, weight, serif), self.px(high))

        self._styles = {
            Role.LEAD: _Style(line(30, 37, bold, True), 4, line(17, 26, plain, True), 8, self.px(10)),
            Role.BESIDE: _Style(line(20, 26, bold, True), 5, line(14, 21, plain, True), 8, self.px(6)),
            Role.BRIEF: _Style(line(16, 21, bold, True), 5, line(13.5, 20, plain, True), 8, self.px(5)),
        }
        self.meta = line(11.5, 16, plain, False)
        self.heading = line(11.5, 16, QFont.Weight.DemiBold, False)
        self.heading.font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 106)
        self.title = line(34, 44, bold, True)
        self.date = line(13, 18, plain, False)

    def px(self, size: float) -> int:
        """``size`` design pixels."""
        return round(size * self.unit)

    def brief_height(self, role: Role, brief: Brief, width: float) -> float:
        """How high a brief is at a width."""
        style, (headline, teaser) = self._styles[role], _texts(brief)
        height: float = (
            self._setter.count(headline, style.headline, width, style.headline_lines) * style.headline.height
        )
        if teaser:
            lines = self._setter.count(teaser, style.teaser, width, style.teaser_lines)
            height += style.between + lines * style.teaser.height
        return height + self.px(6) + self.meta.height

    def heading_height(self) -> float:
        """How high the title of a section is, with the rule above it."""
        return self.px(8) + self.heading.height

    def paint_brief(
        self, painter: QPainter, role: Role, brief: Brief, area: QRectF, inks: Inks, now: int
    ) -> None:
        """Draw a brief into ``area``, which is as high as ``brief_height`` says."""
        style, (headline, teaser) = self._styles[role], _texts(brief)
        painter.setPen(inks.secondary if brief.read else inks.text)
        used = self._setter.draw(
            painter, headline, style.headline, area, style.headline_lines, rtl=runs.starts_rtl(headline)
        )
        y = area.y() + used * style.headline.height
        painter.setPen(inks.secondary)
        if teaser:
            y += style.between
            room = QRectF(area.x(), y, area.width(), area.height())
            if not brief.read:
                painter.setPen(inks.text)
            lines = self._setter.draw(
                painter, teaser, style.teaser, room, style.teaser_lines, rtl=runs.starts_rtl(teaser)
            )
            y += lines * style.teaser.height
        painter.setPen(inks.secondary)
        room = QRectF(area.x(), y + self.px(6), area.width(), self.meta.height)
        names = runs.isolated(runs.label(names_of(brief), 300))
        age = age_words(brief.newest, now)
        self._setter.draw_with_tail(painter, names, f" · {age}" if names else age, self.meta, room)

    def paint_heading(self, painter: QPainter, text: str, area: QRectF, inks: Inks) -> None:
        """Draw the title of a section, with a rule above it."""
        painter.fillRect(QRectF(area.x(), area.y(), area.width(), self.unit * 2), inks.text)
        painter.setPen(inks.text)
        room = QRectF(area.x(), area.bottom() - self.heading.height, area.width(), self.heading.height)
        shown = runs.label(text, 80).upper()
        self._setter.draw_elided(painter, shown, self.heading, room, rtl=runs.starts_rtl(shown))

    def head_height(self) -> float:
        """How high the head of the page is."""
        return self.px(8) + self.title.height + self.px(10) + self.date.height + self.px(8) + self.px(20)

    def paint_head(
        self, painter: QPainter, title: str, left: str, right: str, area: QRectF, inks: Inks
    ) -> None:
        """Draw the title with the line below it, between rules."""
        painter.setPen(inks.text)
        y = area.y() + self.px(8)
        metrics = self._setter.width(title, self.title)
        x = area.x() + max(0.0, (area.width() - metrics) / 2)
        self._setter.draw_elided(
            painter, title, self.title, QRectF(x, y, area.right() - x, self.title.height), rtl=False
        )
        y += self.title.height + self.px(10)
        painter.fillRect(QRectF(area.x(), y - self.px(4), area.width(), self.unit), inks.rule)
        painter.setPen(inks.secondary)
        line = QRectF(area.x(), y, area.width(), self.date.height)
        wide = self._setter.width(right, self.date)
        if self._setter.width(left, self.date) + wide + self.px(24) <= area.width():
            end = QRectF(area.right() - wide - 1, y, wide + 1, line.height())
            self._setter.draw_elided(painter, right, self.date, end, rtl=False)
        self._setter.draw_elided(painter, left, self.date, line, rtl=False)
        painter.fillRect(
            QRectF(area.x(), y + line.height() + self.px(5), area.width(), self.unit * 2), inks.text
        )


def _texts(brief: Brief) -> tuple[str, str]:
    headline, teaser = runs.label(brief.headline, 300), runs.label(brief.teaser, 300)
    if not headline:
        return teaser or UNTITLED, ""
    return headline, "" if teaser.casefold() == headline.casefold() else teaser
