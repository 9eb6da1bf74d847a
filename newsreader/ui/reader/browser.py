"""A QTextBrowser that shows what it is given and nothing else: it opens no file, follows no link, loads no picture.

Main thread only.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, Qt, QUrl, Signal
from PySide6.QtGui import QHelpEvent, QImage, QKeyEvent, QTextDocument
from PySide6.QtWidgets import QFrame, QTextBrowser, QToolTip, QWidget

from newsreader.ui.plain import plain_tip
from newsreader.ui.reader.links import shown_address

_TIP = 300
_UNKNOWN = QTextDocument.ResourceType.UnknownResource


class SafeBrowser(QTextBrowser):
    """``linkHovered`` carries the real address under the mouse or keyboard focus (``""`` when there is none) as the
    status line shows it, ``linkActivated`` the address of a link that was clicked, as the document has it."""

    linkHovered = Signal(str)
    linkActivated = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setAcceptDrops(False)
        self.setUndoRedoEnabled(False)
        self.highlighted.connect(self._hovered)
        self.anchorClicked.connect(self._activated)
        self._nothing = QImage(1, 1, QImage.Format.Format_ARGB32_Premultiplied)
        self._nothing.fill(0)

    # -- hazards -------------------------------------------------------------------------------------------------

    def loadResource(self, type: int, name: QUrl | str) -> object:
        """Always an image of our own: with None, or bytes, QTextBrowser would look for a file itself."""
        return self._nothing

    def doSetSource(self, name: QUrl | str, type: QTextDocument.ResourceType = _UNKNOWN) -> None:
        """Nothing: this browser goes nowhere."""

    def createMimeDataFromSelection(self) -> QMimeData:
        """What is copied: the text, without the invisible places to break, and without Qt's HTML."""
        data = QMimeData()
        data.setText(self.selected_text())
        return data

    def selected_text(self) -> str:
        """The selected text, plain."""
        text = self.textCursor().selection().toPlainText()
        return text.replace("\u200b", "").replace("\ufffc", "")

    # -- keys --------------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """A link that has the keyboard's focus keeps Enter, which the window would take for itself."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            on_link = self.textCursor().hasSelection() and self.textCursor().charFormat().isAnchor()
            if on_link and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                event.accept()
                return True
        return super().event(event)

    # -- tool tips and links -------------------------------------------------------------------------------------

    def viewportEvent(self, event: QEvent) -> bool:
        """Tool tips are ours: Qt's own would show a feed's text as rich text."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            tip = self.tip_at(event)
            if tip:
                QToolTip.showText(event.globalPos(), plain_tip(tip, _TIP), self)
            else:
                QToolTip.hideText()
            return True
        return super().viewportEvent(event)

    def tip_at(self, event: QHelpEvent) -> str:
        """The plain text of the tool tip at a place: where the link there leads."""
        return shown_address(self.anchorAt(event.pos()))

    def _hovered(self, url: QUrl) -> None:
        self.linkHovered.emit(shown_address(address_of(url)))

    def _activated(self, url: QUrl) -> None:
        self.linkActivated.emit(address_of(url))


def address_of(url: QUrl) -> str:
    """The address of ``url`` as it is sent, in ASCII."""
    return bytes(url.toEncoded().data()).decode("ascii")
