"""The words of the message to a newsroom. Pure."""

from __future__ import annotations

import re
import unicodedata

from newsreader.domain.events import Draft
from newsreader.submit.check import known_zone
from newsreader.submit.moments import short_day, span_words, wall_clock

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def line(text: str) -> str:
    """``text`` on one line, without characters that mail or calendars cannot hold."""
    return " ".join(_CONTROL.sub(" ", text).split())


def paragraphs(text: str) -> str:
    """``text`` with its line breaks, at most one empty line together, without characters that mail cannot hold."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    lines = [_CONTROL.sub("", each).expandtabs(4).rstrip() for each in unified.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def subject(draft: Draft) -> str:
    """``Event: Harbour festival, Sat 14 Mar 2027``."""
    title = line(draft.title) or "(no title yet)"
    if draft.begins is None or not known_zone(draft.zone):
        return f"Event: {title}"
    return f"Event: {title}, {short_day(wall_clock(draft.begins, draft.zone).date())}"


def body(draft: Draft) -> str:
    """The text of the message: what, when, where, whom to ask; then the description; then what is attached."""
    parts = [line(draft.title) or "(no title yet)", _facts(draft)]
    if description := paragraphs(draft.description):
        parts.append(description)
    parts.append(_attached(draft))
    return "\n\n".join(part for part in parts if part) + "\n"


def _facts(draft: Draft) -> str:
    when = ""
    if draft.begins is not None and known_zone(draft.zone):
        when = span_words(draft.begins, draft.ends, draft.zone)
    facts = (
        ("When", when or "(not said yet)"),
        ("Where", location(draft)),
        ("Link", line(draft.link)),
        ("Contact", line(draft.contact)),
    )
    return "\n".join(f"{name}: {value}" for name, value in facts if value)


def location(draft: Draft) -> str:
    """Place and address in one line."""
    return ", ".join(part for part in (line(draft.place), line(draft.address)) if part)


def _attached(draft: Draft) -> str:
    pictures = len(draft.pictures)
    if not pictures:
        return "A calendar file is attached."
    return f"{pictures} {'picture' if pictures == 1 else 'pictures'} and a calendar file are attached."


def slug(title: str) -> str:
    """A name for files made from a title: ASCII letters and digits joined by hyphens, ``event`` for none."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode("ascii").lower()
    words = re.findall(r"[a-z0-9]+", plain)
    name = "-".join(words)[:40].strip("-")
    # What Windows keeps for itself, with any ending.
    return "event" if not name or re.fullmatch(r"con|prn|aux|nul|com\d|lpt\d", name) else name


def calendar_name(draft: Draft) -> str:
    """The name of the calendar file."""
    return f"{slug(draft.title)}.ics"


def picture_names(draft: Draft) -> tuple[str, ...]:
    """The names the pictures get in the message: nothing of the files a person chose is told."""
    name = slug(draft.title)
    return tuple(
        f"{name}-{number}.{picture.file.rpartition('.')[2]}"
        for number, picture in enumerate(draft.pictures, start=1)
    )
