"""The job ``send_events``: sends the events that wait, through the person's mail account, each of them once.

What is known of a message is on disk before anything depends on it: it is noted as being sent before the server gets
the end of it, and as sent, failed or unknown after the answer. Whoever dies in between leaves it unknown, and what is
unknown is not sent again without the person's word. One process at a time sends for a data folder.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from newsreader.domain.errors import (
    Cancelled,
    ConnectionRefused,
    HostNotFound,
    MailAccountMissing,
    MailDelayed,
    MailError,
    MailLoginRefused,
    MailUnsure,
    NetError,
    NewsreaderError,
    ProxyFault,
    SecretsError,
    StoreError,
    TimedOut,
)
from newsreader.domain.events import MailAccount, Submission, SubmissionState
from newsreader.domain.jobs import Progress
from newsreader.net.smtp import Connect, Delivery, Envelope, connect_straight
from newsreader.net.tls import make_context
from newsreader.store import drafts
from newsreader.store.draft_files import DraftFiles
from newsreader.store.transactions import Reader, Writer
from newsreader.submit.account import account_of
from newsreader.submit.addresses import mailbox
from newsreader.submit.check import problems
from newsreader.submit.message import build
from newsreader.sync import side_thread
from newsreader.sync.desk import Desk
from newsreader.sync.lock import FileLock
from newsreader.sync.reporting import Changed, Report

LOCK = "mail.lock"
PAUSES = (60, 5 * 60, 15 * 60, 3600, 4 * 3600)
"""Seconds until a message is tried again, after the first, the second… try that did not succeed."""
PATIENCE = 3 * 86_400
"""Seconds after which a message that still cannot be sent is given back to the person."""

_PASSING = (HostNotFound, ConnectionRefused, TimedOut, MailDelayed, ProxyFault)
_CUT_SHORT = (
    "Newsreader ended while this event was being sent. It may have been sent. Look into your mailbox before you send "
    "it again."
)

log = logging.getLogger(__name__)


async def send_events(desk: Desk, args: dict[str, Any], progress: Report, changed: Changed) -> dict[str, Any]:
    """Send the submissions named, or those that are due. Raises StoreError and NotWritable.

    Gives the ids by what became of them, and when the next is to be tried.
    """
    ids = args.get("submissions")
    async with FileLock(desk.data_dir / LOCK).hold():
        await desk.cache.write(_end_orphans)
        waiting = await desk.cache.read(partial(drafts.due, now=desk.now(), ids=ids))
        run = _Run(desk)
        for done, each in enumerate(waiting):
            progress(Progress(done, len(waiting), each.title))
            await run.send(each)
            if run.stopped:
                raise asyncio.CancelledError
        if waiting:
            progress(Progress(len(waiting), len(waiting)))
    return await desk.cache.read(partial(_summary, ids=[each.id for each in waiting]))


def _end_orphans(writer: Writer) -> None:
    """Nobody else is sending now: what is still noted as being sent belonged to a process that died."""
    for each in drafts.in_state(writer, SubmissionState.SENDING):
        drafts.set_unsure(writer, each.id, _CUT_SHORT, MailUnsure.__name__)


def _summary(reader: Reader, ids: list[int]) -> dict[str, Any]:
    by_state: dict[str, list[int]] = {"sent": [], "queued": [], "failed": [], "unsure": []}
    for each in ids:
        state = drafts.submission(reader, each).state.value
        by_state.setdefault(state, []).append(each)
    return by_state | {"next_try": drafts.next_try(reader)}


class _Run:
    """One run over what waits. What is wrong with account or connection is asked once and holds for all.

    ``stopped`` tells that the job was cancelled while a message could not be stopped any more.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._files = DraftFiles(desk.data_dir)
        self._account: MailAccount | None = None
        self._secret = ""
        self._general: NewsreaderError | None = None
        self.stopped = False

    async def send(self, submission: Submission) -> None:
        """Try to send one message and note what became of it."""
        try:
            if self._general is not None:
                raise self._general
            await self._deliver(submission, await self._log_in())
        except Cancelled:
            log.info("event %s was taken back in the last moment", submission.id)
        except NewsreaderError as fault:
            if _concerns_all(fault):
                self._general = fault
            await self._note(submission, fault)
        except Exception as bug:
            sentence = (
                f"Something went wrong inside the program ({type(bug).__name__}); the log has the details."
            )
            await self._note(submission, MailError(sentence))
            raise
        else:
            await self._write(drafts.set_sent, submission.id, now=self._desk.now())

    async def _log_in(self) -> MailAccount:
        """The account, its password looked up. Raises MailAccountMissing, MailLoginRefused, SecretsError."""
        if self._account is None:
            account = account_of(self._desk.settings)
            if not account.complete or not mailbox(account.sender):
                raise MailAccountMissing("There is no mail account to send through. Say which one it is.")
            if account.user:
                found = await asyncio.to_thread(self._desk.vault.get, account.origin, account.user)
                if found is None:
                    raise MailLoginRefused("The password of your mail account is not kept here. Enter it.")
                self._secret = found
            self._account = account
        return self._account

    async def _deliver(self, submission: Submission, account: MailAccount) -> None:
        """Raises Cancelled when the message was taken back, and what ``Delivery.run`` raises."""
        draft = await self._desk.cache.read(partial(drafts.draft, draft_id=submission.draft_id))
        wrong = problems(draft, self._desk.now())
        if wrong:
            raise MailError(next(iter(wrong.values())))
        make = partial(
            build,
            draft,
            partial(self._files.read, draft.id),
            sender=account.sender,
            message_id=submission.message_id,
            now=self._desk.now(),
        )
        message = await asyncio.to_thread(make)
        connect: Connect = connect_straight
        if self._desk.make_mail_connect is not None:
            connect = await asyncio.to_thread(self._desk.make_mail_connect)
        delivery = Delivery(
            account,
            self._secret,
            Envelope(mailbox(account.sender), mailbox(draft.email), message),
            partial(make_context, speaks=()),
            self._hand_over(submission),
            connect=connect,
        )
        await self._wait(delivery)

    async def _wait(self, delivery: Delivery) -> None:
        """Wait for a delivery. When the job is cancelled it ends at once, unless the server may have the message
        already: then its answer is waited for, since all depends on it."""
        sending = side_thread.start(delivery.run, "mail")
        try:
            await asyncio.shield(sending)
        except asyncio.CancelledError:
            if delivery.abort():
                sending.add_done_callback(_heard)
                raise
            self.stopped = True
            await sending

    def _hand_over(self, submission: Submission) -> Callable[[], None]:
        """Notes, called from the thread that sends, that the server is about to have the message."""
        loop, cache = asyncio.get_running_loop(), self._desk.cache

        def hand_over() -> None:
            writing = cache.write(partial(drafts.hand_over, submission_id=submission.id))
            if not asyncio.run_coroutine_threadsafe(writing, loop).result():
                raise Cancelled("The event was taken back.")

        return hand_over

    async def _note(self, submission: Submission, fault: NewsreaderError) -> None:
        """Keep what went wrong, and whether it is tried again."""
        now = self._desk.now()
        given_up = now - submission.queued >= PATIENCE
        if isinstance(fault, MailUnsure):
            await self._write(drafts.set_unsure, submission.id, error=fault.sentence, kind=fault.kind)
        elif isinstance(fault, StoreError):
            raise fault
        elif isinstance(fault, _PASSING) and not given_up:
            pause = PAUSES[min(submission.tries, len(PAUSES) - 1)]
            await self._write(
                drafts.put_off,
                submission.id,
                error=fault.sentence,
                kind=fault.kind,
                at=now + pause,
                tries=submission.tries + 1,
            )
        else:
            await self._write(drafts.set_failed, submission.id, error=fault.sentence, kind=fault.kind)

    async def _write(self, change: Callable[..., None], submission_id: int, **values: Any) -> None:
        await self._desk.cache.write(partial(change, submission_id=submission_id, **values))


def _heard(future: asyncio.Future[None]) -> None:
    """Nobody waits for this any more."""
    if not future.cancelled():
        future.exception()


def _concerns_all(fault: NewsreaderError) -> bool:
    """Whether other messages would meet the same: then they are not even tried."""
    return isinstance(fault, NetError | MailLoginRefused | MailAccountMissing | SecretsError)
