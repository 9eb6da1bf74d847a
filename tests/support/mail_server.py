"""A real mail server on loopback (aiosmtpd), with TLS and logins, that can misbehave in one way at a time."""

from __future__ import annotations

import asyncio
import ssl
import threading
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from newsreader.domain.events import MailAccount, Security


@dataclass(slots=True)
class Received:
    """A message that the server has accepted, or at least heard."""

    sender: str
    recipients: list[str]
    raw: bytes
    mail: EmailMessage


@dataclass(slots=True)
class Habits:
    """How the server behaves. ``answers`` maps a step (``mail``, ``rcpt``, ``data``) to what it says there instead;
    ``cut`` names the step at which it ends the connection without a word: ``greeting``, ``rcpt``, ``before`` (when the
    message is to begin) or ``after`` (when it has all of it). ``tries`` answers are given before it behaves well."""

    answers: dict[str, str] = field(default_factory=dict)
    cut: str = ""
    tries: int = -1

    def at(self, step: str) -> str:
        """What it says instead at a step, ``""`` for nothing special."""
        return self.answers.get(step, "") if self._misbehaves(step in self.answers) else ""

    def cuts(self, step: str) -> bool:
        """Whether it ends the connection here."""
        return self.cut == step and self._misbehaves(True)

    def _misbehaves(self, concerned: bool) -> bool:
        if not concerned or self.tries == 0:
            return False
        if self.tries > 0:
            self.tries -= 1
        return True


class _Server(SMTP):
    """Ends the connection before a message begins, when it has that habit."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        if self.event_handler.habits.cuts("greeting"):
            transport.abort()  # type: ignore[attr-defined]

    async def smtp_DATA(self, arg: str) -> None:
        if self.event_handler.habits.cuts("before"):
            self.transport.abort()  # type: ignore[union-attr]
            return
        await super().smtp_DATA(arg)


class MailServer:
    """Listens on a port the system chose. ``received`` are the messages it heard, ``commands`` counts connections."""

    def __init__(
        self,
        context: ssl.SSLContext,
        security: Security = "tls",
        *,
        users: dict[str, str] | None = None,
        size: int | None = None,
    ) -> None:
        self.received: list[Received] = []
        self.logins: list[str] = []
        self.connections = 0
        self.habits = Habits()
        self._security: Security = security
        self._context = context
        self._users = users if users is not None else {"ann": "tide-tables"}
        self._size = size
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="mail server", daemon=True)
        self.port = 0

    def account(self, **changes: Any) -> MailAccount:
        """An account at this server."""
        values = {
            "host": "localhost", "port": self.port, "security": self._security, "user": "ann",
            "sender": "ann@lee.example",
        }  # fmt: skip
        return MailAccount(**(values | changes))

    def __enter__(self) -> MailServer:
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    # -- what aiosmtpd asks --------------------------------------------------------------------------------------

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self._users and not session.authenticated:
            return "530 5.7.0 Authentication required"
        if said := self.habits.at("mail"):
            return said
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.habits.cuts("rcpt"):
            server.transport.abort()  # type: ignore[union-attr]
        if said := self.habits.at("rcpt"):
            return said
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if said := self.habits.at("data"):
            return said
        raw = envelope.original_content
        assert isinstance(raw, bytes)
        mail = message_from_bytes(raw, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.received.append(Received(envelope.mail_from or "", list(envelope.rcpt_tos), raw, mail))
        if self.habits.cuts("after"):
            server.transport.abort()  # type: ignore[union-attr]
        return "250 OK, taken"

    def _authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        assert isinstance(data, LoginPassword)
        user, secret = data.login.decode(), data.password.decode()
        self.logins.append(mechanism)
        return AuthResult(success=self._users.get(user) == secret, handled=False)

    # -- its thread ----------------------------------------------------------------------------------------------

    def _protocol(self) -> SMTP:
        self.connections += 1
        return _Server(
            self,
            hostname="mail.lee.example",
            data_size_limit=self._size or 33_554_432,
            tls_context=self._context if self._security == "starttls" else None,
            require_starttls=self._security == "starttls",
            authenticator=self._authenticate,
            auth_require_tls=self._security == "starttls",  # else the connection is safe from its first byte
            loop=self._loop,
        )

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        implicit = self._context if self._security == "tls" else None
        server = self._loop.run_until_complete(
            self._loop.create_server(self._protocol, "127.0.0.1", 0, ssl=implicit)
        )
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0.05))
        self._loop.close()
