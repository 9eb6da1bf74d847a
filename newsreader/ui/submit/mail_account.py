"""The mail account that events are sent through: set up, and checked by logging in without sending. Main thread."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from newsreader.domain.errors import NewsreaderError, SecretsError
from newsreader.domain.events import MailAccount, Security
from newsreader.library import jobs as ask
from newsreader.settings.choices import SECURITIES
from newsreader.submit.account import PORTS, account_of, account_problems, settings_of
from newsreader.ui.choices import Choices
from newsreader.ui.dialogs.errand import Errand
from newsreader.ui.dialogs.login_box import Remember
from newsreader.ui.dialogs.sheet import Sheet, button, note, set_tone
from newsreader.ui.dialogs.thin_progress import ThinProgress
from newsreader.ui.jobs import Jobs
from newsreader.ui.submit.field import Field
from newsreader.ui.theme import Theme

_KEPT: tuple[tuple[str, Remember], ...] = (
    ("In the system’s keyring", "keyring"),
    ("Until the program ends", "session"),
)
_INTRO = "Events go out through your own mail account, as from your mail program. The password is never kept in a file."


class MailAccountDialog(Sheet):
    """Accepted once the account is kept, and its password where one was typed."""

    def __init__(self, theme: Theme, choices: Choices, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Mail account", parent, width=500)
        self._choices = choices
        self._jobs = jobs
        self._errand: Errand | None = None
        self._left: set[str] = set()
        self.body.addWidget(note(theme, _INTRO))
        self.body.addSpacing(14)
        self._make_editors(theme)
        self._lay_out(theme)
        self._told = note(theme, "", px=13)
        self._progress = ThinProgress(theme)
        self.body.addSpacing(12)
        self.body.addWidget(self._progress)
        self.body.addWidget(self._told)
        self.body.addStretch(1)
        self.check = button("Check")
        self.check.setToolTip("Log in to the server without sending anything")
        cancel = button("Cancel")
        self.save = button("Save", "primary", default=True)
        self.buttons.addWidget(self.check)
        self.buttons.addStretch(1)
        self.buttons.addWidget(cancel)
        self.buttons.addWidget(self.save)
        self.check.clicked.connect(self._check)
        cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self._save)
        self._fill(account_of(choices))
        self._edited()

    def _make_editors(self, theme: Theme) -> None:
        self.address, self.host, self.user, self.secret = QLineEdit(), QLineEdit(), QLineEdit(), QLineEdit()
        self.address.setPlaceholderText("ann@lee.example")
        self.host.setPlaceholderText("smtp.lee.example")
        self.user.setPlaceholderText("Often your address; empty for none")
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.port = QLineEdit()
        self.port.setValidator(QIntValidator(1, 65535, self.port))
        self.port.setFixedWidth(theme.px(80))
        self.security = QComboBox()
        for choice in SECURITIES:
            self.security.addItem(choice.label, choice.value)
        self.keep = QComboBox()
        for text, value in _KEPT:
            self.keep.addItem(text, value)
        if self._choices.text("privacy.secrets") == "session":
            self.keep.setCurrentIndex(1)

    def _lay_out(self, theme: Theme) -> None:
        self.fields = {
            "sender": Field(theme, "Your e-mail address", self.address),
            "host": Field(theme, "Mail server", self.host),
            "port": Field(theme, "Port", self.port),
            "security": Field(theme, "Security", self.security),
            "user": Field(theme, "Name", self.user),
            "secret": Field(theme, "Password", self.secret),
            "keep": Field(theme, "Keep the password", self.keep),
        }
        column = QVBoxLayout()
        column.setSpacing(12)
        column.addWidget(self.fields["sender"])
        for names in (("host", "port", "security"), ("user",), ("secret", "keep")):
            row = QHBoxLayout()
            row.setSpacing(12)
            for name in names:
                row.addWidget(self.fields[name], 0 if name == "port" else 1, Qt.AlignmentFlag.AlignTop)
            column.addLayout(row)
        self.body.addLayout(column)
        for name, editor in (
            ("sender", self.address), ("host", self.host), ("port", self.port), ("user", self.user),
            ("secret", self.secret),
        ):  # fmt: skip
            editor.textEdited.connect(self._edited)
            editor.editingFinished.connect(lambda name=name: self._leave(name))
        self.security.activated.connect(self._security_chosen)

    def _fill(self, account: MailAccount) -> None:
        self.address.setText(account.sender)
        self.host.setText(account.host)
        self.port.setText(str(account.port))
        self.security.setCurrentIndex(self.security.findData(account.security))
        self.user.setText(account.user)
        self._hint_at_secret(account)

    def _hint_at_secret(self, account: MailAccount) -> None:
        self.secret.setPlaceholderText("Leave empty to use the one that is kept" if account.complete else "")

    # -- what is typed -------------------------------------------------------------------------------------------

    def account(self) -> MailAccount:
        """The account as it is typed."""
        security: Security = "starttls" if self.security.currentData() == "starttls" else "tls"
        return MailAccount(
            self.host.text().strip(),
            int(self.port.text() or 0),
            security,
            self.user.text().strip(),
            self.address.text().strip(),
        )

    def tell(self, sentence: str, *, tone: str = "secondary") -> None:
        """Say how it stands."""
        set_tone(self._told, tone)
        self._told.setText(sentence)
        self._told.setVisible(bool(sentence))
        self.fit()

    def focus_secret(self, why: str) -> None:
        """The password is missing or wrong: let it be typed."""
        self.tell(why, tone="error")
        self.secret.setFocus(Qt.FocusReason.OtherFocusReason)

    def _security_chosen(self) -> None:
        """The usual port follows, unless somebody typed another."""
        account = self.account()
        if account.port in (0, *PORTS.values()):
            self.port.setText(str(PORTS[account.security]))
        self._edited()

    def _leave(self, name: str) -> None:
        self._left.add(name)
        self._show_problems()

    def _edited(self) -> None:
        self._drop()
        self.tell("")
        self._show_problems()

    def _show_problems(self) -> None:
        problems = account_problems(self.account())
        for name in ("sender", "host", "port"):
            self.fields[name].set_problem(problems.get(name, "") if name in self._left else "")
        self.secret.setEnabled(bool(self.account().user))
        self.keep.setEnabled(bool(self.account().user))
        busy = self._errand is not None
        for each in (self.check, self.save):
            each.setEnabled(not problems and not busy)

    # -- checking ------------------------------------------------------------------------------------------------

    def _check(self) -> None:
        self._begin("check_mail", ask.check_mail(self.account(), self.secret.text()))
        self.tell(f"Logging in at {self.account().host}…")
        assert self._errand is not None
        self._errand.done.connect(self._let_in)
        self._errand.failed.connect(self._kept_out)
        self._errand.start()

    def _let_in(self, _document: dict[str, object]) -> None:
        self._drop()
        name = "let you in" if self.account().user else "answers as it should"
        self.tell(f"{self.account().host} {name}. Nothing was sent.", tone="success")
        self._show_problems()

    def _kept_out(self, fault: NewsreaderError) -> None:
        self._drop()
        self._show_problems()
        self.tell(fault.sentence, tone="error")

    # -- keeping -------------------------------------------------------------------------------------------------

    def _save(self) -> None:
        account = self.account()
        if not self.secret.text() or not account.user:
            self._keep_account()
            return
        remember: Remember = "session" if self.keep.currentData() == "session" else "keyring"
        self._begin("secret", ask.mail_secret(account, self.secret.text(), remember=remember))
        assert self._errand is not None
        self._errand.done.connect(self._secret_kept)
        self._errand.failed.connect(self._secret_not_kept)
        self._errand.start()

    def _secret_kept(self, _document: dict[str, object]) -> None:
        self._drop()
        self._keep_account()

    def _secret_not_kept(self, fault: NewsreaderError) -> None:
        self._kept_out(fault)
        if isinstance(fault, SecretsError):
            self.keep.setCurrentIndex(1)
            self.tell(
                f"{fault.sentence} It can be kept until the program ends: press Save again.", tone="error"
            )

    def _keep_account(self) -> None:
        for key, value in settings_of(self.account()).items():
            self._choices.set(key, value)
        self.accept()

    # -- the errand ----------------------------------------------------------------------------------------------

    def _begin(self, job: str, args: dict[str, object]) -> None:
        self._drop()
        self._errand = Errand(self._jobs, job, args, self)
        self._progress.set_part(0.4)
        self._show_problems()

    def _drop(self) -> None:
        if self._errand is not None:
            self._errand.drop()
            self._errand = None
        self._progress.set_part(None)

    def done(self, result: int) -> None:
        """Give up what is under way."""
        self._drop()
        super().done(result)
