"""The row of tools above a story: save, read, whole story, text, open outside."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from newsreader.ui.theme import Theme

HEIGHT = 44
_BUTTON = 32
_ICON = 20


class ToolRow(QWidget):
    """Buttons of 32 px at the right end of a row of 44 px, more with larger text. Signals tell what was pressed."""

    saveRequested = Signal()
    readRequested = Signal()
    wholeStoryRequested = Signal()
    textRequested = Signal(QPoint)
    openRequested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._dresses: dict[QToolButton, tuple[str, str, str]] = {}
        self.setFixedHeight(theme.px(HEIGHT))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("ground", "paper")
        self._save = self._button("star", "Save")
        self._read = self._button("unread", "Mark as read")
        self._whole = self._button("article", "Whole story")
        self._text = self._button("", "Text and colours")
        self._text.setText("Aa")
        self._text.setFont(theme.fonts.reader(15, QFont.Weight.DemiBold))
        self._open = self._button("open-outside", "Open in the browser")
        self._save.clicked.connect(self.saveRequested)
        self._read.clicked.connect(self.readRequested)
        self._whole.clicked.connect(self.wholeStoryRequested)
        self._text.clicked.connect(self._ask_text)
        self._open.clicked.connect(self.openRequested)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(4)
        row.addStretch()
        for button in (self._save, self._read, self._whole, self._text, self._open):
            row.addWidget(button)

    def show_marks(self, *, saved: bool, read: bool) -> None:
        """Draw the story's marks."""
        star = ("star-filled", "star") if saved else ("star", "secondary")
        self._dress(self._save, *star, "Saved. Remove from Saved" if saved else "Save")
        state = "read" if read else "unread"
        self._dress(self._read, state, "secondary", "Mark as unread" if read else "Mark as read")

    def show_whole(self, *, possible: bool, shown: bool) -> None:
        """Draw whether the whole story is shown, and whether it could be."""
        self._whole.setEnabled(possible)
        colour = "accent" if shown else "secondary"
        self._dress(
            self._whole, "article", colour, "Show the feed’s text" if shown else "Fetch the whole story"
        )

    def offer(self, *, story: bool, link: bool) -> None:
        """Enable what makes sense for what is shown."""
        for button in (self._save, self._read):
            button.setEnabled(story)
        self._open.setEnabled(link)

    def _button(self, icon: str, name: str) -> QToolButton:
        button = QToolButton()
        button.setFixedSize(QSize(_BUTTON, _BUTTON) * self._theme.fonts.scale)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setIconSize(QSize(_ICON, _ICON) * self._theme.fonts.scale)
        self._dress(button, icon, "secondary", name)
        return button

    def _dress(self, button: QToolButton, icon: str, colour: str, name: str) -> None:
        """Give a button its icon and name; one that has them already is not painted again."""
        if self._dresses.get(button) == (icon, colour, name):
            return
        self._dresses[button] = (icon, colour, name)
        if icon:
            button.setIcon(self._theme.icon(icon, colour))
        button.setToolTip(name)
        button.setAccessibleName(name)

    def _ask_text(self) -> None:
        below = QPoint(self._text.width(), self._text.height() + 4)
        self.textRequested.emit(self._text.mapToGlobal(below))
