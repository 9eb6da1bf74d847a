"""Events a person submits: drafts, the messages on their way, and the log of those sent.

A draft has at most one submission, whose Message-ID never changes. While a message is queued, being sent, or perhaps
sent, its draft stays as it is; once sent, for good. Files of pictures are in ``draft_files``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from newsreader.domain.errors import UsageError
from newsreader.domain.events import Draft, DraftEntry, DraftPicture, Submission, SubmissionState
from newsreader.store import codec
from newsreader.store.transactions import Reader, Writer

_TEXTS = (
    "publication", "email", "title", "begins", "ends", "zone", "place", "address", "description", "link", "contact",
)  # fmt: skip
_DRAFT = ", ".join(f"d.{name}" for name in ("id", *_TEXTS, "pictures", "changed"))
_SENDING = (
    "id", "draft_id", "message_id", "state", "title", "publication", "recipient", "sender", "queued", "tries",
    "next_try", "sent", "error", "error_kind",
)  # fmt: skip
_SUBMISSION = ", ".join(f"s.{name}" for name in _SENDING)
_WIDTH = len(_TEXTS) + 3
_FIXED = (SubmissionState.QUEUED, SubmissionState.SENDING, SubmissionState.UNSURE, SubmissionState.SENT)


# -- drafts ----------------------------------------------------------------------------------------------------------


def draft(r: Reader, draft_id: int) -> Draft:
    """One draft. Raises UsageError when there is none with this id."""
    rows = r.rows(f"SELECT {_DRAFT} FROM drafts d WHERE d.id = ?", (draft_id,))
    if not rows:
        raise UsageError(f"There is no event {draft_id}.")
    return _draft(rows[0])


def entries(r: Reader) -> list[DraftEntry]:
    """Every draft with what became of it, the one changed last first."""
    rows = r.rows(
        f"SELECT {_DRAFT}, {_SUBMISSION} FROM drafts d LEFT JOIN submissions s ON s.draft_id = d.id"
        " ORDER BY d.changed DESC, d.id DESC"
    )
    return [
        DraftEntry(_draft(row[:_WIDTH]), None if row[_WIDTH] is None else _submission(row[_WIDTH:]))
        for row in rows
    ]


def save(w: Writer, written: Draft, now: int) -> int:
    """Keep what was written, but not its pictures (see ``set_pictures``); the id of the draft.

    Raises UsageError when there is no such draft any more, or when its message is on its way or sent.
    """
    values: dict[str, Any] = {name: getattr(written, name) for name in _TEXTS} | {"changed": now}
    if not written.id:
        return w.insert("drafts", values | {"created": now, "pictures": ""})
    draft(w, written.id)
    _must_be_open(w, written.id)
    w.set("drafts", written.id, values)
    return written.id


def set_pictures(w: Writer, draft_id: int, pictures: Iterable[DraftPicture], now: int) -> None:
    """Say which pictures a draft has, in their order. Raises UsageError as ``save`` does."""
    draft(w, draft_id)
    _must_be_open(w, draft_id)
    w.set("drafts", draft_id, {"pictures": _pack_pictures(pictures), "changed": now})


def copy(w: Writer, draft_id: int, now: int) -> int:
    """Make a new draft of one, for another publication: everything but whom it goes to. The id of the copy."""
    original = draft(w, draft_id)
    values: dict[str, Any] = {name: getattr(original, name) for name in _TEXTS}
    values |= {"publication": "", "email": "", "created": now, "changed": now}
    return w.insert("drafts", values | {"pictures": _pack_pictures(original.pictures)})


def remove(w: Writer, draft_id: int) -> None:
    """Forget a draft; the log keeps what was sent. Raises UsageError while its message is on its way."""
    found = submission_of(w, draft_id)
    if found is not None and found.state in (SubmissionState.SENDING, SubmissionState.UNSURE):
        raise UsageError(
            "This event may be on its way at this moment. Say first whether it is to be sent again."
        )
    if found is not None and found.state is not SubmissionState.SENT:
        w.run("DELETE FROM submissions WHERE id = ?", (found.id,))
    w.run("DELETE FROM drafts WHERE id = ?", (draft_id,))


def _must_be_open(r: Reader, draft_id: int) -> None:
    found = submission_of(r, draft_id)
    if found is not None and found.state in _FIXED:
        sent = found.state is SubmissionState.SENT
        raise UsageError(
            "This event was sent and stays as it was sent. Make a new one from it."
            if sent
            else "This event is on its way. Take it back before you change it."
        )


# -- messages on their way -------------------------------------------------------------------------------------------


def submission(r: Reader, submission_id: int) -> Submission:
    """One submission. Raises UsageError when there is none with this id."""
    rows = r.rows(f"SELECT {_SUBMISSION} FROM submissions s WHERE s.id = ?", (submission_id,))
    if not rows:
        raise UsageError("This event was taken back; it is not sent.")
    return _submission(rows[0])


def submission_of(r: Reader, draft_id: int) -> Submission | None:
    """What became of a draft, None while it was never given to send."""
    rows = r.rows(f"SELECT {_SUBMISSION} FROM submissions s WHERE s.draft_id = ?", (draft_id,))
    return _submission(rows[0]) if rows else None


def in_state(r: Reader, *states: SubmissionState) -> list[Submission]:
    """Those in one of some states, the newest first."""
    marks = ", ".join("?" * len(states))
    rows = r.rows(
        f"SELECT {_SUBMISSION} FROM submissions s WHERE s.state IN ({marks})"
        " ORDER BY ifnull(s.sent, s.queued) DESC, s.id DESC",
        tuple(state.value for state in states),
    )
    return [_submission(row) for row in rows]


def queue(w: Writer, draft_id: int, message_id: str, sender: str, now: int) -> int:
    """Give a draft to send; the id of its submission. One that failed, was taken back, or is to be sent again by
    the person's word waits anew, under its old Message-ID.

    Raises UsageError when there is no such draft, or when it was sent already. One that waits already is left alone.
    """
    written = draft(w, draft_id)
    values = {
        "state": SubmissionState.QUEUED.value,
        "title": written.title,
        "publication": written.publication,
        "recipient": written.email,
        "sender": sender,
        "queued": now,
        "tries": 0,
        "next_try": now,
        "error": "",
        "error_kind": "",
    }
    found = submission_of(w, draft_id)
    if found is None:
        return w.insert("submissions", values | {"draft_id": draft_id, "message_id": message_id})
    if found.state is SubmissionState.SENT:
        raise UsageError("This event was sent already. To send it again, make a new one from it.")
    if found.state in (SubmissionState.FAILED, SubmissionState.HELD, SubmissionState.UNSURE):
        w.set("submissions", found.id, values)
    return found.id


def take_back(w: Writer, draft_id: int) -> None:
    """Do not send what waits, so that it can be changed. Raises UsageError when it is being sent, or may have been."""
    found = submission_of(w, draft_id)
    if found is None or found.state in (SubmissionState.FAILED, SubmissionState.HELD):
        return
    if found.state is not SubmissionState.QUEUED:
        raise UsageError("It is too late to take this event back: the mail server has it already.")
    _settle(w, found.id, SubmissionState.HELD)


def due(r: Reader, now: int, ids: Sequence[int] | None = None) -> list[Submission]:
    """Queued messages to send now, oldest first; with ``ids`` these, whatever their time."""
    queued = reversed(in_state(r, SubmissionState.QUEUED))
    if ids is None:
        return [each for each in queued if (each.next_try or 0) <= now]
    return [each for each in queued if each.id in ids]


def next_try(r: Reader) -> int | None:
    """When the next queued message is to be tried, None when none waits."""
    found = r.value("SELECT min(ifnull(next_try, 0)) FROM submissions WHERE state = 'queued'")
    return None if found is None else int(found)


def hand_over(w: Writer, submission_id: int) -> bool:
    """Note that a message is being handed to the server; False when it was taken back meanwhile."""
    return (
        w.run(
            "UPDATE submissions SET state = 'sending', tries = tries + 1, next_try = NULL"
            " WHERE id = ? AND state = 'queued'",
            (submission_id,),
        )
        == 1
    )


def set_sent(w: Writer, submission_id: int, now: int) -> None:
    """The server took it, or the person says that it arrived."""
    _settle(w, submission_id, SubmissionState.SENT, sent=now)


def set_failed(w: Writer, submission_id: int, error: str, kind: str) -> None:
    """It cannot be sent as it is."""
    _settle(w, submission_id, SubmissionState.FAILED, error=error, error_kind=kind)


def set_unsure(w: Writer, submission_id: int, error: str, kind: str) -> None:
    """The server had it, and its answer was lost."""
    _settle(w, submission_id, SubmissionState.UNSURE, error=error, error_kind=kind)


def put_off(w: Writer, submission_id: int, error: str, kind: str, at: int, tries: int) -> None:
    """It could not be sent this time; it is tried again ``at`` a time. ``tries`` counts those so far."""
    _settle(w, submission_id, SubmissionState.QUEUED, error=error, error_kind=kind, next_try=at, tries=tries)


def _settle(w: Writer, submission_id: int, state: SubmissionState, **values: Any) -> None:
    cleared = {"next_try": None, "error": "", "error_kind": ""}
    w.set("submissions", submission_id, cleared | values | {"state": state.value})


# -- rows ------------------------------------------------------------------------------------------------------------


def _draft(row: Sequence[Any]) -> Draft:
    values = dict(zip(("id", *_TEXTS, "pictures", "changed"), row, strict=True))
    return Draft(**values | {"pictures": _unpack_pictures(values["pictures"])})


def _submission(row: Sequence[Any]) -> Submission:
    values = dict(zip(_SENDING, row, strict=True))
    return Submission(**values | {"state": SubmissionState(values["state"])})


def _pack_pictures(pictures: Iterable[DraftPicture]) -> str:
    """The pictures of a draft as JSON, ``""`` for none."""
    rows = [[p.file, p.width, p.height, p.size, p.name] for p in pictures]
    return codec.sound(json.dumps(rows, ensure_ascii=False, separators=(",", ":"))) if rows else ""


def _unpack_pictures(packed: str) -> tuple[DraftPicture, ...]:
    """The pictures of what ``_pack_pictures`` made."""
    return tuple(DraftPicture(*row) for row in json.loads(packed)) if packed else ()
