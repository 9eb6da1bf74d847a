"""N11-N19 as far as the client goes: chains, schemes, what is carried along, which address is permanent."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from newsreader.domain.errors import AddressRefused, BrokenAnswer, LoginNeeded
from newsreader.domain.fetching import Validators
from newsreader.net.client import Client
from newsreader.net.message import Credentials, Redirect, Request
from tests.hostile.conftest import Serve
from tests.hostile.support.certificates import Authority
from tests.hostile.support.names import Names
from tests.hostile.support.rawserver import FEED, Exchange, Handler, always, by_path, reply

USER = Credentials("ada", "s3cret-pass")


def to(location: str, status: int = 302) -> bytes:
    """A redirect."""
    return reply(status, b"moved", {"Location": location})


def chain(*statuses: int) -> Handler:
    """``/feed`` leads over ``/1``, ``/2`` ... with these statuses to a feed."""
    answers: dict[str, bytes | Handler] = {f"/{len(statuses)}": reply(200, FEED, {"ETag": '"end"'})}
    for step, status in enumerate(statuses):
        answers["/feed" if step == 0 else f"/{step}"] = to(f"/{step + 1}", status)
    return by_path(answers)


@pytest.mark.parametrize("paths", [["/feed"], ["/a", "/feed"], ["/a", "/b", "/c", "/feed"]])
async def test_n11_a_circle_ends(client: Client, serve: Serve, paths: list[str]) -> None:
    following = [*paths[1:], paths[0]]
    server = serve(by_path({path: to(then) for path, then in zip(paths, following, strict=True)}))
    with pytest.raises(BrokenAnswer, match="circle"):
        await client.fetch(Request(server.url()))
    assert len(server.requests) == len(paths)


async def test_n11_a_chain_ends_after_five_hops(client: Client, serve: Serve) -> None:
    def deeper(exchange: Exchange) -> None:
        exchange.send(to(exchange.request.target + "x"))

    server = serve(deeper)
    with pytest.raises(BrokenAnswer, match="more than 5 times"):
        await client.fetch(Request(server.url()))
    assert len(server.requests) == 6  # the first and five hops


async def test_n11_five_hops_are_followed(client: Client, serve: Serve) -> None:
    server = serve(chain(302, 303, 307, 301, 308))
    answer = await client.fetch(Request(server.url()))
    assert answer.body == FEED
    assert answer.url == server.url("/5")
    assert [hop.status for hop in answer.redirects] == [302, 303, 307, 301, 308]


@pytest.mark.parametrize(
    "location",
    [
        "file:///etc/passwd",
        "ftp://127.0.0.1/feed",
        "data:text/xml,<rss/>",
        "javascript:alert(1)",
        "java\tscript:alert(1)",
        "feed:file:///etc/passwd",
        "gopher://127.0.0.1/",
        "http://",
        "http:///feed",
        "http://[::1",
        "http://a b/",
        "http://127.0.0.1:99999/",
        "",
        "   ",
    ],
)
async def test_n12_redirects_elsewhere_than_http_are_refused(
    client: Client, serve: Serve, location: str
) -> None:
    server = serve(by_path({"/feed": to(location)}))
    with pytest.raises((AddressRefused, BrokenAnswer)):
        await client.fetch(Request(server.url()))
    assert len(server.requests) == 1


async def test_n12_a_redirect_without_a_place_is_an_error(client: Client, serve: Serve) -> None:
    with pytest.raises(BrokenAnswer, match="without saying where"):
        await client.fetch(Request(serve(always(reply(301))).url()))


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://a/",
        "data:,x",
        "javascript:1",
        "feed:http://a/",
        "//a/b",
        "a/b",
        "",
        "http://",
    ],
)
async def test_n12_so_are_such_addresses_themselves(client: Client, url: str) -> None:
    with pytest.raises(AddressRefused):
        await client.fetch(Request(url))


async def test_n13_https_to_http_is_followed_and_told(
    make_client: Callable[..., Client], serve: Serve, authority: Authority, names: Names
) -> None:
    names.set("news.example", "127.0.0.1")
    plain = serve(always(reply(200, FEED)))
    safe = serve(always(to(plain.url(), 301)), tls=authority.context("news.example"))
    answer = await make_client(extra_ca=authority.pem).fetch(Request(safe.url(host="news.example")))
    assert answer.body == FEED
    assert answer.downgraded
    assert answer.permanent_url == ""  # an address never becomes less safe by itself


@pytest.mark.parametrize("in_address", [False, True])
async def test_n13_https_to_http_is_refused_with_credentials(
    make_client: Callable[..., Client], serve: Serve, authority: Authority, names: Names, in_address: bool
) -> None:
    names.set("news.example", "127.0.0.1")
    plain = serve(always(reply(200, FEED)))
    safe = serve(always(to(plain.url())), tls=authority.context("news.example"))
    url = safe.url(host="news.example")
    if in_address:
        request = Request(url.replace("https://", f"https://{USER.user}:{USER.secret}@"))
    else:
        request = Request(url, credentials=USER)
    with pytest.raises(AddressRefused, match="not safe"):
        await make_client(extra_ca=authority.pem).fetch(request)
    assert plain.requests == []


@pytest.mark.parametrize("credentials", [USER, Credentials("", "t0ken", "bearer")])
async def test_n14_nothing_secret_goes_to_another_host(
    client: Client, serve: Serve, names: Names, credentials: Credentials
) -> None:
    names.set("one.example", "127.0.0.1")
    names.set("two.example", "127.0.0.2")
    thief = serve(always(reply(200, FEED, {"Set-Cookie": "b=2"})), host="127.0.0.2")
    challenge = {"WWW-Authenticate": 'Basic realm="r"', "Set-Cookie": "a=1; Domain=example"}

    def first(exchange: Exchange) -> None:
        known = "authorization" in exchange.request.headers
        exchange.send(to(thief.url(host="two.example")) if known else reply(401, b"", challenge))

    server = serve(first)
    answer = await client.fetch(Request(server.url(host="one.example"), credentials=credentials))
    assert answer.body == FEED
    assert "authorization" in server.requests[-1].headers
    for name in ("authorization", "cookie", "referer", "proxy-authorization"):
        assert name not in thief.requests[0].headers
    assert b"s3cret" not in thief.requests[0].raw
    assert b"t0ken" not in thief.requests[0].raw


async def test_n14_nor_when_the_chain_comes_back(client: Client, serve: Serve, names: Names) -> None:
    names.set("one.example", "127.0.0.1")
    names.set("two.example", "127.0.0.2")

    def home(exchange: Exchange) -> None:
        if exchange.request.target == "/back":
            exchange.send(reply(200, FEED))
        elif "authorization" in exchange.request.headers:
            exchange.send(to(other.url(host="two.example")))
        else:
            exchange.send(reply(401, b"", {"WWW-Authenticate": "Basic realm=r"}))

    server = serve(home)
    other = serve(always(to(server.url("/back", host="one.example"))), host="127.0.0.2")
    await client.fetch(Request(server.url(host="one.example"), credentials=USER))
    assert server.targets() == ["/feed", "/feed", "/back"]
    assert "authorization" not in server.requests[-1].headers


async def test_n14_a_foreign_host_that_asks_for_a_password_gets_none(
    client: Client, serve: Serve, names: Names
) -> None:
    names.set("one.example", "127.0.0.1")
    names.set("two.example", "127.0.0.2")
    thief = serve(always(reply(401, b"", {"WWW-Authenticate": 'Basic realm="r"'})), host="127.0.0.2")
    server = serve(always(to(thief.url(host="two.example"))))
    with pytest.raises(LoginNeeded):
        await client.fetch(Request(server.url(host="one.example"), credentials=USER))
    assert len(thief.requests) == 1
    assert "authorization" not in thief.requests[0].headers


async def test_n15_another_port_is_another_origin(client: Client, serve: Serve) -> None:
    other = serve(always(reply(200, FEED)))

    def first(exchange: Exchange) -> None:
        known = "authorization" in exchange.request.headers
        exchange.send(to(other.url()) if known else reply(401, b"", {"WWW-Authenticate": "Basic realm=r"}))

    server = serve(first)
    await client.fetch(Request(server.url(), credentials=USER))
    assert "authorization" in server.requests[-1].headers
    assert "authorization" not in other.requests[0].headers


async def test_n15_the_same_origin_keeps_them(client: Client, serve: Serve) -> None:
    def handle(exchange: Exchange) -> None:
        if "authorization" not in exchange.request.headers:
            exchange.send(reply(401, b"", {"WWW-Authenticate": "Basic realm=r"}))
        else:
            exchange.send(reply(200, FEED) if exchange.request.target == "/moved" else to("/moved", 301))

    server = serve(handle)
    answer = await client.fetch(Request(server.url(), credentials=USER))
    assert answer.body == FEED
    assert answer.permanent_url == server.url("/moved")


async def test_n14_a_server_does_not_choose_our_login(client: Client, serve: Serve) -> None:
    server = serve(by_path({"/feed": lambda exchange: exchange.send(to(planted)), "/b": reply(200, FEED)}))
    planted = server.url("/b").replace("http://", "http://eve:planted@")
    answer = await client.fetch(Request(server.url()))
    assert "authorization" not in server.requests[-1].headers
    assert "planted" not in answer.url + str(answer.redirects) + answer.permanent_url


@pytest.mark.parametrize(
    ("statuses", "permanent"),
    [
        ([301], "/1"),
        ([308], "/1"),
        ([301, 308, 301], "/3"),
        ([301, 302], "/1"),
        ([302, 301], ""),
        ([307], ""),
        ([303], ""),
        ([], ""),
    ],
)
async def test_n16_n17_only_a_permanent_beginning_counts(
    client: Client, serve: Serve, statuses: list[int], permanent: str
) -> None:
    server = serve(chain(*statuses) if statuses else always(reply(200, FEED)))
    answer = await client.fetch(Request(server.url()))
    assert answer.permanent_url == (server.url(permanent) if permanent else "")
    assert answer.redirects == tuple(
        Redirect(status, server.url(f"/{n + 1}")) for n, status in enumerate(statuses)
    )


async def test_n16_a_304_at_the_end_tells_the_new_address_too(client: Client, serve: Serve) -> None:
    server = serve(by_path({"/feed": to("/new", 301), "/new": reply(304)}))
    answer = await client.fetch(Request(server.url(), validators=Validators(etag='"a"')))
    assert answer.unchanged
    assert answer.permanent_url == server.url("/new")
    assert [seen.headers["if-none-match"] for seen in server.requests] == ['"a"', '"a"']


async def test_n18_a_login_page_at_the_end_comes_with_its_type(client: Client, serve: Serve) -> None:
    # Whether it is a feed is not the client's to say; the caller sees what it is and keeps the address.
    page = reply(200, b"<html>Please log in</html>", {"Content-Type": "text/html; charset=utf-8"})
    answer = await client.fetch(Request(serve(by_path({"/feed": to("/login", 301), "/login": page})).url()))
    assert answer.content_type == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    ("location", "path"),
    [
        ("new", "/dir/new"),
        ("../new", "/new"),
        ("?page=2", "/dir/feed?page=2"),
        ("/a b", "/a%20b"),
        ("/a%20b%2Fc%7e", "/a%20b%2Fc%7e"),
        ("/caf\u00e9", "/caf%C3%A9"),
        ("/feed#part", "/feed"),
        ("//127.0.0.1:{port}/x", "/x"),
    ],
)
async def test_relative_and_odd_places_are_understood(
    client: Client, serve: Serve, location: str, path: str
) -> None:
    server = serve(
        lambda exchange: exchange.send(
            to(location.format(port=server.port))
            if exchange.request.target == "/dir/feed"
            else reply(200, FEED)
        )
    )
    answer = await client.fetch(Request(server.url("/dir/feed")))
    assert server.targets()[-1] == path
    assert answer.url == server.url(path)


async def test_a_place_in_latin_1_is_asked_byte_for_byte(client: Client, serve: Serve) -> None:
    raw = b"HTTP/1.1 301 Moved\r\nLocation: /caf\xe9\r\nContent-Length: 0\r\n\r\n"
    server = serve(by_path({"/feed": raw, "/caf%E9": reply(200, FEED)}))
    assert (await client.fetch(Request(server.url()))).body == FEED
