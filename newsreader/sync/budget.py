"""How many bytes of documents the worker holds at once: fetched, being parsed, waiting to be stored.

Bounded in bytes and not in documents: one of 16 MiB weighs as much as a thousand others (FINDINGS section 3).
"""

from __future__ import annotations

import asyncio
from collections import deque


class ByteBudget:
    """Who wants to fetch waits for room; what is held counts until it is given back. One event loop."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held = 0
        self._waiting: deque[asyncio.Future[None]] = deque()

    @property
    def held(self) -> int:
        """Bytes held now."""
        return self._held

    async def room(self) -> None:
        """Wait until less than the limit is held. What comes then may exceed it once: its size is not known before."""
        while self._held >= self._limit:
            turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.append(turn)
            await turn

    def take(self, size: int) -> None:
        """``size`` more bytes are held."""
        self._held += size

    def give(self, size: int) -> None:
        """``size`` bytes are held no longer."""
        self._held -= size
        while self._waiting and self._held < self._limit:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
