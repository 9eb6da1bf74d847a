"""The menu bar and the menu of a hidden one, made from the table of actions. Main thread."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from newsreader.ui.actions import ACTIONS, COPY, MENUS, SORT, Actions

_SUBMENUS = {"view.menu_bar": ("Theme", "Story list", SORT), "story.copy_link": (COPY,)}
"""The menus that stand inside another, by the action they stand below."""
SORTING = tuple(spec.id for spec in ACTIONS if spec.menu == SORT)
"""The actions that sort feeds."""


def fill_menu_bar(bar: QMenuBar, actions: Actions) -> None:
    """Put every menu of the table into ``bar``."""
    for name in MENUS:
        _fill(bar.addMenu("&" + name), name, actions)


def whole_menu(actions: Actions, parent: QWidget) -> QMenu:
    """All menus in one, for the button that stands in for a hidden menu bar."""
    menu = QMenu(parent)
    for name in MENUS:
        _fill(menu.addMenu(name), name, actions)
    return menu


def action_menu(actions: Actions, ids: Iterable[str], parent: QWidget) -> QMenu:
    """A context menu of the actions ``ids``; ``-`` draws a line."""
    menu = QMenu(parent)
    for id in ids:
        if id == "-":
            menu.addSeparator()
        else:
            menu.addAction(actions[id])
    return menu


def _fill(menu: QMenu, name: str, actions: Actions) -> None:
    for spec in ACTIONS:
        if spec.menu != name:
            continue
        if spec.part and menu.actions():
            menu.addSeparator()
        menu.addAction(actions[spec.id])
        if spec.id in _SUBMENUS:
            if len(_SUBMENUS[spec.id]) > 1:
                menu.addSeparator()
            for title in _SUBMENUS[spec.id]:
                _fill(menu.addMenu(title), title, actions)
