"""Keeps the publication's card in step with the cache, changes it, and looks on the publication's site. Main thread."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from newsreader.domain.changes import Change
from newsreader.domain.contacts import CONTACT_FIELDS, ContactCard
from newsreader.domain.errors import Cancelled, NewsreaderError
from newsreader.domain.jobs import Progress
from newsreader.library import jobs as ask
from newsreader.ui.briefs.card import PublicationCard
from newsreader.ui.dialogs.errand import Errand
from newsreader.ui.jobs import Jobs
from newsreader.ui.tasks import Tasks
from newsreader.ui.theme import Theme

if TYPE_CHECKING:
    from newsreader.ui.briefs.contact_dialog import ContactDialog

NOTHING = "Its site tells nothing more."


class CardDesk(QObject):
    """``shown`` with the card after each time it was read."""

    shown = Signal(object)

    def __init__(
        self, theme: Theme, tasks: Tasks, jobs: Jobs, card: PublicationCard, window: QWidget
    ) -> None:
        super().__init__(window)
        self._theme = theme
        self._tasks = tasks
        self._jobs = jobs
        self._card = card
        self._window = window
        self._feed: int | None = None
        self._known: ContactCard | None = None
        self._errand: Errand | None = None
        card.editAsked.connect(self.edit)
        card.lookAsked.connect(self.look)
        card.stopAsked.connect(self.stop)
        tasks.changed.connect(self._follow)

    def show_feed(self, feed: int | None) -> None:
        """The publication of this feed is in view now; None for none."""
        if feed == self._feed and self._known is not None:
            self._card.show_card(self._known)
            return
        self.stop()
        self._feed, self._known = feed, None
        self.read()

    def read(self) -> None:
        """Read the card again."""
        feed = self._feed
        if feed is not None:
            self._tasks.query(lambda library: library.contacts.card(feed), self._here, self._gone, key="card")

    def _here(self, card: ContactCard) -> None:
        if card.feed_id == self._feed:
            self._known = card
            self._card.show_card(card)
            self.shown.emit(card)

    def _gone(self, _fault: NewsreaderError) -> None:
        """The feed was removed meanwhile: what the story tells stays."""

    def _follow(self, change: Change) -> None:
        if self._feed in change.feeds:
            self.read()

    # -- changing ------------------------------------------------------------------------------------------------

    def edit(self) -> None:
        """The dialog that changes the card."""
        if self._known is None or self._known.feed_id <= 0:
            return
        dialog: ContactDialog = import_module("newsreader.ui.briefs.contact_dialog").ContactDialog(
            self._theme, self._tasks, self._known, self._window
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    # -- looking on the site -------------------------------------------------------------------------------------

    def look(self) -> None:
        """Ask the worker to look on the site; the person wanted it."""
        if self._feed is None or self._feed <= 0 or self._errand is not None:
            return
        self._errand = Errand(self._jobs, "contact", ask.contact(self._feed), self)
        self._errand.progressed.connect(self._progressed)
        self._errand.done.connect(self._looked)
        self._errand.failed.connect(self._not_looked)
        self._card.tell("Looking on its site…", looking=True)
        self._errand.start()

    def stop(self) -> None:
        """Give looking up."""
        if self._errand is not None:
            self._errand.drop()
            self._errand = None
            self._card.tell("")

    def _progressed(self, progress: Progress) -> None:
        if progress.text:
            self._card.tell(f"{progress.text}…", looking=True)

    def _looked(self, document: dict[str, Any]) -> None:
        self._errand = None
        found = document.get("found") or {}
        known = self._known
        new = [name for name in CONTACT_FIELDS if found.get(name) and not (known and known.value(name))]
        self._card.tell("" if new else NOTHING)
        self.read()

    def _not_looked(self, fault: NewsreaderError) -> None:
        self._errand = None
        self._card.tell("" if isinstance(fault, Cancelled) else fault.sentence)
