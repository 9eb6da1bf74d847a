"""Puts together what the jobs of the worker need, for a worker process and for a command that runs them itself."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from newsreader.credentials.keyring_vault import KeyringVault
from newsreader.credentials.memory_vault import MemoryVault
from newsreader.credentials.vault import ChainVault, Vault
from newsreader.library.folder import CACHE, SETTINGS
from newsreader.settings.file import SettingsFile
from newsreader.store.database import open_database
from newsreader.sync.cache import Cache
from newsreader.sync.desk import Desk
from newsreader.sync.pool import ParsePool

if TYPE_CHECKING:
    from newsreader.net.client import Client
    from newsreader.net.smtp import Connect

NETWORK = "newsreader.app.network"
"""Loaded by name, late: aiohttp takes 0.1 s, and many jobs need no network."""


def make_desk(data_dir: Path, version: str, gentle: Callable[[], bool], keyring: Vault | None = None) -> Desk:
    """A desk for one process. ``gentle`` tells whether somebody sits at an open window; ``keyring`` stands in for the
    system's in tests."""
    settings = SettingsFile(data_dir / SETTINGS)
    session, lasting = MemoryVault(), keyring or KeyringVault()
    vault = ChainVault(session, lasting)

    async def make_client(cache: Cache) -> Client:
        # In a thread, so that parse processes and cache start meanwhile.
        network = await asyncio.to_thread(import_module, NETWORK)
        client: Client = await network.make_client(cache, version, settings, vault)
        return client

    def make_mail_connect() -> Connect:
        connect: Connect = import_module(NETWORK).mail_connector(settings, vault)
        return connect

    return Desk(
        data_dir=data_dir,
        cache=Cache(
            lambda: open_database(data_dir / CACHE, role="worker", copies=settings.integer("storage.backups"))
        ),
        pool=ParsePool(),
        make_client=make_client,
        settings=settings,
        session=session,
        keyring=lasting,
        gentle=gentle,
        make_mail_connect=make_mail_connect,
    )


def window_is_open(data_dir: Path) -> bool:
    """Whether a window holds the lock of the data folder: its file begins with the process id of the holder."""
    try:
        pid = int((data_dir / "window.lock").read_text(encoding="utf-8").split("\n", 1)[0])
        os.kill(pid, 0)
    except (OSError, ValueError):
        return False
    return True
