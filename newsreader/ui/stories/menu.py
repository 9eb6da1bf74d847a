"""The context menu of the list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from newsreader.domain.changes import Mark
from newsreader.domain.stories import StoryHeader
from newsreader.text.numbers import counted
from newsreader.ui.reader.tags import may_open
from newsreader.ui.theme import Theme


class StoryCommands(Protocol):
    """What the entries do to the selected stories."""

    def markSelected(self, mark: Mark) -> None:
        """Ask to mark them."""

    def markAbove(self) -> None:
        """Ask to mark what stands above read."""

    def markBelow(self) -> None:
        """Ask to mark what stands below read."""

    def openOutside(self) -> None:
        """Open them in the browser."""

    def copyLinks(self) -> None:
        """Copy their addresses."""

    def copyTitles(self) -> None:
        """Copy their headlines and addresses."""

    def joinEvent(self) -> None:
        """Say which event the story tells too."""


def story_menu(
    theme: Theme,
    headers: list[StoryHeader],
    many: int,
    do: StoryCommands,
    keys: Callable[[str], str],
    parent: QWidget,
) -> QMenu:
    """The menu for the selected stories; ``headers`` are those of them that are known, ``many`` is their number.

    ``keys`` tells the key of an action, shown beside the entry that does the same.
    """
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    these = "" if many == 1 else f" {counted(many, 'story', 'stories')}"
    unread = any(not header.read for header in headers)
    unsaved = any(not header.saved for header in headers)
    links = any(may_open(header.link) for header in headers)

    def add(text: str, icon: str, run: Callable[[], None], enabled: bool = True, id: str = "") -> None:
        action = menu.addAction(theme.icon(icon), f"{text}\t{keys(id)}" if id else text)
        action.triggered.connect(lambda _checked=False: run())
        action.setEnabled(enabled)

    mark, words, icon = (Mark.READ, "read", "mark-read") if unread else (Mark.UNREAD, "unread", "mark-unread")
    add(f"Mark{these} as {words}", icon, lambda: do.markSelected(mark), id="story.toggle_read")
    if unsaved:
        add(f"Save{these}", "star", lambda: do.markSelected(Mark.SAVED), id="story.toggle_saved")
    else:
        add(
            f"Remove{these} from Saved",
            "star-filled",
            lambda: do.markSelected(Mark.UNSAVED),
            id="story.toggle_saved",
        )
    menu.addSeparator()
    add("Mark all above as read", "mark-above", do.markAbove, many == 1, "story.mark_above")
    add("Mark all below as read", "mark-below", do.markBelow, many == 1, "story.mark_below")
    menu.addSeparator()
    add("Open in the browser", "open-outside", do.openOutside, links, "story.browser")
    add("Copy link" if many == 1 else "Copy links", "link", do.copyLinks, links, "story.copy_link")
    add("Copy title and link" if many == 1 else "Copy titles and links", "copy", do.copyTitles, bool(headers))
    menu.addSeparator()
    add("Same event as…", "join", do.joinEvent, many == 1 and bool(headers))
    return menu
