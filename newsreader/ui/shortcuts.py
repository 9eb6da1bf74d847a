"""Which keys do what: the defaults of ``resources/keys.json``, the person's own in ``keys.json`` of the data folder.

Key sequences are texts in Qt's portable form: ``J``, ``Ctrl+R``, ``G, T`` for one key after another. Main thread.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping
from pathlib import Path

from PySide6.QtCore import QObject, QSaveFile, Signal
from PySide6.QtGui import QKeySequence

from newsreader.domain.errors import NotWritable
from newsreader.resources import resource_text

_log = logging.getLogger(__name__)
Keys = tuple[str, ...]
THEN = " then "
"""Between keys that are pressed one after the other."""


class Keymap(QObject):
    """The keys of every action. ``changed`` fires with the id of an action whose keys are others now."""

    changed = Signal(str)

    def __init__(self, path: Path | None = None, defaults: Mapping[str, Keys] | None = None) -> None:
        """``path`` is the person's file; without one, changes last until the end of the program."""
        super().__init__()
        self._path = path
        self._defaults = dict(defaults if defaults is not None else default_keys())
        self._own = _read(path)

    def keys(self, id: str) -> Keys:
        """The key sequences of the action ``id``; none when it has none."""
        return self._own.get(id, self._defaults.get(id, ()))

    def default(self, id: str) -> Keys:
        """Those it has at first."""
        return self._defaults.get(id, ())

    def is_default(self, id: str) -> bool:
        """True when the person changed nothing about it."""
        return self.keys(id) == self.default(id)

    def bind(self, id: str, keys: Iterable[str]) -> None:
        """Give the action these keys instead. Raises NotWritable when they cannot be kept; they hold until the end."""
        own = tuple(normal for key in keys if (normal := normal_key(key)))
        if own == self._defaults.get(id, ()):
            self._own.pop(id, None)
        else:
            self._own[id] = own
        self.changed.emit(id)
        self._save()

    def reset(self, id: str) -> None:
        """Back to the keys it had at first. Raises NotWritable."""
        self.bind(id, self.default(id))

    def reset_all(self) -> None:
        """Back to the defaults everywhere. Raises NotWritable."""
        changed, self._own = list(self._own), {}
        for id in changed:
            self.changed.emit(id)
        self._save()

    def conflicts(self, id: str, key: str, among: Iterable[str]) -> list[str]:
        """The actions of ``among``, ``id`` left out, that ``key`` would get in the way of.

        Two sequences conflict when they are the same or one begins with the other: ``G`` would swallow ``G, T``.
        """
        wanted = normal_key(key)
        return [
            other
            for other in among
            if other != id and any(clash(wanted, taken) for taken in self.keys(other))
        ]

    def _save(self) -> None:
        if self._path is None:
            return
        file = QSaveFile(str(self._path))
        text = json.dumps({id: list(keys) for id, keys in sorted(self._own.items())}, indent=2) + "\n"
        if (
            not file.open(QSaveFile.OpenModeFlag.WriteOnly)
            or file.write(text.encode()) < 0
            or not file.commit()
        ):
            raise NotWritable(f"Your keys could not be saved: {file.errorString()}.")


def default_keys() -> dict[str, Keys]:
    """The table that ships with the program."""
    return {id: tuple(keys) for id, keys in json.loads(resource_text("keys.json")).items()}


def normal_key(key: str) -> str:
    """``key`` as it is kept and compared, ``""`` for what is no key sequence."""
    return QKeySequence.fromString(key, QKeySequence.SequenceFormat.PortableText).toString(
        QKeySequence.SequenceFormat.PortableText
    )


def shown_key(key: str) -> str:
    """``key`` as a person reads it on this system: ``G then T``."""
    sequence = QKeySequence.fromString(key, QKeySequence.SequenceFormat.PortableText)
    return sequence.toString(QKeySequence.SequenceFormat.NativeText).replace(", ", THEN)


def clash(one: str, other: str) -> bool:
    """True when two sequences are the same or one begins with the other."""
    ours, theirs = one.split(", "), other.split(", ")
    shorter = min(len(ours), len(theirs))
    return bool(one) and ours[:shorter] == theirs[:shorter]


def _read(path: Path | None) -> dict[str, Keys]:
    if path is None or not path.exists():
        return {}
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        _log.warning("the keys in %s cannot be read, the defaults are used: %s", path, fault)
        return {}
    if not isinstance(raw, dict):
        return {}
    return {
        id: tuple(key for key in keys if isinstance(key, str))
        for id, keys in raw.items()
        if isinstance(keys, list)
    }
