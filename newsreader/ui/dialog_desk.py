"""Opens the dialogs of the window, each loaded when it is first asked for: the first paint must not wait for them.

Main thread. Dialogs are window-modal and never block the event loop.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from newsreader.ui.choices import Choices
from newsreader.ui.jobs import Jobs
from newsreader.ui.shortcuts import Keymap
from newsreader.ui.tasks import Tasks
from newsreader.ui.theme import Theme

if TYPE_CHECKING:
    from newsreader.domain.feeds import Feed, Folder
    from newsreader.ui.preferences.window import PreferencesWindow

_DIALOGS = "newsreader.ui.dialogs"


class DialogDesk(QObject):
    """``feedAdded`` carries the id of a feed to show, ``imported`` fires when feeds were taken over from a file,
    ``accountAsked`` wants the mail account set up, ``restored`` tells that the cache is another one, and what is to be
    said of that."""

    feedAdded = Signal(int)
    imported = Signal()
    accountAsked = Signal()
    restored = Signal(str)

    def __init__(self, theme: Theme, tasks: Tasks, jobs: Jobs, window: QWidget, data_dir: Path) -> None:
        super().__init__(window)
        self._theme = theme
        self._tasks = tasks
        self._jobs = jobs
        self._window = window
        self._data_dir = data_dir
        self._preferences: PreferencesWindow | None = None

    def add_feed(self, address: str = "") -> None:
        """The add-feed dialog, with ``address`` in its field; one that is open already takes it."""
        dialog = self._add_dialog()
        if address:
            dialog.setAddress(address)  # type: ignore[attr-defined]

    def browse(self) -> None:
        """The add-feed dialog at its catalogue."""
        self._add_dialog().browse()  # type: ignore[attr-defined]

    def _add_dialog(self) -> QDialog:
        dialog = self._window.findChild(QDialog, "add-feed")
        if dialog is None:
            dialog = self._make("add_feed", "AddFeedDialog", self._tasks, self._jobs, self._window)
            dialog.setObjectName("add-feed")
            dialog.feedAdded.connect(self.feedAdded)  # type: ignore[attr-defined]
            dialog.listFound.connect(self._import_found)  # type: ignore[attr-defined]
            self._open(dialog)
        return dialog

    def import_feeds(self, path: Path | None = None) -> None:
        """The dialog that takes feeds over from a file."""
        dialog = self._import_dialog()
        if path is not None:
            dialog.setPath(path)  # type: ignore[attr-defined]

    def open_file(self, path: Path) -> None:
        """What lies in a file: a feed is offered to be added, anything else looked into as a list of feeds."""
        from newsreader.subscribe.feed_file import address_in_file

        self._tasks.query(
            lambda _library: address_in_file(path),
            lambda address: self.add_feed(address) if address else self.import_feeds(path),
            lambda _fault: self.import_feeds(path),  # which says why it cannot be read
        )

    def import_address(self, address: str) -> None:
        """The same dialog over a list of the web."""
        self._import_dialog().setAddress(address)  # type: ignore[attr-defined]

    def _import_found(self, address: str) -> None:
        from newsreader.ui.drops import is_list_file, local_path

        self.open_file(local_path(address)) if is_list_file(address) else self.import_address(address)

    def _import_dialog(self) -> QDialog:
        dialog = self._make("import_opml", "ImportDialog", self._tasks, self._jobs, self._window)
        dialog.imported.connect(lambda _report: self.imported.emit())  # type: ignore[attr-defined]
        self._open(dialog)
        return dialog

    def feed_page(self, feed: int) -> None:
        """Everything known of a feed."""
        self._open(self._make("feed_page", "FeedPage", self._tasks, self._jobs, feed, self._window))

    def edit_feeds(self, feeds: Sequence[Feed], folders: Sequence[Folder]) -> None:
        """Changes several feeds together."""
        self._open(self._make("edit_feeds", "EditFeedsDialog", self._tasks, feeds, folders, self._window))

    def new_folder(self, inside: Folder | None = None, feeds: Sequence[Feed] = ()) -> None:
        """Names and makes a folder; ``feeds`` are put into it."""
        self._open(
            self._make("folder", "FolderDialog", self._tasks, self._window, parent_folder=inside, feeds=feeds)
        )

    def remove_feeds(self, feeds: list[Feed]) -> None:
        """Asks before feeds are removed, and removes them."""
        self._open(self._make("remove", "RemoveDialog", self._tasks, feeds, self._window))

    def trouble(self) -> None:
        """All feeds that have trouble."""
        self._open(self._make("trouble", "TroubleDialog", self._tasks, self._jobs, self._window))

    def restore(self) -> None:
        """Brings the cache back from a copy."""
        from newsreader.library.copies import copies  # not above: it brings what opens a cache
        from newsreader.library.folder import CACHE

        anew = not (self._data_dir / CACHE).exists()
        dialog = self._make(
            "restore",
            "RestoreDialog",
            self._tasks,
            self._data_dir,
            copies(self._data_dir),
            self._window,
            anew=anew,
        )
        dialog.restored.connect(self.restored)  # type: ignore[attr-defined]
        self._open(dialog)

    def choose_brief(self, story: int, chosen: Callable[[int], object]) -> None:
        """Asks which event a story belongs to; ``chosen`` gets the id of its brief."""
        dialog = self._make(
            "choose_brief", "ChooseBriefDialog", self._tasks, story, int(time.time()), self._window
        )
        dialog.chosen.connect(chosen)  # type: ignore[attr-defined]
        self._open(dialog)

    def about(self, version: str) -> None:
        """What the program is."""
        self._open(self._make("about", "AboutDialog", version, self._data_dir, self._window))

    def preferences(self, choices: Choices, keymap: Keymap) -> PreferencesWindow:
        """The preferences, a window that may stay open."""
        if self._preferences is None:
            window: PreferencesWindow = import_module("newsreader.ui.preferences.window").PreferencesWindow(
                self._theme, choices, keymap, self._window, jobs=self._jobs, tasks=self._tasks
            )
            window.accountAsked.connect(self.accountAsked)
            self._preferences = window
        self._preferences.show()
        self._preferences.activateWindow()
        return self._preferences

    def _make(self, module: str, name: str, *args: Any, **more: Any) -> QDialog:
        made: QDialog = getattr(import_module(f"{_DIALOGS}.{module}"), name)(self._theme, *args, **more)
        return made

    def _open(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
