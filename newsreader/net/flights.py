"""Single flight: what is already on its way is waited for, not asked for twice (HOSTILE 2.8)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from newsreader.net.message import Answer, Request


@dataclass(slots=True)
class _Flight:
    request: Request
    task: asyncio.Task[Answer]
    passengers: int = 0


class Flights:
    """Requests under way, by address. An equal request joins; a different one for the same address goes after it.

    When all who wait for a flight are cancelled, it is cancelled too. Belongs to one event loop.
    """

    def __init__(self, fetch: Callable[[Request], Awaitable[Answer]]) -> None:
        self._fetch = fetch
        self._flights: dict[str, _Flight] = {}

    async def get(self, request: Request) -> Answer:
        """The answer to ``request``. Raises what the fetch raises, for each who waits."""
        while (flight := self._flights.get(request.url)) is not None and flight.request != request:
            await asyncio.wait([flight.task])
        if flight is None:
            flight = _Flight(request, asyncio.ensure_future(self._run(request)))
            self._flights[request.url] = flight
            flight.task.add_done_callback(lambda _task: self._land(request.url, flight))
        flight.passengers += 1
        try:
            return await asyncio.shield(flight.task)
        finally:
            flight.passengers -= 1
            if not flight.passengers and not flight.task.done():
                flight.task.cancel()
                self._land(request.url, flight)

    async def stop(self) -> None:
        """Cancel everything that is under way and wait for its end."""
        tasks = [flight.task for flight in self._flights.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _run(self, request: Request) -> Answer:
        return await self._fetch(request)

    def _land(self, url: str, flight: _Flight) -> None:
        if self._flights.get(url) is flight:
            del self._flights[url]
        if flight.task.done() and not flight.task.cancelled():
            flight.task.exception()  # looked at, so that asyncio does not report it when nobody waits any more
