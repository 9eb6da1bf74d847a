"""The window's library: the real one, which shows the welcome edition while the cache is empty.

One edition serves the reader's and the writer's library of a window, so that marks made on it are seen by both. Its
stories, feeds and folders have negative ids, which tells them apart also while the first feed is being added.
"""

from __future__ import annotations

import time
from array import array
from collections.abc import Callable, Sequence
from pathlib import Path

from newsreader.domain.briefs import BriefList, BriefSource
from newsreader.domain.changes import Change, Mark
from newsreader.domain.contacts import CONTACT_FIELDS, Contact, ContactCard, ContactField
from newsreader.domain.feeds import Feed, FeedTree
from newsreader.domain.stories import Story, StoryHeader, View
from newsreader.library.briefs import Briefs
from newsreader.library.contacts import Contacts
from newsreader.library.feeds import Feeds
from newsreader.library.folder import CACHE, SETTINGS
from newsreader.library.library import Library
from newsreader.library.marks import Marks
from newsreader.library.stories import Stories
from newsreader.library.welcome import WelcomeEdition
from newsreader.settings.file import SettingsFile
from newsreader.store.database import Database, open_again, open_database

Clock = Callable[[], int]


def open_window_library(
    data_dir: Path, edition: WelcomeEdition, clock: Clock | None = None, *, again: bool = False
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
    library = Library(database, settings, clock)
    feeds = WindowFeeds(database, clock, edition)
    library.feeds = feeds
    library.stories = WindowStories(database, clock, edition, feeds)
    library.marks = WindowMarks(database, clock, edition, feeds)
    library.briefs = WindowBriefs(database, clock, edition, feeds)
    library.contacts = WindowContacts(database, clock, edition)
    return library


class WindowFeeds(Feeds):
    """Feeds, or the publications of the edition."""

    def __init__(self, database: Database, clock: Clock, edition: WelcomeEdition) -> None:
        super().__init__(database, clock)
        self._edition = edition

    def tree(self, *, latest: bool = False) -> FeedTree:
        return self._edition.feeds.tree() if self.nothing_yet() else super().tree(latest=latest)

    def feed(self, which: int | str) -> Feed:
        if isinstance(which, int) and which < 0:
            return self._edition.feeds.feed(which)
        return super().feed(which)


class WindowStories(Stories):
    """Stories, or those of the edition."""

    def __init__(self, database: Database, clock: Clock, edition: WelcomeEdition, feeds: WindowFeeds) -> None:
        super().__init__(database, clock)
        self._edition = edition.stories
        self._feeds = feeds

    def count(self, view: View) -> int:
        return self._edition.count(view) if self._feeds.nothing_yet() else super().count(view)

    def ids(self, view: View, after: int | None = None, limit: int | None = None) -> array[int]:
        if self._feeds.nothing_yet():
            return self._edition.ids(view, after, limit)
        return super().ids(view, after, limit)

    def first_page(self, view: View, limit: int) -> list[StoryHeader]:
        if self._feeds.nothing_yet():
            return self._edition.first_page(view, limit)
        return super().first_page(view, limit)

    def headers(self, ids: Sequence[int]) -> list[StoryHeader]:
        return self._edition.headers(ids) if ids and ids[0] < 0 else super().headers(ids)

    def story(self, story_id: int) -> Story | None:
        return self._edition.story(story_id) if story_id < 0 else super().story(story_id)

    def text_of(self, story_id: int) -> str:
        return self._edition.text_of(story_id) if story_id < 0 else super().text_of(story_id)

    def unread_neighbour(self, view: View, story_id: int | None, forward: bool = True) -> int | None:
        if self._feeds.nothing_yet():
            return self._edition.unread_neighbour(view, story_id, forward)
        return super().unread_neighbour(view, story_id, forward)

    def following(self, view: View, story_id: int) -> int | None:
        if story_id < 0:
            return self._edition.following(view, story_id)
        return super().following(view, story_id)


class WindowMarks(Marks):
    """Marks on disk, or on the edition."""

    def __init__(self, database: Database, clock: Clock, edition: WelcomeEdition, feeds: WindowFeeds) -> None:
        super().__init__(database, clock)
        self._edition = edition.marks
        self._feeds = feeds

    def mark(
        self, ids: Sequence[int], how: Mark, *, deliberate: bool = True, all_must_exist: bool = False
    ) -> Change:
        if ids and ids[0] < 0:
            return self._edition.mark(ids, how)
        return super().mark(ids, how, deliberate=deliberate, all_must_exist=all_must_exist)

    def toggle(self, ids: Sequence[int], how: Mark) -> Change:
        if ids and ids[0] < 0:
            change = self._edition.mark(ids, how)
            return change if change.stories else self._edition.mark(ids, how.opposite)
        return super().toggle(ids, how)

    def mark_view(self, view: View, how: Mark) -> Change:
        return (
            self._edition.mark_view(view, how) if self._feeds.nothing_yet() else super().mark_view(view, how)
        )


class WindowBriefs(Briefs):
    """Briefs, or the events of the edition."""

    def __init__(self, database: Database, clock: Clock, edition: WelcomeEdition, feeds: WindowFeeds) -> None:
        super().__init__(database, clock)
        self._edition = edition.briefs
        self._feeds = feeds

    def list(
        self,
        hours: int = 24,
        limit: int | None = None,
        feeds: Sequence[int] | None = None,
        *,
        hide_read: bool = False,
    ) -> BriefList:
        if self._feeds.nothing_yet():
            return self._edition.list(hours, limit, feeds, hide_read=hide_read)
        return super().list(hours, limit, feeds, hide_read=hide_read)

    def sources(self, brief_id: int) -> tuple[BriefSource, ...]:
        return self._edition.sources(brief_id) if brief_id < 0 else super().sources(brief_id)

    def related(self, story_id: int) -> tuple[BriefSource, ...]:
        return self._edition.related(story_id) if story_id < 0 else super().related(story_id)

    def why(self, brief_id: int, story_id: int) -> str:
        return self._edition.why(brief_id, story_id) if brief_id < 0 else super().why(brief_id, story_id)

    def duplicates(self, story_ids: Sequence[int]) -> dict[int, int]:
        own = any(story < 0 for story in story_ids[:1])
        return self._edition.duplicates(story_ids) if own else super().duplicates(story_ids)

    def dismiss(self, brief_id: int) -> Change:
        return self._edition.dismiss(brief_id) if brief_id < 0 else super().dismiss(brief_id)

    def follow(self, brief_id: int, on: bool) -> Change:
        return self._edition.follow(brief_id, on) if brief_id < 0 else super().follow(brief_id, on)

    def less(self, brief_id: int, on: bool) -> Change:
        return self._edition.less(brief_id, on) if brief_id < 0 else super().less(brief_id, on)

    def split(self, brief_id: int, story_id: int) -> Change:
        if brief_id < 0:
            return self._edition.split(brief_id, story_id)
        return super().split(brief_id, story_id)

    def join(self, brief_id: int, story_id: int) -> Change:
        if brief_id < 0:
            return self._edition.join(brief_id, story_id)
        return super().join(brief_id, story_id)


class WindowContacts(Contacts):
    """Cards of feeds, or of the publications of the edition."""

    def __init__(self, database: Database, clock: Clock, edition: WelcomeEdition) -> None:
        super().__init__(database, clock)
        self._edition = edition

    def card(self, feed_id: int) -> ContactCard:
        if feed_id >= 0:
            return super().card(feed_id)
        about = self._edition.feeds.feed(feed_id).publication
        told: dict[ContactField, Contact] = {
            name: Contact(getattr(about, name), "feed") for name in CONTACT_FIELDS if getattr(about, name)
        }
        return ContactCard(feed_id, about.title, told, told)


def _now() -> int:
    return int(time.time())
