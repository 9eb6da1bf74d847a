"""E-mail addresses that can be written to. Pure, standard library only."""

from __future__ import annotations

import re

_LONGEST = 254  # RFC 5321 section 4.5.3.1.3, without the brackets
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(?<!-)")


def mailbox(typed: str) -> str:
    """The address that ``typed`` means, its domain in ASCII; ``""`` when it is none that mail can be sent to.

    Quoted local parts, comments and display names are refused: whoever writes one here made a mistake, or wants to
    smuggle in a second recipient.
    """
    text = typed.strip().removeprefix("mailto:")
    local, at, domain = text.rpartition("@")
    if not at or not _LOCAL.fullmatch(local) or len(local) > 64:
        return ""
    try:
        host = domain.encode("idna").decode("ascii").lower() if not domain.isascii() else domain.lower()
    except UnicodeError:
        return ""
    labels = host.split(".")
    if len(labels) < 2 and host != "localhost":
        return ""
    if not all(_LABEL.fullmatch(label) for label in labels):
        return ""
    address = f"{local}@{host}"
    return address if len(address) <= _LONGEST else ""
