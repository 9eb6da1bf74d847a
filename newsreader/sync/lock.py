"""One sync at a time for a data folder, over all processes. The system frees the lock of a process that dies."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from newsreader.domain.errors import NotWritable
from newsreader.store.file_locks import try_lock

_POLL = 0.05  # seconds between two tries: neither fcntl nor msvcrt can be awaited


class FileLock:
    """An exclusive lock on a file, held by this process until released or dead. Any thread; no recursion."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None

    def try_acquire(self) -> bool:
        """True if the lock is ours now. Raises NotWritable when the file cannot be made."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as fault:
            raise NotWritable(f"The data folder {self._path.parent} cannot be written.") from fault
        if try_lock(handle):
            self._handle = handle
            return True
        os.close(handle)
        return False

    def release(self) -> None:
        """Free the lock; does nothing when it is not held."""
        if self._handle is not None:
            os.close(self._handle)  # closing frees it on every system
            self._handle = None

    @asynccontextmanager
    async def hold(self) -> AsyncIterator[None]:
        """Wait for the lock, as long as it takes, and hold it. Can be cancelled while it waits."""
        while not self.try_acquire():
            await asyncio.sleep(_POLL)
        try:
            yield
        finally:
            self.release()
