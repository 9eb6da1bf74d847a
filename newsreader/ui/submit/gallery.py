"""The windows of submitted events in every state, with sample data: what ``--screenshot --show NAME`` draws.

Nothing is sent and nothing is kept: the library and the jobs of the gallery answer from memory. Main thread.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter
from PySide6.QtWidgets import QWidget

from newsreader.domain.changes import Change
from newsreader.domain.contacts import Recipient
from newsreader.domain.errors import MailLoginRefused, NewsreaderError
from newsreader.domain.events import Draft, DraftEntry, DraftPicture, Submission, SubmissionState
from newsreader.ui.choices import Choices
from newsreader.ui.dialogs.gallery import SampleJobs
from newsreader.ui.submit.events_window import EventsWindow
from newsreader.ui.submit.mail_account import MailAccountDialog
from newsreader.ui.submit.outbox import Outbox
from newsreader.ui.submit.picture_work import thumb_of, written
from newsreader.ui.submit.submit_window import SubmitWindow
from newsreader.ui.submit.words import StateWords
from newsreader.ui.tasks import Tasks
from newsreader.ui.theme import Theme

_DAY = 86_400
_RECIPIENTS = (
    Recipient("Harbour Courier", "desk@courier.example", "https://courier.example/", 1),
    Recipient("Upland Courier", "news@upland.example", "https://upland.example/", 2),
    Recipient("The Millrace", "", "https://millrace.example/", 3),
)
_PICTURES = (
    DraftPicture("aa11.jpg", 2048, 1365, 412_300, "IMG_2041.JPG"),
    DraftPicture("bb22.png", 1200, 900, 88_400, "map.png"),
)


def _draft() -> Draft:
    begins = (int(time.time()) // _DAY + 21) * _DAY + 18 * 3600 + 1800
    return Draft(
        3, "Harbour Courier", "desk@courier.example", "Harbour festival", begins, begins + 9000, "Europe/Berlin",
        "Market hall", "3 Mole Road, Eastport",
        "Boats, food, and a choir from the islands. The ferry at 23:00 waits for the last song.\n\n"
        "Everybody is welcome; children under twelve come in free.",
        "https://festival.example/programme", "Ann Lee, 555 0199", _PICTURES, int(time.time()) - 40,
    )  # fmt: skip


def _submission(state: SubmissionState, error: str = "", kind: str = "", **more: Any) -> Submission:
    now = int(time.time())
    return Submission(
        1, 3, "<1@lee.example>", state, "Harbour festival", "Harbour Courier", "desk@courier.example",
        "ann@lee.example", now - 60, error=error, error_kind=kind, **more,
    )  # fmt: skip


class EventTasks(Tasks):
    """Answers the windows of events from memory, at once."""

    def __init__(self, entries: tuple[DraftEntry, ...], log: tuple[Submission, ...], parent: QObject) -> None:
        super().__init__(parent)
        self._library: Any = SimpleNamespace(
            contacts=SimpleNamespace(recipients=lambda: list(_RECIPIENTS)),
            events=SimpleNamespace(
                drafts=lambda: list(entries),
                sent=lambda: list(log),
                next_try=lambda: None,
                draft=lambda _id: entries[0],
                picture_bytes=lambda _id, picture: written(_images()[picture.file == "bb22.png"], b"png"),
            ),
        )

    def query(self, fn: Any, done: Any, failed: Any = None, key: str | None = None) -> None:
        """Answer before returning."""
        done(fn(self._library))

    def command(self, fn: Callable[[Any], Change], done: object = None, failed: object = None) -> None:
        """Nothing is changed."""


Opener = Callable[[Theme, Choices, QWidget], QWidget]


def _form(
    entry: DraftEntry, *, wrong: bool = False, begun: bool = False, sending: bool = False,
    said: StateWords | None = None,
) -> Opener:  # fmt: skip
    def open_it(theme: Theme, choices: Choices, parent: QWidget) -> QWidget:
        tasks = EventTasks((entry,), (), parent)
        outbox = Outbox(tasks, SampleJobs(), parent)
        if sending:
            outbox.send()
        window = SubmitWindow(theme, tasks, choices, outbox, entry, parent)
        for picture, image in zip(entry.draft.pictures, _images(), strict=False):
            window.form.tiles.set_thumb(picture.file, thumb_of(image))
            window.preview.set_thumb(picture.file, thumb_of(image))
        if entry.draft.pictures:
            window.pictures.said.emit("IMG_2041.JPG: Its location was removed.")
        if wrong:
            window.form.show_all()
        if begun:
            window.tell_begun()
        if said is not None:
            window.way.tell(said, ("file",))
        return window

    return open_it


def _images() -> list[QImage]:
    """A sunset over water, and a plan."""
    photo, plan = QImage(600, 400, QImage.Format.Format_RGB32), QImage(400, 300, QImage.Format.Format_RGB32)
    painter = QPainter(photo)
    sky = QLinearGradient(0, 0, 0, 400)
    for at, colour in ((0.0, "#31507E"), (0.55, "#E8A06A"), (0.56, "#2E4A66"), (1.0, "#16283C")):
        sky.setColorAt(at, QColor(colour))
    painter.fillRect(photo.rect(), sky)
    painter.setBrush(QColor("#F6D9A8"))
    painter.drawEllipse(270, 150, 60, 60)
    painter.end()
    plan.fill(QColor("#F3F2EE"))
    painter = QPainter(plan)
    for left, top, wide, high in ((40, 40, 140, 90), (220, 40, 130, 220), (40, 170, 140, 90)):
        painter.fillRect(left, top, wide, high, QColor("#9DB4CC"))
    painter.end()
    return [photo, plan]


def _list(*entries: DraftEntry, log: tuple[Submission, ...] = ()) -> Opener:
    def open_it(theme: Theme, _choices: Choices, parent: QWidget) -> QWidget:
        tasks = EventTasks(entries, log, parent)
        return EventsWindow(theme, tasks, Outbox(tasks, SampleJobs(), parent), parent)

    return open_it


def _account(
    answer: dict[str, Any] | NewsreaderError | None, *, check: bool = False, filled: bool = True
) -> Opener:
    def open_it(theme: Theme, choices: Choices, parent: QWidget) -> QWidget:
        jobs = SampleJobs(answer)
        dialog = MailAccountDialog(theme, choices, jobs, parent)
        jobs.setParent(dialog)
        if filled:
            dialog.address.setText("ann@lee.example")
            dialog.host.setText("smtp.lee.example")
            dialog.user.setText("ann@lee.example")
            dialog.secret.setText("tide-tables")
            dialog.secret.textEdited.emit("")
        if check:
            dialog.check.click()
        return dialog

    return open_it


def _account_wrong(theme: Theme, choices: Choices, parent: QWidget) -> QWidget:
    dialog = MailAccountDialog(theme, choices, SampleJobs(), parent)
    dialog.address.setText("ann at lee")
    dialog.host.setText("smtp lee")
    for field in (dialog.address, dialog.host):
        field.textEdited.emit("")
        field.editingFinished.emit()
    return dialog


_REFUSED = (
    "smtp.lee.example does not accept this name and password (535). Enter them anew. Some providers want a password "
    "made for programs."
)
_LARGE = (
    "The message is too large: it has 12.4 MB, and smtp.lee.example takes 10.0 MB at the most. Take out a picture and "
    "send it again. Nothing was sent."
)
_LATER = "smtp.lee.example does not answer at port 465. It is tried again later."
_LOST = (
    "The connection to smtp.lee.example was lost after it had the message and before it confirmed it. It may have been "
    "sent. Look into your mailbox before you send it again."
)


def _forms() -> dict[str, Opener]:
    now = int(time.time())
    full = _draft()
    half = replace(
        full, email="desk at courier", ends=(full.begins or 0) - 60, link="festival", pictures=(), place=""
    )
    file = StateWords("Open in your mail program", "Send it from there. The draft stays here.", "good")
    queued = _submission(SubmissionState.QUEUED, next_try=now)
    later = _submission(SubmissionState.QUEUED, _LATER, "TimedOut", next_try=now + 300, tries=1)
    sent = _submission(SubmissionState.SENT, sent=now - 20)
    return {
        "event-empty": _form(DraftEntry(Draft())),
        "event-filled": _form(DraftEntry(full)),
        "event-problems": _form(DraftEntry(half), wrong=True),
        "event-missing": _form(DraftEntry(Draft(publication="The Millrace")), wrong=True),
        "event-begun": _form(DraftEntry(full), begun=True),
        "event-sending": _form(DraftEntry(full, queued), sending=True),
        "event-waiting": _form(DraftEntry(full, later)),
        "event-sent": _form(DraftEntry(full, sent)),
        "event-refused": _form(DraftEntry(full, _submission(SubmissionState.FAILED, _LARGE, "MailTooLarge"))),
        "event-login": _form(
            DraftEntry(full, _submission(SubmissionState.FAILED, _REFUSED, "MailLoginRefused"))
        ),
        "event-unsure": _form(DraftEntry(full, _submission(SubmissionState.UNSURE, _LOST, "MailUnsure"))),
        "event-program": _form(DraftEntry(full), said=file),
    }


def _lists() -> dict[str, Opener]:
    now = int(time.time())
    full = _draft()
    others = (
        DraftEntry(
            replace(full, id=4, title="Open day of the lifeboat house"),
            _submission(SubmissionState.UNSURE, _LOST, "MailUnsure"),
        ),
        DraftEntry(replace(full, id=5, title="A concert"), _submission(SubmissionState.FAILED, _LARGE)),
        DraftEntry(
            replace(
                full,
                id=6,
                title="Book fair on the quay, with readings in four languages and a tent for children",
            ),
            _submission(SubmissionState.QUEUED, _LATER, next_try=now + 300),
        ),
        DraftEntry(Draft(7, publication="The Millrace", changed=now - 3 * _DAY)),
    )
    sent = replace(
        _submission(SubmissionState.SENT, sent=now - 2 * _DAY), draft_id=9, id=9, title="Winter market"
    )
    return {
        "events-none": _list(),
        "events-list": _list(DraftEntry(full), *others, log=(sent,)),
    }


def _accounts() -> dict[str, Opener]:
    return {
        "mail-account": _account(None, filled=False),
        "mail-account-checking": _account(None, check=True),
        "mail-account-good": _account({"origin": "smtp://smtp.lee.example:465"}, check=True),
        "mail-account-refused": _account(MailLoginRefused(_REFUSED), check=True),
        "mail-account-wrong": _account_wrong,
    }


def _all() -> dict[str, Opener]:
    return _forms() | _lists() | _accounts()


NAMES = tuple(_all())
"""The names of all states, for ``--show list``."""


def open_state(name: str, theme: Theme, choices: Choices, parent: QWidget) -> QWidget:
    """The window in the state ``name``, not yet shown. Raises KeyError for a name that is none."""
    return _all()[name](theme, choices, parent)
