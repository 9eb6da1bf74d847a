"""Below the briefs: who publishes what is in view, and the way to submit an event. Main thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QMenu, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from newsreader.domain.feeds import Publication
from newsreader.ui.plain import plain_label, plain_tip
from newsreader.ui.reader import runs
from newsreader.ui.stories.bars import ElidedLabel
from newsreader.ui.theme import Theme

_ICON = 15
_GAP = 8
_NO_MAIL = "This publication tells no e-mail address, so there is nowhere to send an event."


class InfoRow(QAbstractButton):
    """An icon and one line of plain text; with ``address`` a click opens it (site, mail)."""

    def __init__(self, theme: Theme, icon: str, name: str, text: str, address: str = "") -> None:
        super().__init__()
        self._theme = theme
        self._icon = icon
        self.address = address
        shown = runs.label(text, 200)
        self.setText(shown)
        self.setAccessibleName(f"{name}: {shown}")
        self.setToolTip(plain_tip(f"{name}: {shown}"))
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


class PublicationCard(QWidget):
    """Name, address, phone, e-mail and site of a publication as far as they are known, and "Submit your event".

    ``submitRequested`` carries the Publication.
    """

    submitRequested = Signal(object)

    def __init__(self, theme: Theme, opener: Callable[[str], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._opener = opener
        self._publication: Publication | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("ground", "side")
        self._name = ElidedLabel(theme.font(13, QFont.Weight.DemiBold))
        self._name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(1)
        self._rows.setContentsMargins(0, 3, 0, 0)
        self._submit = QPushButton(theme.icon("calendar-plus", "text"), "Submit your event")
        self._submit.setIconSize(QSize(18, 18))
        self._submit.setFont(theme.font(13, QFont.Weight.DemiBold))
        self._submit.clicked.connect(self._ask)
        self._reason = plain_label("", self, tone="secondary", wrap=True)
        self._reason.setFont(theme.font(11.5))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 13, 16, 14)
        column.setSpacing(0)
        column.addWidget(self._name)
        column.addLayout(self._rows)
        column.addSpacing(10)
        column.addWidget(self._submit)
        column.addSpacing(4)
        column.addWidget(self._reason)
        self.hide()

    @property
    def publication(self) -> Publication | None:
        """Whose card is shown."""
        return self._publication

    def show_publication(self, publication: Publication | None) -> None:
        """Show a publication's card; None hides it."""
        if publication == self._publication:
            return
        self._publication = publication
        self.setVisible(publication is not None)
        if publication is None:
            return
        name = runs.label(publication.title, 120) or runs.label(publication.site, 120)
        self._name.setText(name)
        self._name.setToolTip(plain_tip(name))
        self._fill(publication)
        mail = bool(_mail(publication))
        self._submit.setEnabled(mail)
        self._submit.setToolTip(plain_tip(f"Write to {name}" if mail else _NO_MAIL))
        self._reason.setVisible(not mail)
        self._reason.setText("" if mail else _NO_MAIL)

    def _fill(self, publication: Publication) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        mail = _mail(publication)
        rows = (
            ("map-pin", "Address", publication.address, ""),
            ("phone", "Phone", publication.phone, ""),
            ("mail", "E-mail", publication.email, f"mailto:{mail}" if mail else ""),
            ("site", "Site", _shown_site(publication.site), publication.site),
        )
        for icon, name, text, address in rows:
            if text:
                row = InfoRow(self._theme, icon, name, text, address)
                row.clicked.connect(lambda _checked=False, row=row: row.address and self._opener(row.address))
                self._rows.addWidget(row)

    def _ask(self) -> None:
        if self._publication is not None:
            self.submitRequested.emit(self._publication)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A rule above."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, self._theme.color("rule"))
        painter.end()


def _mail(publication: Publication) -> str:
    """The e-mail address when it is one that can be written to, else ``""``."""
    mail = publication.email.strip()
    name, at, host = mail.partition("@")
    good = bool(name and at and host) and not any(letter in mail for letter in " \t\r\n<>,;?&\"'()[]")
    return mail if good and mail.isascii() and len(mail) < 255 else ""


def _shown_site(site: str) -> str:
    """A site's address without its scheme and a slash at its end."""
    return site.split("://", 1)[-1].rstrip("/")
