"""Draws a text in a few lines of one width, the last one elided, right to left where the text runs so. Main thread."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QTextLayout, QTextOption

from newsreader.ui.stories.metrics import Line

_DOTS = "…"
_NARROWEST = 3
"""Logical pixels that a character takes at least, but in texts of nothing but the narrowest ones."""
_LONGEST_STUMP = 14
"""Characters of a word without its end that are left out; of a longer one as much is shown as fits."""


class LineSetter:
    """Sets and draws lines. One per delegate: it keeps the metrics of the fonts it was asked for."""

    def __init__(self) -> None:
        self._metrics: dict[int, QFontMetricsF] = {}

    def forget(self) -> None:
        """The fonts changed."""
        self._metrics.clear()

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
        layout = QTextLayout(text, line.font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        if rtl:
            option.setTextDirection(Qt.LayoutDirection.RightToLeft)
            option.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
        layout.setTextOption(option)
        layout.beginLayout()
        width = area.width()
        used = end = 0
        start = 0
        while used < most:
            row = layout.createLine()
            if not row.isValid():
                break
            row.setLineWidth(width - (0.0 if used else beside))
            row.setPosition(QPointF(0, used * line.height + line.baseline - row.ascent()))
            start, end = row.textStart(), row.textStart() + row.textLength()
            used += 1
        layout.endLayout()
        total = len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2
        if end >= total:
            layout.draw(painter, area.topLeft())
            return used
        for number in range(used - 1):
            layout.lineAt(number).draw(painter, area.topLeft())
        if used == 1:
            width -= beside
        last = QRectF(area.x(), area.y() + (used - 1) * line.height, width, line.height)
        self.draw_elided(painter, _rest(text, start), line, last, rtl=rtl)
        return used

    def count(self, text: str, line: Line, width: float, most: int) -> int:
        """How many lines, at most ``most``, ``text`` needs."""
        if self._metrics_of(line).horizontalAdvance(text) <= width:
            return 1
        layout = QTextLayout(text, line.font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        used = 0
        while used < most and (row := layout.createLine()).isValid():
            row.setLineWidth(width)
            used += 1
        layout.endLayout()
        return used

    def width(self, text: str, line: Line) -> float:
        """How wide ``text`` is in one line."""
        return self._metrics_of(line).horizontalAdvance(text)

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
        metrics = self._metrics_of(line)
        room = area.width() - metrics.horizontalAdvance(tail)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, room)) + tail
        painter.setFont(line.font)
        painter.drawText(QPointF(area.x(), area.y() + line.baseline), shown)

    def _elided(self, text: str, line: Line, width: float) -> str:
        """``text`` as Qt cuts it for a line; the far end of a long text, which cannot be seen, is not measured."""
        metrics = self._metrics_of(line)
        near = text[: int(width / _NARROWEST) + 8]
        shown = metrics.elidedText(near, Qt.TextElideMode.ElideRight, width)
        if len(near) < len(text) and not shown.endswith(_DOTS):
            return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
        return shown

    def _metrics_of(self, line: Line) -> QFontMetricsF:
        found = self._metrics.get(id(line))
        if found is None:
            found = self._metrics[id(line)] = QFontMetricsF(line.font)
        return found


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
    return kept[:word].rstrip(" ,;:–—-") + _DOTS


def _rest(text: str, start: int) -> str:
    """``text`` from the UTF-16 offset ``start``, one paragraph long."""
    if text.isascii():
        return text[start:]
    return text.encode("utf-16-le")[2 * start :].decode("utf-16-le", "replace")
