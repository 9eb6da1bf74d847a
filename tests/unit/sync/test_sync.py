"""The job ``sync`` against a real server: what is asked, what is stored, what is said when it fails."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from newsreader.domain.incoming import CleanStory
from newsreader.domain.jobs import SyncReport
from newsreader.library.library import open_library
from newsreader.store import feeds, fetches, ingest, journal
from newsreader.store.database import Writer
from newsreader.sync.intake import Pace
from newsreader.sync.lock import FileLock
from tests.support.feed_site import FeedSite, FeedStory, rss
from tests.support.worker_desk import TestDesk

HOUR = 3600


@pytest.fixture
def site() -> Iterator[FeedSite]:
    with FeedSite() as found:
        yield found


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[TestDesk]:
    found = TestDesk(tmp_path)
    yield found
    await found.close()


def story(name: str, html: str = "<p>Words.</p>") -> FeedStory:
    return FeedStory(name, f"Title {name}", html)


async def test_a_first_sync_stores_all_and_the_next_asks_for_nothing_new(
    site: FeedSite, desk: TestDesk
) -> None:
    (feed_id,) = await desk.subscribe(site.feed("/a.xml", "News", [story("1"), story("2")]))
    report = await desk.sync()
    assert report.keys() == SyncReport().to_json().keys()
    assert (report["feeds"], report["due"], report["changed"], report["new_stories"]) == (1, 1, 1, 2)
    feed = await desk.feed(feed_id)
    assert (feed.title, feed.total, feed.unread, feed.error) == ("News", 2, 2, "")
    assert desk.changes == [((feed_id,), 2, 0)]

    again = await desk.sync(force=True)
    assert (again["unchanged"], again["new_stories"]) == (1, 0)
    assert "if-none-match" in site.last("/a.xml").headers
    assert await desk.rows("SELECT last_status FROM fetch_states") == [(304,)]


async def test_a_feed_without_news_starts_no_parse_process(
    site: FeedSite, desk: TestDesk, tmp_path: Path
) -> None:
    await desk.subscribe(site.feed("/a.xml", "News", [story("1")]))
    await desk.sync()
    await desk.close()
    later = TestDesk(tmp_path)
    try:
        assert (await later.sync(force=True))["unchanged"] == 1
        assert later.desk.pool.running == 0
    finally:
        await later.close()


async def test_an_equal_body_ends_early(site: FeedSite, desk: TestDesk) -> None:
    await desk.subscribe(site.raw("/a.xml", rss("News", [story("1")]), validate=False))
    await desk.sync()
    again = await desk.sync(force=True)
    assert (again["unchanged"], site.asked()) == (1, 2)


async def test_new_and_changed_stories_are_told_apart(site: FeedSite, desk: TestDesk) -> None:
    (feed_id,) = await desk.subscribe(site.feed("/a.xml", "News", [story("1"), story("2")]))
    await desk.sync()
    site.feed("/a.xml", "News", [story("3"), story("1", "<p>Edited.</p>"), story("2")])
    later = await desk.sync(force=True)
    assert (later["changed"], later["new_stories"], later["updated_stories"]) == (1, 1, 1)
    assert (await desk.feed(feed_id)).total == 3
    report = await desk.rows("SELECT last_result FROM fetch_states")
    assert report == [("Stories: 1 new, 1 changed.",)]


async def test_one_broken_feed_costs_the_others_nothing(site: FeedSite, desk: TestDesk) -> None:
    good = await desk.subscribe(*(site.feed(f"/good-{n}.xml", stories=[story(f"g{n}")]) for n in range(5)))
    site.status("/500", 500)
    site.raw("/page", b"<!doctype html><html><body>Moved</body></html>", "text/html")
    site.raw("/png", b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "image/png")
    bad = await desk.subscribe(
        *(site.url(path) for path in ("/404", "/500", "/page", "/png")), "http://127.0.0.1:9/x"
    )
    report = await desk.sync()
    assert (report["changed"], report["failed"], report["due"]) == (5, 5, 10)
    assert [(await desk.feed(feed_id)).total for feed_id in good] == [1] * 5
    errors = {error["url"]: error["error"] for error in report["errors"]}
    assert len(errors) == 5
    assert all(sentence.endswith(".") for sentence in errors.values())
    for feed_id in bad:
        feed = await desk.feed(feed_id)
        assert feed.error == errors[feed.url]
        assert feed.next_check is not None
        assert feed.next_check >= desk.now + HOUR // 2
    healed = site.feed("/404", stories=[story("back")])
    await desk.sync(force=True)
    feed = next(feed for feed in await desk.read(feeds.feeds) if feed.url == healed)
    assert (feed.error, feed.total) == ("", 1)


async def test_a_feed_without_items_deletes_nothing(site: FeedSite, desk: TestDesk) -> None:
    """HOSTILE N29"""
    (feed_id,) = await desk.subscribe(site.feed("/a.xml", stories=[story("1")]))
    await desk.sync()
    site.raw("/a.xml", rss("News", []))
    report = await desk.sync(force=True)
    assert report["failed"] == 0
    assert (await desk.feed(feed_id)).total == 1


async def test_the_schedule_is_kept_unless_told_otherwise(site: FeedSite, desk: TestDesk) -> None:
    (feed_id,) = await desk.subscribe(site.feed("/a.xml"))
    await desk.sync(due_only=True)
    assert (await desk.sync(due_only=True))["due"] == 0, "not due yet"
    assert (await desk.sync())["due"] == 0, "everything by hand: every five minutes at the most"
    assert (await desk.sync(feed_id))["due"] == 1, "one feed by hand"
    desk.now += 400
    assert (await desk.sync())["due"] == 1
    desk.now += 48 * HOUR
    assert (await desk.sync(due_only=True))["due"] == 1


async def test_what_a_document_asks_for_holds_also_when_it_has_not_changed(
    site: FeedSite, desk: TestDesk
) -> None:
    (feed_id,) = await desk.subscribe(site.feed("/a.xml", extra="<ttl>1200</ttl>"))
    for _ in range(3):
        await desk.sync(force=True)
        assert ((await desk.feed(feed_id)).next_check or 0) >= desk.now + 1200 * 60
    assert await desk.rows("SELECT last_status FROM fetch_states") == [(304,)]


async def test_paused_feeds_are_left_alone(site: FeedSite, desk: TestDesk) -> None:
    feed_id, other = await desk.subscribe(site.feed("/a.xml"), site.feed("/b.xml"))
    await desk.desk.cache.write(lambda w: feeds.set_feed(w, feed_id, paused=True))
    report = await desk.sync(force=True)
    assert (report["feeds"], report["due"]) == (2, 1)
    assert site.asked("/a.xml") == 0
    assert (await desk.feed(other)).total == 1


async def test_a_feed_that_is_gone_is_not_asked_again(site: FeedSite, desk: TestDesk) -> None:
    """HOSTILE N20"""
    await desk.subscribe(site.status("/a.xml", 410))
    assert (await desk.sync())["failed"] == 1
    assert (await desk.sync(force=True))["due"] == 0
    again = TestDesk(desk.folder)
    assert (await again.sync(force=True))["due"] == 0
    await again.close()
    assert site.asked() == 1


async def test_a_feed_that_wants_a_login_waits_for_it(site: FeedSite, desk: TestDesk) -> None:
    """HOSTILE N24: no storm."""
    site.feed("/a.xml")
    (feed_id,) = await desk.subscribe(site.protected("/a.xml", "ann", "s3cret"))
    assert (await desk.sync())["failed"] == 1
    desk.now += 30 * 24 * HOUR
    assert (await desk.sync(due_only=True))["due"] == 0
    assert (await desk.sync(force=True))["due"] == 0
    assert site.asked() == 1
    library = open_library(desk.folder, "command", clock=lambda: desk.now)
    assert library.feeds.next_due() is None
    library.close()

    await desk.run("secret", feed=feed_id, user="ann", secret="s3cret")
    assert (await desk.sync(due_only=True))["new_stories"] == 1
    assert b"s3cret" not in (desk.folder / "cache.sqlite3").read_bytes()


async def test_a_keyring_that_cannot_be_used_is_told_on_the_feed(site: FeedSite, tmp_path: Path) -> None:
    """HOSTILE K01-K04"""
    from newsreader.domain.errors import KeyringLocked

    class Locked:
        def get(self, origin: str, user: str) -> str | None:
            raise KeyringLocked("The keyring is locked.")

        def set(self, origin: str, user: str, secret: str) -> None:
            raise KeyringLocked("The keyring is locked.")

        def delete(self, origin: str, user: str) -> None:
            raise KeyringLocked("The keyring is locked.")

    desk = TestDesk(tmp_path, Locked())
    protected, _ = await desk.subscribe(site.url("/a.xml"), site.feed("/b.xml"))
    await desk.desk.cache.write(lambda w: feeds.set_feed(w, protected, user="ann"))
    report = await desk.sync()
    assert (report["failed"], report["changed"]) == (1, 1)
    assert (await desk.feed(protected)).error == "The keyring is locked."
    assert site.asked("/a.xml") == 0
    await desk.run("secret", feed=protected, user="ann", secret="x", remember="session")
    assert desk.desk.secrets_for_now
    await desk.close()


async def test_a_host_that_asks_for_a_pause_gets_it_for_all_its_feeds(site: FeedSite, desk: TestDesk) -> None:
    """HOSTILE N22: also after a restart, also against --force."""
    site.status("/busy.xml", 429, {"Retry-After": "1200"})
    others = [site.feed(f"/{n}.xml") for n in range(5)]
    ids = await desk.subscribe(site.url("/busy.xml"))
    assert (await desk.sync())["failed"] == 1
    ids += await desk.subscribe(*others)
    again = TestDesk(desk.folder)
    again.now = desk.now + 60
    report = await again.sync(force=True)
    assert (report["feeds"], report["due"]) == (6, 0)
    again.now = desk.now + 1300
    site.feed("/busy.xml")
    assert (await again.sync(force=True))["due"] == 6
    await again.close()


async def test_feeds_of_a_host_that_became_busy_meanwhile_are_put_off(site: FeedSite, desk: TestDesk) -> None:
    site.status("/0.xml", 503, {"Retry-After": "600"})
    for number in range(1, 8):
        site.slow(site.feed(f"/{number}.xml").removeprefix(site.url("")), 0.01)
    ids = await desk.subscribe(*(site.url(f"/{number}.xml") for number in range(8)))
    report = await desk.sync()
    assert report["failed"] == 1
    assert report["due"] < 8
    put_off = [feed for feed_id in ids[1:] if (feed := await desk.feed(feed_id)).last_checked is None]
    assert put_off
    assert all(feed.next_check == desk.now + 600 and not feed.error for feed in put_off)


async def test_an_address_that_moved_for_good_is_taken_over_when_seen_twice(
    site: FeedSite, desk: TestDesk
) -> None:
    """HOSTILE N16"""
    new = site.feed("/new.xml", stories=[story("1")])
    (feed_id,) = await desk.subscribe(site.redirect("/old.xml", new, 301))
    await desk.sync()
    assert (await desk.feed(feed_id)).url == site.url("/old.xml")
    await desk.sync(force=True)
    assert (await desk.feed(feed_id)).url == new
    await desk.sync(force=True)
    assert site.asked("/old.xml") == 2
    assert (await desk.feed(feed_id)).total == 1

    library = open_library(desk.folder, "command")
    assert library.journal.next_undo() is not None
    library.journal.undo()
    library.close()
    assert (await desk.feed(feed_id)).url == site.url("/old.xml")


@pytest.mark.parametrize("first", [302, 303, 307])
async def test_a_temporary_redirect_changes_nothing(site: FeedSite, desk: TestDesk, first: int) -> None:
    """HOSTILE N17"""
    new = site.feed("/new.xml")
    site.redirect("/then.xml", new, 301)
    (feed_id,) = await desk.subscribe(site.redirect("/old.xml", site.url("/then.xml"), first))
    for _ in range(3):
        await desk.sync(force=True)
    assert (await desk.feed(feed_id)).url == site.url("/old.xml")


async def test_a_redirect_to_a_page_changes_nothing(site: FeedSite, desk: TestDesk) -> None:
    """HOSTILE N18"""
    (feed_id,) = await desk.subscribe(site.redirect("/old.xml", site.page("/login"), 301))
    for _ in range(3):
        assert (await desk.sync(force=True))["failed"] == 1
    assert (await desk.feed(feed_id)).url == site.url("/old.xml")


async def test_moving_onto_another_subscription_loses_nothing(site: FeedSite, desk: TestDesk) -> None:
    """HOSTILE N19"""
    new = site.feed("/new.xml", "The new one", [story("1")])
    old_id, new_id = await desk.subscribe(site.redirect("/old.xml", new, 308), new)
    for _ in range(3):
        await desk.sync(force=True)
    assert (await desk.feed(old_id)).url == site.url("/old.xml")
    assert ((await desk.feed(old_id)).total, (await desk.feed(new_id)).total) == (1, 1)
    said = await desk.rows("SELECT last_result FROM fetch_states WHERE feed_id = ?", (old_id,))
    assert "The new one" in said[0][0]


async def test_a_large_feed_is_stored_in_portions_and_its_validators_last(
    site: FeedSite, desk: TestDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """HOSTILE D01: the program dies between two portions."""
    monkeypatch.setattr("newsreader.sync.job_sync.BULK", Pace(rows=10, pause=0, gather=0))
    (feed_id,) = await desk.subscribe(site.feed("/a.xml", stories=[story(str(n)) for n in range(35)]))
    kept = fetches.save_check

    def dies(w: Writer, outcome: fetches.CheckOutcome) -> None:
        raise RuntimeError("the power went")

    monkeypatch.setattr(fetches, "save_check", dies)
    with pytest.raises(RuntimeError):
        await desk.sync()
    monkeypatch.setattr(fetches, "save_check", kept)
    assert 0 < (await desk.feed(feed_id)).total < 35
    assert await desk.rows("SELECT etag, entry_hashes FROM fetch_states") == [("", b"")]
    report = await desk.sync(force=True)
    assert (await desk.feed(feed_id)).total == 35
    assert report["failed"] == 0
    assert await desk.integrity() == []


async def test_long_stories_are_stored_in_smaller_portions(
    site: FeedSite, desk: TestDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mark waits for a transaction, and the search index takes as long as there is text."""
    monkeypatch.setattr("newsreader.sync.job_sync.BULK", Pace(rows=10, pause=0, gather=0))
    stories = [story(str(n), "A long story. " * (2_000 if n == 3 else 1_000)) for n in range(7)]
    (feed_id,) = await desk.subscribe(site.feed("/a.xml", stories=stories))
    portions: list[int] = []
    kept = ingest.ingest

    def counted(w: Writer, feed: int, new: Sequence[CleanStory], *rest: Any, **more: Any) -> ingest.Ingested:
        portions.append(len(new))
        return kept(w, feed, new, *rest, **more)

    monkeypatch.setattr(ingest, "ingest", counted)
    await desk.sync()
    assert portions == [2, 1, 1, 2, 1]
    assert (await desk.feed(feed_id)).total == 7


async def test_the_search_index_is_merged_along_the_way(
    site: FeedSite, desk: TestDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each transaction leaves a segment; with very many of them the next one would merge all, and marks wait for it."""
    monkeypatch.setattr("newsreader.sync.job_sync.BULK", Pace(rows=1, pause=0, gather=0, merge=25))
    for name in "abc":
        await desk.subscribe(site.feed(f"/{name}.xml", stories=[story(f"{name}{n}") for n in range(30)]))
    await desk.sync()
    # Those of the last feed at most: the sync ends with it, and what comes after merges them.
    assert await desk.rows("SELECT count(DISTINCT segid) < 40 FROM story_index_idx") == [(1,)]
    found = "SELECT count(*) FROM story_index WHERE story_index MATCH 'title'"
    assert await desk.rows(found) == [(90,)]


async def test_a_second_sync_waits_for_the_first(site: FeedSite, desk: TestDesk) -> None:
    await desk.subscribe(site.feed("/a.xml"))
    lock = FileLock(desk.folder / "worker.lock")
    assert lock.try_acquire()
    waiting = asyncio.create_task(desk.sync())
    await asyncio.sleep(0.15)
    assert site.asked() == 0
    lock.release()
    assert (await waiting)["new_stories"] == 1


async def test_a_cancelled_sync_ends_at_once_and_leaves_the_cache_in_order(
    site: FeedSite, desk: TestDesk
) -> None:
    async def silent(request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(30)
        return web.Response()

    (feed_id, _) = await desk.subscribe(site.feed("/a.xml"), site.on("/silent.xml", silent))
    work = asyncio.create_task(desk.sync())
    for _ in range(500):
        if (await desk.feed(feed_id)).total:
            break
        await asyncio.sleep(0.01)
    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(work, 1)
    assert (await desk.feed(feed_id)).total == 1
    assert await desk.integrity() == []


async def test_a_feed_removed_while_it_is_fetched_stays_removed(site: FeedSite, desk: TestDesk) -> None:
    from newsreader.store import removal

    (feed_id,) = await desk.subscribe(site.feed("/a.xml"))
    site.slow("/a.xml", 0.1)
    work = asyncio.create_task(desk.sync())
    for _ in range(500):
        if site.asked():
            break
        await asyncio.sleep(0.005)
    await desk.desk.cache.write(lambda w: removal.remove_feed(w, feed_id, now=desk.now))
    report = await work
    assert report["new_stories"] == 0
    assert await desk.rows("SELECT count(*) FROM stories") == [(0,)]


async def test_progress_reaches_the_end(site: FeedSite, desk: TestDesk) -> None:
    await desk.subscribe(*(site.feed(f"/{n}.xml") for n in range(12)))
    await desk.sync()
    assert desk.progress[-1].done == desk.progress[-1].total == 12
    assert sum(new for _, new, _ in desk.changes) == 12


async def test_the_journal_is_not_touched_by_a_plain_sync(site: FeedSite, desk: TestDesk) -> None:
    await desk.subscribe(site.feed("/a.xml"))
    await desk.sync()
    assert await desk.read(journal.last) is None
