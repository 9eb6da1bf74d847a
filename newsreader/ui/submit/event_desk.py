"""Opens the windows of submitted events, each loaded when it is first asked for, and sends what waits. Main thread."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from newsreader.domain.events import Draft, DraftEntry
from newsreader.ui.choices import Choices
from newsreader.ui.jobs import Jobs
from newsreader.ui.submit.outbox import Outbox
from newsreader.ui.tasks import Tasks
from newsreader.ui.theme import Theme

if TYPE_CHECKING:
    from newsreader.ui.submit.events_window import EventsWindow
    from newsreader.ui.submit.mail_account import MailAccountDialog
    from newsreader.ui.submit.submit_window import SubmitWindow

_ROOM = "newsreader.ui.submit"


class EventDesk(QObject):
    """``fault`` carries what went wrong where no window of it is open."""

    fault = Signal(object)

    def __init__(self, theme: Theme, tasks: Tasks, jobs: Jobs, choices: Choices, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self._tasks = tasks
        self._jobs = jobs
        self._choices = choices
        self._window = window
        self.outbox = Outbox(tasks, jobs, self)
        self.outbox.fault.connect(self.fault)
        self._open: list[SubmitWindow] = []
        self._list: EventsWindow | None = None

    # -- submitting ----------------------------------------------------------------------------------------------

    def submit(self, publication: str = "", email: str = "") -> None:
        """The form, for a publication if given; an event that was begun for it is gone on with."""
        if not email:
            self._show(DraftEntry(Draft(publication=publication)))
            return
        fresh = DraftEntry(Draft(publication=publication, email=email))
        self._tasks.query(
            lambda library: library.events.open_draft(email) or fresh, self._begun, self.fault.emit
        )

    def open_draft(self, draft_id: int) -> None:
        """The form with a draft."""
        for each in self._open:
            if each.draft.id == draft_id:
                _raise(each)
                return
        self._tasks.query(lambda library: library.events.draft(draft_id), self._show_entry, self.fault.emit)

    def _show_entry(self, entry: DraftEntry) -> None:
        self._show(entry)

    def _begun(self, entry: DraftEntry) -> None:
        for each in self._open:
            if entry.draft.id and each.draft.id == entry.draft.id:
                _raise(each)
                return
        window = self._show(entry)
        if entry.draft.id and entry.submission is None:
            window.tell_begun()

    def _show(self, entry: DraftEntry) -> SubmitWindow:
        window: SubmitWindow = import_module(f"{_ROOM}.submit_window").SubmitWindow(
            self._theme, self._tasks, self._choices, self.outbox, entry, self._window
        )
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        window.accountAsked.connect(lambda why: self.account(window, why))
        window.draftsAsked.connect(self.show_drafts)
        window.draftAsked.connect(self.open_draft)
        window.newAsked.connect(lambda: self._new_beside(window))
        window.finished.connect(lambda _result: self._open.remove(window))
        self._open.append(window)
        window.show()
        return window

    def _new_beside(self, window: SubmitWindow) -> None:
        """A new event for the same publication."""
        draft = window.draft
        window.close()
        self._show(DraftEntry(Draft(publication=draft.publication, email=draft.email)))

    # -- the list and the account --------------------------------------------------------------------------------

    def show_drafts(self) -> None:
        """The events a person submitted, or began to."""
        if self._list is None:
            made: EventsWindow = import_module(f"{_ROOM}.events_window").EventsWindow(
                self._theme, self._tasks, self.outbox, self._window
            )
            made.openAsked.connect(self.open_draft)
            made.newAsked.connect(self.submit)
            self._list = made
        self._list.read()
        _raise(self._list)

    def account(self, window: SubmitWindow | None = None, why: str = "") -> MailAccountDialog:
        """The mail account, asked for by a window or by the preferences; ``why`` its password is asked for."""
        dialog: MailAccountDialog = import_module(f"{_ROOM}.mail_account").MailAccountDialog(
            self._theme, self._choices, self._jobs, window or self._window
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if window is not None:
            dialog.accepted.connect(window.account_saved)
        dialog.open()
        if why:
            dialog.focus_secret(why)
        return dialog

    def end(self) -> None:
        """The main window closes: keep what is typed."""
        self.outbox.end()
        for each in list(self._open):
            each.close()
        if self._list is not None:
            self._list.close()


def _raise(dialog: QDialog) -> None:
    dialog.show()
    dialog.activateWindow()
