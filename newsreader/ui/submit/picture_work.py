"""Makes a picture ready to be sent: checked, turned the right way up, made smaller, drawn anew without its metadata.

Any thread; up to half a second a picture. Told by the first bytes, never by the name of the file; what is kept is what
is shown, and nothing of the original file but its pixels.
"""

from __future__ import annotations

import stat
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QColorSpace, QImage, QImageReader, QImageWriter, QPainter

from newsreader.domain.errors import PictureRefused
from newsreader.submit import limits
from newsreader.submit.picture_facts import is_whole, tells_place
from newsreader.text.numbers import grouped
from newsreader.ui.reader.pictures import sniff

LARGEST_FILE = 60_000_000
"""Bytes of a file that is looked at: large photographs are half of that."""
MOST_PIXELS = {b"jpeg": 120_000_000, b"png": 16_000_000, b"webp": 16_000_000, b"gif": 16_000_000}
"""A JPEG is made smaller while it is read; the others are held in memory whole."""
LARGEST_PNG = 1_500_000
"""Bytes: a picture without transparency that is larger as PNG becomes a JPEG."""
QUALITY = 88
THUMB = QSize(208, 156)

_WHAT = "“{name}” is no picture that can be sent: JPEG, PNG, WebP or GIF."
_BROKEN = "“{name}” cannot be read: the file is damaged or not complete."


@dataclass(frozen=True, slots=True)
class Made:
    """A picture as it will be sent. ``notes`` say in sentences what was changed of it; ``thumb`` is for the window."""

    name: str
    data: bytes = field(repr=False)
    kind: str
    width: int
    height: int
    notes: tuple[str, ...] = ()
    thumb: QImage = field(default_factory=QImage, repr=False)


def read_file(path: Path) -> bytes:
    """The bytes of a file a person chose. Raises PictureRefused when it is no plain file, too large or unreadable."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise PictureRefused(f"“{path.name}” is no file.")
        if found.st_size > LARGEST_FILE:
            raise PictureRefused(f"“{path.name}” is larger than {LARGEST_FILE // 1_000_000} MB.")
        with path.open("rb") as file:
            return file.read(LARGEST_FILE + 1)
    except OSError as fault:
        raise PictureRefused(
            f"“{path.name}” cannot be read: {fault.strerror or 'the disk refused'}."
        ) from fault


def make(data: bytes, name: str) -> Made:
    """``data`` as a picture to be sent; ``name`` is what the person knows it by. Raises PictureRefused."""
    image = _decoded(data, name)
    notes = ["Its location was removed."] if tells_place(data) else []
    plain = _drawn_anew(image)
    if max(_true_size(data)) > limits.EDGE:
        notes.append(f"It was made smaller: {plain.width()} × {plain.height()} pixels.")
    kind, out = _encoded(plain, is_photo=sniff(data[:12]) == b"jpeg")
    return Made(name, out, kind, plain.width(), plain.height(), tuple(notes), thumb_of(plain))


def thumb_of(image: QImage) -> QImage:
    """A small copy for the window."""
    return image.scaled(THUMB, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)


def thumb_from(data: bytes) -> QImage:
    """A small copy of a picture of ours; a null image when its bytes are none any more."""
    try:
        return thumb_of(_decoded(data, ""))
    except PictureRefused:
        return QImage()


# -- reading ---------------------------------------------------------------------------------------------------------


def _reader(data: bytes, kind: bytes) -> tuple[QImageReader, QBuffer]:
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, kind)
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    return reader, buffer  # the buffer must live as long as the reader


def _true_size(data: bytes) -> tuple[int, int]:
    reader, _buffer = _reader(data, sniff(data[:12]))
    return reader.size().width(), reader.size().height()


def _decoded(data: bytes, name: str) -> QImage:
    kind = sniff(data[:12])
    if not kind:
        raise PictureRefused(_WHAT.format(name=name))
    if not is_whole(data):
        raise PictureRefused(_BROKEN.format(name=name))
    reader, _buffer = _reader(data, kind)
    size = reader.size()
    if not size.isValid() or size.isEmpty():
        raise PictureRefused(_BROKEN.format(name=name))
    if size.width() * size.height() > MOST_PIXELS[kind]:
        raise PictureRefused(
            f"“{name}” is too large: {grouped(size.width())} × {grouped(size.height())} pixels. "
            "Make it smaller first."
        )
    longest = max(size.width(), size.height())
    if longest > limits.EDGE:
        reader.setScaledSize(
            size.scaled(limits.EDGE, limits.EDGE, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))
        )
    image = reader.read()
    if image.isNull():
        raise PictureRefused(_BROKEN.format(name=name))
    return image


# -- writing ---------------------------------------------------------------------------------------------------------


def _drawn_anew(image: QImage) -> QImage:
    """The pixels alone, in sRGB: texts, profiles and resolutions of the file stay behind."""
    if image.colorSpace().isValid() and image.colorSpace() != QColorSpace(QColorSpace.NamedColorSpace.SRgb):
        image = image.convertedToColorSpace(QColorSpace(QColorSpace.NamedColorSpace.SRgb))
    alpha = image.hasAlphaChannel() and not _is_opaque(image)
    form = QImage.Format.Format_ARGB32 if alpha else QImage.Format.Format_RGB32
    out = QImage(image.size(), form)
    out.fill(Qt.GlobalColor.transparent if alpha else Qt.GlobalColor.white)
    painter = QPainter(out)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
    painter.drawImage(0, 0, image.convertToFormat(form))
    painter.end()
    return out


def _is_opaque(image: QImage) -> bool:
    """Whether an alpha channel hides nothing."""
    alphas = image.convertToFormat(QImage.Format.Format_Alpha8)
    row = alphas.width()
    bits = bytes(alphas.constBits())
    step = alphas.bytesPerLine()
    whole = b"\xff" * row
    return all(bits[at : at + row] == whole for at in range(0, step * alphas.height(), step))


def _encoded(image: QImage, *, is_photo: bool) -> tuple[str, bytes]:
    """Kind and bytes: PNG for what has transparency or few colours, JPEG for photographs."""
    if image.hasAlphaChannel() or (not is_photo and _is_drawing(image)):
        out = written(image, b"png")
        if image.hasAlphaChannel() or len(out) <= LARGEST_PNG:
            return "png", out
    return "jpg", written(image, b"jpeg")


def _is_drawing(image: QImage) -> bool:
    """Whether a picture has few colours, as maps, logos and posters do: JPEG would smear them."""
    small = image.scaled(
        64, 64, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.FastTransformation
    )
    pixels = memoryview(bytes(small.constBits())).cast("I")
    return len(set(pixels)) <= 256


def written(image: QImage, kind: bytes) -> bytes:
    """The bytes of a file of ``image``; ``kind`` is ``png`` or ``jpeg``. Raises PictureRefused."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, kind)
    if kind == b"jpeg":
        writer.setQuality(QUALITY)
        writer.setOptimizedWrite(True)
    if not writer.write(image):
        raise PictureRefused("The picture could not be made ready to be sent.")
    buffer.close()
    return bytes(data.data())
