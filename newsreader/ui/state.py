"""What the window remembers from one start to the next: ``window.ini`` in the data folder. Main thread."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

FILE = "window.ini"


class WindowState:
    """Reads and writes the file; a value that is missing or makes no sense counts as absent."""

    def __init__(self, data_dir: Path) -> None:
        self._file = QSettings(str(data_dir / FILE), QSettings.Format.IniFormat)

    def geometry(self) -> QByteArray | None:
        """Size and place of the window as Qt keeps them."""
        value = self._file.value("window/geometry")
        return value if isinstance(value, QByteArray) else None

    def set_geometry(self, value: QByteArray) -> None:
        """Keep size and place of the window."""
        self._file.setValue("window/geometry", value)

    def widths(self) -> dict[str, int]:
        """The widths of the panes by name, in pixels."""
        names = ("feeds", "stories", "briefs")
        found = {name: self._number(f"panes/{name}") for name in names}
        return {name: width for name, width in found.items() if 80 <= width <= 2000}

    def set_widths(self, widths: Mapping[str, int]) -> None:
        """Keep the widths of the panes."""
        for name, width in widths.items():
            self._file.setValue(f"panes/{name}", width)

    def flag(self, name: str, default: bool) -> bool:
        """A yes or no, such as whether the feeds are shown."""
        value = self._file.value(f"window/{name}")
        return default if value is None else str(value).lower() == "true"

    def set_flag(self, name: str, value: bool) -> None:
        """Keep a yes or no."""
        self._file.setValue(f"window/{name}", "true" if value else "false")

    def number(self, name: str) -> int | None:
        """A whole number, such as a time; None when there is none."""
        value = self._number(name)
        return value if value > 0 else None

    def set_number(self, name: str, value: int | None) -> None:
        """Keep a whole number."""
        self._file.setValue(name, value or 0)

    def text(self, name: str) -> str:
        """A text, ``""`` when there is none."""
        value = self._file.value(name)
        return value if isinstance(value, str) else ""

    def set_text(self, name: str, value: str) -> None:
        """Keep a text."""
        self._file.setValue(name, value)

    def save(self) -> None:
        """Write the file now."""
        self._file.sync()

    def _number(self, name: str) -> int:
        try:
            return int(str(self._file.value(name) or 0))
        except ValueError:
            return 0
