"""The choice of a folder: those there are, none, or a new one named on the spot. Main thread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QSizePolicy, QStackedLayout, QWidget

from newsreader.domain.feeds import Folder
from newsreader.ui.theme import Theme

_NEW = "New folder…"
_NONE = "No folder"


class FolderBox(QWidget):
    """``path()`` is what was chosen: names joined by ``/``, ``""`` for no folder. ``changed`` when that changes.

    With ``leave`` the first choice is one that chooses nothing, in these words; ``leaves`` tells that it is chosen.
    """

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, leave: str = "") -> None:
        super().__init__(parent)
        self._leave = leave
        self._last = 0
        self._combo = QComboBox()
        self._combo.setAccessibleName("Folder")
        self._combo.setMinimumWidth(theme.px(120))
        self._combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._field = _NameField()
        self._field.setAccessibleName("Name of the new folder")
        self._field.setPlaceholderText("Name of the new folder")
        if not leave:  # beside other things in a row
            self._combo.setMaximumWidth(theme.px(200))
            self._field.setMaximumWidth(theme.px(200))
            self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self._stack = QStackedLayout()
        self._stack.addWidget(self._combo)
        self._stack.addWidget(self._field)
        row.addLayout(self._stack)
        self.setFocusProxy(self._combo)
        self.set_folders(())
        self._combo.activated.connect(self._activated)
        self._field.textChanged.connect(self.changed)
        self._field.abandoned.connect(self._back)

    def set_folders(self, folders: Sequence[Folder], chosen: str = "") -> None:
        """Offer ``folders`` in their order, nested ones indented, and choose the one with the path ``chosen``."""
        chosen = self.path() or chosen
        self._combo.clear()
        if self._leave:
            self._combo.addItem(self._leave)
            self._combo.insertSeparator(1)
        self._combo.addItem(_NONE, "")
        for folder in _nested(folders):
            depth = folder.path.count("/")
            self._combo.addItem("\u2003" * depth + folder.name, folder.path)
        self._combo.insertSeparator(self._combo.count())
        self._combo.addItem(_NEW)
        self.choose(chosen)

    def choose(self, path: str) -> None:
        """Choose the folder ``path``, or none when there is no such."""
        self._last = max(0, self._combo.findData(path)) if path else 0
        self._combo.setCurrentIndex(self._last)

    @property
    def leaves(self) -> bool:
        """True while nothing is chosen."""
        return (
            bool(self._leave)
            and self._stack.currentWidget() is self._combo
            and not self._combo.currentIndex()
        )

    def path(self) -> str:
        """The chosen path."""
        if self._stack.currentWidget() is self._field:
            return "/".join(
                name for part in self._field.text().split("/") if (name := " ".join(part.split()))
            )
        return str(self._combo.currentData() or "")

    def _activated(self, index: int) -> None:
        if self._combo.itemText(index) == _NEW and self._combo.itemData(index) is None:
            self._stack.setCurrentWidget(self._field)
            self._field.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._last = index
        self.changed.emit()

    def _back(self) -> None:
        self._field.clear()
        self._stack.setCurrentWidget(self._combo)
        self._combo.setCurrentIndex(self._last)
        self._combo.setFocus(Qt.FocusReason.OtherFocusReason)


class _NameField(QLineEdit):
    """The field of a new folder's name: Esc gives it up without closing the dialog."""

    abandoned = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Esc; the rest is a line edit's."""
        if event.key() == Qt.Key.Key_Escape:
            self.abandoned.emit()
            event.accept()
            return
        super().keyPressEvent(event)


def _nested(folders: Sequence[Folder]) -> list[Folder]:
    """Parents before their children, siblings in their order."""
    children: dict[int | None, list[Folder]] = {}
    known = {folder.id for folder in folders}
    for folder in folders:
        parent = folder.parent_id if folder.parent_id in known else None
        children.setdefault(parent, []).append(folder)

    def below(parent: int | None) -> list[Folder]:
        return [each for folder in children.get(parent, ()) for each in (folder, *below(folder.id))]

    return below(None)
