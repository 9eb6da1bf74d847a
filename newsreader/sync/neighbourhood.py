"""Whether a feed lies in the person's own network: only then may what its stories name lie there too (HOSTILE S14)."""

from __future__ import annotations

from urllib.parse import urlsplit

from newsreader.net.address import is_public
from newsreader.net.resolver import SystemLookup


async def is_private(feed_url: str) -> bool:
    """Whether every address of the host of ``feed_url`` is in the person's own network. Unknown is not private."""
    parts = urlsplit(feed_url)
    if not parts.hostname:
        return False
    try:
        addresses = await SystemLookup()(parts.hostname, parts.port or 80)
    except OSError:
        return False
    return bool(addresses) and not any(is_public(ip) for ip in addresses)
