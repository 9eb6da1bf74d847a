"""The message to a newsroom: text, calendar file, pictures. Pure, standard library's email; any thread."""

from __future__ import annotations

from collections.abc import Callable
from email import policy
from email.header import Header
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from urllib.parse import quote

from newsreader.domain.events import Draft, DraftPicture
from newsreader.submit import wording
from newsreader.submit.addresses import mailbox
from newsreader.submit.calendar_file import calendar_file
from newsreader.submit.moments import utc

# Seven bits and CRLF: every server takes that, whatever it says it can do.
_POLICY = policy.SMTP.clone(cte_type="7bit", max_line_length=76)
_TYPES = {"jpg": "jpeg", "png": "png"}

ReadPicture = Callable[[DraftPicture], bytes]
"""Gives the bytes of a picture of the draft."""


def new_message_id(sender: str) -> str:
    """An id that no other message has. It tells the sender's domain, as every mail program's does, and nothing else."""
    domain = mailbox(sender).partition("@")[2] or "localhost"
    return make_msgid(domain=domain)


def build(draft: Draft, read: ReadPicture, *, sender: str, message_id: str, now: int) -> bytes:
    """The bytes of the message as they go over the wire, lines ended by CRLF.

    ``sender`` is the person's address, ``now`` UTC epoch seconds. The draft must have passed ``check.problems``.
    Raises what ``read`` raises.
    """
    message = _message(draft, read, message_id.strip("<>"), now)
    message["From"] = mailbox(sender)
    message["Message-ID"] = message_id
    message["Date"] = format_datetime(utc(now))
    return _bytes(message, draft)


def build_unsent(draft: Draft, read: ReadPicture, *, sender: str, now: int) -> bytes:
    """The message as a file that a mail program opens as a draft of its own, ready to be sent (``X-Unsent``).

    Without ``sender`` the mail program says who writes.
    """
    message = _message(draft, read, new_message_id(sender).strip("<>"), now)
    if address := mailbox(sender):
        message["From"] = address
    message["X-Unsent"] = "1"
    return _bytes(message, draft)


def _message(draft: Draft, read: ReadPicture, uid: str, now: int) -> EmailMessage:
    message = EmailMessage(policy=_POLICY)
    message["To"] = mailbox(draft.email)
    message.set_content(wording.body(draft), charset="utf-8", cte="quoted-printable")
    message.add_attachment(
        calendar_file(draft, uid, now),
        maintype="text",
        subtype="calendar",
        filename=wording.calendar_name(draft),
        params={"charset": "utf-8", "method": "PUBLISH"},
    )
    for picture, name in zip(draft.pictures, wording.picture_names(draft), strict=True):
        kind = _TYPES[picture.file.rpartition(".")[2]]
        message.add_attachment(read(picture), maintype="image", subtype=kind, filename=name)
    return message


def _bytes(message: EmailMessage, draft: Draft) -> bytes:
    """The message with its subject, which is folded by hand: EmailMessage loses a space where it breaks a subject that
    is not ASCII."""
    subject = wording.subject(draft)
    plain = subject.isascii() and "=?" not in subject
    folded = Header(subject, "us-ascii" if plain else "utf-8", header_name="Subject", maxlinelen=76)
    return b"Subject: " + folded.encode(linesep="\r\n").encode("ascii") + b"\r\n" + message.as_bytes()


def mailto(draft: Draft) -> str:
    """The message without its attachments as a ``mailto:`` address (RFC 6068), for a mail program that takes no more.

    At most about 2,000 characters: longer ones are cut off by some systems.
    """
    text = wording.body(draft)
    head = f"mailto:{quote(mailbox(draft.email), safe='@')}?subject={quote(wording.subject(draft), safe='')}&body="
    while len(address := head + quote(text.replace("\n", "\r\n"), safe="")) > 2000 and text:
        text = text[: max(0, len(text) - 50)].rstrip() + "…" if len(text) > 60 else ""
    return address
