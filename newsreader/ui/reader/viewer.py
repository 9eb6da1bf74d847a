"""A picture in full size, in a window of its own: zoom by wheel and keys, drag, save, copy.

Main thread; the picture is decoded in a thread of its own, with the limits of ``pictures``.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QImage, QKeyEvent, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QGraphicsPixmapItem,
    QGraphicsScene,
    QGraphicsView,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from newsreader.domain.errors import NewsreaderError
from newsreader.settings.file import replace_file
from newsreader.text.file_names import picture_name
from newsreader.ui.plain import plain_label
from newsreader.ui.reader.pages import Picture
from newsreader.ui.reader.pictures import Decoder
from newsreader.ui.theme import Theme
from newsreader.ui.tool_button import tool_button

_STEP = 1.25
_LARGEST, _SMALLEST = 16.0, 0.02
_DETAIL = 2.0
"""From this zoom on pixels are drawn as they are: smoothing would only blur."""


class PictureViewer(QWidget):
    """Shows the file ``path`` of our own picture folder. Escape closes it; ``+``, ``-``, ``0`` and ``1`` zoom."""

    def __init__(
        self,
        theme: Theme,
        picture: Picture,
        path: str,
        parent: QWidget | None,
        *,
        opener: Callable[[str], bool],
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._theme = theme
        self._picture = picture
        self._path = path
        self._opener = opener
        self.image = QImage()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("ground", "side")
        self.setWindowTitle(picture.alt or picture.title or "Picture")
        self.stage = PictureStage()
        self._size = plain_label("", self, tone="secondary")
        self._build(theme)
        self.resize(self._wanted())
        self._decoder = Decoder(self)
        self._decoder.decoded.connect(self._decoded)
        self._decoder.decode(self, picture, path, 0, 1.0)
        self.stage.setFocus()

    def _build(self, theme: Theme) -> None:
        words = plain_label(self._picture.title or self._picture.alt, self, tone="secondary", wrap=True)
        words.setVisible(bool(words.text()))
        words.setContentsMargins(16, 8, 16, 12)
        self._size.setFont(theme.font(12.5))
        row = QHBoxLayout()
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(4)
        row.addWidget(self._size)
        row.addStretch()
        web = self._picture.url if self._picture.url.lower().startswith("http") else ""
        for icon, name, run in (
            ("zoom-out", "Smaller (-)", self.stage.smaller),
            ("zoom-in", "Larger (+)", self.stage.larger),
            ("full-screen", "Fit the window (0)", self.stage.fit),
            ("copy", "Copy the picture", self.copy),
            ("download", "Save the picture…", self.save),
            *([("open-outside", "Open in the browser", lambda: self._opener(web))] if web else []),
        ):
            row.addWidget(tool_button(theme, icon, name, run, self))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.stage, 1)
        column.addWidget(words)
        self.stage.zoomed.connect(self._tell)

    def copy(self) -> None:
        """Copy the picture."""
        if not self.image.isNull():
            QGuiApplication.clipboard().setImage(self.image)

    def save(self) -> None:
        """Ask where to, and save the file as it came."""
        name = picture_name(self._picture.url, Path(self._path).suffix)
        chosen, _ = QFileDialog.getSaveFileName(self, "Save the picture", name)
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, target: Path) -> None:
        """Save the file as it came; when that cannot be done, say so in the window."""
        try:
            replace_file(target, Path(self._path).read_bytes())
        except OSError as fault:
            self._size.setText(f"The picture could not be saved: {fault.strerror}.")
        else:
            self._size.setText(f"Saved as {target.name}")

    def larger_came(self, answer: dict[str, Any]) -> None:
        """The picture in the size its page links to is here: show that instead."""
        for found in answer.get("pictures", ()):
            if path := str(found.get("path") or ""):
                self._path = path
                self._decoder.decode(self, self._picture, path, 0, 1.0)

    def no_larger(self, _fault: NewsreaderError) -> None:
        """It could not be had: the one that is shown is all there is."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes, ``+``, ``-``, ``0`` (fit) and ``1`` (as it is) zoom."""
        match event.key():
            case Qt.Key.Key_Escape:
                self.close()
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.stage.larger()
            case Qt.Key.Key_Minus:
                self.stage.smaller()
            case Qt.Key.Key_0:
                self.stage.fit()
            case Qt.Key.Key_1:
                self.stage.as_it_is()
            case _:
                super().keyPressEvent(event)

    def closeEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        """Nothing is decoded for nobody."""
        self._decoder.stop()
        super().closeEvent(event)

    def _decoded(self, _token: object, _number: int, image: QImage, _natural: QSize) -> None:
        if image.isNull() and not self.image.isNull():
            return  # a larger one that cannot be shown
        self.image = image
        if image.isNull():
            self._size.setText("The picture cannot be shown any more; its file is gone.")
        else:
            self.stage.show_image(image)

    def _tell(self, zoom: float) -> None:
        self._size.setText(f"{self.image.width()} × {self.image.height()} · {round(zoom * 100)} %")

    def _wanted(self) -> QSize:
        room = self.screen().availableGeometry().size() * 0.85
        return QSize(min(1100, room.width()), min(800, room.height()))


class PictureStage(QGraphicsView):
    """The picture itself. ``zoomed`` carries the zoom: 1 is one pixel of the picture to one of the screen."""

    zoomed = Signal(float)

    def __init__(self) -> None:
        self._scene = QGraphicsScene()
        super().__init__(self._scene)
        self._item: QGraphicsPixmapItem | None = None
        self._fits = True
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("Picture")
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.AnchorViewCenter)

    @property
    def zoom(self) -> float:
        """Pixels of the screen to one of the picture."""
        return float(self.transform().m11() * self.devicePixelRatioF())

    def show_image(self, image: QImage) -> None:
        """Show a picture, fitted into the window; never larger than it is."""
        self._scene.clear()
        self._item = self._scene.addPixmap(QPixmap.fromImage(image))
        self._scene.setSceneRect(self._item.boundingRect())
        self.fit()

    def fit(self) -> None:
        """As large as there is room, at most as it is."""
        if self._item is None:
            return
        self._fits = True
        self.fitInView(self._item, Qt.AspectRatioMode.KeepAspectRatio)
        if self.zoom > 1:
            self._set(1.0)
        self._drawn()

    def as_it_is(self) -> None:
        """One pixel of the screen for each of the picture."""
        self._fits = False
        self._set(1.0)
        self._drawn()

    def larger(self) -> None:
        """One step closer."""
        self._scale(_STEP)

    def smaller(self) -> None:
        """One step away."""
        self._scale(1 / _STEP)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel zooms at the pointer."""
        if event.angleDelta().y():
            self._scale(_STEP ** (event.angleDelta().y() / 120))
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A fitted picture stays fitted."""
        super().resizeEvent(event)
        if self._fits:
            self.fit()

    def _scale(self, by: float) -> None:
        if self._item is not None:
            self._fits = False
            self._set(min(_LARGEST, max(_SMALLEST, self.zoom * by)))
            self._drawn()

    def _set(self, zoom: float) -> None:
        by = zoom / self.zoom
        self.scale(by, by)

    def _drawn(self) -> None:
        if self._item is not None:
            smooth = self.zoom < _DETAIL
            kinds = Qt.TransformationMode
            self._item.setTransformationMode(
                kinds.SmoothTransformation if smooth else kinds.FastTransformation
            )
            self.zoomed.emit(self.zoom)
