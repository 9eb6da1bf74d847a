"""N24 and issue 3's protected feeds: Basic, Digest and bearer tokens against a server that checks them."""

from __future__ import annotations

import asyncio
import base64
import hashlib
from collections.abc import Callable

import pytest

from newsreader.domain.errors import LoginNeeded
from newsreader.net.auth import parse_challenges
from newsreader.net.client import Client
from newsreader.net.message import Credentials, Request
from tests.hostile.conftest import Serve
from tests.hostile.support.certificates import Authority
from tests.hostile.support.names import Names
from tests.hostile.support.rawserver import FEED, Exchange, always, reply

USER = Credentials("ada", "s3cret: \u00fc")
WRONG = Credentials("ada", "wrong")


class DigestGuard:
    """Asks for Digest and checks the answer by the book (RFC 7616 section 3.4.1), written apart from the client's."""

    def __init__(self, algorithm: str = "SHA-256", qop: str = "auth", *, nonce_uses: int = 1000) -> None:
        self.algorithm, self.qop = algorithm, qop
        self.nonce, self.left, self.uses = 0, nonce_uses, nonce_uses
        self.counts: list[str] = []

    def __call__(self, exchange: Exchange) -> None:
        given = exchange.request.headers.get("authorization", "")
        if not given.startswith("Digest "):
            exchange.send(self._challenge(stale=False))
            return
        params = parse_challenges([given])[0].params
        if params["nonce"] != f"n{self.nonce}" or self.left == 0:
            self.nonce, self.left = self.nonce + 1, self.uses
            exchange.send(self._challenge(stale=True))
            return
        self.left -= 1
        right = params["response"] == self._response(params, exchange.request.target)
        self.counts.append(params.get("nc", ""))
        exchange.send(reply(200, FEED) if right else self._challenge(stale=False))

    def _challenge(self, *, stale: bool) -> bytes:
        parts = [
            'realm="the, \\"realm\\""',
            f'nonce="n{self.nonce}"',
            f"algorithm={self.algorithm}",
            'opaque="o"',
        ]
        parts += [f'qop="{self.qop}"'] if self.qop else []
        parts += ["stale=true"] if stale else []
        return reply(401, b"", {"WWW-Authenticate": "Digest " + ", ".join(parts)})

    def _response(self, params: dict[str, str], target: str) -> str:
        name = "sha256" if self.algorithm.startswith("SHA-256") else "md5"

        def hashed(text: str) -> str:
            return hashlib.new(name, text.encode()).hexdigest()

        first = hashed(f'{USER.user}:the, "realm":{USER.secret}')
        if self.algorithm.endswith("-sess"):
            first = hashed(f"{first}:{params['nonce']}:{params['cnonce']}")
        second = hashed(f"GET:{target}")
        assert params["uri"] == target
        if not self.qop:
            return hashed(f"{first}:{params['nonce']}:{second}")
        return hashed(f"{first}:{params['nonce']}:{params['nc']}:{params['cnonce']}:auth:{second}")


def basic_guard(exchange: Exchange) -> None:
    """Asks for Basic."""
    right = "Basic " + base64.b64encode(f"{USER.user}:{USER.secret}".encode()).decode()
    known = exchange.request.headers.get("authorization") == right
    exchange.send(
        reply(200, FEED)
        if known
        else reply(401, b"", {"WWW-Authenticate": 'Basic realm="r", charset="UTF-8"'})
    )


async def test_basic(client: Client, serve: Serve) -> None:
    server = serve(basic_guard)
    assert (await client.fetch(Request(server.url(), credentials=USER))).body == FEED
    await client.fetch(Request(server.url("/second"), credentials=USER))
    assert server.targets() == ["/feed", "/feed", "/second"]  # asked how once, remembered


async def test_basic_over_tls_goes_with_the_first_request(
    make_client: Callable[..., Client], serve: Serve, authority: Authority, names: Names
) -> None:
    names.set("news.example", "127.0.0.1")
    server = serve(basic_guard, tls=authority.context("news.example"))
    client = make_client(extra_ca=authority.pem)
    assert (await client.fetch(Request(server.url(host="news.example"), credentials=USER))).body == FEED
    assert len(server.requests) == 1


async def test_user_and_password_in_the_address_count(client: Client, serve: Serve) -> None:
    server = serve(basic_guard)
    url = server.url().replace("http://", "http://ada:s3cret%3A%20%C3%BC@")
    answer = await client.fetch(Request(url))
    assert answer.body == FEED
    assert "@" not in answer.url
    assert all("@" not in seen.target + seen.headers["host"] for seen in server.requests)


@pytest.mark.parametrize("algorithm", ["MD5", "SHA-256", "MD5-sess", "SHA-256-sess"])
@pytest.mark.parametrize("qop", ["auth", "auth,auth-int", ""])
async def test_digest(client: Client, serve: Serve, algorithm: str, qop: str) -> None:
    guard = DigestGuard(algorithm, qop)
    server = serve(guard)
    for path in ("/feed?a=1,b", "/second", "/third"):
        assert (await client.fetch(Request(server.url(path), credentials=USER))).body == FEED
    assert len(server.requests) == 4
    assert guard.counts == (["00000001", "00000002", "00000003"] if qop else [""] * 3)
    assert not any("Basic" in seen.headers.get("authorization", "") for seen in server.requests)


async def test_digest_takes_a_new_nonce_when_the_old_one_is_stale(client: Client, serve: Serve) -> None:
    server = serve(DigestGuard(nonce_uses=1))
    for n in range(4):
        assert (await client.fetch(Request(server.url(f"/{n}"), credentials=USER))).body == FEED
    assert len(server.requests) == 2 + 3 * 2


async def test_digest_is_preferred_to_basic_and_sha_256_to_md5(client: Client, serve: Serve) -> None:
    digests = [f'Digest realm="r", nonce="{name}", algorithm={name}' for name in ("MD5", "SHA-256")]
    offered = ", ".join(['Basic realm="r"', *digests])
    server = serve(always(reply(401, b"", {"WWW-Authenticate": offered})))
    with pytest.raises(LoginNeeded):
        await client.fetch(Request(server.url(), credentials=USER))
    assert "SHA-256" in server.requests[1].headers["authorization"]


async def test_bearer(client: Client, serve: Serve) -> None:
    token = Credentials("", "t0ken", "bearer")

    def guard(exchange: Exchange) -> None:
        known = exchange.request.headers.get("authorization") == "Bearer t0ken"
        exchange.send(reply(200, FEED) if known else reply(401, b"", {"WWW-Authenticate": "Bearer"}))

    server = serve(guard)
    assert (await client.fetch(Request(server.url(), credentials=token))).body == FEED
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "challenge", ["Basic realm=r", "Digest realm=r, nonce=n", 'Digest realm="r", nonce="n", qop="auth"']
)
async def test_n24_a_wrong_password_is_tried_once(client: Client, serve: Serve, challenge: str) -> None:
    server = serve(always(reply(401, b"", {"WWW-Authenticate": challenge})))
    for attempts in (2, 4):
        with pytest.raises(LoginNeeded, match="does not accept this name and password"):
            await client.fetch(Request(server.url(), credentials=WRONG))
        assert len(server.requests) == attempts


@pytest.mark.parametrize(
    "challenge",
    [
        "",
        "Negotiate",
        "NTLM",
        'Digest realm="r", nonce="n", qop="auth-int"',
        'Digest realm="r", nonce="n", algorithm=FOO',
        ",",
        "Digest",
        'Digest realm="unclosed',
        "=,=",
        "Bearer",
    ],
)
async def test_n24_what_we_cannot_answer_is_not_tried_again(
    client: Client, serve: Serve, challenge: str
) -> None:
    server = serve(always(reply(401, b"", {"WWW-Authenticate": challenge} if challenge else {})))
    with pytest.raises(LoginNeeded):
        await client.fetch(Request(server.url(), credentials=WRONG))
    assert len(server.requests) == 1


async def test_n24_a_server_that_always_says_stale_is_given_up(client: Client, serve: Serve) -> None:
    count = iter(range(1000))

    def guard(exchange: Exchange) -> None:
        value = f'Digest realm="r", nonce="{next(count)}", qop="auth", stale=true'
        exchange.send(reply(401, b"", {"WWW-Authenticate": value}))

    server = serve(guard)
    with pytest.raises(LoginNeeded):
        await client.fetch(Request(server.url(), credentials=WRONG))
    assert len(server.requests) <= 4


async def test_n24_without_credentials_nothing_is_tried(client: Client, serve: Serve) -> None:
    server = serve(basic_guard)
    with pytest.raises(LoginNeeded, match="wants a name and a password"):
        await client.fetch(Request(server.url()))
    assert len(server.requests) == 1


async def test_one_feeds_password_is_not_anothers(client: Client, serve: Serve) -> None:
    server = serve(basic_guard)
    await client.fetch(Request(server.url(), credentials=USER))
    with pytest.raises(LoginNeeded):
        await client.fetch(Request(server.url("/open")))
    assert "authorization" not in server.requests[-1].headers


async def test_many_feeds_with_one_digest_login(client: Client, serve: Serve) -> None:
    server = serve(DigestGuard())
    answers = await asyncio.gather(
        *(client.fetch(Request(server.url(f"/{n}"), credentials=USER)) for n in range(30))
    )
    assert {answer.body for answer in answers} == {FEED}


async def test_no_secret_reaches_a_log(
    client: Client, serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    for guard in (basic_guard, DigestGuard()):
        request = Request(serve(guard).url(), credentials=USER)
        await client.fetch(request)
        assert USER.secret not in repr(request) + repr(USER)
    assert "s3cret" not in caplog.text
