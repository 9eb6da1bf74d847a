"""What stands around the panes: menus, toolbar, status line, and the table of actions behind them. Main thread.

Loaded with the panes, right after the window's first paint.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from newsreader.settings.file import SettingsFile
from newsreader.ui.actions import Actions
from newsreader.ui.choices import Choices
from newsreader.ui.dialog_desk import DialogDesk
from newsreader.ui.menus import fill_menu_bar, whole_menu
from newsreader.ui.shortcuts import Keymap
from newsreader.ui.status import StatusLine
from newsreader.ui.toolbar import ToolBar

if TYPE_CHECKING:
    from newsreader.ui.main_window import MainWindow

KEYS_FILE = "keys.json"


class Chrome(QObject):
    """Builds the parts, for ``window`` to place."""

    def __init__(self, window: MainWindow, settings: SettingsFile) -> None:
        super().__init__(window)
        self._window = window
        theme, tasks = window.theme, window.tasks
        self.choices = Choices(settings, tasks, window)
        self.keymap = Keymap(window.data_dir / KEYS_FILE)
        self.actions_table = Actions(theme, self.keymap, window)
        self.desk = DialogDesk(theme, tasks, window.jobs, window, window.data_dir)
        self.toolbar = ToolBar(theme, self.actions_table)
        self.status = StatusLine(theme)
        fill_menu_bar(window.menuBar(), self.actions_table)
        self.show_menu_bar(window.state.flag("menu_bar", True))

    def show_menu_bar(self, shown: bool) -> None:
        """Show the menu bar, or the button that stands in for it."""
        if not shown and self.toolbar.menu_button.menu() is None:
            self.toolbar.set_menu(whole_menu(self.actions_table, self._window))
        self._window.menuBar().setVisible(shown)
        self.toolbar.menu_button.setVisible(not shown)
        self.actions_table["view.menu_bar"].setChecked(shown)

    def keep(self) -> None:
        """Note for the next start whether the menu bar is shown, and how high it is."""
        state, bar = self._window.state, self._window.menuBar()
        state.set_flag("menu_bar", self.actions_table["view.menu_bar"].isChecked())
        state.set_number("window/menu_height", bar.height() if bar.isVisible() else None)
