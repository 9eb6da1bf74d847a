"""Sending an event from its window: the account, the states it can be in, the list, and never twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from newsreader.domain.errors import KeyringMissing, MailLoginRefused
from newsreader.domain.events import SubmissionState
from newsreader.store import drafts as rows
from newsreader.ui.submit import mail_program
from newsreader.ui.submit.events_window import EventsWindow
from newsreader.ui.submit.mail_account import MailAccountDialog
from newsreader.ui.submit.submit_window import SubmitWindow
from newsreader.ui.theme import Theme
from tests.ui.event_room import ACCOUNT, FULL, NOW, EventRoom, event_room

Opener = Callable[[int], SubmitWindow]


@pytest.fixture
def room(qapp: object, tmp_path: Path) -> Iterator[EventRoom]:
    with event_room(tmp_path) as made:
        yield made


@pytest.fixture
def open_window(room: EventRoom, theme: Theme, qtbot: QtBot) -> Opener:
    def open_it(draft_id: int) -> SubmitWindow:
        entry = room.library.events.draft(draft_id)
        window = SubmitWindow(theme, room.tasks, room.choices, room.outbox, entry, clock=lambda: NOW)
        qtbot.addWidget(window)
        window.show()
        qtbot.waitUntil(lambda: window.form.publication.count() > 2)
        return window

    return open_it


def state(room: EventRoom, draft_id: int) -> SubmissionState | None:
    found = room.library.events.draft(draft_id).submission
    return found.state if found is not None else None


def worker(room: EventRoom, change: Callable[..., None], **values: object) -> None:
    """What the worker notes of the one message."""
    with room.library._database.write() as w:
        (each,) = rows.in_state(w, *SubmissionState)
        change(w, each.id, **values)


def finish(room: EventRoom) -> None:
    """The worker ends its run."""
    room.jobs.named("send_events")[-1].finish(
        {"sent": [], "queued": [], "failed": [], "unsure": [], "next_try": None}
    )


def test_without_an_account_it_is_asked_for_first(room: EventRoom, open_window: Opener, qtbot: QtBot) -> None:
    draft_id = room.keep()
    window = open_window(draft_id)
    with qtbot.waitSignal(window.accountAsked):
        window.send.click()
    assert state(room, draft_id) is None
    room.use_account()
    window.account_saved()
    qtbot.waitUntil(lambda: state(room, draft_id) is SubmissionState.QUEUED)
    qtbot.waitUntil(lambda: len(room.jobs.named("send_events")) == 1)


def test_it_is_sent_and_stays_as_it_was_sent(room: EventRoom, open_window: Opener, qtbot: QtBot) -> None:
    room.use_account()
    draft_id = room.keep()
    window = open_window(draft_id)
    window.send.click()
    qtbot.waitUntil(lambda: window.band.head.text() == "Sending…")
    assert window.form.lines["title"].isReadOnly()
    assert not window.form.lines["title"].hasSelectedText(), "nothing invites to type over it"
    assert not window.send.isEnabled()
    window.send_now()
    worker(room, rows.set_sent, now=NOW)
    finish(room)
    qtbot.waitUntil(lambda: window.band.head.text() == "Sent")
    assert "to desk@courier.example" in window.band.more.text()
    window.send_now()
    qtbot.wait(50)
    assert len(room.jobs.named("send_events")) == 1
    with qtbot.waitSignal(window.draftAsked) as copied:
        window.band.findChild(object, "copy").click()
    assert room.library.events.draft(copied.args[0]).draft.title == FULL.title


def test_a_refused_password_leads_to_where_it_is_typed(
    room: EventRoom, open_window: Opener, qtbot: QtBot
) -> None:
    room.use_account()
    draft_id = room.keep()
    window = open_window(draft_id)
    window.send.click()
    qtbot.waitUntil(lambda: len(room.jobs.named("send_events")) == 1)
    worker(room, rows.set_failed, error="It does not accept this (535).", kind="MailLoginRefused")
    finish(room)
    qtbot.waitUntil(lambda: window.band.actions_shown == ("password",))
    assert window.band.more.text() == "It does not accept this (535)."
    assert not window.form.lines["title"].isReadOnly(), "the draft can be changed"
    with qtbot.waitSignal(window.accountAsked) as asked:
        window.band.findChild(object, "password").click()
    assert asked.args == ["It does not accept this (535)."]
    window.account_saved()
    qtbot.waitUntil(lambda: len(room.jobs.named("send_events")) == 2)
    assert state(room, draft_id) is SubmissionState.QUEUED


def test_a_lost_answer_asks_the_person_and_sends_nothing_by_itself(
    room: EventRoom, open_window: Opener, qtbot: QtBot
) -> None:
    room.use_account()
    draft_id = room.keep()
    window = open_window(draft_id)
    window.send.click()
    qtbot.waitUntil(lambda: len(room.jobs.named("send_events")) == 1)
    worker(room, rows.set_unsure, error="It may have been sent.", kind="MailUnsure")
    finish(room)
    qtbot.waitUntil(lambda: window.band.head.text() == "Did it arrive?")
    assert window.band.actions_shown == ("arrived", "again")
    assert len(room.jobs.named("send_events")) == 1
    window.band.findChild(object, "arrived").click()
    qtbot.waitUntil(lambda: state(room, draft_id) is SubmissionState.SENT)
    assert len(room.jobs.named("send_events")) == 1


def test_what_waits_is_taken_back_and_changed(room: EventRoom, open_window: Opener, qtbot: QtBot) -> None:
    room.use_account()
    draft_id = room.keep()
    window = open_window(draft_id)
    window.send.click()
    qtbot.waitUntil(lambda: len(room.jobs.named("send_events")) == 1)
    worker(room, rows.put_off, error="It does not answer.", kind="TimedOut", at=NOW + 300, tries=1)
    finish(room)
    qtbot.waitUntil(lambda: window.band.actions_shown == ("retry", "back"))
    assert "Next try" in window.band.more.text()
    window.band.findChild(object, "retry").click()
    qtbot.waitUntil(lambda: len(room.jobs.named("send_events")) == 2)
    finish(room)
    qtbot.waitUntil(lambda: window.band.actions_shown != ())
    window.band.findChild(object, "back").click()
    qtbot.waitUntil(lambda: state(room, draft_id) is SubmissionState.HELD)
    qtbot.waitUntil(lambda: not window.form.lines["title"].isReadOnly())


def test_what_waits_from_before_is_sent_when_its_time_has_come(room: EventRoom, qtbot: QtBot) -> None:
    room.use_account()
    draft_id = room.keep()
    room.library.events.queue(draft_id)
    room.outbox.look()
    qtbot.waitUntil(lambda: len(room.jobs.named("send_events")) == 1)


def test_the_mail_program_gets_a_file_and_where_there_is_none_it_is_shown(
    room: EventRoom, open_window: Opener, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(mail_program, "show_file", lambda path: opened.append(path) or True)
    window = open_window(room.keep())
    window.program.click()
    qtbot.waitUntil(lambda: window.band.actions_shown == ("file",))
    assert window.band.more.text() == mail_program.NO_PROGRAM
    window.band.findChild(object, "file").click()
    assert opened[0].suffix == ".eml"
    assert b"X-Unsent: 1" in opened[0].read_bytes()
    window.form.lines["title"].insert("!")
    assert window.band.isHidden(), "going on hushes it"


# -- the list --------------------------------------------------------------------------------------------------------


@pytest.fixture
def listed(room: EventRoom, theme: Theme, qtbot: QtBot) -> Callable[[], EventsWindow]:
    def open_it() -> EventsWindow:
        window = EventsWindow(theme, room.tasks, room.outbox, clock=lambda: NOW)
        qtbot.addWidget(window)
        window.show()
        qtbot.waitUntil(lambda: window._stack.currentWidget() is not window._blank)
        return window

    return open_it


def test_an_empty_list_leads_to_the_form(listed: Callable[[], EventsWindow], qtbot: QtBot) -> None:
    window = listed()
    assert window._stack.currentWidget() is window._empty
    with qtbot.waitSignal(window.newAsked):
        window._empty.actionRequested.emit("new")


def test_keys_that_are_meant_for_the_list_begin_no_new_event_before_it_is_there(
    room: EventRoom, theme: Theme, qtbot: QtBot
) -> None:
    draft_id = room.keep()
    window = EventsWindow(theme, room.tasks, room.outbox, clock=lambda: NOW)
    qtbot.addWidget(window)
    asked: list[object] = []
    window.newAsked.connect(lambda: asked.append("new"))
    window.show()
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Tab, Qt.Key.Key_Space):
        QTest.keyClick(window.focusWidget() or window, key)
    assert asked == []
    qtbot.waitUntil(lambda: draft_id in window.rows)
    assert window.focusWidget() is window.new, "and then the keys are about it"


def test_the_focus_stays_on_its_event_when_the_list_is_read_again(
    room: EventRoom, listed: Callable[[], EventsWindow], qtbot: QtBot
) -> None:
    kept, removed = room.keep(), room.keep()
    window = listed()
    for draft_id, key in ((kept, "copy"), (removed, "remove")):
        window.rows[draft_id].buttons[key].setFocus()
    window._command(lambda library: library.events.save(FULL))
    qtbot.waitUntil(lambda: len(window.rows) == 3)
    assert window.focusWidget() is window.rows[removed].buttons["remove"]
    window._command(lambda library: library.events.remove(removed))
    qtbot.waitUntil(lambda: len(window.rows) == 2)
    assert any(window.focusWidget() in row.buttons.values() for row in window.rows.values())


def test_drafts_are_opened_copied_and_removed(
    room: EventRoom, listed: Callable[[], EventsWindow], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft_id = room.keep()
    window = listed()
    with qtbot.waitSignal(window.openAsked) as asked:
        window.rows[draft_id].buttons["open"].click()  # type: ignore[attr-defined]
    assert asked.args == [draft_id]
    with qtbot.waitSignal(window.openAsked) as asked:
        window.rows[draft_id].buttons["copy"].click()  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: set(window.rows) == {draft_id, asked.args[0]})
    window.rows[draft_id].buttons["remove"].click()  # type: ignore[attr-defined]
    box = window.findChild(QMessageBox)
    assert draft_id in [entry.draft.id for entry in room.library.events.drafts()], "it asks first"
    next(each for each in box.buttons() if each.text() == "Remove").click()
    qtbot.waitUntil(lambda: set(window.rows) == {asked.args[0]})


def test_the_log_outlives_the_draft(
    room: EventRoom, listed: Callable[[], EventsWindow], qtbot: QtBot
) -> None:
    room.use_account()
    draft_id = room.keep()
    room.library.events.queue(draft_id)
    worker(room, rows.set_sent, now=NOW)
    room.library.events.remove(draft_id)
    window = listed()
    assert list(window.rows) == [draft_id]
    assert window.rows[draft_id].state.text().startswith("Sent")
    assert not window.rows[draft_id].buttons


# -- the account -----------------------------------------------------------------------------------------------------


@pytest.fixture
def account(room: EventRoom, theme: Theme, qtbot: QtBot) -> MailAccountDialog:
    dialog = MailAccountDialog(theme, room.choices, room.jobs)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def type_account(dialog: MailAccountDialog, qtbot: QtBot) -> None:
    qtbot.keyClicks(dialog.address, "ann@lee.example")
    qtbot.keyClicks(dialog.host, "smtp.lee.example")
    qtbot.keyClicks(dialog.user, "ann")
    qtbot.keyClicks(dialog.secret, "tide-tables")


def test_an_account_is_kept_and_its_password_goes_to_the_keyring(
    room: EventRoom, account: MailAccountDialog, qtbot: QtBot
) -> None:
    assert not account.save.isEnabled()
    type_account(account, qtbot)
    account.save.click()
    (asked,) = room.jobs.named("secret")
    assert asked.args == {
        "origin": "smtp://smtp.lee.example:465", "user": "ann", "secret": "tide-tables", "remember": "keyring",
    }  # fmt: skip
    with qtbot.waitSignal(account.accepted):
        asked.finish({"origin": "smtp://smtp.lee.example:465"})
    qtbot.waitUntil(lambda: room.library.events.account() == ACCOUNT)
    assert "tide-tables" not in (room.folder / "settings.json").read_text()


def test_without_a_keyring_it_can_be_kept_for_now(
    room: EventRoom, account: MailAccountDialog, qtbot: QtBot
) -> None:
    type_account(account, qtbot)
    account.save.click()
    room.jobs.named("secret")[0].fail(KeyringMissing("This system has no keyring."))
    assert "until the program ends" in account._told.text()
    account.save.click()
    assert room.jobs.named("secret")[1].args["remember"] == "session"


def test_a_check_logs_in_and_tells_how_it_went(
    room: EventRoom, account: MailAccountDialog, qtbot: QtBot
) -> None:
    type_account(account, qtbot)
    account.check.click()
    assert not account.check.isEnabled()
    room.jobs.named("check_mail")[0].fail(
        MailLoginRefused("It does not accept this name and password (535).")
    )
    assert account._told.text() == "It does not accept this name and password (535)."
    account.check.click()
    room.jobs.named("check_mail")[1].finish({"origin": ""})
    assert account._told.text() == "smtp.lee.example let you in. Nothing was sent."
    qtbot.keyClicks(account.host, "x")
    assert not account._told.text()


def test_the_usual_port_follows_the_security_unless_another_was_typed(
    account: MailAccountDialog, qtbot: QtBot
) -> None:
    def choose(place: int) -> None:
        account.security.setCurrentIndex(place)
        account.security.activated.emit(place)

    choose(1)
    assert account.account().port == 587
    choose(0)
    assert account.account().port == 465
    account.port.setText("2525")
    choose(1)
    assert account.account().port == 2525
