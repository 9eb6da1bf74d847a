"""A feed to choose: a card with a check box, painted whole so that a click anywhere on it counts. Main thread."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from newsreader.domain.jobs import Candidate
from newsreader.text.dates import age_words
from newsreader.ui.dialogs.bars import paint_bars
from newsreader.ui.dialogs.words import candidate_words
from newsreader.ui.plain import plain_tip
from newsreader.ui.theme import Theme

_SIDE, _TOP, _BOX, _BETWEEN, _RADIUS = 14, 12, 18, 12, 10
_BARS = QSize(54, 22)


class CandidateCard(QCheckBox):
    """One candidate. ``note`` says why it cannot be chosen ("Already in World"); then it is disabled but readable."""

    def __init__(
        self, theme: Theme, candidate: Candidate, now: int, note: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.candidate = candidate
        self._theme = theme
        self._now = now
        self._note = note
        self._box = theme.px(_BOX)
        self._meta = candidate_words(candidate, now)
        self.setEnabled(not note)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setToolTip(plain_tip(f"{candidate.title}\n{candidate.url}"))
        self.setAccessibleName(candidate.title)
        stories = "; ".join(story.title for story in candidate.newest)
        self.setAccessibleDescription(". ".join(filter(None, (note, self._meta, stories))))

    def set_note(self, note: str) -> None:
        """Say something else of why it cannot be chosen."""
        self._note = note
        self.update()

    def sizeHint(self) -> QSize:
        """Title, meta, and a line for each of the newest stories."""
        theme = self._theme
        height = _TOP * 2 + theme.px(21) + theme.px(18)
        if self.candidate.newest:
            height += 6 + len(self.candidate.newest) * theme.px(20)
        return QSize(theme.px(300), height)

    def minimumSizeHint(self) -> QSize:
        """As high as it wants to be; long titles are elided."""
        return self.sizeHint()

    def hitButton(self, _place: object) -> bool:
        """The whole card is the button."""
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Edge and ground, box, title, meta, bars, stories."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        self._paint_box(painter)
        left = _SIDE + self._box + _BETWEEN
        right = self.width() - _SIDE
        beside = self._paint_right(painter, right)
        self._paint_words(painter, left, beside)
        self._paint_stories(painter, left, right)
        painter.end()

    def _paint_ground(self, painter: QPainter) -> None:
        theme = self._theme
        edge = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setBrush(theme.color("paper"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(edge, _RADIUS, _RADIUS)
        if self.isChecked():
            painter.setBrush(theme.color("selection"))
        elif self.underMouse() and self.isEnabled():
            painter.setBrush(theme.color("hover"))
        painter.setPen(QPen(theme.color("accent" if self.isChecked() else "rule"), 1))
        painter.drawRoundedRect(edge, _RADIUS, _RADIUS)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("focus"), 2))
            painter.drawRoundedRect(edge.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS - 0.5, _RADIUS - 0.5)

    def _paint_box(self, painter: QPainter) -> None:
        theme = self._theme
        box = QRectF(_SIDE, _TOP + (theme.px(21) - self._box) / 2 + 1, self._box, self._box)
        scale = self._box / _BOX
        subscribed = self.candidate.subscribed is not None
        if self.isChecked() or subscribed:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("disabled" if subscribed else "accent"))
            painter.drawRoundedRect(box, 5 * scale, 5 * scale)
            tick = QPen(theme.color("paper" if subscribed else "accent-text"), 2 * scale)
            tick.setCapStyle(Qt.PenCapStyle.RoundCap)
            tick.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(tick)
            painter.drawPolyline(
                [box.topLeft() + QPointF(x, y) * scale for x, y in ((4.8, 9.6), (7.8, 12.6), (13.4, 5.8))]
            )
        else:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("secondary"), 1.5))
            painter.drawRoundedRect(box.adjusted(0.75, 0.75, -0.75, -0.75), 4.5 * scale, 4.5 * scale)

    def _paint_right(self, painter: QPainter, right: int) -> int:
        """Bars, or the note in their place; returns where the words must end."""
        theme = self._theme
        if self._note:
            painter.setFont(theme.font(12))
            painter.setPen(theme.color("secondary"))
            wide = QFontMetricsF(painter.font()).horizontalAdvance(self._note) + 2
            spot = QRectF(right - wide, _TOP, wide, theme.px(21))
            painter.drawText(spot, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._note)
            return round(right - wide - 12)
        if not any(self.candidate.weeks):
            return right
        spot = QRectF(right - _BARS.width(), _TOP + 1, _BARS.width(), _BARS.height())
        paint_bars(painter, spot, self.candidate.weeks, theme.color("accent"))
        return right - _BARS.width() - 12

    def _paint_words(self, painter: QPainter, left: int, right: int) -> None:
        theme = self._theme
        start = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.font(14, QFont.Weight.DemiBold))
        painter.setPen(theme.color("secondary" if self._note else "text"))
        title = QRectF(left, _TOP, right - left, theme.px(21))
        painter.drawText(title, start, _elided(painter, self.candidate.title, title.width()))
        painter.setFont(theme.font(12))
        painter.setPen(theme.color("secondary"))
        meta = QRectF(left, title.bottom(), right - left, theme.px(18))
        painter.drawText(meta, start, _elided(painter, self._meta, meta.width()))

    def _paint_stories(self, painter: QPainter, left: int, right: int) -> None:
        theme = self._theme
        painter.setFont(theme.font(12.5))
        line = theme.px(20)
        top = _TOP + theme.px(21) + theme.px(18) + 6
        for story in self.candidate.newest:
            age = age_words(story.when, self._now) if story.when is not None else ""
            wide = QFontMetricsF(painter.font()).horizontalAdvance(age)
            row = QRectF(left, top, right - left, line)
            painter.setPen(theme.color("secondary"))
            painter.drawText(row, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, age)
            row.setRight(row.right() - wide - 12)
            painter.setPen(theme.color("secondary" if self._note else "text"))
            words = _elided(painter, story.title or "Untitled", row.width())
            painter.drawText(row, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
            top += line


def _elided(painter: QPainter, text: str, width: float) -> str:
    line = " ".join(text.split())
    return QFontMetricsF(painter.font()).elidedText(line, Qt.TextElideMode.ElideRight, width)
