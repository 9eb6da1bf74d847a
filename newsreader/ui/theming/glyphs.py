"""The little drawings inside check boxes, combo boxes and menus, in the theme's colours.

A style sheet takes pictures only from files and resources. They are made from our icons and the token table, so they
are kept as a resource in memory (Qt's own resource format, version 1) rather than as recoloured copies on disk.
Main thread only.
"""

from __future__ import annotations

import struct

from PySide6.QtCore import qRegisterResourceData, qUnregisterResourceData

from newsreader.ui.theming.icons import IconStore
from newsreader.ui.theming.tokens import Tokens

GLYPHS = {
    "check": ("glyph-check", "accent-text"),
    "check-menu": ("glyph-check", "text"),
    "partial": ("glyph-partial", "accent-text"),
    "down": ("glyph-down", "secondary"),
    "up": ("glyph-up", "secondary"),
    "right": ("glyph-right", "secondary"),
    "down-off": ("glyph-down", "disabled"),
    "up-off": ("glyph-up", "disabled"),
    "radio": ("glyph-radio", "accent-text"),
    "close": ("close", "secondary"),
}
_VERSION = 1
_FOLDER = 2


class GlyphSheet:
    """Publishes the glyphs of one theme as ``:/glyphs-<theme>/<name>.svg``."""

    def __init__(self, icons: IconStore) -> None:
        self._icons = icons
        # Qt keeps pointers into these bytes for as long as they are registered.
        self._registered: tuple[bytes, bytes, bytes] | None = None

    def use(self, tokens: Tokens) -> None:
        """Publish the glyphs in the colours of ``tokens``, in place of the ones before."""
        files = {
            f"{name}.svg": self._icons.svg(icon, tokens[token].hex) for name, (icon, token) in GLYPHS.items()
        }
        data = _resource(glyph_folder(tokens.name), files)
        if self._registered is not None:
            qUnregisterResourceData(_VERSION, *self._registered)
        qRegisterResourceData(_VERSION, *data)
        self._registered = data


def glyph_folder(theme: str) -> str:
    """The folder of a theme's glyphs: one for each theme, since Qt remembers pictures by their path."""
    return f"glyphs-{theme}"


def _resource(folder: str, files: dict[str, bytes]) -> tuple[bytes, bytes, bytes]:
    """Tree, names and data of a resource with one folder of uncompressed files (qtbase, qresource.cpp)."""
    names = bytearray()
    offsets: dict[str, int] = {}
    for name in (folder, *files):
        offsets[name] = len(names)
        encoded = name.encode("utf-16-be")
        names += struct.pack(">HI", len(encoded) // 2, _hash(name)) + encoded
    data = bytearray()
    nodes = [struct.pack(">IHII", 0, _FOLDER, 1, 1)]
    nodes.append(struct.pack(">IHII", offsets[folder], _FOLDER, len(files), 2))
    for name in sorted(files, key=_hash):
        nodes.append(struct.pack(">IHHHI", offsets[name], 0, 0, 1, len(data)))
        data += struct.pack(">I", len(files[name])) + files[name]
    return b"".join(nodes), bytes(names), bytes(data)


def _hash(name: str) -> int:
    """Qt's hash of a resource name (qtbase, qHash for RCC); children are found by binary search over it."""
    value = 0
    for character in name:
        value = (value << 4) + ord(character)
        value ^= (value & 0xF0000000) >> 23
        value &= 0x0FFFFFFF
    return value
