"""What must hold after every hostile case (HOSTILE section 1), in one place.

A ``Trial`` is a cache with two feeds: ``bad``, whose two stories came in calmer days and were read and saved, and
``good`` on a host of its own, which brings one more story with each sync. ``Trial.sync`` runs one real sync and then
checks: nothing died, the cache is sound, earlier stories and marks are what they were, the bad feed says plainly what
is wrong, nothing secret reached a log or the cache, and the good feed was synced.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest

from newsreader.domain.changes import Mark
from newsreader.net.limits import Limits
from newsreader.store import statuses
from tests.hostile.support.names import Names
from tests.hostile.support.rawserver import Exchange, Handler, RawServer, reply
from tests.support.feed_site import FeedStory, rss
from tests.support.worker_desk import TestDesk

HOUR = 3600
DAY = 24 * HOUR
BAD_HOST = "bad.example"
GOOD_HOST = "good.example"
BEFORE = [FeedStory("old-1", "Old one"), FeedStory("old-2", "Old two")]
CALM = rss("The bad feed", BEFORE)
"""What the bad feed served in calmer days, and may serve again."""
CALM_HEADERS = {
    "ETag": '"calm"',
    "Last-Modified": "Wed, 01 Jan 2025 00:00:00 GMT",
    "Content-Type": "application/rss+xml",
}
QUICK = Limits(total=1.5, connect=0.8, read=0.5)
"""Limits that are reached within a test."""

_JARGON = (
    "Traceback", "Exception", "Errno", "errno", "Error(", "aiohttp", "asyncio", "lxml", "feedparser", "sqlite",
    "NoneType", "<class", "0x", "SSLCert", "[SSL", "_ssl", "unicode", "codec", "Tokenize", "xmlParse", "libxml",
)  # fmt: skip


def assert_plain(sentence: str) -> None:
    """A fault as a person may read it: one line, short, a sentence, no word of the machinery, no address."""
    assert sentence, "nothing is said"
    assert "\n" not in sentence, sentence
    assert len(sentence) <= 240, sentence
    assert sentence.endswith("."), sentence
    assert sentence.count(". ") <= 2, sentence
    assert sentence[0].isupper() or sentence.split()[0].count(".") >= 1, (
        sentence
    )  # a name of a host may begin it
    assert not [word for word in _JARGON if word in sentence], sentence
    assert "://" not in sentence, "addresses may hold secrets"


class Trial:
    """Set ``answer`` to what the bad feed answers from now on: bytes, or a handler of the raw server.

    ``secrets`` are words that must not turn up in a log or in the cache. Times are the desk's own clock.
    """

    def __init__(
        self, desk: TestDesk, bad: RawServer, good: RawServer, caplog: pytest.LogCaptureFixture
    ) -> None:
        self.desk = desk
        self.bad = bad
        self.good = good
        self.bad_id = self.good_id = 0
        self.answer: bytes | Handler = reply(200, CALM, CALM_HEADERS)
        self.secrets: set[str] = set()
        self._edition = 0
        self._before: list[Any] = []
        self._log = caplog
        bad.handler = self._answer_bad
        good.handler = self._answer_good

    async def start(self, *, bad_url: str = "") -> None:
        """Subscribe, fetch the calm edition and mark its stories."""
        self._log.set_level(logging.DEBUG)
        url = bad_url or self.bad.url(host=BAD_HOST)
        self.bad_id, self.good_id = await self.desk.subscribe(url, self.good.url(host=GOOD_HOST))
        self._edition = 1
        await self.desk.sync()
        ids = [row[0] for row in await self.desk.rows("SELECT id FROM stories ORDER BY guid DESC")]
        await self.desk.desk.cache.write(lambda w: statuses.mark(w, ids, Mark.READ))
        await self.desk.desk.cache.write(lambda w: statuses.mark(w, ids[:1], Mark.SAVED))
        self._before = await self._earlier()
        assert len(self._before) == 3
        self.bad.requests.clear()

    async def sync(self, *, fails: bool = True, due_only: bool = False) -> str:
        """One sync of both feeds, and the conditions; what the bad feed says is wrong."""
        self.expect_edition()
        report = await self.desk.sync(force=not due_only, due_only=due_only)
        assert report["failed"] == int(fails), report
        await self.check(fails=fails)
        assert [fault["error"] for fault in report["errors"]] == ([await self.error()] if fails else [])
        return await self.error()

    def expect_edition(self) -> None:
        """The good feed has one more story: for a test that syncs by itself and then calls ``check``."""
        self._edition += 1

    async def check(self, *, fails: bool) -> None:
        """The conditions, after a sync that the good feed took part in."""
        await self.check_cache()
        assert (await self.desk.feed(self.good_id)).total == self._edition, "the good feed was not synced"
        assert not (await self.desk.feed(self.good_id)).error
        error = await self.error()
        assert bool(error) == fails, error
        if fails:
            assert_plain(error)

    async def check_cache(self) -> None:
        """The conditions that hold whatever happened: the cache is sound, nothing earlier is lost, nothing is told."""
        assert await self.desk.integrity() == []
        assert await self._earlier() == self._before
        for record in self._log.records:
            assert record.levelno < logging.ERROR, record.getMessage()
            assert record.exc_info is None or record.levelno < logging.WARNING, record.getMessage()
        kept = b"".join(path.read_bytes() for path in _files(self.desk.folder))
        for secret in self.secrets:
            assert secret not in self._log.text
            assert secret.encode() not in kept

    async def error(self) -> str:
        """What the bad feed says is wrong, ``""`` when all is well."""
        return (await self.desk.feed(self.bad_id)).error

    async def state(self) -> dict[str, Any]:
        """What the cache knows of the fetches of the bad feed, by column."""
        names = [row[1] for row in await self.desk.rows("PRAGMA table_info(fetch_states)")]
        (row,) = await self.desk.rows(
            "SELECT " + ", ".join(names) + " FROM fetch_states WHERE feed_id = ?", (self.bad_id,)
        )
        return dict(zip(names, row, strict=True))

    async def url(self) -> str:
        """The address of the bad feed."""
        return (await self.desk.feed(self.bad_id)).url

    async def total(self) -> int:
        """How many stories the bad feed has."""
        return (await self.desk.feed(self.bad_id)).total

    def asked(self) -> int:
        """How many requests for the bad feed came since the calm edition."""
        return len(self.bad.requests)

    def calm(self) -> None:
        """The bad feed is as it was."""
        self.answer = reply(200, CALM, CALM_HEADERS)

    async def _earlier(self) -> list[Any]:
        return await self.desk.rows(
            "SELECT s.id, s.feed_id, s.guid, s.title, s.link, t.read, t.saved FROM stories s"
            " JOIN statuses t ON t.story_id = s.id"
            " WHERE s.guid IN ('old-1', 'old-2', 'good-1') AND s.feed_id IN (?, ?) ORDER BY s.id",
            (self.bad_id, self.good_id),
        )

    def _answer_bad(self, exchange: Exchange) -> None:
        if callable(self.answer):
            self.answer(exchange)
        else:
            exchange.send(self.answer)

    def _answer_good(self, exchange: Exchange) -> None:
        stories = [FeedStory(f"good-{number}") for number in range(self._edition, 0, -1)]
        exchange.send(reply(200, rss("The good feed", stories), {"ETag": f'"{self._edition}"'}))


def known_names() -> Names:
    """A look-up for the hosts of a trial."""
    return Names(**{BAD_HOST.replace(".", "_"): "127.0.0.1", GOOD_HOST.replace(".", "_"): "127.0.0.1"})


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.glob("cache.sqlite3*") if path.is_file()]
