"""The worker's one connection to the cache, on a thread of its own: the event loop never waits for the disk."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from newsreader.store.database import Database, Reader, Writer

T = TypeVar("T")


class Cache:
    """Runs functions on the cache's thread, one after the other. ``opener`` opens it there, when it is first needed."""

    def __init__(self, opener: Callable[[], Database]) -> None:
        self._opener = opener
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="cache")
        self._database: Database | None = None

    async def run(self, work: Callable[[Database], T]) -> T:
        """``work`` with the open cache, between transactions. Raises StoreError and what ``work`` raises.

        Cancelling does not interrupt what runs already: a transaction is never left half done.
        """
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._with_database, work)

    async def read(self, work: Callable[[Reader], T]) -> T:
        """``work`` within one reading transaction."""

        def reading(database: Database) -> T:
            with database.read() as reader:
                return work(reader)

        return await self.run(reading)

    async def write(self, work: Callable[[Writer], T], *, durable: bool = True) -> T:
        """``work`` within one writing transaction; ``durable`` for what a person asked for."""

        def writing(database: Database) -> T:
            with database.write(durable=durable) as writer:
                return work(writer)

        return await self.run(writing)

    async def close(self) -> None:
        """Close the cache after what runs already."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._close)
        self._thread.shutdown(wait=False)

    def _with_database(self, work: Callable[[Database], T]) -> T:
        if self._database is None:
            self._database = self._opener()
        return work(self._database)

    def _close(self) -> None:
        if self._database is not None:
            self._database.close()
            self._database = None
