"""Sound through Qt's multimedia part, where it is installed. Main thread.

It is no part of PySide6-Essentials: with PySide6-Addons (and, on Linux, libpulse) sound plays in the window, without
them outside.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from PySide6.QtCore import QObject, QUrl, Signal


class Sound(QObject):
    """Plays one address at a time. ``moved`` carries position and length in milliseconds (0: not known), ``playing``
    whether it plays, ``ended`` fires at the end, ``failed`` with the reason in Qt's words."""

    moved = Signal(int, int)
    playing = Signal(bool)
    ended = Signal()
    failed = Signal(str)

    def __init__(self, multimedia: Any, parent: QObject) -> None:
        super().__init__(parent)
        self._states = multimedia.QMediaPlayer
        self._start = 0
        self._output = multimedia.QAudioOutput(self)
        self._player = multimedia.QMediaPlayer(self)
        self._player.setAudioOutput(self._output)
        self._player.positionChanged.connect(lambda at: self.moved.emit(at, self._player.duration()))
        self._player.durationChanged.connect(lambda length: self.moved.emit(self._player.position(), length))
        self._player.playbackStateChanged.connect(
            lambda state: self.playing.emit(state == self._states.PlaybackState.PlayingState)
        )
        self._player.mediaStatusChanged.connect(self._status)
        self._player.errorOccurred.connect(lambda _kind, words: self.failed.emit(words))

    def play(self, address: str, start: int = 0) -> None:
        """Play ``address`` from ``start`` milliseconds on."""
        self._start = start
        self._player.setSource(QUrl(address))
        self._player.play()

    def toggle(self) -> None:
        """Pause, or go on."""
        if self._player.playbackState() == self._states.PlaybackState.PlayingState:
            self._player.pause()
        else:
            self._player.play()

    def seek(self, position: int) -> None:
        """Go to ``position`` milliseconds."""
        self._player.setPosition(position)

    def stop(self) -> None:
        """End, and let go of the address."""
        self._player.stop()
        self._player.setSource(QUrl())

    def _status(self, status: Any) -> None:
        if status == self._states.MediaStatus.LoadedMedia and self._start:
            start, self._start = self._start, 0
            self._player.setPosition(start)
        elif status == self._states.MediaStatus.EndOfMedia:
            self.ended.emit()


def load_sound(parent: QObject) -> Sound | None:
    """What plays sound, None where Qt's multimedia part cannot be loaded."""
    try:
        return Sound(import_module("PySide6.QtMultimedia"), parent)
    except ImportError:  # the part, or a library of the system under it, is not installed: it is optional
        return None
