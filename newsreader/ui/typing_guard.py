"""Who keeps a typed key for itself, and when it may be a shortcut. Main thread."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QKeySequenceEdit,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

KEEPS_ENTER = "keepsEnter"
"""The property of a view in which Enter has a meaning of its own."""

_PRESS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_CHORDS = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)


def keeps_key(focus: QWidget | None, event: QKeyEvent) -> bool:
    """True when the widget with the focus is to get a key that could also be a shortcut.

    Fields keep everything typed without Ctrl, Alt or Meta; buttons keep the keys that press them; feed tree and
    page keep Enter, which opens folders and links.
    """
    if event.modifiers() & _CHORDS:
        return False
    if isinstance(focus, QLineEdit | QAbstractSpinBox | QComboBox | QKeySequenceEdit):
        return not (event.key() >= Qt.Key.Key_F1 and event.key() <= Qt.Key.Key_F35)
    if isinstance(focus, QTextEdit | QPlainTextEdit):
        return not focus.isReadOnly() or event.key() in _PRESS[1:]
    if isinstance(focus, QAbstractButton):
        return event.key() in _PRESS
    if focus is not None and focus.property(KEEPS_ENTER):
        return event.key() in _PRESS[1:]
    return False
