"""Events a person submits to a publication: the draft, its way out, and the mail account it goes through.

Times are UTC epoch seconds with the name of a time zone beside them; absent text is ``""``, absent time is None.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Security = Literal["tls", "starttls"]
"""How a connection to a mail server becomes safe: TLS from its first byte, or by STARTTLS. There is no third way."""


@dataclass(frozen=True, slots=True)
class DraftPicture:
    """A picture of a draft as it will be sent: a file of ours, made anew without the metadata of the original.

    ``file`` is its name in the draft's folder and begins with the digest of its bytes; ``size`` is in bytes; ``name``
    is that of the file a person chose, which is never sent.
    """

    file: str
    width: int
    height: int
    size: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person wrote of an event, as far as they got. ``id`` is 0 until it was kept.

    ``begins`` and ``ends`` are moments; ``zone`` is the IANA name of the time zone they are meant in, such as
    ``Europe/Berlin``. ``changed`` is when it was kept last.
    """

    id: int = 0
    publication: str = ""
    email: str = ""
    title: str = ""
    begins: int | None = None
    ends: int | None = None
    zone: str = ""
    place: str = ""
    address: str = ""
    description: str = ""
    link: str = ""
    contact: str = ""
    pictures: tuple[DraftPicture, ...] = ()
    changed: int = 0


class SubmissionState(StrEnum):
    """Where a message is.

    QUEUED waits for its turn, SENDING was being handed to the server, SENT was accepted, FAILED needs the person, HELD
    was taken back before it went, UNSURE was handed over but the answer never came: it is not sent again without the
    person's word.
    """

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    HELD = "held"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Submission:
    """A draft on its way, or arrived. ``message_id`` stays the same however often it is tried.

    ``next_try`` is None unless it is queued; ``error`` is the sentence of the last try that did not succeed,
    ``error_kind`` the name of its fault.
    """

    id: int
    draft_id: int
    message_id: str
    state: SubmissionState
    title: str
    publication: str
    recipient: str
    sender: str
    queued: int
    tries: int = 0
    next_try: int | None = None
    sent: int | None = None
    error: str = ""
    error_kind: str = ""


@dataclass(frozen=True, slots=True)
class DraftEntry:
    """A line of the list of drafts: the draft, and what became of it (None while it was never given to send)."""

    draft: Draft
    submission: Submission | None = None


@dataclass(frozen=True, slots=True)
class MailAccount:
    """Where a person's mail goes out. Its password is in the keyring, under ``origin``.

    ``sender`` is the person's own address; ``user`` is what the server wants as a name, ``""`` when it wants none.
    """

    host: str = ""
    port: int = 465
    security: Security = "tls"
    user: str = ""
    sender: str = ""

    @property
    def complete(self) -> bool:
        """Whether everything is there but the password."""
        return bool(self.host and self.sender)

    @property
    def origin(self) -> str:
        """The place its password belongs to, and is sent to alone."""
        return f"smtp://{self.host.lower()}:{self.port}"
