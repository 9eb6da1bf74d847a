"""The way of one event out: where its message is, and what a person can do about it. Main thread."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from newsreader.domain.changes import Change
from newsreader.domain.errors import (
    MailAccountMissing,
    MailAddressRefused,
    MailLoginRefused,
    MailRefused,
    NewsreaderError,
    NoTls,
    SecretsError,
    TlsFault,
)
from newsreader.domain.events import DraftEntry, Submission, SubmissionState
from newsreader.ui.submit import mail_program, words
from newsreader.ui.submit.draft_keeper import DraftKeeper
from newsreader.ui.submit.outbox import Outbox
from newsreader.ui.submit.state_band import StateBand
from newsreader.ui.submit.words import StateWords
from newsreader.ui.tasks import Tasks

if TYPE_CHECKING:
    from newsreader.library.library import Library

_LOGIN_FAULTS = (MailLoginRefused.__name__, *(kind.__name__ for kind in SecretsError.__subclasses__()))
_ACCOUNT_FAULTS = tuple(
    kind.__name__ for kind in (MailAccountMissing, MailAddressRefused, MailRefused, TlsFault, NoTls)
)


class Way(QObject):
    """Follows the message of the draft that ``keeper`` keeps and tells of it in ``band``.

    ``moved`` with a DraftEntry when it was read again, ``gone`` when there is no such draft any more, ``asked`` with
    ``account``, ``password``, ``new`` or ``resend`` for what the window has to do, ``copied`` with a new draft's id.
    """

    moved = Signal(object)
    gone = Signal()
    asked = Signal(str)
    copied = Signal(int)

    def __init__(
        self,
        tasks: Tasks,
        outbox: Outbox,
        keeper: DraftKeeper,
        band: StateBand,
        entry: DraftEntry,
        parent: QObject,
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._outbox = outbox
        self._keeper = keeper
        self._band = band
        self._clock = clock
        self._id = entry.draft.id
        self.submission: Submission | None = entry.submission
        self._notice: tuple[StateWords, tuple[str, ...]] | None = None
        self._written: list[tuple[Path, bool]] = []
        band.chosen.connect(self._act)
        outbox.moved.connect(self.read)
        tasks.changed.connect(self._follow)
        keeper.kept.connect(self._kept)
        keeper.failed.connect(self._not_kept)

    @property
    def fixed(self) -> bool:
        """Whether the draft cannot be changed now."""
        return words.is_fixed(self.submission)

    @property
    def sendable(self) -> bool:
        """Whether it may be given to send: nothing of it is on its way, or the person doubts that it arrived."""
        return not self.fixed or (
            self.submission is not None and self.submission.state is SubmissionState.UNSURE
        )

    # -- telling -------------------------------------------------------------------------------------------------

    def tell(self, told: StateWords, actions: Sequence[str] = ()) -> None:
        """Say something at the head of the window until the person goes on."""
        self._notice = told, tuple(actions)
        self.show()

    def hush(self) -> None:
        """The person goes on: only the state is told again."""
        if self._notice is not None:
            self._notice = None
            self.show()

    def show(self) -> None:
        """Tell in the band how it stands."""
        found = self.submission
        if self._notice is not None:
            self._band.tell(*self._notice)
        elif found is None or found.state is SubmissionState.HELD:
            self._band.silence()
        else:
            told = words.state_words(found, int(self._clock()), sending=self._outbox.sending)
            self._band.tell(told, self._actions(found))

    def _actions(self, submission: Submission) -> tuple[str, ...]:
        match submission.state:
            case SubmissionState.QUEUED if self._outbox.sending:
                return ()
            case SubmissionState.QUEUED:
                return ("retry", "back") if submission.error else ("back",)
            case SubmissionState.UNSURE:
                return ("arrived", "again")
            case SubmissionState.SENT:
                return ("copy",)
            case SubmissionState.FAILED if submission.error_kind in _LOGIN_FAULTS:
                return ("password",)
            case SubmissionState.FAILED if submission.error_kind in _ACCOUNT_FAULTS:
                return ("account",)
            case _:
                return ()

    # -- following -----------------------------------------------------------------------------------------------

    def read(self) -> None:
        """Read again how it stands."""
        if self._id:
            draft_id = self._id
            self._tasks.query(lambda library: library.events.draft(draft_id), self._here, self._not_here)

    def _kept(self, draft_id: int) -> None:
        self._id = draft_id

    def _follow(self, change: Change) -> None:
        if self._id in change.drafts:
            self.read()

    def _here(self, entry: DraftEntry) -> None:
        self.submission = entry.submission
        self.moved.emit(entry)
        self.show()

    def _not_here(self, _fault: NewsreaderError) -> None:
        self.gone.emit()

    def _not_kept(self, fault: NewsreaderError) -> None:
        self.tell(StateWords("The draft could not be kept", fault.sentence, "bad"))

    # -- what a person does --------------------------------------------------------------------------------------

    def send(self) -> None:
        """Give it to send, and send it."""
        self._notice = None
        self._keeper.then(_queue, self._sent_off, self._refused)

    def _act(self, name: str) -> None:
        match name:
            case "again":
                self.asked.emit("resend")
            case "retry":
                self._keeper.then(_put_forward, self._sent_off, self._refused)
            case "back":
                self._keeper.then(_take_back, self._done, self._refused)
            case "arrived":
                self._keeper.then(_confirm, self._done, self._refused)
            case "copy":
                self._keeper.then(_copy, self._copied, self._refused)
            case "file" if self._written:
                mail_program.show_file(self._written[-1][0])
            case _:
                self.asked.emit(name)

    def _sent_off(self, _change: Change) -> None:
        self._outbox.send()
        self.read()

    def _done(self, _change: Change) -> None:
        self.read()

    def _refused(self, fault: NewsreaderError) -> None:
        self.tell(StateWords("That did not work", fault.sentence, "bad"))

    def _copied(self, change: Change) -> None:
        self.copied.emit(change.drafts[0])

    # -- the mail program ----------------------------------------------------------------------------------------

    def open_in_program(self) -> None:
        """Write the message to a file, and hand it to the system's mail program."""
        written = self._written

        def write(library: Library, draft_id: int) -> Change:
            written.append((library.events.write_eml(draft_id), mail_program.is_handled()))
            return Change()

        self._keeper.then(write, self._open_written, self._refused)

    def _open_written(self, _change: Change) -> None:
        path, handled = self._written[-1]
        if mail_program.open_message(path, handled=handled):
            told = StateWords(
                "Open in your mail program", "Send it from there. The draft stays here.", "good"
            )
        else:
            told = StateWords("The message is ready in a file", mail_program.NO_PROGRAM)
        self.tell(told, ("file",))


def _queue(library: Library, draft_id: int) -> Change:
    return library.events.queue(draft_id)


def _put_forward(library: Library, draft_id: int) -> Change:
    """Try now what waits for its time."""
    library.events.take_back(draft_id)
    return library.events.queue(draft_id)


def _take_back(library: Library, draft_id: int) -> Change:
    return library.events.take_back(draft_id)


def _confirm(library: Library, draft_id: int) -> Change:
    return library.events.confirm(draft_id)


def _copy(library: Library, draft_id: int) -> Change:
    return library.events.copy(draft_id)
