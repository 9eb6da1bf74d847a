"""The context menu of the page: of the link, picture or words under the pointer, then of the story. Main thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from newsreader.ui.actions import ACTIONS, COPY, Actions
from newsreader.ui.reader.tags import may_open

_STORY = (
    "story.whole", "story.pictures", "-", "story.toggle_saved", "story.toggle_read", "-", "story.browser",
    "story.copy_link", COPY, "story.share", "-", "find.page", "story.print", "story.pdf", "story.download",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """What is under the pointer: ``link`` is a web or mail address, ``picture`` the address of ours that shows one."""

    link: str = ""
    picture: str = ""
    selected: bool = False


def page_menu(
    actions: Actions,
    place: Place,
    follow: Callable[[str], object],
    copy: Callable[[str], object],
    copy_words: Callable[[], object],
    parent: QWidget,
) -> QMenu:
    """The menu at ``place``: ``follow`` takes an address to open, ``copy`` one to copy."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def add(text: str, run: Callable[[], object]) -> None:
        menu.addAction(text).triggered.connect(lambda _checked=False: run())

    if may_open(place.link):
        mail = place.link.lower().startswith("mailto:")
        add("Write to this address" if mail else "Open the link", lambda: follow(place.link))
        add(
            "Copy the address" if mail else "Copy this link", lambda: copy(place.link.removeprefix("mailto:"))
        )
    if place.picture:
        add("Show the picture in full size", lambda: follow(place.picture))
    if place.selected:
        add("Copy", copy_words)
        menu.addAction(actions["story.copy_quote"])
    if menu.actions():
        menu.addSeparator()
    for id in _STORY:
        if id == "-":
            menu.addSeparator()
        elif id == COPY:
            inner = menu.addMenu(COPY)
            for spec in ACTIONS:
                if spec.menu == COPY:
                    inner.addAction(actions[spec.id])
        elif id != "story.download" or actions[id].isEnabled():
            menu.addAction(actions[id])
    return menu
