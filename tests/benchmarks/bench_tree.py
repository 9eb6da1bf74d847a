"""The feed tree: a thousand feeds in sixty folders is opened, a feed is dragged over it and let go.

Drawn without a screen, in this process; what is measured is what the main thread does between two turns of its loop.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import replace

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDragMoveEvent
from PySide6.QtWidgets import QApplication

from newsreader.domain.feeds import Feed, FeedTree, Folder
from newsreader.ui.feeds.nodes import Kind
from newsreader.ui.feeds.pane import FeedPane
from newsreader.ui.theme import Theme
from tests.benchmarks.measure import percentile
from tests.benchmarks.report import Table

FOLDERS, NESTED, FEEDS = 60, 20, 1000
MOVED = 5


def bench(table: Table, runs: int) -> None:
    """Add the figures of the tree to ``table``; ``cpu`` tells what of a figure is ours on a busy machine."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication([])
    theme = Theme(application, "light", "off")
    for _ in range(runs):
        _Run(table, application, theme).go()


class _Run:
    """One tree, from its beginning to its end."""

    def __init__(self, table: Table, application: QApplication, theme: Theme) -> None:
        self._table = table
        self._application = application
        self._theme = theme
        self._pane: FeedPane

    def go(self) -> None:
        """Open it, drag a feed over it, let go, and let stories come."""
        tree = big_tree()
        self._sample("Tree of 1,000 feeds in 60 folders opened", 100, lambda: self._open(tree))
        self._drag()
        gone = next(feed for feed in tree.feeds if feed.id == MOVED)
        rest = tuple(feed for feed in tree.feeds if feed is not gone)
        moved = replace(tree, feeds=(*rest, replace(gone, folder_id=FOLDERS)))
        self._sample("Feed let go in another folder, painted", 50, lambda: self._show(moved))
        fresh = replace(moved, feeds=tuple(replace(feed, unread=feed.unread + 1) for feed in moved.feeds))
        self._sample("New stories in every feed, painted", 50, lambda: self._show(fresh))
        self._pane.deleteLater()
        self._application.processEvents()

    def _open(self, tree: FeedTree) -> None:
        self._pane = FeedPane(self._theme)
        self._pane.resize(220, 860)
        self._pane.setTree(tree)
        self._pane.show()

    def _show(self, tree: FeedTree) -> None:
        self._pane.setTree(tree)
        self._pane.tree.viewport().repaint()

    def _drag(self) -> None:
        data = self._pane.model.mimeData([self._pane.model.index_of((Kind.FEED, MOVED))])
        view = self._pane.tree.viewport()
        steps, begun = [], time.process_time()
        for y in range(40, 840, 8):
            event = QDragMoveEvent(
                QPoint(60, y),
                Qt.DropAction.MoveAction,
                data,
                Qt.MouseButton.LeftButton,
                Qt.KeyboardModifier.NoModifier,
            )
            begin = time.perf_counter()
            QApplication.sendEvent(view, event)
            view.repaint()
            steps.append((time.perf_counter() - begin) * 1000)
        cpu = (time.process_time() - begun) / len(steps)
        name = "Drag over the tree, one step painted (99 of 100)"
        self._table.sample(name, percentile(steps, 99), "ms", cpu=cpu, budget=50)

    def _sample(self, name: str, budget: float, work: Callable[[], None]) -> None:
        begin, cpu = time.perf_counter(), time.process_time()
        work()
        self._application.processEvents()
        spent = time.process_time() - cpu
        self._table.sample(name, (time.perf_counter() - begin) * 1000, "ms", cpu=spent, budget=budget)


def big_tree() -> FeedTree:
    """Sixty folders, the last twenty inside of others, with a thousand feeds among them."""
    first_inside = FOLDERS - NESTED + 1
    folders = tuple(
        Folder(
            id,
            id - first_inside + 1 if id >= first_inside else None,
            f"Folder {id}",
            f"Folder {id}",
            id,
        )
        for id in range(1, FOLDERS + 1)
    )
    feeds = tuple(
        Feed(
            n,
            f"https://h{n}.example/feed",
            f"Feed number {n}",
            folder_id=1 + (n - 1) * FOLDERS // FEEDS,
            unread=n % 7,
        )
        for n in range(1, FEEDS + 1)
    )
    unread = sum(feed.unread for feed in feeds)
    return FeedTree(folders, feeds, unread, unread, 3, unread * 4)
