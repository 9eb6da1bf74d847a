"""Files that are there whole or not at all, for what can be fetched again: no wait for the disk. Any thread."""

from __future__ import annotations

import os
from pathlib import Path

from newsreader.domain.errors import NotWritable


def write_whole(path: Path, data: bytes, failed: str) -> None:
    """Put ``data`` at ``path``, whose folder is made where it is missing.

    Raises NotWritable that begins with ``failed`` and tells what the system said; nothing half stays behind.
    """
    making = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        making.write_bytes(data)
        making.replace(path)
    except OSError as fault:
        making.unlink(missing_ok=True)
        raise NotWritable(f"{failed} ({fault.strerror}).") from fault
