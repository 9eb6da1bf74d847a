"""Notices on the desktop: when, of what, and as plain text (HOSTILE S15, S16)."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QSystemTrayIcon
from pytestqt.qtbot import QtBot

from newsreader.domain.stories import StoryHeader
from newsreader.ui.choices import Choices
from newsreader.ui.desktop_notices import BusNotifier
from newsreader.ui.main_window import MainWindow
from newsreader.ui.notifications import Notice, Notifications, about_stories, about_trouble
from newsreader.ui.tasks import Tasks
from newsreader.ui.tray import Tray
from tests.support.notice_service import NoticeService, session_bus
from tests.ui.fake_jobs import FakeJobs
from tests.ui.fake_library import FakeLibrary


class FakeNotifier(QObject):
    """A desktop that notes what it shows."""

    activated = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[Notice] = []

    def show(self, notice: Notice) -> None:
        self.shown.append(notice)

    def close(self) -> None:
        pass


class Desk:
    """Notifications over the fake library; ``in_front`` is what the window says of itself."""

    def __init__(self, tasks: Tasks, choices: Choices, qtbot: QtBot) -> None:
        self.in_front = False
        self.desktop = FakeNotifier()
        self._tasks, self._qtbot = tasks, qtbot
        self.notifications = Notifications(tasks, choices, lambda: self.in_front, None, self.desktop)

    def refresh(self, meanwhile: Callable[[], object] = lambda: None) -> list[Notice]:
        """A refresh during which something happens; what was told after it."""
        self.notifications.fetching(True)
        self._qtbot.waitUntil(lambda: self._tasks.idle)
        meanwhile()
        before = len(self.desktop.shown)
        self.notifications.fetching(False)
        self._qtbot.waitUntil(lambda: self._tasks.idle)
        return self.desktop.shown[before:]


@pytest.fixture
def choices(window: MainWindow) -> Choices:
    window.choices.set("notify.new_stories", True)
    window.choices.set("notify.trouble", True)
    return window.choices


@pytest.fixture
def desk(window: MainWindow, choices: Choices, qtbot: QtBot) -> Desk:
    return Desk(window.tasks, choices, qtbot)


def arrive(library: FakeLibrary, feed: int, *titles: str) -> None:
    for title in titles:
        number = max(library.story_rows) + 1
        pattern = library.story_rows[1]
        row = replace(pattern, id=number, feed_id=feed, title=title, read=False, when=pattern.when + number)
        library.story_rows[number] = row


def watch(library: FakeLibrary, feed: int) -> None:
    library.feed_rows[feed] = replace(library.feed_rows[feed], notify=True)


def test_only_feeds_that_were_chosen_are_told_of(desk: Desk, library: FakeLibrary) -> None:
    watch(library, 2)
    assert desk.refresh(lambda: arrive(library, 3, "Not for the desktop")) == []
    (notice,) = desk.refresh(lambda: arrive(library, 2, "Bridge opens"))
    assert "Bridge opens" in notice.title
    assert notice.story == max(library.story_rows)


def test_many_stories_are_one_notice(desk: Desk, library: FakeLibrary) -> None:
    watch(library, 2)
    (notice,) = desk.refresh(lambda: arrive(library, 2, *(f"Headline {n}" for n in range(12))))
    assert notice.title == "12 new stories"
    assert notice.story is None
    assert notice.body.count("\n") == 3
    assert notice.body.endswith("and 9 more")


def test_nothing_is_told_to_who_looks_at_the_window_or_did_not_ask(
    desk: Desk, library: FakeLibrary, choices: Choices
) -> None:
    watch(library, 2)
    desk.in_front = True
    assert desk.refresh(lambda: arrive(library, 2, "Seen anyway")) == []
    desk.in_front = False
    choices.set("notify.new_stories", False)
    assert desk.refresh(lambda: arrive(library, 2, "Not asked for")) == []


def test_a_feed_that_stops_working_is_told_once(desk: Desk, library: FakeLibrary) -> None:
    assert desk.refresh() == []

    def stop() -> None:
        feed = library.feed_rows[4]
        library.feed_rows[4] = replace(feed, error="The feed was removed for good.", error_kind="Gone")

    (notice,) = desk.refresh(stop)
    assert "Continental Desk" in notice.title
    assert "removed for good" in notice.body
    assert desk.refresh() == []


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("<img src=file:///etc/passwd>", "<img src=file:///etc/passwd>"),
        ("a\nb\tc", "a b c"),
        ("x" * 500, "x" * 99 + "…"),
    ],
)
def test_a_headline_is_a_line_of_plain_text(library: FakeLibrary, title: str, shown: str) -> None:
    """HOSTILE S15, S16: isolated, so that a right-to-left override turns nothing but itself."""
    header: StoryHeader = replace(library.story_rows[1], title=title)
    assert about_stories(1, [header]).title == f"\u2068{shown}\u2069"
    assert f"\u2068{shown}\u2069\n" in about_stories(3, [header, header]).body
    feed = replace(library.feed_rows[1], title=title)
    assert about_trouble([feed]).title == f"\u2068{shown}\u2069 cannot be read"


def test_a_click_opens_the_story(window: MainWindow, jobs: FakeJobs, qtbot: QtBot) -> None:
    notifications = window._controllers.notifications  # type: ignore[union-attr]
    notifications.clicked.emit(Notice("Headline", "", "stories", 17))
    qtbot.waitUntil(lambda: window.reader.story is not None and window.reader.story.header.id == 17)
    notifications.clicked.emit(Notice("12 new stories", "", "stories"))
    qtbot.waitUntil(lambda: window.selection.view.kind.value == "unread")


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[NoticeService]:
    """A bus and a desktop of the test's own."""
    with session_bus() as address, NoticeService(address) as found:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield found


def test_the_desktop_gets_text_and_tells_of_the_click(
    qapp: object, qtbot: QtBot, service: NoticeService
) -> None:
    """HOSTILE S15: a service that reads markup gets it escaped, its title is never markup."""
    owner = QObject()
    notifier = BusNotifier(owner)
    notice = Notice("<b>12</b> new", "<img src=x>\nA & B", "stories")
    notifier.show(notice)
    qtbot.waitUntil(lambda: len(service.shown) == 1)
    assert service.shown[0].replaces == 0
    assert service.shown[0].summary == "<b>12</b> new"
    assert service.shown[0].body == "&lt;img src=x&gt;\nA &amp; B"
    notifier.show(Notice("13 new", "", "stories"))
    notifier.show(Notice("A feed", "", "trouble"))
    qtbot.waitUntil(lambda: len(service.shown) == 3)
    assert [shown.replaces for shown in service.shown] == [0, 1, 0]
    with qtbot.waitSignal(notifier.activated) as clicked:
        service.click(2)
    assert clicked.args == [Notice("A feed", "", "trouble")]
    notifier.close()
    assert not [thread for thread in threading.enumerate() if thread.name == "notices"]


def test_a_desktop_that_takes_no_notices_is_no_fault(
    qapp: object, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path=/nowhere-{os.getpid()}")
    notifier = BusNotifier(QObject())
    notifier.show(Notice("1 new", "", "stories"))
    qtbot.waitUntil(lambda: "takes no notices" in caplog.text)
    notifier.close()


@pytest.mark.qt_log_ignore("systemTrayWindowChanged", "does not support raise")
def test_the_tray_has_an_icon_only_where_it_is_wanted(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    controllers = window._controllers
    assert controllers is not None
    tray = controllers.tray
    assert not tray.shown
    window.choices.set("notify.tray", True)
    assert not tray.shown, "there is no tray here"
    monkeypatch.setattr(Tray, "available", staticmethod(lambda: True))
    window.choices.set("notify.tray", False)
    window.choices.set("notify.tray", True)
    assert tray.shown
    with qtbot.waitSignal(tray.openAsked):
        tray._activated(QSystemTrayIcon.ActivationReason.Trigger)
    window.choices.set("notify.tray", False)
    assert not tray.shown
