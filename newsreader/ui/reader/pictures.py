"""Pictures of the open story: decoded in a thread with limits, kept on a shelf, and shown in reserved places.

The worker fetched and checked the files; still every byte is foreign. Only PNG, JPEG, GIF and WebP are decoded, told by
their first bytes and never by their name, and at most 16 megapixels.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QIODevice,
    QObject,
    QRectF,
    QSize,
    Qt,
    QThreadPool,
    Signal,
)
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter, QPainterPath

from newsreader.resources import resource_path

if TYPE_CHECKING:
    from newsreader.ui.reader.pages import Picture

MOST_PIXELS = 16_000_000
MOST_BYTES = 20 * 1024 * 1024
ALLOCATION_MB = 64
ROUNDED = 6
"""The radius of a picture's corners, logical pixels."""

_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", b"png"),
    (b"\xff\xd8\xff", b"jpeg"),
    (b"GIF87a", b"gif"),
    (b"GIF89a", b"gif"),
)


def sniff(head: bytes) -> bytes:
    """The format of a picture by its first 12 bytes, as QImageReader names it; ``b""`` for any other."""
    for signature, name in _SIGNATURES:
        if head.startswith(signature):
            return name
    return b"webp" if head[:4] == b"RIFF" and head[8:12] == b"WEBP" else b""


def decode(data: bytes, width: int) -> QImage:
    """The first frame of a picture, at most ``width`` device pixels wide; a null image for what we do not show.

    Any thread; it takes up to 0.2 s.
    """
    name = sniff(data[:12])
    if not name or len(data) > MOST_BYTES:
        return QImage()
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, name)
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid() or size.isEmpty() or size.width() * size.height() > MOST_PIXELS:
        return QImage()
    turned = reader.transformation() & reader.transformation().TransformationRotate90
    across = size.height() if turned else size.width()
    if width and across > width and name == b"jpeg":
        reader.setScaledSize(
            QSize(max(1, size.width() * width // across), max(1, size.height() * width // across))
        )
    image = reader.read()
    if not image.isNull() and width and image.width() > width:
        image = image.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
    return image


def rounded(image: QImage, ratio: float) -> QImage:
    """``image`` with round corners, for a screen of ``ratio`` device pixels to a logical one. Any thread."""
    out = QImage(image.size(), QImage.Format.Format_ARGB32_Premultiplied)
    out.fill(Qt.GlobalColor.transparent)
    painter = QPainter(out)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    path = QPainterPath()
    radius = ROUNDED * ratio
    path.addRoundedRect(QRectF(out.rect()), radius, radius)
    painter.setClipPath(path)
    painter.drawImage(0, 0, image)
    painter.end()
    return out


def shown_size(picture: Picture, natural: QSize | None, column: int) -> tuple[int, int]:
    """Width and height in logical pixels at which a picture stands in a column.

    ``natural`` is what the decoded picture has, in CSS pixels; before that the feed's figures count, else 16:9.
    """
    width, height = picture.width, picture.height
    if natural is not None:
        if not (width and picture.inline):
            width = min(natural.width(), width) if width and width < natural.width() else natural.width()
        height = max(1, round(width * natural.height() / max(1, natural.width())))
    if not width:
        width = column if not height else min(column, height * 16 // 9)
    if not height:
        height = width * 9 // 16
    if width > column:
        height = max(1, round(height * column / width))
        width = column
    return width, height


@dataclass(slots=True)
class _Kept:
    image: QImage
    natural: QSize


class PictureShelf:
    """The pictures of one story that are decoded, by number, and placeholders for the rest. Main thread."""

    def __init__(
        self, pictures: Iterable[Picture], ground: QColor, *, show: bool, offers: bool, own_feed: bool = False
    ) -> None:
        """``offers`` tells that the first picture's place offers to load them all, and with ``own_feed`` to do so
        always for the feed."""
        self.pictures = tuple(pictures)
        self.show = show
        self.offers = offers
        self.own_feed = own_feed
        self._paths: dict[int, str] = {}
        self._rooms: dict[int, int] = {}
        self._failed: set[int] = set()
        self._kept: dict[int, _Kept] = {}
        self._ground = ground
        self._reserved: dict[int, tuple[int, int]] = {}
        self._nothing = QImage(1, 1, QImage.Format.Format_ARGB32_Premultiplied)
        self._nothing.fill(Qt.GlobalColor.transparent)

    def for_paper(self, ground: QColor) -> PictureShelf:
        """The same pictures for a page nothing more arrives on: those that are not here are descriptions."""
        shelf = PictureShelf(self.pictures, ground, show=True, offers=False)
        shelf._kept = dict(self._kept)
        shelf._failed = {picture.number for picture in self.pictures} - set(self._kept)
        return shelf

    def recolour(self, ground: QColor) -> None:
        """Draw placeholders in ``ground`` from now on."""
        self._ground = ground

    def reserve(self, number: int, width: int, height: int) -> None:
        """Note the place of a picture, logical pixels: until it is there, a plain ground of that size stands in it."""
        self._reserved[number] = (width, height)

    def give_room(self, number: int, width: int) -> None:
        """Note how wide a picture may get where it stands, logical pixels."""
        self._rooms[number] = width

    def room_of(self, number: int) -> int:
        """How wide it may get. Raises KeyError for a picture that stands nowhere."""
        return self._rooms[number]

    def note_path(self, number: int, path: str) -> None:
        """Note the file of a picture, in our own folder."""
        self._paths[number] = path

    def path_of(self, number: int) -> str:
        """The file of a picture that can be shown in full size, ``""`` while there is none."""
        return self._paths.get(number, "") if self.has(number) else ""

    def put(self, number: int, image: QImage, natural: QSize) -> None:
        """Keep a decoded picture; ``natural`` is its size in CSS pixels."""
        self._kept[number] = _Kept(image, natural)

    def fail(self, number: int) -> None:
        """Note that a picture cannot be shown: its place becomes a line with its description."""
        self._failed.add(number)

    def shows(self, number: int) -> bool:
        """Whether a picture has a place of its own in the text."""
        return number in self._kept or (self.show and number not in self._failed)

    def is_first(self, number: int) -> bool:
        """Whether it is the first picture that stands in a place of its own."""
        return number == next((picture.number for picture in self.pictures if not picture.inline), -1)

    def size_of(self, number: int) -> QSize | None:
        """The natural size of a decoded picture, in CSS pixels, else None."""
        kept = self._kept.get(number)
        return kept.natural if kept is not None else None

    def has(self, number: int) -> bool:
        """Whether a picture is decoded."""
        return number in self._kept

    def image_named(self, name: str) -> QImage:
        """The image for ``picture:NUMBER``, or its placeholder; for every other name one that shows nothing."""
        head, _, number = name.partition(":")
        if head != "picture" or not number.isdigit():
            return self._nothing
        if (kept := self._kept.get(int(number))) is not None:
            return kept.image
        place = self._reserved.get(int(number))
        return self._blank(*place) if place is not None else self._nothing

    def _blank(self, width: int, height: int) -> QImage:
        image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(self._ground)
        return rounded(image, 1.0)


class Decoder(QObject):
    """Decodes pictures one after the other in a thread of its own. ``decoded`` fires on the main thread with
    (token, number, image, natural size); a null image means that it cannot be shown."""

    decoded = Signal(object, int, QImage, QSize)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        QImageReader.setAllocationLimit(ALLOCATION_MB)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)

    @property
    def idle(self) -> bool:
        """True when nothing waits and nothing is being decoded."""
        return self._pool.activeThreadCount() == 0

    def decode(self, token: object, picture: Picture, path: str, column: int, ratio: float) -> None:
        """Read and decode the file at ``path`` (our own picture folder) for a column of ``column`` logical pixels.

        With 0 it stays as it is."""
        self._pool.start(lambda: self._work(token, picture, path, column, ratio))

    def stop(self) -> None:
        """Drop what waits and wait for what runs."""
        self._pool.clear()
        self._pool.waitForDone(2000)

    def _work(self, token: object, picture: Picture, path: str, column: int, ratio: float) -> None:
        data = _read(path)
        image = decode(data, round(column * ratio))
        natural = natural_size(data, image)
        if column and not image.isNull():
            wide = shown_size(picture, natural, column)[0]
            if image.width() > round(wide * ratio):
                image = image.scaledToWidth(round(wide * ratio), Qt.TransformationMode.SmoothTransformation)
            if not picture.inline:
                image = rounded(image, image.width() / max(1, wide))
        self.decoded.emit(token, picture.number, image, natural)


def natural_size(data: bytes, image: QImage) -> QSize:
    """The size a picture says it has, in its own pixels and the right way up; that of ``image`` when it says none."""
    name = sniff(data[:12])
    if image.isNull() or not name:
        return image.size()
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    size = QImageReader(buffer, name).size()
    if (size.width() > size.height()) != (image.width() > image.height()):
        size.transpose()
    return size


def _read(path: str) -> bytes:
    try:
        with Path(path).open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError:  # the file was cleared from the cache meanwhile: shown as a picture that is not there
        return b""


def welcome_picture(url: str) -> str:
    """The path of a picture of the welcome edition (``welcome:NAME.png``). Raises FileNotFoundError."""
    return str(resource_path("welcome/" + url.removeprefix("welcome:")))
