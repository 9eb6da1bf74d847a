"""Manners: at most two requests to a host at a time, and not too many in all (HOSTILE 2.8, N36).

The line is first come, first served for each host. A host that has had its turns lets others go first, so that slow
hosts with many feeds hold up only themselves.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from time import monotonic

from newsreader.net.limits import Limits


@dataclass(slots=True)
class _Line:
    """Those who want one host: how many are served, who waits, and since when the host is served without a break."""

    active: int = 0
    waiting: deque[tuple[asyncio.Future[None], int]] = field(default_factory=deque)
    turns: int = 0
    since: float = 0.0
    queued: bool = False


class HostSlots:
    """Hands out places. Belongs to one event loop; a place is held from connecting until the body is read."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._lines: dict[str, _Line] = {}
        self._active = 0
        self._ready: deque[str] = deque()

    @property
    def active(self) -> int:
        """How many places are taken now."""
        return self._active

    def wanted(self, host: str, port: int) -> bool:
        """True when the next in line for ``host`` wants this port: then the connection is worth keeping."""
        line = self._lines.get(host)
        return line is not None and next(
            (wish == port for turn, wish in line.waiting if not turn.done()), False
        )

    @asynccontextmanager
    async def place(self, host: str, port: int) -> AsyncIterator[None]:
        """Wait for a place at ``host``, whatever the port, and hold it. Cancelling while in line is safe."""
        line = self._lines.setdefault(host, _Line())
        if not line.waiting and line.active < self._limits.per_host and self._active < self._limits.in_all:
            if not line.active:
                line.turns, line.since = 0, monotonic()
            self._take(line)
        else:
            await self._stand_in_line(host, port, line)
        try:
            yield
        finally:
            self._give_back(host, line)

    async def _stand_in_line(self, host: str, port: int, line: _Line) -> None:
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        line.waiting.append((turn, port))
        self._mark_ready(host, line)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._give_back(host, line)  # the place came in the very moment of the cancellation
            else:
                if (turn, port) in line.waiting:
                    line.waiting.remove((turn, port))
                self._forget(host, line)
            raise

    def _take(self, line: _Line) -> None:
        line.active += 1
        line.turns += 1
        self._active += 1

    def _give_back(self, host: str, line: _Line) -> None:
        line.active -= 1
        self._active -= 1
        tired = line.turns >= self._limits.turns or monotonic() - line.since > self._limits.tenure
        if not (tired and self._ready) and self._serve(line):
            return
        self._mark_ready(host, line)
        self._serve_others()
        self._forget(host, line)

    def _serve_others(self) -> None:
        while self._ready and self._active < self._limits.in_all:
            host = self._ready.popleft()
            line = self._lines[host]
            line.queued = False
            line.turns, line.since = 0, monotonic()
            if self._serve(line):
                self._mark_ready(host, line)

    def _serve(self, line: _Line) -> bool:
        """Give a free place to the first in line who is still there; False when there is none to give or to take it."""
        if line.active >= self._limits.per_host or self._active >= self._limits.in_all:
            return False
        while line.waiting:
            turn, _port = line.waiting.popleft()
            if not turn.done():
                self._take(line)
                turn.set_result(None)
                return True
        return False

    def _mark_ready(self, host: str, line: _Line) -> None:
        """Put the host in the line of hosts, if somebody waits for it and it has a place to give."""
        if line.waiting and line.active < self._limits.per_host and not line.queued:
            line.queued = True
            self._ready.append(host)

    def _forget(self, host: str, line: _Line) -> None:
        if not line.active and not line.waiting and not line.queued and self._lines.get(host) is line:
            del self._lines[host]
