"""Changes how a publication is reached. What the person writes is kept apart, and undone in one. Main thread."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from newsreader.domain.changes import Change
from newsreader.domain.contacts import CONTACT_FIELDS, ContactCard, ContactField
from newsreader.domain.errors import NewsreaderError
from newsreader.submit.contact_check import contact_problems
from newsreader.ui.briefs.card import told_by
from newsreader.ui.dialogs.sheet import Sheet, button, note
from newsreader.ui.submit.field import Field
from newsreader.ui.tasks import Tasks
from newsreader.ui.theme import Theme

_NAMES: dict[ContactField, str] = {
    "address": "Address", "phone": "Phone", "email": "E-mail for events and letters", "site": "Site",
}  # fmt: skip


class ContactDialog(Sheet):
    """Accepted once the card is changed."""

    def __init__(self, theme: Theme, tasks: Tasks, card: ContactCard, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Contact", parent, width=460)
        self._tasks = tasks
        self._card = card
        self.heading.setText(f"How to reach {card.title}")
        self.heading.setWordWrap(True)
        self.body.addWidget(
            note(
                theme,
                "What you write here stays, whatever the feed says later. An empty field says what is found.",
            )
        )
        self.body.addSpacing(14)
        self.editors: dict[ContactField, QLineEdit] = {}
        self.fields: dict[ContactField, Field] = {}
        for name in CONTACT_FIELDS:
            editor = QLineEdit(card.value(name))
            editor.setMaxLength(300)
            editor.setCursorPosition(0)
            told = card.told.get(name)
            if told is not None:
                editor.setPlaceholderText(told.value)
            field = Field(theme, _NAMES[name], editor, hint=_origin(card, name))
            editor.textEdited.connect(self._edited)
            self.editors[name], self.fields[name] = editor, field
            self.body.addWidget(field)
            self.body.addSpacing(10)
        self._told = note(theme, "", tone="error", px=13)
        self._told.hide()
        self.body.addWidget(self._told)
        self.body.addStretch(1)
        cancel = button("Cancel")
        cancel.clicked.connect(self.reject)
        self.save = button("Save", "primary", default=True)
        self.save.clicked.connect(self._save)
        self.buttons.addStretch(1)
        self.buttons.addWidget(cancel)
        self.buttons.addWidget(self.save)

    def values(self) -> dict[ContactField, str]:
        """What is written."""
        return {name: " ".join(editor.text().split()) for name, editor in self.editors.items()}

    def _edited(self) -> None:
        problems = contact_problems(self.values())
        for name, field in self.fields.items():
            if field.problem:  # it goes as soon as it is mended; a new one waits for Save
                field.set_problem(problems.get(name, ""))
        self.save.setEnabled(not any(field.problem for field in self.fields.values()))

    def _save(self) -> None:
        problems = contact_problems(self.values())
        for name, field in self.fields.items():
            field.set_problem(problems.get(name, ""))
        self.fit()
        if problems:
            self.save.setEnabled(False)
            self.editors[next(iter(problems))].setFocus()
            return
        feed, values = self._card.feed_id, self.values()
        self._tasks.command(lambda library: library.contacts.set(feed, values), self._done, self._failed)

    def _done(self, _change: Change) -> None:
        self.accept()

    def _failed(self, fault: NewsreaderError) -> None:
        self._told.setText(fault.sentence)
        self._told.show()
        self.fit()


def _origin(card: ContactCard, name: ContactField) -> str:
    known = card.shown.get(name)
    return told_by(known).replace("\n", ": ") if known is not None else ""
