"""Locks on files, the same on every system. The system frees those of a process that dies. Any thread."""

from __future__ import annotations

import sys


def try_lock(handle: int, *, shared: bool = False) -> bool:
    """Lock the file of ``handle`` unless another handle has it locked; never waits. Others may hold a ``shared`` lock
    too (not on Windows, which has none).

    Raises OSError where the file system knows no locks.
    """
    return _try(handle, shared)


def unlock(handle: int) -> None:
    """Free the lock of ``handle``; closing it does so too."""
    _free(handle)


if sys.platform == "win32":
    import msvcrt

    def _try(handle: int, shared: bool) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _free(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try(handle: int, shared: bool) -> bool:
        try:
            fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _free(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)
