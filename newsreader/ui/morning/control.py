"""Opens the page of the day, keeps it in step with the cache, prints and keeps it. Main thread.

The page itself is loaded when it is first asked for.
"""

from __future__ import annotations

import time
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from newsreader.domain.briefs import Brief, BriefList
from newsreader.domain.changes import Change, Mark
from newsreader.domain.errors import NewsreaderError
from newsreader.library.edition import make_edition
from newsreader.ui.actions import Actions
from newsreader.ui.choices import Choices
from newsreader.ui.tasks import Tasks
from newsreader.ui.theme import Theme

if TYPE_CHECKING:
    from newsreader.library.library import Library
    from newsreader.ui.morning.view import MorningView

MOST = 60
"""Briefs on the page at the most."""
_OWN = ("story.next", "story.previous", "story.open", "briefs.mark_read", "briefs.dismiss")
_PDF, _HTML = "PDF files (*.pdf)", "Web pages (*.html)"


class MorningControl(QObject):
    """``storyRequested`` asks to show a story in the panes, ``said`` carries a sentence for the status line."""

    storyRequested = Signal(int)
    said = Signal(str)

    def __init__(
        self, theme: Theme, tasks: Tasks, choices: Choices, actions: Actions, over: QWidget, window: QWidget
    ) -> None:
        super().__init__(window)
        self._theme = theme
        self._tasks = tasks
        self._choices = choices
        self._actions = actions
        self._over = over
        self._window = window
        self._made = False
        self._fetching = False
        actions.on("go.morning", self.toggle)

    @cached_property
    def view(self) -> MorningView:
        """The page."""
        view: MorningView = import_module("newsreader.ui.morning.view").MorningView(self._theme, self._over)
        view.chosen.connect(self._open_story)
        view.keyed.connect(self._key)
        view.again.connect(self.read)
        view.printAsked.connect(self._print)
        view.pdfAsked.connect(self._ask_pdf)
        view.htmlAsked.connect(self._ask_html)
        self._actions.keymap.changed.connect(lambda _id: view.set_keys(self._keys()))
        view.set_keys(self._keys())
        view.set_fetching(self._fetching)
        self._made = True
        return view

    @property
    def is_open(self) -> bool:
        """Whether the page is seen."""
        return self._made and self.view.isVisible()

    def set_fetching(self, fetching: bool) -> None:
        """Take note that feeds are fetched for the first time now, or no more."""
        self._fetching = fetching
        if self._made:
            self.view.set_fetching(fetching)

    def toggle(self) -> None:
        """Open the page, or close it."""
        if self.is_open:
            self.view.close_page()
        else:
            self.open()

    def open(self) -> None:
        """Open the page."""
        self.view.show_loading()
        self.view.open_page()
        self.read()

    def close(self) -> None:
        """Close it: the panes are to be seen."""
        if self.is_open:
            self.view.close_page(give_back=False)

    def read(self) -> None:
        """Read what the page tells, while it is seen."""
        if self.is_open:
            hours = int(self._choices.number("briefs.hours"))
            self._tasks.query(
                lambda library: library.briefs.list(hours, MOST, hide_read=False),
                self._here,
                self.view.show_fault,
                key="morning",
            )

    def apply(self, change: Change) -> None:
        """Follow a Change."""
        if change.briefs or change.tree or change.mark in (Mark.READ, Mark.UNREAD):
            self.read()

    def _here(self, briefs: BriefList) -> None:
        self.view.show_edition(make_edition(briefs, int(time.time())))

    # -- keys and clicks -----------------------------------------------------------------------------------------

    def _keys(self) -> dict[str, str]:
        """What keys mean on the page; those of the story that it covers mean nothing."""
        keymap = self._actions.keymap
        ids = [id for id in self._actions.specs if id.startswith(("story.", "view.mark", "find.page"))]
        keys = {key: "" for id in ids for key in keymap.keys(id)}
        return keys | {key: id for id in _OWN for key in keymap.keys(id)}

    def _open_story(self, brief: Brief) -> None:
        self.close()
        self.storyRequested.emit(brief.story)

    def _key(self, id: str, brief: Brief) -> None:
        if id == "briefs.mark_read":
            self._tasks.command(lambda library: library.marks.mark(brief.stories, Mark.READ))
        elif id == "briefs.dismiss":
            self._tasks.command(lambda library: library.briefs.dismiss(brief.id))

    # -- print and keep ------------------------------------------------------------------------------------------

    def _print(self) -> None:
        edition = self.view.edition
        if edition is None or edition.lead is None:
            return
        # Loaded here: few print.
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(f"{edition.title}, {edition.date}")
        paper = import_module("newsreader.ui.morning.paper")
        paper.lay_out(printer)
        dialog = QPrintDialog(printer, self._window)
        if dialog.exec():
            pages = paper.draw(printer, self._theme, edition, int(time.time()))
            self.said.emit(f"{pages} {'page' if pages == 1 else 'pages'} printed")

    def _ask_pdf(self) -> None:
        if path := self._ask_path("pdf", _PDF):
            self.write_pdf(path)

    def _ask_html(self) -> None:
        if path := self._ask_path("html", _HTML):
            self.write_html(path)

    def _ask_path(self, ending: str, kinds: str) -> Path | None:
        start = str(Path.home() / f"{time.strftime('%Y-%m-%d')} in brief.{ending}")
        path, _filter = QFileDialog.getSaveFileName(self._window, "Keep this page", start, kinds)
        return Path(path) if path else None

    def write_pdf(self, path: Path) -> None:
        """Keep the page that is shown as PDF."""
        edition = self.view.edition
        if edition is None:
            return
        try:
            import_module("newsreader.ui.morning.paper").write_pdf(
                path, self._theme, edition, int(time.time())
            )
        except NewsreaderError as fault:
            self._tasks.fault.emit(fault)
        else:
            self.said.emit(f"Kept as {path.name}")

    def write_html(self, path: Path) -> None:
        """Keep the page that is shown as one HTML file."""
        edition = self.view.edition
        if edition is None:
            return

        def write(library: Library) -> str:
            # Loaded here, on the reader's thread: few keep a page.
            from newsreader.library.edition_html import keep_edition

            keep_edition(path, edition, library.briefs.sources, int(time.time()))
            return path.name

        self._tasks.query(write, lambda name: self.said.emit(f"Kept as {name}"))
