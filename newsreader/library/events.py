"""Queries and commands about events a person submits. Runs on the thread that owns the library; raises StoreError.

Sending itself is a job of the worker (``library.jobs.send_events``); here drafts are kept, given to send, taken back.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from newsreader.domain.changes import Change
from newsreader.domain.errors import UsageError
from newsreader.domain.events import Draft, DraftEntry, DraftPicture, MailAccount, Submission, SubmissionState
from newsreader.settings.file import SettingsFile
from newsreader.store import drafts as rows
from newsreader.store.database import Database, Writer
from newsreader.store.draft_files import DraftFiles
from newsreader.submit import account as accounts
from newsreader.submit import wording
from newsreader.submit.check import problems

EML = ".eml"


class Events:
    """Drafts, what is on its way, and the log of what was sent. Every command returns a Change with ``drafts``."""

    def __init__(self, database: Database, settings: SettingsFile, clock: Callable[[], int]) -> None:
        self._database = database
        self._settings = settings
        self._clock = clock
        self._files = DraftFiles(database.path.parent)

    # -- queries ---------------------------------------------------------------------------------------------------

    def draft(self, draft_id: int) -> DraftEntry:
        """A draft and what became of it. Raises UsageError when there is none."""
        with self._database.read() as r:
            return DraftEntry(rows.draft(r, draft_id), rows.submission_of(r, draft_id))

    def drafts(self) -> list[DraftEntry]:
        """All drafts, those sent too, the one changed last first."""
        with self._database.read() as r:
            return rows.entries(r)

    def open_draft(self, email: str = "") -> DraftEntry | None:
        """The draft a person would go on with: the one changed last that is not sent, for that address if given."""
        wanted = email.strip().casefold()
        for entry in self.drafts():
            is_sent = entry.submission is not None and entry.submission.state is SubmissionState.SENT
            if not is_sent and (not wanted or entry.draft.email.strip().casefold() == wanted):
                return entry
        return None

    def outgoing(self) -> list[Submission]:
        """What is not sent yet, and why."""
        with self._database.read() as r:
            states = [
                state
                for state in SubmissionState
                if state not in (SubmissionState.SENT, SubmissionState.HELD)
            ]
            return rows.in_state(r, *states)

    def sent(self) -> list[Submission]:
        """The log: what was sent, the newest first. It outlives the drafts."""
        with self._database.read() as r:
            return rows.in_state(r, SubmissionState.SENT)

    def next_try(self) -> int | None:
        """When the next message that waits is to be tried, None when none waits."""
        with self._database.read() as r:
            return rows.next_try(r)

    def picture_bytes(self, draft_id: int, picture: DraftPicture) -> bytes:
        """A picture, the very bytes that are sent. Raises MailError when they are gone or were changed."""
        return self._files.read(draft_id, picture)

    # -- writing -----------------------------------------------------------------------------------------------------

    def save(self, draft: Draft) -> Change:
        """Keep what was written so far, but not its pictures; a draft without an id is a new one.

        Raises UsageError when its message is on its way or sent.
        """
        with self._database.write() as w:
            return Change(drafts=(rows.save(w, draft, self._clock()),))

    def add_picture(
        self, draft_id: int, data: bytes, kind: str, width: int, height: int, name: str
    ) -> Change:
        """Add a picture as it is to be sent (``kind`` is ``jpg`` or ``png``); one that is there already is not added
        twice. Raises UsageError as ``save`` does, NotWritable or DiskFull."""
        file = self._files.add(draft_id, data, kind)
        picture = DraftPicture(file, width, height, len(data), name[:120])

        def add(pictures: tuple[DraftPicture, ...]) -> tuple[DraftPicture, ...]:
            return pictures if any(p.file == file for p in pictures) else (*pictures, picture)

        return self._change_pictures(draft_id, add)

    def remove_picture(self, draft_id: int, file: str) -> Change:
        """Take a picture out."""
        return self._change_pictures(draft_id, lambda pictures: tuple(p for p in pictures if p.file != file))

    def _change_pictures(
        self, draft_id: int, change: Callable[[tuple[DraftPicture, ...]], tuple[DraftPicture, ...]]
    ) -> Change:
        with self._database.write() as w:
            pictures = change(rows.draft(w, draft_id).pictures)
            rows.set_pictures(w, draft_id, pictures, self._clock())
        self._files.sweep(draft_id, [picture.file for picture in pictures])
        return Change(drafts=(draft_id,))

    def copy(self, draft_id: int) -> Change:
        """Make a new draft of one, for another publication. Raises UsageError, MailError when a picture is gone."""
        with self._database.write() as w:
            copy_id = rows.copy(w, draft_id, self._clock())
            # Within the transaction: a copy without its pictures must not stay.
            self._files.copy(draft_id, copy_id, rows.draft(w, copy_id).pictures)
        return Change(drafts=(copy_id,))

    def remove(self, draft_id: int) -> Change:
        """Forget a draft and its pictures; the log keeps that it was sent. Raises UsageError while it is being sent."""
        with self._database.write() as w:
            rows.remove(w, draft_id)
        self._files.remove(draft_id)
        return Change(drafts=(draft_id,))

    # -- sending -----------------------------------------------------------------------------------------------------

    def account(self) -> MailAccount:
        """The mail account of the settings."""
        return accounts.account_of(self._settings)

    def set_account(self, account: MailAccount) -> Change:
        """Keep the mail account; its password goes by the job ``secret``. Raises UsageError, NotWritable, DiskFull."""
        wrong = accounts.account_problems(account)
        if wrong:
            raise UsageError(next(iter(wrong.values())))
        self._settings.set_many(accounts.settings_of(account))
        return Change()

    def queue(self, draft_id: int) -> Change:
        """Give a draft to send: the job ``send_events`` takes it from there. One that waits already is left alone.

        For a message that was perhaps sent this is the person's word to send it again. Raises UsageError when
        something is missing, or when it was sent already.
        """
        # Imported here: what mail needs would cost every start 40 ms.
        from newsreader.submit.message import new_message_id

        sender = self.account().sender
        with self._database.write() as w:
            wrong = problems(rows.draft(w, draft_id), self._clock())
            if wrong:
                raise UsageError(next(iter(wrong.values())))
            rows.queue(w, draft_id, new_message_id(sender), sender, self._clock())
        return Change(drafts=(draft_id,))

    def take_back(self, draft_id: int) -> Change:
        """Do not send what waits. Raises UsageError when it is too late."""
        with self._database.write() as w:
            rows.take_back(w, draft_id)
        return Change(drafts=(draft_id,))

    def confirm(self, draft_id: int) -> Change:
        """The person says that a message which was perhaps sent did arrive. Raises UsageError for any other."""
        with self._database.write() as w:
            _confirm(w, draft_id, self._clock())
        return Change(drafts=(draft_id,))

    def write_eml(self, draft_id: int) -> Path:
        """Write the message as a file for a mail program, marked unsent; its path.

        Raises UsageError when something is missing, MailError when a picture is gone, NotWritable or DiskFull.
        """
        # Imported here: as in ``queue``.
        from newsreader.submit.message import build_unsent

        draft = self.draft(draft_id).draft
        wrong = problems(draft, self._clock())
        if wrong:
            raise UsageError(next(iter(wrong.values())))
        read = partial(self._files.read, draft_id)
        message = build_unsent(draft, read, sender=self.account().sender, now=self._clock())
        return self._files.write(draft_id, wording.slug(draft.title) + EML, message)


def _confirm(w: Writer, draft_id: int, now: int) -> None:
    found = rows.submission_of(w, draft_id)
    if found is None or found.state is not SubmissionState.UNSURE:
        raise UsageError("This event does not wait for an answer.")
    rows.set_sent(w, found.id, now)
