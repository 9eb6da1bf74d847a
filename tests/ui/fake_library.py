"""The one fake of the UI tests: a small library in memory, with the same doors as the real one.

Hand-made and honest: marks really change what later queries answer, faults are raised where a test asks for them.
Every method may be called from the reader's and the writer's thread.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from newsreader.domain.briefs import Brief, BriefList, BriefSource
from newsreader.domain.changes import Change, Mark
from newsreader.domain.errors import NewsreaderError, UsageError
from newsreader.domain.feeds import Feed, FeedTree, Folder, Publication
from newsreader.domain.stories import CleanHtml, Story, StoryHeader, View, ViewKind
from newsreader.library.disk import DiskUse
from tests.ui.fake_events import FakeContacts, FakeEvents

NOW = 1_763_800_000
"""Noon or so of a Saturday in November 2025, UTC: the clock of every UI test."""

_PUBLICATION = Publication(
    "Harbour Lantern", "https://lantern.example/", "3 Mole Road, Eastport", "555 0199", "desk@lantern.example"
)
_FEEDS = (
    ("Harbour Lantern", 1, 9, ""),
    ("Upland Courier", 1, 4, ""),
    ("The Millrace", 1, 17, ""),
    ("Continental Desk", 2, 52, ""),
    ("Longitude", 2, 31, ""),
    ("Evening Almanac", 2, 0, "The server answered 404: there is no page at this address."),
    ("Bench Notes", 3, 8, ""),
    ("Night Sky Weekly", 3, 1203, ""),
    ("Hedgerow", None, 0, ""),
)
_HEADLINES = (
    "Ferry timetable redrawn after a winter of complaints from the islands",
    "Market hall reopens",
    "Regulator asks three banks for their stress figures again",
    "Parliament adjourns without a budget for the second week running",
    "What a hundred tide gauges say about one storm",
    "School gardens feed four canteens",
    "A faint comet, and where to look for it",
    "",
    "نشرة الميناء: الجسر الجديد يفتح غدا",
    "港の新しい橋が来週の月曜日に開通する",
    "Why the night train is back, who pays for it, and what it means for the small stations in between",
    "Rain",
)
_TEASER = (
    "The council kept two of the five sailings that had been cut in October, and promised figures "
    "for the others before the spring timetable is printed in February."
)
_HTML = (
    "<p>The council kept two of the five sailings that had been cut in <a href='https://lantern.example/october'>"
    "October</a>, and promised figures for the others before the spring timetable is printed.</p>"
    "<blockquote><p>An island is a long way from everywhere when the boat does not come.</p></blockquote>"
    "<h2>What changes</h2><ul><li>The early boat returns on weekdays.</li><li>The late boat waits for the train.</li>"
    "</ul><pre><code>06:10  Eastport\n07:25  Skerry</code></pre>"
    "<table><tr><th>Line</th><th>Sailings</th></tr><tr><td>North</td><td>4</td></tr></table>"
)


class FakeLibrary:
    """A library with nine feeds in three folders and ``count`` stories, newest first from ``NOW``."""

    def __init__(self, count: int = 60, *, empty: bool = False) -> None:
        self.lock = threading.RLock()
        self.fail_next: NewsreaderError | Exception | None = None
        self.closed = False
        self.version = 1
        self.feed_rows: dict[int, Feed] = {}
        self.folder_rows: dict[int, Folder] = {}
        self.story_rows: dict[int, StoryHeader] = {}
        self.undo_stack: list[Change] = []
        self.redo_stack: list[Change] = []
        if not empty:
            self._fill(count)
        self.stories = FakeStories(self)
        self.feeds = FakeFeeds(self)
        self.marks = FakeMarks(self)
        self.journal = FakeJournal(self)
        self.briefs = FakeBriefs(self)
        self.contacts = FakeContacts(self)
        self.events = FakeEvents()
        self.settings = FakeSettings()

    def disk_use(self) -> DiskUse:
        """Some of everything."""
        return DiskUse(48_000_000, 21_500_000, 310_000, 9_800_000, 640_000)

    def data_version(self) -> int:
        """Moves when "another process" changed something: a test raises ``version``."""
        return self.version

    def close(self) -> None:
        """The end; a test looks at ``closed``."""
        self.closed = True

    def check(self) -> None:
        """Raise what the test asked for, once."""
        fault, self.fail_next = self.fail_next, None
        if fault is not None:
            raise fault

    def _fill(self, count: int) -> None:
        for number, name in enumerate(("Local", "World", "Science"), start=1):
            self.folder_rows[number] = Folder(number, None, name, name, number)
        for number, (title, folder, unread, error) in enumerate(_FEEDS, start=1):
            url = f"https://feed{number}.example/atom.xml"
            self.feed_rows[number] = Feed(
                number, url, title, f"https://feed{number}.example/", folder, _folder_name(folder), number, unread,
                unread + 20, NOW - 600, NOW + 3000, error, "NotFound" if error else "", publication=_PUBLICATION,
            )  # fmt: skip
        for row in range(count):
            id = count - row
            feed = self.feed_rows[row % len(_FEEDS) + 1]
            when = NOW - row * 2400
            self.story_rows[id] = StoryHeader(
                id, feed.id, feed.title, _HEADLINES[row % len(_HEADLINES)], _TEASER if row % 5 else "",
                "the city desk", f"https://lantern.example/{id}", when, when, when, row % 4 == 3, row % 7 == 0,
            )  # fmt: skip


class FakeStories:
    """``library.stories``. ``more`` are values of stories by id, besides their headers."""

    def __init__(self, library: FakeLibrary) -> None:
        self._library = library
        self.more: dict[int, dict[str, Any]] = {}

    def get_ready_to_search(self) -> None:
        """There is nothing to load."""

    def _of(self, view: View) -> list[StoryHeader]:
        return [row for row in self._in_order(view) if self._shows(view, row)]

    def _in_order(self, view: View) -> list[StoryHeader]:
        rows = sorted(
            self._library.story_rows.values(), key=lambda h: (h.when, h.id), reverse=not view.oldest_first
        )
        return sorted(rows, key=lambda h: h.feed_title) if view.by_feed else rows

    def _shows(self, view: View, row: StoryHeader) -> bool:
        feed = self._library.feed_rows.get(row.feed_id or 0)
        if (view.unread_only and row.read) or (view.saved_only and not row.saved):
            return False
        if view.query and view.query.lower() not in f"{row.title} {row.teaser}".lower():
            return False
        match view.kind:
            case ViewKind.TODAY:
                return row.when > NOW - 43_200
            case ViewKind.UNREAD:
                return not row.read
            case ViewKind.SAVED:
                return row.saved
            case ViewKind.FEED:
                return row.feed_id == view.id
            case ViewKind.EVENT:
                return row.id in self._library.briefs.stories(view.id or 0)
            case ViewKind.FOLDER:
                return feed is not None and feed.folder_id == view.id
            case _:
                return True

    def count(self, view: View) -> int:
        with self._library.lock:
            self._library.check()
            return len(self._of(view))

    def ids(self, view: View, after: int | None = None, limit: int | None = None) -> Sequence[int]:
        with self._library.lock:
            self._library.check()
            ids = [row.id for row in self._of(view)]
            return ids[ids.index(after) + 1 if after in ids else 0 :][:limit]

    def first_page(self, view: View, limit: int) -> list[StoryHeader]:
        with self._library.lock:
            self._library.check()
            return self._of(view)[:limit]

    def headers(self, ids: Iterable[int]) -> list[StoryHeader]:
        with self._library.lock:
            self._library.check()
            return [self._library.story_rows[id] for id in ids if id in self._library.story_rows]

    def story(self, id: int) -> Story | None:
        with self._library.lock:
            self._library.check()
            row = self._library.story_rows.get(id)
            if row is None:
                return None
            feed = self._library.feed_rows.get(row.feed_id or 0)
            more = {
                "whole_always": feed is not None and feed.whole_story,
                "pictures": feed.pictures if feed is not None else "",
            } | self.more.get(id, {})
            return replace(Story(row, CleanHtml(_HTML), "en", publication=_PUBLICATION), **more)

    def show_whole(self, id: int, shown: bool) -> Change:
        self.more.setdefault(id, {})["shows_whole"] = shown
        return Change()

    def text_of(self, id: int) -> str:
        return _TEASER

    def latest_id(self) -> int:
        return max(self._library.story_rows, default=0)

    def news(self, after: int, limit: int) -> tuple[int, list[StoryHeader]]:
        told = {feed.id for feed in self._library.feed_rows.values() if feed.notify}
        rows = [row for row in self._of(View(ViewKind.UNREAD)) if row.id > after and row.feed_id in told]
        return len(rows), rows[:limit]

    def unread_neighbour(self, view: View, id: int | None, forward: bool) -> int | None:
        with self._library.lock:
            rows = self._of(view)
            at = next((place for place, row in enumerate(rows) if row.id == id), -1 if forward else len(rows))
            rest = rows[at + 1 :] if forward else rows[:at][::-1]
            return next((row.id for row in rest if not row.read), None)

    def following(self, view: View, id: int) -> int | None:
        with self._library.lock:
            rows = self._in_order(view)
            at = next((place for place, row in enumerate(rows) if row.id == id), len(rows))
            return next((row.id for row in rows[at + 1 :] if self._shows(view, row)), None)


class FakeFeeds:
    """``library.feeds``."""

    def __init__(self, library: FakeLibrary) -> None:
        self._library = library

    def tree(self, *, latest: bool = False) -> FeedTree:
        with self._library.lock:
            self._library.check()
            feeds = tuple(sorted(self._library.feed_rows.values(), key=lambda f: f.position))
            folders = tuple(sorted(self._library.folder_rows.values(), key=lambda f: f.position))
            saved = sum(row.saved for row in self._library.story_rows.values())
            return FeedTree(
                folders, feeds, 41, sum(f.unread for f in feeds), saved, sum(f.total for f in feeds)
            )

    def recounted(self, tree: FeedTree) -> FeedTree:
        now = self.tree()
        counts = {feed.id: feed.unread for feed in now.feeds}
        feeds = tuple(replace(feed, unread=counts.get(feed.id, 0)) for feed in tree.feeds)
        return replace(tree, feeds=feeds, unread=now.unread, saved=now.saved)

    def feed(self, which: int | str) -> Feed:
        for feed in self._library.feed_rows.values():
            if which in (feed.id, feed.url):
                return feed
        raise UsageError("There is no such feed.")

    def all(self) -> list[Feed]:
        return list(self._library.feed_rows.values())

    def rename(self, which: int | str, title: str) -> Change:
        return self._put(replace(self.feed(which), title=title), "Feed renamed")

    def move(self, which: int | str, folder_id: int | None, position: int | None = None) -> Change:
        feed = self.feed(which)
        rows = [
            row for row in sorted(self._library.feed_rows.values(), key=lambda f: f.position) if row != feed
        ]
        siblings = [row for row in rows if row.folder_id == folder_id]
        place = position if position is not None else len(siblings)
        at = rows.index(siblings[place]) if place < len(siblings) else len(rows)
        rows.insert(at, replace(feed, folder_id=folder_id, folder=self._name(folder_id)))
        self._library.feed_rows = {row.id: replace(row, position=n) for n, row in enumerate(rows)}
        return self._done(f"{feed.title} moved", feed.id)

    def move_several(self, ids: Sequence[int], folder_id: int | None, position: int | None = None) -> Change:
        for number, id in enumerate(ids):
            self.move(id, folder_id, None if position is None else position + number)
        return self._done(f"{len(ids)} feeds moved", *ids)

    def set_several(self, ids: Sequence[int], *, folder: str | None = None, **values: Any) -> Change:
        self._library.check()
        for id in ids:
            self._library.feed_rows[id] = replace(self.feed(id), **values)
            if folder is not None:
                self.move_to_path(id, folder)
        return self._done(f"{len(ids)} feeds changed", *ids)

    def move_to_path(self, which: int | str, path: str) -> Change:
        return self.move(which, self._folder_id(path))

    def remove(self, *which: int) -> Change:
        for id in which:
            title = self._library.feed_rows.pop(id).title
        return self._done(f"{title} removed", *which)

    def set(self, which: int | str, **values: Any) -> Change:
        return self._put(replace(self.feed(which), **values), "Feed changed")

    def add_folder(self, name: str, parent_id: int | None = None) -> Change:
        self._folder_id(name)
        return self._done(f"Folder {name} added")

    def rename_folder(self, id: int, name: str) -> Change:
        self._library.folder_rows[id] = replace(self._library.folder_rows[id], name=name, path=name)
        return self._done("Folder renamed")

    def move_folder(self, id: int, parent_id: int | None, position: int | None = None) -> Change:
        self._library.folder_rows[id] = replace(self._library.folder_rows[id], parent_id=parent_id)
        return self._done("Folder moved")

    def remove_folder(self, id: int) -> Change:
        del self._library.folder_rows[id]
        return self._done("Folder removed")

    def expand_folder(self, id: int, expanded: bool) -> Change:
        self._library.folder_rows[id] = replace(self._library.folder_rows[id], expanded=expanded)
        return Change()

    def next_due(self) -> int | None:
        return min((feed.next_check or 0 for feed in self.all() if not feed.paused), default=None)

    def _done(self, text: str, *feeds: int) -> Change:
        change = Change(text, feeds=feeds, tree=True, undoable=True)
        self._library.undo_stack.append(change)
        return change

    def stopped(self) -> list[Feed]:
        return [feed for feed in self.all() if feed.error_kind == "Gone"]

    def trouble(self) -> list[Feed]:
        return [feed for feed in self.all() if feed.error]

    def _put(self, feed: Feed, text: str) -> Change:
        self._library.check()
        self._library.feed_rows[feed.id] = feed
        return self._done(text, feed.id)

    def _folder_id(self, path: str) -> int | None:
        if not path:
            return None
        for folder in self._library.folder_rows.values():
            if folder.path == path:
                return folder.id
        id = max(self._library.folder_rows, default=0) + 1
        self._library.folder_rows[id] = Folder(id, None, path, path, id)
        return id

    def _name(self, folder_id: int | None) -> str:
        return self._library.folder_rows[folder_id].path if folder_id is not None else ""


class FakeMarks:
    """``library.marks``."""

    def __init__(self, library: FakeLibrary) -> None:
        self._library = library

    def mark(self, ids: Iterable[int], mark: Mark, *, deliberate: bool = True) -> Change:
        with self._library.lock:
            self._library.check()
            changed = []
            for id in ids:
                row = self._library.story_rows[id]
                now = _marked(row, mark)
                if now != row:
                    self._library.story_rows[id] = now
                    changed.append(id)
            feeds = tuple({self._library.story_rows[id].feed_id or 0 for id in changed})
            if not changed:
                return Change()
            if not deliberate:
                return Change("", tuple(changed), mark, feeds)
            change = Change(f"{len(changed)} stories marked {mark}", tuple(changed), mark, feeds, False, True)
            self._library.undo_stack.append(change)
            return change

    def toggle(self, ids: Sequence[int], mark: Mark) -> Change:
        change = self.mark(ids, mark)
        return change if change.stories else self.mark(ids, mark.opposite)

    def mark_view(self, view: View, mark: Mark) -> Change:
        return self.mark(self._library.stories.ids(view), mark)

    def mark_views(self, views: Iterable[View], mark: Mark) -> Change:
        return self.mark([id for view in views for id in self._library.stories.ids(view)], mark)


class FakeJournal:
    """``library.journal``."""

    def __init__(self, library: FakeLibrary) -> None:
        self._library = library

    def undo(self) -> Change:
        return self._take_back(self._library.undo_stack, self._library.redo_stack)

    def redo(self) -> Change:
        return self._take_back(self._library.redo_stack, self._library.undo_stack)

    def next_undo(self) -> str | None:
        return self._library.undo_stack[-1].text if self._library.undo_stack else None

    def next_redo(self) -> str | None:
        return self._library.redo_stack[-1].text if self._library.redo_stack else None

    def _take_back(self, source: list[Change], target: list[Change]) -> Change:
        with self._library.lock:
            if not source:
                return Change()
            last = source.pop()
            if last.briefs:
                self._library.briefs.take_back()
                return Change(f"Undone: {last.text}", briefs=True)
            if last.mark is None:
                return Change("Undone", tree=True)
            for id in last.stories:
                self._library.story_rows[id] = _marked(self._library.story_rows[id], last.mark.opposite)
            target.append(replace(last, mark=last.mark.opposite))
            return replace(last, mark=last.mark.opposite, text=f"Undone: {last.text}", undoable=False)


class FakeBriefs:
    """``library.briefs``: the newest stories, three to an event of three feeds; what a person did to them stays."""

    def __init__(self, library: FakeLibrary) -> None:
        self._library = library
        self.dismissed: set[int] = set()
        self.followed: set[int] = set()
        self.lessened: set[int] = set()
        self.events: dict[int, tuple[int, ...]] = {}
        """The stories of each event by its id; made of the rows when it is first asked for."""
        self._before: list[tuple[set[int], set[int], set[int], dict[int, tuple[int, ...]]]] = []

    def list(
        self,
        hours: int = 24,
        limit: int | None = None,
        feeds: Sequence[int] | None = None,
        *,
        hide_read: bool = False,
    ) -> BriefList:
        with self._library.lock:
            self._library.check()
            shown = [self._brief(id, place) for place, id in enumerate(self._events())]
        kept = [brief for brief in shown if brief.id not in self.dismissed and not (hide_read and brief.read)]
        return BriefList(tuple(kept[: limit or 5]))

    def sources(self, brief_id: int) -> tuple[BriefSource, ...]:
        with self._library.lock:
            self._library.check()
            return tuple(self._source(story) for story in self._events()[brief_id])

    def stories(self, brief_id: int) -> tuple[int, ...]:
        """The stories of an event."""
        with self._library.lock:
            return self._events().get(brief_id, ())

    def why(self, brief_id: int, story_id: int) -> str:
        return f"Story {story_id} has words of event {brief_id}."

    def related(self, story_id: int) -> tuple[BriefSource, ...]:
        with self._library.lock:
            event = next((event for event in self._events().values() if story_id in event), ())
            return tuple(self._source(story) for story in event if story != story_id)

    def duplicates(self, story_ids: Sequence[int]) -> dict[int, int]:
        with self._library.lock:
            return {
                story: id
                for id, event in self._events().items()
                for story in event
                if story in story_ids and len(event) > 1
            }

    def dismiss(self, brief_id: int) -> Change:
        self._library.check()
        self._note()
        self.dismissed.add(brief_id)
        return self._done("Brief dismissed")

    def split(self, brief_id: int, story_id: int) -> Change:
        self._note()
        self.events[brief_id] = tuple(story for story in self._events()[brief_id] if story != story_id)
        self.events[story_id] = (story_id,)
        return self._done("Story taken out of the event")

    def join(self, brief_id: int, story_id: int) -> Change:
        self._note()
        events = self._events()
        self.events = {id: tuple(one for one in event if one != story_id) for id, event in events.items()}
        self.events[brief_id] += (story_id,)
        self.events = {id: event for id, event in self.events.items() if event}
        return self._done("Story joined to the event")

    def follow(self, brief_id: int, on: bool) -> Change:
        self._note()
        (self.followed.add if on else self.followed.discard)(brief_id)
        return self._done("Event followed")

    def less(self, brief_id: int, on: bool) -> Change:
        self._note()
        (self.lessened.add if on else self.lessened.discard)(brief_id)
        return self._done("Less of this event")

    def take_back(self) -> None:
        self.dismissed, self.followed, self.lessened, self.events = self._before.pop()

    def _note(self) -> None:
        self._before.append(
            (set(self.dismissed), set(self.followed), set(self.lessened), dict(self._events()))
        )

    def _events(self) -> dict[int, tuple[int, ...]]:
        if not self.events:
            rows = sorted(self._library.story_rows.values(), key=lambda row: row.when, reverse=True)
            groups = [rows[place : place + 3] for place in range(0, min(len(rows), 18), 3)]
            self.events = {group[0].id: tuple(row.id for row in group) for group in groups}
        return self.events

    def _brief(self, id: int, place: int) -> Brief:
        rows = [self._library.story_rows[story] for story in self._events()[id]]
        section = ("", "", "", "Local", "World", "World")[min(place, 5)]
        first = rows[0]
        return Brief(
            id, first.title or "Untitled", _TEASER, first.id, tuple(row.id for row in rows),
            tuple(row.feed_title for row in rows), tuple(row.feed_id for row in rows), first.when,
            all(row.read for row in rows), rows[-1].when, f"{len(rows)} publications tell of it.", section,
            id in self.followed, id in self.lessened,
        )  # fmt: skip

    def _source(self, story: int) -> BriefSource:
        row = self._library.story_rows[story]
        return BriefSource(
            row.id, row.feed_id, row.feed_title, row.title, row.teaser, row.link, row.when, row.read
        )

    def _done(self, text: str) -> Change:
        change = Change(text, undoable=True, briefs=True)
        self._library.undo_stack.append(change)
        return change


class FakeSettings:
    """``library.settings``: values over their defaults."""

    def __init__(self, values: Mapping[str, Any] | None = None) -> None:
        self._values: dict[str, Any] = dict(values or {})

    def get(self, key: str, default: Any = None) -> Any:
        return self._values.get(key, default)

    def set(self, key: str, value: Any) -> None:
        self._values[key] = value

    def all(self) -> dict[str, Any]:
        return dict(self._values)


def _folder_name(folder: int | None) -> str:
    return {1: "Local", 2: "World", 3: "Science"}.get(folder or 0, "")


def _marked(row: StoryHeader, mark: Mark) -> StoryHeader:
    if mark in (Mark.READ, Mark.UNREAD):
        return replace(row, read=mark is Mark.READ)
    return replace(row, saved=mark is Mark.SAVED)
