"""The toolbar: what a person does most, and the search field. Main thread."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QToolButton, QWidget

from newsreader.ui.actions import Actions
from newsreader.ui.panes_at import TOOLBAR_HEIGHT
from newsreader.ui.shortcuts import shown_key
from newsreader.ui.theme import Theme

_BUTTON = 32
_ICON = 20
_SEARCH_WIDTH = 300
_TYPING_PAUSE_MS = 180
_BUTTONS = ("view.feeds", "feed.add", "feed.refresh_all", "view.mark_read", "edit.undo")


class SearchField(QLineEdit):
    """The search over the story list. ``searchChanged`` fires when typing pauses, ``left`` when the person is done with
    it (Enter or Down: to the list; Escape: the search is empty again)."""

    searchChanged = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._hint = "/"
        self._hint_font = theme.font(11)
        self._last = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_TYPING_PAUSE_MS)
        self._pause.timeout.connect(self._tell)
        self.setProperty("kind", "search")
        self.setPlaceholderText("Search stories")
        self.setAccessibleName("Search stories")
        self.setMaxLength(400)
        glass = self.addAction(theme.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        glass.setToolTip("Search stories")
        self._clear = self.addAction(theme.icon("close"), QLineEdit.ActionPosition.TrailingPosition)
        self._clear.setToolTip("Clear the search")
        self._clear.setVisible(False)
        self._clear.triggered.connect(self.reset)
        for button in self.findChildren(QToolButton):
            button.setAccessibleName(button.defaultAction().toolTip())
        self.textChanged.connect(self._changed)

    def set_hint(self, key: str) -> None:
        """The key that leads here, shown at the right while the field is empty."""
        self._hint = key
        self.update()

    def reset(self) -> None:
        """Empty it and tell at once."""
        self.clear()
        self._pause.stop()
        self._tell()

    def show_search(self, text: str) -> None:
        """Show ``text`` as the search in use, without telling it again."""
        self._last = text
        self.setText(text)
        self._pause.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.reset()
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self._pause.stop()
            self._tell()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.text() or not self._hint or self.hasFocus():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._hint_font)
        high = self._theme.px(17)
        width = max(high + 1, painter.fontMetrics().horizontalAdvance(self._hint) + 11)
        box = QRectF(self.width() - width - 8.5, (self.height() - high) / 2, width, high)
        painter.setPen(QPen(self._theme.color("rule"), 1))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(self._theme.color("secondary"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._hint)
        painter.end()

    def _changed(self, text: str) -> None:
        self._clear.setVisible(bool(text))
        self._pause.start()

    def _tell(self) -> None:
        text = self.text().strip()
        if text != self._last:
            self._last = text
            self.searchChanged.emit(text)


class ToolBar(QWidget):
    """A row of buttons, the search field and the briefs button at its right."""

    def __init__(self, theme: Theme, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("part", "toolbar")
        self._theme = theme
        self.setFixedHeight(theme.px(TOOLBAR_HEIGHT))
        self.search = SearchField(theme, self)
        self._buttons: dict[str, QToolButton] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 0, 12, 0)
        self._row.setSpacing(4)
        for id in _BUTTONS:
            self._row.addWidget(self._button(id))
        self._row.addSpacing(12)
        self._row.addStretch(1)
        self.search.setMinimumWidth(140)
        self.search.setMaximumWidth(theme.px(_SEARCH_WIDTH))
        self._row.addWidget(self.search, 1000)
        self._row.addSpacing(4)
        self._row.addWidget(self._button("view.briefs"))
        self.menu_button = self._menu_button(theme)
        self._row.addWidget(self.menu_button)
        actions.keymap.changed.connect(lambda _id: self._tell_keys())
        self._tell_keys()

    def show_fetching(self, fetching: bool) -> None:
        """Offer to stop while feeds are fetched, to refresh otherwise."""
        button = self._buttons["feed.refresh_all"]
        button.setDefaultAction(self._actions["feed.stop" if fetching else "feed.refresh_all"])
        self._tell_keys()

    def _button(self, id: str) -> QToolButton:
        button = QToolButton(self)
        button.setDefaultAction(self._actions[id])
        self._size(button)
        self._buttons[id] = button
        return button

    def _size(self, button: QToolButton) -> None:
        icon, side = self._theme.px(_ICON), self._theme.px(_BUTTON)
        button.setIconSize(QSize(icon, icon))
        button.setFixedSize(side, side)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def _menu_button(self, theme: Theme) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(theme.icon("more"))
        self._size(button)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setToolTip("Menu")
        button.setAccessibleName("Menu")
        button.hide()
        return button

    def set_menu(self, menu: QMenu) -> None:
        """The menu behind the button that stands in for a hidden menu bar."""
        self.menu_button.setMenu(menu)

    def _tell_keys(self) -> None:
        for button in self._buttons.values():
            action = button.defaultAction()
            action.setToolTip(self._actions.words(action.objectName()))
        keys = self._actions.keymap.keys("find.stories")
        self.search.set_hint(shown_key(keys[0]) if keys else "")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._tell_keys()
