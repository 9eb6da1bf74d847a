"""N01-N10: answers that are too long, too slow, packed to harm, or not what they claim."""

from __future__ import annotations

import asyncio
import gzip
import subprocess
import sys
import textwrap
import time
import zlib
from collections.abc import Callable

import pytest

from newsreader.domain.errors import BrokenAnswer, NetError, TimedOut, TooLarge
from newsreader.net.client import Client
from newsreader.net.limits import Limits
from newsreader.net.message import Request
from tests.hostile.conftest import Serve
from tests.hostile.support.rawserver import FEED, Exchange, RawServer, always, by_path, reply

MIB = 1024 * 1024


def packed(data: bytes, level: int = 9) -> bytes:
    """gzip without the time in it, so that each run packs to the same bytes."""
    return gzip.compress(data, level, mtime=0)


def gzip_bomb(size: int) -> bytes:
    """Zeros, packed to about a thousandth."""
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    block = bytes(MIB)
    return b"".join(packer.compress(block) for _ in range(size // MIB)) + packer.flush()


async def fault_of(client: Client, server: RawServer, path: str = "/feed") -> NetError:
    """The fault of a fetch that must fail; afterwards the client is as good as before."""
    with pytest.raises(NetError) as caught:
        await client.fetch(Request(server.url(path)))
    sentence = caught.value.sentence
    assert sentence.endswith(".")
    assert sentence[0].isupper() or sentence.startswith("127.0.0.")
    return caught.value


async def test_n01_an_endless_chunked_body_ends_at_16_mib(client: Client, serve: Serve) -> None:
    sent = 0

    def endless(exchange: Exchange) -> None:
        nonlocal sent
        exchange.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        block = b"%x\r\n" % MIB + b"x" * MIB + b"\r\n"
        while True:
            exchange.send(block)
            sent += MIB

    fault = await fault_of(client, serve(endless))
    assert isinstance(fault, TooLarge)
    assert "16 MB" in fault.sentence
    assert 16 * MIB <= sent < 24 * MIB  # what was on the way when we hung up is in the socket buffers


async def test_n01_an_announced_length_beyond_the_limit_is_not_read_at_all(
    client: Client, serve: Serve
) -> None:
    fault = await fault_of(client, serve(always(reply(200, b"x" * 100, length=17 * MIB))))
    assert isinstance(fault, TooLarge)


async def test_n01_a_request_can_ask_for_less(client: Client, serve: Serve) -> None:
    server = serve(always(reply(200, b"x" * 2000)))
    with pytest.raises(TooLarge, match="1 KB"):
        await client.fetch(Request(server.url(), max_bytes=1024))
    assert (await client.fetch(Request(server.url("/b"), max_bytes=2000))).body == b"x" * 2000


@pytest.mark.skipif(sys.platform == "win32", reason="needs resource")
def test_n02_gzip_bombs_end_at_16_mib_and_cost_little_memory(serve: Serve) -> None:
    """One costs less than 64 MiB; thirty at a time no more than the four that are read at a time."""
    server = serve(always(reply(200, gzip_bomb(64 * MIB), {"Content-Encoding": "gzip"})), host="0.0.0.0")
    script = textwrap.dedent(
        """
        import asyncio, resource, sys
        from newsreader.net.client import Client
        from newsreader.net.message import Request

        def peak():
            return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

        async def main(port):
            async with Client(version="1") as client:
                await asyncio.gather(client.fetch(Request("http://127.0.3.1:1/")), return_exceptions=True)
                before = peak()
                await asyncio.gather(client.fetch(Request(f"http://127.0.3.1:{port}/")), return_exceptions=True)
                one = peak()
                requests = [Request(f"http://127.0.3.{host}:{port}/") for host in range(1, 31)]
                ends = await asyncio.gather(*(client.fetch(each) for each in requests), return_exceptions=True)
                print(one - before, peak() - before, *{type(end).__name__ for end in ends})

        asyncio.run(main(sys.argv[1]))
        """
    )
    command = [sys.executable, "-c", script, str(server.port)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    one, thirty, kind = run.stdout.split()
    assert int(one) < 64 * 1024  # KiB
    assert int(thirty) < 160 * 1024
    assert kind == "TooLarge"


async def test_large_bodies_wait_for_each_other_and_all_arrive(
    make_client: Callable[..., Client], serve: Serve
) -> None:
    body = bytes(range(256)) * 4096 * 2
    server = serve(always(reply(200, packed(body, 1), {"Content-Encoding": "gzip"})), host="0.0.0.0")
    client = make_client(limits=Limits(large_at_once=1, small_body=MIB))
    urls = [f"http://127.0.3.{host}:{server.port}/" for host in range(1, 11)]
    answers = await asyncio.gather(*(client.fetch(Request(url)) for url in urls))
    assert all(answer.body == body for answer in answers)


async def test_n02_a_packed_stream_that_unpacks_to_nothing_ends_too(
    make_client: Callable[..., Client], serve: Serve
) -> None:
    empty_block = b"\x00\x00\x00\xff\xff" * 200_000  # deflate blocks that hold no byte
    body = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03" + empty_block * 3
    server = serve(always(reply(200, body, {"Content-Encoding": "gzip", "X-Size": str(len(body))})))
    assert isinstance(await fault_of(make_client(limits=Limits(body=MIB)), server), TooLarge)


@pytest.mark.parametrize("value", ["gzip, gzip", "gzip, deflate", "gzip,identity,gzip", "deflate, br"])
async def test_n03_what_is_packed_twice_is_refused(client: Client, serve: Serve, value: str) -> None:
    body = packed(packed(FEED))
    fault = await fault_of(client, serve(always(reply(200, body, {"Content-Encoding": value}))))
    assert isinstance(fault, BrokenAnswer)
    assert "more than once" in fault.sentence


async def test_n03_two_header_lines_count_as_twice(client: Client, serve: Serve) -> None:
    body = packed(packed(FEED))
    head = (
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"
    )
    assert isinstance(await fault_of(client, serve(always(head % len(body) + body))), BrokenAnswer)


@pytest.mark.parametrize("value", ["br", "zstd", "compress", "x-nonsense", "gzip;q=1"])
async def test_n04_a_packing_nobody_asked_for_is_refused(client: Client, serve: Serve, value: str) -> None:
    fault = await fault_of(
        client, serve(always(reply(200, b"\x8b\x03\x80rss\x03", {"Content-Encoding": value})))
    )
    assert isinstance(fault, BrokenAnswer)
    assert "did not ask" in fault.sentence


@pytest.mark.parametrize(
    ("value", "body"),
    [
        ("gzip", packed(FEED)),
        ("x-gzip", packed(FEED)),
        ("GZIP", packed(FEED)),
        ("gzip", packed(FEED[:100]) + packed(FEED[100:])),
        ("gzip", packed(FEED) + bytes(512)),
        ("deflate", zlib.compress(FEED)),
        ("deflate", zlib.compress(FEED)[2:-4]),
        ("identity", FEED),
        ("", FEED),
    ],
)
async def test_n04_what_was_asked_for_is_unpacked(
    client: Client, serve: Serve, value: str, body: bytes
) -> None:
    server = serve(always(reply(200, body, {"Content-Encoding": value})))
    answer = await client.fetch(Request(server.url()))
    assert answer.body == FEED
    assert answer.wire_bytes == len(body)
    assert server.requests[0].headers["accept-encoding"] == "gzip, deflate"


@pytest.mark.parametrize("body", [packed(FEED)[:-9], packed(FEED)[:40], b"plain text", packed(FEED)[:1]])
async def test_n04_damaged_packing_is_an_error(client: Client, serve: Serve, body: bytes) -> None:
    fault = await fault_of(client, serve(always(reply(200, body, {"Content-Encoding": "gzip"}))))
    assert isinstance(fault, BrokenAnswer)


async def test_n05_a_byte_at_a_time_ends_with_the_whole_time(
    make_client: Callable[..., Client], serve: Serve, quick: Limits
) -> None:
    def drip(exchange: Exchange) -> None:
        exchange.send(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        while True:
            exchange.send(b"x")
            exchange.pause(0.05)

    began = time.monotonic()
    fault = await fault_of(make_client(limits=quick), serve(drip))
    assert isinstance(fault, TimedOut)
    assert quick.total <= time.monotonic() - began < 10 * quick.total
    assert Limits().total == 60


async def test_n05_a_header_a_byte_at_a_time_ends_too(
    make_client: Callable[..., Client], serve: Serve, quick: Limits
) -> None:
    def drip(exchange: Exchange) -> None:
        exchange.send(b"HTTP/1.1 200 OK\r\nX-Long: ")
        while True:
            exchange.send(b"x")
            exchange.pause(0.05)

    assert isinstance(await fault_of(make_client(limits=quick), serve(drip)), TimedOut)


async def test_n05_redirects_share_the_time(make_client: Callable[..., Client], serve: Serve) -> None:
    def slow_hop(exchange: Exchange) -> None:
        exchange.pause(0.25)
        exchange.send(reply(302, b"", {"Location": exchange.request.target + "x"}))

    client = make_client(limits=Limits(total=0.6, connect=0.5, read=0.5))
    assert isinstance(await fault_of(client, serve(slow_hop)), TimedOut)


@pytest.mark.parametrize(
    "head",
    [
        b"X-Long: " + b"x" * MIB + b"\r\n",
        b"".join(b"X-%d: %s\r\n" % (n, b"y" * 4000) for n in range(260)),
        b"".join(b"X-%d: y\r\n" % n for n in range(100_000)),
    ],
    ids=["one of a megabyte", "many of 4 KB", "a hundred thousand"],
)
async def test_n06_a_megabyte_of_headers_is_an_error(client: Client, serve: Serve, head: bytes) -> None:
    fault = await fault_of(
        client, serve(always(b"HTTP/1.1 200 OK\r\n" + head + b"Content-Length: 0\r\n\r\n"))
    )
    assert isinstance(fault, BrokenAnswer)


@pytest.mark.parametrize("piece", [b"X-Another: line\r\n" * 100, b"x" * 4096], ids=["lines", "one line"])
async def test_n06_endless_headers_are_an_error(client: Client, serve: Serve, piece: bytes) -> None:
    def endless(exchange: Exchange) -> None:
        exchange.send(b"HTTP/1.1 200 OK\r\n")
        while True:
            exchange.send(piece)

    assert isinstance(await fault_of(client, serve(endless)), BrokenAnswer)


@pytest.mark.parametrize(
    "answer",
    [
        b"SSH-2.0-OpenSSH_9.2p1\r\n\r\n",
        b"\x00\x01\x02\x03\r\n\r\n",
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"<html>no head</html>\r\n\r\n",
    ],
)
async def test_n06_what_is_not_http_is_an_error(client: Client, serve: Serve, answer: bytes) -> None:
    assert isinstance(await fault_of(client, serve(always(answer))), BrokenAnswer)


async def test_n06_endless_news_before_the_answer_end_too(
    make_client: Callable[..., Client], serve: Serve, quick: Limits
) -> None:
    def endless(exchange: Exchange) -> None:
        while True:
            exchange.send(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 100)
            exchange.pause(0.01)

    assert isinstance(await fault_of(make_client(limits=quick), serve(endless)), TimedOut)


async def test_n07_silence_is_a_timeout_and_others_go_on(
    make_client: Callable[..., Client], serve: Serve
) -> None:
    silent = serve(Exchange.until_gone, host="127.0.0.2")
    good = serve(always(reply(200, FEED)))
    client = make_client(limits=Limits(total=4, connect=3, read=1))
    waiting = [asyncio.create_task(fault_of(client, silent, f"/{n}")) for n in range(4)]
    answers = await asyncio.gather(*(client.fetch(Request(good.url(f"/{n}"))) for n in range(20)))
    assert all(answer.body == FEED for answer in answers)
    assert {type(fault) for fault in await asyncio.gather(*waiting)} == {TimedOut}


async def test_n07_silence_before_tls_is_a_timeout(
    make_client: Callable[..., Client], serve: Serve, quick: Limits
) -> None:
    server = serve(Exchange.until_gone)
    with pytest.raises(TimedOut, match="does not answer"):
        await make_client(limits=quick).fetch(Request(server.url().replace("http:", "https:")))


async def test_n07_silence_in_the_middle_is_a_timeout(
    make_client: Callable[..., Client], serve: Serve, quick: Limits
) -> None:
    def half(exchange: Exchange) -> None:
        exchange.send(reply(200, FEED[:50], length=len(FEED)))
        exchange.until_gone()

    assert isinstance(await fault_of(make_client(limits=quick), serve(half)), TimedOut)


async def test_n08_a_body_shorter_than_announced_is_incomplete(client: Client, serve: Serve) -> None:
    def short(exchange: Exchange) -> None:
        exchange.send(reply(200, FEED, {"ETag": '"new"'}, length=len(FEED) + 10))
        exchange.close()

    fault = await fault_of(client, serve(short))
    assert isinstance(fault, BrokenAnswer)
    assert "cut off" in fault.sentence


@pytest.mark.parametrize("pause", [0.0, 0.05])
async def test_n09_bytes_beyond_the_announced_length_are_nobodys_reply(
    client: Client, serve: Serve, pause: float
) -> None:
    smuggled = reply(200, b"smuggled")

    def short(exchange: Exchange) -> None:
        exchange.send(reply(200, FEED))
        if pause:
            exchange.pause(pause)
        exchange.send(smuggled)

    answers = [await client.fetch(Request(serve(short).url(f"/{n}"))) for n in range(3)]
    assert [answer.body for answer in answers] == [FEED] * 3


async def test_n09_nor_when_others_wait_for_the_connection(client: Client, serve: Serve) -> None:
    server = serve(always(reply(200, FEED) + reply(200, b"smuggled")))
    answers = await asyncio.gather(*(client.fetch(Request(server.url(f"/{n}"))) for n in range(12)))
    assert {answer.body for answer in answers} == {FEED}


@pytest.mark.parametrize("tail", [b"", b"0\r\n", b"5\r\nab"])
async def test_n10_a_missing_last_chunk_is_incomplete(client: Client, serve: Serve, tail: bytes) -> None:
    def cut(exchange: Exchange) -> None:
        head = b'HTTP/1.1 200 OK\r\nETag: "new"\r\nTransfer-Encoding: chunked\r\n\r\n'
        exchange.send(head + b"%x\r\n" % len(FEED) + FEED + b"\r\n" + tail)
        exchange.close()

    fault = await fault_of(client, serve(cut))
    assert isinstance(fault, BrokenAnswer)


async def test_n10_both_lengths_at_once_are_an_error(client: Client, serve: Serve) -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nhello"
    assert isinstance(await fault_of(client, serve(always(answer))), BrokenAnswer)


async def test_a_body_until_the_connection_ends_is_taken(client: Client, serve: Serve) -> None:
    def until_end(exchange: Exchange) -> None:
        exchange.send(b"HTTP/1.0 200 OK\r\n\r\n" + FEED)
        exchange.close()

    assert (await client.fetch(Request(serve(until_end).url()))).body == FEED


async def test_hanging_up_without_a_word_is_an_error(client: Client, serve: Serve) -> None:
    fault = await fault_of(client, serve(Exchange.close))
    assert "ended the connection" in fault.sentence


async def test_n39_a_small_limit_holds_for_pictures(client: Client, serve: Serve) -> None:
    server = serve(
        by_path({"/favicon.ico": reply(200, b"\x89PNG" + bytes(MIB), {"Content-Type": "image/png"})})
    )
    with pytest.raises(TooLarge):
        await client.fetch(Request(server.url("/favicon.ico"), max_bytes=64 * 1024, purpose="icon"))
