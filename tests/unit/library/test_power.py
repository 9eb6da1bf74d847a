"""Battery or not, by folders as Linux has them."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsreader.library.power import on_battery

MAINS = {"type": "Mains", "online": "1"}
UNPLUGGED = {"type": "Mains", "online": "0"}
USB_C = {"type": "USB", "online": "1"}
DRAINED = {"type": "Battery", "status": "Discharging", "scope": "System"}
FULL = {"type": "Battery", "status": "Full"}
MOUSE = {"type": "Battery", "status": "Discharging", "scope": "Device"}


@pytest.mark.parametrize(
    ("supplies", "battery"),
    [
        ([], False),
        ([MAINS, FULL], False),
        ([UNPLUGGED, DRAINED], True),
        ([DRAINED], True),
        ([DRAINED, MAINS], False),
        ([UNPLUGGED, DRAINED, USB_C], False),
        ([MOUSE], False),
        ([{"type": "Battery"}], False),
    ],
)
def test_on_battery(tmp_path: Path, supplies: list[dict[str, str]], battery: bool) -> None:
    for number, supply in enumerate(supplies):
        folder = tmp_path / f"supply{number}"
        folder.mkdir()
        for name, value in supply.items():
            (folder / name).write_text(value + "\n")
    assert on_battery(tmp_path) is battery


def test_where_the_system_does_not_tell_nothing_is_held_back(tmp_path: Path) -> None:
    assert not on_battery(tmp_path / "no-such-folder")
