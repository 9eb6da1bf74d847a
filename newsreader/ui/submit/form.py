"""The fields of an event, each with its problem below it. Main thread; knows nothing of keeping or sending."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from newsreader.domain.contacts import Recipient
from newsreader.domain.events import Draft
from newsreader.submit import limits
from newsreader.submit.check import FIELDS
from newsreader.ui.submit.field import Field
from newsreader.ui.submit.picture_tiles import PictureTiles
from newsreader.ui.submit.when_fields import WhenFields
from newsreader.ui.theme import Theme

OTHER = "Another address"
NAMES = {
    "publication": "publication", "email": "e-mail", "title": "title", "begins": "begin", "ends": "end",
    "zone": "time zone", "place": "place", "address": "address", "description": "description", "link": "link",
    "contact": "contact", "pictures": "pictures",
}  # fmt: skip
"""The fields as a sentence names them."""
_LINES = ("title", "place", "address", "link", "contact")


class EventForm(QScrollArea):
    """``edited`` on every change a person makes. Problems show at a field once it was left, or after ``show_all``."""

    edited = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._draft = Draft()
        self._filling = False
        self._left: set[str] = set()
        self._recipients: list[Recipient] = []
        self._problems: Mapping[str, str] = {}
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._make_editors()
        self._inner = QWidget()
        column = QVBoxLayout(self._inner)
        column.setContentsMargins(24, 20, 24, 24)
        column.setSpacing(12)
        self.fields = self._make_fields()
        for name in ("publication", "email", "title"):
            column.addWidget(self.fields[name])
        column.addWidget(self.when)
        column.addLayout(self._beside("place", "address"))
        column.addWidget(self.fields["description"])
        column.addLayout(self._beside("link", "contact"))
        column.addWidget(self.fields["pictures"])
        column.addStretch(1)
        self.setWidget(self._inner)
        self._connect()

    def _make_editors(self) -> None:
        self.publication = QComboBox()
        self.publication.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.publication.addItem(OTHER, None)
        self.email = QLineEdit()
        self.email.setPlaceholderText("desk@courier.example")
        self.email.setMaxLength(320)
        self.lines = {name: QLineEdit() for name in _LINES}
        self.lines["title"].setMaxLength(limits.TITLE)
        for name in _LINES[1:]:
            self.lines[name].setMaxLength(limits.LINE)
        self.lines["link"].setPlaceholderText("https://")
        self.lines["address"].setPlaceholderText("Street, town")
        self.lines["contact"].setPlaceholderText("Whom to ask: name, phone")
        self.description = _Description()
        self.description.setTabChangesFocus(True)
        self.description.setFixedHeight(self._theme.px(104))
        self.when = WhenFields(self._theme)
        self.tiles = PictureTiles(self._theme)

    def _make_fields(self) -> dict[str, Field]:
        theme, lines = self._theme, self.lines
        return {
            "publication": Field(theme, "Publication", self.publication),
            "email": Field(theme, "Its e-mail", self.email),
            "title": Field(theme, "Title", lines["title"]),
            **self.when.fields,
            "place": Field(theme, "Place", lines["place"]),
            "address": Field(theme, "Address", lines["address"]),
            "description": Field(theme, "Description", self.description),
            "link": Field(theme, "Link", lines["link"]),
            "contact": Field(theme, "Contact", lines["contact"]),
            "pictures": Field(theme, f"Pictures (at most {limits.PICTURES})", self.tiles),
        }

    def _beside(self, *names: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        for name in names:
            row.addWidget(self.fields[name], 1, Qt.AlignmentFlag.AlignTop)
        return row

    def _connect(self) -> None:
        self.publication.activated.connect(self._choose_publication)
        self.publication.installEventFilter(self)
        for line in (self.email, *self.lines.values()):
            line.textChanged.connect(self._edited)
        self.description.textChanged.connect(self._edited)
        self.when.edited.connect(self._edited)
        for name, field in self.fields.items():
            for editor in field.editors:
                editor.setProperty("field", name)
        lines = self.lines
        chain = [
            self.publication, self.email, lines["title"], *self.when.chain(), lines["place"], lines["address"],
            self.description, lines["link"], lines["contact"], self.tiles.add,
        ]  # fmt: skip
        for one, after in itertools.pairwise(chain):
            QWidget.setTabOrder(one, after)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focus_moved)

    # -- what is in it -------------------------------------------------------------------------------------------

    def set_recipients(self, recipients: Sequence[Recipient]) -> None:
        """The publications that can be chosen; those without an address ask for one."""
        self._recipients = list(recipients)
        self.publication.clear()
        self.publication.addItem(OTHER, None)
        if recipients:
            self.publication.insertSeparator(1)
        for one in recipients:
            self.publication.addItem(one.title, one)
        self._show_publication()

    def draft(self) -> Draft:
        """What is written, with the id and pictures of the draft that was shown."""
        when = self.when.read()
        return replace(
            self._draft,
            email=self.email.text().strip(),
            begins=when.begins,
            ends=when.ends,
            zone=self.when.zone(),
            description=self.description.toPlainText(),
            title=self.lines["title"].text().strip(),
            place=self.lines["place"].text().strip(),
            address=self.lines["address"].text().strip(),
            link=self.lines["link"].text().strip(),
            contact=self.lines["contact"].text().strip(),
        )

    def show_draft(self, draft: Draft) -> None:
        """Fill the fields."""
        self._filling = True
        self._draft = draft
        self.email.setText(draft.email)
        for name in _LINES:
            self.lines[name].setText(getattr(draft, name))
            self.lines[name].setCursorPosition(0)
        self.description.setPlainText(draft.description)
        self.when.show_moments(draft.begins, draft.ends, draft.zone)
        self._show_publication()
        self._left.clear()
        self._filling = False
        first = self.lines["title"] if draft.email else self.email if draft.publication else self.publication
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def follow(self, kept: Draft) -> None:
        """Take over what was kept elsewhere: the id and the pictures; the fields stay as they are typed."""
        self._draft = replace(self._draft, id=kept.id, pictures=kept.pictures, changed=kept.changed)

    def set_open(self, is_open: bool) -> None:
        """Whether anything can be changed."""
        for each in (self.publication, self.when):
            each.setEnabled(is_open)
        for line in (self.email, *self.lines.values()):
            line.setReadOnly(not is_open)
            if not is_open:
                line.deselect()  # a chosen word invites to type over it
        self.description.setReadOnly(not is_open)
        self.tiles.set_open(is_open)

    # -- problems ------------------------------------------------------------------------------------------------

    def typed_problems(self) -> dict[str, str]:
        """What is typed and cannot be understood."""
        return self.when.read().problems

    def set_problems(self, problems: Mapping[str, str]) -> None:
        """Show these, each at its field once a person was there."""
        self._problems = problems
        for name, field in self.fields.items():
            field.set_problem(problems.get(name, "") if name in self._left else "")

    def show_all(self) -> None:
        """Show every problem, and go to the first."""
        self._left.update(FIELDS)
        self.set_problems(self._problems)
        first = next((name for name in FIELDS if name in self._problems and name in self.fields), None)
        if first is not None:
            field = self.fields[first]
            field.editors[0].setFocus(Qt.FocusReason.OtherFocusReason)
            self.ensureWidgetVisible(field, 0, 40)

    def _focus_moved(self, old: QWidget | None, now: QWidget | None) -> None:
        """A field that was left may show its problem from now on."""
        left = self._field_of(old)
        if left and left != self._field_of(now) and left not in self._left:
            self._left.add(left)
            self.set_problems(self._problems)

    def _field_of(self, widget: QWidget | None) -> str:
        """The field in which a widget stands, ``""`` for none of ours."""
        if widget is None or not self.isAncestorOf(widget):
            return ""
        name = ""
        while widget is not None and widget is not self and not name:
            name = str(widget.property("field") or "")
            widget = widget.parentWidget()
        return name

    # -- choosing ------------------------------------------------------------------------------------------------

    def _choose_publication(self, place: int) -> None:
        one = self.publication.itemData(place)
        self._draft = replace(self._draft, publication=one.title if one is not None else "")
        if one is not None:
            self.email.setText(one.email)
            if not one.email:
                self.email.setFocus(Qt.FocusReason.OtherFocusReason)
        elif any(self.email.text() == known.email for known in self._recipients):
            self.email.clear()
            self.email.setFocus(Qt.FocusReason.OtherFocusReason)
        self._tell_address()
        self._edited()

    def _show_publication(self) -> None:
        """Choose the publication of the draft in the box; one that is not subscribed stands there too."""
        name = self._draft.publication
        place = self.publication.findText(name) if name else 0
        if place < 0:
            self.publication.addItem(name, Recipient(name, self._draft.email))
            place = self.publication.count() - 1
        self.publication.setCurrentIndex(place)
        self._tell_address()

    def _tell_address(self) -> None:
        one = self.publication.currentData()
        asks = one is not None and not one.email
        self.fields["email"].set_hint(
            f"Its feed tells no e-mail address. Look for one at “contact” on its site: {one.site}" if asks and one.site
            else "Its feed tells no e-mail address. Look for one on its site." if asks
            else ""
        )  # fmt: skip

    def _edited(self) -> None:
        if not self._filling:
            self.edited.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The wheel scrolls the form; it changes no choice that happens to come under the pointer."""
        if event.type() == QEvent.Type.Wheel and watched is self.publication:
            event.ignore()
            return True
        return super().eventFilter(watched, event)


class _Description(QPlainTextEdit):
    """Plain text: what is pasted loses its looks; Ctrl+Enter is left to the window."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Ctrl+Enter alone."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            event.ignore()
            return
        super().keyPressEvent(event)
