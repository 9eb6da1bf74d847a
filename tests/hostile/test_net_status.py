"""N20-N29 as far as the client goes: statuses, pauses, validators, 304."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from email.utils import formatdate

import pytest

from newsreader.domain.errors import (
    BrokenAnswer,
    Forbidden,
    Gone,
    LoginNeeded,
    NetError,
    NotFound,
    ServerBusy,
    ServerFault,
)
from newsreader.domain.fetching import Validators
from newsreader.net.client import Client
from newsreader.net.message import Request
from newsreader.net.waits import HostWaits
from tests.hostile.conftest import Serve
from tests.hostile.support.rawserver import FEED, Exchange, always, by_path, reply

NOW = 1_800_000_000
KNOWN = Validators('"v1"', "Wed, 01 Jan 2025 00:00:00 GMT")


@pytest.fixture
def clock() -> list[int]:
    """The time: ``clock[0]``."""
    return [NOW]


@pytest.fixture
def timed(make_client: Callable[..., Client], clock: list[int]) -> Callable[..., Client]:
    """Makes a client whose time is ``clock``."""
    return lambda **options: make_client(clock=lambda: clock[0], **options)


@pytest.mark.parametrize(
    ("status", "kind", "words"),
    [
        (404, NotFound, "The server answered 404: there is no page at this address."),
        (410, Gone, "The server answered 410: this address was given up for good. It is not asked again."),
        (403, Forbidden, "The server answered 403: it does not let us read this address."),
        (451, Forbidden, "The server answered 451: it may not show this address, for legal reasons."),
        (401, LoginNeeded, "The server answered 401: it wants a name and a password."),
        (
            407,
            LoginNeeded,
            "The proxy wants a name and a password. Enter them in the preferences, under Network.",
        ),
        (400, ServerFault, "The server answered 400: it does not take our request. Check the address."),
        (
            500,
            ServerFault,
            "The server answered 500: it has a fault of its own. It will be asked again later.",
        ),
        (
            502,
            ServerFault,
            "The server answered 502: it has a fault of its own. It will be asked again later.",
        ),
        (204, ServerFault, "The server answered 204, which is no page. Check the address."),
        (206, ServerFault, "The server answered 206, which is no page. Check the address."),
        (300, ServerFault, "The server answered 300, which is no page. Check the address."),
    ],
)
async def test_n20_n24_each_status_has_its_fault(
    client: Client, serve: Serve, status: int, kind: type[NetError], words: str
) -> None:
    server = serve(always(reply(status, b"" if status == 204 else b"some page", {"ETag": '"no"'})))
    with pytest.raises(kind) as caught:
        await client.fetch(Request(server.url(), validators=KNOWN))
    assert caught.value.sentence == words
    assert caught.value.status == status
    assert len(server.requests) == 1  # nobody asks twice by himself


@pytest.mark.parametrize(
    ("value", "pause"),
    [
        ("120", 120),
        (formatdate(NOW + 300, usegmt=True), 300),
        ("0", 600),
        ("-1", 600),
        ("soon", 600),
        ("", 600),
        ("1000000000000", 7 * 24 * 3600),
        ("1.5", 600),
        (formatdate(NOW - 300, usegmt=True), 600),
        (formatdate(NOW + 400 * 86_400, usegmt=True), 7 * 24 * 3600),
        ("Fri, 99 Foo 9999 99:99:99 GMT", 600),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
async def test_n21_retry_after_is_honoured_up_to_a_week(
    timed: Callable[..., Client], clock: list[int], serve: Serve, status: int, value: str, pause: int
) -> None:
    sent = {"Retry-After": value, "Date": formatdate(NOW, usegmt=True)}
    server = serve(
        lambda exchange: exchange.send(reply(200, FEED) if clock[0] != NOW else reply(status, b"", sent))
    )
    client = timed()
    with pytest.raises(ServerBusy) as caught:
        await client.fetch(Request(server.url()))
    assert (caught.value.status, caught.value.retry_after) == (status, pause)
    clock[0] = NOW + pause - 1
    with pytest.raises(ServerBusy, match="left alone") as again:
        await client.fetch(Request(server.url("/other")))
    assert again.value.retry_after == 1
    assert len(server.requests) == 1
    clock[0] = NOW + pause
    assert (await client.fetch(Request(server.url()))).body == FEED


async def test_n21_a_date_counts_from_the_servers_own_clock(
    timed: Callable[..., Client], serve: Serve
) -> None:
    theirs = NOW - 5 * 3600
    sent = {"Retry-After": formatdate(theirs + 90, usegmt=True), "Date": formatdate(theirs, usegmt=True)}
    with pytest.raises(ServerBusy) as caught:
        await timed().fetch(Request(serve(always(reply(429, b"", sent))).url()))
    assert caught.value.retry_after == 90


async def test_n21_without_a_length_the_pause_doubles_up_to_a_day(
    timed: Callable[..., Client], clock: list[int], serve: Serve
) -> None:
    server, client, pauses = serve(always(reply(503))), timed(), []
    for _ in range(10):
        with pytest.raises(ServerBusy) as caught:
            await client.fetch(Request(server.url()))
        pauses.append(caught.value.retry_after)
        clock[0] += pauses[-1] or 0
    assert pauses[:4] == [600, 1200, 2400, 4800]
    assert pauses[-1] == 24 * 3600


async def test_n22_the_whole_host_waits_also_after_a_restart(
    timed: Callable[..., Client], clock: list[int], serve: Serve
) -> None:
    busy = serve(always(reply(429, b"", {"Retry-After": "3600"})))
    same_host = serve(always(reply(200, FEED)))
    other_host = serve(always(reply(200, FEED)), host="127.0.0.2")
    waits = HostWaits()
    first = timed(waits=waits)
    faults = await asyncio.gather(
        *(first.fetch(Request(busy.url(f"/{n}"))) for n in range(40)), return_exceptions=True
    )
    assert {type(fault) for fault in faults} == {ServerBusy}
    assert len(busy.requests) <= 2  # those under way when the first 429 came
    stored, forgotten = waits.take_changes()
    assert [(wait.host, wait.until) for wait in stored] == [("127.0.0.1", NOW + 3600)]
    assert forgotten == ()

    after_restart = timed(waits=HostWaits(stored))
    clock[0] += 3599
    with pytest.raises(ServerBusy):
        await after_restart.fetch(Request(same_host.url()))
    assert same_host.requests == []
    assert (await after_restart.fetch(Request(other_host.url()))).body == FEED
    clock[0] += 1
    assert (await after_restart.fetch(Request(same_host.url()))).body == FEED
    assert after_restart.waits.take_changes() == ((), ("127.0.0.1",))


async def test_n22_a_redirect_to_a_waiting_host_waits(timed: Callable[..., Client], serve: Serve) -> None:
    busy = serve(always(reply(429)), host="127.0.0.2")
    client = timed()
    with pytest.raises(ServerBusy):
        await client.fetch(Request(busy.url()))
    leads_there = serve(always(reply(302, b"", {"Location": busy.url("/other")})))
    with pytest.raises(ServerBusy):
        await client.fetch(Request(leads_there.url()))
    assert len(busy.requests) == 1


@pytest.mark.parametrize("status", [429, 500, 503, 404])
async def test_n23_a_fault_brings_no_validators(client: Client, serve: Serve, status: int) -> None:
    server = serve(always(reply(status, b"", {"ETag": '"of the error page"'})))
    with pytest.raises(NetError) as caught:
        await client.fetch(Request(server.url(), validators=KNOWN))
    assert not hasattr(caught.value, "validators")  # so the caller has nothing to overwrite its own with
    assert server.requests[0].headers["if-none-match"] == KNOWN.etag


async def test_n25_a_304_nobody_asked_for_is_an_error(client: Client, serve: Serve) -> None:
    with pytest.raises(BrokenAnswer, match="was not asked"):
        await client.fetch(Request(serve(always(reply(304))).url()))


async def test_n25_the_body_of_a_304_is_nobodys_reply(client: Client, serve: Serve) -> None:
    answers = {
        "/feed": reply(304, FEED, length=len(FEED)),
        "/b": reply(200, b"right"),
        "/c": reply(304) + b"junk" * 9,
    }
    server = serve(by_path(answers))
    for path in ("/feed", "/c"):
        answer = await client.fetch(Request(server.url(path), validators=KNOWN))
        assert (answer.status, answer.body) == (304, b"")
        assert (await client.fetch(Request(server.url("/b")))).body == b"right"
    together = await asyncio.gather(
        *(client.fetch(Request(server.url(f"/b?{n}"))) for n in range(4)),
        *(client.fetch(Request(server.url(f"/feed?{n}"), validators=KNOWN)) for n in range(4)),
    )
    assert [answer.body for answer in together] == [b"right"] * 4 + [b""] * 4


@pytest.mark.parametrize("sent", [{}, {"ETag": '"v2"', "Last-Modified": "Thu, 02 Jan 2025 00:00:00 GMT"}])
async def test_n26_a_304_keeps_the_stored_pair(client: Client, serve: Serve, sent: dict[str, str]) -> None:
    server = serve(always(reply(304, b"", sent)))
    answer = await client.fetch(Request(server.url(), validators=KNOWN))
    assert answer.validators == KNOWN
    assert server.requests[0].headers["if-none-match"] == KNOWN.etag
    assert server.requests[0].headers["if-modified-since"] == KNOWN.last_modified


@pytest.mark.parametrize(
    "etag",
    [
        '"abc"',
        'W/"abc"',
        "unquoted",
        '"caf\u00e9"',
        '"a,b"',
        "w/'x'",
        '"a\\"b"',
        '"' + "x" * 4000 + '"',
        '"a\tb"',
        "*",
    ],
)
async def test_n27_odd_etags_are_echoed_byte_for_byte(client: Client, serve: Serve, etag: str) -> None:
    date = "Tue, 1 Foo 2025, about noon"
    server = serve(always(reply(200, FEED, {"ETag": etag, "Last-Modified": date})))
    answer = await client.fetch(Request(server.url()))
    assert answer.validators == Validators(etag, date)
    await client.fetch(Request(server.url("/again"), validators=answer.validators))
    assert f"\r\nIf-None-Match: {etag}\r\n".encode() in server.requests[1].raw
    assert f"\r\nIf-Modified-Since: {date}\r\n".encode() in server.requests[1].raw


@pytest.mark.parametrize(
    "line",
    [
        b'ETag: "' + b"x" * 8192 + b'"',
        b'ETag: "\xff\xfe"',
        b'ETag: "a\x01b"',
        b'ETag: "one"\r\nETag: "two"',
        b"ETag:",
    ],
    ids=["8 KB", "not UTF-8", "control", "two", "empty"],
)
async def test_n27_what_cannot_be_echoed_is_dropped(client: Client, serve: Serve, line: bytes) -> None:
    head = b"HTTP/1.1 200 OK\r\n" + line + b"\r\nContent-Length: %d\r\n\r\n" % len(FEED)
    server = serve(always(head + FEED))
    try:
        answer = await client.fetch(Request(server.url()))
    except BrokenAnswer:
        return  # a control character may also make the whole answer no HTTP
    assert answer.validators.etag == ""
    assert answer.body == FEED


async def test_n27_a_folded_etag_never_becomes_a_header_of_ours(client: Client, serve: Serve) -> None:
    head = b'HTTP/1.1 200 OK\r\nETag: "a\r\n X-Injected: 1"\r\nContent-Length: %d\r\n\r\n' % len(FEED)
    server = serve(always(head + FEED))
    try:
        answer = await client.fetch(Request(server.url()))
    except BrokenAnswer:
        return
    assert "\r" not in answer.validators.etag
    await client.fetch(Request(server.url("/again"), validators=answer.validators))
    assert "x-injected" not in server.requests[1].headers


@pytest.mark.parametrize("stored", ['"a"\r\nX-Injected: 1', '"a"\n', "\ud800", "\x00", "x" * 5000])
async def test_n27_a_bad_stored_validator_is_not_sent(client: Client, serve: Serve, stored: str) -> None:
    server = serve(always(reply(200, FEED)))
    await client.fetch(Request(server.url(), validators=Validators(stored, stored)))
    assert not {"if-none-match", "if-modified-since", "x-injected"} & server.requests[0].headers.keys()


async def test_n28_the_same_etag_with_a_new_body_is_a_new_body(client: Client, serve: Serve) -> None:
    bodies = iter([b"one", b"two"])
    server = serve(lambda exchange: exchange.send(reply(200, next(bodies), {"ETag": '"same"'})))
    first = await client.fetch(Request(server.url()))
    second = await client.fetch(Request(server.url(), validators=first.validators))
    assert (second.status, second.body, second.validators) == (200, b"two", Validators('"same"'))


async def test_n29_an_empty_answer_is_an_answer(client: Client, serve: Serve) -> None:
    answer = await client.fetch(Request(serve(always(reply(200, b""))).url()))
    assert (answer.status, answer.body) == (200, b"")


async def test_n29_an_empty_answer_that_claims_to_be_packed_is_empty(client: Client, serve: Serve) -> None:
    server = serve(always(reply(200, b"", {"Content-Encoding": "gzip"})))
    assert (await client.fetch(Request(server.url()))).body == b""


async def test_n34_a_cut_in_the_middle_leaves_the_next_fetch_whole(client: Client, serve: Serve) -> None:
    cut = [True]

    def handle(exchange: Exchange) -> None:
        if cut.pop() if cut else False:
            exchange.send(reply(200, FEED[:40], {"ETag": '"half"'}, length=len(FEED)))
            exchange.close()
        else:
            exchange.send(reply(200, FEED, {"ETag": '"whole"'}))

    server = serve(handle)
    with pytest.raises(BrokenAnswer):
        await client.fetch(Request(server.url()))
    answer = await client.fetch(Request(server.url()))
    assert (answer.body, answer.validators.etag) == (FEED, '"whole"')


async def test_headers_are_given_by_lower_case_name(client: Client, serve: Serve) -> None:
    sent = {"Cache-Control": "max-age=60", "AGE": "7", "X-A": "1", "x-a": "2"}
    answer = await client.fetch(Request(serve(always(reply(200, FEED, sent))).url()))
    assert answer.headers["cache-control"] == "max-age=60"
    assert answer.headers["age"] == "7"
    assert answer.headers["x-a"] == "1, 2"
