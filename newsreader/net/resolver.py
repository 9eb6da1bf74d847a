"""Looking up host names, and refusing those that lead into the person's own network where that is asked (HOSTILE S14).

The check is made on the very addresses that are connected to: a name that changes between look-ups gains nothing.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Awaitable, Callable

from newsreader.domain.errors import AddressRefused
from newsreader.net.http_library import AbstractResolver, ResolveResult

Lookup = Callable[[str, int], Awaitable[list[str]]]
"""The IP addresses of a host. Raises OSError (socket.gaierror) when it has none."""

_MOST_LOOKUPS = 16


def private_refusal(host: str) -> AddressRefused:
    """The refusal of an address inside the person's own network."""
    return AddressRefused(
        f"{host} lies inside your own network, where a page on the internet has no business."
    )


class SystemLookup:
    """Asks the system, in daemon threads: a look-up that hangs never holds up the end of the program."""

    def __init__(self) -> None:
        self._places = asyncio.Semaphore(_MOST_LOOKUPS)

    async def __call__(self, host: str, port: int) -> list[str]:
        """The addresses of ``host`` in the system's order. Raises socket.gaierror."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[list[str]] = loop.create_future()

        def finish(found: list[str] | None, fault: OSError | None) -> None:
            if answer.done():
                return
            if fault is not None:
                answer.set_exception(fault)
            else:
                answer.set_result(found or [])

        def ask() -> None:
            found: list[str] | None = None
            problem: OSError | None = None
            try:
                rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
                found = list(dict.fromkeys(str(row[4][0]) for row in rows))
            except UnicodeError:
                problem = socket.gaierror(socket.EAI_NONAME, "not a host name")
            except OSError as fault:
                problem = fault
            if not loop.is_closed():
                loop.call_soon_threadsafe(finish, found, problem)

        async with self._places:
            threading.Thread(target=ask, name="lookup", daemon=True).start()
            return await answer


class Resolver(AbstractResolver):
    """aiohttp's way to ask for addresses. ``allowed`` decides about each; one refused address refuses the host."""

    def __init__(self, lookup: Lookup, allowed: Callable[[str], bool] | None = None) -> None:
        self._lookup = lookup
        self._allowed = allowed

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The addresses to connect to. Raises OSError, or AddressRefused."""
        found = await self._lookup(host, port)
        if self._allowed is not None and not all(self._allowed(ip) for ip in found):
            raise private_refusal(host)
        return [
            ResolveResult(
                hostname=host,
                host=ip,
                port=port,
                family=socket.AF_INET6 if ":" in ip else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for ip in found
        ]

    async def close(self) -> None:
        """Nothing is held."""
