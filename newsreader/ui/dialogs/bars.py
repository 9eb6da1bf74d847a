"""Stories per week as small bars, painted by us: eight beside a candidate, half a year on the page of a feed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from newsreader.ui.theme import Theme


def paint_bars(
    painter: QPainter, rect: QRectF, weeks: Sequence[int], color: QColor, *, bar: float = 5, gap: float = 2
) -> None:
    """Draw ``weeks`` (oldest first) as bars standing at the right foot of ``rect``; an empty week is a dash."""
    top = max(weeks, default=0)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    left = rect.right() - len(weeks) * bar - max(0, len(weeks) - 1) * gap
    for number, count in enumerate(weeks):
        height = max(2.0, rect.height() * count / top) if top else 2.0
        shade = QColor(color)
        shade.setAlphaF(0.55 if count else 0.25)
        painter.setBrush(shade)
        place = QRectF(left + number * (bar + gap), rect.bottom() - height, bar, height)
        painter.drawRoundedRect(place, 1, 1)
    painter.restore()


class WeekChart(QWidget):
    """A chart of stories per week, with the highest figure at its side and the span at its foot."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._weeks: tuple[int, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_weeks(self, weeks: Sequence[int]) -> None:
        """Show these counts, oldest first, the last week ending now."""
        self._weeks = tuple(weeks)
        self.setAccessibleName("Stories per week")
        self.setAccessibleDescription(", ".join(map(str, self._weeks)))
        self.update()

    def sizeHint(self) -> QSize:
        """Room for the bars and a line of words under them."""
        return QSize(self._theme.px(360), self._theme.px(92))

    def minimumSizeHint(self) -> QSize:
        """As high as it wants to be; narrower bars do no harm."""
        return QSize(self._theme.px(200), self._theme.px(92))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Rule, bars, words."""
        if not self._weeks:
            return
        theme, top = self._theme, max(self._weeks)
        painter = QPainter(self)
        font = theme.font(11.5)
        painter.setFont(font)
        metrics = painter.fontMetrics()
        words = str(top)
        left = metrics.horizontalAdvance(words) + 10
        chart = QRectF(
            left, metrics.height() / 2, self.width() - left, self.height() - metrics.height() * 1.5 - 8
        )
        painter.setPen(QPen(theme.color("rule"), 1))
        for y in (chart.top(), chart.bottom()):
            painter.drawLine(QPointF(chart.left(), round(y) + 0.5), QPointF(chart.right(), round(y) + 0.5))
        painter.setPen(theme.color("secondary"))
        right_top = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        height = metrics.height()
        painter.drawText(QRectF(0, chart.top() - height / 2, left - 8, height), right_top, words)
        painter.drawText(QRectF(0, chart.bottom() - height / 2, left - 8, height), right_top, "0")
        foot = QRectF(chart.left(), self.height() - height, chart.width(), height)
        painter.drawText(foot, Qt.AlignmentFlag.AlignLeft, f"{len(self._weeks)} weeks ago")
        painter.drawText(foot, Qt.AlignmentFlag.AlignHCenter, "Stories per week")
        painter.drawText(foot, Qt.AlignmentFlag.AlignRight, "now")
        slot = chart.width() / len(self._weeks)
        gap = max(2.0, slot * 0.5)
        inside = QRectF(chart.left(), chart.top() + 1, chart.width() - gap / 2, chart.height() - 1)
        paint_bars(painter, inside, self._weeks, theme.color("accent"), bar=slot - gap, gap=gap)
        painter.end()
