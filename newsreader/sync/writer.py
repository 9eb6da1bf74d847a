"""Gathers what checks bring and stores it together, so that many small feeds share a transaction. One event loop."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from functools import partial

from newsreader.store.upkeep import merge_index
from newsreader.sync.cache import Cache
from newsreader.sync.intake import Arrival, Pace, Stored, store_arrivals

_MERGED = 24
"""Pages of the search index that are merged in a transaction: about as long as one that stores."""


class ArrivalWriter:
    """``put`` from any number of tasks; ``run`` stores what was put, about a transaction at a time.

    ``to_come`` is how many checks are not finished: when all of them wait here, nothing more is gathered.
    """

    def __init__(self, cache: Cache, pace: Pace, clock: Callable[[], float]) -> None:
        self.to_come = 0
        self._cache = cache
        self._pace = pace
        self._clock = clock
        self._waiting: deque[tuple[Arrival, asyncio.Future[Stored]]] = deque()
        self._rows = 0
        self._unmerged = 0
        self._some = asyncio.Event()
        self._enough = asyncio.Event()

    async def put(self, arrival: Arrival) -> Stored:
        """Store ``arrival``; what became of it, once it is in the cache. Raises StoreError."""
        result: asyncio.Future[Stored] = asyncio.get_running_loop().create_future()
        self._waiting.append((arrival, result))
        self._rows += arrival.rows
        self._some.set()
        self._look()
        return await result

    def finished(self) -> None:
        """A check came to its end."""
        self.to_come -= 1
        self._look()

    async def run(self) -> None:
        """Until cancelled. Raises the StoreError that ends it; every waiting ``put`` gets it too."""
        while True:
            await self._some.wait()
            await self._gather()
            await self._store(self._batch())
            if self._pace.merge and self._unmerged >= self._pace.merge:
                await self._merge()
            if not self._waiting:
                self._some.clear()

    async def _gather(self) -> None:
        """Wait a little until a transaction is full, unless nothing more can come."""
        if self._pace.gather and not self._enough.is_set():
            try:
                await asyncio.wait_for(self._enough.wait(), self._pace.gather)
            except TimeoutError:
                return

    def _look(self) -> None:
        if self._rows >= self._pace.rows or len(self._waiting) >= self.to_come:
            self._enough.set()
        else:
            self._enough.clear()

    def _batch(self) -> list[tuple[Arrival, asyncio.Future[Stored]]]:
        """What fills about one transaction: what is stored soon is held no longer."""
        batch: list[tuple[Arrival, asyncio.Future[Stored]]] = []
        rows = 0
        while self._waiting and rows < self._pace.rows:
            batch.append(self._waiting.popleft())
            rows += batch[-1][0].rows
        self._rows -= rows
        self._unmerged += rows
        self._look()
        return batch

    async def _store(self, batch: list[tuple[Arrival, asyncio.Future[Stored]]]) -> None:
        arrivals = [arrival for arrival, _ in batch]
        work = partial(store_arrivals, arrivals=arrivals, pace=self._pace, now=int(self._clock()))
        try:
            results = await self._cache.run(work)
        except Exception as fault:
            for _, result in batch:
                if not result.done():
                    result.set_exception(fault)
            raise
        for (_, result), stored in zip(batch, results, strict=True):
            if not result.done():
                result.set_result(stored)

    async def _merge(self) -> None:
        """Merge the search index in steps between which a mark slips in, before FTS5 does it in one."""
        self._unmerged = 0
        while not await self._cache.run(partial(merge_index, pages=_MERGED)):
            await asyncio.sleep(self._pace.pause)
