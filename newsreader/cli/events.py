"""``event``: what a person submits to newsrooms, from a terminal; and ``contact``: how a newsroom is reached."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from newsreader.cli import plain
from newsreader.cli.bar import ProgressBar
from newsreader.cli.outcome import Outcome
from newsreader.cli.services import Services
from newsreader.cli.shapes import when
from newsreader.domain.errors import NotWritable, UsageError
from newsreader.domain.events import DraftEntry, SubmissionState
from newsreader.library import jobs

_DRAFT = "draft"


def event(services: Services, options: argparse.Namespace) -> Outcome:
    """``event list``, ``event show ID``, ``event send ID``, ``event eml ID FILE`` or ``event check``."""
    match options.what:
        case "check":
            return _checked(services)
        case "show":
            return _shown(services, options.event)
        case "send":
            return _sent(services, options.event)
        case "eml":
            return _written(services, options.event, options.file)
        case _:
            return _listed(services)


def _listed(services: Services) -> Outcome:
    entries = services.library().events.drafts()
    lines = [
        plain.tame(f"{one.draft.id}  {_state(one):<7}  {one.draft.title or '(no title)'}  {one.draft.email}")
        for one in entries
    ]
    return Outcome([_document(one) for one in entries], lines or ["No events yet."])


def _shown(services: Services, draft_id: int) -> Outcome:
    one = services.library().events.draft(draft_id)
    document = _document(one)
    return Outcome(document, [plain.tame(f"{name}: {value}") for name, value in document.items() if value])


def _sent(services: Services, draft_id: int) -> Outcome:
    """Queue it and send it now. A message that was perhaps sent is never sent again from here: that is the person's
    word, which the window asks for."""
    events = services.library().events
    before = events.draft(draft_id).submission
    if before is not None and before.state is SubmissionState.UNSURE:
        raise UsageError("It may have been sent already. Say in the window whether it arrived.")
    events.queue(draft_id)
    submission = events.draft(draft_id).submission
    assert submission is not None
    _run(services, "send_events", jobs.send_events([submission.id]))
    one = services.library().events.draft(draft_id)
    fault = one.submission.error if one.submission is not None and _state(one) != "sent" else ""
    return Outcome(_document(one), [f"Sent to {one.draft.email}."] if not fault else [], fault)


def _checked(services: Services) -> Outcome:
    """Log in to the mail server of the settings, without sending anything."""
    account = services.library().events.account()
    done = _run(services, "check_mail", jobs.check_mail(account))
    return Outcome(done, [f"{plain.tame(account.host)} let you in. Nothing was sent."])


def contact(services: Services, options: argparse.Namespace) -> Outcome:
    """``contact FEED``: look on the site of a feed, and keep what is found; then how the newsroom is reached."""
    feed = services.library().feeds.feed(options.feed)
    done = _run(services, "contact", jobs.contact(feed.id))
    card = services.library().contacts.card(feed.id)
    shown = {
        name: {"value": found.value, "from": found.origin, "page": found.page}
        for name, found in card.shown.items()
    }
    lines = [
        plain.tame(f"{name}: {found.value}  ({found.page or found.origin})")
        for name, found in card.shown.items()
    ]
    document = {"feed": feed.id, "found": done["found"], "pages": done["pages"], "contact": shown}
    return Outcome(document, lines or ["Nothing was found on its site."])


def _run(services: Services, job: str, args: dict[str, Any]) -> dict[str, Any]:
    """Run a job; the library that was open before is closed by it."""
    bar = ProgressBar()
    try:
        return services.run(job, args, bar)
    finally:
        bar.close()


def _written(services: Services, draft_id: int, file: Path) -> Outcome:
    """The message as a file for a mail program."""
    made = services.library().events.write_eml(draft_id)
    try:
        data = made.read_bytes()
        file.write_bytes(data)
    except OSError as fault:
        raise NotWritable(f"{file} cannot be written: {fault.strerror or 'the disk refused'}.") from fault
    return Outcome({"file": str(file), "bytes": len(data)}, [f"Written: {file}"])


def _state(one: DraftEntry) -> str:
    return one.submission.state.value if one.submission is not None else _DRAFT


def _document(one: DraftEntry) -> dict[str, Any]:
    draft, submission = one.draft, one.submission
    return {
        "id": draft.id,
        "state": _state(one),
        "publication": draft.publication,
        "email": draft.email,
        "title": draft.title,
        "begins": when(draft.begins),
        "ends": when(draft.ends),
        "zone": draft.zone,
        "place": draft.place,
        "address": draft.address,
        "description": draft.description,
        "link": draft.link,
        "contact": draft.contact,
        "pictures": [{"width": p.width, "height": p.height, "bytes": p.size} for p in draft.pictures],
        "changed": when(draft.changed),
        "sent": when(submission.sent) if submission is not None else None,
        "next_try": when(submission.next_try) if submission is not None else None,
        "error": submission.error if submission is not None else "",
    }
