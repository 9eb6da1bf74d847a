"""Name and password for a feed that asks for them, right where the address was typed. Main thread."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from newsreader.ui.dialogs.sheet import note
from newsreader.ui.plain import plain_label
from newsreader.ui.theme import Theme

Remember = Literal["keyring", "session"]
_KEPT: tuple[tuple[str, Remember], ...] = (
    ("In the system’s keyring", "keyring"),
    ("Until the program ends", "session"),
)


class LoginBox(QWidget):
    """Two fields and where to keep the password. ``changed`` on typing."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        self._user = QLineEdit()
        self._user.setPlaceholderText("None for a token alone")
        self._secret = QLineEdit()
        self._secret.setEchoMode(QLineEdit.EchoMode.Password)
        self._keep = QComboBox()
        for text, value in _KEPT:
            self._keep.addItem(text, value)
        for row, (name, widget) in enumerate(
            (("Name", self._user), ("Password", self._secret), ("Keep", self._keep))
        ):
            label = plain_label(name)
            label.setBuddy(widget)
            widget.setAccessibleName(name)
            grid.addWidget(label, row, 0)
            grid.addWidget(widget, row, 1)
        self._warning = note(theme, "")
        self._warning.hide()
        grid.addWidget(self._warning, 3, 1)
        self._user.textChanged.connect(self.changed)
        self._secret.textChanged.connect(self.changed)
        self.setFocusProxy(self._user)

    def align(self, names: int, space: int) -> None:
        """Let the fields begin where the values of a page do: ``names`` is the width of its names, in pixels."""
        self._grid.setColumnMinimumWidth(0, names)
        self._grid.setHorizontalSpacing(space)

    @property
    def user(self) -> str:
        """The name typed."""
        return self._user.text().strip()

    @property
    def secret(self) -> str:
        """The password typed."""
        return self._secret.text()

    @property
    def remember(self) -> Remember:
        """Where the password is to be kept."""
        return "session" if self._keep.currentData() == "session" else "keyring"

    @property
    def filled(self) -> bool:
        """Whether there is something to send."""
        return bool(self.secret)

    def set_user(self, user: str) -> None:
        """Begin with this name; that of a token alone is none."""
        self._user.setText("" if user == "Bearer" else user)

    def keep_for_session(self, why: str) -> None:
        """The keyring cannot be used: choose this run only, and say why."""
        self._keep.setCurrentIndex(1)
        self._warning.setText(why)
        self._warning.show()

    def focus_secret(self) -> None:
        """The password was wrong: let it be typed anew."""
        self._secret.selectAll()
        self._secret.setFocus()
