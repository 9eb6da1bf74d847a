"""The page of a feed, the view of trouble, removing, folders: what they say and what they do."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QLabel, QLineEdit, QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from newsreader.domain.errors import KeyringMissing, NewsreaderError, TimedOut, UsageError
from newsreader.domain.feeds import Feed, Folder
from newsreader.domain.fetching import FeedHealth, FeedReport, FetchState, Validators
from newsreader.ui.dialogs import feed_words
from newsreader.ui.dialogs.feed_page import FeedPage
from newsreader.ui.dialogs.folder import FolderDialog
from newsreader.ui.dialogs.remove import RemoveDialog
from newsreader.ui.dialogs.trouble import TroubleDialog
from newsreader.ui.dialogs.trouble_rows import rows_of
from newsreader.ui.tasks import Tasks
from newsreader.ui.theme import Theme
from tests.ui.fake_jobs import FakeJobs
from tests.ui.fake_library import FakeLibrary

HOUR, DAY = 3600, 86_400


def words(dialog: QDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())


def button(dialog: QDialog, text: str) -> QPushButton:
    return next(each for each in dialog.findChildren(QPushButton) if each.text() == text)


@pytest.fixture
def reported(library: FakeLibrary) -> FakeLibrary:
    """The library with the two queries of the feed page and the view of trouble."""

    def report(id: int) -> FeedReport:
        feed = library.feeds.feed(id)
        state = FetchState(id, feed.url, Validators('"abc"'), last_result="Nothing new.", failures=3)
        return FeedReport(
            feed,
            state,
            "It publishes about every 8 hours.",
            48_200,
            ((301, "https://x.example/"),),
            (1, 0, 4),
        )

    def health() -> list[FeedHealth]:
        now = int(time.time())
        return [
            FeedHealth(feed, now - (400 * DAY if feed.id == 2 else HOUR), 3) for feed in library.feeds.all()
        ]

    library.feeds.report = report  # type: ignore[method-assign,attr-defined,unused-ignore]
    library.feeds.health = health  # type: ignore[method-assign,attr-defined,unused-ignore]
    return library


@pytest.fixture
def open_page(
    qtbot: QtBot, theme: Theme, tasks: Tasks, reported: FakeLibrary
) -> Callable[[int], tuple[FeedPage, FakeJobs]]:
    def open_it(feed: int) -> tuple[FeedPage, FakeJobs]:
        jobs = FakeJobs()
        page = FeedPage(theme, tasks, jobs, feed)
        qtbot.addWidget(page)
        page.show()
        qtbot.waitUntil(lambda: reported.feeds.feed(feed).title in words(page))
        return page, jobs

    return open_it


def test_the_page_tells_what_a_person_wants_to_know(open_page: Any) -> None:
    page, _ = open_page(6)
    said = words(page)
    for part in (
        "The server answered 404: there is no page at this address.",
        "It publishes about every 8 hours.",
        "47 KB",
        'ETag "abc"',
        "301 (moved for good) to https://x.example/",
    ):
        assert part in said


def test_the_page_is_as_high_as_what_it_shows(qtbot: QtBot, open_page: Any, reported: FakeLibrary) -> None:
    """Without stories there is no chart, and no room for one."""
    whole = reported.feeds.report
    with_chart, _ = open_page(6)
    reported.feeds.report = lambda id: replace(whole(id), weeks=())  # type: ignore[method-assign]
    without, _ = open_page(6)
    qtbot.waitUntil(lambda: with_chart.height() - without.height() > 60)


def test_checking_now_asks_the_worker_and_shows_the_new_report(
    qtbot: QtBot, open_page: Any, reported: FakeLibrary
) -> None:
    page, jobs = open_page(6)
    button(page, "Check now").click()
    assert (jobs.asked[-1].name, jobs.asked[-1].args["feeds"], jobs.asked[-1].args["force"]) == (
        "sync",
        [6],
        True,
    )
    assert not button(page, "Checking…").isEnabled()
    reported.feed_rows[6] = replace(reported.feed_rows[6], error="")
    jobs.asked[-1].finish({})
    qtbot.waitUntil(lambda: "404" not in words(page))
    button(page, "Check now").click()
    jobs.asked[-1].fail(TimedOut("It took too long."))
    assert "It took too long." in words(page)


def test_interval_pause_and_address_are_set(qtbot: QtBot, open_page: Any, reported: FakeLibrary) -> None:
    page, _ = open_page(1)
    combo = next(each for each in page.findChildren(QComboBox) if each.accessibleName() == "Check")
    combo.activated.emit(3)
    qtbot.waitUntil(lambda: reported.feed_rows[1].interval == HOUR)
    button(page, "Pause").click()
    qtbot.waitUntil(lambda: reported.feed_rows[1].paused)
    qtbot.waitUntil(lambda: "Not while it is paused" in words(page))
    button(page, "Resume").click()
    qtbot.waitUntil(lambda: not reported.feed_rows[1].paused)
    button(page, "Edit address…").click()
    field = page.findChild(QLineEdit)
    field.setText(" https://new.example/feed ")
    button(page, "Save address").click()
    qtbot.waitUntil(lambda: reported.feed_rows[1].url == "https://new.example/feed")
    qtbot.waitUntil(lambda: "https://new.example/feed" in words(page))


def test_what_is_kept_and_told_is_chosen_on_the_page(
    qtbot: QtBot, open_page: Any, reported: FakeLibrary
) -> None:
    page, _ = open_page(1)
    for box in page.findChildren(QCheckBox):
        box.click()
    qtbot.waitUntil(lambda: reported.feed_rows[1].keep_unread and reported.feed_rows[1].notify)
    days = next(each for each in page.findChildren(QComboBox) if "read stories" in each.accessibleName())
    days.activated.emit(days.findText("For 30 days"))
    qtbot.waitUntil(lambda: reported.feed_rows[1].keep_days == 30)
    qtbot.waitUntil(lambda: days.currentText() == "For 30 days")


def test_escape_gives_up_editing_first_and_a_refused_address_is_said(
    qtbot: QtBot, open_page: Any, reported: FakeLibrary
) -> None:
    page, _ = open_page(1)
    button(page, "Edit address…").click()
    qtbot.keyClick(page.findChild(QLineEdit), Qt.Key.Key_Escape)
    assert page.isVisible()
    button(page, "Edit address…").click()
    reported.fail_next = UsageError("You have this address already.")
    qtbot.keyClick(page.findChild(QLineEdit), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "You have this address already." in words(page))
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert not page.isVisible()


def test_a_feed_that_waits_for_a_login_asks_on_its_page_and_is_checked_with_it(
    qtbot: QtBot, open_page: Any, reported: FakeLibrary
) -> None:
    reported.feed_rows[2] = replace(
        reported.feed_rows[2], error="It wants a password.", error_kind="LoginNeeded"
    )
    page, jobs = open_page(2)
    assert not button(page, "Log in").isEnabled()
    user, secret = (field for field in page.findChildren(QLineEdit) if field.isVisible())
    qtbot.keyClicks(user, "anna")
    qtbot.keyClicks(secret, "pass")
    qtbot.keyClick(secret, Qt.Key.Key_Return)
    args = jobs.asked[-1].args
    assert (jobs.asked[-1].name, args["feed"], args["user"], args["secret"]) == ("secret", 2, "anna", "pass")
    jobs.asked[-1].fail(KeyringMissing("This system has no keyring."))
    assert "This system has no keyring." in words(page)
    button(page, "Log in").click()
    assert jobs.asked[-1].args["remember"] == "session"
    jobs.asked[-1].finish({"feed": 2})
    assert (jobs.asked[-1].name, jobs.asked[-1].args["feeds"]) == ("sync", [2])
    reported.feed_rows[2] = replace(reported.feed_rows[2], error="", error_kind="")
    jobs.asked[-1].finish({})
    qtbot.waitUntil(lambda: "wants a password" not in words(page))
    assert button(page, "Check now").isEnabled()


def test_a_keyring_that_was_unlocked_meanwhile_needs_nothing_typed(
    qtbot: QtBot, open_page: Any, reported: FakeLibrary
) -> None:
    reported.feed_rows[2] = replace(
        reported.feed_rows[2], error="The keyring is locked.", error_kind="KeyringLocked"
    )
    page, jobs = open_page(2)
    button(page, "Check now").click()
    assert (jobs.asked[-1].name, jobs.asked[-1].args["feeds"]) == ("sync", [2])
    jobs.asked[-1].finish({"due": 1})
    _, secret = (field for field in page.findChildren(QLineEdit) if field.isVisible())
    qtbot.keyClicks(secret, "pass")
    button(page, "Log in").click()
    assert jobs.asked[-1].name == "secret"


def test_a_check_that_the_server_asked_us_to_put_off_says_so(qtbot: QtBot, open_page: Any) -> None:
    page, jobs = open_page(1)
    button(page, "Check now").click()
    jobs.asked[-1].finish({"due": 0})
    qtbot.waitUntil(lambda: "wants to be left alone" in words(page))


def test_removing_from_the_page_asks_and_tells(qtbot: QtBot, open_page: Any, reported: FakeLibrary) -> None:
    page, _ = open_page(1)
    button(page, "Remove…").click()
    asked = page.findChild(RemoveDialog)
    qtbot.waitUntil(lambda: "This can be undone." in words(asked))
    with qtbot.waitSignal(page.removed) as told:
        button(asked, "Remove").click()
    assert told.args == [1]
    assert 1 not in reported.feed_rows


def report_of(**values: Any) -> FeedReport:
    feed = Feed(
        1,
        "https://a.example/",
        "A",
        **{key: values.pop(key) for key in ("paused", "next_check", "last_checked") if key in values},
    )
    return FeedReport(feed, values.pop("state", FetchState(1, feed.url)), **values)


def test_the_words_of_the_page() -> None:
    now = 1_763_800_000
    assert feed_words.last_check(report_of(), now) == "Not yet"
    assert feed_words.next_check(report_of(paused=True), now) == "Not while it is paused"
    assert feed_words.next_check(report_of(state=FetchState(1, "", gone=True)), now).startswith("Never")
    waiting = FetchState(1, "", last_checked=now, last_status=401)
    assert "entered a name" in feed_words.next_check(report_of(state=waiting), now)
    assert feed_words.next_check(report_of(next_check=now - 5), now) == "As soon as possible"
    assert feed_words.next_check(report_of(next_check=now + 2 * HOUR), now).endswith("in 2 h")
    assert (
        feed_words.rhythm(report_of(weeks=(7, 7), latest=now - 60), now)
        == "About 1 a day, newest story 1 min ago"
    )
    assert feed_words.rhythm(report_of(), now) == "No stories yet"
    assert feed_words.validators(report_of()).startswith("None")
    assert feed_words.interval_index(None) == 0
    assert feed_words.INTERVALS[feed_words.interval_index(3700)][0] == HOUR


# -- trouble ---------------------------------------------------------------------------------------------------------


def test_feeds_in_trouble_and_silent_ones_are_told_apart() -> None:
    now = 1_763_800_000
    feeds = [
        Feed(n, f"https://{n}.example/", f"Feed {n}", error="It failed." if n < 3 else "")
        for n in range(1, 7)
    ]
    failing, silent = rows_of(
        [
            FeedHealth(feeds[0], now, 1),
            FeedHealth(feeds[1], now, 8),
            FeedHealth(feeds[2], now - 200 * DAY),
            FeedHealth(feeds[3], now - 900 * DAY),
            FeedHealth(feeds[4], now - DAY),
            FeedHealth(feeds[5], now, gone=True),
        ],
        now,
    )
    assert [row.feed.id for row in failing] == [2, 1, 6]
    assert [row.feed.id for row in silent] == [4, 3]
    assert failing[0].words == "It failed. 8 checks failed in a row."
    assert "for 2 years" in silent[0].words
    assert "for 6 months" in silent[1].words


def test_the_view_of_trouble_opens_pages_and_checks(
    qtbot: QtBot, theme: Theme, tasks: Tasks, reported: FakeLibrary
) -> None:
    jobs = FakeJobs()
    dialog = TroubleDialog(theme, tasks, jobs)
    qtbot.addWidget(dialog)
    dialog.show()
    listed = dialog.findChild(QListWidget)
    qtbot.waitUntil(lambda: listed.count() == 4)
    assert "1 feed could not be read at the last check; 1 feed had nothing new for half a year." in words(
        dialog
    )
    button(dialog, "Check now").click()
    assert jobs.asked[-1].args["feeds"] == [6]
    reported.feed_rows[6] = replace(reported.feed_rows[6], error="")
    jobs.asked[-1].finish({})
    qtbot.waitUntil(lambda: listed.count() == 2)
    listed.setCurrentRow(1)
    button(dialog, "Details…").click()
    page = dialog.findChild(FeedPage)
    qtbot.waitUntil(lambda: "Upland Courier" in words(page))
    page.accept()
    assert not dialog.grab().isNull()


def test_return_opens_the_page_of_the_chosen_feed_and_leaves_the_view_open(
    qtbot: QtBot, theme: Theme, tasks: Tasks, reported: FakeLibrary
) -> None:
    dialog = TroubleDialog(theme, tasks, FakeJobs())
    qtbot.addWidget(dialog)
    dialog.show()
    listed = dialog.findChild(QListWidget)
    qtbot.waitUntil(lambda: listed.count() == 4)
    qtbot.keyClick(listed, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert dialog.findChild(FeedPage) is not None


def test_without_trouble_the_view_says_so(
    qtbot: QtBot, theme: Theme, tasks: Tasks, reported: FakeLibrary
) -> None:
    reported.feeds.health = lambda: []  # type: ignore[method-assign,attr-defined,unused-ignore]
    dialog = TroubleDialog(theme, tasks, FakeJobs())
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: "All is well" in words(dialog))
    assert not button(dialog, "Remove…").isVisible()


# -- removing and folders --------------------------------------------------------------------------------------------


def test_removing_says_that_saved_stories_stay(
    qtbot: QtBot, theme: Theme, tasks: Tasks, library: FakeLibrary
) -> None:
    dialog = RemoveDialog(theme, tasks, [library.feed_rows[1]])
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: "saved stor" in words(dialog))
    assert "This can be undone." in words(dialog)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert 1 in library.feed_rows


def test_several_feeds_are_removed_in_one_command(
    qtbot: QtBot, theme: Theme, tasks: Tasks, library: FakeLibrary
) -> None:
    dialog = RemoveDialog(theme, tasks, [library.feed_rows[n] for n in range(1, 9)])
    qtbot.addWidget(dialog)
    dialog.show()
    assert "and 2 more" in words(dialog)
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert list(library.feed_rows) == [9]


def test_a_removal_that_fails_says_why(
    qtbot: QtBot, theme: Theme, tasks: Tasks, library: FakeLibrary
) -> None:
    def missing(*_ids: int) -> None:
        raise UsageError("There is no such feed.")

    library.feeds.remove = missing  # type: ignore[method-assign,assignment]
    dialog = RemoveDialog(theme, tasks, [library.feed_rows[3]])
    qtbot.addWidget(dialog)
    dialog.show()
    button(dialog, "Remove").click()
    qtbot.waitUntil(lambda: "There is no such feed." in words(dialog))
    assert dialog.isVisible()


def test_a_folder_is_made_and_renamed(qtbot: QtBot, theme: Theme, tasks: Tasks, library: FakeLibrary) -> None:
    dialog = FolderDialog(theme, tasks)
    qtbot.addWidget(dialog)
    dialog.show()
    assert not button(dialog, "Add folder").isEnabled()
    field = dialog.findChild(QLineEdit)
    qtbot.keyClicks(field, "a/b")
    assert "slash" in words(dialog)
    field.clear()
    qtbot.keyClicks(field, "  Sea  charts ")
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert any(folder.name == "Sea charts" for folder in library.folder_rows.values())
    rename = FolderDialog(theme, tasks, folder=library.folder_rows[2])
    qtbot.addWidget(rename)
    rename.show()
    rename.findChild(QLineEdit).setText("Globe")
    with qtbot.waitSignal(rename.accepted):
        button(rename, "Rename").click()
    assert library.folder_rows[2].name == "Globe"


def test_a_taken_name_is_said_and_kept(
    qtbot: QtBot, theme: Theme, tasks: Tasks, library: FakeLibrary
) -> None:
    def taken(*_args: object) -> None:
        raise NewsreaderError("There is a folder of that name already.")

    library.feeds.rename_folder = taken  # type: ignore[method-assign,assignment]
    dialog = FolderDialog(theme, tasks, folder=Folder(1, None, "Local", "Local", 1))
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.findChild(QLineEdit).setText("World")
    button(dialog, "Rename").click()
    qtbot.waitUntil(lambda: "There is a folder of that name already." in words(dialog))
    assert dialog.findChild(QLineEdit).text() == "World"
