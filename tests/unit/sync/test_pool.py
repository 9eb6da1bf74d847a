"""Parse processes: real ones, and stand-ins that die, hang or talk nonsense."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

from newsreader.domain.errors import Cancelled, NotAFeed, ParseError, ParserDied
from newsreader.sync.pool import ParsePool
from tests.support.feed_site import FeedStory, rss

FEED = rss(
    "A feed", [FeedStory("one", "One", "<p>Words<script>alert(1)</script></p>"), FeedStory("two", "Two")]
)

# A stand-in: takes its time to load, answers each document with its own words, and does what the body says.
STAND_IN = """
import marshal, os, sys, time
def send(value):
    answer = marshal.dumps(value)
    sys.stdout.buffer.write(len(answer).to_bytes(8, "big") + answer)
    sys.stdout.buffer.flush()
time.sleep(float(sys.argv[1]))
send(("ready",))
while head := sys.stdin.buffer.read(8):
    number, url, kind, known, raw, body = marshal.loads(sys.stdin.buffer.read(int.from_bytes(head, "big")))
    if body == b"die":
        os._exit(3)
    if body == b"hang":
        time.sleep(60)
    send((number, "bug", "trace") if body == b"bug" else (number, "NotAFeed", body.decode()))
"""


@pytest.fixture
def stand_in(tmp_path: Path) -> list[str]:
    path = tmp_path / "stand_in.py"
    path.write_text(STAND_IN)
    return [sys.executable, str(path), "0"]


def slow(stand_in: list[str], seconds: float) -> list[str]:
    """The stand-in that takes so long to load."""
    return [*stand_in[:-1], f"{seconds}"]


async def said(pool: ParsePool, body: bytes) -> str:
    """What the stand-in answers to ``body``."""
    with pytest.raises(ParseError) as caught:
        await pool.parse(body, url="http://site.example/")
    return caught.value.sentence


async def test_a_document_comes_back_clean() -> None:
    pool = ParsePool()
    parsed = await pool.parse(FEED, url="http://site.example/feed.xml")
    assert parsed.feed.title == "A feed"
    assert [story.title for story in parsed.stories] == ["One", "Two"]
    assert "script" not in parsed.stories[0].html
    assert len(parsed.feed.entry_hashes) == 2
    known = await pool.parse(FEED, url="http://site.example/feed.xml", known=parsed.feed.entry_hashes)
    assert known.stories == ()
    await pool.close()


async def test_a_document_can_be_had_raw_for_judging_it() -> None:
    pool = ParsePool()
    feed = await pool.parse_raw(FEED, url="http://site.example/feed.xml")
    assert [story.guid for story in feed.stories] == ["one", "two"]
    with pytest.raises(NotAFeed):
        await pool.parse_raw(b"<!doctype html><html><body>A page</body></html>", url="http://site.example/")
    await pool.close()


async def test_a_process_that_dies_costs_one_document(stand_in: list[str]) -> None:
    """HOSTILE P16"""
    pool = ParsePool(size=1, command=stand_in)
    results = await asyncio.gather(
        *(pool.parse(body, url="") for body in (b"first", b"die", b"third", b"fourth")),
        return_exceptions=True,
    )
    assert [type(result) for result in results] == [NotAFeed, ParserDied, NotAFeed, NotAFeed]
    await pool.close()


async def test_a_process_that_hangs_is_replaced(stand_in: list[str]) -> None:
    pool = ParsePool(size=1, patience=0.3, command=stand_in)
    hung, after = await asyncio.gather(
        pool.parse(b"hang", url=""), pool.parse(b"after", url=""), return_exceptions=True
    )
    assert isinstance(hung, ParserDied)
    assert "longer than" in hung.sentence
    assert isinstance(after, NotAFeed)
    await pool.close()


async def test_the_time_a_process_takes_to_start_is_not_held_against_a_document(stand_in: list[str]) -> None:
    """On a busy machine the process was ended as it began to read, and a healthy feed was told to be at fault."""
    pool = ParsePool(size=1, patience=1.0, command=slow(stand_in, 1.5))
    assert await said(pool, b"healthy") == "healthy"
    await pool.close()


async def test_a_process_that_is_never_ready_is_not_waited_for_without_end(stand_in: list[str]) -> None:
    pool = ParsePool(size=1, starting=0.1, command=slow(stand_in, 60))
    assert "not ready within 0.1 seconds" in await said(pool, b"first")
    assert "not ready" in await said(pool, b"second")
    await pool.close()


async def test_a_process_that_ends_before_it_is_ready_is_told_apart() -> None:
    pool = ParsePool(size=1, command=[sys.executable, "-c", "raise SystemExit(3)"])
    assert "before it could read anything" in await said(pool, b"x")
    await pool.close()


async def test_a_fault_of_our_own_code_is_logged_and_costs_one_document(
    stand_in: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    pool = ParsePool(size=1, command=stand_in)
    assert "log has the details" in await said(pool, b"bug")
    assert "trace" in caplog.text
    assert await said(pool, b"next") == "next"
    await pool.close()


async def test_a_process_that_cannot_start_is_told() -> None:
    pool = ParsePool(command=["/nowhere/to/be/found"])
    assert "could not be started" in await said(pool, b"x")
    await pool.close()


async def test_many_documents_start_a_second_process(stand_in: list[str]) -> None:
    pool = ParsePool(size=2, command=stand_in)
    bodies = [b"%06d" % number + b"." * 100_000 for number in range(20)]
    answers = await asyncio.gather(*(said(pool, body) for body in bodies))
    assert [answer[:6] for answer in answers] == [f"{number:06d}" for number in range(20)]
    assert pool.running == 2
    await pool.close()


@pytest.mark.parametrize(("expected", "processes"), [(0, 1), (10 << 20, 2)])
async def test_processes_run_before_the_first_document_is_there(
    stand_in: list[str], expected: int, processes: int
) -> None:
    pool = ParsePool(size=2, command=stand_in)
    await pool.warm(expected)
    assert pool.running == processes
    await pool.warm(expected)
    assert pool.running == processes
    assert await said(pool, b"first") == "first"
    await pool.close()


async def test_documents_that_are_mostly_known_share_one_process(stand_in: list[str]) -> None:
    pool = ParsePool(command=stand_in)
    documents = (
        pool.parse(b"x" * 60_000, url="http://site.example/", known=frozenset({1})) for _ in range(8)
    )
    await asyncio.gather(*documents, return_exceptions=True)
    assert pool.running == 1
    await pool.close()


async def test_closing_lets_nobody_wait(stand_in: list[str]) -> None:
    pool = ParsePool(size=1, command=stand_in)
    waiting = [asyncio.ensure_future(pool.parse(body, url="")) for body in (b"hang", b"a", b"b", b"c")]
    await asyncio.sleep(0.2)
    await pool.close()
    results = await asyncio.gather(*waiting, return_exceptions=True)
    assert all(isinstance(result, Cancelled) for result in results)


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit there")
async def test_a_document_that_eats_memory_costs_itself_alone() -> None:
    """The real limit is far above what honest documents need, so it is lowered here."""
    pool = ParsePool(size=1, memory=100 << 20)
    huge = rss("Huge", [FeedStory(str(number), "T" * 100, "word " * 3000) for number in range(600)])
    with pytest.raises(ParseError):
        await pool.parse(huge, url="http://site.example/")
    assert len((await pool.parse(FEED, url="http://site.example/")).stories) == 2
    await pool.close()


async def test_processes_end_when_there_is_nothing_to_parse_and_come_back(stand_in: list[str]) -> None:
    pool = ParsePool(size=1, rest=0.02, command=stand_in)
    assert await said(pool, b"first") == "first"
    for _ in range(500):
        if not pool.running:
            break
        await asyncio.sleep(0.01)
    assert pool.running == 0
    assert await said(pool, b"second") == "second"
    await pool.close()
