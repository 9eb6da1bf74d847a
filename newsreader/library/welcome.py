"""The welcome edition: what the window shows while a cache has no feed, so that a first start has something to read.

It lives in memory, is dated relative to now, and is never in the cache: not in feeds, lists, sync, search or export of
the command line. All its ids are negative. Marks made on it last as long as the window. Standard library only.
"""

from __future__ import annotations

import json
import threading
from array import array
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from newsreader.domain.changes import Change, Mark
from newsreader.domain.feeds import Feed, FeedTree, Folder, Publication
from newsreader.domain.stories import CleanHtml, Story, StoryHeader, View, ViewKind
from newsreader.library.welcome_briefs import WelcomeBriefs
from newsreader.resources import resource_text
from newsreader.text.teaser import teaser

MINUTE = 60
_DAY = 86_400


class WelcomeEdition:
    """The edition as a small library of its own: ``stories``, ``feeds``, ``marks`` and ``briefs``. Any thread."""

    def __init__(self, clock: Callable[[], int]) -> None:
        source = json.loads(resource_text("welcome/edition.json"))
        self.now = clock()
        self.lock = threading.Lock()
        names = list(dict.fromkeys(publication["folder"] for publication in source["publications"]))
        self.folders = tuple(
            Folder(-number, None, name, name, number) for number, name in enumerate(names, 1)
        )
        self._numbers = {
            publication["key"]: -number for number, publication in enumerate(source["publications"], 1)
        }
        self.publications = {self._numbers[one["key"]]: _publication(one) for one in source["publications"]}
        self._places = {
            self._numbers[one["key"]]: -1 - names.index(one["folder"]) for one in source["publications"]
        }
        self.headers = {-story["id"]: self._header(story) for story in source["stories"]}
        self._html = {-story["id"]: CleanHtml(story["html"]) for story in source["stories"]}
        self.events = _events(source["stories"])
        self.stories = WelcomeStories(self)
        self.feeds = WelcomeFeeds(self)
        self.marks = WelcomeMarks(self)
        self.briefs = WelcomeBriefs(self.events, self.header)

    def _header(self, story: dict[str, Any]) -> StoryHeader:
        feed_id = self._numbers[story["publication"]]
        when = self.now - story["minutes"] * MINUTE
        return StoryHeader(
            id=-story["id"],
            feed_id=feed_id,
            feed_title=self.publications[feed_id].title,
            title=story["title"],
            teaser=teaser(story["lead"]),
            author=story["author"],
            link=f"{self.publications[feed_id].site}story/{story['id']}",
            published=when,
            received=when,
            when=when,
            read=story.get("read", False),
            saved=story.get("saved", False),
            picture=f"welcome:{story['picture']}" if "picture" in story else "",
        )

    def header(self, story_id: int) -> StoryHeader:
        """The row of a story as it is now. Raises KeyError."""
        return self.headers[story_id]

    def html_of(self, story_id: int) -> CleanHtml:
        """The body of a story, in the form the sanitizer leaves; pictures are ``welcome:NAME``."""
        return self._html[story_id]

    def folder_of(self, feed_id: int) -> Folder:
        """The folder of a publication."""
        return next(folder for folder in self.folders if folder.id == self._places[feed_id])

    def shown(self, view: View) -> list[StoryHeader]:
        """The rows of a view in its order. A search finds nothing: the edition is not searched."""
        return [row for row in self.in_order(view) if self._belongs(row, view)]

    def in_order(self, view: View) -> list[StoryHeader]:
        """All rows, in the order of a view."""
        with self.lock:
            rows = sorted(
                self.headers.values(), key=lambda row: (row.when, row.id), reverse=not view.oldest_first
            )
        return sorted(rows, key=lambda row: row.feed_title.casefold()) if view.by_feed else rows

    def _belongs(self, row: StoryHeader, view: View) -> bool:
        if view.query or (view.unread_only and row.read) or (view.saved_only and not row.saved):
            return False
        match view.kind:
            case ViewKind.UNREAD:
                return not row.read
            case ViewKind.SAVED:
                return row.saved
            case ViewKind.TODAY:
                return row.when > self.now - _DAY
            case ViewKind.FEED:
                return row.feed_id == view.id
            case ViewKind.FOLDER:
                return row.feed_id is not None and self.folder_of(row.feed_id).id == view.id
            case ViewKind.EVENT:
                return row.id in self.briefs.stories(view.id or 0)
            case _:
                return view.kind is not ViewKind.SEARCH


class WelcomeStories:
    """The queries of ``Library.stories`` over the edition."""

    def __init__(self, edition: WelcomeEdition) -> None:
        self._edition = edition

    def count(self, view: View) -> int:
        """How many stories a view has."""
        return len(self._edition.shown(view))

    def ids(self, view: View, after: int | None = None, limit: int | None = None) -> array[int]:
        """The ids of a view in its order: all, or ``limit`` of them following ``after``."""
        ids = [row.id for row in self._edition.shown(view)]
        start = ids.index(after) + 1 if after in ids else 0
        return array("q", ids[start:][:limit])

    def first_page(self, view: View, limit: int) -> list[StoryHeader]:
        """The first rows of a view."""
        return self._edition.shown(view)[:limit]

    def headers(self, ids: Sequence[int]) -> list[StoryHeader]:
        """The rows of these stories in this order."""
        rows = self._edition.headers
        return [rows[story_id] for story_id in ids if story_id in rows]

    def story(self, story_id: int) -> Story | None:
        """A whole story, None when it is not of this edition."""
        row = self._edition.headers.get(story_id)
        if row is None or row.feed_id is None:
            return None
        related = next((ids for ids in self._edition.events if story_id in ids), ())
        return Story(
            row,
            self._edition.html_of(story_id),
            "en",
            related=tuple(other for other in related if other != story_id),
            publication=self._edition.publications[row.feed_id],
        )

    def text_of(self, story_id: int) -> str:
        """The teaser stands in for the text."""
        row = self._edition.headers.get(story_id)
        return row.teaser if row else ""

    def unread_neighbour(self, view: View, story_id: int | None, forward: bool = True) -> int | None:
        """The next (or previous) unread story of a view."""
        rows = self._edition.shown(view) if forward else self._edition.shown(view)[::-1]
        places = [place for place, row in enumerate(rows) if row.id == story_id]
        rest = rows[places[0] + 1 :] if places else rows
        return next((row.id for row in rest if not row.read), None)

    def following(self, view: View, story_id: int) -> int | None:
        """The story of a view that comes after one which need not be in it."""
        order = [row.id for row in self._edition.in_order(view)]
        there = {row.id for row in self._edition.shown(view)}
        after = order[order.index(story_id) + 1 :] if story_id in order else []
        return next((other for other in after if other in there), None)


class WelcomeFeeds:
    """The queries of ``Library.feeds`` over the edition."""

    def __init__(self, edition: WelcomeEdition) -> None:
        self._edition = edition

    def all(self) -> list[Feed]:
        """The publications as feeds."""
        return [self.feed(feed_id) for feed_id in self._edition.publications]

    def feed(self, which: int | str) -> Feed:
        """One publication as a feed."""
        feed_id = int(which)
        publication = self._edition.publications[feed_id]
        folder = self._edition.folder_of(feed_id)
        rows = [row for row in self._edition.headers.values() if row.feed_id == feed_id]
        return Feed(
            id=feed_id,
            url=publication.site,
            title=publication.title,
            site=publication.site,
            folder_id=folder.id,
            folder=folder.path,
            position=-feed_id,
            unread=sum(not row.read for row in rows),
            total=len(rows),
            last_checked=self._edition.now,
            publication=publication,
        )

    def tree(self) -> FeedTree:
        """What the feed pane draws."""
        rows = self._edition.headers.values()
        return FeedTree(
            self._edition.folders,
            tuple(self.all()),
            today=sum(not row.read and row.when > self._edition.now - _DAY for row in rows),
            unread=sum(not row.read for row in rows),
            saved=sum(row.saved for row in rows),
            total=len(rows),
        )


class WelcomeMarks:
    """Marks in memory; there is nothing to undo."""

    def __init__(self, edition: WelcomeEdition) -> None:
        self._edition = edition

    def mark(self, ids: Sequence[int], how: Mark, *, deliberate: bool = True) -> Change:
        """Mark stories of the edition until the window closes."""
        changed = []
        with self._edition.lock:
            for story_id in ids:
                row = self._edition.headers.get(story_id)
                if row is not None and (now := _marked(row, how)) != row:
                    self._edition.headers[story_id] = now
                    changed.append(story_id)
        feeds = {self._edition.headers[story_id].feed_id for story_id in changed}
        return Change(
            stories=tuple(changed), mark=how, feeds=tuple(feed for feed in feeds if feed is not None)
        )

    def mark_view(self, view: View, how: Mark) -> Change:
        """Mark every story of a view."""
        return self.mark([row.id for row in self._edition.shown(view)], how)


def _publication(source: dict[str, str]) -> Publication:
    return Publication(source["title"], source["site"], source["address"], source["phone"], source["email"])


def _events(stories: list[dict[str, Any]]) -> list[tuple[int, ...]]:
    """The ids of each event's stories, newest first; stories without an event are no news."""
    events: dict[str, list[int]] = {}
    for story in sorted(stories, key=lambda story: story["minutes"]):
        if story["event"]:
            events.setdefault(story["event"], []).append(-story["id"])
    return [tuple(ids) for ids in events.values()]


def _marked(row: StoryHeader, how: Mark) -> StoryHeader:
    if how in (Mark.READ, Mark.UNREAD):
        return replace(row, read=how is Mark.READ)
    return replace(row, saved=how is Mark.SAVED)
