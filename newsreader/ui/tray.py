"""The icon in the system's tray, for who wants one: opens the window, refreshes, quits. Main thread."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon, QWidget

from newsreader.domain.feeds import FeedTree
from newsreader.resources import resource_path
from newsreader.text.numbers import grouped
from newsreader.ui.actions import Actions
from newsreader.ui.choices import Choices

SETTING = "notify.tray"
_ACTIONS = ("feed.refresh_all", "app.preferences", "app.quit")


class Tray(QObject):
    """There while the setting is on and the system has a tray. ``openAsked`` asks the window to come to the front."""

    openAsked = Signal()

    def __init__(self, choices: Choices, actions: Actions, window: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._choices = choices
        self._actions = actions
        self._window = window
        self._icon: QSystemTrayIcon | None = None
        self._words = "Newsreader"
        choices.changed.connect(self._chosen)
        self._follow()

    @property
    def shown(self) -> bool:
        """Whether the icon is there."""
        return self._icon is not None

    def follow(self, tree: FeedTree) -> None:
        """Say how much is unread."""
        self._words = f"Newsreader: {grouped(tree.unread)} unread" if tree.unread else "Newsreader"
        if self._icon is not None:
            self._icon.setToolTip(self._words)

    def end(self) -> None:
        """Take the icon away."""
        if self._icon is not None:
            self._icon.hide()
            self._icon.deleteLater()
            self._icon = None

    def _chosen(self, key: str) -> None:
        if key == SETTING:
            self._follow()

    def _follow(self) -> None:
        wanted = self._choices.on(SETTING) and self.available()
        if not wanted:
            self.end()
        elif self._icon is None:
            self._icon = self._make()
            self._icon.show()

    @staticmethod
    def available() -> bool:
        """Whether the system has a tray."""
        return QSystemTrayIcon.isSystemTrayAvailable()

    def _make(self) -> QSystemTrayIcon:
        icon = QSystemTrayIcon(QIcon(str(resource_path("icons/app/newsreader.svg"))), self)
        menu = QMenu(self._window)
        menu.addAction("Open Newsreader").triggered.connect(self.openAsked)
        menu.addSeparator()
        for name in _ACTIONS:
            menu.addAction(self._actions[name])
        icon.setContextMenu(menu)
        icon.setToolTip(self._words)
        icon.activated.connect(self._activated)
        return icon

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason != QSystemTrayIcon.ActivationReason.Context:
            self.openAsked.emit()
