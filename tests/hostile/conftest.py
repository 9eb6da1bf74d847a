"""Fixtures of the hostile tests: raw servers, a certificate authority, names that exist only here."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any, Protocol

import pytest

from newsreader.net.client import Client
from newsreader.net.limits import Limits
from tests.hostile.support.certificates import Authority
from tests.hostile.support.names import Names
from tests.hostile.support.rawserver import Handler, RawServer


class Serve(Protocol):
    """Starts a raw server (options: ``host``, ``tls``, ``greeting``) that is stopped at the end of the test."""

    def __call__(self, handler: Handler, **options: Any) -> RawServer: ...


@pytest.fixture
def serve() -> Iterator[Serve]:
    """``serve(handler, host=..., tls=..., greeting=...)`` starts a raw server on loopback."""
    servers: list[RawServer] = []

    def start(handler: Handler, **options: Any) -> RawServer:
        servers.append(RawServer(handler, **options))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """A certificate authority that a client trusts when it is given ``authority.pem``."""
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def names() -> Names:
    """A look-up that knows what the test tells it."""
    return Names()


@pytest.fixture
def quick() -> Limits:
    """Limits small enough to be reached within a test, in the same proportions as the real ones."""
    return Limits(total=1.0, connect=0.5, read=0.5)


@pytest.fixture
async def make_client(names: Names) -> AsyncIterator[Callable[..., Client]]:
    """``make_client(**options)`` makes a client that is closed at the end of the test."""
    clients: list[Client] = []

    def make(**options: Any) -> Client:
        clients.append(Client(**{"version": "1.2.3", "lookup": names, **options}))
        return clients[-1]

    yield make
    for client in clients:
        await client.close()


@pytest.fixture
def client(make_client: Callable[..., Client]) -> Client:
    """A client with the real limits."""
    return make_client()
