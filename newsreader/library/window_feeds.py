"""Feeds and marks of the window: the real ones, or those of the welcome edition while the cache is empty."""

from __future__ import annotations

from collections.abc import Sequence

from newsreader.domain.changes import Change, Mark
from newsreader.domain.feeds import Feed, FeedTree
from newsreader.domain.stories import View
from newsreader.library.feeds import Feeds
from newsreader.library.marks import Marks
from newsreader.library.stories import Stories
from newsreader.library.window import Clock, LateEdition
from newsreader.store.database import Database


class WindowFeeds(Feeds):
    """Feeds, or the publications of the edition."""

    def __init__(self, database: Database, clock: Clock, edition: LateEdition, stories: Stories) -> None:
        super().__init__(database, clock)
        self._edition = edition
        self._stories = stories

    def tree(self, *, latest: bool = False) -> FeedTree:
        return self._edition().feeds.tree() if self._stories.nothing_yet() else super().tree(latest=latest)

    def recounted(self, tree: FeedTree) -> FeedTree:
        of_edition = any(feed.id < 0 for feed in tree.feeds)
        return self.tree() if of_edition else super().recounted(tree)

    def feed(self, which: int | str) -> Feed:
        if isinstance(which, int) and which < 0:
            return self._edition().feeds.feed(which)
        return super().feed(which)


class WindowMarks(Marks):
    """Marks on disk, or on the edition."""

    def __init__(self, database: Database, clock: Clock, edition: LateEdition, stories: Stories) -> None:
        super().__init__(database, clock)
        self._edition = edition
        self._stories = stories

    def mark(
        self, ids: Sequence[int], how: Mark, *, deliberate: bool = True, all_must_exist: bool = False
    ) -> Change:
        if ids and ids[0] < 0:
            return self._edition().marks.mark(ids, how)
        return super().mark(ids, how, deliberate=deliberate, all_must_exist=all_must_exist)

    def toggle(self, ids: Sequence[int], how: Mark) -> Change:
        if ids and ids[0] < 0:
            change = self._edition().marks.mark(ids, how)
            return change if change.stories else self._edition().marks.mark(ids, how.opposite)
        return super().toggle(ids, how)

    def mark_view(self, view: View, how: Mark) -> Change:
        return (
            self._edition().marks.mark_view(view, how)
            if self._stories.nothing_yet()
            else super().mark_view(view, how)
        )
