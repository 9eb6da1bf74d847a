"""Hands one message to the mail server of a person's account (RFC 5321), by the standard library's smtplib.

Blocking: it runs in a thread of the worker. Nothing is said before the connection is safe, and whether the server has
the message is always known: up to ``hand_over`` it certainly has not, after it an answer that is lost means MailUnsure.
"""

from __future__ import annotations

import base64
import contextlib
import re
import smtplib
import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from newsreader.domain.errors import (
    ConnectionRefused,
    HostNotFound,
    MailDelayed,
    MailUnsure,
    NewsreaderError,
    TimedOut,
)
from newsreader.domain.events import MailAccount
from newsreader.net import smtp_faults as told

_NAME = "[127.0.0.1]"
"""What we call ourselves: the name of this computer is nobody's business."""
_END = b"\r\n.\r\n"
_DOT = re.compile(rb"(?m)^\.")
_LONGEST_REPLY = 100  # lines of one answer

Connect = Callable[[str, int, float], socket.socket]
"""Opens a connection to a host and port within some seconds. Raises OSError or a NewsreaderError."""


@dataclass(frozen=True, slots=True)
class MailTimes:
    """How long each step may take, in seconds. After the message the server may need long (RFC 5321 4.5.3.2.6)."""

    connect: float = 20.0
    step: float = 60.0
    accept: float = 300.0


@dataclass(frozen=True, slots=True)
class Envelope:
    """One message for one recipient. ``message`` has lines ended by CRLF and is ASCII."""

    sender: str
    recipient: str
    message: bytes = field(repr=False)


def connect_straight(host: str, port: int, seconds: float) -> socket.socket:
    """A connection without a detour."""
    return socket.create_connection((host, port), seconds)


class Delivery:
    """One try to send a message. ``run`` blocks; ``abort`` may be called from any thread.

    ``context`` makes the TLS context, whose certificates are checked. ``hand_over`` is called once, when the server has
    agreed to everything and the message is about to be its own; what it raises stops the message.
    """

    def __init__(
        self,
        account: MailAccount,
        secret: str,
        envelope: Envelope,
        context: Callable[[], ssl.SSLContext],
        hand_over: Callable[[], None],
        *,
        connect: Connect = connect_straight,
        times: MailTimes = MailTimes(),
    ) -> None:
        self._account = account
        self._secret = secret
        self._envelope = envelope
        self._context = context
        self._hand_over = hand_over
        self._connect = connect
        self._times = times
        self._lock = threading.Lock()
        self._session: _Session | None = None
        self._aborted = False
        self._handed_over = False

    def run(self) -> None:
        """Send the message; returns when the server has accepted it.

        Raises MailUnsure when that is not known, MailLoginRefused, MailAddressRefused, MailTooLarge, MailRefused or
        TlsFault when trying again is of no use, and HostNotFound, ConnectionRefused, TimedOut or MailDelayed when it
        may be. What ``hand_over`` raises comes through.
        """
        self._telling(self._send)

    def try_login(self) -> None:
        """Connect and log in as for sending, and say good-bye: nothing is sent. Raises as ``run`` does, but never
        MailUnsure."""
        self._telling(self._greet)

    def _telling(self, steps: Callable[[], None]) -> None:
        """Take some steps; what goes wrong is told in our own faults."""
        host = self._account.host
        try:
            steps()
        except NewsreaderError:
            raise
        except ssl.SSLError as fault:
            raise self._lost() or told.no_tls(fault, self._account) from fault
        except socket.gaierror as fault:
            raise HostNotFound(told.no_host(fault, host)) from fault
        except TimeoutError as fault:
            raise self._lost() or TimedOut(told.silent(self._account)) from fault
        except (smtplib.SMTPServerDisconnected, ConnectionError) as fault:
            raise self._lost() or told.cut_off(fault, self._account) from fault
        except smtplib.SMTPException as fault:
            raise self._lost() or MailDelayed(f"{host} does not answer as a mail server should.") from fault
        except OSError as fault:
            raise self._lost() or ConnectionRefused(told.no_connection(fault, self._account)) from fault
        finally:
            self._close()

    def abort(self) -> bool:
        """Give up, unless the server may have the message already; True when it certainly has not."""
        with self._lock:
            if self._handed_over:
                return False
            self._aborted = True
            session = self._session
        if session is not None and session.sock is not None:
            with contextlib.suppress(OSError):  # it is gone already
                session.sock.shutdown(socket.SHUT_RDWR)
        return True

    # -- the steps -----------------------------------------------------------------------------------------------

    def _send(self) -> None:
        session = self._open()
        self._log_in(session)
        self._agree(session)
        self._deliver(session)

    def _greet(self) -> None:
        session = self._open()
        self._log_in(session)
        with contextlib.suppress(smtplib.SMTPException, OSError):  # how it says good-bye does not matter
            session.patience(2.0)
            session.quit()

    def _open(self) -> _Session:
        """Connect, safely, and hear what the server can do."""
        account = self._account
        session = _Session(self._connect, self._times)
        with self._lock:
            self._session = session
        self._go_on()
        session.begin(account, self._context() if account.security == "tls" else None)
        self._go_on()
        _expect(session.ehlo(), told.greeting, account)
        if account.security == "starttls":
            if not session.has_extn("starttls"):
                raise told.no_starttls(account)
            _expect(session.docmd("STARTTLS"), told.greeting, account)
            session.wrap(self._context(), account.host)
            _expect(session.ehlo(), told.greeting, account)
        return session

    def _log_in(self, session: _Session) -> None:
        user = self._account.user
        if not user:
            return
        ways = session.esmtp_features.get("auth", "").upper().split()
        if "PLAIN" in ways:
            # By hand: smtplib can only log in with ASCII, and RFC 4616 has UTF-8.
            code, reply = session.docmd("AUTH", "PLAIN " + _base64(f"\0{user}\0{self._secret}"))
        elif "LOGIN" in ways:
            code, reply = session.docmd("AUTH", "LOGIN")
            for word in (user, self._secret):
                if code == 334:
                    code, reply = session.docmd(_base64(word))
        else:
            raise told.no_way_to_log_in(self._account)
        if code not in (235, 503):
            raise told.login(code, reply, self._account)

    def _agree(self, session: _Session) -> None:
        """Name sender, recipient and size; nothing of the message yet."""
        account, envelope = self._account, self._envelope
        size = len(envelope.message)
        largest = session.esmtp_features.get("size", "")
        if largest.isdigit() and 0 < int(largest) < size:
            raise told.too_large(account, size, int(largest))
        options = f" SIZE={size}" if session.has_extn("size") else ""
        answer = session.docmd(f"MAIL FROM:<{envelope.sender}>{options}")
        _expect(answer, lambda c, r, a: told.sender(c, r, a, envelope.sender, size), account)
        answer = session.docmd(f"RCPT TO:<{envelope.recipient}>")
        _expect(answer, lambda c, r, a: told.recipient(c, r, a, envelope.recipient, size), account)

    def _deliver(self, session: _Session) -> None:
        account, size = self._account, len(self._envelope.message)
        code, reply = session.docmd("DATA")
        if code != 354:
            raise told.message(code, reply, account, size)
        session.send(_DOT.sub(b"..", self._envelope.message.removesuffix(b"\r\n")))
        with self._lock:
            self._go_on_locked()
            self._handed_over = True
        try:
            self._hand_over()
        except BaseException:
            self._handed_over = False  # the end of the message was not sent: the server throws it away
            raise
        session.patience(self._times.accept)
        session.send(_END)
        _expect(session.getreply(), lambda c, r, a: told.message(c, r, a, size), account)
        with contextlib.suppress(
            smtplib.SMTPException, OSError
        ):  # accepted: how it says good-bye does not matter
            session.patience(2.0)
            session.quit()

    # -- the end -------------------------------------------------------------------------------------------------

    def _go_on(self) -> None:
        with self._lock:
            self._go_on_locked()

    def _go_on_locked(self) -> None:
        if self._aborted:
            raise MailDelayed("Sending was stopped. " + told.LATER)

    def _lost(self) -> NewsreaderError | None:
        """What a broken connection means now."""
        if self._handed_over:
            return MailUnsure(told.unsure(self._account))
        return MailDelayed("Sending was stopped. " + told.LATER) if self._aborted else None

    def _close(self) -> None:
        if self._session is not None:
            self._session.close()


class _Session(smtplib.SMTP):
    """smtplib's client, opened our way: through our own connection, with a limit to the length of an answer."""

    def __init__(self, connect: Connect, times: MailTimes) -> None:
        super().__init__(local_hostname=_NAME, timeout=times.step)
        self._connect = connect
        self._times = times

    def begin(self, account: MailAccount, context: ssl.SSLContext | None) -> None:
        """Connect and hear the greeting."""
        self.sock = self._connect(account.host, account.port, self._times.connect)
        self.patience(self._times.connect)
        if context is not None:
            self.wrap(context, account.host)
        _expect(self.getreply(), told.greeting, account)
        self.patience(self._times.step)

    def wrap(self, context: ssl.SSLContext, host: str) -> None:
        """Make the connection safe; what came before that is forgotten."""
        assert self.sock is not None
        self.sock = context.wrap_socket(self.sock, server_hostname=host)
        self.file = None
        self.helo_resp = self.ehlo_resp = None
        self.esmtp_features = {}
        self.does_esmtp = False

    def patience(self, seconds: float) -> None:
        """Wait so long for each answer from now on."""
        if self.sock is not None:
            self.sock.settimeout(seconds)

    def getreply(self) -> tuple[int, bytes]:
        """The next answer: its code, -1 for no code, and its words. Raises SMTPServerDisconnected."""
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected("not connected")
        if self.file is None:
            self.file = self.sock.makefile("rb")
        words: list[bytes] = []
        for _ in range(_LONGEST_REPLY):
            line = self.file.readline(8192)
            if not line.endswith(b"\n"):
                raise smtplib.SMTPServerDisconnected("the answer was cut off")
            words.append(line[4:].strip())
            if not line[:3].isdigit():
                return -1, line.strip()
            if line[3:4] != b"-":
                return int(line[:3]), b"\n".join(words)
        raise smtplib.SMTPServerDisconnected("an answer without an end")


def _expect(
    answer: tuple[int, bytes],
    fault: Callable[[int, bytes, MailAccount], NewsreaderError],
    account: MailAccount,
) -> None:
    if not 200 <= answer[0] < 300:
        raise fault(*answer, account)


def _base64(text: str) -> str:
    return base64.b64encode(text.encode("utf-8")).decode("ascii")
