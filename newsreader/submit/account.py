"""The mail account of the settings. Its password is in the keyring, never here."""

from __future__ import annotations

from typing import Protocol

from newsreader.domain.events import MailAccount, Security
from newsreader.settings.table import SettingValue
from newsreader.submit.addresses import mailbox

PORTS: dict[Security, int] = {"tls": 465, "starttls": 587}
"""The usual ports (RFC 8314)."""


class HasSettings(Protocol):
    """Whatever settings can be read from: their file, or the window's view of it."""

    def text(self, key: str, /) -> str: ...

    def integer(self, key: str, /) -> int: ...


def account_of(settings: HasSettings) -> MailAccount:
    """The account as the settings have it now."""
    return MailAccount(
        host=settings.text("mail.host").strip(),
        port=settings.integer("mail.port"),
        security="starttls" if settings.text("mail.security") == "starttls" else "tls",
        user=settings.text("mail.user").strip(),
        sender=settings.text("mail.sender").strip(),
    )


def settings_of(account: MailAccount) -> dict[str, SettingValue]:
    """What to keep of an account in the settings."""
    return {
        "mail.host": account.host,
        "mail.port": account.port,
        "mail.security": account.security,
        "mail.user": account.user,
        "mail.sender": account.sender,
    }


def account_problems(account: MailAccount) -> dict[str, str]:
    """What is missing or wrong of an account, in a plain sentence for each field; empty when it can be used."""
    found: dict[str, str] = {}
    if not mailbox(account.sender):
        found["sender"] = "This is no e-mail address. It should look like ann@lee.example."
    if not account.host:
        found["host"] = "Name the mail server, such as smtp.lee.example."
    elif not good_host(account.host):
        found["host"] = "This is no name of a server. It should look like smtp.lee.example."
    if not 0 < account.port < 65536:
        found["port"] = "A port is a number from 1 to 65535."
    return found


def good_host(host: str) -> bool:
    """Whether a name or an address can be that of a server."""
    text = host.strip()
    return (
        bool(text)
        and len(text) <= 253
        and not any(letter in text for letter in " \t\r\n/@?#\"'<>\\[](){}|^`,;")
    )
