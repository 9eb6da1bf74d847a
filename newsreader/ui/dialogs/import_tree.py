"""What a list of feeds would bring, as a tree: new feeds by folder, what is left out, what is there. Main thread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem

from newsreader.subscribe.entries import OpmlFeed
from newsreader.subscribe.preview import ImportPreview
from newsreader.text.numbers import grouped
from newsreader.ui.plain import plain_tip
from newsreader.ui.theme import Theme

_LISTED = 500
"""Feeds of each kind that are listed one by one."""
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class ImportTree(QTreeWidget):
    """Only shows; nothing in it is chosen."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("kind", "boxed")
        self.setHeaderHidden(True)
        self.setColumnCount(2)
        self.setAccessibleName("What the list holds")
        self.setMinimumHeight(theme.px(340))
        header = self.header()
        header.setStretchLastSection(True)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        header.resizeSection(0, theme.px(215))

    def fill(self, found: ImportPreview) -> None:
        """Show ``found`` in place of what was shown."""
        self.clear()
        if found.new:
            self._feeds(self._group(f"New ({grouped(len(found.new))})"), found.new)
        if found.skipped:
            top = self._group(f"Left out ({grouped(len(found.skipped))})")
            for each in found.skipped[:_LISTED]:
                self._row(top, each.url or "No address", each.why)
            self._rest(top, len(found.skipped))
        if found.already:
            top = self._group(f"Already there ({grouped(found.already)})")
            self._feeds(top, found.known)
            twice = found.already - len(found.known)
            if twice and found.known:
                self._row(top, f"and {grouped(twice)} more", "in the list twice")
            top.setExpanded(False)

    def _feeds(self, top: QTreeWidgetItem, feeds: Sequence[OpmlFeed]) -> None:
        folders: dict[str, QTreeWidgetItem] = {}
        for feed in feeds[:_LISTED]:
            if feed.folder and feed.folder not in folders:
                folder = QTreeWidgetItem(top, [feed.folder.replace("/", " / ")])
                folder.setFirstColumnSpanned(True)
                folder.setExpanded(True)
                folders[feed.folder] = folder
            self._row(folders.get(feed.folder, top), feed.title or feed.url, feed.url)
        self._rest(top, len(feeds))

    def _rest(self, top: QTreeWidgetItem, count: int) -> None:
        if count > _LISTED:
            QTreeWidgetItem(top, [f"and {grouped(count - _LISTED)} more"])

    def _group(self, title: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem(self, [title])
        item.setFont(0, self._theme.font(13, QFont.Weight.DemiBold))
        item.setFirstColumnSpanned(True)
        item.setExpanded(True)
        return item

    def _row(self, parent: QTreeWidgetItem, left: str, right: str) -> None:
        item = QTreeWidgetItem(parent, [" ".join(left.split()), right])
        item.setForeground(1, self._theme.color("secondary"))
        item.setToolTip(0, plain_tip(left))
        item.setToolTip(1, plain_tip(right))
        item.setData(1, Qt.ItemDataRole.TextAlignmentRole, _LEFT)
