"""One window a data folder: a second start hands its address to the first and ends."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCryptographicHash, QLockFile, QObject

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

_PATIENCE = 5000  # milliseconds a first window may take to answer on a busy machine
_STARTING = 5.0  # seconds from its lock to its ear that a first window may take
_PAUSE = 0.05


class Instance(QObject):
    """Holds the lock of a data folder while its window is open, and listens for later starts. Main thread.

    A lock left by a crash is recognised by its dead process and taken over; also where the computer has another name
    since, or another program that number: then nobody holds the file.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._lock = QLockFile(str(folder / "window.lock"))
        self._lock.setStaleLockTime(0)
        self._name = "newsreader-" + _digest(str(folder.resolve()))[:24]
        self._server: QLocalServer | None = None
        self._opened: Callable[[str], None] | None = None

    def first(self) -> bool:
        """True when this is the only window of the data folder."""
        return self._lock.tryLock(0) or (self._lock.removeStaleLockFile() and self._lock.tryLock(0))

    def hand_over(self, address: str, patience: float = _STARTING) -> bool:
        """Give ``address`` (may be empty) to the first window; False when it did not answer in time.

        A window that was started only just now is waited for, ``patience`` seconds at most.
        """
        from PySide6.QtNetwork import (
            QLocalSocket,  # not above: most windows are the first, and paint without it
        )

        end = time.monotonic() + patience
        while True:
            socket = QLocalSocket()
            socket.connectToServer(self._name)
            if socket.waitForConnected(_PATIENCE):
                break
            if time.monotonic() > end:
                return False
            time.sleep(_PAUSE)
        socket.write(address.encode() + b"\n")
        return socket.waitForReadyRead(_PATIENCE) and bytes(socket.readAll().data()) == b"ok\n"

    def listen(self, opened: Callable[[str], None]) -> None:
        """From now on call ``opened`` with the address of every later start (``""`` when it had none)."""
        from PySide6.QtNetwork import QLocalServer

        self._opened = opened
        QLocalServer.removeServer(self._name)  # the socket file of a crash
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._accept)
        self._server.listen(self._name)

    def _accept(self) -> None:
        assert self._server
        socket = self._server.nextPendingConnection()
        socket.readyRead.connect(lambda: self._read(socket))
        socket.disconnected.connect(socket.deleteLater)

    def _read(self, socket: QLocalSocket) -> None:
        if not socket.canReadLine():
            return
        address = bytes(socket.readLine(8192).data()).decode("utf-8", "replace").strip()
        socket.write(b"ok\n")
        socket.flush()
        if self._opened:
            self._opened(address)

    def close(self) -> None:
        """Stop listening and give the lock back."""
        if self._server:
            self._server.close()
        self._lock.unlock()


def _digest(text: str) -> str:
    """SHA-256 in hexadecimal digits; Python's own brings OpenSSL, for which the first paint need not wait."""
    digest = QCryptographicHash.hash(text.encode(), QCryptographicHash.Algorithm.Sha256)
    return bytes(digest.toHex().data()).decode()
