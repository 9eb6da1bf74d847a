"""Takes over the subscriptions of another reader: looks first, says what would happen, then does all or nothing.

Main thread; the file is looked at on the reader's thread, and imported by the worker (job ``import``).
"""

from __future__ import annotations

from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFileDialog, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from newsreader.domain.errors import NewsreaderError
from newsreader.domain.jobs import Progress
from newsreader.library import jobs as ask
from newsreader.subscribe.preview import ImportPreview, preview_import
from newsreader.ui.dialogs.errand import Errand
from newsreader.ui.dialogs.sheet import Sheet, button, note, set_tone
from newsreader.ui.dialogs.thin_progress import ThinProgress
from newsreader.ui.dialogs.words import counted
from newsreader.ui.jobs import Jobs
from newsreader.ui.plain import plain_tip
from newsreader.ui.tasks import Tasks
from newsreader.ui.theme import Theme

if TYPE_CHECKING:
    from newsreader.library.library import Library

_LISTED = 500
"""Feeds of the preview that are listed one by one."""

FILTER = "Lists of feeds (*.opml *.xml *.txt);;All files (*)"


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
        self._errand: Errand | None = None
        self._stage = Stage.CHOOSING
        self._new = 0
        self._words = note(theme, px=13)
        self._words.setContentsMargins(0, 0, 0, 8)
        self._progress = ThinProgress(theme)
        self._tree = QTreeWidget()
        self._tree.setProperty("kind", "boxed")
        self._tree.setHeaderHidden(True)
        self._tree.setColumnCount(2)
        self._tree.setAccessibleName("What the file holds")
        self._tree.setMinimumHeight(theme.px(340))
        header = self._tree.header()
        header.setStretchLastSection(True)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        header.resizeSection(0, theme.px(215))
        self.body.addWidget(self._words)
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
        self._say("A list of feeds as other readers export it (OPML), or a text with one address a line.")
        self._go_to(Stage.CHOOSING)

    def setPath(self, path: Path) -> None:
        """Look into this file and show what it holds. Nothing is changed."""
        self._path = path
        self._say(f"Reading {path.name}…")
        self._go_to(Stage.LOOKING)
        self._tasks.query(lambda library: _look(library, path), self._looked, self._failed, key="import")

    def reject(self) -> None:
        """Esc and Cancel: stop what is under way; an import that is stopped adds nothing."""
        if self._errand is not None:
            self._errand.drop()
            self._errand = None
        super().reject()

    # -- stages --------------------------------------------------------------------------------------------------

    def _go_to(self, stage: Stage) -> None:
        self._stage = stage
        busy = stage in (Stage.LOOKING, Stage.IMPORTING)
        self._progress.set_part(0.15 if busy else None)
        self._tree.setVisible(
            stage in (Stage.PREVIEW, Stage.IMPORTING) and self._tree.topLevelItemCount() > 0
        )
        self._choose.setVisible(stage in (Stage.CHOOSING, Stage.PREVIEW))
        self._choose.setText("Choose a file…" if stage is Stage.CHOOSING else "Another file…")
        self._cancel.setVisible(stage is not Stage.DONE)
        self._go.setVisible(stage is not Stage.CHOOSING)
        self._go.setEnabled(stage is Stage.DONE or (stage is Stage.PREVIEW and self._new > 0))
        self._go.setText(
            "Close"
            if stage is Stage.DONE
            else f"Import {counted(self._new, 'feed')}"
            if self._new
            else "Import"
        )
        self.fit()

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
        self._fill(found)
        parts = [counted(self._new, "new feed")]
        parts += [f"{found.already:,} already there"] if found.already else []
        parts += [f"{len(found.skipped):,} left out"] if found.skipped else []
        name = self._path.name if self._path else ""
        self._say(f"{name}: {' · '.join(parts)}.\nNothing has been changed yet.")
        self._go_to(Stage.PREVIEW)

    def go(self) -> None:
        """What the button does: import what is shown, or close when that is done."""
        if self._stage is Stage.DONE:
            self.accept()
        elif self._stage is Stage.PREVIEW and self._path is not None:
            self._go_to(Stage.IMPORTING)
            self._errand = Errand(self._jobs, "import", ask.import_file(self._path), self)
            self._errand.progressed.connect(self._heard)
            self._errand.done.connect(self._done)
            self._errand.failed.connect(self._failed)
            self._errand.start()

    def _done(self, document: dict[str, Any]) -> None:
        self._errand = None
        added = int(document.get("added", 0))
        self._say(
            f"{counted(added, 'feed')} added. Their stories arrive with the next check; the import can be undone."
        )
        self.imported.emit(document)
        self._go_to(Stage.DONE)

    def _failed(self, fault: NewsreaderError) -> None:
        self._errand = None
        self._new = 0
        self._tree.clear()
        self._say(fault.sentence + " Nothing was changed.", error=True)
        self._go_to(Stage.CHOOSING)

    # -- the preview ---------------------------------------------------------------------------------------------

    def _fill(self, found: ImportPreview) -> None:
        self._tree.clear()
        folders: dict[str, QTreeWidgetItem] = {}
        if found.new:
            top = self._group(f"New ({len(found.new):,})")
            for feed in found.new[:_LISTED]:
                if feed.folder and feed.folder not in folders:
                    folder = QTreeWidgetItem(top, [feed.folder.replace("/", " / ")])
                    folder.setFirstColumnSpanned(True)
                    folder.setExpanded(True)
                    folders[feed.folder] = folder
                self._row(folders.get(feed.folder, top), feed.title or feed.url, feed.url)
            if len(found.new) > _LISTED:
                QTreeWidgetItem(top, [f"and {len(found.new) - _LISTED:,} more"])
        if found.skipped:
            top = self._group(f"Left out ({len(found.skipped):,})")
            for each in found.skipped[:_LISTED]:
                self._row(top, each.url or "No address", each.why)
        if found.already:
            self._group(f"Already there ({found.already:,})")

    def _group(self, title: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem(self._tree, [title])
        item.setFont(0, self.theme.font(13, QFont.Weight.DemiBold))
        item.setFirstColumnSpanned(True)
        item.setExpanded(True)
        return item

    def _row(self, parent: QTreeWidgetItem, left: str, right: str) -> None:
        item = QTreeWidgetItem(parent, [" ".join(left.split()), right])
        item.setForeground(1, self.theme.color("secondary"))
        item.setToolTip(0, plain_tip(left))
        item.setToolTip(1, plain_tip(right))
        item.setData(
            1,
            Qt.ItemDataRole.TextAlignmentRole,
            int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter),
        )


def _look(library: Library, path: Path) -> ImportPreview:
    """On the reader's thread: what the file would bring."""
    return preview_import(path, (feed.url for feed in library.feeds.all()))
