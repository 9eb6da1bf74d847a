"""One setting as a row of the preferences: its label, its editor and what it does. Main thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QLocale, QObject, Qt
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from newsreader.settings.table import Setting, SettingValue
from newsreader.ui.choices import Choices
from newsreader.ui.plain import plain_label
from newsreader.ui.theme import Theme

_EDITOR_WIDTH = 220
_CHECK_BOX, _BESIDE = 18, 9
_AFTER_RESTART = " Takes effect after the next start."


class SettingRow(QWidget):
    """Edits one setting; a change applies at once, and one made elsewhere shows at once. It rests, its value kept,
    while the setting is not used."""

    def __init__(
        self, theme: Theme, choices: Choices, setting: Setting, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setting = setting
        self._theme = theme
        self._choices = choices
        self._show: Callable[[SettingValue], None] = lambda _value: None
        doc = plain_label(setting.doc + (_AFTER_RESTART if setting.restart else ""), self, wrap=True)
        doc.setProperty("tone", "secondary")
        doc.setFont(theme.font(12))
        self.editor = self._make_editor()
        self.editor.setAccessibleName(setting.label)
        self.editor.setAccessibleDescription(setting.doc)
        column = QVBoxLayout()
        column.setSpacing(2)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 8, 0, 8)
        row.setSpacing(20)
        row.addLayout(column, 1)
        if setting.type == "bool":
            column.addWidget(self.editor)
            doc.setContentsMargins(theme.px(_CHECK_BOX) + _BESIDE, 0, 0, 0)
        else:
            label = plain_label(setting.label, self)
            label.setBuddy(self.editor)
            column.addWidget(label)
            self.editor.setFixedWidth(theme.px(_EDITOR_WIDTH))
            row.addWidget(self.editor, 0, Qt.AlignmentFlag.AlignTop)
        column.addWidget(doc)
        self.refresh()
        choices.changed.connect(self._changed)

    def refresh(self) -> None:
        """Show the value as it is now."""
        self.editor.blockSignals(True)
        self._show(self._choices.get(self.setting.key))
        self.editor.blockSignals(False)
        self.editor.setEnabled(self.setting.used(self._choices.get))

    def reset(self) -> None:
        """Back to the default."""
        self._choices.set(self.setting.key, self.setting.default)

    def _changed(self, key: str) -> None:
        if key == self.setting.key:
            self.refresh()
        elif self.setting.need is not None and key == self.setting.need.key:
            self.editor.setEnabled(self.setting.used(self._choices.get))

    def _set(self, value: SettingValue) -> None:
        """Keep what the editor says; it shows the old value again when that is not allowed."""
        if self.setting.accepts(value):
            self._choices.set(self.setting.key, value)
        else:
            self.refresh()

    # -- editors -------------------------------------------------------------------------------------------------

    def _make_editor(self) -> QWidget:
        match self.setting.type:
            case "bool":
                return self._check_box()
            case "choice":
                return self._combo_box()
            case "int":
                return self._spin_box()
            case "float":
                return self._double_spin_box()
            case "text" | "list":
                return self._line_edit()
            case "folder":
                return self._folder_edit()

    def _check_box(self) -> QWidget:
        box = QCheckBox(self.setting.label.replace("&", "&&"), self)
        box.toggled.connect(self._set)
        self._show = lambda value: box.setChecked(bool(value))
        return box

    def _combo_box(self) -> QWidget:
        box = QComboBox(self)
        for choice in self.setting.choices:
            box.addItem(choice.label, choice.value)
        box.currentIndexChanged.connect(lambda place: self._set(box.itemData(place)))
        self._show = lambda value: box.setCurrentIndex(box.findData(value))
        _calm(box, self)
        return box

    def _spin_box(self) -> QWidget:
        box = QSpinBox(self)
        box.setRange(int(self.setting.minimum or 0), int(self.setting.maximum or 2**31 - 1))
        if self.setting.unit:  # what has none, such as a port, is a name more than a number
            box.setLocale(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
            box.setGroupSeparatorShown(True)
        box.valueChanged.connect(self._set)
        self._show = lambda value: box.setValue(int(value))
        self._dress(box)
        return box

    def _double_spin_box(self) -> QWidget:
        box = QDoubleSpinBox(self)
        box.setRange(self.setting.minimum or 0.0, self.setting.maximum or 1e9)
        box.setDecimals(2 if (self.setting.maximum or 0) < 10 else 1)
        box.setSingleStep(0.05 if (self.setting.maximum or 0) < 10 else 0.5)
        box.valueChanged.connect(lambda value: self._set(round(value, 2)))
        self._show = lambda value: box.setValue(float(value))
        self._dress(box)
        return box

    def _dress(self, box: QSpinBox | QDoubleSpinBox) -> None:
        if self.setting.unit:
            box.setSuffix(f" {self.setting.unit}")
        if self.setting.zero:
            box.setSpecialValueText(self.setting.zero)
        box.setKeyboardTracking(False)
        box.lineEdit().setTextMargins(7, 0, 0, 0)
        box.setCorrectionMode(QAbstractSpinBox.CorrectionMode.CorrectToNearestValue)
        _calm(box, self)

    def _line_edit(self) -> QWidget:
        field = QLineEdit(self)
        field.editingFinished.connect(lambda: self._set(field.text().strip()))
        self._show = lambda value: field.setText(str(value))
        return field

    def _folder_edit(self) -> QWidget:
        field = QLineEdit(self)
        field.setPlaceholderText(self.setting.zero)
        field.editingFinished.connect(lambda: self._set(field.text().strip()))
        choose = field.addAction(self._theme.icon("folder"), QLineEdit.ActionPosition.TrailingPosition)
        choose.setToolTip("Choose a folder")
        choose.triggered.connect(self._choose_folder)
        self._show = lambda value: field.setText(str(value))
        return field

    def _choose_folder(self) -> None:
        present = str(self._choices.get(self.setting.key))
        chosen = QFileDialog.getExistingDirectory(self, self.setting.label, present)
        if chosen:
            self._set(chosen)
            self.refresh()


class _WheelGuard(QObject):
    """Lets the wheel scroll the page instead of changing a value that happens to come under the pointer."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return False


def _calm(editor: QWidget, owner: QObject) -> None:
    editor.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    editor.installEventFilter(_WheelGuard(owner))
