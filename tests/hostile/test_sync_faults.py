"""Whole syncs on a machine that fails: no room on the disk, a clock that jumps (HOSTILE section 1, data)."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from newsreader.domain.changes import Mark
from newsreader.domain.errors import DiskFull
from newsreader.net.limits import Limits
from newsreader.store import statuses
from tests.support.feed_site import FeedSite, FeedStory
from tests.support.worker_desk import TestDesk

HOUR = 3600
OLD = [FeedStory("old-1", "Old one"), FeedStory("old-2", "Old two")]


@pytest.fixture
def site() -> Iterator[FeedSite]:
    with FeedSite() as found:
        yield found


class Calm:
    """A desk with a feed at ``/a.xml``, whose two stories were read and saved, and a good one at ``/good.xml``."""

    def __init__(self, desk: TestDesk, site: FeedSite) -> None:
        self.desk = desk
        self.site = site
        self.before: list[Any] = []

    async def start(self) -> None:
        await self.desk.subscribe(
            self.site.feed("/a.xml", "A feed", OLD), self.site.feed("/good.xml", "Good")
        )
        await self.desk.sync()
        await self.desk.desk.cache.write(lambda w: statuses.mark(w, [1, 2], Mark.READ))
        await self.desk.desk.cache.write(lambda w: statuses.mark(w, [1], Mark.SAVED))
        self.before = await self._earlier()
        assert len(self.before) == 3

    async def sync(self, *, failed: int = 1) -> str:
        """Sync while the good feed has one more story; what the other says is wrong."""
        self.site.feed("/good.xml", "Good", [FeedStory("fresh"), FeedStory("story-1", "A story")])
        report = await self.desk.sync(force=True)
        assert report["failed"] == failed, report
        assert await self.desk.integrity() == []
        assert await self._earlier() == self.before
        assert (await self.desk.feed(2)).total == 2
        error = (await self.desk.feed(1)).error
        assert bool(error) == bool(failed)
        return error

    async def _earlier(self) -> list[Any]:
        return await self.desk.rows(
            "SELECT s.id, s.guid, s.title, t.read, t.saved FROM stories s JOIN statuses t ON t.story_id = s.id"
            " WHERE s.guid IN ('old-1', 'old-2', 'story-1') ORDER BY s.id"
        )


@pytest.fixture
async def calm(tmp_path: Path, site: FeedSite) -> AsyncIterator[Calm]:
    desk = TestDesk(tmp_path, limits=Limits(total=3, connect=1, read=0.6))
    found = Calm(desk, site)
    await found.start()
    yield found
    await desk.close()


async def test_a_disk_without_room_is_said_and_nothing_is_half_done(calm: Calm) -> None:
    """HOSTILE D04, D05"""
    pages = (await calm.desk.rows("PRAGMA page_count"))[0][0]
    await calm.desk.rows(f"PRAGMA max_page_count = {pages + 4}")
    calm.site.feed(
        "/a.xml", "A feed", [FeedStory(f"big-{n}", "T", os.urandom(4000).hex()) for n in range(200)]
    )
    etag = await calm.desk.rows("SELECT etag FROM fetch_states WHERE feed_id = 1")
    with pytest.raises(DiskFull):
        await calm.desk.sync(force=True)
    await calm.desk.rows("PRAGMA max_page_count = 1000000")
    assert await calm.desk.rows("SELECT etag FROM fetch_states WHERE feed_id = 1") == etag
    assert await calm.desk.integrity() == []
    assert (await calm.desk.sync(force=True))["failed"] == 0
    assert (await calm.desk.feed(1)).total == 202


async def test_a_clock_that_jumps_starts_no_storm_and_loses_nothing(calm: Calm) -> None:
    """HOSTILE D11"""
    for jump in (10 * 365 * 24 * HOUR, -20 * 365 * 24 * HOUR):
        calm.desk.now += jump
        calm.site.forget()
        for _ in range(4):
            await calm.desk.sync(due_only=True)
        assert calm.site.asked("/a.xml") <= 1
        assert (await calm.desk.feed(1)).total == 2


async def test_a_gentle_sync_stores_the_same(site: FeedSite, tmp_path: Path) -> None:
    """While a window is open portions are small; what is stored is not."""
    desk = TestDesk(tmp_path, gentle=True)
    await desk.subscribe(
        site.feed("/a.xml", stories=[FeedStory(str(n)) for n in range(200)]), site.feed("/b.xml")
    )
    await desk.sync()
    assert ((await desk.feed(1)).total, (await desk.feed(2)).total) == (200, 1)
    await desk.close()
