"""S14 as far as the client goes: a page of the internet never makes us ask the person's own network."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from newsreader.domain.errors import AddressRefused
from newsreader.net.client import Client
from newsreader.net.message import PICTURE_TYPES, Request
from tests.hostile.conftest import Serve
from tests.hostile.support.names import Names
from tests.hostile.support.rawserver import RawServer, always, reply

PICTURE = reply(200, b"\x89PNG")
PUBLIC = "127.0.0.5"
"""Plays a public address here, as nothing outside this machine may be asked."""


def picture(url: str) -> Request:
    return Request(url, accept=PICTURE_TYPES, allow_private=False, purpose="picture")


@pytest.fixture
def open_client(make_client: Callable[..., Client]) -> Client:
    """A client for which 127.0.0.5, and nothing else, is public."""
    return make_client(public=lambda ip: ip == PUBLIC)


@pytest.fixture
def inside(serve: Serve) -> RawServer:
    """A server in the person's own network."""
    return serve(always(PICTURE))


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "a.localhost",
        "0.0.0.0",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "10.0.0.1",
        "192.168.1.1",
        "172.16.0.1",
        "169.254.169.254",
        "[fe80::1]",
        "[fc00::1]",
        "100.64.0.1",
        "224.0.0.1",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "255.255.255.255",
        "[::]",
    ],
)
async def test_numbers_of_our_own_network_are_refused(
    make_client: Callable[..., Client], inside: RawServer, host: str
) -> None:
    with pytest.raises(AddressRefused, match="your own network"):
        await make_client().fetch(picture(f"http://{host}:{inside.port}/p.png"))
    assert inside.requests == []


@pytest.mark.parametrize(
    "host",
    ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "127.0.0.1.", "127\u30021", "\uff11\uff12\uff17.1"],
)
async def test_so_are_numbers_in_disguise(
    make_client: Callable[..., Client], inside: RawServer, host: str
) -> None:
    with pytest.raises(AddressRefused):
        await make_client(lookup=None).fetch(picture(f"http://{host}:{inside.port}/p.png"))
    assert inside.requests == []


@pytest.mark.parametrize("found", ["127.0.0.1", "10.1.2.3", "::1", "fe80::1", ["127.0.0.5", "127.0.0.1"]])
async def test_names_that_lead_there_are_refused(
    open_client: Client, inside: RawServer, names: Names, found: str | list[str]
) -> None:
    names.set("pictures.example", found)
    with pytest.raises(AddressRefused, match=r"pictures\.example lies inside your own network"):
        await open_client.fetch(picture(inside.url("/p.png", host="pictures.example")))
    assert inside.requests == []


async def test_a_public_name_is_fetched(open_client: Client, serve: Serve, names: Names) -> None:
    names.set("pictures.example", PUBLIC)
    outside = serve(always(PICTURE), host=PUBLIC)
    assert (await open_client.fetch(picture(outside.url(host="pictures.example")))).status == 200


@pytest.mark.parametrize("by_name", [True, False])
async def test_a_redirect_into_our_own_network_is_refused(
    open_client: Client, serve: Serve, inside: RawServer, names: Names, by_name: bool
) -> None:
    names.set("pictures.example", PUBLIC)
    names.set("router.example", "127.0.0.1")
    target = inside.url("/reboot", host="router.example" if by_name else "")
    outside = serve(always(reply(302, b"", {"Location": target})), host=PUBLIC)
    with pytest.raises(AddressRefused, match="your own network"):
        await open_client.fetch(picture(outside.url(host="pictures.example")))
    assert len(outside.requests) == 1
    assert inside.requests == []


async def test_a_name_that_turns_round_between_two_look_ups_gains_nothing(
    open_client: Client, serve: Serve, inside: RawServer, names: Names
) -> None:
    """DNS rebinding: first a public address, to pass a check, then our own."""
    names.set("turn.example", PUBLIC, "127.0.0.1")
    outside = serve(
        always(reply(302, b"", {"Location": f"http://turn.example:{inside.port}/p.png"})), host=PUBLIC
    )
    with pytest.raises(AddressRefused):
        await open_client.fetch(picture(outside.url(host="turn.example")))
    assert inside.requests == []


async def test_a_connection_made_without_the_rule_is_not_used_under_it(
    open_client: Client, inside: RawServer, names: Names
) -> None:
    names.set("home.example", "127.0.0.1")
    url = inside.url("/p.png", host="home.example")
    assert (await open_client.fetch(Request(url))).status == 200
    with pytest.raises(AddressRefused):
        await open_client.fetch(picture(url))


async def test_a_feed_of_our_own_network_may_have_pictures_there(
    open_client: Client, inside: RawServer
) -> None:
    assert (await open_client.fetch(Request(inside.url("/p.png"), allow_private=True))).status == 200
