"""The choice of a time zone: the system's own at first, any other by typing a part of its name. Main thread."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QObject, Qt, QTimeZone, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QWidget

from newsreader.submit.check import known_zone

_PLACES = re.compile(
    rb"(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific)/.+|UTC"
)


def system_zone() -> str:
    """The IANA name of the zone the system is set to; UTC when it has none."""
    name = bytes(QTimeZone.systemTimeZoneId().data()).decode("ascii", "replace")
    return name if known_zone(name) and name not in ("Etc/UTC", "Etc/UCT", "Zulu") else "UTC"


def zone_names() -> list[str]:
    """The zones of all places, sorted."""
    ids = (bytes(each.data()) for each in QTimeZone.availableTimeZoneIds())
    return sorted(each.decode("ascii") for each in ids if _PLACES.fullmatch(each))


class ZoneBox(QComboBox):
    """``zone()`` is the IANA name of what stands there, or what was typed when it is none. ``zoneChanged`` on every
    change."""

    zoneChanged = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Time zone")
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMaxVisibleItems(12)
        self.setMinimumContentsLength(14)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.addItems([_shown(name) for name in zone_names()])
        self._line = QLineEdit()
        self._line.setAccessibleName("Time zone")
        self._line.installEventFilter(self)
        self.setLineEdit(self._line)
        completer = QCompleter(self.model(), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.setCompleter(completer)
        self.set_zone(system_zone())
        self.currentTextChanged.connect(self.zoneChanged)

    def zone(self) -> str:
        """The name of the zone."""
        typed = "_".join(self.currentText().split())
        place = self.findText(_shown(typed), Qt.MatchFlag.MatchFixedString)
        return _named(self.itemText(place)) if place >= 0 else typed

    def set_zone(self, zone: str) -> None:
        """Choose a zone; one that is not in the list stands there all the same."""
        self.setCurrentIndex(self.findText(_shown(zone)))
        self.setEditText(_shown(zone))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Entering the field selects it whole: typing searches at once."""
        if event.type() == QEvent.Type.FocusIn and watched is self._line:
            self._line.selectAll()
        return super().eventFilter(watched, event)


def _shown(zone: str) -> str:
    return zone.replace("_", " ")


def _named(shown: str) -> str:
    return shown.replace(" ", "_")
