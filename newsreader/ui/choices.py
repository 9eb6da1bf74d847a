"""The settings as the window uses them: read at once, kept by the writer thread, every change told. Main thread."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from newsreader.domain.changes import Change
from newsreader.domain.errors import NewsreaderError
from newsreader.settings.file import SettingsFile
from newsreader.settings.table import SettingValue
from newsreader.ui.tasks import Tasks


class Choices(QObject):
    """Values by key. ``changed`` fires with the key at once, before the value is on disk; when it cannot be kept, the
    fault is told by ``Tasks.fault`` and ``changed`` fires again with the old value."""

    changed = Signal(str)

    def __init__(self, file: SettingsFile, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._file = file
        self._tasks = tasks
        self._pending: dict[str, SettingValue] = {}

    def get(self, key: str) -> SettingValue:
        """The value of ``key`` now. Raises KeyError for a key that is not in the table."""
        return self._pending[key] if key in self._pending else self._file.get(key)

    def on(self, key: str) -> bool:
        """The value of a setting that is on or off."""
        return bool(self.get(key))

    def number(self, key: str) -> float:
        """The value of a setting that is a number."""
        return float(self.get(key))

    def integer(self, key: str) -> int:
        """The value of a setting that is a whole number."""
        return int(self.get(key))

    def text(self, key: str) -> str:
        """The value of a setting that is a text or a choice."""
        return str(self.get(key))

    def set(self, key: str, value: SettingValue) -> None:
        """Use ``value`` from now on, and keep it."""
        if self.get(key) == value:
            return
        self._pending[key] = value
        self.changed.emit(key)

        def keep(_library: object) -> Change:
            self._file.set(key, value)
            return Change()

        self._tasks.command(keep, lambda _: self._kept(key, value), lambda fault: self._not_kept(key, fault))

    def _kept(self, key: str, value: SettingValue) -> None:
        if self._pending.get(key) == value:
            del self._pending[key]

    def _not_kept(self, key: str, fault: NewsreaderError) -> None:
        self._pending.pop(key, None)
        self.changed.emit(key)
        self._tasks.fault.emit(fault)
