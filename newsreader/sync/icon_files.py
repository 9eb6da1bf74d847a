"""Icons of sites as bytes: what one is, which a page names, and the folder they lie in. Pure but for the folder.

The worker checks and keeps what it fetched as ``NAME.raw``; the window decodes it once, in a thread and with limits,
and puts a small ``NAME.png`` in its place.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from html import unescape
from pathlib import Path
from typing import Final

from newsreader.sync.image_header import ImageHeader, read_header
from newsreader.sync.whole_file import write_whole
from newsreader.text.urls import web_link

LARGEST: Final = 100 << 10
"""Bytes of an icon."""
LARGEST_SIDE: Final = 1024
_HEAD: Final = 256 << 10  # bytes of a page in which its head must lie
_LINK: Final = re.compile(r"<link\b([^>]{1,2000})>", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(r"""([a-z]{1,20})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_WISHED: Final = 64  # pixels: sharp at every scale, and no more than is shown


def icon_header(data: bytes) -> ImageHeader | None:
    """The kind and size of an icon, None for what is none: too large, no square, SVG or anything else (HOSTILE N39)."""
    header = read_header(data) or _ico(data)
    if header is None or len(data) > LARGEST or max(header.width, header.height) > LARGEST_SIDE:
        return None
    square = min(header.width, header.height) * 5 >= max(header.width, header.height) * 4
    return header if square and min(header.width, header.height) >= 16 else None


def icon_links(page: bytes, base: str) -> list[str]:
    """The icons that a page names, the best first: near 64 pixels, never SVG."""
    found: dict[str, int] = {}
    for attributes in _LINK.findall(page[:_HEAD].decode("utf-8", "replace")):
        values = {
            name.lower(): unescape(a or b or c).strip() for name, a, b, c in _ATTRIBUTE.findall(attributes)
        }
        rel = values.get("rel", "").lower().split()
        href = web_link(base, values.get("href", ""))
        vector = "svg" in values.get("type", "").lower() or href.split("?")[0].lower().endswith(".svg")
        if not href or vector or not {"icon", "apple-touch-icon", "apple-touch-icon-precomposed"} & set(rel):
            continue
        sizes = [int(side) for side in re.findall(r"(\d{1,4})[xX]\d", values.get("sizes", ""))]
        side = min(sizes, key=_distance) if sizes else (180 if "icon" not in rel else 32)
        found.setdefault(href, _distance(side))
    return sorted(found, key=found.__getitem__)


def _distance(side: int) -> int:
    """How far a size is from the one wished for; too small is worse than too large."""
    return (_WISHED - side) * 4 if side < _WISHED else side - _WISHED


def _ico(data: bytes) -> ImageHeader | None:
    """The largest picture of a Windows icon: a header of six bytes, then sixteen for each picture."""
    if data[:4] != b"\0\0\1\0" or len(data) < 22:
        return None
    sides = []
    for at in range(6, min(6 + 16 * int.from_bytes(data[4:6], "little"), len(data) - 15), 16):
        size, where = (int.from_bytes(data[at + n : at + n + 4], "little") for n in (8, 12))
        if where + size > len(data):
            return None
        sides.append((data[at] or 256, data[at + 1] or 256))
    return ImageHeader("ico", *max(sides)) if sides else None


class IconFiles:
    """The folder of icons, named by a hash of their bytes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, data: bytes) -> str:
        """Store an icon whole or not at all; its name without ending. Raises NotWritable."""
        name = hashlib.sha256(data).hexdigest()[:32]
        if not self.has(name):
            write_whole(self._folder / f"{name}.raw", data, "The icon could not be kept")
        return name

    def has(self, name: str) -> bool:
        """Whether an icon is here, decoded or not."""
        return any((self._folder / f"{name}.{ending}").exists() for ending in ("raw", "png"))

    def sweep(self, used: Collection[str]) -> None:
        """Drop the files that no feed shows."""
        if self._folder.is_dir():
            for path in self._folder.iterdir():
                if path.stem not in used and path.suffix in (".raw", ".png"):
                    path.unlink(missing_ok=True)
