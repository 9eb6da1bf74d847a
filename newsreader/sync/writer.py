"""Gathers what checks bring and stores it together, so that many small feeds share a transaction. One event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial

from newsreader.sync.cache import Cache
from newsreader.sync.intake import Arrival, Pace, Stored, store_arrivals


class ArrivalWriter:
    """``put`` from any number of tasks; ``run`` stores what was put while the last portion was being stored."""

    def __init__(self, cache: Cache, pace: Pace, clock: Callable[[], float]) -> None:
        self._cache = cache
        self._pace = pace
        self._clock = clock
        self._waiting: list[tuple[Arrival, asyncio.Future[Stored]]] = []
        self._some = asyncio.Event()

    async def put(self, arrival: Arrival) -> Stored:
        """Store ``arrival``; what became of it, once it is in the cache. Raises StoreError."""
        result: asyncio.Future[Stored] = asyncio.get_running_loop().create_future()
        self._waiting.append((arrival, result))
        self._some.set()
        return await result

    async def run(self) -> None:
        """Until cancelled. Raises the StoreError that ends it; every waiting ``put`` gets it too."""
        while True:
            await self._some.wait()
            if self._pace.gather:
                await asyncio.sleep(self._pace.gather)
            self._some.clear()
            batch, self._waiting = self._waiting, []
            try:
                work = partial(
                    store_arrivals,
                    arrivals=[arrival for arrival, _ in batch],
                    pace=self._pace,
                    now=int(self._clock()),
                )
                results = await self._cache.run(work)
            except Exception as fault:
                for _, result in batch:
                    if not result.done():
                        result.set_exception(fault)
                raise
            for (_, result), stored in zip(batch, results, strict=True):
                if not result.done():
                    result.set_result(stored)
