"""Events you submitted: what needs the person, what is on its way, drafts to go on with, and the log of what was sent.

Main thread. A window of its own; it follows what the worker does.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from newsreader.domain.changes import Change
from newsreader.domain.errors import NewsreaderError
from newsreader.domain.events import DraftEntry, Submission, SubmissionState
from newsreader.ui.dialogs.sheet import button, heading, note
from newsreader.ui.plain import plain_box, plain_label
from newsreader.ui.reader.states import EmptyState, StateView
from newsreader.ui.submit import words
from newsreader.ui.submit.event_row import EventRow
from newsreader.ui.submit.outbox import Outbox
from newsreader.ui.tasks import Tasks
from newsreader.ui.theme import Theme

if TYPE_CHECKING:
    from newsreader.library.library import Library

MOST = 200
"""Rows of each part; older ones are left out."""
_NOTHING = EmptyState(
    "No events yet",
    "Write to a newsroom about a concert, a market or a meeting: when, where, and a picture or two.",
    "Submit an event",
    "new",
    "calendar-plus",
)

Entries = tuple[list[DraftEntry], list[Submission]]


class EventsWindow(QDialog):
    """``openAsked`` carries the id of a draft, ``newAsked`` wants a new one."""

    openAsked = Signal(int)
    newAsked = Signal()

    def __init__(
        self,
        theme: Theme,
        tasks: Tasks,
        outbox: Outbox,
        parent: QWidget | None = None,
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tasks = tasks
        self._outbox = outbox
        self._clock = clock
        self._shown: tuple[Entries, bool] | None = None
        self.rows: dict[int, EventRow] = {}
        self.setWindowTitle("Events you submitted")
        self.setWindowFlags(Qt.WindowType.Window)
        self.setMinimumSize(theme.px(480), theme.px(320))
        self.resize(theme.px(640), theme.px(600))
        self._build(theme)
        tasks.changed.connect(self._follow)
        outbox.moved.connect(self.read)
        self.read()

    def _build(self, theme: Theme) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(24, 20, 20, 8)
        head.addWidget(heading(theme, "Events you submitted"), 1)
        self.new = button("Submit an event…", "primary")
        self.new.setAutoDefault(False)
        # Keys typed before the list is read are meant for it: until then this is for the mouse alone.
        self.new.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.new.clicked.connect(self.newAsked)
        head.addWidget(self.new)
        self._told = note(theme, "", tone="error")
        self._told.setContentsMargins(24, 0, 24, 8)
        self._told.hide()
        self._empty = StateView(theme, "paper")
        self._empty.show_state(_NOTHING)
        self._empty.actionRequested.connect(lambda _action: self.newAsked.emit())
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Tab goes from row to row
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._stack = QStackedWidget()
        self._blank = QWidget()
        self._blank.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for page in (self._blank, self._empty, self._area):
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._told)
        column.addWidget(self._stack, 1)
        self._blank.setFocus(Qt.FocusReason.OtherFocusReason)

    def read(self) -> None:
        """Read the list again."""
        self._tasks.query(_entries, self._here, self._fault, key="events")

    # -- what is shown -------------------------------------------------------------------------------------------

    def _follow(self, change: Change) -> None:
        if change.drafts:
            self.read()

    def _take_keys(self) -> None:
        """The first list is read: from now on keys are taken."""
        if self.new.focusPolicy() == Qt.FocusPolicy.NoFocus:
            self.new.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.new.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fault(self, fault: NewsreaderError) -> None:
        self._take_keys()
        self._told.setText(fault.sentence)
        self._told.show()

    def _here(self, found: Entries) -> None:
        if self._shown == (found, self._outbox.sending):
            return
        self._shown = found, self._outbox.sending
        self._take_keys()
        entries, log = found
        if not entries and not log:
            self._stack.setCurrentWidget(self._empty)
            return
        kept, focused = self._area.verticalScrollBar().value(), self._focused()
        self._area.setWidget(self._list(entries, log))
        self._area.verticalScrollBar().setValue(kept)
        self._stack.setCurrentWidget(self._area)
        if focused is not None:
            self._focus(*focused)

    def _focused(self) -> tuple[int, str] | None:
        """The event, and which of its buttons, that has the focus."""
        focus = self.focusWidget()
        buttons = ((id, key, each) for id, row in self.rows.items() for key, each in row.buttons.items())
        return next(((id, key) for id, key, each in buttons if each is focus), None)

    def _focus(self, draft_id: int, key: str) -> None:
        """Give the focus back to a button of an event, or to the nearest thing that is left of it."""
        buttons = self.rows[draft_id].buttons if draft_id in self.rows else {}
        others = [each for row in self.rows.values() for each in row.buttons.values()]
        found = buttons.get(key) or next(iter([*buttons.values(), *others]), self.new)
        found.setFocus(Qt.FocusReason.OtherFocusReason)

    def _list(self, entries: list[DraftEntry], log: list[Submission]) -> QWidget:
        parts = _parted(entries)
        self.rows = {}
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(24, 0, 20, 20)
        column.setSpacing(0)
        for title, members in parts.items():
            if members:
                column.addWidget(self._part(title))
                for entry in members[:MOST]:
                    column.addWidget(self._draft_row(entry))
        if log:
            column.addWidget(self._part("Sent"))
            drafts = {entry.draft.id: entry for entry in entries}
            for sent in log[:MOST]:
                column.addWidget(self._sent_row(sent, drafts.get(sent.draft_id)))
        column.addStretch(1)
        return inner

    def _part(self, title: str) -> QLabel:
        label = plain_label(title.upper(), tone="secondary")
        label.setFont(self._theme.font(11, QFont.Weight.DemiBold))
        label.setContentsMargins(0, 14, 0, 2)
        return label

    def _draft_row(self, entry: DraftEntry) -> EventRow:
        now, draft, submission = int(self._clock()), entry.draft, entry.submission
        if submission is None:
            state = words.StateWords(words.kept_words(draft.changed, now), "")
        else:
            state = words.state_words(submission, now, sending=self._outbox.sending)
        row = EventRow(
            self._theme,
            words.title_words(draft),
            words.about_words(draft),
            state,
            _actions(submission, sending=self._outbox.sending),
        )
        row.asked.connect(lambda what, id=draft.id: self._act(what, id))
        self.rows[draft.id] = row
        return row

    def _sent_row(self, sent: Submission, entry: DraftEntry | None) -> EventRow:
        state = words.state_words(sent, int(self._clock()), sending=False)
        about = words.about_words(entry.draft) if entry is not None else sent.publication or sent.recipient
        actions = _actions(sent, sending=False) if entry is not None else ()
        row = EventRow(self._theme, sent.title, about, state, actions)
        row.asked.connect(lambda what, id=sent.draft_id: self._act(what, id))
        self.rows[sent.draft_id] = row
        return row

    # -- what a person does --------------------------------------------------------------------------------------

    def _act(self, what: str, draft_id: int) -> None:
        self._told.hide()
        match what:
            case "open":
                self.openAsked.emit(draft_id)
            case "copy":
                self._tasks.command(lambda library: library.events.copy(draft_id), self._copied, self._fault)
            case "remove":
                self._ask_remove(draft_id)
            case "again":
                self._outbox.queue(draft_id, self._fault)
            case "arrived":
                self._command(lambda library: library.events.confirm(draft_id))
            case "back":
                self._command(lambda library: library.events.take_back(draft_id))

    def _command(self, command: Callable[[Library], Change]) -> None:
        self._tasks.command(command, None, self._fault)

    def _copied(self, change: Change) -> None:
        self.openAsked.emit(change.drafts[0])

    def _ask_remove(self, draft_id: int) -> None:
        box = plain_box(
            self, "Remove event", "Remove this event with its pictures?",
            "That cannot be undone. What was sent stays in the log.",
        )  # fmt: skip
        yes = box.addButton("Remove", QMessageBox.ButtonRole.AcceptRole)
        yes.setProperty("kind", "danger")
        box.addButton("Cancel", QMessageBox.ButtonRole.RejectRole)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        yes.clicked.connect(lambda: self._command(lambda library: library.events.remove(draft_id)))
        box.open()


def _entries(library: Library) -> Entries:
    return library.events.drafts(), library.events.sent()


def _parted(entries: list[DraftEntry]) -> dict[str, list[DraftEntry]]:
    """The drafts that are not sent, by what is to be done about them."""
    parts: dict[str, list[DraftEntry]] = {"Needs you": [], "On its way": [], "Drafts": []}
    for entry in entries:
        state = entry.submission.state if entry.submission is not None else SubmissionState.HELD
        if state is SubmissionState.SENT:
            continue
        name = (
            "Needs you"
            if words.needs_person(entry)
            else "Drafts"
            if state is SubmissionState.HELD
            else "On its way"
        )
        parts[name].append(entry)
    return parts


def _actions(submission: Submission | None, *, sending: bool) -> tuple[tuple[str, str, str], ...]:
    """What can be done with an event: key, words, and an icon where a small button is enough."""
    edit, copy, remove = (
        ("open", "Open", "edit"), ("copy", "Make a new one from it", "copy"), ("remove", "Remove…", "trash"),
    )  # fmt: skip
    match submission.state if submission is not None else SubmissionState.HELD:
        case SubmissionState.HELD:
            return edit, copy, remove
        case SubmissionState.FAILED:
            return ("open", "Edit", ""), ("again", "Send again", ""), copy, remove
        case SubmissionState.UNSURE:
            return ("arrived", "It arrived", ""), ("again", "Send again", "")
        case SubmissionState.QUEUED if not sending:
            return ("back", "Take back", ""), ("open", "Open", "edit")
        case SubmissionState.SENT:
            return ("open", "Open", "article"), copy, remove
        case _:
            return (("open", "Open", "article"),)
