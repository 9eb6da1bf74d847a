"""The bars above the list: its header with title, count and menu, and the quiet one that tells of new stories."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QSizePolicy, QToolButton, QWidget

from newsreader.text.numbers import counted, grouped
from newsreader.ui.announce import announce
from newsreader.ui.reader import runs
from newsreader.ui.stories.options import ListOptions
from newsreader.ui.theme import Theme

HEIGHT = 44
_GROUPINGS = (("day", "Headings by day"), ("feed", "Headings by feed"), ("none", "No headings"))
_DENSITIES = (("comfortable", "Comfortable"), ("compact", "Compact"), ("cards", "Cards with pictures"))


class ElidedLabel(QLabel):
    """One line of plain text that is cut with dots where there is no room."""

    def __init__(self, font: QFont) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(font)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(24)

    def minimumSizeHint(self) -> QSize:
        """Room for little more than the dots."""
        return QSize(24, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw as much as fits."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
        painter.end()


class ListHeader(QWidget):
    """44 px: the view's title, how many stories it has, and the menu of sort, filter, grouping and density.

    ``optionsChosen`` carries the new ListOptions.
    """

    optionsChosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._options = ListOptions()
        self.setFixedHeight(theme.px(HEIGHT))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("ground", "paper")
        self._title = ElidedLabel(theme.font(14, QFont.Weight.DemiBold))
        self._count = QLabel()
        self._count.setTextFormat(Qt.TextFormat.PlainText)
        self._count.setFont(theme.font(13))
        self._count.setProperty("tone", "secondary")
        self._button = QToolButton()
        self._button.setIcon(theme.icon("filter"))
        self._button.setIconSize(QSize(theme.px(18), theme.px(18)))
        self._button.setFixedSize(QSize(theme.px(32), theme.px(32)))
        self._button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._button.setToolTip("Order, filter, headings and density")
        self._button.setAccessibleName("Order, filter, headings and density")
        self._button.clicked.connect(self.open_menu)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 8, 1)
        row.setSpacing(8)
        row.addWidget(self._title)
        row.addWidget(self._count)
        row.addStretch()
        row.addWidget(self._button)

    def show_title(self, title: str) -> None:
        """Name the view."""
        shown = runs.label(title, 200)
        self._title.setText(shown)
        self._title.setAccessibleName(shown)

    def show_count(self, count: int | None) -> None:
        """Tell how many stories the view has; None while that is not known. Of none the list itself tells."""
        self._count.setText(counted(count, "story", "stories") if count else "")
        self._row.activate()  # else the first frame with the list would cut it off

    def show_options(self, options: ListOptions) -> None:
        """Follow a change of the options from elsewhere."""
        self._options = options
        self._button.setIcon(self._theme.icon("filter", "accent" if options.unread_only else "secondary"))

    def open_menu(self) -> None:
        """Show the menu below its button."""
        self.make_menu().popup(self._button.mapToGlobal(QPoint(0, self._button.height() + 2)))

    def make_menu(self) -> QMenu:
        """The menu as it stands now."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        now = self._options
        self._choice(
            menu, (("Newest first", False), ("Oldest first", True)), now.oldest_first, "oldest_first"
        )
        menu.addSeparator()
        self._tick(menu, "Unread only", now._replace(unread_only=not now.unread_only), now.unread_only)
        self._tick(menu, "Fold duplicates", now._replace(fold=not now.fold), now.fold)
        menu.addSeparator()
        self._choice(menu, tuple((name, key) for key, name in _GROUPINGS), now.group, "group")
        menu.addSeparator()
        self._choice(menu, tuple((name, key) for key, name in _DENSITIES), now.density, "density")
        return menu

    def _choice(self, menu: QMenu, choices: tuple[tuple[str, object], ...], now: object, field: str) -> None:
        group = QActionGroup(menu)
        for name, value in choices:
            options = self._options._replace(**{field: value})  # type: ignore[arg-type]
            group.addAction(self._tick(menu, name, options, value == now))

    def _tick(self, menu: QMenu, name: str, options: ListOptions, ticked: bool) -> QAction:
        action = menu.addAction(name)
        action.setCheckable(True)
        action.setChecked(ticked)
        action.triggered.connect(partial(self._choose, options))
        return action

    def _choose(self, options: ListOptions, _checked: bool = False) -> None:
        if options != self._options:
            self.optionsChosen.emit(options)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A rule below."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, self._theme.color("rule"))
        painter.end()


class ArrivalsBar(QPushButton):
    """ "12 new stories", over the top of the list, so that no row moves when it comes. Hidden while there are none."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pane = parent
        self.setIcon(theme.icon("chevron-up", "accent"))
        self.setIconSize(QSize(theme.px(14), theme.px(14)))
        self.setFont(theme.font(12.5, QFont.Weight.DemiBold))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        theme.changed.connect(self._dress)
        self._dress()
        self.hide()

    def show_arrivals(self, count: int, *, more: bool = False) -> None:
        """Tell of ``count`` new stories (``more``: at least); 0 hides it."""
        if count:
            words = f"{grouped(count)}+ new stories" if more else counted(count, "new story", "new stories")
            self.setText(words)
            self.setAccessibleName(f"{words}. Show them")
            self.place()
            self.raise_()
            if self.isHidden():
                announce(self, words)
        self.setVisible(bool(count))

    def place(self) -> None:
        """Stand in the middle, below the header of the pane."""
        self.adjustSize()
        self.move((self._pane.width() - self.width()) // 2, self._theme.px(HEIGHT) + 8)

    def _dress(self) -> None:
        theme = self._theme
        height = theme.px(28)
        self.setStyleSheet(
            f"QPushButton {{ background: {theme.css('raised')}; color: {theme.css('accent')};"
            f" border: 1px solid {theme.css('edge')}; border-radius: {height // 2}px; min-height: {height - 2}px;"
            f" padding: 0 14px; }}"
            f"QPushButton:hover {{ background: {theme.over('hover', 'raised').name()}; }}"
            f"QPushButton:focus {{ border: 2px solid {theme.css('focus')}; padding: 0 13px;"
            f" min-height: {height - 4}px; }}"
        )
