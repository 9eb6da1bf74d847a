"""The pictures of an event as small tiles, each with a way to take it out, and a tile that takes more. Main thread."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QImage,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QSizePolicy, QToolButton, QWidget

from newsreader.domain.events import DraftPicture
from newsreader.submit import limits
from newsreader.ui.dialogs.words import bytes_words
from newsreader.ui.plain import plain_tip
from newsreader.ui.theme import Theme

TILE = QSize(108, 81)
_ICON = 20
COLUMNS = 4
_RADIUS = 8


class Tile(QWidget):
    """One picture. ``removeAsked`` carries the name of its file."""

    removeAsked = Signal(str)

    def __init__(self, theme: Theme, picture: DraftPicture, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.picture = picture
        self._pixmap = QPixmap()
        self.setFixedSize(TILE)
        facts = f"{picture.width} × {picture.height} pixels, {bytes_words(picture.size)}"
        self.setToolTip(plain_tip(f"{picture.name}\n{facts}" if picture.name else facts))
        self.setAccessibleName(picture.name or "Picture")
        self.remove = QToolButton(self)
        self.remove.setProperty("part", "tile-close")
        self.remove.setIcon(theme.icon("close", "toast-text"))
        self.remove.setIconSize(QSize(14, 14) * theme.fonts.scale)
        self.remove.setFixedSize(QSize(22, 22) * theme.fonts.scale)
        self.remove.move(TILE.width() - self.remove.width() - 4, 4)
        self.remove.setAccessibleName(f"Take out {picture.name}")
        self.remove.setToolTip("Take this picture out")
        self.remove.clicked.connect(lambda: self.removeAsked.emit(picture.file))

    def set_image(self, image: QImage) -> None:
        """Show its small copy."""
        self._pixmap = QPixmap.fromImage(image)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The picture fills the tile, its middle in view; a plain ground until it is there."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(self.rect()), _RADIUS, _RADIUS)
        painter.setClipPath(outline)
        painter.fillRect(self.rect(), self._theme.color("code"))
        if not self._pixmap.isNull():
            size = self._pixmap.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatioByExpanding)
            left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
            painter.drawPixmap(
                QRectF(left, top, size.width(), size.height()), self._pixmap, QRectF(self._pixmap.rect())
            )
        painter.end()


class AddTile(QAbstractButton):
    """Asks for more pictures; looks like a place to drop them."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.busy = False
        self.setFixedSize(TILE)
        self.setText("Add pictures…")
        self.setAccessibleName("Add pictures")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_look(self, *, wide: bool, busy: bool) -> None:
        """``wide`` takes the whole row while there are no pictures, ``busy`` says that some are being made ready."""
        self.busy = busy
        self.setFixedHeight(72 if wide else TILE.height())
        self.setMinimumWidth(TILE.width())
        self.setMaximumWidth(16_777_215 if wide else TILE.width())
        self.update()

    def event(self, event: QEvent) -> bool:
        """Hover is felt at once."""
        if event.type() in (QEvent.Type.HoverEnter, QEvent.Type.HoverLeave):
            self.update()
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A dashed frame with an icon and words."""
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.underMouse() and self.isEnabled():
            painter.setBrush(theme.color("hover"))
        focus = self.hasFocus()
        pen = QPen(theme.color("focus" if focus else "edge"), 2 if focus else 1)
        if not focus:
            pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.drawRoundedRect(frame, _RADIUS, _RADIUS)
        wide = self.width() > TILE.width()
        words = "Making ready…" if self.busy else "Drop pictures here, or choose files" if wide else "Add"
        painter.setFont(theme.font(12.5))
        painter.setPen(theme.color("secondary" if self.isEnabled() else "disabled"))
        metrics = painter.fontMetrics()
        side = theme.px(_ICON)
        token = "secondary" if self.isEnabled() else "disabled"
        icon = theme.pixmap("picture", token, side, self.devicePixelRatioF())
        if wide:
            across = side + 8 + metrics.horizontalAdvance(words)
            left = round((self.width() - across) / 2)
            painter.drawPixmap(left, (self.height() - side) // 2, icon)
            painter.drawText(
                self.rect().adjusted(left + side + 8, 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter), words
            )
        else:
            top = (self.height() - side - 4 - metrics.height()) // 2
            painter.drawPixmap((self.width() - side) // 2, top, icon)
            painter.drawText(
                self.rect().adjusted(0, top + side + 4, 0, 0), int(Qt.AlignmentFlag.AlignHCenter), words
            )
        painter.end()


class PictureTiles(QWidget):
    """``filesDropped`` carries paths, ``addAsked`` wants a file dialog, ``removeAsked`` the name of a file, ``refused``
    a sentence about what was dropped."""

    filesDropped = Signal(list)
    addAsked = Signal()
    removeAsked = Signal(str)
    refused = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tiles: list[Tile] = []
        self._thumbs: dict[str, QImage] = {}
        self._busy = 0
        self.setAcceptDrops(True)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(8)
        self._grid.setColumnStretch(COLUMNS, 1)
        self.add = AddTile(theme, self)
        self.add.clicked.connect(self.addAsked)
        self.setFocusProxy(self.add)
        self._lay_out()

    @property
    def pictures(self) -> list[DraftPicture]:
        """Those that are shown."""
        return [tile.picture for tile in self._tiles]

    def show_pictures(self, pictures: tuple[DraftPicture, ...]) -> list[DraftPicture]:
        """Show these; those whose small copy is not known yet."""
        if list(pictures) != self.pictures:
            for tile in self._tiles:
                tile.hide()
                tile.deleteLater()
            self._tiles = [Tile(self._theme, picture, self) for picture in pictures]
            for tile in self._tiles:
                tile.removeAsked.connect(self.removeAsked)
                if (thumb := self._thumbs.get(tile.picture.file)) is not None:
                    tile.set_image(thumb)
            self._lay_out()
        return [picture for picture in pictures if picture.file not in self._thumbs]

    def set_thumb(self, file: str, image: QImage) -> None:
        """The small copy of a picture is here."""
        self._thumbs[file] = image
        for tile in self._tiles:
            if tile.picture.file == file:
                tile.set_image(image)

    def set_busy(self, count: int) -> None:
        """So many are being made ready."""
        self._busy = count
        self._lay_out()

    def set_open(self, is_open: bool) -> None:
        """Whether pictures can come and go."""
        self.setAcceptDrops(is_open)
        self.add.setEnabled(is_open)
        for tile in self._tiles:
            tile.remove.setVisible(is_open)

    def _lay_out(self) -> None:
        for place, tile in enumerate(self._tiles):
            self._grid.addWidget(tile, place // COLUMNS, place % COLUMNS)
            tile.show()
        count = len(self._tiles)
        self._grid.removeWidget(self.add)
        self.add.set_look(wide=not count, busy=self._busy > 0)
        self.add.setVisible(count < limits.PICTURES)
        if count:
            self._grid.addWidget(self.add, count // COLUMNS, count % COLUMNS)
        else:
            self._grid.addWidget(self.add, 0, 0, 1, COLUMNS + 1)

    # -- dropping ------------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files are welcome, and what a browser drags is told apart when it is dropped."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the files."""
        event.acceptProposedAction()
        paths = local_files(event.mimeData())
        if paths:
            self.filesDropped.emit(paths)
        else:
            self.refused.emit("Save the picture to a file first, then drop that file here.")


def local_files(mime: QMimeData) -> list[Path]:
    """The files of this computer that are dragged."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
