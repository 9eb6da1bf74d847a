"""Keeps what the window shows in step with the cache, whoever changed it: a command here, the worker, another program.

Main thread; all reading goes through Tasks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from newsreader.domain.changes import Change
from newsreader.domain.feeds import FeedTree
from newsreader.ui.choices import Choices
from newsreader.ui.jobs import Jobs
from newsreader.ui.tasks import Tasks

_POLL_MS = 1000
_GATHER_MS = 300
"""How soon the window follows when stories begin to come."""
_CALM_MS = 1000
"""How far apart it does so while they keep coming: all it reads then is time that a person who scrolls waits."""
_WHOLE_MS = 2000
"""How long after marks, of which the counts are told at once, the whole tree is read again."""
_FRAME_MS = 16
"""After a change of our own the list paints first: reading the tree of a thousand feeds beside it takes the interpreter
from it. Changes that come so fast on one another are followed once."""


class Follower(QObject):
    """``treeRead`` carries every FeedTree that was read, ``storiesMoved`` fires when lists may show other stories than
    before, ``undoRead`` carries what Undo and Redo would do (texts or None)."""

    treeRead = Signal(object)
    storiesMoved = Signal()
    undoRead = Signal(object, object)

    def __init__(self, tasks: Tasks, jobs: Jobs, choices: Choices, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._choices = choices
        self._version: int | None = None
        self._poll = QTimer(self)
        self._poll.setInterval(_POLL_MS)
        self._poll.timeout.connect(self._look)
        self._gather = self._timer(_GATHER_MS, self._gathered)
        self._after_frame = self._timer(_FRAME_MS, self._follow_here)
        self._after_marks = self._timer(_WHOLE_MS, self.read_tree)
        self._tree: FeedTree | None = None
        self._only_counts = True
        self._followed = QElapsedTimer()
        tasks.whenOpened(self._begin)
        tasks.changed.connect(self._changed_here)
        jobs.changed.connect(self._changed_by_worker)
        choices.changed.connect(self._chosen)

    def refresh(self) -> None:
        """Read again what depends on the cache."""
        self._rebase()
        self.read_tree()
        self.storiesMoved.emit()

    def read_tree(self) -> None:
        """Read the feed tree and what can be undone."""
        self._tree = None  # until it is here there is nothing that could be counted again
        latest = self._choices.text("look.feed_order") == "activity"
        self._tasks.query(lambda library: library.feeds.tree(latest=latest), self._tree_here, key="tree")
        self._read_undo()

    def _read_undo(self) -> None:
        self._tasks.query(
            lambda library: (library.journal.next_undo(), library.journal.next_redo()),
            lambda texts: self.undoRead.emit(*texts),
            key="undo",
        )

    def stop(self) -> None:
        """Look no more."""
        for timer in (self._poll, self._gather, self._after_frame, self._after_marks):
            timer.stop()

    def _timer(self, ms: int, run: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(ms)
        timer.timeout.connect(run)
        return timer

    def _begin(self) -> None:
        self._rebase()
        self.read_tree()
        self._poll.start()

    def _tree_here(self, tree: FeedTree) -> None:
        self._tree = tree
        self.treeRead.emit(tree)

    def _changed_here(self, change: Change) -> None:
        if not change.empty:
            self._rebase()
            marks = change.mark is not None and not (change.tree or change.feeds)
            self._only_counts = self._only_counts and marks
            if not self._after_frame.isActive():
                self._after_frame.start()
            if change.tree:
                self.storiesMoved.emit()

    def _follow_here(self) -> None:
        """Follow changes of our own. Marks change nothing of the tree but its counts; the rest, which another program
        may have changed just before, is looked at a little later."""
        tree, only_counts, self._only_counts = self._tree, self._only_counts, True
        if tree is None or not only_counts:
            self.read_tree()
            return
        self._tasks.query(lambda library: library.feeds.recounted(tree), self._tree_here, key="counts")
        self._read_undo()
        if not self._after_marks.isActive():
            self._after_marks.start()

    def _chosen(self, key: str) -> None:
        if key == "look.feed_order":  # one of the orders needs to know more of each feed
            self.read_tree()

    def _changed_by_worker(self, _changed: dict[str, Any]) -> None:
        self._follow_soon()

    def _follow_soon(self) -> None:
        """Follow what others change, once for much."""
        if not self._gather.isActive():
            calm = _CALM_MS - self._followed.elapsed() if self._followed.isValid() else 0
            self._gather.start(max(_GATHER_MS, calm))

    def _gathered(self) -> None:
        self._followed.restart()
        self.refresh()

    def _look(self) -> None:
        self._ask_version(self._compare)

    def _rebase(self) -> None:
        """Take the cache as it is now for known: a change of our own is no news a second later."""
        self._ask_version(self._know)

    def _ask_version(self, heard: Callable[[int], None]) -> None:
        self._tasks.query(lambda library: library.data_version(), heard, lambda _fault: None, key="version")

    def _know(self, version: int) -> None:
        self._version = version

    def _compare(self, version: int) -> None:
        if version != self._version:
            self._version = version
            self._follow_soon()
