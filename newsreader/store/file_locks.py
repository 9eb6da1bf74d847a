"""Locks on files, the same on every system. The system frees those of a process that dies. Any thread."""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import msvcrt

    def try_lock(handle: int, *, shared: bool = False) -> bool:
        """Lock the file of ``handle`` unless another handle has it locked; never waits. Others may hold a ``shared``
        lock too (not on Windows, which has none).

        Raises OSError where the file system knows no locks.
        """
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def unlock(handle: int) -> None:
        """Free the lock of ``handle``; closing it does so too."""
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def try_lock(handle: int, *, shared: bool = False) -> bool:
        """Lock the file of ``handle`` unless another handle has it locked; never waits. Others may hold a ``shared``
        lock too (not on Windows, which has none).

        Raises OSError where the file system knows no locks.
        """
        try:
            fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def unlock(handle: int) -> None:
        """Free the lock of ``handle``; closing it does so too."""
        fcntl.flock(handle, fcntl.LOCK_UN)
