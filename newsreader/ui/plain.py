"""Text of foreign origin in places where Qt would take it for HTML. Main thread."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMessageBox, QWidget


def plain_tip(text: str, limit: int = 600) -> str:
    """``text`` for ``setToolTip`` and QToolTip: shown as it stands, whatever it looks like, wrapped, at most ``limit``
    characters. (Qt guesses, and would load a picture named in a title.)"""
    cut = text if len(text) <= limit else text[: limit - 1] + "…"
    return "<qt>" + escape(cut).replace("\n", "<br>") + "</qt>" if cut else ""


def plain_label(
    text: str = "", parent: QWidget | None = None, *, tone: str = "", wrap: bool = False
) -> QLabel:
    """A label that shows ``text`` as it stands; ``tone`` is ``secondary`` or ``error``."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    label.setWordWrap(wrap)
    if tone:
        label.setProperty("tone", tone)
    return label


def menu_text(text: str, limit: int = 60) -> str:
    """``text`` as the text of an action: one line, and its ampersands are no mnemonics."""
    line = " ".join(text.split())
    cut = line if len(line) <= limit else line[: limit - 1] + "…"
    return cut.replace("&", "&&")


def plain_box(parent: QWidget, title: str, text: str, more: str = "") -> QMessageBox:
    """A message box whose texts are shown as they stand, with an OK button."""
    box = QMessageBox(parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle(title)
    box.setText(text)
    box.setInformativeText(more)
    return box
