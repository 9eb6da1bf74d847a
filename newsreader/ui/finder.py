"""What the command palette can find: actions, lists and feeds, settings. Main thread."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from newsreader.domain.stories import View, ViewKind
from newsreader.settings.table import GROUPS, SETTINGS
from newsreader.ui.actions import ACTIONS
from newsreader.ui.palette import CommandPalette, Entry
from newsreader.ui.shortcuts import shown_key

if TYPE_CHECKING:
    from newsreader.ui.main_window import MainWindow


class Finder(QObject):
    """Opens the palette with what there is to find now."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._palette: CommandPalette | None = None

    def open(self) -> None:
        """Show the palette."""
        if self._palette is None:
            self._palette = CommandPalette(self._window.theme, self._window)
        self._palette.open([*self._actions(), *self._lists(), *self._settings()])

    def _actions(self) -> Iterator[Entry]:
        table = self._window.actions_table
        for spec in ACTIONS:
            if table[spec.id].isEnabled() and spec.id != "app.palette":
                keys = table.keymap.keys(spec.id)
                text = spec.text.rstrip("…") if spec.menu != "Theme" else f"Theme: {spec.text}"
                yield Entry(
                    text,
                    spec.menu,
                    table[spec.id].trigger,
                    spec.icon or "command",
                    shown_key(keys[0]) if keys else "",
                )

    def _lists(self) -> Iterator[Entry]:
        select = self._window.feeds.selectView
        tree = self._window.feed_commands.tree
        for folder in tree.folders:
            yield Entry(folder.path, "Folder", partial(select, View(ViewKind.FOLDER, folder.id)), "folder")
        for feed in tree.feeds:
            yield Entry(feed.title, "Feed", partial(select, View(ViewKind.FEED, feed.id)))

    def _settings(self) -> Iterator[Entry]:
        groups = {group.key: group.label for group in GROUPS}
        show = self._window.window_actions.show_setting
        for setting in SETTINGS:
            if not setting.hidden:
                yield Entry(
                    f"{groups[setting.group]}: {setting.label}",
                    "Setting",
                    partial(show, setting.key),
                    "gear",
                )
