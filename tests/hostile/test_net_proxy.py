"""Proxies: HTTP and SOCKS5, with and without a password, refusing and dead."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from newsreader.domain.errors import AddressRefused, LoginNeeded, ProxyFault
from newsreader.net.client import Client
from newsreader.net.message import Credentials, Request
from newsreader.net.proxy import ProxySettings
from tests.hostile.conftest import Serve
from tests.hostile.support.certificates import Authority
from tests.hostile.support.proxies import HttpProxy, Proxy, SocksProxy
from tests.hostile.support.rawserver import FEED, Exchange, always, reply

HOST = "news.example"
"""Known to nobody: only a proxy can find it."""


@pytest.fixture
def start() -> Iterator[Callable[..., Proxy]]:
    """``start(kind, server, **options)`` starts a proxy that leads to ``server``."""
    proxies: list[Proxy] = []

    def begin(kind: type[Proxy], target: tuple[str, int], **options: object) -> Proxy:
        proxies.append(kind(target, **options))  # type: ignore[arg-type]
        return proxies[-1]

    yield begin
    for proxy in proxies:
        proxy.stop()


def settings(kind: type[Proxy], port: int, **more: object) -> ProxySettings:
    return ProxySettings("socks5" if kind is SocksProxy else "http", "127.0.0.1", port, **more)  # type: ignore[arg-type]


both = pytest.mark.parametrize("kind", [HttpProxy, SocksProxy])


@both
@pytest.mark.parametrize("user", ["", "ada"])
async def test_http_through_a_proxy(
    make_client: Callable[..., Client],
    serve: Serve,
    start: Callable[..., Proxy],
    kind: type[Proxy],
    user: str,
) -> None:
    server = serve(always(reply(200, FEED)))
    secret = "s3cret" if user else ""
    proxy = start(kind, (server.host, server.port), user=user, password=secret)
    client = make_client(proxy=settings(kind, proxy.port, user=user, secret=secret))
    answer = await client.fetch(Request(f"http://{HOST}/feed?a=b"))
    assert answer.body == FEED
    assert server.targets() == ["/feed?a=b"]
    assert server.requests[0].headers["host"] == HOST
    assert "proxy-authorization" not in server.requests[0].headers
    assert len(proxy.asked) == 1
    assert HOST in proxy.asked[0]


@both
async def test_https_through_a_proxy(
    make_client: Callable[..., Client],
    serve: Serve,
    start: Callable[..., Proxy],
    authority: Authority,
    kind: type[Proxy],
) -> None:
    server = serve(always(reply(200, FEED)), tls=authority.context(HOST))
    proxy = start(kind, (server.host, server.port))
    client = make_client(proxy=settings(kind, proxy.port), extra_ca=authority.pem)
    answer = await client.fetch(Request(f"https://{HOST}/feed", credentials=Credentials("ada", "s3cret")))
    assert answer.body == FEED
    assert "authorization" in server.requests[0].headers
    assert proxy.asked == [f"CONNECT {HOST}:443" if kind is HttpProxy else f"{HOST}:443"]


@both
@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_a_dead_proxy_is_named(
    make_client: Callable[..., Client], serve: Serve, kind: type[Proxy], scheme: str
) -> None:
    server = serve(always(b""))
    server.stop()
    with pytest.raises(ProxyFault, match="cannot be reached"):
        await make_client(proxy=settings(kind, server.port)).fetch(Request(f"{scheme}://{HOST}/feed"))


@both
async def test_a_refusing_proxy_is_named(
    make_client: Callable[..., Client], serve: Serve, start: Callable[..., Proxy], kind: type[Proxy]
) -> None:
    proxy = start(kind, ("127.0.0.1", 9), refuse=True)
    with pytest.raises(ProxyFault):
        await make_client(proxy=settings(kind, proxy.port)).fetch(Request(f"https://{HOST}/feed"))


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_n24_a_407_asks_for_the_proxys_password(
    make_client: Callable[..., Client], start: Callable[..., Proxy], scheme: str
) -> None:
    proxy = start(HttpProxy, ("127.0.0.1", 9), user="ada", password="right")
    client = make_client(proxy=settings(HttpProxy, proxy.port, user="ada", secret="wrong"))
    with pytest.raises(LoginNeeded, match="proxy wants") as caught:
        await client.fetch(Request(f"{scheme}://{HOST}/feed"))
    assert caught.value.status == 407
    assert len(proxy.asked) == 1


async def test_a_wrong_socks_password_is_a_fault(
    make_client: Callable[..., Client], start: Callable[..., Proxy]
) -> None:
    proxy = start(SocksProxy, ("127.0.0.1", 9), user="ada", password="right")
    client = make_client(proxy=settings(SocksProxy, proxy.port, user="ada", secret="wrong"))
    with pytest.raises(ProxyFault):
        await client.fetch(Request(f"http://{HOST}/feed"))


@both
async def test_a_silent_proxy_ends(
    make_client: Callable[..., Client], serve: Serve, quick: object, kind: type[Proxy]
) -> None:
    server = serve(Exchange.until_gone)
    with pytest.raises(Exception, match=r"does not answer|did not connect|silent"):
        await make_client(proxy=settings(kind, server.port), limits=quick).fetch(
            Request(f"https://{HOST}/feed")
        )


@both
async def test_this_machine_and_the_named_hosts_are_reached_straight(
    make_client: Callable[..., Client], serve: Serve, names: object, kind: type[Proxy]
) -> None:
    names.set("intranet.example", "127.0.0.1")  # type: ignore[attr-defined]
    server = serve(always(reply(200, FEED)))
    client = make_client(proxy=settings(kind, 9, bypass=(".example",)))
    assert (await client.fetch(Request(server.url()))).body == FEED
    assert (await client.fetch(Request(server.url(host="intranet.example")))).body == FEED


async def test_the_systems_proxy_is_used(
    make_client: Callable[..., Client],
    serve: Serve,
    start: Callable[..., Proxy],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server = serve(always(reply(200, FEED)))
    proxy = start(HttpProxy, (server.host, server.port), user="ada", password="p@ss")
    for name in ("http_proxy", "HTTP_PROXY", "no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("http_proxy", f"http://ada:p%40ss@127.0.0.1:{proxy.port}")
    monkeypatch.setenv("no_proxy", "direct.example")
    client = make_client()
    assert (await client.fetch(Request(f"http://{HOST}/feed"))).body == FEED
    with pytest.raises(Exception, match="no host named"):
        await client.fetch(Request("http://direct.example/"))
    assert len(proxy.asked) == 1
    with pytest.raises(Exception, match="no host named"):
        await make_client(proxy=ProxySettings("none")).fetch(Request(f"http://{HOST}/feed"))


@both
async def test_a_proxy_is_not_asked_for_our_own_network(
    make_client: Callable[..., Client], start: Callable[..., Proxy], kind: type[Proxy]
) -> None:
    proxy = start(kind, ("127.0.0.1", 9))
    client = make_client(proxy=settings(kind, proxy.port))
    for host in ("192.168.1.1", "localhost", "[::1]"):
        with pytest.raises(AddressRefused):
            await client.fetch(Request(f"http://{host}/p.png", allow_private=False))
    assert proxy.asked == []
