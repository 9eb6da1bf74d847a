"""N36, N38 and the goals of HOSTILE section 2 that are the client's: how many at a time, and what it says of us."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from newsreader.domain.errors import ConnectionRefused, HostNotFound, NotFound
from newsreader.domain.fetching import Validators
from newsreader.net.client import Client
from newsreader.net.limits import Limits
from newsreader.net.message import PICTURE_TYPES, Request
from tests.hostile.conftest import Serve
from tests.hostile.support.names import Names
from tests.hostile.support.rawserver import FEED, Exchange, RawServer, always, reply


class Crowd:
    """A handler that counts how many requests are being served at once; each takes a little while."""

    def __init__(self, answer: bytes) -> None:
        self.answer = answer
        self.now = self.most = 0
        self.lock = threading.Lock()

    def __call__(self, exchange: Exchange) -> None:
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
        exchange.pause(0.002)
        with self.lock:
            self.now -= 1
        exchange.send(self.answer)


async def all_closed(server: RawServer) -> None:
    """Wait until no connection is left: one is kept only while somebody waits for it, not for aiohttp's idle time."""
    for _ in range(200):
        if not server.open_now:
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"{server.open_now} connections are still open")


async def test_n36_a_thousand_feeds_of_one_host_come_two_at_a_time(client: Client, serve: Serve) -> None:
    crowd = Crowd(reply(304))
    server = serve(crowd)
    known = Validators('"a"')
    answers = await asyncio.gather(
        *(client.fetch(Request(server.url(f"/{n}"), validators=known)) for n in range(1000))
    )
    assert len(answers) == len(server.requests) == 1000
    assert crowd.most == 2
    await all_closed(server)
    assert server.accepted <= 40  # connections are used again while somebody waits for them


async def test_n36_ports_and_redirects_of_a_host_count_together(client: Client, serve: Serve) -> None:
    crowd = Crowd(reply(200, FEED))
    servers = [serve(crowd) for _ in range(3)]
    leading = serve(
        lambda exchange: exchange.send(reply(302, b"", {"Location": servers[0].url(exchange.request.target)}))
    )
    requests = [Request(server.url(f"/{n}")) for n in range(20) for server in [*servers, leading]]
    await asyncio.gather(*(client.fetch(request) for request in requests))
    assert crowd.most == 2


async def test_n36_sixty_four_in_all(client: Client, serve: Serve) -> None:
    crowd = Crowd(reply(200, FEED))
    shared = serve(crowd, host="0.0.0.0")
    urls = [f"http://127.0.2.{host}:{shared.port}/{n}" for host in range(1, 81) for n in range(4)]
    await asyncio.gather(*(client.fetch(Request(url)) for url in urls))
    assert 8 <= crowd.most <= 64
    await all_closed(shared)
    assert len(shared.requests) == len(urls)


async def test_hosts_in_line_get_their_turn(make_client: Callable[..., Client], serve: Serve) -> None:
    """Slow hosts with many feeds hold up only themselves."""
    order: list[str] = []

    def noting(exchange: Exchange) -> None:
        order.append(exchange.request.headers["host"].partition(":")[0])
        exchange.pause(0.002)
        exchange.send(reply(200, FEED))

    server = serve(noting, host="0.0.0.0")
    client = make_client(limits=Limits(per_host=1, in_all=1, turns=5))
    crowd = [client.fetch(Request(f"http://127.0.2.1:{server.port}/{n}")) for n in range(40)]
    single = client.fetch(Request(f"http://127.0.2.2:{server.port}/"))
    await asyncio.gather(*crowd, single)
    assert order.index("127.0.2.2") <= 6


async def test_an_address_under_way_is_asked_once(client: Client, serve: Serve) -> None:
    server = serve(Crowd(reply(200, FEED)))
    answers = await asyncio.gather(*(client.fetch(Request(server.url())) for _ in range(20)))
    assert {answer.body for answer in answers} == {FEED}
    assert len(server.requests) == 1
    await client.fetch(Request(server.url()))
    assert len(server.requests) == 2


async def test_different_questions_about_one_address_come_one_after_the_other(
    client: Client, serve: Serve
) -> None:
    crowd = Crowd(reply(200, FEED))
    server = serve(crowd)
    await asyncio.gather(
        client.fetch(Request(server.url())),
        client.fetch(Request(server.url(), validators=Validators('"a"'))),
        client.fetch(Request(server.url(), accept="text/html")),
    )
    assert (len(server.requests), crowd.most) == (3, 1)


async def test_a_fault_under_way_is_everybodys(client: Client, serve: Serve) -> None:
    server = serve(Crowd(reply(404)))
    faults = await asyncio.gather(
        *(client.fetch(Request(server.url())) for _ in range(5)), return_exceptions=True
    )
    assert {type(fault) for fault in faults} == {NotFound}
    assert len(server.requests) == 1


async def test_one_who_leaves_takes_nothing_from_the_others(client: Client, serve: Serve) -> None:
    release = threading.Event()

    def held(exchange: Exchange) -> None:
        release.wait(5)
        exchange.send(reply(200, FEED))

    server = serve(held)
    leaver, stayer = (asyncio.create_task(client.fetch(Request(server.url()))) for _ in range(2))
    while not server.requests:
        await asyncio.sleep(0.005)
    leaver.cancel()
    with pytest.raises(asyncio.CancelledError):
        await leaver
    release.set()
    assert (await stayer).body == FEED


async def test_cancelled_requests_free_their_places(client: Client, serve: Serve) -> None:
    stuck = serve(Exchange.until_gone)
    tasks = [asyncio.create_task(client.fetch(Request(stuck.url(f"/{n}")))) for n in range(30)]
    while len(stuck.requests) < 2:
        await asyncio.sleep(0.005)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert len(stuck.requests) == 2
    good = serve(always(reply(200, FEED)))
    assert (await client.fetch(Request(good.url()))).body == FEED


async def test_closing_ends_what_is_under_way(make_client: Callable[..., Client], serve: Serve) -> None:
    stuck = serve(Exchange.until_gone)
    client = make_client()
    tasks = [asyncio.create_task(client.fetch(Request(stuck.url(f"/{n}")))) for n in range(5)]
    while not stuck.requests:
        await asyncio.sleep(0.005)
    await client.close()
    assert all(
        isinstance(end, asyncio.CancelledError)
        for end in await asyncio.gather(*tasks, return_exceptions=True)
    )


async def test_what_we_say_of_ourselves(client: Client, serve: Serve) -> None:
    server = serve(always(reply(200, FEED, {"Set-Cookie": "id=1; Path=/"})))
    await client.fetch(Request(server.url("/a?b=c")))
    await client.fetch(Request(server.url("/a?b=c")))
    for seen in server.requests:
        assert re.fullmatch(r"Newsreader/1\.2\.3 \(\+https://[^ ()]+\)", seen.headers["user-agent"])
        assert "application/rss+xml" in seen.headers["accept"]
        assert (seen.method, seen.target) == ("GET", "/a?b=c")
        assert set(seen.headers) == {"host", "user-agent", "accept", "accept-encoding"}


async def test_pictures_ask_for_pictures(client: Client, serve: Serve) -> None:
    server = serve(always(reply(200, b"\x89PNG")))
    await client.fetch(Request(server.url("/p.png"), accept=PICTURE_TYPES, purpose="picture"))
    assert "image/png" in server.requests[0].headers["accept"]
    assert "svg" not in server.requests[0].headers["accept"]


async def test_n38_netrc_is_not_read(
    make_client: Callable[..., Client], serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / ".netrc"
    netrc.write_text("default login ada password s3cret\n", encoding="utf-8")
    netrc.chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(netrc))
    server = serve(always(reply(200, FEED)))
    await make_client().fetch(Request(server.url()))
    assert "authorization" not in server.requests[0].headers


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("/a%20b/%7Euser?x=%41&y=a+b&z=%2F", "/a%20b/%7Euser?x=%41&y=a+b&z=%2F"),
        ("/a b?q=x y", "/a%20b?q=x%20y"),
        ("/caf\u00e9?q=\u00fc", "/caf%C3%A9?q=%C3%BC"),
        ("/feed#part", "/feed"),
        ("?only=query", "/?only=query"),
        ("/a//b/../c;d=1?e[]=f|g", "/a//b/../c;d=1?e[]=f|g"),
        ("/100%", "/100%"),
    ],
)
async def test_addresses_are_asked_as_they_stand(client: Client, serve: Serve, url: str, target: str) -> None:
    server = serve(always(reply(200, FEED)))
    await client.fetch(Request(server.url(url)))
    assert server.targets() == [target]


async def test_international_hosts_are_asked_in_ascii(client: Client, serve: Serve, names: Names) -> None:
    names.set("xn--bcher-kva.example", "127.0.0.1")
    server = serve(always(reply(200, FEED)))
    answer = await client.fetch(Request(server.url(host="B\u00fccher.example")))
    assert server.requests[0].headers["host"] == f"xn--bcher-kva.example:{server.port}"
    assert answer.url == server.url(host="xn--bcher-kva.example")


async def test_a_second_address_is_tried_when_the_first_is_dead(
    client: Client, serve: Serve, names: Names
) -> None:
    server = serve(always(reply(200, FEED)), host="127.0.0.3")
    names.set("two.example", ["127.0.0.4", "127.0.0.3"])
    assert (await client.fetch(Request(server.url(host="two.example")))).body == FEED


async def test_a_name_without_address_and_a_closed_port(client: Client, serve: Serve) -> None:
    with pytest.raises(HostNotFound, match=r"There is no host named nowhere\.example"):
        await client.fetch(Request("http://nowhere.example/feed"))
    server = serve(always(b""))
    url = server.url()
    server.stop()
    with pytest.raises(ConnectionRefused, match="Nobody answers at"):
        await client.fetch(Request(url))


async def test_no_fault_and_no_log_names_an_address_with_its_secrets(
    client: Client, serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    server = serve(always(reply(500)))
    request = Request(server.url("/feed?token=t0ps3cret").replace("http://", "http://ada:pa55word@"))
    with pytest.raises(Exception, match="500") as caught:
        await client.fetch(request)
    told = f"{caught.value} {caught.value!r} {request!r} {caplog.text}"
    assert "t0ps3cret" not in told
    assert "pa55word" not in told


async def test_the_real_look_up_finds_this_machine(make_client: Callable[..., Client], serve: Serve) -> None:
    server: RawServer = serve(always(reply(200, FEED)))
    client = make_client(lookup=None)
    assert (await client.fetch(Request(server.url(host="localhost")))).body == FEED


async def test_the_real_look_up_knows_what_is_no_name(make_client: Callable[..., Client]) -> None:
    with pytest.raises(HostNotFound):
        await make_client(lookup=None).fetch(Request("http://no-such-host.invalid/feed"))
