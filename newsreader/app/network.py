"""The HTTP client as the settings want it, with the pauses that hosts asked for."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from newsreader.credentials.vault import Vault
from newsreader.domain.errors import SecretsError
from newsreader.net.client import Client
from newsreader.net.proxy import ProxyKind, ProxySettings
from newsreader.net.waits import HostWaits
from newsreader.settings.file import SettingsFile
from newsreader.sync.cache import Cache
from newsreader.sync.desk import PROXY
from newsreader.sync.job_sync import load_waits

if TYPE_CHECKING:
    from newsreader.net.smtp import Connect

_KINDS: dict[str, ProxyKind] = {"system": "system", "none": "none", "http": "http", "socks5": "socks5"}

log = logging.getLogger(__name__)


async def make_client(cache: Cache, version: str, settings: SettingsFile, vault: Vault) -> Client:
    """The client of a worker. Raises StoreError."""
    waits = HostWaits(await cache.read(load_waits))
    proxy = await asyncio.to_thread(proxy_settings, settings, vault)
    return Client(version=version, waits=waits, proxy=proxy)


def mail_connector(settings: SettingsFile, vault: Vault) -> Connect:
    """What opens connections to mail servers. May wait for the keyring, as ``proxy_settings``."""
    # Imported here: a refresh sends no mail.
    from newsreader.net.smtp_route import connector

    return connector(proxy_settings(settings, vault))


def proxy_settings(settings: SettingsFile, vault: Vault) -> ProxySettings:
    """What the preferences say of the proxy. Looking up its password, when it has a user, may take seconds."""
    user = settings.text("network.proxy_user")
    secret = ""
    if user:
        try:
            secret = vault.get(PROXY, user) or ""
        except SecretsError as fault:
            log.warning("the proxy's password: %s", fault.sentence)
    bypass = (part.strip() for part in settings.text("network.proxy_bypass").split(","))
    return ProxySettings(
        kind=_KINDS[settings.text("network.proxy")],
        host=settings.text("network.proxy_host"),
        port=settings.integer("network.proxy_port"),
        user=user,
        secret=secret,
        bypass=tuple(part for part in bypass if part),
    )
