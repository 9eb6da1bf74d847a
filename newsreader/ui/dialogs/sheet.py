"""The frame every dialog stands in: heading, body, a line of buttons; 24 px around, 16 and 12 between. Main thread."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLayout, QPushButton, QVBoxLayout, QWidget

from newsreader.ui.plain import plain_label
from newsreader.ui.theme import Theme

EDGE = 24
GAP = 16
NEAR = 8


class Sheet(QDialog):
    """A dialog with a heading. ``body`` takes what it shows, ``buttons`` the row at its foot.

    ``width`` is in design pixels. ``fit`` makes it as high as its content wants, at most ``tallest``.
    """

    def __init__(
        self, theme: Theme, title: str, parent: QWidget | None = None, *, width: int = 572, tallest: int = 720
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self._tallest = tallest
        self.setWindowTitle(title)
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, False)
        self.setMinimumWidth(theme.px(width))
        self.resize(theme.px(width), theme.px(200))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(EDGE, EDGE - 4, EDGE, EDGE - 4)
        outer.setSpacing(0)
        self.heading = heading(theme, title)
        self._head = QHBoxLayout()
        self._head.setContentsMargins(0, 0, 0, 14)
        self._head.addWidget(self.heading, 1)
        outer.addLayout(self._head)
        self.body = QVBoxLayout()
        self.body.setSpacing(0)
        outer.addLayout(self.body, 1)
        self.buttons = QHBoxLayout()
        self.buttons.setContentsMargins(0, GAP + 4, 0, 0)
        self.buttons.setSpacing(10)
        outer.addLayout(self.buttons)
        self._outer: QLayout = outer

    def add_beside_heading(self, widget: QWidget) -> None:
        """Put ``widget`` at the end of the heading's line."""
        self._head.addWidget(widget)

    def hide_heading(self) -> None:
        """The body has a heading of its own."""
        self.heading.hide()
        self._head.setContentsMargins(0, 0, 0, 0)

    def fit(self) -> None:
        """Take the height the content wants at the present width."""
        self._outer.activate()
        width = max(self.width(), self.minimumWidth())
        wanted = self._outer.totalHeightForWidth(width)
        height = wanted if wanted > 0 else self._outer.totalSizeHint().height()
        self.resize(width, min(height, self.theme.px(self._tallest)))

    def showEvent(self, event: QShowEvent) -> None:
        """Fit before the first paint."""
        self.fit()
        super().showEvent(event)


def heading(theme: Theme, text: str, px: float = 16) -> QLabel:
    """A heading of a dialog or of a part of it."""
    label = plain_label(text)
    label.setFont(theme.font(px, QFont.Weight.DemiBold))
    return label


def note(theme: Theme, text: str = "", *, tone: str = "secondary", px: float = 12.5) -> QLabel:
    """A sentence under a field: smaller, wrapped, quiet."""
    label = plain_label(text, tone=tone, wrap=True)
    label.setFont(theme.font(px))
    return label


def set_tone(label: QLabel, tone: str) -> None:
    """Let ``label`` speak in another tone of the style sheet."""
    if label.property("tone") != tone:
        label.setProperty("tone", tone)
        repolish(label)


def repolish(widget: QWidget) -> None:
    """Take up a changed property of the style sheet."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def button(text: str, kind: str = "", *, default: bool = False) -> QPushButton:
    """A button of the foot; ``kind`` is ``primary``, ``danger``, ``quiet`` or ``""``; ``default`` takes Enter."""
    made = QPushButton(text)
    if kind:
        made.setProperty("kind", kind)
    made.setDefault(default)  # any other takes Enter while it has the focus
    return made
