"""The window's library: the real one, which shows the welcome edition while the cache is empty.

One edition serves the reader's and the writer's library of a window, so that marks made on it are seen by both. Its
stories, feeds and folders have negative ids, which tells them apart also while the first feed is being added.
"""

from __future__ import annotations

import threading
import time
from array import array
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from newsreader.domain.stories import Story, StoryHeader, View
from newsreader.library.folder import CACHE, SETTINGS
from newsreader.library.library import Library
from newsreader.library.stories import Stories
from newsreader.settings.file import SettingsFile
from newsreader.store.database import Database, open_again, open_database

if TYPE_CHECKING:
    from newsreader.library.welcome import WelcomeEdition
    from newsreader.library.window_briefs import WindowBriefs, WindowContacts
    from newsreader.library.window_feeds import WindowFeeds, WindowMarks

Clock = Callable[[], int]


class LateEdition:
    """The welcome edition, made when it is first needed: most windows have stories of their own. Any thread."""

    def __init__(self, clock: Clock | None = None) -> None:
        self._clock = clock or _now
        self._lock = threading.Lock()
        self._made: WelcomeEdition | None = None

    def __call__(self) -> WelcomeEdition:
        """The one edition."""
        with self._lock:
            if self._made is None:
                from newsreader.library.welcome import WelcomeEdition

                self._made = WelcomeEdition(self._clock)
            return self._made


def open_window_library(
    data_dir: Path, edition: LateEdition, clock: Clock | None = None, *, again: bool = False
) -> Library:
    """Open the library of a data folder for one thread of a window; ``again`` where this program has one open.

    Raises what ``open_library`` raises.
    """
    clock = clock or _now
    settings = SettingsFile(data_dir / SETTINGS)
    path = data_dir / CACHE
    if again:
        database = open_again(path, role="window")
    else:
        database = open_database(path, role="window", copies=settings.integer("storage.backups"))
    return WindowLibrary(database, settings, clock, edition)


class WindowLibrary(Library):
    """The library of a window."""

    def __init__(
        self, database: Database, settings: SettingsFile, clock: Clock, edition: LateEdition
    ) -> None:
        super().__init__(database, settings, clock)
        self._edition = edition
        self.stories = WindowStories(database, clock, edition)

    @cached_property
    def feeds(self) -> WindowFeeds:
        """Feeds, or the publications of the edition."""
        from newsreader.library.window_feeds import WindowFeeds

        return WindowFeeds(self._database, self._clock, self._edition, self.stories)

    @cached_property
    def marks(self) -> WindowMarks:
        """Marks on disk, or on the edition."""
        from newsreader.library.window_feeds import WindowMarks

        return WindowMarks(self._database, self._clock, self._edition, self.stories)

    @cached_property
    def briefs(self) -> WindowBriefs:
        """Briefs, or the events of the edition."""
        from newsreader.library.window_briefs import WindowBriefs

        return WindowBriefs(self._database, self._clock, self._edition, self.stories)

    @cached_property
    def contacts(self) -> WindowContacts:
        """Cards of feeds, or of the publications of the edition."""
        from newsreader.library.window_briefs import WindowContacts

        return WindowContacts(self._database, self._clock, self._edition)


class WindowStories(Stories):
    """Stories, or those of the edition."""

    def __init__(self, database: Database, clock: Clock, edition: LateEdition) -> None:
        super().__init__(database, clock)
        self._edition = edition

    def count(self, view: View) -> int:
        return self._edition().stories.count(view) if self.nothing_yet() else super().count(view)

    def ids(self, view: View, after: int | None = None, limit: int | None = None) -> array[int]:
        if self.nothing_yet():
            return self._edition().stories.ids(view, after, limit)
        return super().ids(view, after, limit)

    def first_page(self, view: View, limit: int) -> list[StoryHeader]:
        if self.nothing_yet():
            return self._edition().stories.first_page(view, limit)
        return super().first_page(view, limit)

    def headers(self, ids: Sequence[int]) -> list[StoryHeader]:
        return self._edition().stories.headers(ids) if ids and ids[0] < 0 else super().headers(ids)

    def story(self, story_id: int) -> Story | None:
        return self._edition().stories.story(story_id) if story_id < 0 else super().story(story_id)

    def text_of(self, story_id: int) -> str:
        return self._edition().stories.text_of(story_id) if story_id < 0 else super().text_of(story_id)

    def unread_neighbour(self, view: View, story_id: int | None, forward: bool = True) -> int | None:
        if self.nothing_yet():
            return self._edition().stories.unread_neighbour(view, story_id, forward)
        return super().unread_neighbour(view, story_id, forward)

    def following(self, view: View, story_id: int) -> int | None:
        if story_id < 0:
            return self._edition().stories.following(view, story_id)
        return super().following(view, story_id)


def _now() -> int:
    return int(time.time())
