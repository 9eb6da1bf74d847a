"""The strip below a story: "Also covered by A · B · C and 2 more"; on a story that is compared, the way back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QWidget

from newsreader.ui.plain import menu_text
from newsreader.ui.reader import runs
from newsreader.ui.reader.link_button import LinkButton
from newsreader.ui.theme import Theme

HEIGHT = 44
SHOWN = 3
Related = tuple[int, str]
"""A story and its publication."""


class RelatedStrip(QWidget):
    """Other publications' stories of the same event. Hidden while there are none.

    Between stories of one event it keeps its place (``wait``): to take it away and bring it back would lay the page out
    twice more."""

    storyRequested = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._more: Sequence[Related] = ()
        self.setFixedHeight(theme.px(HEIGHT))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("ground", "paper")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 1, 12, 0)
        self._row.setSpacing(5)
        self._row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
        self.hide()

    def show_related(self, related: Sequence[Related], back: Related | None = None) -> None:
        """Show the first three of these by name, the others in a menu; ``back`` is the story the person came from."""
        self.wait()
        self.setVisible(bool(related) or back is not None)
        self._more = related[SHOWN:]
        self._row.addStretch()
        if back is not None:
            self._row.addWidget(self._link(back, f"← Back to {_name(back)}", f"Back to {_name(back)}"))
            if related:
                self._row.addSpacing(12)
        if related:
            self._row.addWidget(self._words("Also covered by"))
        for place, one in enumerate(related[:SHOWN]):
            if place:
                self._row.addWidget(self._words("·"))
            self._row.addWidget(self._link(one, _name(one), f"Also covered by {_name(one)}"))
        if self._more:
            self._row.addWidget(self._words("and"))
            self._row.addWidget(self._rest())
        self._row.addStretch()

    def wait(self) -> None:
        """Another story is on the page, and who else covers that is not known yet: name nobody, and stand where it
        stands, or not at all."""
        self._more = ()
        while (item := self._row.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A rule above."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, self._theme.color("rule"))
        painter.end()

    def make_menu(self) -> QMenu:
        """The publications that have no room in the strip."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for one in self._more:
            action = menu.addAction(menu_text(_name(one)))
            action.triggered.connect(lambda _checked=False, story=one[0]: self.storyRequested.emit(story))
        return menu

    def _words(self, text: str) -> QLabel:
        label = QLabel(text)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setProperty("tone", "secondary")
        label.setFont(self._theme.font(12.5))
        return label

    def _link(self, to: Related, text: str, spoken: str) -> LinkButton:
        button = LinkButton(self._theme, text, self._theme.font(12.5))
        button.setAccessibleName(spoken)
        button.clicked.connect(partial(self.storyRequested.emit, to[0]))
        return button

    def _rest(self) -> LinkButton:
        count = len(self._more)
        button = LinkButton(self._theme, f"{count} more", self._theme.font(12.5))
        button.setAccessibleName(f"Also covered by {count} more")

        def open_menu() -> None:
            menu = self.make_menu()
            height = menu.sizeHint().height()
            menu.popup(button.mapToGlobal(QPoint(0, -height)))

        button.clicked.connect(open_menu)
        return button


def _name(one: Related) -> str:
    return runs.label(one[1], 40) or "another feed"
