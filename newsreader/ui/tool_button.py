"""A button that is only an icon, with its name for the pointer and for those who hear. Main thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QToolButton, QWidget

from newsreader.ui.theme import Theme


def tool_button(
    theme: Theme, icon: str, name: str, run: Callable[[], object], parent: QWidget, *, side: int = 32
) -> QToolButton:
    """A square button of ``side`` design pixels that calls ``run``."""
    drawn = 20 if side >= 32 else 18
    button = QToolButton(parent)
    button.setIcon(theme.icon(icon))
    button.setIconSize(QSize(theme.px(drawn), theme.px(drawn)))
    button.setFixedSize(theme.px(side), theme.px(side))
    button.setToolTip(name)
    button.setAccessibleName(name)
    button.clicked.connect(run)
    return button
