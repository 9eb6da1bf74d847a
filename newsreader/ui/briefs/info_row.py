"""One piece of contact in the publication's card: an icon and a line that opens what it names. Main thread."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy

from newsreader.ui.plain import plain_tip
from newsreader.ui.reader import runs
from newsreader.ui.theme import Theme

_ICON = 15
_GAP = 8


class InfoRow(QAbstractButton):
    """An icon and one line of plain text; with ``address`` a click opens it. ``origin`` says in its tip who told it."""

    def __init__(
        self, theme: Theme, icon: str, name: str, text: str, address: str = "", origin: str = ""
    ) -> None:
        super().__init__()
        self._theme = theme
        self._icon = icon
        self.address = address
        shown = runs.label(text, 200)
        self.setText(shown)
        self.setAccessibleName(f"{name}: {shown}")
        self.setToolTip(plain_tip("\n".join(part for part in (f"{name}: {shown}", origin) if part)))
        self.setAccessibleDescription(origin)
        self.setFont(theme.font(12.5))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._menu)
        if address:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        else:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:
        """One line."""
        metrics = QFontMetrics(self.font())
        return QSize(_ICON + _GAP + metrics.horizontalAdvance(self.text()), max(metrics.height(), _ICON) + 5)

    def minimumSizeHint(self) -> QSize:
        """The icon and little more."""
        return QSize(_ICON + _GAP + 24, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw icon and text."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pixmap = self._theme.pixmap(self._icon, "secondary", _ICON, self.devicePixelRatioF())
        painter.drawPixmap(0, (self.height() - _ICON) // 2, pixmap)
        active = bool(self.address) and (self.underMouse() or self.hasFocus())
        font = QFont(self.font())
        font.setUnderline(active)
        painter.setFont(font)
        painter.setPen(self._theme.color("link" if active else "secondary"))
        area = self.rect().adjusted(_ICON + _GAP, 0, 0, 0)
        shown = QFontMetrics(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
        if self.hasFocus():
            painter.setPen(self._theme.color("focus"))
            painter.drawRoundedRect(area.toRectF().adjusted(-4.5, 0.5, -0.5, -0.5), 4, 4)
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Hover is felt at once."""
        if event.type() in (QEvent.Type.HoverEnter, QEvent.Type.HoverLeave):
            self.update()
        return super().event(event)

    def _menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self._theme.icon("copy"), "Copy").triggered.connect(
            lambda _checked=False: QGuiApplication.clipboard().setText(self.text())
        )
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))
