"""Fixtures of the hostile tests: raw servers, a certificate authority, names that exist only here."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest

from newsreader.net.client import Client
from newsreader.net.limits import Limits
from tests.hostile.support.certificates import Authority
from tests.hostile.support.conditions import QUICK, Trial, known_names
from tests.hostile.support.names import Names
from tests.hostile.support.rawserver import Handler, RawServer, always, reply
from tests.support.worker_desk import TestDesk


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


@pytest.fixture
async def desks(tmp_path: Path) -> AsyncIterator[Callable[..., TestDesk]]:
    """``desks(folder=..., **options)`` makes a worker's desk that is closed at the end of the test."""
    made: list[TestDesk] = []

    def make(**options: Any) -> TestDesk:
        known = {"folder": tmp_path, "limits": QUICK, "lookup": known_names()}
        made.append(TestDesk(**{**known, **options}))
        return made[-1]

    yield make
    for desk in made:
        await desk.close()


@pytest.fixture
def make_trial(
    desks: Callable[..., TestDesk], serve: Serve, caplog: pytest.LogCaptureFixture
) -> Callable[..., Awaitable[Trial]]:
    """``await make_trial(**options)``: a trial that has begun; the options are the desk's, and ``tls`` the server's."""

    async def make(*, tls: Any = None, bad_url: str = "", **options: Any) -> Trial:
        bad, good = serve(always(reply(404)), tls=tls), serve(always(reply(404)))
        found = Trial(desks(**options), bad, good, caplog)
        await found.start(bad_url=bad_url)
        return found

    return make


@pytest.fixture
async def trial(make_trial: Callable[..., Awaitable[Trial]]) -> Trial:
    """A trial with quick limits."""
    return await make_trial()
