"""The preferences: a page for every group of the settings table, and one for the keys. Main thread.

There is no OK: everything applies at once and is kept.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from newsreader.settings.table import GROUPS, SETTINGS, Setting
from newsreader.ui.choices import Choices
from newsreader.ui.jobs import Jobs
from newsreader.ui.plain import plain_label
from newsreader.ui.preferences.disk_panel import DiskPanel
from newsreader.ui.preferences.keys_page import KeysPage
from newsreader.ui.preferences.password_row import PASSWORDS, PasswordRow
from newsreader.ui.preferences.rows import SettingRow
from newsreader.ui.shortcuts import Keymap
from newsreader.ui.tasks import Tasks
from newsreader.ui.theme import Theme

_ICONS = {
    "look": "theme",
    "list": "density",
    "reader": "article",
    "briefs": "briefs",
    "sync": "refresh",
    "notify": "bell",
    "privacy": "lock",
    "network": "site",
    "mail": "mail",
    "storage": "folder",
    "keys": "keyboard",
}
_KEYS = "keys"
_STORAGE = "storage"
_MAIL = "mail"


class PreferencesWindow(QDialog):
    """A window beside the main one; it may stay open. ``accountAsked`` wants the mail account set up and checked."""

    accountAsked = Signal()

    def __init__(
        self,
        theme: Theme,
        choices: Choices,
        keymap: Keymap,
        parent: QWidget | None = None,
        settings: Sequence[Setting] = SETTINGS,
        *,
        jobs: Jobs,
        tasks: Tasks | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Preferences")
        self._theme = theme
        self._choices = choices
        self._keymap = keymap
        self._jobs = jobs
        self._tasks = tasks
        self._settings = [setting for setting in settings if not setting.hidden]
        self._rows: dict[str, SettingRow] = {}
        self._built: dict[str, int] = {}
        self._nav = QListWidget(self)
        self._nav.setProperty("kind", "nav")
        self._nav.setFixedWidth(theme.px(190))
        self._nav.setIconSize(QSize(theme.px(18), theme.px(18)))
        self._nav.setFrameShape(QFrame.Shape.NoFrame)
        self._nav.setAccessibleName("Pages")
        self._pages = QStackedWidget(self)
        used = {setting.group for setting in self._settings}
        for key, label in [(g.key, g.label) for g in GROUPS if g.key in used] + [(_KEYS, "Keys")]:
            item = QListWidgetItem(theme.icon(_ICONS.get(key, "gear")), label)
            item.setData(Qt.ItemDataRole.UserRole, key)
            self._nav.addItem(item)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._nav)
        row.addWidget(self._pages, 1)
        self._nav.currentItemChanged.connect(lambda item, _before: self._turn_to(item))
        self._nav.setCurrentRow(0)
        self.resize(theme.px(820), theme.px(600))

    def show_setting(self, key: str) -> None:
        """Turn to the page of the setting ``key`` and put the focus on it; while it rests, on the one it needs."""
        setting = next((known for known in self._settings if known.key == key), None)
        if setting is not None:
            self.show_page(setting.group)
            row = self._rows[key]
            reach = row if setting.need is None or row.editor.isEnabled() else self._rows[setting.need.key]
            reach.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            page = self._pages.currentWidget()
            area = page.findChild(QScrollArea) if page is not None else None
            if area is not None:
                area.ensureWidgetVisible(row)

    def show_page(self, key: str) -> None:
        """Turn to a page: the key of a group, or ``keys``."""
        for place in range(self._nav.count()):
            item = self._nav.item(place)
            if item.data(Qt.ItemDataRole.UserRole) == key:
                self._nav.setCurrentItem(item)

    def row(self, key: str) -> SettingRow:
        """The row of a setting whose page was shown. Raises KeyError."""
        return self._rows[key]

    def _turn_to(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        key = str(item.data(Qt.ItemDataRole.UserRole))
        if key not in self._built:
            page = self._keys_page() if key == _KEYS else self._settings_page(key)
            self._built[key] = self._pages.addWidget(self._titled(item.text(), page))
        self._pages.setCurrentIndex(self._built[key])

    def _titled(self, title: str, page: QWidget) -> QWidget:
        heading = plain_label(title)
        heading.setFont(self._theme.font(16, QFont.Weight.DemiBold))
        whole = QWidget(self)
        column = QVBoxLayout(whole)
        column.setContentsMargins(24, 20, 16, 16)
        column.setSpacing(10)
        column.addWidget(heading)
        column.addWidget(page, 1)
        return whole

    def _keys_page(self) -> QWidget:
        page = KeysPage(self._theme, self._keymap, self)
        page.setContentsMargins(0, 0, 8, 0)
        return page

    def _settings_page(self, group: str) -> QWidget:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(0)
        reset = QPushButton("Reset this page", inner)
        reset.setAutoDefault(False)
        if group == _STORAGE and self._tasks is not None:
            column.addWidget(DiskPanel(self._theme, self._tasks, self._jobs, inner))
        for setting in self._settings:
            if setting.group == group:
                row = SettingRow(self._theme, self._choices, setting, inner)
                self._rows[setting.key] = row
                reset.clicked.connect(row.reset)
                column.addWidget(row)
                for password in PASSWORDS:
                    if password.user_key == setting.key:
                        column.addWidget(PasswordRow(self._theme, self._choices, self._jobs, password, inner))
        if group == _MAIL:
            column.addSpacing(12)
            column.addWidget(self._account_button(inner), 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(12)
        column.addWidget(reset, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        area = QScrollArea(self)
        area.setWidget(inner)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return area

    def _account_button(self, page: QWidget) -> QPushButton:
        """The way to set the mail account up in one go, and to check it."""
        made = QPushButton("Set up and check…", page)
        made.setObjectName("mail-account")
        made.setAutoDefault(False)
        made.clicked.connect(self.accountAsked)
        return made
