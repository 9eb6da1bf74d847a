"""How many bytes of documents the worker holds at once: being fetched, being parsed, waiting to be stored.

Bounded in bytes and not in documents: one of 16 MiB weighs as much as a thousand others (FINDINGS section 3).
"""

from __future__ import annotations

import asyncio
from collections import deque


class ByteBudget:
    """Who wants to fetch waits for room, first come first served. Belongs to one event loop."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held = 0
        self._waiting: deque[tuple[asyncio.Future[None], int]] = deque()

    @property
    def held(self) -> int:
        """Bytes held now."""
        return self._held

    async def admit(self, expected: int) -> Share:
        """Wait until there is room for one more document. ``expected`` is how many bytes it is taken to have until it
        is there; it may come to exceed the limit then."""
        if self._waiting or self._held >= self._limit:
            turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.append((turn, expected))
            try:
                await turn
            except asyncio.CancelledError:
                if turn.done() and not turn.cancelled():
                    self.change(-expected)  # the room came in the very moment of the cancellation
                raise
        else:
            self._held += expected
        return Share(self, expected)

    def change(self, by: int) -> None:
        """``by`` bytes more are held, or fewer; whoever waits longest comes in when there is room."""
        self._held += by
        while self._waiting and self._held < self._limit:
            turn, expected = self._waiting.popleft()
            if not turn.done():  # otherwise it was cancelled while it waited
                self._held += expected
                turn.set_result(None)


class Share:
    """What one document holds of a budget."""

    def __init__(self, budget: ByteBudget, size: int) -> None:
        self._budget = budget
        self._size = size

    def grow(self, size: int) -> None:
        """The document is there, and this is its size in bytes."""
        self._budget.change(size - self._size)
        self._size = size

    def give_back(self) -> None:
        """The document is held no longer."""
        self._budget.change(-self._size)
        self._size = 0
