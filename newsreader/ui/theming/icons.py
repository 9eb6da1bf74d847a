"""Our line icons: SVG files with ``currentColor`` strokes, drawn in a token's colour when they are first painted.

Main thread only. Nothing is read or rendered before a paint asks for it, so an icon costs nothing at start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from newsreader.resources import resource_text

if TYPE_CHECKING:
    from newsreader.ui.theme import Theme


class IconStore:
    """Renders icons and keeps what it rendered, by name, colour and size in device pixels."""

    def __init__(self) -> None:
        self._sources: dict[str, str] = {}
        self._pixmaps: dict[tuple[str, str, int], QPixmap] = {}

    def svg(self, name: str, colour: str) -> bytes:
        """The SVG document of the icon ``name`` in ``colour`` (``#RRGGBB``). Raises FileNotFoundError if none."""
        source = self._sources.get(name)
        if source is None:
            source = self._sources[name] = resource_text(f"icons/{name}.svg")
        return source.replace("currentColor", colour).encode()

    def pixmap(self, name: str, colour: str, size: int, ratio: float) -> QPixmap:
        """The icon ``size`` logical pixels square, rendered for a screen of ``ratio`` device pixels to one."""
        device = round(size * ratio)
        key = (name, colour, device)
        found = self._pixmaps.get(key)
        if found is None:
            document = QSvgRenderer(QByteArray(self.svg(name, colour)))
            found = QPixmap(device, device)
            found.fill(Qt.GlobalColor.transparent)
            painter = QPainter(found)
            document.render(painter, QRectF(0, 0, device, device))
            painter.end()
            self._pixmaps[key] = found
        sharp = QPixmap(found)
        sharp.setDevicePixelRatio(ratio)
        return sharp


class LineIcon(QIconEngine):
    """One icon in the colours of the theme as it is now: after a change of theme the next paint is already right."""

    def __init__(self, theme: Theme, name: str, token: str) -> None:
        super().__init__()
        self._theme = theme
        self._name = name
        self._token = token

    def clone(self) -> QIconEngine:
        """A copy for QIcon's own use."""
        return LineIcon(self._theme, self._name, self._token)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Draw it centred in ``rect``, square."""
        side = min(rect.width(), rect.height())
        pixmap = self._theme.pixmap(
            self._name, self._token_for(mode, state), side, painter.device().devicePixelRatioF()
        )
        painter.drawPixmap(
            rect.x() + (rect.width() - side) // 2, rect.y() + (rect.height() - side) // 2, pixmap
        )

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """It as a pixmap at one device pixel to a logical one."""
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        """It as a pixmap for a screen of ``scale`` device pixels to a logical one."""
        return self._theme.pixmap(
            self._name, self._token_for(mode, state), min(size.width(), size.height()), scale
        )

    def actualSize(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QSize:
        """Any square size can be drawn."""
        side = min(size.width(), size.height())
        return QSize(side, side)

    def _token_for(self, mode: QIcon.Mode, state: QIcon.State) -> str:
        if mode == QIcon.Mode.Disabled:
            return "disabled"
        return "text" if state == QIcon.State.On and self._token == "secondary" else self._token
