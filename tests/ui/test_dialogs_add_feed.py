"""The add-feed dialog: every way through it by the keyboard, every fault in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QTabBar,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from newsreader.domain import errors
from newsreader.domain.errors import NewsreaderError
from newsreader.domain.jobs import Candidate, CandidateStory, Progress
from newsreader.ui.dialogs.add_feed import AddFeedDialog
from newsreader.ui.dialogs.candidate_card import CandidateCard
from newsreader.ui.dialogs.folder_box import FolderBox
from newsreader.ui.tasks import Tasks
from newsreader.ui.theme import Theme
from tests.ui.fake_jobs import Asked, FakeJobs

ONE = Candidate(
    "https://courier.example/atom.xml", "Harbour <b>Courier</b>", "atom", 20, 1_763_799_000,
    (CandidateStory("Council approves the bridge", 1_763_799_000), CandidateStory("", None)),
    63.0, (1, 2, 3, 4, 5, 6, 7, 8), True, "en-GB",
)  # fmt: skip
TWO = Candidate("https://courier.example/letters.rss", "Letters", "rss", 3, None, (), 2.0, (), False, "de")
HAD = Candidate("https://feed4.example/atom.xml", "Continental Desk", "rss", 9, None, subscribed=4)


class Driver:
    """The dialog, seen and used as a person does."""

    def __init__(self, qtbot: QtBot, dialog: AddFeedDialog, jobs: FakeJobs) -> None:
        self.bot, self.dialog, self.jobs = qtbot, dialog, jobs
        self.added: list[int] = []
        dialog.feedAdded.connect(self.added.append)

    @property
    def last(self) -> Asked:
        """The job asked last."""
        return self.jobs.asked[-1]

    @property
    def field(self) -> QLineEdit:
        return self.one(QLineEdit, lambda field: field.accessibleName() == "Address")

    def one(self, kind: type[Any], fits: Callable[[Any], bool] = lambda _widget: True) -> Any:
        return next(widget for widget in self.dialog.findChildren(kind) if fits(widget))

    def shown(self, kind: type[QWidget]) -> list[Any]:
        return [widget for widget in self.dialog.findChildren(kind) if widget.isVisible()]

    def words(self) -> str:
        return "\n".join(label.text() for label in self.shown(QLabel))

    def button(self, text: str) -> QPushButton:
        return next(button for button in self.shown(QPushButton) if button.text() == text)

    def texts(self) -> list[str]:
        return [button.text() for button in self.shown(QPushButton)]

    def type(self, text: str) -> None:
        self.field.setFocus()
        self.field.selectAll()
        self.bot.keyClicks(self.field, text)

    def key(self, key: Qt.Key) -> None:
        self.bot.keyClick(self.dialog.focusWidget() or self.dialog, key)

    def search(self, text: str) -> None:
        self.type(text)
        self.key(Qt.Key.Key_Return)

    def find(self, *candidates: Candidate, typed: str = "courier.example") -> None:
        self.search(typed)
        self.last.finish({"candidates": [asdict(candidate) for candidate in candidates]})


@pytest.fixture
def driver(qtbot: QtBot, theme: Theme, tasks: Tasks) -> Driver:
    QGuiApplication.clipboard().clear()
    jobs = FakeJobs()
    dialog = AddFeedDialog(theme, tasks, jobs)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.findChild(FolderBox)._combo.count() > 3)  # type: ignore[union-attr]
    return Driver(qtbot, dialog, jobs)


def test_enter_searches_then_adds_and_the_new_feed_is_told(driver: Driver) -> None:
    driver.search("courier.example")
    assert (driver.last.name, driver.last.args["url"]) == ("discover", "courier.example")
    assert "Looking for feeds on courier.example" in driver.words()
    driver.last.finish({"candidates": [asdict(ONE)]})
    assert "One feed found on courier.example" in driver.words()
    assert driver.button("Add 1 feed").isEnabled()
    driver.key(Qt.Key.Key_Return)
    asked = driver.last
    assert (asked.name, asked.args["url"], asked.args["folder"]) == ("add", ONE.url, "")
    driver.last.finish({"feed": 12, "new_stories": 20, "already": False})
    assert driver.added == [12]
    assert not driver.dialog.isVisible()


def test_cards_tell_what_there_is_and_titles_stay_literal(driver: Driver) -> None:
    driver.find(ONE, TWO)
    first, second = driver.shown(CandidateCard)
    assert first.accessibleName() == "Harbour <b>Courier</b>"
    assert "Atom · full text · English · about 9 a day" in first.accessibleDescription()
    assert "RSS · teasers only · German · about 2 a week" in second.accessibleDescription()
    assert "&lt;b&gt;" in first.toolTip()
    assert (first.isChecked(), second.isChecked()) == (True, False)
    assert not first.grab().isNull()


def test_several_are_chosen_by_keyboard_and_added_and_the_first_is_shown(driver: Driver) -> None:
    driver.find(ONE, TWO)
    driver.field.setFocus()
    driver.key(Qt.Key.Key_Tab)
    assert isinstance(driver.dialog.focusWidget(), CandidateCard)
    driver.key(Qt.Key.Key_Down)
    driver.key(Qt.Key.Key_Space)
    assert driver.button("Add 2 feeds").isEnabled()
    driver.key(Qt.Key.Key_Return)
    one, two = driver.jobs.named("add")
    assert (one.args["url"], two.args["url"]) == (ONE.url, TWO.url)
    two.finish({"feed": 13, "new_stories": 3, "already": False})
    assert driver.dialog.isVisible()
    one.finish({"feed": 12, "new_stories": 20, "already": False})
    assert driver.added == [12]


def test_a_click_anywhere_on_a_card_counts_and_with_none_nothing_can_be_added(driver: Driver) -> None:
    driver.find(ONE)
    card = driver.shown(CandidateCard)[0]
    driver.bot.mouseClick(card, Qt.MouseButton.LeftButton, pos=card.rect().bottomRight() / 2)
    assert not card.isChecked()
    assert not driver.button("Add 1 feed").isEnabled()


def test_what_is_subscribed_already_says_where_and_can_be_shown(driver: Driver) -> None:
    driver.find(HAD)
    assert "You have this feed already." in driver.words()
    assert "Already in World" in driver.shown(CandidateCard)[0]._note
    driver.key(Qt.Key.Key_Return)
    assert driver.added == [4]
    assert driver.jobs.named("add") == []


def test_another_subscribed_one_among_new_ones_is_not_chosen(driver: Driver) -> None:
    driver.find(HAD, ONE)
    assert [card.isChecked() for card in driver.shown(CandidateCard)] == [False, True]
    assert driver.button("Add 1 feed").isEnabled()


@pytest.mark.parametrize(
    ("fault", "advice", "buttons"),
    [
        (errors.NotFound("The server answered 404.", status=404), "front page", ["Try the front page"]),
        (errors.NoFeedFound("No feed was found."), "usual feed addresses", ["Try the front page"]),
        (errors.TimedOut("It took too long. It will be asked again later."), "Try again", ["Try again"]),
        (errors.HostNotFound("No such host. Check your connection."), "", ["Try again"]),
        (errors.ConnectionRefused("Nobody answers."), "may be down", ["Try again"]),
        (errors.TlsFault("The certificate has expired."), "owner of the site", ["Try again"]),
        (errors.NotAFeed("It is a PDF document."), "front page", ["Try the front page"]),
        (errors.Forbidden("The server refuses.", status=403), "members", ["Try the front page"]),
        (errors.ServerBusy("The server is busy.", status=429, retry_after=600), "when that is over", ["Try again"]),
        (errors.WorkerDied("It ended."), "", ["Try again"]),
    ],
)  # fmt: skip
def test_each_fault_says_its_sentence_and_offers_what_helps(
    driver: Driver, fault: NewsreaderError, advice: str, buttons: list[str]
) -> None:
    driver.search("courier.example/news")
    driver.last.fail(fault)
    assert fault.sentence.removesuffix(" It will be asked again later.") in driver.words()
    assert "asked again later" not in driver.words()
    assert advice in driver.words()
    assert [text for text in driver.texts() if text != "Cancel"] == buttons
    assert driver.field.text() == "courier.example/news"
    assert driver.field.property("fault") is True
    driver.type("other.example")
    assert driver.field.property("fault") is False
    assert driver.button("Find feeds").isEnabled()


def test_what_was_tried_can_be_seen(driver: Driver) -> None:
    driver.search("courier.example")
    fault = errors.NotFound("The server answered 404: there is no page at this address.", status=404)
    fault.tried = ("https://a.example/", "https://a.example/feed")
    driver.last.fail(fault)
    driver.one(QToolButton, lambda b: b.text() == "What was tried (2)").click()
    assert (
        "https://a.example/feed"
        in driver.one(QWidget, lambda w: w.accessibleName() == "Addresses that were tried").toPlainText()
    )


def test_the_front_page_is_tried_instead(driver: Driver) -> None:
    driver.search("old-gazette.example/news")
    driver.last.fail(errors.NotFound("404", status=404))
    driver.button("Try the front page").click()
    assert driver.last.args["url"] == "old-gazette.example"
    assert driver.field.text() == "old-gazette.example"


def test_try_again_asks_the_same_again(driver: Driver) -> None:
    driver.search("courier.example")
    driver.last.fail(errors.TimedOut("Too long."))
    driver.key(Qt.Key.Key_Return)
    assert (driver.last.name, driver.last.args["url"]) == ("discover", "courier.example")


def test_what_is_no_address_is_said_at_once_and_the_catalogue_is_offered(driver: Driver) -> None:
    driver.search("science news")
    assert driver.jobs.asked == []
    assert "is not an address" in driver.words()
    driver.button("Search the catalogue").click()
    assert driver.one(QTabBar).currentIndex() == 1
    assert (
        driver.one(QLineEdit, lambda f: f.accessibleName() == "Search the catalogue").text() == "science news"
    )


def test_a_login_is_asked_right_there_and_used_for_search_and_subscription(driver: Driver) -> None:
    driver.search("members.example/feed")
    driver.last.fail(errors.LoginNeeded("This feed needs a name and a password.", status=401))
    assert not driver.button("Log in").isEnabled()
    driver.bot.keyClicks(driver.dialog.focusWidget(), "anna")
    driver.key(Qt.Key.Key_Tab)
    driver.bot.keyClicks(driver.dialog.focusWidget(), "secret")
    driver.key(Qt.Key.Key_Return)
    assert (driver.last.args["user"], driver.last.args["secret"]) == ("anna", "secret")
    driver.last.fail(errors.LoginNeeded("401", status=401))
    assert "The server refused this name and password." in driver.words()
    driver.key(Qt.Key.Key_Return)
    driver.last.finish({"candidates": [asdict(replace(ONE, url="https://members.example/feed"))]})
    driver.key(Qt.Key.Key_Return)
    args = driver.last.args
    assert (args["user"], args["secret"], args["remember"]) == ("anna", "secret", "keyring")
    driver.last.fail(errors.KeyringMissing("This system has no keyring."))
    assert "This system has no keyring." in driver.words()
    driver.button("Log in").click()
    driver.last.finish({"candidates": [asdict(replace(ONE, url="https://members.example/feed"))]})
    driver.key(Qt.Key.Key_Return)
    assert driver.last.args["remember"] == "session"


def test_a_login_goes_to_no_other_site_than_it_was_typed_for(driver: Driver) -> None:
    driver.search("https://anna:p%40ss@members.example/")
    assert "p@ss" not in driver.words()
    own, foreign = "https://members.example/feed", "https://stranger.example/feed"
    driver.last.finish({"candidates": [asdict(replace(ONE, url=own)), asdict(replace(TWO, url=foreign))]})
    driver.shown(CandidateCard)[1].click()
    driver.key(Qt.Key.Key_Return)
    sent = [(job.args["url"], job.args["user"], job.args["secret"]) for job in driver.jobs.named("add")]
    assert sent == [(own, "anna", "p@ss"), (foreign, "", "")]


def test_the_late_end_of_a_search_given_up_does_not_end_the_next(driver: Driver) -> None:
    driver.search("slow.example")
    late = driver.last
    driver.key(Qt.Key.Key_Escape)
    driver.search("courier.example")
    late.fail(errors.Cancelled("Stopped."))
    assert "Looking for feeds on courier.example" in driver.words()
    driver.last.finish({"candidates": [asdict(ONE)]})
    assert driver.button("Add 1 feed").isEnabled()


def test_another_address_forgets_the_login(driver: Driver) -> None:
    driver.search("members.example/feed")
    driver.last.fail(errors.LoginNeeded("401", status=401))
    driver.bot.keyClicks(driver.dialog.focusWidget(), "anna")
    driver.key(Qt.Key.Key_Return)
    driver.last.fail(errors.LoginNeeded("401", status=401))
    driver.search("elsewhere.example")
    assert driver.last.args["user"] == ""


def test_escape_stops_the_search_first_and_closes_then(driver: Driver) -> None:
    driver.search("courier.example")
    late = driver.last
    driver.key(Qt.Key.Key_Escape)
    assert driver.dialog.isVisible()
    assert driver.field.text() == "courier.example"
    late.finish({"candidates": [asdict(ONE)]})
    assert driver.shown(CandidateCard) == []
    driver.key(Qt.Key.Key_Escape)
    assert not driver.dialog.isVisible()


def test_progress_is_told(driver: Driver) -> None:
    driver.search("courier.example")
    driver.last.tell(Progress(2, 4, "https://courier.example/feed"))
    assert "Trying courier.example/feed…" in driver.words()


def test_a_failed_add_keeps_the_choice(driver: Driver) -> None:
    driver.find(ONE, TWO)
    driver.shown(CandidateCard)[1].click()
    driver.button("Add 2 feeds").click()
    first, second = driver.jobs.named("add")
    second.fail(errors.TimedOut("It took too long."))
    first.finish({"feed": 12, "new_stories": 1, "already": False})
    assert "One of the 2 feeds was added. “Letters”: It took too long." in driver.words()
    assert [card.isChecked() for card in driver.shown(CandidateCard)] == [False, True]
    driver.button("Add 1 feed").click()
    assert driver.last.args["url"] == TWO.url


def test_a_copied_address_is_offered_and_never_fetched_by_itself(
    qtbot: QtBot, theme: Theme, tasks: Tasks
) -> None:
    QGuiApplication.clipboard().setText("https://courier.example/news")
    jobs = FakeJobs()
    dialog = AddFeedDialog(theme, tasks, jobs)
    qtbot.addWidget(dialog)
    dialog.show()
    offer = next(
        b for b in dialog.findChildren(QToolButton) if b.isVisible() and "courier.example/news" in b.text()
    )
    assert jobs.asked == []
    offer.click()
    assert jobs.asked[-1].args["url"] == "https://courier.example/news"
    QGuiApplication.clipboard().clear()


@pytest.mark.parametrize("copied", ["", "some words", "x" * 3000 + ".example", "javascript:alert(1)"])
def test_what_is_no_address_on_the_clipboard_is_not_offered(
    qtbot: QtBot, theme: Theme, tasks: Tasks, copied: str
) -> None:
    QGuiApplication.clipboard().setText(copied)
    dialog = AddFeedDialog(theme, tasks, FakeJobs())
    qtbot.addWidget(dialog)
    dialog.show()
    assert not [b for b in dialog.findChildren(QToolButton) if b.isVisible()]
    QGuiApplication.clipboard().clear()


def test_an_address_from_outside_is_looked_at_at_once(driver: Driver) -> None:
    driver.dialog.setAddress("feed:https://courier.example/x")
    assert driver.last.args["url"] == "feed:https://courier.example/x"


def test_a_folder_is_chosen_or_made_on_the_spot(driver: Driver) -> None:
    driver.find(ONE)
    box = driver.one(FolderBox)
    combo = box._combo
    names = [combo.itemText(n) for n in range(combo.count())]
    assert names[:4] == ["No folder", "Local", "World", "Science"]
    combo.setCurrentIndex(2)
    combo.activated.emit(2)
    assert box.path() == "World"
    combo.setCurrentIndex(combo.count() - 1)
    combo.activated.emit(combo.count() - 1)
    driver.bot.keyClicks(driver.dialog.focusWidget(), " Sea /  Harbours ")
    assert box.path() == "Sea/Harbours"
    driver.key(Qt.Key.Key_Escape)
    assert (box.path(), driver.dialog.isVisible()) == ("World", True)
    driver.button("Add 1 feed").click()
    assert driver.last.args["folder"] == "World"


def test_feeds_of_the_catalogue_are_searched_chosen_and_added(driver: Driver) -> None:
    driver.dialog.browse("quanta")
    assert not driver.button("Add feeds").isEnabled()
    field = driver.one(QLineEdit, lambda f: f.accessibleName() == "Search the catalogue")
    field.setFocus()
    driver.key(Qt.Key.Key_Down)
    driver.key(Qt.Key.Key_Space)
    assert driver.jobs.asked == []
    driver.button("Add 1 feed").click()
    assert (driver.last.name, driver.last.args["url"]) == (
        "add",
        "https://www.quantamagazine.org/feed/",
    )
    driver.last.finish({"feed": 31, "new_stories": 5, "already": False})
    assert driver.added == [31]


def test_the_catalogue_goes_by_country_and_a_click_anywhere_in_a_row_counts(driver: Driver) -> None:
    driver.dialog.browse()
    countries = driver.one(QComboBox, lambda box: box.accessibleName() == "Country")
    countries.setCurrentText("Austria")
    countries.activated.emit(countries.currentIndex())
    rows = driver.one(QListWidget, lambda each: each.accessibleName() == "Catalogue")
    titles = [rows.item(n).text() for n in range(rows.count())]
    assert "ORF News" in titles
    assert "Le Monde" not in titles
    place = rows.visualItemRect(rows.item(titles.index("ORF News"))).center()
    driver.bot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert driver.button("Add 1 feed").isEnabled()
    driver.bot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert not driver.button("Add feeds").isEnabled()


def test_a_feed_of_the_catalogue_that_fails_does_not_stop_the_others(driver: Driver) -> None:
    driver.dialog.browse("austria")
    rows = driver.one(QListWidget, lambda each: each.accessibleName() == "Catalogue")
    for number in range(rows.count()):
        if rows.item(number).flags() & Qt.ItemFlag.ItemIsUserCheckable:
            rows.item(number).setCheckState(Qt.CheckState.Checked)
    driver.button("Add 2 feeds").click()
    one, other = driver.jobs.named("add")
    one.fail(errors.NotFound("The server answered 404.", status=404))
    other.finish({"feed": 40, "new_stories": 1, "already": False})
    assert driver.dialog.isVisible()
    assert "One of the 2 feeds was added. “ORF News”: The server answered 404." in driver.words()
    assert driver.button("Add 1 feed").isEnabled()


def test_a_list_of_feeds_is_handed_to_the_import(qtbot: QtBot, driver: Driver) -> None:
    driver.search("lists.example/mine.opml")
    driver.last.fail(errors.ListOfFeeds("This is a list of feeds (OPML), not a feed."))
    with qtbot.waitSignal(driver.dialog.listFound) as told:
        driver.button("Import the list").click()
    assert told.args == ["lists.example/mine.opml"]
    assert not driver.dialog.isVisible()


def test_a_file_of_this_computer_is_handed_to_the_import(
    qtbot: QtBot, driver: Driver, tmp_path: Path
) -> None:
    path = tmp_path / "mine.opml"
    path.write_text("<opml/>")
    with qtbot.waitSignal(driver.dialog.listFound) as told:
        driver.search(str(path))
    assert told.args == [str(path)]
    assert driver.jobs.asked == []


def test_ctrl_tab_turns_to_the_catalogue_and_back(driver: Driver) -> None:
    driver.field.setFocus()
    driver.bot.keyClick(driver.field, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert driver.one(QTabBar).currentIndex() == 1
    driver.bot.keyClick(driver.dialog.focusWidget(), Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert driver.one(QTabBar).currentIndex() == 0
