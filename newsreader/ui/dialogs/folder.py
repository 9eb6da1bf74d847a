"""Names a new folder, or renames one. Main thread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QLineEdit, QWidget

from newsreader.domain.changes import Change
from newsreader.domain.errors import NewsreaderError
from newsreader.domain.feeds import Feed, Folder
from newsreader.text.numbers import counted
from newsreader.ui.dialogs.sheet import Sheet, button, note, repolish, set_tone
from newsreader.ui.tasks import Tasks
from newsreader.ui.theme import Theme


class FolderDialog(Sheet):
    """Makes a folder inside ``parent_folder`` (None: the top), or renames ``folder``; accepted once that is done.

    With ``feeds`` the new folder stands at the top and takes these in, in one step.
    """

    def __init__(
        self,
        theme: Theme,
        tasks: Tasks,
        parent: QWidget | None = None,
        *,
        folder: Folder | None = None,
        parent_folder: Folder | None = None,
        feeds: Sequence[Feed] = (),
    ) -> None:
        super().__init__(theme, "Rename folder" if folder else "New folder", parent, width=400)
        self._tasks = tasks
        self._folder = folder
        self._parent_id = parent_folder.id if parent_folder else None
        self._ids = [feed.id for feed in feeds]
        self._usual = (
            _taken_in(feeds) if feeds else f"Inside “{parent_folder.path}”." if parent_folder else ""
        )
        self._field = QLineEdit(folder.name if folder else "")
        self._field.setAccessibleName("Name")
        self._field.setPlaceholderText("Name")
        self._field.setMaxLength(200)
        self._field.selectAll()
        self._hint = note(theme, self._usual)
        self._hint.setContentsMargins(2, 8, 2, 0)
        self.body.addWidget(self._field)
        self.body.addWidget(self._hint)
        self.body.addStretch(1)
        cancel = button("Cancel")
        self._go = button("Rename" if folder else "Add folder", "primary", default=True)
        cancel.clicked.connect(self.reject)
        self._go.clicked.connect(self._save)
        self.buttons.addStretch(1)
        self.buttons.addWidget(cancel)
        self.buttons.addWidget(self._go)
        self._field.textChanged.connect(self._edited)
        self._edited()

    def _edited(self) -> None:
        name = " ".join(self._field.text().split())
        wrong = "A name cannot hold a slash: folders inside are made inside." if "/" in name else ""
        self._say(wrong or self._usual, error=bool(wrong))
        self._go.setEnabled(bool(name) and not wrong)

    def _say(self, sentence: str, *, error: bool) -> None:
        self._hint.setText(sentence)
        self._hint.setVisible(bool(sentence))
        set_tone(self._hint, "error" if error else "secondary")
        if bool(self._field.property("fault")) != error:
            self._field.setProperty("fault", error)
            repolish(self._field)
        self.fit()

    def _save(self) -> None:
        name = " ".join(self._field.text().split())
        folder, parent_id = self._folder, self._parent_id
        self._go.setEnabled(False)
        if folder is not None:
            self._tasks.command(
                lambda library: library.feeds.rename_folder(folder.id, name), self._done, self._failed
            )
        elif self._ids:
            ids = self._ids
            self._tasks.command(
                lambda library: library.feeds.set_several(ids, folder=name), self._done, self._failed
            )
        else:
            self._tasks.command(
                lambda library: library.feeds.add_folder(name, parent_id), self._done, self._failed
            )

    def _done(self, _change: Change) -> None:
        self.accept()

    def _failed(self, fault: NewsreaderError) -> None:
        self._say(fault.sentence, error=True)
        self._go.setEnabled(True)


def _taken_in(feeds: Sequence[Feed]) -> str:
    return (
        f"“{feeds[0].title}” goes into it."
        if len(feeds) == 1
        else f"{counted(len(feeds), 'feed')} go into it."
    )
