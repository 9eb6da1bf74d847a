"""Counters, views and index after any sequence of commands: always what a recount says."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from newsreader.domain.changes import Mark
from newsreader.domain.errors import UsageError
from newsreader.domain.stories import View, ViewKind
from newsreader.store import feeds, ingest, removal, statuses, stories
from newsreader.store.database import open_database

from .conftest import NOW, story

ALL = View(ViewKind.ALL)


class Reading(RuleBasedStateMachine):
    """A person and a sync at work on one cache."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.db = open_database(Path(self.folder.name) / "cache.sqlite3", role="window")
        self.feeds: list[int] = []
        self.removed: list[dict[str, Any]] = []
        self.read: dict[tuple[int, int], bool] = {}  # what was last said of feed and story

    @initialize()
    def subscribe_once(self) -> None:
        self.subscribe(0)

    @rule(number=st.integers(0, 3))
    def subscribe(self, number: int) -> None:
        with self.db.write() as w:
            try:
                self.feeds.append(feeds.add_feed(w, f"https://example.org/{number}", now=NOW))
            except UsageError:
                assert feeds.find_feed(w, f"https://example.org/{number}")

    @rule(data=st.data(), numbers=st.lists(st.integers(0, 9), max_size=8))
    def sync(self, data: st.DataObject, numbers: list[int]) -> None:
        if not self.feeds:
            return
        feed = data.draw(st.sampled_from(self.feeds))
        with self.db.write(durable=False) as w:
            known = ingest.known_stories(w, feed)
            changed = [
                (known[f"guid-{n}"][0], story(n, title="Again")) for n in numbers if f"guid-{n}" in known
            ]
            ingest.ingest(w, feed, [story(n) for n in numbers], changed, NOW)
            for header in stories.headers(w, stories.ids(w, View(ViewKind.FEED, feed), now=NOW)):
                said = self.read.get((feed, int(header.link.rsplit("/", 1)[1])))
                assert said is None or header.read == said

    @rule(data=st.data(), how=st.sampled_from(list(Mark)))
    def mark(self, data: st.DataObject, how: Mark) -> None:
        with self.db.write() as w:
            everything = stories.ids(w, ALL, now=NOW).tolist()
            chosen = data.draw(st.lists(st.sampled_from([*everything, 999_999]), max_size=12))
            before = {header.id: header for header in stories.headers(w, chosen)}
            changed = statuses.mark(w, chosen, how)
            assert set(changed) <= set(before)
            for header in stories.headers(w, chosen):
                is_so = header.read if how in (Mark.READ, Mark.UNREAD) else header.saved
                assert is_so == (how in (Mark.READ, Mark.SAVED))
                assert (before[header.id] != header) == (header.id in changed)
                if header.feed_id is not None:
                    self.read[header.feed_id, int(header.link.rsplit("/", 1)[1])] = header.read

    @rule(data=st.data())
    def unsubscribe(self, data: st.DataObject) -> None:
        if self.feeds:
            feed = data.draw(st.sampled_from(self.feeds))
            with self.db.write() as w:
                before = stories.headers(w, stories.ids(w, View(ViewKind.FEED, feed), now=NOW))
                self.removed.append(removal.remove_feed(w, feed, now=NOW) | {"before": before})
            self.feeds.remove(feed)

    @rule(data=st.data())
    def take_back(self, data: st.DataObject) -> None:
        if self.removed:
            snapshot = data.draw(st.sampled_from(self.removed))
            with self.db.write() as w:
                try:
                    feed = removal.restore_feed(w, snapshot)
                except UsageError:
                    return
                after = stories.headers(w, stories.ids(w, View(ViewKind.FEED, feed), now=NOW))
                unsaved = [header for header in snapshot["before"] if not header.saved]
                assert [header for header in after if header.id in {u.id for u in unsaved}] == unsaved
                assert {header.id for header in after} == {header.id for header in snapshot["before"]}
            self.removed.remove(snapshot)
            self.feeds.append(feed)

    @rule(data=st.data())
    def forget(self, data: st.DataObject) -> None:
        with self.db.write() as w:
            everything = [
                header.id
                for header in stories.headers(w, stories.ids(w, ALL, now=NOW))
                if header.feed_id is not None
            ]
            ingest.forget(
                w, data.draw(st.lists(st.sampled_from(everything), unique=True)) if everything else []
            )

    @rule()
    def purge(self) -> None:
        with self.db.write() as w:
            while removal.purge(w, limit=3):
                pass
        self.removed.clear()

    @invariant()
    def nothing_is_amiss(self) -> None:
        assert self.db.check() == []
        with self.db.write() as w:
            w.run("INSERT INTO story_index (story_index) VALUES ('integrity-check')")
        with self.db.read() as r:
            tree = feeds.tree(r, NOW)
            everything = stories.headers(r, stories.ids(r, ALL, now=NOW))
            found = stories.ids(r, View(ViewKind.SEARCH, query="body story"), now=NOW)
            assert tree.total == len(everything)
            assert tree.unread == sum(not header.read for header in everything)
            assert tree.saved == sum(header.saved for header in everything)
            assert sorted(found) == sorted(header.id for header in everything)
            for feed in tree.feeds:
                mine = [header for header in everything if header.feed_id == feed.id]
                assert (feed.total, feed.unread) == (len(mine), sum(not header.read for header in mine))

    def teardown(self) -> None:
        self.db.close()
        self.folder.cleanup()


Reading.TestCase.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
TestReading = Reading.TestCase
