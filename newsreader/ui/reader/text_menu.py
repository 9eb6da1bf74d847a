"""The panel behind "Aa": text size, face, line width, space and colours of the page, at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QWidget,
)

from newsreader.ui.reader.style import LARGEST, SMALLEST, ReaderLook
from newsreader.ui.theme import Theme

_WIDTHS = ((52, "Narrow"), (62, "Medium"), (72, "Wide"))
_SPACES = ((1.3, "Tight"), (1.45, "Normal"), (1.65, "Airy"))
_THEMES = (
    ("system", "System"),
    ("light", "Light"),
    ("sepia", "Sepia"),
    ("dark", "Dark"),
    ("contrast", "Contrast"),
)


class TextMenu(QFrame):
    """A panel that pops up. ``lookChanged`` fires with the new look, ``themeChosen`` with the name of a theme."""

    lookChanged = Signal(object)
    themeChosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._theme = theme
        self._look = ReaderLook()
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        grid = QGridLayout(self)
        grid.setContentsMargins(16, 14, 16, 14)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        self._size = QLabel()
        self._size.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._size.setMinimumWidth(theme.px(48))
        self._groups: dict[str, QButtonGroup] = {}
        theme.changed.connect(self._theme_changed)
        self._add(grid, "Size", self._size_row())
        self._add(
            grid, "Type", self._choices("serif", ((True, "Serif"), (False, "Sans")), self._set("serif"))
        )
        self._add(grid, "Line", self._choices("width", _WIDTHS, self._set("width")))
        self._add(grid, "Space", self._choices("line_height", _SPACES, self._set("line_height")))
        self._add(grid, "Colours", self._choices("theme", _THEMES, self.themeChosen.emit))

    def pop_up(self, look: ReaderLook, corner: QPoint) -> None:
        """Show the panel with its top right corner at the global point ``corner``."""
        self.setStyleSheet(self._style())
        self.show_look(look)
        self.adjustSize()
        screen = self.screen().availableGeometry()
        left = max(screen.left() + 4, corner.x() - self.width())
        self.move(left, corner.y())
        self.show()

    def show_look(self, look: ReaderLook) -> None:
        """Mark what is chosen now."""
        self._look = look
        self._size.setText(f"{look.size} px")
        self._check("serif", look.serif)
        self._check("width", min((width for width, _ in _WIDTHS), key=lambda width: abs(width - look.width)))
        self._check(
            "line_height", min((s for s, _ in _SPACES), key=lambda space: abs(space - look.line_height))
        )
        self._check("theme", self._theme.choice)

    def _theme_changed(self) -> None:
        if self.isVisible():
            self.setStyleSheet(self._style())
            self.show_look(self._look)

    def _style(self) -> str:
        theme = self._theme
        chosen = theme.over("selection", "raised").name()
        return f"""
            #panel {{ background: {theme.css("raised")}; border: 1px solid {theme.css("edge")}; }}
            QPushButton {{ background: transparent; border: 1px solid {theme.css("rule")}; border-radius: 6px;
                           min-height: {theme.px(26)}px; padding: 0 10px; }}
            QPushButton:hover {{ background: {theme.over("hover", "raised").name()}; }}
            QPushButton:checked {{ background: {chosen}; border-color: {theme.css("accent")}; }}
            QPushButton:focus {{ border: 2px solid {theme.css("focus")}; padding: 0 9px;
                                 min-height: {theme.px(24)}px; }}
        """

    # -- rows ----------------------------------------------------------------------------------------------------

    def _add(self, grid: QGridLayout, name: str, row: QWidget) -> None:
        label = QLabel(name)
        label.setProperty("tone", "secondary")
        label.setFont(self._theme.font(12.5))
        grid.addWidget(label, grid.rowCount(), 0)
        grid.addWidget(row, grid.rowCount() - 1, 1)

    def _size_row(self) -> QWidget:
        smaller, larger = QToolButton(), QToolButton()
        row, layout = _row()
        for button, name, icon, step in (
            (smaller, "Smaller text", "zoom-out", -1),
            (larger, "Larger text", "zoom-in", 1),
        ):
            button.setIcon(self._theme.icon(icon))
            button.setIconSize(QSize(20, 20) * self._theme.fonts.scale)
            button.setFixedSize(QSize(32, 30) * self._theme.fonts.scale)
            button.setToolTip(name)
            button.setAccessibleName(name)
            button.clicked.connect(partial(self._resize, step))
        layout.addWidget(smaller)
        layout.addWidget(self._size)
        layout.addWidget(larger)
        layout.addStretch()
        return row

    def _choices(
        self, key: str, choices: Sequence[tuple[object, str]], chosen: Callable[[object], None]
    ) -> QWidget:
        row, layout = _row()
        group = QButtonGroup(self)
        self._groups[key] = group
        for value, name in choices:
            button = QPushButton(name)
            button.setCheckable(True)
            button.setProperty("kind", "segment")
            button.setProperty("value", value)
            button.setFont(self._theme.font(12.5, QFont.Weight.Normal))
            button.clicked.connect(partial(chosen, value))
            group.addButton(button)
            layout.addWidget(button)
        layout.addStretch()
        return row

    def _check(self, key: str, value: object) -> None:
        for button in self._groups[key].buttons():
            button.setChecked(button.property("value") == value)

    # -- choosing ------------------------------------------------------------------------------------------------

    def _set(self, field: str) -> Callable[[object], None]:
        return lambda value: self._change(replace(self._look, **{field: value}))  # type: ignore[arg-type]

    def _resize(self, step: int) -> None:
        self._change(replace(self._look, size=min(LARGEST, max(SMALLEST, self._look.size + step))))

    def _change(self, look: ReaderLook) -> None:
        if look != self._look:
            self.show_look(look)
            self.lookChanged.emit(look)


def _row() -> tuple[QWidget, QHBoxLayout]:
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(4)
    return row, layout
