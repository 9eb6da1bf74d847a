"""Below the briefs: who publishes what is in view, how to reach them, and the way to submit an event. Main thread."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from newsreader.domain.contacts import CONTACT_FIELDS, Contact, ContactCard, ContactField
from newsreader.domain.feeds import Publication
from newsreader.submit.addresses import mailbox
from newsreader.text.urls import display_host
from newsreader.ui.briefs.info_row import InfoRow
from newsreader.ui.plain import plain_label, plain_tip
from newsreader.ui.reader import runs
from newsreader.ui.stories.bars import ElidedLabel
from newsreader.ui.theme import Theme

_LOOKS: dict[ContactField, tuple[str, str]] = {
    "address": ("map-pin", "Address"),
    "phone": ("phone", "Phone"),
    "email": ("mail", "E-mail"),
    "site": ("site", "Site"),
}
_IN_ORDER: tuple[ContactField, ...] = ("site", "address", "phone", "email")
_MAP = "https://www.openstreetmap.org/search?query="
_ON_MAP = "\nA click shows it on a map, in the browser (openstreetmap.org)"
_LOOK = "Look on its site"


class PublicationCard(QWidget):
    """Name, address, phone, e-mail and site of a publication as far as they are known, and "Submit your event".

    ``submitRequested`` carries a Publication, ``editAsked`` wants what is shown changed, ``lookAsked`` its site looked
    at, ``stopAsked`` that given up.
    """

    submitRequested = Signal(object)
    editAsked = Signal()
    lookAsked = Signal()
    stopAsked = Signal()

    def __init__(self, theme: Theme, opener: Callable[[str], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._opener = opener
        self._publication: Publication | None = None
        self._card: ContactCard | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("ground", "side")
        self._name = ElidedLabel(theme.font(13, QFont.Weight.DemiBold))
        self._name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.edit = QToolButton()
        self.edit.setIcon(theme.icon("edit"))
        self.edit.setIconSize(QSize(15, 15))
        self.edit.setFixedSize(theme.px(24), theme.px(24))
        self.edit.setToolTip("Change how it is reached")
        self.edit.setAccessibleName("Change how it is reached")
        self.edit.clicked.connect(self.editAsked)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(1)
        self._rows.setContentsMargins(0, 3, 0, 0)
        self._told = plain_label("", self, tone="secondary", wrap=True)
        self._told.setFont(theme.font(11.5))
        self.look = QPushButton(_LOOK)
        self.look.setProperty("kind", "link")
        self.look.setFont(theme.font(12.5))
        self.look.setCursor(Qt.CursorShape.PointingHandCursor)
        self.look.clicked.connect(self._look_or_stop)
        self._submit = QPushButton(theme.icon("calendar-plus", "text"), "Submit your event")
        self._submit.setIconSize(QSize(18, 18))
        self._submit.setFont(theme.font(13, QFont.Weight.DemiBold))
        self._submit.clicked.connect(self._ask)
        self._looking = False
        self._build()
        self.hide()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self._name, 1)
        head.addWidget(self.edit)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._told, 1)
        line.addWidget(self.look, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 11, 16, 14)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(self._rows)
        column.addLayout(line)
        column.addSpacing(10)
        column.addWidget(self._submit)

    # -- what is shown -------------------------------------------------------------------------------------------

    @property
    def publication(self) -> Publication | None:
        """Whose card is shown, as it is shown."""
        return self._publication

    def show_publication(self, publication: Publication | None) -> None:
        """Show what a story tells of its publication; None hides the card."""
        if publication is None:
            self._publication = self._card = None
            self.hide()
            return
        told: dict[ContactField, Contact] = {
            name: Contact(getattr(publication, name), "feed")
            for name in CONTACT_FIELDS
            if getattr(publication, name)
        }
        if self._card is not None and self._card.title == publication.title:
            known = {name: contact for name, contact in self._card.told.items() if contact.origin == "feed"}
            if known == told:
                self.show()
                return
        self.show_card(ContactCard(0, publication.title, told, told))

    def show_card(self, card: ContactCard) -> None:
        """Show a publication and how it is reached; it can be changed when it is of a feed."""
        self.show()
        if card == self._card:
            return
        if self._card is None or (card.feed_id and card.feed_id != self._card.feed_id):
            self.tell("")
        self._card = card
        site, address, phone, email = (card.value(name) for name in _IN_ORDER)
        self._publication = Publication(card.title, site, address, phone, email)
        name = runs.label(card.title, 120) or runs.label(card.value("site"), 120)
        self._name.setText(name)
        self._name.setToolTip(plain_tip(name))
        self._fill(card)
        self._submit.setToolTip(plain_tip(f"Write to {name} about a concert, a market or a meeting"))
        self.edit.setVisible(card.feed_id > 0)
        self._show_look()

    def tell(self, sentence: str, *, looking: bool = False) -> None:
        """Say below what is known how looking for more goes; ``""`` for nothing."""
        self._looking = looking
        self._told.setText(sentence)
        self._told.setVisible(bool(sentence))
        self._show_look()

    def _show_look(self) -> None:
        """Looking is offered while something is missing."""
        card = self._card
        self.look.setText("Stop" if self._looking else _LOOK)
        missing = card is not None and any(not card.value(name) for name in ("address", "phone", "email"))
        there = card is not None and card.feed_id > 0
        self.look.setVisible(there and (self._looking or (missing and not self._told.text())))

    def _fill(self, card: ContactCard) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for name in CONTACT_FIELDS:
            if (known := card.shown.get(name)) is not None:
                icon, label = _LOOKS[name]
                text = _shown_site(known.value) if name == "site" else known.value
                origin = told_by(known) + (_ON_MAP if name == "address" else "")
                row = InfoRow(self._theme, icon, label, text, address_of(name, known.value), origin)
                row.clicked.connect(lambda _checked=False, row=row: row.address and self._opener(row.address))
                self._rows.addWidget(row)

    # -- what a person does --------------------------------------------------------------------------------------

    def _look_or_stop(self) -> None:
        (self.stopAsked if self._looking else self.lookAsked).emit()

    def _ask(self) -> None:
        if self._publication is not None:
            self.submitRequested.emit(self._publication)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A rule above."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, self._theme.color("rule"))
        painter.end()


def address_of(name: ContactField, value: str) -> str:
    """What a click on a piece of contact opens: a map, the phone, a mail, the site; ``""`` when it cannot be meant."""
    match name:
        case "address":
            return _MAP + quote(" ".join(value.split())[:200], safe="")
        case "phone":
            digits = "".join(letter for letter in value if letter in "+0123456789")
            return f"tel:{digits}" if 3 <= len(digits) <= 20 and "+" not in digits[1:] else ""
        case "email":
            return f"mailto:{mail}" if (mail := mailbox(value)) else ""
        case "site":
            return value


def told_by(contact: Contact) -> str:
    """Where a piece of contact comes from, in words."""
    match contact.origin:
        case "person":
            return "You wrote this"
        case "site":
            return f"Found at {display_host(contact.page)}\n{contact.page}"
        case "feed":
            return "From its feed"


def _shown_site(site: str) -> str:
    """A site's address without its scheme and a slash at its end."""
    return site.split("://", 1)[-1].rstrip("/")
