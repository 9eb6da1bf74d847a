"""The folder of fetched pictures: named by a hash of their address, the least lately used dropped when it gets large.

Those of saved stories are never dropped, and do not count; those of other stories that are kept for reading offline go
last.

Any thread, one writer. What is in it can be fetched again, so nothing here is ever worth a fault of a sync.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

from newsreader.sync.whole_file import write_whole

PICTURES = "pictures"
"""The folder's name in the data folder."""
KINDS = ("png", "jpg", "gif", "webp")
LARGEST = 300 << 20
"""Bytes the folder may take; when it takes more, a quarter is freed."""
_ON_SCREEN = 60  # seconds
_NONE: frozenset[str] = frozenset()


class PictureFiles:
    """Pictures by address."""

    def __init__(self, folder: Path, largest: int = LARGEST) -> None:
        self._folder = folder
        self._largest = largest

    def find(self, url: str) -> Path | None:
        """The file of a picture that was fetched before; it counts as used now."""
        for kind in KINDS:
            path = self._path(url, kind)
            if path.is_file():
                os.utime(path)
                return path
        return None

    def keep(self, url: str, kind: str, data: bytes) -> Path:
        """Store a picture whole or not at all. Raises NotWritable."""
        path = self._path(url, kind)
        write_whole(path, data, "The picture could not be kept")
        return path

    def name(self, url: str) -> str:
        """What the file of a picture is called, without its ending."""
        import hashlib  # not above: it brings OpenSSL, and the window knows this folder before it needs a picture

        return hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()[:40]

    def taken(self, but: frozenset[str] = _NONE) -> int:
        """The bytes the folder takes, without the files named ``but``."""
        return sum(
            stat.st_size
            for path in self._files()
            if path.stem not in but and (stat := _stat(path)) is not None
        )

    @property
    def largest(self) -> int:
        """The bytes the folder may take."""
        return self._largest

    def trim(
        self, pinned: frozenset[str] = _NONE, last: frozenset[str] = _NONE, *, empty: bool = False
    ) -> int:
        """Drop what was not used for longest when the folder is too large; the bytes freed.

        Files named ``pinned`` stay and do not count, those named ``last`` go when nothing else is left. ``empty`` drops
        all that may go.
        """
        files = [
            (path.stem in last, stat.st_mtime, stat.st_size, path)
            for path in self._files()
            if path.stem not in pinned and (stat := _stat(path)) is not None
        ]
        total = sum(size for _, _, size, _ in files)
        if total <= self._largest and not empty:
            return 0
        enough = 0 if empty else self._largest * 3 // 4
        freed = 0
        for _, used, size, path in sorted(files):
            if total - freed <= enough:
                break
            if 0 <= time.time() - used < _ON_SCREEN:
                continue
            path.unlink(missing_ok=True)
            freed += size
        return freed

    def _files(self) -> list[Path]:
        return [path for path in self._folder.glob("??/*") if path.suffix[1:] in KINDS]

    def _path(self, url: str, kind: str) -> Path:
        name = self.name(url)
        return self._folder / name[:2] / f"{name}.{kind}"


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:  # another process trimmed it
        return None
