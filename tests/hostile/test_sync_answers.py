"""N01-N10 and N25-N29 through a whole sync: answers that are too long, too slow, packed to harm, odd or empty."""

from __future__ import annotations

import asyncio
import threading
import zlib
from collections.abc import Awaitable, Callable

import pytest

from newsreader.net.limits import Limits
from tests.hostile.support.conditions import CALM, CALM_HEADERS, DAY, Trial
from tests.hostile.support.rawserver import Exchange, Handler, reply
from tests.support.feed_site import FeedStory, rss

MIB = 1 << 20
MakeTrial = Callable[..., Awaitable[Trial]]


def endless_chunks(exchange: Exchange) -> None:
    exchange.send(b'HTTP/1.1 200 OK\r\nETag: "endless"\r\nTransfer-Encoding: chunked\r\n\r\n')
    block = b"%x\r\n" % MIB + b"<item>" * (MIB // 6) + b" " * (MIB % 6) + b"\r\n"
    while True:
        exchange.send(block)


def drip(exchange: Exchange) -> None:
    """A byte now and then: never silent for long."""
    exchange.send(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    while True:
        exchange.send(b"<")
        exchange.pause(0.05)


def endless_headers(exchange: Exchange) -> None:
    exchange.send(b"HTTP/1.1 200 OK\r\n")
    while True:
        exchange.send(b"X-Another: line\r\n" * 200)


def silence(exchange: Exchange) -> None:
    exchange.until_gone()


def cut(answer: bytes) -> Handler:
    """A handler that sends ``answer`` and hangs up."""

    def handle(exchange: Exchange) -> None:
        exchange.send(answer)
        exchange.close()

    return handle


def bomb() -> bytes:
    """A gzip of 100 MiB of zeros."""
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    return b"".join(packer.compress(bytes(MIB)) for _ in range(100)) + packer.flush()


async def validators_kept(trial: Trial) -> None:
    """The pair of the calm edition is there still, and the next answer is asked for with it."""
    state = await trial.state()
    assert (state["etag"], state["last_modified"]) == ('"calm"', CALM_HEADERS["Last-Modified"])
    trial.answer = reply(304)
    trial.desk.now += DAY
    await trial.sync(fails=False)
    sent = trial.bad.requests[-1].headers
    assert (sent["if-none-match"], sent["if-modified-since"]) == ('"calm"', CALM_HEADERS["Last-Modified"])


async def test_n01_an_endless_body_costs_one_update(trial: Trial) -> None:
    trial.answer = endless_chunks
    assert "16 MB" in await trial.sync()
    await validators_kept(trial)


async def test_n02_a_gzip_bomb_costs_one_update(trial: Trial) -> None:
    trial.answer = reply(200, bomb(), {"Content-Encoding": "gzip"})
    assert "16 MB" in await trial.sync()
    await validators_kept(trial)


async def test_n03_what_is_packed_twice_is_refused(trial: Trial) -> None:
    trial.answer = reply(200, CALM, {"Content-Encoding": "gzip, gzip"})
    assert "more than once" in await trial.sync()


@pytest.mark.parametrize("coding", ["br", "zstd", "x-unknown"])
async def test_n04_a_packing_nobody_asked_for_is_refused(trial: Trial, coding: str) -> None:
    trial.answer = reply(200, CALM, {"Content-Encoding": coding})
    assert "did not ask for" in await trial.sync()


async def test_n05_a_byte_at_a_time_ends_with_the_whole_time(trial: Trial) -> None:
    """The real limit is 60 s; it is lowered here."""
    assert Limits().total == 60
    trial.answer = drip
    assert "took longer than" in await trial.sync()
    await validators_kept(trial)


@pytest.mark.parametrize(
    "answer",
    [
        endless_headers,
        b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * MIB + b"\r\nContent-Length: 0\r\n\r\n",
        b"\x00\x01\x02 no HTTP at all\r\n\r\n",
    ],
    ids=["endless", "a megabyte", "no HTTP"],
)
async def test_n06_headers_without_measure_are_an_error(trial: Trial, answer: bytes | Handler) -> None:
    trial.answer = answer
    assert "does not answer as a web server should" in await trial.sync()


async def test_n07_silence_is_a_timeout(trial: Trial) -> None:
    trial.answer = silence
    assert "silent" in await trial.sync()
    await validators_kept(trial)


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(
            reply(200, CALM[:-60], {"ETag": '"half"'}, length=len(CALM)), id="N08 Content-Length too long"
        ),
        pytest.param(
            b'HTTP/1.1 200 OK\r\nETag: "half"\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n' % len(CALM)
            + CALM
            + b"\r\n",
            id="N10 no last chunk",
        ),
    ],
)
async def test_n08_n10_an_answer_that_breaks_off_is_not_taken_nor_its_validators(
    trial: Trial, answer: bytes
) -> None:
    trial.answer = cut(answer)
    assert "cut off" in await trial.sync()
    await validators_kept(trial)


async def test_n09_bytes_beyond_the_announced_length_are_nobodys_reply(trial: Trial) -> None:
    smuggled = reply(200, rss("Smuggled", [FeedStory("smuggled")]))
    trial.answer = reply(200, CALM, CALM_HEADERS, length=len(CALM)) + smuggled
    again = await trial.desk.subscribe(trial.bad.url("/second", host="bad.example"))
    await trial.sync(fails=False)
    assert await trial.desk.rows("SELECT count(*) FROM stories WHERE guid = 'smuggled'") == [(0,)]
    assert (await trial.desk.feed(again[0])).total == 2


async def test_n25_a_304_to_a_question_without_conditions_is_an_error(trial: Trial) -> None:
    await trial.desk.desk.cache.write(
        lambda w: w.run("UPDATE fetch_states SET etag = '', last_modified = '' WHERE feed_id = ?", (1,))
    )
    trial.answer = reply(304)
    assert "unchanged" in await trial.sync()


async def test_n25_the_body_of_a_304_is_ignored(trial: Trial) -> None:
    trial.answer = b"HTTP/1.1 304 Not Modified\r\nContent-Length: 900\r\n\r\n" + rss("x", [FeedStory("x")])
    await trial.sync(fails=False)
    assert await trial.total() == 2


async def test_n26_a_304_without_etag_keeps_the_stored_one(trial: Trial) -> None:
    for headers in ({}, {"ETag": '"another"'}):
        trial.answer = reply(304, headers=headers)
        await trial.sync(fails=False)
        await validators_kept(trial)


@pytest.mark.parametrize(
    ("etag", "echoed"),
    [
        pytest.param('W/"weak"', 'W/"weak"', id="weak"),
        pytest.param("bare", "bare", id="unquoted"),
        pytest.param('"' + "x" * 8190 + '"', None, id="8 KB"),
        pytest.param('"a\r\n\tb"', '"a\tb"', id="folded over two lines"),
        pytest.param('"caf\u00e9"', '"caf\u00e9"', id="beyond ASCII"),
    ],
)
async def test_n27_an_odd_etag_is_echoed_exactly_or_dropped(
    trial: Trial, etag: str, echoed: str | None
) -> None:
    trial.answer = reply(200, rss("The bad feed", [FeedStory("old-1", "Old one")]), {"ETag": etag})
    await trial.sync(fails=False)
    trial.calm()
    await trial.sync(fails=False)
    assert trial.bad.requests[-1].headers.get("if-none-match") == echoed


async def test_n27_a_line_that_is_no_header_does_not_become_one_of_ours(trial: Trial) -> None:
    trial.answer = reply(200, CALM, {"ETag": '"a\rX-Injected: 1"'})
    await trial.sync()
    await validators_kept(trial)
    assert "x-injected" not in trial.bad.requests[-1].headers


async def test_n28_a_new_document_under_an_old_etag_is_read(trial: Trial) -> None:
    new = rss(
        "The bad feed", [FeedStory("new"), FeedStory("old-1", "Old one"), FeedStory("old-2", "Old two")]
    )
    trial.answer = reply(200, new, CALM_HEADERS)
    await trial.sync(fails=False)
    assert await trial.total() == 3


@pytest.mark.parametrize("body", [b"", b"   \n", b"\x00" * 50], ids=["nothing", "space", "zeros"])
async def test_n29_an_empty_answer_is_an_error_and_deletes_nothing(trial: Trial, body: bytes) -> None:
    trial.answer = reply(200, body, {"ETag": '"empty"'})
    assert "empty document" in await trial.sync()
    assert await trial.total() == 2
    await validators_kept(trial)


async def test_n29_a_feed_without_items_deletes_nothing(trial: Trial) -> None:
    trial.answer = reply(200, rss("The bad feed", []), {"ETag": '"none"'})
    await trial.sync(fails=False)
    assert await trial.total() == 2
    trial.calm()
    await trial.sync(fails=False)
    assert await trial.total() == 2
    assert await trial.desk.rows("SELECT count(*) FROM statuses WHERE read = 0 AND feed_id = 1") == [(0,)]


async def test_the_conditions_see_what_is_wrong(make_trial: MakeTrial) -> None:
    """A check that cannot fail proves nothing."""
    trial = await make_trial()
    trial.secrets.add("Old one")
    with pytest.raises(AssertionError):
        await trial.sync(fails=False)
    trial.secrets.clear()
    await trial.desk.rows("DELETE FROM statuses WHERE story_id = 1")
    with pytest.raises(AssertionError):
        await trial.sync(fails=False)


async def test_n07_the_others_do_not_wait(make_trial: MakeTrial) -> None:
    """The good feed is stored while the silent one is still waited for."""
    trial = await make_trial(limits=Limits())
    released = threading.Event()

    def wait(exchange: Exchange) -> None:
        released.wait(30)
        exchange.send(reply(500))

    trial.answer = wait
    syncing = asyncio.ensure_future(trial.sync())
    while (await trial.desk.feed(trial.good_id)).total < 2:
        assert not syncing.done()
        await asyncio.sleep(0.01)
    released.set()
    await syncing
