"""What still keeps an event from being sent, in a plain sentence for each field. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from newsreader.domain.events import Draft, DraftPicture
from newsreader.submit import limits
from newsreader.submit.addresses import mailbox
from newsreader.text.numbers import grouped
from newsreader.text.urls import is_web

FIELDS = (
    "publication", "email", "title", "begins", "ends", "zone", "place", "address", "description", "link", "contact",
    "pictures",
)  # fmt: skip
"""The fields of a draft that can be wrong, in the order a person fills them in."""

_LINES = ("publication", "place", "address", "link", "contact")


def problems(draft: Draft, now: int) -> dict[str, str]:
    """The fields that are missing or wrong, each with its sentence, in the order of ``FIELDS``; empty when it can be
    sent. ``now`` is UTC epoch seconds: what is over is not announced."""
    found: dict[str, str] = {}
    for field, sentence in _all(draft, now):
        found.setdefault(field, sentence)
    return {field: found[field] for field in FIELDS if field in found}


def _all(draft: Draft, now: int) -> Iterator[tuple[str, str]]:
    if not draft.email.strip():
        yield "email", "Say to which address it goes: the newsroom’s e-mail."
    elif not mailbox(draft.email):
        yield "email", "This is no e-mail address. It should look like desk@courier.example."
    if not draft.title.strip():
        yield "title", "Give the event a title."
    elif len(draft.title) > limits.TITLE:
        yield "title", f"The title is too long: at most {limits.TITLE} characters."
    yield from _when(draft, now)
    if not draft.place.strip() and not draft.link.strip():
        yield "place", "Say where it takes place, or give a link if it is online."
    if draft.link.strip() and not is_web(draft.link.strip()):
        yield "link", "A link begins with https:// or http://."
    for field in _LINES:
        if len(getattr(draft, field)) > limits.LINE:
            yield field, f"This is too long: at most {limits.LINE} characters."
    if len(draft.description) > limits.DESCRIPTION:
        over = len(draft.description) - limits.DESCRIPTION
        yield "description", f"The description is {grouped(over)} characters too long."
    yield from _pictures(draft.pictures)


def _when(draft: Draft, now: int) -> Iterator[tuple[str, str]]:
    if draft.begins is None:
        yield "begins", "Say when it begins: day and time."
    else:
        over = draft.ends if draft.ends is not None and draft.ends > draft.begins else draft.begins
        if over < now:
            yield "begins", "This is over already. Check the day."
        if draft.ends is not None and draft.ends <= draft.begins:
            yield "ends", "It ends before it begins."
        elif draft.ends is not None and draft.ends - draft.begins > limits.LONGEST:
            yield "ends", "It lasts longer than a year. Check the day of its end."
    if not known_zone(draft.zone):
        yield "zone", "Choose a time zone, such as Europe/Berlin."


def _pictures(pictures: tuple[DraftPicture, ...]) -> Iterator[tuple[str, str]]:
    if len(pictures) > limits.PICTURES:
        yield "pictures", f"These are too many pictures: at most {limits.PICTURES} can go with one event."
    elif sum(picture.size for picture in pictures) > limits.PICTURE_BYTES:
        most = limits.PICTURE_BYTES // 1_000_000
        yield "pictures", f"Together the pictures are larger than {most} MB. Take one out."


def known_zone(name: str) -> bool:
    """Whether ``name`` is a time zone of the IANA database."""
    if not name or len(name) > 64 or name.startswith(("/", ".")):
        return False
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError, ValueError):  # no such zone, a folder of them, or no name at all
        return False
    return True
