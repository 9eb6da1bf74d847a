"""Every setting of the program, in one table. Preferences, command line help and documentation are made from it.

Standard library only: the window reads its theme from here before its first paint.
"""

from __future__ import annotations

from newsreader.settings.setting import Choice, Group, Setting, SettingType, SettingValue
from newsreader.settings.table_window import WINDOW
from newsreader.settings.table_work import WORK

__all__ = ["GROUPS", "SETTINGS", "Choice", "Group", "Setting", "SettingType", "SettingValue", "find"]

GROUPS: tuple[Group, ...] = (
    Group("look", "Look"),
    Group("list", "Story list"),
    Group("reader", "Reading"),
    Group("briefs", "Briefs"),
    Group("sync", "Fetching"),
    Group("notify", "Notifications"),
    Group("privacy", "Privacy"),
    Group("network", "Network"),
    Group("mail", "Mail"),
    Group("storage", "Storage"),
)

SETTINGS: tuple[Setting, ...] = (*WINDOW, *WORK)


def find(key: str) -> Setting:
    """The setting of that key. Raises KeyError if there is none."""
    for setting in SETTINGS:
        if setting.key == key:
            return setting
    raise KeyError(key)
