"""The message as it will be sent, drawn anew while it is written. Main thread."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QImage, QPixmap
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from newsreader.domain.events import Draft
from newsreader.submit import wording
from newsreader.submit.addresses import mailbox
from newsreader.ui.dialogs.words import bytes_words
from newsreader.ui.plain import plain_label
from newsreader.ui.theme import Theme

_ICON = 18


class Attachment(QWidget):
    """One attached file: its picture or an icon, its name and size."""

    def __init__(self, theme: Theme, icon: str, name: str, size: int | None) -> None:
        super().__init__()
        self.name = name
        self._picture = QLabel()
        self._picture.setFixedSize(40, 30)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._picture.setPixmap(theme.pixmap(icon, "secondary", theme.px(_ICON), self.devicePixelRatioF()))
        words = plain_label(name)
        words.setFont(theme.font(12.5))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._picture)
        row.addWidget(words)
        if size is not None:
            of = plain_label(bytes_words(size), tone="secondary")
            of.setFont(theme.font(12))
            row.addWidget(of)
        row.addStretch(1)

    def set_image(self, image: QImage) -> None:
        """Show the small copy."""
        ratio = self.devicePixelRatioF()
        small = image.scaled(
            QSize(40, 30) * ratio,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        small.setDevicePixelRatio(ratio)
        self._picture.setPixmap(QPixmap.fromImage(small))


class MessagePreview(QScrollArea):
    """From, to, subject, text and attachments of a draft."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._thumbs: dict[str, QImage] = {}
        self._shown: Draft | None = None
        self._sender = ""
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("The message as it will be sent")
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(20, 20, 20, 20)
        column.setSpacing(10)
        self._title = plain_label("", tone="secondary")
        self._title.setFont(theme.font(12.5))
        self.set_sent(False)
        column.addWidget(self._title)
        column.addWidget(self._letter())
        column.addStretch(1)
        self.setWidget(inner)

    def _letter(self) -> QWidget:
        theme = self._theme
        letter = QFrame()
        letter.setProperty("part", "card")
        column = QVBoxLayout(letter)
        column.setContentsMargins(18, 16, 18, 16)
        column.setSpacing(0)
        head = QGridLayout()
        head.setHorizontalSpacing(12)
        head.setVerticalSpacing(4)
        head.setColumnStretch(1, 1)
        self._heads: dict[str, QLabel] = {}
        for row, name in enumerate(("From", "To", "Subject")):
            label = plain_label(name, tone="secondary")
            label.setFont(theme.font(12))
            value = plain_label("", wrap=True)
            value.setFont(theme.font(13, QFont.Weight.DemiBold if name == "Subject" else QFont.Weight.Normal))
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            head.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            head.addWidget(value, row, 1)
            self._heads[name] = value
        column.addLayout(head)
        column.addSpacing(12)
        column.addWidget(_rule())
        column.addSpacing(12)
        self._text = plain_label("", wrap=True)
        self._text.setFont(theme.font(13))
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self._text)
        column.addSpacing(12)
        column.addWidget(_rule())
        column.addSpacing(10)
        self._attached = QVBoxLayout()
        self._attached.setSpacing(6)
        column.addLayout(self._attached)
        return letter

    def show_draft(self, draft: Draft, sender: str) -> None:
        """Draw ``draft`` as it would go out from ``sender``, ``""`` while nobody said who that is."""
        before, self._shown = self._shown, draft
        if before == draft and sender == self._sender and self._text.text():
            return
        self._sender = sender
        self._heads["From"].setText(mailbox(sender) or "You, through your mail program")
        self._heads["To"].setText(mailbox(draft.email) or "(no address yet)")
        self._heads["Subject"].setText(wording.subject(draft))
        self._text.setText(wording.body(draft).rstrip("\n"))
        if before is None or _attached_to(before) != _attached_to(draft):
            self._show_attached(draft)

    def set_sent(self, sent: bool) -> None:
        """Whether this is what was sent, or what will be."""
        self._title.setText("The message as it was sent" if sent else "The message as it will be sent")

    def set_thumb(self, file: str, image: QImage) -> None:
        """The small copy of a picture is here."""
        self._thumbs[file] = image
        if self._shown is not None:
            self._show_attached(self._shown)

    def attachments(self) -> list[str]:
        """The names that are shown."""
        return [
            widget.name
            for place in range(self._attached.count())
            if (item := self._attached.itemAt(place)) and isinstance(widget := item.widget(), Attachment)
        ]

    def _show_attached(self, draft: Draft) -> None:
        while (item := self._attached.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._attached.addWidget(Attachment(self._theme, "calendar", wording.calendar_name(draft), None))
        for picture, name in zip(draft.pictures, wording.picture_names(draft), strict=True):
            line = Attachment(self._theme, "picture", name, picture.size)
            if (thumb := self._thumbs.get(picture.file)) is not None and not thumb.isNull():
                line.set_image(thumb)
            self._attached.addWidget(line)


def _attached_to(draft: Draft) -> tuple[object, ...]:
    """What the list of attachments depends on."""
    return wording.calendar_name(draft), wording.picture_names(draft), draft.pictures


def _rule() -> QFrame:
    line = QFrame()
    line.setFixedHeight(1)
    line.setProperty("part", "rule")
    return line
