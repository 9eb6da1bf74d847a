"""Plain sentences for what a mail server answers, or for its silence. Codes are those of RFC 5321 and RFC 4954."""

from __future__ import annotations

import errno
import re
import socket
import ssl

from newsreader.domain.errors import (
    ConnectionRefused,
    MailAddressRefused,
    MailDelayed,
    MailError,
    MailLoginRefused,
    MailRefused,
    MailTooLarge,
    NewsreaderError,
    TlsFault,
)
from newsreader.domain.events import MailAccount
from newsreader.net.tls import tls_fault

LATER = "It is tried again later."
_KEPT = "Nothing was sent."
_CHECK = "Check server, port and security under your mail account."
_UNREACHABLE = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN}
_LONGEST = 160
_ENHANCED = re.compile(r"^[245]\.\d{1,3}\.\d{1,3} ")


def said(code: int, reply: bytes) -> str:
    """What a server answered, as a quotation: one line, nothing but printable characters, not too long."""
    words = " ".join(reply.decode("utf-8", "replace").split())
    plain = "".join(letter for letter in words if letter.isprintable())
    plain = _ENHANCED.sub("", plain)
    if len(plain) > _LONGEST:
        plain = plain[: _LONGEST - 1].rstrip() + "…"
    return f"“{code} {plain}”" if plain else f"“{code}”"


def greeting(code: int, reply: bytes, account: MailAccount) -> NewsreaderError:
    """The server does not even want to talk."""
    if 500 <= code < 600:
        return MailRefused(f"{account.host} refuses to take mail: {said(code, reply)}. {_KEPT}")
    if code < 0:
        return MailRefused(f"{account.host} is no mail server, or not at port {account.port}. {_CHECK}")
    return MailDelayed(f"{account.host} takes no mail now: {said(code, reply)}. {LATER}")


def login(code: int, reply: bytes, account: MailAccount) -> MailError:
    """The server did not let us in."""
    if 400 <= code < 500:
        return MailDelayed(f"{account.host} cannot check the password now: {said(code, reply)}. {LATER}")
    return MailLoginRefused(
        f"{account.host} does not accept this name and password ({code}). Enter them anew. "
        "Some providers want a password made for programs."
    )


def no_way_to_log_in(account: MailAccount) -> MailLoginRefused:
    """The server offers none of the ways we know."""
    return MailLoginRefused(
        f"{account.host} offers no way to log in with a name and a password. "
        "Open the event in your mail program instead, which may know another."
    )


def sender(code: int, reply: bytes, account: MailAccount, address: str, size: int) -> MailError:
    """The server does not take mail from that address."""
    if code in (530, 535):
        return MailLoginRefused(
            f"{account.host} wants a name and a password before it takes mail ({code}). Enter them."
        )
    if code in (552, 523):
        return too_large(account, size)
    if 400 <= code < 500:
        return MailDelayed(f"{account.host} takes no mail now: {said(code, reply)}. {LATER}")
    return MailAddressRefused(
        f"{account.host} does not let you write as {address}: {said(code, reply)}. "
        f"Check your address under your mail account. {_KEPT}"
    )


def recipient(code: int, reply: bytes, account: MailAccount, address: str, size: int) -> MailError:
    """The server does not take mail for that address."""
    if code == 552:
        return too_large(account, size)
    if 400 <= code < 500:
        return MailDelayed(
            f"{account.host} does not take mail for {address} now: {said(code, reply)}. {LATER}"
        )
    if code in (530, 535):
        return sender(code, reply, account, address, size)
    return MailAddressRefused(
        f"The address {address} does not work: {account.host} answered {said(code, reply)}. Check it. {_KEPT}"
    )


def message(code: int, reply: bytes, account: MailAccount, size: int) -> MailError:
    """The server heard the message, or was about to, and does not take it."""
    if code in (552, 523):
        return too_large(account, size)
    if 400 <= code < 500:
        return MailDelayed(f"{account.host} does not take the message now: {said(code, reply)}. {LATER}")
    return MailRefused(f"{account.host} refuses the message: {said(code, reply)}. {_KEPT}")


def too_large(account: MailAccount, size: int, largest: int = 0) -> MailTooLarge:
    """More than the server takes; ``largest`` is 0 when it does not say how much that is."""
    limit = f"takes {_megabytes(largest)} at the most" if largest else "does not take so much"
    return MailTooLarge(
        f"The message is too large: it has {_megabytes(size)}, and {account.host} {limit}. "
        f"Take out a picture and send it again. {_KEPT}"
    )


def unsure(account: MailAccount) -> str:
    """The answer was lost."""
    return (
        f"The connection to {account.host} was lost after it had the message and before it confirmed it. "
        "It may have been sent. Look into your mailbox before you send it again."
    )


def no_tls(fault: ssl.SSLError, account: MailAccount) -> NewsreaderError:
    """The connection is not safe."""
    reason = f"{fault.reason or ''} {fault}".upper()
    if "WRONG_VERSION_NUMBER" in reason or "RECORD_LAYER_FAILURE" in reason:
        other = "STARTTLS" if account.security == "tls" else "TLS from the start"
        return TlsFault(
            f"{account.host} does not speak TLS at port {account.port}. Perhaps it wants {other}. {_KEPT}"
        )
    if "EOF" in reason and not isinstance(fault, ssl.SSLCertVerificationError):
        return cut_off(fault, account)
    return tls_fault(fault, account.host)


def no_starttls(account: MailAccount) -> TlsFault:
    """The server, or somebody in between, offers no encryption."""
    return TlsFault(
        f"{account.host} offers no encryption at port {account.port}, so nothing was sent. "
        "Try port 465 with TLS from the start."
    )


def no_host(fault: socket.gaierror, host: str) -> str:
    """The name could not be looked up."""
    if fault.errno == socket.EAI_AGAIN:
        return f"The name {host} could not be looked up. Check your connection to the internet. {LATER}"
    return f"There is no mail server named {host}. Check its spelling, or your connection to the internet."


def silent(account: MailAccount) -> str:
    """Nothing is heard for too long."""
    hint = " Perhaps it wants TLS from the start." if account.security == "starttls" else ""
    return f"{account.host} does not answer at port {account.port}.{hint} {LATER}"


def no_connection(fault: OSError, account: MailAccount) -> str:
    """Nobody is there, or there is no way."""
    if fault.errno in _UNREACHABLE:
        return f"{account.host} cannot be reached. Check your connection to the internet. {LATER}"
    return f"Nobody answers at {account.host}, port {account.port}. {LATER}"


def cut_off(fault: BaseException, account: MailAccount) -> NewsreaderError:
    """The connection broke before the message was handed over."""
    if isinstance(fault, ConnectionRefusedError):
        return ConnectionRefused(no_connection(fault, account))
    return MailDelayed(f"The connection to {account.host} was lost before the message was sent. {LATER}")


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 100_000 else f"{max(1, round(size / 1000))} KB"
