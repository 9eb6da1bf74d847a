"""Whole syncs against hostile documents and faulty servers.

After each: the cache is sound, earlier stories and marks are what they were, the feed says plainly what is wrong, and
the feeds beside it were synced (HOSTILE section 1).
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from newsreader.domain.changes import Mark
from newsreader.domain.errors import DiskFull
from newsreader.net.limits import Limits
from newsreader.store import statuses
from tests.support.feed_site import FeedSite, FeedStory, rss
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


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b']><rss version="2.0"><channel><title>&j;</title><item><title>&j;</title></item></channel></rss>'
)
QUADRATIC = (
    b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "' + b"x" * 100_000 + b'">]>'
    b'<rss version="2.0"><channel><title>T</title><item><title>'
    + b"&a;" * 20_000
    + b"</title></item></channel></rss>"
)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(
            b"<!doctype html><html><head><title>x</title></head><body>Gone</body></html>", id="page"
        ),
        pytest.param(b"\x89PNG\r\n\x1a\n" + os.urandom(3000), id="picture"),
        pytest.param(b"%PDF-1.7\n" + os.urandom(3000), id="PDF"),
        pytest.param(b"/etc/passwd", id="path"),
        pytest.param(b"http://127.0.0.1/feed", id="address"),
        pytest.param(b"\x00" * 5000, id="zeros"),
        pytest.param(
            b'{"version": "https://jsonfeed.org/version/1.1", "items": "none"}', id="JSON of another kind"
        ),
    ],
)
async def test_a_feed_that_became_something_else(calm: Calm, body: bytes) -> None:
    """HOSTILE P12, P15"""
    calm.site.raw("/a.xml", body, "application/rss+xml")
    await calm.sync()


@pytest.mark.parametrize("body", [LAUGHS, QUADRATIC], ids=["laughs", "quadratic"])
async def test_entities_that_grow(calm: Calm, body: bytes) -> None:
    """HOSTILE P01, P02"""
    calm.site.raw("/a.xml", body)
    report = await calm.desk.sync(force=True)
    assert await calm.desk.integrity() == []
    rows = await calm.desk.rows("SELECT max(length(title)) FROM stories")
    assert rows[0][0] <= 1000
    assert report["due"] == 2


async def test_files_named_by_a_document_are_not_opened(calm: Calm, tmp_path: Path) -> None:
    """HOSTILE P03"""
    secret = tmp_path / "secret.txt"
    secret.write_text("top-secret-words")
    body = (
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY f SYSTEM "file://{secret}"><!ENTITY h SYSTEM'
        f' "{calm.site.url("/asked")}">]><rss version="2.0"><channel><title>&f;</title>'
        "<item><guid>x</guid><title>&f;&h;</title><description>&f;</description></item></channel></rss>"
    )
    calm.site.raw("/a.xml", body.encode())
    await calm.desk.sync(force=True)
    assert calm.site.asked("/asked") == 0
    assert b"top-secret-words" not in (tmp_path / "cache.sqlite3").read_bytes()
    assert await calm.desk.integrity() == []


async def test_elements_nested_without_end(calm: Calm) -> None:
    """HOSTILE P04"""
    body = (
        b'<rss version="2.0"><channel><title>T</title>'
        + b"<a>" * 200_000
        + b"</a>" * 200_000
        + b"</channel></rss>"
    )
    calm.site.raw("/a.xml", body)
    await calm.desk.sync(force=True)
    assert await calm.desk.integrity() == []
    calm.site.feed("/a.xml", "A feed", OLD)
    await calm.sync(failed=0)


async def test_a_feed_of_very_many_entries(calm: Calm) -> None:
    """HOSTILE P05, smaller: it is stored in portions."""
    calm.site.feed("/a.xml", "A feed", [*OLD, *(FeedStory(f"n{n}", f"Title {n}", "w") for n in range(6000))])
    await calm.sync(failed=0)
    assert (await calm.desk.feed(1)).total == 6002


async def test_titles_without_end_are_cut(calm: Calm) -> None:
    """HOSTILE P06"""
    calm.site.feed("/a.xml", "T" * 2_000_000, [FeedStory("huge", "word " * 400_000), *OLD])
    await calm.sync(failed=0)
    assert (await calm.desk.rows("SELECT max(length(title)) FROM stories"))[0][0] <= 1000


async def test_a_parse_process_that_is_killed_costs_at_most_one_feed(calm: Calm) -> None:
    """HOSTILE P16"""
    children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    if not children.exists():
        pytest.skip("only Linux tells the children of a process")
    for pid in children.read_text().split():
        if b"newsreader.sync.parser" in Path(f"/proc/{pid}/cmdline").read_bytes():
            os.kill(int(pid), signal.SIGKILL)
    calm.site.feed("/a.xml", "A feed", [FeedStory("new"), *OLD])
    report = await calm.desk.sync(force=True)
    assert report["failed"] <= 1
    assert (await calm.desk.sync(force=True))["failed"] == 0
    assert (await calm.desk.feed(1)).total == 3


async def test_a_server_that_falls_silent_holds_nobody_up(calm: Calm) -> None:
    """HOSTILE N07"""

    async def silent(request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(10)
        return web.Response()

    calm.site.on("/a.xml", silent)
    assert "silent" in await calm.sync()


async def test_an_answer_that_breaks_off_is_not_taken(calm: Calm) -> None:
    """HOSTILE N08, N10: nor are its validators."""
    whole = rss("A feed", [FeedStory("half"), *OLD])

    async def half(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"ETag": '"half"', "Content-Length": str(len(whole))})
        await response.prepare(request)
        await response.write(whole[: len(whole) // 2])
        assert request.transport is not None
        request.transport.abort()
        return response

    before = await calm.desk.rows("SELECT etag, body_hash FROM fetch_states WHERE feed_id = 1")
    calm.site.on("/a.xml", half)
    await calm.sync()
    assert await calm.desk.rows("SELECT etag, body_hash FROM fetch_states WHERE feed_id = 1") == before


@pytest.mark.parametrize("status", [404, 429, 500, 503])
async def test_validators_outlive_a_fault(calm: Calm, status: int) -> None:
    """HOSTILE N23"""
    calm.site.status("/a.xml", status)
    report = await calm.desk.sync(1)
    assert report["failed"] == 1
    calm.site.feed("/a.xml", "A feed", OLD)
    calm.desk.now += 8 * 24 * HOUR
    assert (await calm.desk.sync(1))["unchanged"] == 1
    assert "if-none-match" in calm.site.last("/a.xml").headers


async def test_a_304_that_nobody_asked_for_is_a_fault(calm: Calm) -> None:
    """HOSTILE N25"""
    (feed_id,) = await calm.desk.subscribe(calm.site.status("/odd.xml", 304))
    await calm.desk.sync(feed_id)
    assert (await calm.desk.feed(feed_id)).error


async def test_a_new_document_under_an_old_etag_is_read(calm: Calm) -> None:
    """HOSTILE N28"""

    async def stubborn(request: web.Request) -> web.StreamResponse:
        return web.Response(body=rss("A feed", [FeedStory("new"), *OLD]), headers={"ETag": '"always"'})

    calm.site.on("/a.xml", stubborn)
    await calm.sync(failed=0)
    assert (await calm.desk.feed(1)).total == 3


async def test_ids_made_up_each_time_do_not_flood(calm: Calm) -> None:
    """HOSTILE P10"""
    for fetch in range(20):
        calm.site.feed(
            "/a.xml",
            "A feed",
            [FeedStory(f"{fetch}-{n}", f"T{n}", link=f"https://x.example/{n}") for n in range(9)],
        )
        await calm.desk.sync(force=True)
        calm.desk.now += HOUR
    assert (await calm.desk.feed(1)).total == 11
    (said,) = await calm.desk.rows("SELECT last_result FROM fetch_states WHERE feed_id = 1")
    assert "new ids" in said[0]


async def test_guids_that_went_to_https_stay_read(calm: Calm) -> None:
    """HOSTILE P09"""
    plain = [FeedStory(f"http://x.example/{n}", f"T{n}", link=f"http://x.example/{n}") for n in range(5)]
    secure = [FeedStory(f"https://x.example/{n}", f"T{n}", link=f"https://x.example/{n}") for n in range(5)]
    calm.site.feed("/a.xml", "A feed", plain)
    await calm.desk.sync(force=True)
    await calm.desk.desk.cache.write(lambda w: statuses.mark(w, range(1, 20), Mark.READ))
    calm.site.feed("/a.xml", "A feed", secure)
    await calm.desk.sync(force=True)
    assert ((await calm.desk.feed(1)).total, (await calm.desk.feed(1)).unread) == (7, 0)


async def test_days_offline_end_without_a_storm(calm: Calm) -> None:
    """HOSTILE N34: the network is gone for three days; then each feed is asked once."""
    calm.site.status("/a.xml", 500)
    calm.site.status("/good.xml", 500)
    calm.site.forget()
    again = TestDesk(calm.desk.folder)
    again.now = calm.desk.now
    for _ in range(72):
        again.now += HOUR
        await again.sync(due_only=True)
    assert calm.site.asked("/a.xml") <= 10, "it waits longer after each failure"
    calm.site.feed("/a.xml", "A feed", OLD)
    calm.site.forget()
    again.now += 25 * HOUR
    for _ in range(5):
        await again.sync(due_only=True)
    assert calm.site.asked("/a.xml") == 1
    await again.close()


async def test_ten_restarts_ask_for_nothing(calm: Calm) -> None:
    """HOSTILE N35"""
    calm.site.forget()
    for _ in range(10):
        again = TestDesk(calm.desk.folder)
        again.now = calm.desk.now + 6
        await again.sync(due_only=True)
        await again.close()
    assert calm.site.asked() == 0


async def test_many_feeds_of_one_host_are_asked_two_at_a_time(site: FeedSite, tmp_path: Path) -> None:
    """HOSTILE N36"""
    now, most = 0, 0

    async def counting(request: web.Request) -> web.StreamResponse:
        nonlocal now, most
        now += 1
        most = max(most, now)
        await asyncio.sleep(0.003)
        now -= 1
        return web.Response(body=rss(request.path, [FeedStory(request.path)]))

    desk = TestDesk(tmp_path)
    await desk.subscribe(*(site.on(f"/{number}.xml", counting) for number in range(120)))
    report = await desk.sync()
    assert (report["changed"], report["failed"]) == (120, 0)
    assert most <= 2
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
