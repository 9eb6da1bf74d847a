"""A password among the preferences: it goes to the keyring through the worker and is never shown again. Main thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from newsreader.domain.errors import NewsreaderError, SecretsError
from newsreader.library import jobs as ask
from newsreader.settings import table
from newsreader.ui.choices import Choices
from newsreader.ui.jobs import Jobs
from newsreader.ui.plain import plain_label
from newsreader.ui.theme import Theme

_EDITOR_WIDTH = 220


@dataclass(frozen=True, slots=True)
class Password:
    """A password and the setting whose row it stands under: the name it belongs to."""

    user_key: str
    label: str
    doc: str
    args: Callable[[str, str, ask.Remember], ask.Args]


PASSWORDS = (
    Password(
        "network.proxy_user",
        "Proxy password",
        "The password that belongs to the proxy user. What is kept already is not shown.",
        lambda user, secret, remember: ask.proxy_secret(user, secret, remember=remember),
    ),
)
"""Those that the preferences ask for."""


class PasswordRow(QWidget):
    """A field and a button that keeps what was typed; where there is no keyring, until the program ends."""

    def __init__(
        self, theme: Theme, choices: Choices, jobs: Jobs, password: Password, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._choices = choices
        self._jobs = jobs
        self._password = password
        self._remember: ask.Remember = "keyring"
        self.field = QLineEdit(self)
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setAccessibleName(password.label)
        self.field.setFixedWidth(theme.px(_EDITOR_WIDTH))
        self.keep = QPushButton("Keep", self)
        self.keep.setAutoDefault(False)
        self.word = plain_label(password.doc, self, wrap=True)
        self.word.setFont(theme.font(12))
        label = plain_label(password.label, self)
        label.setBuddy(self.field)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label)
        words.addWidget(self.word)
        edit = QVBoxLayout()
        edit.setSpacing(8)
        edit.addWidget(self.field)
        edit.addWidget(self.keep, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 8, 0, 8)
        row.setSpacing(20)
        row.addLayout(words, 1)
        row.addLayout(edit)
        row.setAlignment(words, Qt.AlignmentFlag.AlignTop)
        self.field.textChanged.connect(self._weigh)
        self.field.returnPressed.connect(self._send)
        self.keep.clicked.connect(self._send)
        choices.changed.connect(lambda _key: self._weigh())
        self._say(password.doc)
        self._weigh()

    def _user(self) -> str:
        return str(self._choices.get(self._password.user_key))

    def _weigh(self) -> None:
        """There is something to keep when there is a name that it belongs to, and the name is used."""
        wanted = bool(self._user()) and table.find(self._password.user_key).used(self._choices.get)
        self.field.setEnabled(wanted)
        self.keep.setEnabled(wanted and bool(self.field.text()))

    def _send(self) -> None:
        if not self.keep.isEnabled():
            return
        self.keep.setEnabled(False)
        args = self._password.args(self._user(), self.field.text(), self._remember)
        self._jobs.run("secret", args, done=self._kept, failed=self._refused)

    def _kept(self, _document: dict[str, Any]) -> None:
        self.field.clear()
        for_now = self._remember == "session" or self._choices.get("privacy.secrets") == "session"
        self._say("Kept until the program ends." if for_now else "Kept in the system’s keyring.")

    def _refused(self, fault: NewsreaderError) -> None:
        self._say(fault.sentence, tone="error")
        if isinstance(fault, SecretsError):
            self._remember = "session"
            self.keep.setText("Keep until the program ends")
        self._weigh()

    def _say(self, text: str, *, tone: str = "secondary") -> None:
        self.word.setText(text)
        self.word.setProperty("tone", tone)
        self.word.style().unpolish(self.word)
        self.word.style().polish(self.word)
