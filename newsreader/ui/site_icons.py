"""The icons of sites in place of letter tiles: decoded once in a thread, with limits, then kept as small PNG files.

Main thread but for decoding. What the worker fetched is as foreign as any picture: only PNG, JPEG, GIF, WebP and
Windows icons are decoded, told by their first bytes, at most a megapixel of 100 KB.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize, Qt, QThreadPool, Signal, Slot
from PySide6.QtGui import QImage, QImageReader, qAlpha, qBlue, qGreen, qRed

from newsreader.domain.feeds import FeedTree
from newsreader.ui.choices import Choices
from newsreader.ui.reader.pictures import sniff
from newsreader.ui.theme import Theme

FOLDER = "icons"
KEPT = 64
"""The side of the files we keep, pixels: sharp in every tile at every scale."""
_MOST_BYTES = 100 << 10
_MOST_PIXELS = 1024 * 1024
_SETTING = "privacy.site_icons"


@dataclass(slots=True, eq=False)
class SiteIcon:
    """One icon. ``lost_on_dark`` and ``lost_on_light`` tell on which ground it needs a plate to be seen, ``full`` that
    it covers its square: its edge may be like the ground."""

    image: QImage
    lost_on_dark: bool
    lost_on_light: bool
    full: bool
    _sizes: dict[int, QImage] = field(default_factory=dict)

    def scaled(self, side: int) -> QImage:
        """The icon, ``side`` device pixels wide."""
        if side not in self._sizes:
            mode = Qt.TransformationMode.SmoothTransformation
            self._sizes[side] = self.image.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio, mode)
        return self._sizes[side]


class SiteIcons(QObject):
    """Gives the theme the icon of each feed, by its title as tiles are. ``arrived`` fires when there are more."""

    arrived = Signal()
    _decoded = Signal(str, QImage)

    def __init__(self, theme: Theme, choices: Choices, data_dir: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._choices = choices
        self._folder = data_dir / FOLDER
        self._names: dict[str, str] = {}
        self._icons: dict[str, SiteIcon | None] = {}
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._decoded.connect(self._here)
        choices.changed.connect(self._chosen)
        theme.use_site_icons(self.icon)

    def icon(self, title: str) -> SiteIcon | None:
        """The icon of the feed ``title``, None while there is none."""
        name = self._names.get(title)
        return self._icons.get(name) if name and self._choices.on(_SETTING) else None

    @property
    def idle(self) -> bool:
        """True when nothing is being decoded."""
        return self._pool.activeThreadCount() == 0

    def follow(self, tree: FeedTree) -> None:
        """Show the icons of these feeds."""
        self._names = {feed.title: feed.icon for feed in tree.feeds if feed.icon}
        for name in self._names.values():
            if name not in self._icons:
                self._icons[name] = None
                self._pool.start(partial(self._work, name))

    def stop(self) -> None:
        """Drop what waits and wait for what runs."""
        self._pool.clear()
        self._pool.waitForDone(2000)

    def _work(self, name: str) -> None:
        self._decoded.emit(name, load(self._folder, name))

    @Slot(str, QImage)
    def _here(self, name: str, image: QImage) -> None:
        if not image.isNull():
            self._icons[name] = SiteIcon(image, *lost(image), full=covers(image))
            self.arrived.emit()

    def _chosen(self, key: str) -> None:
        if key == _SETTING:
            self.arrived.emit()


def load(folder: Path, name: str) -> QImage:
    """The icon ``name``; what was fetched is replaced by a small PNG first. A null image when it is none.

    Any thread.
    """
    ours, fetched = folder / f"{name}.png", folder / f"{name}.raw"
    image = decode(_read(ours))
    if not image.isNull():
        return image
    image = decode(_read(fetched))
    if not image.isNull():
        making = folder / f".{name}.{os.getpid()}.png"
        if image.save(str(making)):
            try:
                making.replace(ours)
                fetched.unlink(missing_ok=True)
            except OSError:  # a disk that takes nothing: it is decoded again at the next start
                making.unlink(missing_ok=True)
    return image


def decode(data: bytes) -> QImage:
    """The best picture of an icon, at most 64 pixels wide; a null image for what is none. Any thread."""
    name = b"ico" if data[:4] == b"\0\0\1\0" else sniff(data[:12])
    if not name or len(data) > _MOST_BYTES:
        return QImage()
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, name)
    reader.setAutoDetectImageFormat(False)
    best = _read_one(reader)
    if name == b"ico":
        for number in range(1, min(reader.imageCount(), 16)):
            if reader.jumpToImage(number):
                image = _read_one(reader)
                if not image.isNull() and abs(image.width() - KEPT) < abs(best.width() - KEPT):
                    best = image
    if best.width() > KEPT or best.height() > KEPT:
        size = QSize(KEPT, KEPT)
        best = best.scaled(
            size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
    return best.convertToFormat(QImage.Format.Format_ARGB32) if not best.isNull() else best


def _read_one(reader: QImageReader) -> QImage:
    size = reader.size()
    if size.isValid() and size.width() * size.height() > _MOST_PIXELS:
        return QImage()
    image = reader.read()
    return QImage() if image.width() * image.height() > _MOST_PIXELS else image


def lost(image: QImage) -> tuple[bool, bool]:
    """Whether an icon can hardly be seen on a dark ground, and on a light one: most of what it draws is like it."""
    small = image.scaled(16, 16).convertToFormat(QImage.Format.Format_ARGB32)
    pixels = [small.pixel(x, y) for x in range(16) for y in range(16)]
    drawn = [_luminance(pixel) for pixel in pixels if qAlpha(pixel) > 100]
    if covers(image) or not drawn:  # a full square is its own ground
        return False, False
    half = len(drawn) / 2
    dark = sum((light + 0.05) / 0.062 >= 2 for light in drawn)
    light_ground = sum(1.0 / (light + 0.05) >= 1.5 for light in drawn)
    return dark < half, light_ground < half


def covers(image: QImage) -> bool:
    """Whether an icon draws on nine tenths of its square."""
    small = image.scaled(16, 16).convertToFormat(QImage.Format.Format_ARGB32)
    return sum(qAlpha(small.pixel(x, y)) > 100 for x in range(16) for y in range(16)) > 230


def _luminance(pixel: int) -> float:
    """Relative luminance (WCAG 2.2), its curve taken as a square."""
    red, green, blue = (part / 255 for part in (qRed(pixel), qGreen(pixel), qBlue(pixel)))
    return 0.2126 * red * red + 0.7152 * green * green + 0.0722 * blue * blue


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_MOST_BYTES + 1)
    except OSError:  # not fetched yet, or swept away: the letter tile stands
        return b""
