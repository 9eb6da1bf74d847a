"""Sending through a mail server: a real one (aiosmtpd) with TLS and logins, and raw ones that do what none should."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from newsreader.domain import errors
from newsreader.domain.events import MailAccount
from newsreader.net.smtp import Connect, Delivery, Envelope, MailTimes, connect_straight
from newsreader.net.smtp_faults import said
from newsreader.net.tls import make_context
from tests.hostile.support.certificates import Authority
from tests.support.mail_server import Habits, MailServer

MESSAGE = b"Subject: Event\r\n\r\nDots:\r\n.\r\n..\r\n.hidden\r\n\r\nThe end.\r\n"
QUICK = MailTimes(connect=2.0, step=1.0, accept=1.0)


@pytest.fixture
def server(authority: Authority) -> Iterator[MailServer]:
    with MailServer(authority.context("localhost")) as found:
        yield found


class Sender:
    """Sends to a server and remembers whether it handed over."""

    def __init__(self, authority: Authority) -> None:
        self.authority = authority
        self.handed_over = 0

    def delivery(
        self,
        account: MailAccount,
        *,
        secret: str = "tide-tables",
        message: bytes = MESSAGE,
        recipient: str = "desk@courier.example",
        hand_over: Callable[[], None] | None = None,
        connect: Connect = connect_straight,
        times: MailTimes = QUICK,
        trusted: Path | None = None,
    ) -> Delivery:
        def count() -> None:
            self.handed_over += 1
            if hand_over is not None:
                hand_over()

        return Delivery(
            account,
            secret,
            Envelope("ann@lee.example", recipient, message),
            lambda: make_context(trusted or self.authority.pem, speaks=()),
            count,
            connect=connect,
            times=times,
        )

    def send(self, account: MailAccount, **options: object) -> None:
        self.delivery(account, **options).run()  # type: ignore[arg-type]


@pytest.fixture
def sender(authority: Authority) -> Sender:
    return Sender(authority)


def test_a_message_arrives_to_the_letter(server: MailServer, sender: Sender) -> None:
    sender.send(server.account())
    (received,) = server.received
    assert received.raw == MESSAGE
    assert (received.sender, received.recipients) == ("ann@lee.example", ["desk@courier.example"])
    assert server.logins == ["PLAIN"]
    assert sender.handed_over == 1


def test_starttls_too(authority: Authority, sender: Sender) -> None:
    with MailServer(authority.context("localhost"), "starttls") as server:
        sender.send(server.account())
        assert server.received[0].raw == MESSAGE


def test_a_password_of_any_script(authority: Authority, sender: Sender) -> None:
    with MailServer(authority.context("localhost"), users={"änn": "пароль"}) as server:
        sender.send(server.account(user="änn"), secret="пароль")
        assert len(server.received) == 1


def test_a_server_that_wants_no_login(authority: Authority, sender: Sender) -> None:
    with MailServer(authority.context("localhost"), users={}) as server:
        sender.send(server.account(user=""))
        assert server.logins == []


# -- what a server says ----------------------------------------------------------------------------------------------

Case = tuple[str, str, type[errors.NewsreaderError], str]
SAID: list[Case] = [
    ("mail", "550 5.1.0 <ann@lee.example>: Sender rejected", errors.MailAddressRefused, "write as ann@lee.example"),
    ("mail", "530 5.7.0 Authentication required", errors.MailLoginRefused, "wants a name and a password"),
    ("mail", "552 5.2.3 Message size exceeds", errors.MailTooLarge, "too large"),
    ("mail", "451 4.7.1 Try again later", errors.MailDelayed, "tried again later"),
    ("rcpt", "550 5.1.1 No such user here", errors.MailAddressRefused, "desk@courier.example does not work"),
    ("rcpt", "553 5.1.3 Bad address", errors.MailAddressRefused, "“553 Bad address”"),
    ("rcpt", "450 4.2.0 Greylisted", errors.MailDelayed, "tried again later"),
    ("rcpt", "552 5.2.2 Mailbox full", errors.MailTooLarge, "too large"),
    ("data", "552 5.3.4 Too big", errors.MailTooLarge, "too large"),
    ("data", "554 5.7.1 Looks like spam", errors.MailRefused, "“554 Looks like spam”"),
    ("data", "452 4.3.1 No room", errors.MailDelayed, "tried again later"),
]  # fmt: skip


@pytest.mark.parametrize(("step", "answer", "kind", "words"), SAID)
def test_every_refusal_has_its_sentence(
    server: MailServer, sender: Sender, step: str, answer: str, kind: type[errors.NewsreaderError], words: str
) -> None:
    server.habits = Habits({step: answer})
    with pytest.raises(kind) as told:
        sender.send(server.account())
    assert type(told.value) is kind
    assert words in told.value.sentence
    assert told.value.sentence.endswith(".")
    assert server.received == []


def test_a_wrong_password_is_said_so_and_never_told(server: MailServer, sender: Sender) -> None:
    with pytest.raises(errors.MailLoginRefused, match=r"\(535\)") as told:
        sender.send(server.account(), secret="wrong-secret")
    assert "wrong-secret" not in f"{told.value!r} {told.value.__cause__!r}"
    assert sender.handed_over == 0


def test_a_message_larger_than_the_server_says_is_not_even_begun(
    authority: Authority, sender: Sender
) -> None:
    with MailServer(authority.context("localhost"), size=1000) as server:
        with pytest.raises(errors.MailTooLarge, match="takes 1 KB at the most"):
            sender.send(server.account(), message=MESSAGE + b"x" * 2000 + b"\r\n")
        assert sender.handed_over == 0


def test_what_a_server_says_is_quoted_as_plain_text() -> None:
    assert said(550, b"5.1.1 No\r\n such\x1b[31m user\x00 " + b"x" * 500).startswith(
        "“550 No such[31m user xxx"
    )
    assert len(said(550, b"x" * 5000)) < 200
    assert said(550, b"") == "“550”"


# -- lost connections ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", ["greeting", "rcpt", "before"])
def test_a_connection_lost_before_the_message_is_no_loss(
    server: MailServer, sender: Sender, step: str
) -> None:
    server.habits = Habits(cut=step)
    with pytest.raises(errors.MailDelayed, match="before the message was sent"):
        sender.send(server.account())
    assert sender.handed_over == 0
    assert server.received == []


def test_a_connection_lost_after_the_message_is_not_known(server: MailServer, sender: Sender) -> None:
    server.habits = Habits(cut="after")
    with pytest.raises(errors.MailUnsure, match="may have been sent"):
        sender.send(server.account())
    assert len(server.received) == 1


def test_a_server_that_is_silent_after_the_message_is_not_known_either(
    authority: Authority, sender: Sender
) -> None:
    lines = [b"220 hi", b"250 raw", b"250 ok", b"250 ok", b"354 go", None]
    with raw_server(authority, lines) as port, pytest.raises(errors.MailUnsure):
        sender.send(MailAccount("localhost", port, "tls", "", "ann@lee.example"))


def test_a_message_whose_note_cannot_be_kept_is_not_sent(server: MailServer, sender: Sender) -> None:
    def disk_full() -> None:
        raise errors.DiskFull("The disk is full.")

    with pytest.raises(errors.DiskFull):
        sender.send(server.account(), hand_over=disk_full)
    assert server.received == []


def test_stopping_while_it_waits_ends_it_at_once_and_nothing_is_sent(
    authority: Authority, sender: Sender
) -> None:
    with raw_server(authority, [b"220 hi", None]) as port:
        delivery = sender.delivery(
            MailAccount("localhost", port, "tls", "", "a@lee.example"), times=MailTimes(step=60)
        )
        threading.Timer(0.3, delivery.abort).start()
        with pytest.raises(errors.MailDelayed, match="stopped"):
            delivery.run()
    assert delivery.abort()


def test_it_is_too_late_to_stop_what_was_handed_over(server: MailServer, sender: Sender) -> None:
    stopped: list[bool] = []
    delivery = sender.delivery(server.account(), hand_over=lambda: stopped.append(delivery.abort()))
    delivery.run()
    assert stopped == [False]
    assert len(server.received) == 1


# -- safe connections ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda authority: authority.context("localhost", expired=True), "has expired"),
        (lambda authority: authority.context("other.example"), "belongs to another host"),
        (lambda authority: authority.self_signed_context("localhost"), "vouches only for itself"),
    ],
)
@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_no_password_goes_over_an_unsafe_connection(
    authority: Authority,
    sender: Sender,
    security: str,
    wrong: Callable[[Authority], ssl.SSLContext],
    words: str,
) -> None:
    with MailServer(wrong(authority), security) as server:  # type: ignore[arg-type]
        with pytest.raises(errors.TlsFault, match=words):
            sender.send(server.account())
        assert server.logins == []


def test_outdated_encryption_is_refused(authority: Authority, sender: Sender) -> None:
    with (
        raw_server(authority.old_context("localhost"), [b"220 hi"]) as port,
        pytest.raises(errors.TlsFault, match="outdated encryption"),
    ):
        sender.send(MailAccount("localhost", port, "tls", "ann", "ann@lee.example"))


def test_an_unknown_authority_is_refused(server: MailServer, sender: Sender, tmp_path: Path) -> None:
    other = Authority(tmp_path)
    with pytest.raises(errors.TlsFault, match="Nobody this computer trusts"):
        sender.send(server.account(), trusted=other.pem)


def test_a_server_whose_encryption_was_taken_out_on_the_way_is_not_used(
    authority: Authority, sender: Sender
) -> None:
    lines = [b"220 hi", b"250-raw\r\n250 AUTH PLAIN"]
    with raw_server(None, lines) as port, pytest.raises(errors.TlsFault, match="offers no encryption"):
        sender.send(MailAccount("localhost", port, "starttls", "ann", "ann@lee.example"))


def test_tls_at_a_port_that_speaks_plainly(sender: Sender) -> None:
    with (
        raw_server(None, [b"220 hi"]) as port,
        pytest.raises(errors.TlsFault, match="Perhaps it wants STARTTLS"),
    ):
        sender.send(MailAccount("localhost", port, "tls", "ann", "ann@lee.example"))


def test_a_port_that_wants_tls_first_and_so_says_nothing(authority: Authority, sender: Sender) -> None:
    with raw_server(None, [None]) as port, pytest.raises(errors.TimedOut, match="TLS from the start"):
        sender.send(
            MailAccount("localhost", port, "starttls", "ann", "ann@lee.example"),
            times=MailTimes(connect=0.3, step=0.3),
        )


# -- strange servers -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        ([b"SSH-2.0-OpenSSH_9.2"], errors.MailRefused),
        ([b"554 go away"], errors.MailRefused),
        ([b"421 too busy"], errors.MailDelayed),
        ([b"220-hi\r\n" * 100_000], errors.MailDelayed),
        ([b"220 " + b"x" * 100_000], errors.MailDelayed),
        ([b"220 hi", b"\xff\xfe\x00"], errors.MailRefused),
        ([b"220 hi", b"250-raw\r\n250-SIZE never\r\n250 AUTH XOAUTH2"], errors.MailLoginRefused),
        ([b"220 hi", b"250-raw\r\n250 AUTH PLAIN", b"334 more"], errors.MailLoginRefused),
        ([b"220 hi", b"250-raw\r\n250 AUTH PLAIN", b"454 later"], errors.MailDelayed),
    ],
)  # fmt: skip
def test_nothing_a_server_says_breaks_anything(
    authority: Authority, sender: Sender, lines: list[bytes | None], kind: type[errors.NewsreaderError]
) -> None:
    with raw_server(authority, lines) as port, pytest.raises(kind) as told:
        sender.send(MailAccount("localhost", port, "tls", "ann", "ann@lee.example"))
    assert type(told.value) is kind
    assert len(told.value.sentence) < 400
    assert sender.handed_over == 0


def test_login_by_the_older_way(authority: Authority, sender: Sender) -> None:
    heard: list[bytes] = []
    lines = [
        b"220 hi",
        b"250-raw\r\n250 AUTH LOGIN",
        b"334 VXNlcm5hbWU6",
        b"334 UGFzc3dvcmQ6",
        b"235 in",
        b"550 no",
    ]
    with raw_server(authority, [*lines], heard) as port, pytest.raises(errors.MailAddressRefused):
        sender.send(MailAccount("localhost", port, "tls", "ann", "ann@lee.example"))
    assert heard[1:4] == [b"AUTH LOGIN", b"YW5u", b"dGlkZS10YWJsZXM="]
    assert heard[0] == b"ehlo [127.0.0.1]"


def test_nobody_there_and_no_such_host(sender: Sender) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(errors.ConnectionRefused, match=f"port {port}"):
        sender.send(MailAccount("localhost", port, "tls", "ann", "ann@lee.example"))

    def unknown(host: str, port: int, seconds: float) -> socket.socket:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with pytest.raises(errors.HostNotFound, match="no mail server named"):
        sender.send(MailAccount("mial.example", 465, "tls", "ann", "ann@lee.example"), connect=unknown)


class raw_server:  # noqa: N801 - used as a context manager
    """Says the given lines, one after each line it hears (the first at once); None is silence."""

    def __init__(
        self,
        tls: Authority | ssl.SSLContext | None,
        lines: list[bytes | None],
        heard: list[bytes] | None = None,
    ) -> None:
        self._context = tls.context("localhost") if isinstance(tls, Authority) else tls
        self._lines = lines
        self._heard = heard if heard is not None else []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> int:
        self._thread.start()
        return int(self._listener.getsockname()[1])

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join(10)
        self._listener.close()

    def _serve(self) -> None:
        connection, _ = self._listener.accept()
        connection.settimeout(10)
        try:
            if self._context:
                connection = self._context.wrap_socket(connection, server_side=True)
            with connection, connection.makefile("rb") as file:
                for number, line in enumerate(self._lines):
                    if number:
                        self._heard.append(file.readline().strip())
                    if line is None:
                        self._over.wait(10)
                        return
                    connection.sendall(line + b"\r\n")
                file.readline()
        except OSError:  # the other side gave up, as it should
            connection.close()


# -- logging in without sending ------------------------------------------------------------------------------------


def test_a_check_logs_in_and_sends_nothing(server: MailServer, sender: Sender) -> None:
    sender.delivery(server.account()).try_login()
    assert server.logins == ["PLAIN"]
    assert not server.received
    assert sender.handed_over == 0


def test_a_check_tells_a_wrong_password(server: MailServer, sender: Sender) -> None:
    with pytest.raises(errors.MailLoginRefused, match="535"):
        sender.delivery(server.account(), secret="wrong").try_login()


def test_a_check_of_a_server_that_hangs_up(server: MailServer, sender: Sender) -> None:
    server.habits = Habits(cut="greeting")
    with pytest.raises(errors.MailDelayed):
        sender.delivery(server.account()).try_login()
