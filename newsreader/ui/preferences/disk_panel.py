"""What takes how much room, and a button that frees some: the head of the preferences' page on storage. Main thread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from newsreader.domain.errors import NewsreaderError
from newsreader.library import jobs as ask
from newsreader.ui.dialogs.words import bytes_words
from newsreader.ui.jobs import Jobs
from newsreader.ui.plain import plain_label
from newsreader.ui.tasks import Tasks
from newsreader.ui.theme import Theme

if TYPE_CHECKING:
    from newsreader.library.disk import DiskUse

_BAR = 12
_DOT = 10
_COLUMNS = 3
_SHADES = (("accent", 1.0), ("accent", 0.6), ("accent", 0.3), ("secondary", 0.7), ("secondary", 0.35))
_NAMES = ("Stories", "Pictures", "Icons", "Copies of the cache", "Other files")


class _Shares(QWidget):
    """A bar in which each part takes its share."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._parts: Sequence[int] = ()
        self.setFixedHeight(_BAR)

    def set_parts(self, parts: Sequence[int]) -> None:
        """Bytes, in the order of the shades."""
        self._parts = parts
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The shares, one beside the other; something is seen of each that is not nothing."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(self.rect()), _BAR / 2, _BAR / 2)
        painter.setClipPath(shape)
        painter.fillRect(self.rect(), self._theme.color("rule"))
        total = sum(self._parts)
        x = 0.0
        for number, part in enumerate(self._parts):
            if part and total:
                width = max(2.0, self.width() * part / total)
                painter.fillRect(QRectF(x, 0, width, _BAR), _shade(self._theme, number))
                x += width
        painter.end()


class _Dot(QWidget):
    """The colour of a part, beside its name."""

    def __init__(self, theme: Theme, number: int) -> None:
        super().__init__()
        self._theme, self._number = theme, number
        self.setFixedSize(QSize(_DOT, _DOT) * theme.fonts.scale)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A round dot."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_shade(self._theme, self._number))
        painter.drawEllipse(self.rect())
        painter.end()


class DiskPanel(QWidget):
    """Measures the data folder when it is shown, and after room was freed."""

    def __init__(self, theme: Theme, tasks: Tasks, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._jobs = jobs
        self._bar = _Shares(theme)
        self._total = plain_label("Measuring…")
        self._sizes = [plain_label(tone="secondary") for _ in _NAMES]
        self._words = plain_label(tone="secondary", wrap=True)
        self._words.setFont(theme.font(12))
        self._free = QPushButton("Free room now")
        self._free.setAutoDefault(False)
        self._free.clicked.connect(self._go)
        self._say("")
        head = QHBoxLayout()
        head.addWidget(self._total, 1)
        head.addWidget(self._free)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 16)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self._bar)
        column.addLayout(self._legend(theme))
        column.addWidget(self._words)

    def showEvent(self, event: QShowEvent) -> None:
        """What is shown is as it is now."""
        super().showEvent(event)
        self.measure()

    def measure(self) -> None:
        """Look how much room is taken."""
        self._tasks.query(lambda library: library.disk_use(), self._show, self._failed, key="disk-use")

    def _legend(self, theme: Theme) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        for number, label in enumerate(self._sizes):
            label.setFont(theme.font(12))
            line = QHBoxLayout()
            line.setSpacing(8)
            line.addWidget(_Dot(theme, number), 0, Qt.AlignmentFlag.AlignVCenter)
            line.addWidget(label, 1)
            grid.addLayout(line, number // _COLUMNS, number % _COLUMNS)
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)
        return grid

    def _show(self, use: DiskUse) -> None:
        parts = (use.cache, use.pictures, use.icons, use.copies, use.other)
        self._total.setText(f"{bytes_words(use.total)} in use")
        self._bar.set_parts(parts)
        words = [f"{name}: {bytes_words(size)}" for name, size in zip(_NAMES, parts, strict=True)]
        for label, text in zip(self._sizes, words, strict=True):
            label.setText(text)
        self._bar.setAccessibleName(", ".join(words))

    def _go(self) -> None:
        self._free.setEnabled(False)
        self._say("Freeing room…")
        self._jobs.run("free_room", ask.free_room(), done=self._freed, failed=self._failed)

    def _freed(self, answer: dict[str, Any]) -> None:
        self._free.setEnabled(True)
        freed = int(answer.get("freed", 0))
        self._say(
            f"{bytes_words(freed)} freed. Pictures are fetched again when their story is opened."
            if freed
            else "There is nothing that can be freed. Pictures of saved stories stay."
        )
        self.measure()

    def _failed(self, fault: NewsreaderError) -> None:
        self._free.setEnabled(True)
        self._say(fault.sentence, "error")

    def _say(self, text: str, tone: str = "secondary") -> None:
        self._words.setText(text)
        self._words.setProperty("tone", tone)
        self._words.style().polish(self._words)
        self._words.setVisible(bool(text))


def _shade(theme: Theme, number: int) -> QColor:
    token, strength = _SHADES[number]
    colour = theme.color(token)
    colour.setAlphaF(strength)
    return colour
