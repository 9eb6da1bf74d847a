"""What the windows say of events on their way. Pure but for the clock's zone; any thread."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from newsreader.domain.events import Draft, DraftEntry, Submission, SubmissionState
from newsreader.submit.check import known_zone
from newsreader.submit.moments import short_day, wall_clock

Tone = Literal["plain", "good", "bad"]


@dataclass(frozen=True, slots=True)
class StateWords:
    """How a state is told: a short headline, a sentence, and its tone."""

    head: str
    more: str
    tone: Tone = "plain"


def state_words(submission: Submission, now: int, *, sending: bool) -> StateWords:
    """What a person is told of a message; ``sending`` tells that the worker is at it now."""
    to = submission.recipient
    match submission.state:
        case SubmissionState.SENT:
            return StateWords("Sent", f"{_when(submission.sent or now, now)} to {to}", "good")
        case SubmissionState.SENDING:
            return StateWords("Sending…", f"To {to}")
        case SubmissionState.QUEUED if sending:
            return StateWords("Sending…", f"To {to}")
        case SubmissionState.QUEUED if submission.error:
            return StateWords(
                "Waiting to be sent", f"{submission.error} {_again(submission.next_try, now)}".strip()
            )
        case SubmissionState.QUEUED:
            return StateWords("Waiting to be sent", f"To {to}")
        case SubmissionState.UNSURE:
            return StateWords("Did it arrive?", submission.error, "bad")
        case SubmissionState.FAILED:
            return StateWords("It was not sent", submission.error, "bad")
        case SubmissionState.HELD:
            return StateWords("Taken back", "It was not sent and can be changed again.")


def _again(next_try: int | None, now: int) -> str:
    if next_try is None or next_try <= now:
        return ""
    return f"Next try {_when(next_try, now)}."


def _when(at: int, now: int) -> str:
    """``at 09:41``, with the day when it is another one."""
    then, today = datetime.fromtimestamp(at).astimezone(), datetime.fromtimestamp(now).astimezone()
    if then.date() == today.date():
        return f"at {then:%H:%M}"
    return f"on {short_day(then.date())}, {then:%H:%M}"


def kept_words(at: int, now: int) -> str:
    """``Draft, kept at 09:41``."""
    return f"Draft, kept {_when(at, now)}"


def title_words(draft: Draft) -> str:
    """The title of a draft, or what stands in for it."""
    return " ".join(draft.title.split()) or "Event without a title"


def about_words(draft: Draft) -> str:
    """``Harbour Courier · Sat 20 Mar 2027, 19:30``, as far as it is known."""
    when = ""
    if draft.begins is not None and known_zone(draft.zone):
        begin = wall_clock(draft.begins, draft.zone)
        when = f"{short_day(begin.date())}, {begin:%H:%M}"
    return " · ".join(part for part in (draft.publication or draft.email, when) if part) or "Nothing else yet"


def missing_words(names: Iterable[str], limit: int = 4) -> str:
    """``Still missing: title, begin, place``."""
    listed = list(names)
    if not listed:
        return ""
    shown = ", ".join(listed[:limit])
    more = len(listed) - limit
    return f"Still missing or wrong: {shown}" + (f" and {more} more" if more > 0 else "")


def needs_person(entry: DraftEntry) -> bool:
    """Whether an event waits for the person's word."""
    submission = entry.submission
    return submission is not None and submission.state in (SubmissionState.FAILED, SubmissionState.UNSURE)


def is_fixed(submission: Submission | None) -> bool:
    """Whether a draft cannot be changed now: its message is on its way, perhaps sent, or sent."""
    return submission is not None and submission.state not in (SubmissionState.FAILED, SubmissionState.HELD)
