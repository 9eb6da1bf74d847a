"""The add-feed dialog: paste anything, choose with open eyes, read the first stories. Main thread.

A small machine of five stages. What each looks like is in ``AddressPane``, what a fault offers in ``advice``. All
fetching is done by the worker (jobs ``discover`` and ``add``); what was typed is always kept.
"""

from __future__ import annotations

import time
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QTabBar, QWidget

from newsreader.domain.errors import (
    Cancelled,
    LoginNeeded,
    NewsreaderError,
    NoFeedFound,
    SecretsError,
    UsageError,
)
from newsreader.domain.feeds import FeedTree
from newsreader.domain.jobs import Candidate, Progress
from newsreader.library import jobs as ask
from newsreader.text.numbers import grouped
from newsreader.text.urls import canonical, display_host, is_web, normalize_address, origin, split_credentials
from newsreader.ui.dialogs.adding import Adding, Choice, Failure, Login, failure_words
from newsreader.ui.dialogs.address_pane import AddressPane
from newsreader.ui.dialogs.advice import advice_for, front_page
from newsreader.ui.dialogs.browse_pane import BrowsePane
from newsreader.ui.dialogs.errand import Errand
from newsreader.ui.dialogs.folder_box import FolderBox
from newsreader.ui.dialogs.found import candidate_from_json
from newsreader.ui.dialogs.sheet import Sheet, button
from newsreader.ui.dialogs.stages import Situation, Stage
from newsreader.ui.dialogs.words import number_word
from newsreader.ui.drops import is_list_file
from newsreader.ui.jobs import Jobs
from newsreader.ui.plain import plain_label
from newsreader.ui.tasks import Tasks
from newsreader.ui.theme import Theme

_BY_ADDRESS, _BROWSE = 0, 1


class AddFeedDialog(Sheet):
    """Subscribes to feeds. ``feedAdded`` carries the id of the feed to show, when the dialog closes; ``listFound`` the
    address or path of a list of feeds that somebody wants to import."""

    feedAdded = Signal(int)
    listFound = Signal(str)

    def __init__(self, theme: Theme, tasks: Tasks, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Add feed", parent)
        self._tasks = tasks
        self._jobs = jobs
        self._from_catalogue = False
        self._stage = Stage.IDLE
        self._errand: Errand | Adding | None = None
        self._action = ""
        self._login = Login()
        self._tree: FeedTree | None = None
        self._shown: list[Candidate] = []
        self._build(theme)
        self._connect()
        tasks.query(lambda library: library.feeds.tree(), self._set_tree, key="add-feed")
        self._refresh()

    def _build(self, theme: Theme) -> None:
        self._tabs = QTabBar()
        self._tabs.setDrawBase(False)
        self._tabs.setExpanding(False)
        self._tabs.addTab("By address")
        self._tabs.addTab("Browse")
        self.add_beside_heading(self._tabs)
        self._pane = AddressPane(theme)
        self._browse = BrowsePane(theme)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._pane)
        self.body.addWidget(self._pages)
        self._folder_label = plain_label("Folder")
        self._folders = FolderBox(theme)
        self._cancel = button("Cancel")
        self._go = button("Find feeds", "primary", default=True)
        for widget in (self._folder_label, self._folders):
            self.buttons.addWidget(widget)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self._cancel)
        self.buttons.addWidget(self._go)
        self._pane.field.setFocus()

    def _connect(self) -> None:
        self._tabs.currentChanged.connect(self._turn_to)
        self._pane.edited.connect(self._edited)
        self._pane.chosenChanged.connect(self._refresh)
        self._pane.offerTaken.connect(self.setAddress)
        self._pane.resized.connect(self.fit)
        self._browse.chosenChanged.connect(self._refresh)
        for keys in ("Ctrl+Tab", "Ctrl+Shift+Tab", "Ctrl+PgDown", "Ctrl+PgUp"):
            QShortcut(QKeySequence(keys), self, self._turn)
        self._cancel.clicked.connect(self.reject)
        self._go.clicked.connect(self._advance)

    # -- from outside --------------------------------------------------------------------------------------------

    def setAddress(self, address: str) -> None:
        """Put an address into the field and look for feeds there: somebody asked for exactly that."""
        self._tabs.setCurrentIndex(_BY_ADDRESS)
        self._stop()
        self._pane.field.setText(address)
        self._search()

    def browse(self, query: str = "") -> None:
        """Show the catalogue, narrowed by ``query``."""
        self._browse.search(query)
        self._tabs.setCurrentIndex(_BROWSE)

    def chooseFolder(self, path: str) -> None:
        """Begin with this folder chosen."""
        self._folders.choose(path)

    def showEvent(self, event: QShowEvent) -> None:
        """Offer what is on the clipboard. It is not fetched until somebody says so."""
        copied = QGuiApplication.clipboard().text().strip()
        usable = len(copied) < 500 and "." in copied and bool(normalize_address(copied))
        if self._stage is Stage.IDLE:
            self._pane.offer(copied if usable else "")
        super().showEvent(event)

    def reject(self) -> None:
        """Esc and Cancel: first stop what is under way, then close."""
        if self._stage in (Stage.SEARCHING, Stage.ADDING):
            self._stop()
            self._pane.show_idle()
            self._go_to(Stage.IDLE)
            return
        super().reject()

    # -- the stages ----------------------------------------------------------------------------------------------

    def _go_to(self, stage: Stage) -> None:
        self._stage = stage
        self._refresh()

    def _situation(self) -> Situation:
        return Situation(
            self._stage,
            browsing=self._tabs.currentIndex() == _BROWSE,
            browsed=len(self._browse.chosen()),
            chosen=len(self._pane.cards.chosen()),
            can_be_had=any(candidate.subscribed is None for candidate in self._shown),
            already=self._already() is not None,
            action=self._action,
            login=self._pane.login.filled,
            typed=bool(self._pane.field.text().strip()),
        )

    def _refresh(self) -> None:
        """Bring buttons and fields to what the stage allows."""
        now = self._situation()
        self._go.setText(now.go_text)
        self._go.setEnabled(now.can_go)
        self._cancel.setText("Stop" if now.busy else "Cancel")
        self._folder_label.setVisible(now.shows_folder)
        self._folders.setVisible(now.shows_folder)
        self._tabs.setEnabled(not now.busy)
        self._pane.field.setReadOnly(now.busy)

    def _advance(self) -> None:
        """Enter, or the button: search, add, or show what is there."""
        if self._tabs.currentIndex() == _BROWSE:
            self._add([Choice(feed.url, feed.title) for feed in self._browse.chosen()])
        elif self._stage is Stage.FOUND:
            chosen = [Choice(candidate.url, candidate.title) for candidate in self._pane.cards.chosen()]
            known = self._already()
            if chosen:
                self._add(chosen)
            elif known:
                self._finish(known)
        elif self._stage is Stage.FAULT:
            self._mend()
        else:
            self._search()

    def _edited(self) -> None:
        """Another address: what was found or said of the old one does not count any more."""
        self._login = Login()
        self._pane.show_idle()
        self._go_to(Stage.IDLE)

    # -- searching -----------------------------------------------------------------------------------------------

    def _search(self) -> None:
        typed = self._pane.field.text().strip()
        if is_list_file(typed):
            self.accept()
            self.listFound.emit(typed)
            return
        if not normalize_address(typed) and not typed.startswith("@"):
            self._show_fault(UsageError(f"“{typed}” is not an address."))
            return
        place = _place(typed)
        _, user, secret = split_credentials(next(iter(normalize_address(typed)), ""))
        if secret and not self._login.secret:
            self._login = Login(user, secret, origins=self._origins())
        self._pane.field.setFocus()  # the fields of a login go, and Enter must not fall to a button by chance
        self._go_to(Stage.SEARCHING)
        self._pane.show_searching(f"Looking for feeds on {place}…", 0.1)
        args = ask.discover(typed, user=self._login.user, secret=self._login.secret)
        self._errand = Errand(self._jobs, "discover", args, self)
        self._errand.progressed.connect(self._heard)
        self._errand.done.connect(self._found)
        self._errand.failed.connect(self._failed)
        self._errand.start()

    def _origins(self) -> frozenset[str]:
        """Where a login typed for this address may go."""
        return frozenset(origin(url) for url in normalize_address(self._pane.field.text()))

    def _heard(self, progress: Progress) -> None:
        words = f"Trying {progress.text.partition('://')[2]}…" if is_web(progress.text) else progress.text
        self._pane.show_progress(words, progress.done / progress.total if progress.total else 0.4)

    def _found(self, document: dict[str, Any]) -> None:
        self._shown = [candidate_from_json(values) for values in document.get("candidates", ())]
        if self._shown:
            self._show_found()
        else:
            self._show_fault(NoFeedFound("No feed was found on this page."))

    def _show_found(self) -> None:
        self._pane.show_found(self._found_words(), self._shown, self._notes(), int(time.time()))
        self._go_to(Stage.FOUND)
        self.fit()

    def _found_words(self) -> str:
        count, place = len(self._shown), _place(self._pane.field.text())
        known = [candidate for candidate in self._shown if candidate.subscribed is not None]
        if len(known) == count:
            return (
                "You have this feed already."
                if count == 1
                else f"You have these {grouped(count)} feeds already."
            )
        if count == 1:
            return f"One feed found on {place}"
        return f"{number_word(count)} feeds found on {place}"

    def _failed(self, fault: NewsreaderError) -> None:
        if isinstance(fault, Cancelled):
            self._pane.show_idle()
            self._go_to(Stage.IDLE)
        else:
            self._show_fault(fault)

    def _show_fault(self, fault: NewsreaderError) -> None:
        advice = advice_for(fault, self._pane.field.text())
        self._action = advice.action
        tried = fault.tried
        if isinstance(fault, LoginNeeded) and self._login.secret:
            fault = LoginNeeded("The server refused this name and password.", status=fault.status)
        self._pane.show_fault(fault, advice, tried)
        self._go_to(Stage.FAULT)
        if advice.action != "login":
            return
        if isinstance(fault, SecretsError):
            self._pane.login.keep_for_session(fault.sentence)
        if self._login.secret:
            self._pane.login.focus_secret()
        else:
            self._pane.login.setFocus()

    def _mend(self) -> None:
        """The one action that a fault offers."""
        if self._action == "again":
            self._search()
        elif self._action == "login":
            login = self._pane.login
            self._login = Login(login.user, login.secret, login.remember, self._origins())
            self._search()
        elif self._action == "front":
            self._pane.field.setText(front_page(self._pane.field.text()))
            self._login = Login()
            self._search()
        elif self._action == "browse":
            self.browse(self._pane.field.text().strip())
        elif self._action == "import":
            self.accept()
            self.listFound.emit(self._pane.field.text().strip())

    def _stop(self) -> None:
        """Give up what is under way."""
        if self._errand is not None:
            self._errand.drop()
        self._errand = None
        self._stage = Stage.IDLE

    # -- adding --------------------------------------------------------------------------------------------------

    def _add(self, choices: list[Choice]) -> None:
        self._from_catalogue = self._tabs.currentIndex() == _BROWSE
        if self._from_catalogue:
            self._pane.show_searching("", 0.05)
            self._tabs.setCurrentIndex(_BY_ADDRESS)
        self._go_to(Stage.ADDING)
        adding = Adding(self._jobs, self)
        adding.progressed.connect(self._pane.show_progress)
        adding.ended.connect(self._added)
        self._errand = adding
        adding.begin(choices, self._folders.path(), self._login)

    def _added(self, ids: list[int], failures: list[Failure]) -> None:
        if not failures:
            self._finish(ids[0])
            return
        words, fault = failure_words(len(ids), failures), failures[0].fault
        if self._from_catalogue:
            self._pane.show_idle()
            self._go_to(Stage.IDLE)
            self._tabs.setCurrentIndex(_BROWSE)
            self._browse.tell_fault(words, [failure.choice.url for failure in failures])
        elif not ids and (isinstance(fault, LoginNeeded | SecretsError) or not self._shown):
            self._show_fault(fault)
            return
        else:
            left = {failure.choice.url for failure in failures}
            self._pane.cards.choose(left)
            self._pane.show_fault_keeping_cards(words)
            self._go_to(Stage.FOUND)
        if ids:
            self._tasks.query(lambda library: library.feeds.tree(), self._set_tree, key="add-feed")

    def _finish(self, feed: int) -> None:
        self._stage = Stage.IDLE
        self.accept()
        self.feedAdded.emit(feed)

    # -- what is there already -----------------------------------------------------------------------------------

    def _set_tree(self, tree: FeedTree) -> None:
        self._tree = tree
        self._folders.set_folders(tree.folders)
        self._pane.cards.set_notes(self._notes())
        if self._tabs.currentIndex() == _BROWSE:
            self._browse.open(feed.url for feed in tree.feeds)

    def _notes(self) -> dict[int, str]:
        feeds = self._tree.feeds if self._tree else ()
        return {
            feed.id: f"Already in {feed.folder}" if feed.folder else "Already subscribed" for feed in feeds
        }

    def _already(self) -> int | None:
        return next(
            (candidate.subscribed for candidate in self._shown if candidate.subscribed is not None), None
        )

    def _turn(self) -> None:
        """By a key, to the other of the two."""
        if self._tabs.isEnabled():
            self._tabs.setCurrentIndex(1 - self._tabs.currentIndex())

    def _turn_to(self, tab: int) -> None:
        if tab == _BROWSE:
            self._pages.addWidget(self._browse)
            self._browse.open(feed.url for feed in (self._tree.feeds if self._tree else ()))
            self._pages.setCurrentWidget(self._browse)
            self._browse.field.setFocus()
        else:
            self._pages.setCurrentWidget(self._pane)
            self._pages.removeWidget(self._browse)
            self._pane.field.setFocus()
        self._refresh()
        self.fit()


def _place(typed: str) -> str:
    """What to call the site of an address in a sentence."""
    addresses = normalize_address(typed)
    return display_host(addresses[0]) if addresses else canonical(typed.strip())
