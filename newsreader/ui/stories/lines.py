"""Draws a text in a few lines of one width, the last one elided, right to left where the text runs so. Main thread."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QTextLayout, QTextOption

from newsreader.ui.stories.metrics import Line

_DOTS = "…"
_WEAK = (",", ";", ":", "–", "—", "-")
"""What is not left standing before dots."""
_MOST_FREE = 5.0
"""Heights of a line that may stay free before the dots because a word is too long; where it were more, its beginning is
shown."""
_NARROW = 0.25
"""The width of a character in heights of its line that hardly any text stays below on average."""
_WIDTHS = 2000
"""Texts whose width is kept."""
_LONGEST_STUMP = 14
"""Characters of a word without its end that are left out; of a longer one as much is shown as fits."""


class LineSetter:
    """Sets and draws lines. One per delegate: it keeps the metrics of the fonts it was asked for."""

    def __init__(self) -> None:
        self._metrics: dict[int, QFontMetricsF] = {}
        self._widths: dict[tuple[int, str], float] = {}

    def forget(self) -> None:
        """The fonts changed."""
        self._metrics.clear()
        self._widths.clear()

    def draw(
        self,
        painter: QPainter,
        text: str,
        line: Line,
        area: QRectF,
        most: int,
        *,
        rtl: bool,
        beside: float = 0.0,
    ) -> int:
        """Draw ``text`` from the top of ``area`` in at most ``most`` lines; the number of lines that were needed.

        The first line leaves ``beside`` logical pixels free at its right.
        """
        dots = 0.0 if rtl else self.width(_DOTS, line)
        near = text[: most * _near(line, area.width())]
        layout, end = _set(near, line, area.width(), most, rtl=rtl, beside=beside, dots=dots)
        if end >= _units(near) and len(near) < len(
            text
        ):  # letters narrower than most: there is room for more
            near = text
            layout, end = _set(text, line, area.width(), most, rtl=rtl, beside=beside, dots=dots)
        used = layout.lineCount()
        if len(near) == len(text) and end >= _units(text):
            layout.draw(painter, area.topLeft())
            return used
        width = area.width() - (beside if used == 1 else 0.0)
        last = layout.lineAt(used - 1)
        free = width - dots - last.naturalTextWidth()
        if dots and free <= _MOST_FREE * line.height and not _stumbles(near, end):
            layout.draw(painter, area.topLeft())
            painter.setFont(line.font)
            baseline = area.y() + (used - 1) * line.height + line.baseline
            painter.drawText(QPointF(area.x() + last.naturalTextWidth(), baseline), _DOTS)
            return used
        for number in range(used - 1):
            layout.lineAt(number).draw(painter, area.topLeft())
        place = QRectF(area.x(), area.y() + (used - 1) * line.height, width, line.height)
        self.draw_elided(painter, _rest(text, last.textStart()), line, place, rtl=rtl)
        return used

    def count(self, text: str, line: Line, width: float, most: int) -> int:
        """How many lines, at most ``most``, ``text`` needs."""
        if self._metrics_of(line).horizontalAdvance(text) <= width:
            return 1
        layout, _ = _set(text, line, width, most, rtl=False)
        return layout.lineCount()

    def width(self, text: str, line: Line) -> float:
        """How wide ``text`` is in one line. Known again for what comes again and again, as feeds and ages do."""
        key = (id(line), text)
        found = self._widths.get(key)
        if found is None:
            if len(self._widths) >= _WIDTHS:
                self._widths.clear()
            found = self._widths[key] = self._metrics_of(line).horizontalAdvance(text)
        return found

    def draw_elided(self, painter: QPainter, text: str, line: Line, area: QRectF, *, rtl: bool) -> None:
        """Draw ``text`` in one line, elided at its end."""
        metrics = self._metrics_of(line)
        shown = whole_words(text, self._elided(text, line, area.width()))
        painter.setFont(line.font)
        if rtl:
            painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            x = area.right() - metrics.horizontalAdvance(shown)
            painter.drawText(QPointF(max(area.x(), x), area.y() + line.baseline), shown)
            painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        else:
            painter.drawText(QPointF(area.x(), area.y() + line.baseline), shown)

    def draw_with_tail(self, painter: QPainter, text: str, tail: str, line: Line, area: QRectF) -> None:
        """Draw ``text`` and ``tail`` in one line; when there is no room ``text`` is elided, never ``tail``."""
        room = area.width() - self.width(tail, line)
        if self.width(text, line) > room:
            text = self._metrics_of(line).elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, room))
        painter.setFont(line.font)
        painter.drawText(QPointF(area.x(), area.y() + line.baseline), text + tail)

    def _elided(self, text: str, line: Line, width: float) -> str:
        """``text`` as Qt cuts it for a line; the far end of a long text, which cannot be seen, is not measured."""
        metrics = self._metrics_of(line)
        near = text[: _near(line, width)]
        shown = metrics.elidedText(near, Qt.TextElideMode.ElideRight, width)
        if len(near) < len(text) and not shown.endswith(_DOTS):
            return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
        return shown

    def _metrics_of(self, line: Line) -> QFontMetricsF:
        found = self._metrics.get(id(line))
        if found is None:
            found = self._metrics[id(line)] = QFontMetricsF(line.font)
        return found


def _near(line: Line, width: float) -> int:
    """So many characters are more than a line of this width holds, but of the narrowest letters: what is behind them
    is not seen, and to shape a text takes longer than to draw it."""
    return int(width / (line.height * _NARROW)) + 8


def _set(
    text: str, line: Line, width: float, most: int, *, rtl: bool, beside: float = 0.0, dots: float = 0.0
) -> tuple[QTextLayout, int]:
    """``text`` in at most ``most`` lines, and where the last of them ends, in UTF-16 units; that leaves ``dots`` free
    at its end unless the text ends in it."""
    layout = QTextLayout(text, line.font)
    layout.setCacheEnabled(True)  # else what was shaped to be set is shaped again to be drawn
    layout.setTextOption(_option(rtl))
    layout.beginLayout()
    used = end = 0
    while used < most and (row := layout.createLine()).isValid():
        room = width - (0.0 if used else beside)
        row.setLineWidth(room)
        used += 1
        if dots and used == most and row.textStart() + row.textLength() < _units(text):
            row.setLineWidth(room - dots)
        row.setPosition(QPointF(0, (used - 1) * line.height + line.baseline - row.ascent()))
        end = row.textStart() + row.textLength()
    layout.endLayout()
    return layout, end


@cache
def _option(rtl: bool) -> QTextOption:
    """How lines break and where they begin."""
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    if rtl:
        option.setTextDirection(Qt.LayoutDirection.RightToLeft)
        option.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
    return option


def _stumbles(text: str, end: int) -> bool:
    """Whether what stands before ``end``, in UTF-16 units, would look odd before dots: a comma, a dash."""
    before = (
        text[:end] if text.isascii() else text.encode("utf-16-le")[: 2 * end].decode("utf-16-le", "replace")
    )
    return before.rstrip().endswith(_WEAK)


def _units(text: str) -> int:
    """The length of ``text`` in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def whole_words(text: str, elided: str) -> str:
    """``elided``, which Qt cut from ``text``, without the beginning of a word at its end, if that is not much."""
    if elided == text or not elided.endswith(_DOTS):
        return elided
    kept = elided[: -len(_DOTS)]
    if text[len(kept) : len(kept) + 1].isspace():
        return elided
    word = kept.rfind(" ")
    if word <= 0 or len(kept) - word > _LONGEST_STUMP:
        return elided
    return kept[:word].rstrip("".join(_WEAK) + " ") + _DOTS


def _rest(text: str, start: int) -> str:
    """``text`` from the UTF-16 offset ``start``, one paragraph long."""
    if text.isascii():
        return text[start:]
    return text.encode("utf-16-le")[2 * start :].decode("utf-16-le", "replace")
