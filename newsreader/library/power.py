"""Whether the computer runs on its battery, as far as the system tells. Standard library only; a few small reads."""

from __future__ import annotations

from pathlib import Path

SUPPLIES = Path("/sys/class/power_supply")
"""Where Linux lists what the computer is fed by; other systems have no such folder."""


def on_battery(supplies: Path = SUPPLIES) -> bool:
    """True when a battery of the computer itself is being drained and nothing else feeds it.

    False where that cannot be told: then nothing is held back. Not for the main thread: a driver may take its time.
    """
    drained = False
    try:
        folders = sorted(supplies.iterdir())
    except OSError:
        return False
    for folder in folders:
        if _read(folder / "scope") == "Device":  # the battery of a mouse
            continue
        if _read(folder / "type") == "Battery":
            drained = drained or _read(folder / "status") == "Discharging"
        elif _read(folder / "online") == "1":
            return False
    return drained


def _read(path: Path) -> str:
    """What a small file says, ``""`` where there is none: each kind of supply has other files."""
    try:
        return path.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""
