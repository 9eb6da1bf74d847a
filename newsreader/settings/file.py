"""The file of a person's settings: JSON, only what differs from the default, replaced as a whole.

Standard library only: the window reads it before its first paint. Safe on any thread. Another process may change the
file at any time: each reading looks whether it did.
"""

from __future__ import annotations

import contextlib
import errno
import json
import logging
import os
import threading
import time
from pathlib import Path
from typing import Any

from newsreader.domain.errors import DiskFull, NotWritable, StoreError, UsageError
from newsreader.settings.table import SETTINGS, Setting, SettingValue, find

_log = logging.getLogger(__name__)
_LARGEST = 1024 * 1024
_Stamp = tuple[int, int, int]


class SettingsFile:
    """The settings as they are now: what the file says, else the default of the table.

    A file that cannot be read, a value of another type or out of bounds count as absent, with one sentence in the log;
    a broken file is kept beside the new one as ``NAME.broken``. Keys we do not know are kept: they belong to
    another version.
    """

    def __init__(self, path: Path, settings: tuple[Setting, ...] = SETTINGS) -> None:
        self._path = path
        self._settings = {setting.key: setting for setting in settings}
        self._lock = threading.RLock()
        self._stamp: _Stamp | None = None
        self._stored: dict[str, Any] = {}
        self._loaded = False

    def get(self, key: str) -> SettingValue:
        """The value of ``key`` now. Raises KeyError for a key that is not in the table."""
        setting = self._settings[key]
        with self._lock:
            self._refresh()
            return self._value(setting)

    def boolean(self, key: str) -> bool:
        """The value of a setting of type ``bool``."""
        return bool(self.get(key))

    def integer(self, key: str) -> int:
        """The value of a setting of type ``int``."""
        return int(self.get(key))

    def number(self, key: str) -> float:
        """The value of a setting of type ``float`` or ``int``."""
        return float(self.get(key))

    def text(self, key: str) -> str:
        """The value of a setting of type ``text``, ``list``, ``folder`` or ``choice``."""
        return str(self.get(key))

    def all(self) -> dict[str, SettingValue]:
        """Every setting of the table with its value now, in the table's order."""
        with self._lock:
            self._refresh()
            return {key: self._value(setting) for key, setting in self._settings.items()}

    def changed(self) -> dict[str, SettingValue]:
        """Only those that differ from their default."""
        return {key: value for key, value in self.all().items() if value != self._settings[key].default}

    def set(self, key: str, value: SettingValue) -> None:
        """Keep ``value`` for ``key``; it is on disk when this returns.

        Raises KeyError for an unknown key, UsageError for a value that the table does not allow, NotWritable or
        DiskFull when the file cannot be written (the old one stays as it was).
        """
        self.set_many({key: value})

    def set_many(self, values: dict[str, SettingValue]) -> None:
        """Keep several values in one write; all or none. Raises what ``set`` raises."""
        for key, value in values.items():
            setting = self._settings[key]
            if not setting.accepts(value):
                raise UsageError(f"“{setting.label}” is {setting.allowed()}.")
        with self._lock:
            self._refresh()
            stored = dict(self._stored)
            for key, value in values.items():
                if value == self._settings[key].default:
                    stored.pop(key, None)
                else:
                    stored[key] = value
            if stored != self._stored:
                self._write(stored)

    def reset(self, key: str) -> None:
        """Back to the default of the table."""
        self.set(key, self._settings[key].default)

    def refresh(self) -> bool:
        """Look at the file; True when another process changed it since the last look."""
        with self._lock:
            return self._refresh()

    # -- inside ------------------------------------------------------------------------------------------------

    def _value(self, setting: Setting) -> SettingValue:
        value = self._stored.get(setting.key, setting.default)
        if not setting.accepts(value):
            return setting.default
        if setting.type == "float":
            return float(value)
        return value  # type: ignore[no-any-return]

    def _refresh(self) -> bool:
        stamp = self._look()
        if self._loaded and stamp == self._stamp:
            return False
        first, before = not self._loaded, self._stored
        self._stored = self._read() if stamp else {}
        self._stamp, self._loaded = stamp, True
        return not first and self._stored != before

    def _look(self) -> _Stamp | None:
        """What tells one state of the file from another; inode too, as a replaced file may keep time and size."""
        try:
            seen = self._path.stat()
        except OSError:
            return None
        return seen.st_mtime_ns, seen.st_size, seen.st_ino

    def _read(self) -> dict[str, Any]:
        try:
            with self._path.open("rb") as file:
                raw = file.read(_LARGEST + 1)
            if len(raw) > _LARGEST:
                raise ValueError("larger than any settings file")
            document = json.loads(raw.decode("utf-8-sig"))
            if not isinstance(document, dict):
                raise ValueError("not an object")
        except OSError as fault:
            _log.warning("The settings cannot be read, the defaults hold: %s", fault.strerror)
            return {}
        except (ValueError, RecursionError) as fault:
            _log.warning("The settings file is broken (%s), the defaults hold; it is kept as a copy.", fault)
            self._keep_broken()
            return {}
        for key, setting in self._settings.items():
            if key in document and not setting.accepts(document[key]):
                _log.warning("The setting %s is not %s; its default holds.", key, setting.allowed())
        return document

    def _keep_broken(self) -> None:
        """Set a copy aside before the next write replaces the file: a person may want to mend it."""
        copy = self._path.with_name(self._path.name + ".broken")
        try:
            copy.write_bytes(self._path.read_bytes())
        except OSError as fault:
            _log.warning("The broken settings file could not be copied: %s", fault.strerror)

    def _write(self, stored: dict[str, Any]) -> None:
        text = json.dumps(stored, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(self._path, text.encode("utf-8"))
        except OSError as fault:
            raise _write_fault(fault) from fault
        self._stored, self._stamp = stored, self._look()


def replace_file(path: Path, content: bytes) -> None:
    """Put ``content`` in the place of ``path``: after a power cut there is the old file or the new one, never a part.

    A symbolic link is followed, so that settings kept elsewhere stay there. Raises OSError; nothing is left behind.
    """
    target = Path(os.path.realpath(path))
    # Not tempfile: it costs the window several milliseconds of imports before its first paint.
    name = target.with_name(f".{target.name}.{os.getpid()}.{time.monotonic_ns()}")
    try:
        with open(name, "xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """Make the new name in ``folder`` last. Windows cannot open folders, and needs no such call."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write_fault(fault: OSError) -> StoreError:
    if fault.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull("The disk is full: the setting was not kept. Make some room and try again.")
    return NotWritable("The settings cannot be written. Check the permissions of the data folder.")


def default_of(key: str) -> SettingValue:
    """The default of the table. Raises KeyError for an unknown key."""
    return find(key).default
