"""Submit your event: the form, the message as it will be sent beside it, and where it is on its way. Main thread.

A window of its own; it may stay open beside others. What is typed is kept within half a second.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from newsreader.domain.contacts import Recipient
from newsreader.domain.errors import NewsreaderError, UsageError
from newsreader.domain.events import Draft, DraftEntry, SubmissionState
from newsreader.submit import check
from newsreader.submit.account import account_of
from newsreader.ui.choices import Choices
from newsreader.ui.dialogs.sheet import button, note
from newsreader.ui.submit import words
from newsreader.ui.submit.draft_keeper import DraftKeeper
from newsreader.ui.submit.form import NAMES, EventForm
from newsreader.ui.submit.outbox import Outbox
from newsreader.ui.submit.picture_desk import PictureDesk
from newsreader.ui.submit.preview import MessagePreview
from newsreader.ui.submit.state_band import StateBand
from newsreader.ui.submit.way import Way
from newsreader.ui.submit.words import StateWords
from newsreader.ui.tasks import Tasks
from newsreader.ui.theme import Theme

_SIZE = (1080, 840)
_FORM = 520


class SubmitWindow(QDialog):
    """``accountAsked`` (the sentence why, or ``""``) wants the mail account set up, ``draftsAsked`` the list of drafts,
    ``draftAsked`` (id) another draft opened, ``newAsked`` a new one beside one that was begun before."""

    accountAsked = Signal(str)
    draftsAsked = Signal()
    draftAsked = Signal(int)
    newAsked = Signal()

    def __init__(
        self,
        theme: Theme,
        tasks: Tasks,
        choices: Choices,
        outbox: Outbox,
        entry: DraftEntry,
        parent: QWidget | None = None,
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tasks = tasks
        self._choices = choices
        self._clock = clock
        self._sends_after_account = False
        self.setAcceptDrops(True)
        self.setWindowFlags(Qt.WindowType.Window)
        self.setMinimumSize(theme.px(820), theme.px(480))
        self.resize(theme.px(_SIZE[0]), theme.px(_SIZE[1]))
        self.band = StateBand(theme, self)
        self.form = EventForm(theme, self)
        self.preview = MessagePreview(theme, self)
        self.keeper = DraftKeeper(tasks, entry.draft.id, self)
        self.way = Way(tasks, outbox, self.keeper, self.band, entry, self, clock=clock)
        self.pictures = PictureDesk(tasks, self.keeper, self.form.tiles, self.preview, self.form.draft, self)
        self._build()
        self._connect()
        self.form.show_draft(entry.draft)
        self.pictures.show_pictures(entry.draft.pictures, entry.draft.id)
        self._follow_state()
        self.way.show()
        tasks.query(lambda library: library.contacts.recipients(), self.form.set_recipients)

    def _build(self) -> None:
        theme = self._theme
        self.form.setFixedWidth(theme.px(_FORM))
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.form)
        side = QWidget()
        side.setProperty("ground", "side")
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        beside = QVBoxLayout(side)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self.preview)
        middle.addWidget(side, 1)
        foot = QWidget(self)
        foot.setProperty("part", "foot")
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(foot)
        row.setContentsMargins(24, 12, 20, 12)
        row.setSpacing(10)
        self.told = note(theme, "", px=12.5)
        self.missing = button("Show")
        self.program = button("Open in mail program")
        self.send = button("Send now", "primary")
        self.send.setToolTip("Send it through your mail account (Ctrl+Enter)")
        row.addWidget(self.told, 1)
        for each in (self.missing, self.program, self.send):
            each.setAutoDefault(False)
            row.addWidget(each)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.band)
        column.addLayout(middle, 1)
        column.addWidget(foot)

    def _connect(self) -> None:
        self.form.edited.connect(self._edited)
        self.keeper.kept.connect(self._kept)
        self.pictures.said.connect(self.form.fields["pictures"].set_hint)
        self.pictures.moved.connect(self.way.read)
        self.way.moved.connect(self._follow)
        self.way.gone.connect(self._gone)
        self.way.asked.connect(self._asked)
        self.way.copied.connect(self.draftAsked)
        self.missing.clicked.connect(self.form.show_all)
        self.program.clicked.connect(self.open_in_program)
        self.send.clicked.connect(self.send_now)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.send_now)
        self._choices.changed.connect(self._chosen)

    @property
    def draft(self) -> Draft:
        """What is written now."""
        return self.form.draft()

    def set_recipients(self, recipients: Sequence[Recipient]) -> None:
        """The publications that can be chosen."""
        self.form.set_recipients(recipients)

    # -- writing -------------------------------------------------------------------------------------------------

    def _edited(self) -> None:
        self.keeper.edit(self.form.draft())
        self.way.hush()
        self._look()

    def _look(self) -> None:
        """Follow what is typed: the preview, the problems, what can be done."""
        draft = self.form.draft()
        problems = self.problems(draft)
        is_open = not self.way.fixed
        self.preview.show_draft(draft, self._choices.text("mail.sender"))
        self.form.set_problems(problems if is_open else {})
        self.send.setEnabled(not problems and is_open)
        self.program.setEnabled(not problems and is_open)
        failed = self.way.submission is not None and self.way.submission.state is SubmissionState.FAILED
        self.send.setText("Send again" if failed else "Send now")
        self.missing.setVisible(bool(problems) and is_open)
        kept = words.kept_words(draft.changed, int(self._clock())) if draft.changed else ""
        missing = words.missing_words([NAMES[name] for name in problems])
        self.told.setText((missing or kept) if is_open else "")
        title = " ".join(draft.title.split())
        self.setWindowTitle(f"{title} – Submit an event" if title else "Submit an event")

    def problems(self, draft: Draft) -> dict[str, str]:
        """Every problem in the order of the fields; what cannot be understood goes before what is missing."""
        found = check.problems(draft, int(self._clock())) | self.form.typed_problems()
        return {name: found[name] for name in check.FIELDS if name in found}

    def _kept(self, draft_id: int) -> None:
        self.form.follow(replace(self.form.draft(), id=draft_id, changed=int(self._clock())))
        self._look()

    def _chosen(self, key: str) -> None:
        if key.startswith("mail."):
            self._look()

    # -- following -----------------------------------------------------------------------------------------------

    def _follow(self, entry: DraftEntry) -> None:
        self.form.follow(entry.draft)
        self.pictures.show_pictures(entry.draft.pictures, entry.draft.id)
        self._follow_state()

    def _follow_state(self) -> None:
        self.form.set_open(not self.way.fixed)
        found = self.way.submission
        self.preview.set_sent(found is not None and found.state is SubmissionState.SENT)
        self._look()

    def _gone(self) -> None:
        """It was removed elsewhere."""
        self.keeper.drop()
        self.close()

    # -- sending -------------------------------------------------------------------------------------------------

    def send_now(self) -> None:
        """Give it to the mail account; without one, ask for it first."""
        if self.problems(self.form.draft()):
            self.form.show_all()
        elif self.way.sendable and not account_of(self._choices).complete:
            self._sends_after_account = True
            self.accountAsked.emit("")
        elif self.way.sendable:
            self.way.send()

    def open_in_program(self) -> None:
        """Hand the message to the person's mail program."""
        if self.problems(self.form.draft()):
            self.form.show_all()
        else:
            self.way.open_in_program()

    def _asked(self, what: str) -> None:
        match what:
            case "resend":
                self.send_now()
            case "password":
                self._sends_after_account = True
                self.accountAsked.emit(self.way.submission.error if self.way.submission is not None else "")
            case "account":
                self.accountAsked.emit("")
            case "drafts":
                self.draftsAsked.emit()
            case "new":
                self.newAsked.emit()

    def account_saved(self) -> None:
        """The mail account is set up: go on with what waited for it."""
        self._look()
        if self._sends_after_account:
            self._sends_after_account = False
            self.send_now()

    def tell_begun(self) -> None:
        """This event was begun before and is gone on with."""
        draft = self.form.draft()
        kept = words.kept_words(draft.changed, int(self._clock()))
        self.way.tell(StateWords("Going on with the event you began", f"{kept}."), ("new",))

    # -- dropping ------------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Pictures may be dropped anywhere on the window."""
        if not self.way.fixed:
            self.form.tiles.dragEnterEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """They go to the other pictures."""
        self.form.tiles.dropEvent(event)

    # -- the end -------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes nothing here: too much was typed; Enter goes to no button."""
        if event.key() not in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep what is typed; one without anything in it is forgotten."""
        draft = self.form.draft()
        self.keeper.keep_now()
        if draft.id and is_blank(draft) and self.way.submission is None:
            self._tasks.command(lambda library: library.events.remove(draft.id), None, _ignored)
        self.pictures.stop()
        super().closeEvent(event)


def is_blank(draft: Draft) -> bool:
    """Whether nothing is in a draft that a person would miss."""
    texts = (draft.title, draft.place, draft.address, draft.description, draft.link, draft.contact)
    return not (any(text.strip() for text in texts) or draft.begins or draft.pictures)


def _ignored(fault: NewsreaderError) -> None:
    """A blank draft that was removed elsewhere meanwhile is no fault; anything else is a bug."""
    if not isinstance(fault, UsageError):
        raise fault
