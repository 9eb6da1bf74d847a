"""How much room the data folder takes, and what takes it. Any thread; it walks the folder, so not the main one."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from newsreader.library.folder import CACHE


@dataclass(frozen=True, slots=True)
class DiskUse:
    """Bytes. ``cache`` is stories and their index, ``copies`` those of the cache made before it was changed, ``other``
    everything else in the folder: settings, drafts, logs, downloads."""

    cache: int = 0
    pictures: int = 0
    icons: int = 0
    copies: int = 0
    other: int = 0

    @property
    def total(self) -> int:
        """All of it."""
        return self.cache + self.pictures + self.icons + self.copies + self.other


def disk_use(data_dir: Path) -> DiskUse:
    """What the folder takes now. Files that come and go meanwhile are left out."""
    parts = {"pictures": 0, "icons": 0, "backups": 0}
    cache = other = 0
    for folder, _, names in os.walk(data_dir):
        top = Path(folder).relative_to(data_dir).parts[:1]
        for name in names:
            try:
                size = os.lstat(os.path.join(folder, name)).st_size
            except OSError:
                continue
            if top and top[0] in parts:
                parts[top[0]] += size
            elif not top and name.startswith(CACHE):
                cache += size
            else:
                other += size
    return DiskUse(cache, parts["pictures"], parts["icons"], parts["backups"], other)
