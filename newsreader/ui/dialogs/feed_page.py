"""The page of a feed: what a person wants to know when it misbehaves, and the buttons that help. Main thread."""

from __future__ import annotations

import time
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from newsreader.domain.changes import Change
from newsreader.domain.errors import NewsreaderError, SecretsError
from newsreader.domain.fetching import FeedReport
from newsreader.library import jobs as ask
from newsreader.ui.dialogs import feed_words
from newsreader.ui.dialogs.feed_facts import FeedFacts, FeedHead
from newsreader.ui.dialogs.feed_keeping import FeedKeeping
from newsreader.ui.dialogs.login_box import LoginBox
from newsreader.ui.dialogs.remove import RemoveDialog
from newsreader.ui.dialogs.sheet import Sheet, button, note, set_tone
from newsreader.ui.jobs import Jobs
from newsreader.ui.tasks import Tasks
from newsreader.ui.theme import Theme

_LOGIN_KINDS = ("LoginNeeded", "KeyringLocked", "KeyringMissing", "KeyringHung")
_PROXY_LOGIN = 407


class FeedPage(Sheet):
    """Shows the report of a feed and follows it. ``removed`` when it was unsubscribed."""

    removed = Signal(int)

    def __init__(
        self, theme: Theme, tasks: Tasks, jobs: Jobs, feed: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, "Feed", parent, width=640)
        self._tasks = tasks
        self._jobs = jobs
        self._id = feed
        self._report: FeedReport | None = None
        self._put_off = False
        self._build(theme)
        self.hide_heading()
        tasks.changed.connect(self._changed)
        jobs.changed.connect(self._arrived)
        self._ask()

    # -- what it is made of --------------------------------------------------------------------------------------

    def _build(self, theme: Theme) -> None:
        self._head_of_feed = FeedHead(theme)
        self._fault = note(theme, tone="error", px=13)
        self._fault.setContentsMargins(0, 14, 0, 0)
        self._login = LoginBox(theme)
        self._login.setContentsMargins(0, 10, 0, 0)
        self._login.hide()
        self._login.changed.connect(self._login_typed)
        self._facts = FeedFacts(theme)
        self._login.align(self._facts.names_width(), 20)
        self._facts.add_row("Check", self._build_interval())
        self._facts.add_row("Pictures", self._build_pictures())
        self._keeping = FeedKeeping(self._facts)
        self._keeping.chosen.connect(self._set)
        for widget in (self._head_of_feed, self._fault, self._login):
            self.body.addWidget(widget)
        self.body.addSpacing(16)
        self.body.addWidget(self._facts)
        self.body.addStretch(1)
        self._build_buttons()

    def _build_interval(self) -> QHBoxLayout:
        self._interval = QComboBox()
        self._interval.setAccessibleName("Check")
        for seconds, text in feed_words.INTERVALS:
            self._interval.addItem(text, seconds)
        self._interval.activated.connect(self._set_interval)
        self._pause = button("Pause")
        self._pause.clicked.connect(self._toggle_pause)
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(self._interval)
        line.addWidget(self._pause)
        line.addStretch(1)
        return line

    def _build_pictures(self) -> QHBoxLayout:
        self._pictures = QComboBox()
        self._pictures.setAccessibleName("Pictures")
        for choice, text in feed_words.PICTURES.items():
            self._pictures.addItem(text, choice)
        self._pictures.activated.connect(self._set_pictures)
        line = QHBoxLayout()
        line.addWidget(self._pictures)
        line.addStretch(1)
        return line

    def _build_buttons(self) -> None:
        self._remove = button("Remove…", "danger")
        self._edit = button("Edit address…")
        self._check = button("Check now")
        self._close = button("Close", "primary", default=True)
        self._remove.clicked.connect(self._ask_to_remove)
        self._edit.clicked.connect(self._edit_address)
        self._check.clicked.connect(self._check_now)
        self._close.clicked.connect(self.accept)
        self.buttons.addWidget(self._remove)
        self.buttons.addWidget(self._edit)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self._check)
        self.buttons.addWidget(self._close)
        self._close.setFocus()

    # -- showing -------------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        self._tasks.query(
            lambda library: library.feeds.report(self._id),
            self._show,
            self._failed,
            key=f"feed-page-{self._id}",
        )

    def _show(self, report: FeedReport) -> None:
        self._report = report
        feed = report.feed
        self.setWindowTitle(feed.title)
        self._head_of_feed.set_feed(feed)
        if self._put_off and not feed.error:
            self._say("It was not asked: its server wants to be left alone for a while.", error=False)
        else:
            self._say(feed.error, error=True)
        self._put_off = False
        of_proxy = report.state.last_status == _PROXY_LOGIN
        self._offer_login(feed.error_kind in _LOGIN_KINDS and not of_proxy)
        self._facts.show_report(report, int(time.time()))
        self._interval.setCurrentIndex(feed_words.interval_index(feed.interval))
        self._pictures.setCurrentIndex(self._pictures.findData(feed.pictures))
        self._keeping.show_feed(feed)
        self._pause.setText("Resume" if feed.paused else "Pause")
        self.fit()

    def _say(self, sentence: str, *, error: bool) -> None:
        self._fault.setText(sentence)
        set_tone(self._fault, "error" if error else "secondary")
        self._fault.setVisible(bool(sentence))

    def _failed(self, fault: NewsreaderError) -> None:
        self._say(fault.sentence, error=True)
        self._offer_login(not self._login.isHidden())
        self.fit()

    def _offer_login(self, wanted: bool) -> None:
        """Ask for name and password on the page of a feed that waits for them."""
        new = wanted and self._login.isHidden()
        self._login.setVisible(wanted)
        (self._check if wanted else self._close).setDefault(True)
        if new and self._report is not None:
            self._login.set_user(self._report.state.user)
            self._login.setFocus()
        self._login_typed()

    def _login_typed(self) -> None:
        """A keyring may have been unlocked meanwhile: then nothing need be typed."""
        kind = self._report.feed.error_kind if self._report is not None else ""
        with_login = not self._login.isHidden() and (self._login.filled or kind == _LOGIN_KINDS[0])
        self._check.setText("Log in" if with_login else "Check now")
        self._check.setEnabled(not with_login or self._login.filled)

    # -- doing ---------------------------------------------------------------------------------------------------

    def _check_now(self) -> None:
        if not self._login.isHidden() and self._login.filled:
            login = self._login
            args = ask.secret(self._id, login.user, login.secret, remember=login.remember)
            self._check.setEnabled(False)
            self._jobs.run("secret", args, done=self._logged_in, failed=self._login_failed)
        else:
            self._fetch()

    def _logged_in(self, _document: dict[str, Any]) -> None:
        self._login.hide()
        self._fetch()

    def _login_failed(self, fault: NewsreaderError) -> None:
        if isinstance(fault, SecretsError):
            self._login.keep_for_session(fault.sentence)
        else:
            self._say(fault.sentence, error=True)
        self._login_typed()
        self.fit()

    def _fetch(self) -> None:
        self._check.setEnabled(False)
        self._check.setText("Checking…")
        self._jobs.run("sync", ask.sync([self._id], force=True), done=self._checked, failed=self._failed)

    def _checked(self, report: dict[str, Any]) -> None:
        self._put_off = report.get("due") == 0
        self._ask()

    def _edit_address(self) -> None:
        if self._head_of_feed.editing:
            url = self._head_of_feed.typed
            self._tasks.command(
                lambda library: library.feeds.set(self._id, url=url), self._saved, self._failed
            )
            return
        self._head_of_feed.edit(True)
        self._edit.setText("Save address")
        self._edit.setDefault(True)

    def _saved(self, _change: Change) -> None:
        self._leave_editing()
        self._ask()

    def _leave_editing(self) -> None:
        self._head_of_feed.edit(False)
        self._edit.setText("Edit address…")
        self._close.setDefault(True)
        self._close.setFocus()

    def reject(self) -> None:
        """Esc first gives up editing the address, then closes."""
        if self._head_of_feed.editing:
            self._leave_editing()
            return
        super().reject()

    def _set_interval(self, index: int) -> None:
        seconds = feed_words.INTERVALS[index][0]
        self._tasks.command(
            lambda library: library.feeds.set(self._id, interval=seconds), failed=self._failed
        )

    def _set_pictures(self, index: int) -> None:
        choice = self._pictures.itemData(index)
        self._tasks.command(lambda library: library.feeds.set(self._id, pictures=choice), failed=self._failed)

    def _set(self, values: dict[str, Any]) -> None:
        self._tasks.command(lambda library: library.feeds.set(self._id, **values), failed=self._failed)

    def _toggle_pause(self) -> None:
        paused = not (self._report is not None and self._report.feed.paused)
        self._tasks.command(lambda library: library.feeds.set(self._id, paused=paused), failed=self._failed)

    def _ask_to_remove(self) -> None:
        if self._report is None:
            return
        dialog = RemoveDialog(self.theme, self._tasks, [self._report.feed], self)
        dialog.accepted.connect(self._gone)
        dialog.open()

    def _gone(self) -> None:
        self.removed.emit(self._id)
        self.accept()

    # -- following -----------------------------------------------------------------------------------------------

    def _changed(self, change: Change) -> None:
        if self.isVisible() and self._id in change.feeds:
            self._ask()

    def _arrived(self, document: dict[str, Any]) -> None:
        if self.isVisible() and self._id in document.get("feeds", ()):
            self._ask()
