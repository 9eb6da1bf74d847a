"""The page of the preferences where a person gives actions other keys. Main thread."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from newsreader.domain.errors import NewsreaderError
from newsreader.ui.actions import ACTIONS, Spec
from newsreader.ui.plain import plain_label
from newsreader.ui.shortcuts import Keymap, clash, shown_key
from newsreader.ui.theme import Theme

_ID = Qt.ItemDataRole.UserRole


class KeysPage(QWidget):
    """All actions with their keys; the chosen one's can be replaced, added to, taken away or reset.

    Keys that another action has are not given away silently: the page says whose they are, and takes them from there
    only when asked again.
    """

    def __init__(self, theme: Theme, keymap: Keymap, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._keymap = keymap
        self._filter = QLineEdit(self)
        self._filter.setPlaceholderText("Find an action")
        self._filter.setAccessibleName("Find an action")
        self._filter.textChanged.connect(self._narrow)
        self._list = QTreeWidget(self)
        self._list.setProperty("kind", "boxed")
        self._list.setColumnCount(2)
        self._list.setHeaderHidden(True)
        self._list.setRootIsDecorated(False)
        self._list.setIndentation(0)
        self._list.setUniformRowHeights(True)
        self._list.setAccessibleName("Actions and their keys")
        header = self._list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self._list.currentItemChanged.connect(lambda *_: self._show_chosen())
        self._field = QKeySequenceEdit(self)
        self._field.setMaximumSequenceLength(2)
        self._field.setClearButtonEnabled(True)
        self._field.setAccessibleName("New keys: press them")
        self._field.keySequenceChanged.connect(lambda _: self._weigh())
        self._word = plain_label("", self, wrap=True)
        self._word.setFont(theme.font(12))
        self._word.setMinimumHeight(theme.px(34))
        self._use = self._button("Use these keys", self._replace, kind="primary")
        self._more = self._button("Add them", self._add)
        self._none = self._button("No keys", self._clear)
        self._reset = self._button("Reset", self._reset_one)
        self._reset_all = self._button("Reset all", self._reset_everything)
        self._lay_out()
        keymap.changed.connect(lambda _id: self.refresh())
        self.refresh()

    def refresh(self) -> None:
        """Show the keys as they are now; the chosen action stays chosen."""
        chosen = self._chosen()
        self._list.blockSignals(True)
        self._list.clear()
        for spec in ACTIONS:
            keys = "   ".join(map(shown_key, self._keymap.keys(spec.id))) or "–"
            item = QTreeWidgetItem([f"{spec.text.rstrip('…')}   ({spec.menu})", keys])
            item.setData(0, _ID, spec.id)
            font = self._theme.font(13)
            font.setBold(not self._keymap.is_default(spec.id))
            item.setFont(1, font)
            self._list.addTopLevelItem(item)
            if spec.id == chosen:
                self._list.setCurrentItem(item)
        self._list.blockSignals(False)
        self._narrow(self._filter.text())
        self._show_chosen()

    def choose(self, id: str) -> None:
        """Choose the action ``id``."""
        for row in range(self._list.topLevelItemCount()):
            item = self._list.topLevelItem(row)
            if item is not None and item.data(0, _ID) == id:
                self._list.setCurrentItem(item)

    def press(self, keys: str) -> None:
        """As if the person had pressed ``keys`` (Qt's portable form) in the field."""
        self._field.setKeySequence(QKeySequence.fromString(keys, QKeySequence.SequenceFormat.PortableText))

    def sentence(self) -> str:
        """What the page says about the keys in the field."""
        return self._word.text()

    # -- inside --------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        fields = QHBoxLayout()
        fields.setSpacing(8)
        fields.addWidget(self._field, 1)
        fields.addWidget(self._use)
        fields.addWidget(self._more)
        resets = QHBoxLayout()
        resets.setSpacing(8)
        resets.addWidget(self._none)
        resets.addWidget(self._reset)
        resets.addStretch(1)
        resets.addWidget(self._reset_all)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._filter)
        column.addWidget(self._list, 1)
        column.addLayout(fields)
        column.addWidget(self._word)
        column.addLayout(resets)

    def _button(self, text: str, pressed: object, kind: str = "") -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        if kind:
            button.setProperty("kind", kind)
        button.clicked.connect(pressed)
        return button

    def _chosen(self) -> str:
        item = self._list.currentItem()
        return str(item.data(0, _ID)) if item is not None else ""

    def _spec(self, id: str) -> Spec | None:
        return next((spec for spec in ACTIONS if spec.id == id), None)

    def _typed(self) -> str:
        return self._field.keySequence().toString(QKeySequence.SequenceFormat.PortableText)

    def _narrow(self, text: str) -> None:
        wanted = text.casefold().strip()
        for row in range(self._list.topLevelItemCount()):
            item = self._list.topLevelItem(row)
            if item is not None:
                item.setHidden(wanted not in f"{item.text(0)} {item.text(1)}".casefold())

    def _show_chosen(self) -> None:
        self._field.clear()
        self._weigh()

    def _weigh(self) -> None:
        """Say what the keys in the field would mean, and enable what can be done."""
        id, typed = self._chosen(), self._typed()
        taken = self._taken(id, typed)
        spec = self._spec(id)
        text, tone = "", "secondary"
        if spec is None:
            text = "Choose an action, then press its new keys."
        elif taken:
            names = " and ".join(f"“{self._name(other)}”" for other in taken)
            text, tone = f"{shown_key(typed)} belongs to {names}. Using it here takes it from there.", "error"
        elif typed:
            text = f"{shown_key(typed)} is free."
        else:
            text = f"Press the new keys for “{spec.text.rstrip('…')}”."
        self._word.setText(text)
        self._word.setProperty("tone", tone)
        self._word.style().unpolish(self._word)
        self._word.style().polish(self._word)
        self._use.setText("Take them" if taken else "Use these keys")
        for button in (self._use, self._more):
            button.setEnabled(bool(id and typed))
        self._none.setEnabled(bool(id and self._keymap.keys(id)))
        self._reset.setEnabled(bool(id) and not self._keymap.is_default(id))

    def _taken(self, id: str, typed: str) -> list[str]:
        if not id or not typed:
            return []
        return self._keymap.conflicts(id, typed, [spec.id for spec in ACTIONS])

    def _name(self, id: str) -> str:
        spec = self._spec(id)
        return spec.text.rstrip("…") if spec is not None else id

    def _replace(self) -> None:
        self._bind((self._typed(),))

    def _add(self) -> None:
        self._bind((*self._keymap.keys(self._chosen()), self._typed()))

    def _clear(self) -> None:
        self._bind(())

    def _reset_one(self) -> None:
        self._bind(self._keymap.default(self._chosen()))

    def _reset_everything(self) -> None:
        try:
            self._keymap.reset_all()
        except NewsreaderError as fault:
            self._say(fault)

    def _bind(self, keys: tuple[str, ...]) -> None:
        id = self._chosen()
        try:
            for key in keys:
                for other in self._taken(id, key):
                    self._keymap.bind(other, self._without(other, key))
            self._keymap.bind(id, dict.fromkeys(keys))
        except NewsreaderError as fault:
            self._say(fault)

    def _without(self, id: str, key: str) -> list[str]:
        """The keys of ``id`` that do not get in the way of ``key``."""
        return [own for own in self._keymap.keys(id) if not clash(own, key)]

    def _say(self, fault: NewsreaderError) -> None:
        self._word.setText(fault.sentence)
