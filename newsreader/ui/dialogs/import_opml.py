"""Takes over the subscriptions of another reader: looks first, says what would happen, then does all or nothing.

Main thread; the file is looked at on the reader's thread, and imported by the worker (job ``import``). A list of the
web is brought into a file by the worker first (job ``fetch_list``).
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from newsreader.domain.errors import NewsreaderError
from newsreader.domain.jobs import Progress
from newsreader.library import jobs as ask
from newsreader.subscribe.preview import ImportPreview, preview_import
from newsreader.text.numbers import counted, grouped
from newsreader.text.urls import display_host, normalize_address
from newsreader.ui.dialogs.errand import Errand
from newsreader.ui.dialogs.import_tree import ImportTree
from newsreader.ui.dialogs.sheet import Sheet, button, note, set_tone
from newsreader.ui.dialogs.thin_progress import ThinProgress
from newsreader.ui.drops import local_path, names_file
from newsreader.ui.jobs import Jobs
from newsreader.ui.tasks import Tasks
from newsreader.ui.theme import Theme

if TYPE_CHECKING:
    from newsreader.library.library import Library

FILTER = "Lists of feeds (*.opml *.xml *.txt);;All files (*)"


_BEGINNING = (
    "Choose a list of feeds as other readers export it (OPML), or a text with one address a line; "
    "or paste the address of one on the web."
)


class Stage(Enum):
    """Where the dialog is."""

    CHOOSING = auto()
    LOOKING = auto()
    PREVIEW = auto()
    IMPORTING = auto()
    DONE = auto()


class ImportDialog(Sheet):
    """``imported`` with the report's document once feeds were added."""

    imported = Signal(dict)

    def __init__(self, theme: Theme, tasks: Tasks, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Import feeds", parent, width=600)
        self._tasks = tasks
        self._jobs = jobs
        self._path: Path | None = None
        self._fetched: Path | None = None
        """The file that holds what came from the web: it goes with the dialog."""
        self._name = ""
        self._errand: Errand | None = None
        self._stage = Stage.CHOOSING
        self._new = 0
        self._words = note(theme, px=13)
        self._words.setContentsMargins(0, 0, 0, 10)
        self._progress = ThinProgress(theme)
        self._tree = ImportTree(theme)
        self._address = QLineEdit()
        self._address.setPlaceholderText("Address of a list on the web, or a file")
        self._address.setAccessibleName("Address of a list on the web, or a file")
        self._address.textChanged.connect(self._typed)
        self.body.addWidget(self._words)
        self.body.addWidget(self._address)
        self.body.addWidget(self._progress)
        self.body.addSpacing(8)
        self.body.addWidget(self._tree, 1)
        self.body.addStretch(0)
        self._choose = button("Choose a file…")
        self._cancel = button("Cancel")
        self._go = button("Import", "primary", default=True)
        self._choose.clicked.connect(self._choose_file)
        self._cancel.clicked.connect(self.reject)
        self._go.clicked.connect(self.go)
        self.buttons.addWidget(self._choose)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self._cancel)
        self.buttons.addWidget(self._go)
        self._say(_BEGINNING)
        self._go_to(Stage.CHOOSING)

    def setPath(self, path: Path) -> None:
        """Look into this file and show what it holds. Nothing is changed."""
        self._name = path.name
        self._look_into(path)

    def setAddress(self, address: str) -> None:
        """Fetch the list at this address and show what it holds. Nothing is changed."""
        self._address.setText(address)
        addresses = normalize_address(address)
        if not addresses:
            self._say(f"“{address}” is not an address.", error=True)
            return
        self._name = display_host(addresses[0])
        self._say(f"Fetching the list from {self._name}…")
        self._go_to(Stage.LOOKING)
        self._run("fetch_list", ask.fetch_list(address), self._came)

    def _came(self, document: dict[str, Any]) -> None:
        self._errand = None
        self._fetched = Path(str(document["path"]))
        self._look_into(self._fetched)

    def _look_into(self, path: Path) -> None:
        self._path = path
        self._say(f"Reading {self._name}…")
        self._go_to(Stage.LOOKING)
        self._tasks.query(lambda library: _look(library, path), self._looked, self._failed, key="import")

    def reject(self) -> None:
        """Esc and Cancel: stop what is under way; an import that is stopped adds nothing."""
        if self._errand is not None:
            self._errand.drop()
            self._errand = None
        super().reject()

    def done(self, result: int) -> None:
        """However it ends: a list of the web is not left lying about, it may hold passwords."""
        if self._fetched is not None:
            self._fetched.unlink(missing_ok=True)
        super().done(result)

    # -- stages --------------------------------------------------------------------------------------------------

    def _go_to(self, stage: Stage) -> None:
        self._stage = stage
        busy = stage in (Stage.LOOKING, Stage.IMPORTING)
        self._progress.set_part(0.15 if busy else None)
        self._address.setVisible(stage is Stage.CHOOSING)
        self._tree.setVisible(
            stage in (Stage.PREVIEW, Stage.IMPORTING) and self._tree.topLevelItemCount() > 0
        )
        self._choose.setVisible(stage in (Stage.CHOOSING, Stage.PREVIEW))
        self._choose.setText("Choose a file…" if stage is Stage.CHOOSING else "Another file…")
        self._cancel.setVisible(stage is not Stage.DONE)
        self._go.setEnabled(
            stage is Stage.DONE
            or (stage is Stage.PREVIEW and self._new > 0)
            or (stage is Stage.CHOOSING and bool(self._address.text().strip()))
        )
        self._go.setText(self._go_text())
        self._where_enter_goes().setFocus()
        self.fit()

    def _where_enter_goes(self) -> QWidget:
        """What takes the keyboard when what had it is hidden: never by chance the button that gives up."""
        if self._stage is Stage.CHOOSING:
            return self._address
        return self._go if self._go.isEnabled() else self._tree if self._tree.isVisible() else self._cancel

    def _go_text(self) -> str:
        if self._stage is Stage.DONE:
            return "Close"
        if self._stage is Stage.CHOOSING:
            return "Look at it"
        return f"Import {counted(self._new, 'feed')}" if self._new else "Import"

    def _typed(self) -> None:
        if self._stage is Stage.CHOOSING:
            self._say(_BEGINNING)
            self._go.setEnabled(bool(self._address.text().strip()))

    def _say(self, sentence: str, *, error: bool = False) -> None:
        self._words.setText(sentence)
        set_tone(self._words, "error" if error else "secondary")

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, "Import feeds", "", FILTER)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self.setPath(Path(path)))
        dialog.open()

    def _heard(self, progress: Progress) -> None:
        self._progress.set_part(progress.done / progress.total if progress.total else 0.4)

    def _looked(self, found: ImportPreview) -> None:
        if self._stage is not Stage.LOOKING:
            return
        self._new = len(found.new)
        self._tree.fill(found)
        parts = [counted(self._new, "new feed")]
        parts += [f"{grouped(found.already)} already there"] if found.already else []
        parts += [f"{grouped(len(found.skipped))} left out"] if found.skipped else []
        self._say(f"{self._name}: {' · '.join(parts)}.\nNothing has been changed yet.")
        self._go_to(Stage.PREVIEW)

    def go(self) -> None:
        """What the button does: import what is shown, or close when that is done."""
        if self._stage is Stage.DONE:
            self.accept()
        elif self._stage is Stage.CHOOSING:
            typed = self._address.text().strip()
            self.setPath(local_path(typed)) if names_file(typed) else self.setAddress(typed)
        elif self._stage is Stage.PREVIEW and self._path is not None:
            self._go_to(Stage.IMPORTING)
            self._run("import", ask.import_file(self._path), self._imported)

    def _run(self, name: str, args: dict[str, Any], done: Callable[[dict[str, Any]], None]) -> None:
        self._errand = Errand(self._jobs, name, args, self)
        self._errand.progressed.connect(self._heard)
        self._errand.done.connect(done)
        self._errand.failed.connect(self._failed)
        self._errand.start()

    def _imported(self, document: dict[str, Any]) -> None:
        self._errand = None
        added = int(document.get("added", 0))
        self._say(
            f"{counted(added, 'feed')} added. Their stories are fetched in the background; the import can be undone."
        )
        self.imported.emit(document)
        self._go_to(Stage.DONE)

    def _failed(self, fault: NewsreaderError) -> None:
        self._errand = None
        self._new = 0
        self._tree.clear()
        self._say(fault.sentence + " Nothing was changed.", error=True)
        self._go_to(Stage.CHOOSING)


def _look(library: Library, path: Path) -> ImportPreview:
    """On the reader's thread: what the file would bring."""
    return preview_import(path, (feed.url for feed in library.feeds.all()))
