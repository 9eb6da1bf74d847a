"""N30-N33: connections that are not safe. A named fault, nothing sent, no way past it."""

from __future__ import annotations

import ssl
from collections.abc import Callable

import pytest

from newsreader.domain.errors import NetError, NoTls, TlsFault
from newsreader.net.client import Client
from newsreader.net.message import Credentials, Request
from tests.hostile.conftest import Serve
from tests.hostile.support.certificates import Authority
from tests.hostile.support.names import Names
from tests.hostile.support.rawserver import FEED, always, reply

HOST = "news.example"


@pytest.fixture
def safe_client(make_client: Callable[..., Client], names: Names, authority: Authority) -> Client:
    """A client that trusts the tests' authority and finds ``news.example`` on loopback."""
    names.set(HOST, "127.0.0.1")
    return make_client(extra_ca=authority.pem)


async def fault_of(client: Client, serve: Serve, context: ssl.SSLContext) -> NetError:
    server = serve(always(reply(200, FEED)), tls=context)
    with pytest.raises(TlsFault) as caught:
        await client.fetch(Request(server.url(host=HOST), credentials=Credentials("ada", "s3cret")))
    assert server.requests == []
    assert HOST in caught.value.sentence
    return caught.value


async def test_a_good_certificate_is_accepted(
    safe_client: Client, serve: Serve, authority: Authority
) -> None:
    server = serve(always(reply(200, FEED)), tls=authority.context(HOST))
    assert (await safe_client.fetch(Request(server.url(host=HOST)))).body == FEED


async def test_n30_expired(safe_client: Client, serve: Serve, authority: Authority) -> None:
    fault = await fault_of(safe_client, serve, authority.context(HOST, expired=True))
    assert "has expired" in fault.sentence


async def test_n31_self_signed(safe_client: Client, serve: Serve, authority: Authority) -> None:
    fault = await fault_of(safe_client, serve, authority.self_signed_context(HOST))
    assert "self-signed" in fault.sentence


async def test_n31_an_authority_nobody_knows(
    make_client: Callable[..., Client], names: Names, serve: Serve, authority: Authority
) -> None:
    names.set(HOST, "127.0.0.1")
    fault = await fault_of(make_client(), serve, authority.context(HOST))
    assert "Nobody this computer trusts" in fault.sentence


async def test_n32_wrong_host(safe_client: Client, serve: Serve, authority: Authority) -> None:
    fault = await fault_of(safe_client, serve, authority.context("other.example"))
    assert "belongs to another host" in fault.sentence


async def test_n32_an_address_that_is_a_number_needs_its_number(
    safe_client: Client, serve: Serve, authority: Authority
) -> None:
    server = serve(always(reply(200, FEED)), tls=authority.context(HOST))
    with pytest.raises(TlsFault, match="another host"):
        await safe_client.fetch(Request(server.url()))
    server = serve(always(reply(200, FEED)), tls=authority.context("127.0.0.1"))
    assert (await safe_client.fetch(Request(server.url()))).body == FEED


async def test_n33_tls_1_0(safe_client: Client, serve: Serve, authority: Authority) -> None:
    fault = await fault_of(safe_client, serve, authority.old_context(HOST))
    assert "outdated" in fault.sentence


async def test_https_to_a_plain_server_says_so(safe_client: Client, serve: Serve) -> None:
    server = serve(always(b""), greeting=reply(400, b"plain"))
    with pytest.raises(NetError) as caught:
        await safe_client.fetch(Request(server.url(host=HOST).replace("http:", "https:")))
    assert isinstance(caught.value, NoTls)
    assert "does not speak https" in caught.value.sentence


@pytest.mark.parametrize("how", ["expired", "self-signed", "old"])
async def test_a_server_that_speaks_https_badly_is_not_taken_for_one_that_does_not(
    safe_client: Client, serve: Serve, authority: Authority, how: str
) -> None:
    """Else a bad certificate would be got around by asking again without encryption."""
    contexts = {
        "expired": lambda: authority.context(HOST, expired=True),
        "self-signed": lambda: authority.self_signed_context(HOST),
        "old": lambda: authority.old_context(HOST),
    }
    assert not isinstance(await fault_of(safe_client, serve, contexts[how]()), NoTls)
