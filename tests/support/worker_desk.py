"""A worker's desk with real parts on a folder of the test's own: real cache, real client, real parse processes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from newsreader.credentials.memory_vault import MemoryVault
from newsreader.credentials.vault import Vault
from newsreader.domain.feeds import Feed
from newsreader.domain.jobs import Progress
from newsreader.net.client import Client
from newsreader.net.limits import Limits
from newsreader.net.proxy import ProxySettings
from newsreader.net.waits import HostWaits
from newsreader.settings.file import SettingsFile
from newsreader.store import feeds
from newsreader.store.database import Database, Reader, open_database
from newsreader.sync.cache import Cache
from newsreader.sync.desk import Desk
from newsreader.sync.job_sync import load_waits
from newsreader.sync.jobs import run_job
from newsreader.sync.pool import ParsePool

T = TypeVar("T")


class TestDesk:
    """Runs jobs. ``now`` is the clock, to be moved by the test; ``changes`` is what was told to have changed."""

    __test__ = False

    def __init__(
        self,
        folder: Path,
        keyring: Vault | None = None,
        *,
        gentle: bool = False,
        limits: Limits | None = None,
        pool: ParsePool | None = None,
        **client: Any,
    ) -> None:
        """``client`` are options of the HTTP client: look-up, authority, proxy."""
        self.folder = folder
        self.limits = limits or Limits()
        self._client: dict[str, Any] = {"proxy": ProxySettings("none"), **client}
        self.now = 1_700_000_000
        self._open = True
        self.progress: list[Progress] = []
        self.changes: list[tuple[tuple[int, ...], int, int]] = []
        self.desk = Desk(
            data_dir=folder,
            cache=Cache(lambda: open_database(folder / "cache.sqlite3", role="worker")),
            pool=pool or ParsePool(size=1),
            make_client=self._make_client,
            settings=SettingsFile(folder / "settings.json"),
            session=MemoryVault(),
            keyring=keyring or MemoryVault(),
            gentle=lambda: gentle,
            clock=lambda: float(self.now),
        )

    async def run(self, job: str, /, **args: Any) -> dict[str, Any]:
        """Run a job to its end."""
        return await run_job(
            self.desk, job, args, self.progress.append, lambda *change: self.changes.append(change)
        )

    async def sync(self, *feed_ids: int, force: bool = False, due_only: bool = False) -> dict[str, Any]:
        """Sync some feeds, or all."""
        return await self.run("sync", feeds=list(feed_ids) or None, force=force, due_only=due_only)

    async def subscribe(self, *urls: str) -> list[int]:
        """Add feeds without fetching them."""
        return await self.desk.cache.write(lambda w: [feeds.add_feed(w, url, now=self.now) for url in urls])

    async def feed(self, feed_id: int) -> Feed:
        """A feed as it is now."""
        return await self.read(lambda r: feeds.feed(r, feed_id))

    async def read(self, work: Callable[[Reader], T]) -> T:
        """Look into the cache."""
        return await self.desk.cache.read(work)

    async def rows(self, sql: str, values: Sequence[Any] = ()) -> list[Any]:
        """The rows of one statement."""
        return await self.read(lambda r: r.rows(sql, values))

    async def integrity(self) -> list[str]:
        """What is wrong with the cache."""
        return await self.desk.cache.run(Database.check)

    async def close(self) -> None:
        """Close everything; doing so twice is fine."""
        if self._open:
            self._open = False
            await self.desk.close()

    async def _make_client(self, cache: Cache) -> Client:
        waits = HostWaits(await cache.read(load_waits))
        return Client(
            version="0",
            limits=self.limits,
            waits=waits,
            clock=lambda: float(self.now),
            **self._client,
        )
