"""The job that sends events, against a real mail server with TLS and logins: each message once, whatever happens."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from newsreader.credentials.vault import Vault
from newsreader.domain.errors import CacheBusy, KeyringLocked, NewsreaderError, UsageError
from newsreader.domain.events import Draft, DraftPicture, MailAccount, Submission, SubmissionState
from newsreader.store import drafts
from newsreader.store.draft_files import DraftFiles
from newsreader.submit.account import settings_of
from newsreader.sync import job_send
from newsreader.sync.lock import FileLock
from tests.hostile.support.certificates import Authority
from tests.support.mail_server import Habits, MailServer
from tests.support.worker_desk import TestDesk

PICTURES = (b"\xff\xd8\xff a photo\r\n.\r\n..\r\n", b"\x89PNG\r\n\x1a\n\x00\x01")
DRAFT = Draft(
    publication="Harbour Courier",
    email="desk@courier.example",
    title="Fête du port",
    begins=1_700_500_000,
    zone="Europe/Paris",
    place="Market hall",
    description="Boats, food; and a choir.",
)


class Post:
    """A data folder with a mail account, and what is asked of its worker."""

    def __init__(self, desk: TestDesk) -> None:
        self.desk = desk

    async def use(self, account: MailAccount, secret: str = "tide-tables") -> None:
        """Set the account up as the window does."""
        self.desk.desk.settings.set_many(settings_of(account))
        if secret:
            await self.desk.run(
                "secret", origin=account.origin, user=account.user, secret=secret, remember="keyring"
            )

    async def queue(self, draft: Draft = DRAFT, pictures: tuple[bytes, ...] = ()) -> int:
        """Queue an event; the id of its submission."""
        files = DraftFiles(self.desk.folder)

        def keep(w: Any) -> int:
            draft_id = drafts.save(w, draft, self.desk.now)
            kept = []
            for data in pictures:
                name = files.add(draft_id, data, "jpg" if data.startswith(b"\xff") else "png")
                kept.append(DraftPicture(name, 4, 3, len(data), "IMG_77.JPG"))
            drafts.set_pictures(w, draft_id, kept, self.desk.now)
            return drafts.queue(w, draft_id, f"<{draft_id}@lee.example>", "ann@lee.example", self.desk.now)

        return await self.desk.desk.cache.write(keep)

    async def send(self, *ids: int) -> dict[str, Any]:
        """Run the job."""
        return await self.desk.run("send_events", submissions=list(ids) or None)

    async def now(self, submission_id: int) -> Submission:
        """A submission as it is on disk."""
        return await self.desk.read(lambda r: drafts.submission(r, submission_id))

    async def draft_of(self, submission_id: int) -> Draft:
        """The draft of a submission."""
        found = await self.now(submission_id)
        return await self.desk.read(lambda r: drafts.draft(r, found.draft_id))

    async def say(self, submission_id: int) -> None:
        """The person's word: send it again."""
        found = await self.now(submission_id)
        await self.desk.desk.cache.write(
            lambda w: drafts.queue(w, found.draft_id, "<other@lee.example>", "ann@lee.example", self.desk.now)
        )


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def server(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.pem))
    with MailServer(authority.context("localhost")) as found:
        yield found


@pytest.fixture
async def post(tmp_path: Path) -> AsyncIterator[Post]:
    desk = TestDesk(tmp_path)
    yield Post(desk)
    await desk.close()


async def test_an_event_arrives_whole(post: Post, server: MailServer) -> None:
    await post.use(server.account())
    submission_id = await post.queue(pictures=PICTURES)
    assert await post.send() == {
        "sent": [submission_id], "queued": [], "failed": [], "unsure": [], "next_try": None,
    }  # fmt: skip
    (received,) = server.received
    assert (received.sender, received.recipients) == ("ann@lee.example", ["desk@courier.example"])
    mail = received.mail
    assert mail["Subject"] == "Event: Fête du port, Mon 20 Nov 2023"
    assert mail["Message-ID"] == "<1@lee.example>"
    calendar, photo, plan = mail.iter_attachments()
    assert (photo.get_content(), plan.get_content()) == PICTURES
    assert "SUMMARY:Fête du port" in calendar.get_content()
    assert "IMG_77" not in received.raw.decode()
    sent = await post.now(submission_id)
    assert (sent.state, sent.sent, sent.tries, sent.error) == (SubmissionState.SENT, post.desk.now, 1, "")


async def test_nothing_is_sent_twice(post: Post, server: MailServer) -> None:
    await post.use(server.account())
    submission_id = await post.queue()
    await asyncio.gather(post.send(), post.send(submission_id), post.send())
    await post.send(submission_id)
    assert len(server.received) == 1


SAID = [
    ({"rcpt": "550 5.1.1 No such user"}, "MailAddressRefused", "desk@courier.example does not work"),
    ({"mail": "553 5.7.1 Not yours"}, "MailAddressRefused", "Check your address"),
    ({"data": "552 5.3.4 Too big"}, "MailTooLarge", "Take out a picture"),
    ({"data": "554 5.7.1 Spam"}, "MailRefused", "“554 Spam”"),
]


@pytest.mark.parametrize(("answers", "kind", "words"), SAID)
async def test_what_the_server_refuses_comes_back_with_a_sentence_and_the_draft_is_whole(
    post: Post, server: MailServer, answers: dict[str, str], kind: str, words: str
) -> None:
    await post.use(server.account())
    server.habits = Habits(answers)
    submission_id = await post.queue(pictures=PICTURES)
    before = await post.draft_of(submission_id)
    assert (await post.send())["failed"] == [submission_id]
    failed = await post.now(submission_id)
    assert (failed.state, failed.error_kind) == (SubmissionState.FAILED, kind)
    assert words in failed.error
    assert await post.draft_of(submission_id) == before
    post.desk.now += 10 * 86_400
    assert (await post.send())["sent"] == []
    assert server.received == []


async def test_a_wrong_password_stops_all_and_is_not_tried_again_and_again(
    post: Post, server: MailServer
) -> None:
    await post.use(server.account(), secret="wrong")
    first, second = await post.queue(), await post.queue()
    assert (await post.send())["failed"] == [first, second]
    assert server.connections == 1
    assert "does not accept this name and password (535)" in (await post.now(second)).error
    await post.use(server.account())
    await post.say(first)
    assert (await post.send())["sent"] == [first]


async def test_without_an_account_the_person_is_asked_for_one(post: Post) -> None:
    submission_id = await post.queue()
    assert (await post.send())["failed"] == [submission_id]
    assert (await post.now(submission_id)).error_kind == "MailAccountMissing"


async def test_a_password_that_is_not_kept_is_asked_for(post: Post, server: MailServer) -> None:
    await post.use(server.account(), secret="")
    submission_id = await post.queue()
    await post.send()
    assert (await post.now(submission_id)).error_kind == "MailLoginRefused"
    assert server.connections == 0


async def test_a_password_goes_to_its_own_server_only(
    post: Post, server: MailServer, authority: Authority
) -> None:
    await post.use(server.account())
    with MailServer(authority.context("localhost")) as other:
        await post.use(other.account(), secret="")
        submission_id = await post.queue()
        await post.send()
        assert other.connections == 0
    assert (await post.now(submission_id)).error_kind == "MailLoginRefused"


async def test_a_locked_keyring_is_said_so(tmp_path: Path, server: MailServer) -> None:
    desk = TestDesk(tmp_path, keyring=LockedVault())
    post = Post(desk)
    await post.use(server.account(), secret="")
    submission_id = await post.queue()
    await post.send()
    assert (await post.now(submission_id)).error_kind == "KeyringLocked"
    await desk.run(
        "secret", origin=server.account().origin, user="ann", secret="tide-tables", remember="session"
    )
    await post.say(submission_id)
    assert (await post.send())["sent"] == [submission_id]
    assert desk.desk.secrets_for_now
    await desk.close()


@pytest.mark.parametrize(
    "args",
    [
        {"origin": "https://x.example", "user": "a", "secret": "b"},
        {"origin": "smtp://x:1", "user": "", "secret": "b"},
        {"origin": "smtp://x:1", "user": "a", "secret": ""},
    ],
)
async def test_a_secret_without_a_place_is_refused(post: Post, args: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        await post.desk.run("secret", **args)


# -- offline, and connections that break -----------------------------------------------------------------------------


async def test_offline_it_waits_longer_each_time_and_goes_when_there_is_a_connection(
    post: Post, server: MailServer
) -> None:
    await post.use(server.account())
    server.habits = Habits(cut="greeting")
    submission_id = await post.queue()
    for number, pause in enumerate(job_send.PAUSES, start=1):
        answer = await post.send()
        assert (answer["queued"], answer["next_try"]) == ([submission_id], post.desk.now + pause)
        waiting = await post.now(submission_id)
        assert (waiting.error_kind, waiting.tries) == ("MailDelayed", number)
        post.desk.now += pause - 1
        assert (await post.send())["queued"] == []
        post.desk.now += 1
    server.habits = Habits()
    assert (await post.send())["sent"] == [submission_id]
    assert len(server.received) == 1


async def test_when_nobody_answers_the_others_are_not_even_tried(post: Post) -> None:
    await post.use(MailAccount("localhost", closed_port(), "tls", "ann", "ann@lee.example"))
    first, second = await post.queue(), await post.queue()
    assert (await post.send())["queued"] == [first, second]
    assert (await post.now(second)).error_kind == "ConnectionRefused"


async def test_by_hand_it_is_tried_before_its_time(post: Post, server: MailServer) -> None:
    await post.use(server.account())
    server.habits = Habits({"rcpt": "450 4.2.0 Greylisted"}, tries=1)
    submission_id = await post.queue()
    assert (await post.send())["queued"] == [submission_id]
    assert (await post.send())["queued"] == []
    assert (await post.send(submission_id))["sent"] == [submission_id]


async def test_what_cannot_be_sent_for_days_is_given_back(post: Post, server: MailServer) -> None:
    await post.use(server.account())
    server.habits = Habits({"mail": "451 4.3.0 Later"})
    submission_id = await post.queue(replace(DRAFT, begins=1_800_000_000))
    post.desk.now += job_send.PATIENCE
    assert (await post.send())["failed"] == [submission_id]
    assert "“451 Later”" in (await post.now(submission_id)).error


async def test_an_event_that_is_over_is_not_announced(post: Post, server: MailServer) -> None:
    await post.use(server.account())
    submission_id = await post.queue()
    post.desk.now = 1_700_600_000
    assert (await post.send())["failed"] == [submission_id]
    assert "over already" in (await post.now(submission_id)).error
    assert server.connections == 0


async def test_a_connection_lost_before_the_message_is_tried_again(post: Post, server: MailServer) -> None:
    await post.use(server.account())
    server.habits = Habits(cut="before", tries=1)
    submission_id = await post.queue()
    assert (await post.send())["queued"] == [submission_id]
    post.desk.now += 60
    assert (await post.send())["sent"] == [submission_id]
    assert len(server.received) == 1


async def test_a_connection_lost_after_the_message_needs_the_persons_word(
    post: Post, server: MailServer
) -> None:
    await post.use(server.account())
    server.habits = Habits(cut="after", tries=1)
    submission_id = await post.queue()
    assert (await post.send())["unsure"] == [submission_id]
    unsure = await post.now(submission_id)
    assert unsure.state is SubmissionState.UNSURE
    assert "may have been sent" in unsure.error
    post.desk.now += 10_000
    await post.send()
    await post.send(submission_id)
    assert len(server.received) == 1
    await post.say(submission_id)
    assert (await post.send())["sent"] == [submission_id]
    first, second = server.received
    assert first.mail["Message-ID"] == second.mail["Message-ID"] == "<1@lee.example>"


async def test_a_worker_that_died_while_sending_leaves_it_unknown(post: Post, server: MailServer) -> None:
    await post.use(server.account())
    submission_id = await post.queue()
    await post.desk.desk.cache.write(lambda w: drafts.hand_over(w, submission_id))
    assert (await post.send())["sent"] == []
    left = await post.now(submission_id)
    assert left.state is SubmissionState.UNSURE
    assert "may have been sent" in left.error
    assert server.connections == 0


async def test_a_picture_that_was_changed_is_not_sent(post: Post, server: MailServer) -> None:
    await post.use(server.account())
    submission_id = await post.queue(pictures=PICTURES)
    draft = await post.draft_of(submission_id)
    DraftFiles(post.desk.folder).path(draft.id, draft.pictures[0].file).write_bytes(b"another picture")
    assert (await post.send())["failed"] == [submission_id]
    assert "no longer as it was chosen" in (await post.now(submission_id)).error
    assert server.connections == 0


async def test_when_the_note_cannot_be_kept_nothing_is_sent(
    post: Post, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object, **__: object) -> bool:
        raise CacheBusy("Another program holds the cache.")

    await post.use(server.account())
    submission_id = await post.queue()
    monkeypatch.setattr(drafts, "hand_over", busy)
    with pytest.raises(CacheBusy):
        await post.send()
    monkeypatch.undo()
    assert server.received == []
    assert (await post.now(submission_id)).state is SubmissionState.QUEUED


async def test_what_is_taken_back_in_the_last_moment_is_not_sent(
    post: Post, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def taken_back_first(w: Any, submission_id: int) -> bool:
        drafts.take_back(w, drafts.submission(w, submission_id).draft_id)
        return real(w, submission_id)

    real: Callable[..., bool] = drafts.hand_over
    await post.use(server.account())
    submission_id = await post.queue()
    monkeypatch.setattr(drafts, "hand_over", taken_back_first)
    await post.send()
    assert server.received == []
    assert (await post.now(submission_id)).state is SubmissionState.HELD


async def test_stopping_before_the_message_leaves_it_waiting(
    post: Post, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server is silent after it was greeted; the person closes the program."""
    await post.use(server.account())
    server.habits = Habits({"rcpt": ""})
    hold = asyncio.Event()

    async def wait(*_: object) -> str:
        hold_loop.call_soon_threadsafe(hold.set)
        await asyncio.sleep(30)
        return "250 OK"

    hold_loop = asyncio.get_running_loop()
    monkeypatch.setattr(server, "handle_RCPT", wait)
    submission_id = await post.queue()
    sending = asyncio.create_task(post.send())
    async with asyncio.timeout(20):
        await hold.wait()
    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending
    assert (await post.now(submission_id)).state is SubmissionState.QUEUED
    assert server.received == []


async def test_stopping_after_the_message_waits_for_the_answer(
    post: Post, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    await post.use(server.account())
    submission_id, other = await post.queue(), await post.queue()
    loop, handed_over = asyncio.get_running_loop(), asyncio.Event()
    real = drafts.hand_over

    def tell(w: Any, submission_id: int) -> bool:
        loop.call_soon_threadsafe(handed_over.set)
        return real(w, submission_id)

    monkeypatch.setattr(drafts, "hand_over", tell)
    sending = asyncio.create_task(post.send())
    async with asyncio.timeout(20):
        await handed_over.wait()
    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending
    assert (await post.now(submission_id)).state is SubmissionState.SENT
    assert (await post.now(other)).state is SubmissionState.QUEUED
    assert len(server.received) == 1


async def test_one_process_at_a_time_sends(post: Post, server: MailServer) -> None:
    await post.use(server.account())
    submission_id = await post.queue()
    other = FileLock(post.desk.folder / job_send.LOCK)
    assert other.try_acquire()
    sending = asyncio.create_task(post.send())
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(asyncio.shield(sending), 0.2)
    assert server.connections == 0
    other.release()
    assert (await sending)["sent"] == [submission_id]


class LockedVault(Vault):
    """A keyring whose question was dismissed."""

    def get(self, origin: str, user: str) -> str | None:
        raise self._fault()

    def set(self, origin: str, user: str, secret: str) -> None:
        raise self._fault()

    def delete(self, origin: str, user: str) -> None:
        raise self._fault()

    @staticmethod
    def _fault() -> NewsreaderError:
        return KeyringLocked("The system's keyring is locked.")


def closed_port() -> int:
    """A port where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])
