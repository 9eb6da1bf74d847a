"""Whose turn it is to write: how the worker learns that a person's mark waits for the cache.

SQLite gives its write lock to whoever asks at the right moment. The worker, which stores one portion after the other,
would mostly be the one: a window that is painting asks late. So the window says that it wishes to write, and the worker
begins nothing new until that is done. It is a courtesy: where it fails, a mark waits longer, and nothing is lost.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from newsreader.store.file_locks import try_lock, unlock

PATIENCE = 1.0
"""Seconds the worker gives way at the most: whoever wishes may have been stopped."""
_LOOK = 0.0005
"""Seconds between two looks whether the other one has written."""


class Turns:
    """A lock file beside a cache. One thread at a time."""

    def __init__(self, cache: Path) -> None:
        self._path = cache.with_name(f"{cache.name}-turn")
        self._handle: int | None = None

    @contextmanager
    def wish(self) -> Iterator[None]:
        """Whoever gives way waits until this block ends."""
        handle = self._open()
        wished = handle is not None and self._locked(handle, shared=True) is True
        try:
            yield
        finally:
            if handle is not None and wished:
                unlock(handle)

    def give_way(self, patience: float = PATIENCE) -> None:
        """Wait until nobody wishes to write, at most so many seconds."""
        if (handle := self._open()) is None:
            return
        last = time.monotonic() + patience
        while (locked := self._locked(handle)) is False and time.monotonic() < last:
            time.sleep(_LOOK)
        if locked:
            unlock(handle)

    def close(self) -> None:
        """Let go of the file."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def _open(self) -> int | None:
        if self._handle is None:
            try:
                self._handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            except OSError:  # a folder that cannot be written: the cache says so in its own words
                return None
        return self._handle

    @staticmethod
    def _locked(handle: int, *, shared: bool = False) -> bool | None:
        """Whether the lock is ours now; None where there are none."""
        try:
            return try_lock(handle, shared=shared)
        except OSError:  # a network's file system may have no locks; SQLite has its own ways there
            return None
