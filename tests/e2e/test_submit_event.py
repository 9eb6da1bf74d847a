"""The real program in a real window: a person submits an event with two pictures, and a mail server gets it, once."""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from tests.hostile.support.certificates import Authority
from tests.support.mail_server import Habits, MailServer
from tests.support.program import needs_screen, program
from tests.support.screen import Screen, wait_for

pytestmark = needs_screen


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


def trusting(authority: Authority) -> dict[str, str]:
    """The environment of a program that trusts our authority."""
    return {"SSL_CERT_FILE": str(authority.pem), "TZ": "Europe/Berlin"}


def draft_of(folder: Path) -> dict[str, str]:
    """The one draft as it is on disk."""
    with sqlite3.connect(f"file:{folder / 'cache.sqlite3'}?mode=ro", uri=True) as cache:
        cache.row_factory = sqlite3.Row
        found = cache.execute("SELECT * FROM drafts").fetchall()
        return dict(found[0]) if found else {}


def pictures_of(folder: Path) -> list[object]:
    return list(json.loads(draft_of(folder)["pictures"] or "[]"))


def submission_state(folder: Path) -> str:
    with sqlite3.connect(f"file:{folder / 'cache.sqlite3'}?mode=ro", uri=True) as cache:
        found = cache.execute("SELECT state FROM submissions").fetchall()
        return str(found[0][0]) if found else ""


def by_palette(screen: Screen, words: str, title: str) -> None:
    """Open a window titled ``title`` by the palette; again, should the cache not be open yet."""
    screen.focus("Newsreader")

    def opened() -> list[str]:
        if not screen.windows(title):
            screen.key("Escape", "ctrl+k")
            screen.type(words)
            screen.key("Return")
        with contextlib.suppress(AssertionError):
            return wait_for(lambda: screen.windows(title), title, patience=3)
        return []

    wait_for(opened, f"the window “{title}”")
    screen.focus(title)


def open_form(screen: Screen) -> None:
    """An empty form."""
    by_palette(screen, "submit an event", "Submit an event")


def type_event(screen: Screen) -> None:
    """From field to field with Tab, beginning at the publication."""
    screen.key("Tab")
    for text, tabs in (
        ("desk@courier.example", 1), ("Harbour festival", 1), ("20 March 2031", 1), ("7.30 pm", 1), ("", 1), ("22", 2),
        ("Market hall", 1), ("3 Mole Road", 1), ("Boats and a choir.", 1), ("https://festival.example/", 1), ("Ann", 0),
    ):  # fmt: skip
        if text:
            screen.type(text)
        if tabs:
            screen.key(*["Tab"] * tabs)


def add_picture(screen: Screen, path: Path) -> None:
    """By the file dialog, as a path typed into it."""
    screen.key("space")
    screen.focus("Add pictures")
    screen.type(str(path))
    screen.key("Return")
    wait_for(lambda: not screen.windows("Add pictures"), "the file dialog to close")
    screen.focus("Submit an event")


def set_account_up(screen: Screen, server: MailServer) -> None:
    """The dialog that comes up because there is no account yet."""
    screen.focus("Mail account")
    screen.type("ann@lee.example")
    screen.key("Tab")
    screen.type("localhost")
    screen.key("Tab", "ctrl+a")
    screen.type(str(server.port))
    screen.key("Tab", "Tab")
    screen.type("ann")
    screen.key("Tab")
    screen.type("tide-tables")
    screen.key("Tab", "Down", "Return")  # kept until the program ends: this machine has no keyring


def test_an_event_with_two_pictures_reaches_the_newsroom(
    screen: Screen, authority: Authority, tmp_path: Path
) -> None:
    shown = Path(__file__).resolve().parents[2] / "resources" / "welcome"
    pictures = sorted(shown.glob("*.png"))[:2]
    data = tmp_path / "data"
    with (
        MailServer(authority.context("localhost")) as server,
        program(screen, data, environment=trusting(authority)),
    ):
        open_form(screen)
        type_event(screen)
        wait_for(lambda: draft_of(data).get("contact") == "Ann", "the draft to be kept as it is typed")
        assert draft_of(data)["zone"] == "Europe/Berlin"
        screen.key("Tab")
        for number, path in enumerate(pictures, start=1):
            add_picture(screen, path)
            wait_for(lambda n=number: len(pictures_of(data)) == n, "the picture to be kept")
        screen.key("ctrl+Return")
        set_account_up(screen, server)
        wait_for(lambda: submission_state(data) == "sent", "the message to be sent")
        (received,) = server.received
        kept = [
            path.read_bytes()
            for path in sorted((data / "drafts").rglob("*"))
            if path.suffix in (".png", ".jpg")
        ]
    mail = message_from_bytes(received.raw, policy=policy.default)
    assert received.recipients == ["desk@courier.example"]
    assert mail["Subject"] == "Event: Harbour festival, Thu 20 Mar 2031"
    assert "When: Thursday 20 March 2031, 19:30–22:00 (Europe/Berlin, UTC+1)" in mail.get_body().get_content()
    parts = list(mail.iter_attachments())
    assert parts[0].get_content_type() == "text/calendar"
    assert {_digest(part.get_content()) for part in parts[1:]} == {_digest(data) for data in kept}
    assert len(parts) == 3
    assert server.logins == ["PLAIN"]


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_a_draft_outlives_a_crash_and_a_lost_answer_is_not_sent_twice(
    screen: Screen, authority: Authority, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    with MailServer(authority.context("localhost"), users={}) as server:
        settings = {"mail.host": "localhost", "mail.port": server.port, "mail.sender": "ann@lee.example"}
        data.mkdir()
        (data / "settings.json").write_text(json.dumps(settings))
        with program(screen, data, environment=trusting(authority)) as process:
            open_form(screen)
            type_event(screen)
            wait_for(lambda: draft_of(data).get("contact") == "Ann", "the draft to be kept as it is typed")
            process.kill()
            process.wait(10)
        server.habits = Habits(cut="after")
        with program(screen, data, environment=trusting(authority)):
            open_drafts(screen)
            screen.key("ctrl+Return")
            wait_for(lambda: submission_state(data) == "unsure", "the answer to be missed")
            assert len(server.received) == 1
        with program(screen, data, environment=trusting(authority)):
            screen.focus("Newsreader")
            assert submission_state(data) == "unsure"
        assert len(server.received) == 1


def open_drafts(screen: Screen) -> None:
    """By the palette, and the one draft of the list."""
    by_palette(screen, "events you submitted", "Events you submitted")

    def opened() -> list[str]:
        screen.focus("Events you submitted")
        screen.key("Tab", "space")  # before the list is read these mean its other button: a new event
        with contextlib.suppress(AssertionError):
            return wait_for(lambda: screen.windows("Harbour festival"), "the draft", patience=15)
        return []

    wait_for(opened, "the draft of the list")
    screen.focus("Harbour festival")
