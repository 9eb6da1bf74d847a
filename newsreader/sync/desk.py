"""What the jobs of the worker work with. The composition root makes it; what is expensive is made at its first use."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from newsreader.credentials.memory_vault import MemoryVault
from newsreader.credentials.vault import AskedOnce, ChainVault, Vault
from newsreader.settings.file import SettingsFile
from newsreader.store import brief_texts, upkeep
from newsreader.sync.cache import Cache
from newsreader.sync.grouped import Grouped
from newsreader.sync.lock import FileLock
from newsreader.sync.pool import ParsePool

if TYPE_CHECKING:
    from newsreader.net.client import Client
    from newsreader.net.smtp import Connect
    from newsreader.sync.grouping import Grouping

LOCK = "worker.lock"
_GAP = 0.008  # seconds between two portions of grouping while a window is open: a mark slips in
PROXY = "proxy"
"""The origin under which the password of the proxy is kept."""
_NETWORK = "network."


@dataclass(slots=True)
class Desk:
    """``make_client`` gives the HTTP client, with the pauses that hosts asked for; it is called anew when the settings
    of the network, or the proxy's password, have changed. ``gentle`` tells whether somebody sits at an open window.
    ``clock`` is UTC epoch seconds. ``make_mail_connect`` gives what opens connections to mail servers, None for
    straight ones; it may block."""

    data_dir: Path
    cache: Cache
    pool: ParsePool
    make_client: Callable[[Cache], Awaitable[Client]]
    settings: SettingsFile
    session: MemoryVault
    keyring: Vault
    gentle: Callable[[], bool]
    clock: Callable[[], float] = time.time
    make_mail_connect: Callable[[], Connect] | None = None
    _session_secrets: int = field(default=0, init=False)
    _grouping: Grouping | None = field(default=None, init=False)
    _client: asyncio.Task[Client] | None = field(default=None, init=False)
    _way: object = field(default=None, init=False)
    _former: list[asyncio.Task[Client]] = field(default_factory=list, init=False)

    async def client(self) -> Client:
        """The one HTTP client of this process, as the settings of the network are now."""
        way = {key: value for key, value in self.settings.all().items() if key.startswith(_NETWORK)}
        if self._client is not None and way != self._way:
            self._former.append(self._client)  # a job may be using it
            self._client = None
        if self._client is None:
            self._way = way
            self._client = asyncio.ensure_future(self.make_client(self.cache))
        return await asyncio.shield(self._client)

    @property
    def vault(self) -> ChainVault:
        """Where secrets are looked up: first those of this session, then the keyring."""
        return ChainVault(self.session, self.keyring)

    def vault_for_one_job(self) -> ChainVault:
        """The same for a job with many feeds: a keyring that refuses is asked once."""
        return ChainVault(self.session, AskedOnce(self.keyring))

    @property
    def secrets_for_now(self) -> bool:
        """True when a secret is kept for this session only: it would be gone with the process."""
        return self._session_secrets > 0

    async def keep_secret(self, url: str, user: str, secret: str, *, for_now: bool) -> None:
        """Keep a secret in the keyring, or for this session only. Raises SecretsError."""
        # Imported here: few jobs need what it brings.
        from newsreader.net.address import origin

        await self.keep_secret_of(origin(url), user, secret, for_now=for_now)

    async def keep_secret_of(self, origin: str, user: str, secret: str, *, for_now: bool) -> None:
        """Keep the secret of an origin, as ``keep_secret``."""
        vault: Vault = (
            self.session if for_now or self.settings.text("privacy.secrets") == "session" else self.keyring
        )
        await asyncio.to_thread(vault.set, origin, user, secret)
        if vault is self.session:
            self._session_secrets += 1
        if origin == PROXY:
            self._way = None

    def lock(self) -> FileLock:
        """The lock that a sync of this data folder holds."""
        return FileLock(self.data_dir / LOCK)

    def now(self) -> int:
        """UTC epoch seconds."""
        return int(self.clock())

    async def tidy(self, seconds: float) -> bool:
        """Do what can wait in the cache for at most ``seconds``; True when nothing is left. Raises StoreError."""
        if not (await self.group(seconds)).done:
            return False
        await self._keep_words()
        return await self.cache.run(
            partial(
                upkeep.tidy,
                seconds=seconds,
                now=self.now(),
                keep_days=self.settings.integer("storage.keep_days"),
            )
        )

    async def group(self, seconds: float | None = None) -> Grouped:
        """Group the stories that wait: all, or those that ``seconds`` suffice for. Raises StoreError.

        Behind all of them, not with each part, what is known of their words is kept for the next process.
        """
        found = await self._group(seconds)
        if seconds is None:
            await self._keep_words()
        return found

    async def _keep_words(self) -> None:
        """Keep what is known of the words of recent stories for the next process."""
        if self._grouping is not None:
            grouping = self._grouping
            await self.cache.run(lambda _: grouping.keep())

    async def _group(self, seconds: float | None) -> Grouped:
        if not await self.cache.read(brief_texts.any_waits):
            return Grouped()
        # Imported here: most jobs bring no stories.
        from newsreader.sync.grouping import Grouping
        from newsreader.sync.window_file import WindowFile

        if self._grouping is None:
            file = WindowFile(self.data_dir)
            self._grouping = Grouping(lambda: self.settings.integer("briefs.window_hours"), file)
        began = time.monotonic()
        stories, followed = 0, dict[int, None]()
        while True:
            found = await self.cache.run(partial(self._grouping.step, now=self.now()))
            stories += found.stories
            followed |= dict.fromkeys(found.followed)
            if found.done or (seconds is not None and time.monotonic() - began >= seconds):
                return Grouped(stories, tuple(followed), found.done)
            if self.gentle():
                await asyncio.sleep(_GAP)

    async def close(self) -> None:
        """End the parse processes, the connections and the cache."""
        await asyncio.gather(self.pool.close(), self._close_clients_and_cache())

    async def _close_clients_and_cache(self) -> None:
        """One after the other: a client that is still being made reads the cache."""
        for client in (*self._former, *([self._client] if self._client is not None else [])):
            client.cancel()
            (made,) = await asyncio.gather(client, return_exceptions=True)
            if not isinstance(made, BaseException):
                await made.close()
        await self.cache.close()
