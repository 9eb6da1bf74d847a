"""Proxies through whole syncs: as the preferences say, the password out of the vault, followed when they change."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from newsreader.app.desk import make_desk
from newsreader.credentials.memory_vault import MemoryVault
from newsreader.domain.errors import UsageError
from newsreader.library import jobs
from newsreader.store import feeds
from newsreader.sync.desk import Desk
from newsreader.sync.jobs import run_job
from tests.hostile.conftest import Serve
from tests.hostile.support.proxies import HttpProxy, Proxy, SocksProxy
from tests.hostile.support.rawserver import FEED, always, reply

URL = "http://news.invalid/feed"
"""Known to nobody: only a proxy can find it."""
SECRET = "s3cret-word"


@pytest.fixture
def proxies(serve: Serve) -> Iterator[dict[str, Proxy]]:
    """Two proxies that want a password, to the same server."""
    server = serve(always(reply(200, FEED)))
    made: dict[str, Proxy] = {
        kind.__name__: kind((server.host, server.port), user="ann", password=SECRET)
        for kind in (HttpProxy, SocksProxy)
    }
    yield made
    for proxy in made.values():
        proxy.stop()


async def run(desk: Desk, job: str, args: dict[str, object]) -> dict[str, object]:
    return await run_job(desk, job, args, lambda _: None, lambda *_: None)


async def error(desk: Desk, feed_id: int) -> str:
    """Sync, and what the feed says is wrong."""
    await run(desk, "sync", jobs.sync([feed_id], force=True))
    return (await desk.cache.read(lambda r: feeds.feed(r, feed_id))).error


@pytest.mark.parametrize("remember", ["keyring", "session"])
async def test_the_way_to_the_network_follows_the_preferences(
    tmp_path: Path, proxies: dict[str, Proxy], remember: jobs.Remember, caplog: pytest.LogCaptureFixture
) -> None:
    keyring = MemoryVault()
    desk = make_desk(tmp_path, "1.2.3", lambda: False, keyring)
    feed_id = await desk.cache.write(lambda w: feeds.add_feed(w, URL))

    for setting, kind in (("http", "HttpProxy"), ("socks5", "SocksProxy")):
        desk.settings.set_many(
            {
                "network.proxy": setting,
                "network.proxy_host": "127.0.0.1",
                "network.proxy_port": proxies[kind].port,
                "network.proxy_user": "ann",
            }
        )
        if setting == "http":
            assert "proxy" in await error(desk, feed_id), "it wants a password"
            await run(desk, "secret", jobs.proxy_secret("ann", SECRET, remember=remember))
        assert await error(desk, feed_id) == ""
        assert proxies[kind].asked

    desk.settings.set("network.proxy", "none")
    assert "proxy" not in await error(desk, feed_id)
    assert await error(desk, feed_id), "nobody else knows this name"
    assert keyring.get("proxy", "ann") == (SECRET if remember == "keyring" else None)
    await desk.close()
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or SECRET.encode() not in path.read_bytes()
    assert SECRET not in caplog.text


async def test_a_password_without_its_user_is_refused(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, "1.2.3", lambda: False, MemoryVault())
    with pytest.raises(UsageError, match="user"):
        await run(desk, "secret", jobs.proxy_secret("", SECRET))
    await desk.close()
