"""A button that is only an icon, with its name for the pointer and for those who hear. Main thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QToolButton, QWidget

from newsreader.ui.theme import Theme


def tool_button(
    theme: Theme,
    icon: str,
    name: str,
    run: Callable[[], object],
    parent: QWidget,
    *,
    side: int = 32,
    drawn: int | None = None,
    token: str = "secondary",
) -> QToolButton:
    """A square button that calls ``run``: ``side`` design pixels, its icon ``drawn`` of them, in the colour ``token``;
    all of it grows with the text."""
    drawn = drawn or (20 if side >= 32 else 18)
    button = QToolButton(parent)
    button.setIcon(theme.icon(icon, token))
    button.setIconSize(QSize(theme.px(drawn), theme.px(drawn)))
    button.setFixedSize(theme.px(side), theme.px(side))
    button.setToolTip(name)
    button.setAccessibleName(name)
    button.clicked.connect(run)
    return button


def close_button(theme: Theme, run: Callable[[], object], parent: QWidget, *, token: str) -> QToolButton:
    """The button at the end of a bar that floats over the window: it closes the bar by ``run``."""
    return tool_button(theme, "close", "Close", run, parent, side=28, drawn=16, token=token)
