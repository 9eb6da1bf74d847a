"""Our own parse processes: started when there is something to parse, replaced when one dies, hangs or bloats.

Runs in the worker's event loop. A process gets its next document while it works on one, so that it never idles;
the bytes that wait are bounded by whoever fetches (``sync.budget``), not here.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from newsreader.domain.errors import Cancelled, ParseError, ParserDied
from newsreader.domain.incoming import IncomingFeed
from newsreader.domain.stories import CleanHtml
from newsreader.sync import wire
from newsreader.sync.parsed import ParsedFeed

_PACKAGE_ROOT = str(Path(__file__).resolve().parents[2])
MEMORY = 1 << 30
"""Bytes of address space of a parse process; the largest honest documents of 16 MiB need about a third."""
_AHEAD = 2  # documents a process holds: the one it works on, and the next
_REST = 10.0  # seconds without a document after which processes end: they hold 60 MB each
_SECOND_FROM = 256 << 10  # bytes to parse that are worth one more process (about 0.1 s to start)
_KNOWN_SHARE = (
    8  # of a document whose entries are known one byte in so many is parsed: the rest is only recognized
)


def parser_command(memory: int = MEMORY) -> list[str]:
    """The command line of a parse process, from a checkout, a wheel and a frozen program."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "parser", str(memory)]
    return [sys.executable, "-P", "-m", "newsreader.sync.parser", "parser", str(memory)]


def _environment() -> dict[str, str]:
    paths = [_PACKAGE_ROOT, os.environ.get("PYTHONPATH", "")]
    return os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths))}


@dataclass(slots=True)
class _Task:
    number: int
    url: str
    content_type: str
    known: frozenset[int]
    wanted: wire.Wanted
    body: bytes = field(repr=False)
    result: asyncio.Future[tuple[Any, ...]] = field(repr=False)

    @property
    def weight(self) -> int:
        """How many bytes of it are likely to be parsed."""
        return len(self.body) // _KNOWN_SHARE if self.known else len(self.body)


class ParsePool:
    """At most ``size`` parse processes. ``patience`` is how many seconds one document may take, ``starting`` how many a
    process may take until it is ready for its first one, ``memory`` how many bytes of address space it may have."""

    def __init__(
        self,
        *,
        size: int = 2,
        patience: float = 20.0,
        starting: float = 60.0,
        rest: float = _REST,
        memory: int = MEMORY,
        command: list[str] | None = None,
    ) -> None:
        self._size = size
        self._patience = patience
        self._starting_patience = starting
        self._rest = rest
        self._command = command or parser_command(memory)
        self._children: list[_Child] = []
        self._starting = 0
        self._waiting: deque[_Task] = deque()
        self._waiting_weight = 0
        self._number = 0
        self._starts: set[asyncio.Task[None]] = set()
        self._closed = False
        self._resting: asyncio.TimerHandle | None = None
        self._leaving: set[asyncio.Future[None]] = set()

    async def parse(
        self, body: bytes, *, url: str, content_type: str = "", known: frozenset[int] = frozenset()
    ) -> ParsedFeed:
        """The document, parsed and cleaned. Raises ParseError and its kin, ParserDied when a process was lost to it."""
        return wire.parsed_feed(await self._answer(body, url, content_type, known, "clean"))

    async def parse_raw(self, body: bytes, *, url: str, content_type: str = "") -> IncomingFeed:
        """The document as ``parse`` reads it, its stories not cleaned: for judging, never for the cache or a screen."""
        return wire.incoming_feed(await self._answer(body, url, content_type, frozenset(), "raw"))

    async def parse_page(self, body: bytes, *, url: str, content_type: str = "") -> tuple[CleanHtml, int]:
        """The story of a web page, cleaned, and the version of its cleaner. Raises NoWholeStory and what ``parse``
        raises."""
        return wire.page_story(await self._answer(body, url, content_type, frozenset(), "page"))

    async def _answer(
        self, body: bytes, url: str, content_type: str, known: frozenset[int], wanted: wire.Wanted
    ) -> tuple[Any, ...]:
        self._number += 1
        result: asyncio.Future[tuple[Any, ...]] = asyncio.get_running_loop().create_future()
        self._enqueue(_Task(self._number, url, content_type, known, wanted, body, result))
        return await result

    async def warm(self, expected: int = 0) -> None:
        """Start the processes that ``expected`` bytes to parse are worth, while the first document is on its way.

        When it returns they run: what this process loads next, which takes its one interpreter, does not hold them up.
        """
        wanted = self._size if expected > _SECOND_FROM else 1
        for _ in range(len(self._children) + self._starting, wanted):
            self._start_one()
        if self._starts:
            await asyncio.wait(self._starts)

    async def close(self) -> None:
        """End every process; what waits is cancelled."""
        self._closed = True
        if self._resting is not None:
            self._resting.cancel()
        await asyncio.gather(*self._starts, return_exceptions=True)
        for task in self._waiting:
            _fail(task, Cancelled("The program is closing."))
        self._waiting.clear()
        self._end_idle()
        await asyncio.gather(*self._leaving)

    # -- for children --------------------------------------------------------------------------------------------

    def refill(self) -> None:
        """Hand out waiting documents, and start a process when they are many."""
        self._watch_rest()
        for child in sorted(self._children, key=lambda child: len(child.tasks)):
            while self._waiting and len(child.tasks) < _AHEAD:
                task = self._waiting.popleft()
                self._waiting_weight -= task.weight
                if not task.result.done():
                    child.give(task)
        running = len(self._children) + self._starting
        worth_it = running == 0 or (running < self._size and self._waiting_weight > _SECOND_FROM)
        if self._waiting and worth_it and not self._closed:
            self._start_one()

    def _watch_rest(self) -> None:
        if self._resting is not None:
            self._resting.cancel()
            self._resting = None
        if self._children and not self._waiting and not any(child.tasks for child in self._children):
            self._resting = asyncio.get_running_loop().call_later(self._rest, self._end_idle)

    def _end_idle(self) -> None:
        children, self._children = self._children, []
        for child in children:
            self._leaving.add(child.gone)
            child.gone.add_done_callback(self._leaving.discard)
            child.stop()

    def lost(self, child: _Child) -> None:
        """A process ended by itself: its first document is to blame, the others are tried again."""
        if child in self._children:
            self._children.remove(child)
        if child.tasks and not self._closed:
            _fail(child.tasks.popleft(), ParserDied(child.last_words))
        for task in reversed(child.tasks):
            self._waiting.appendleft(task)
            self._waiting_weight += task.weight
        child.tasks.clear()
        self.refill()

    @property
    def running(self) -> int:
        """How many processes there are."""
        return len(self._children)

    def patience(self, *, ready: bool) -> float:
        """Seconds one document may take in a process that is ready; else those until it is."""
        return self._patience if ready else self._starting_patience

    # ------------------------------------------------------------------------------------------------------------

    def _enqueue(self, task: _Task) -> None:
        self._waiting.append(task)
        self._waiting_weight += task.weight
        self.refill()

    def _start_one(self) -> None:
        self._starting += 1
        start = asyncio.get_running_loop().create_task(self._start())
        self._starts.add(start)
        start.add_done_callback(self._starts.discard)

    async def _start(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            _, child = await loop.subprocess_exec(
                lambda: _Child(self), *self._command, stderr=asyncio.subprocess.DEVNULL, env=_environment()
            )
        except OSError as fault:
            self._starting -= 1
            for task in self._waiting:
                _fail(task, ParserDied(f"The parse process could not be started ({fault.strerror})."))
            self._waiting.clear()
            self._waiting_weight = 0
            return
        self._starting -= 1
        self._children.append(child)
        self.refill()


class _Child(asyncio.SubprocessProtocol):
    """One parse process and the documents it holds, oldest first."""

    def __init__(self, pool: ParsePool) -> None:
        self._pool = pool
        self._frames = wire.Frames()
        self._loop = asyncio.get_running_loop()
        self._timer: asyncio.TimerHandle | None = None
        self._process: asyncio.SubprocessTransport | None = None
        self.tasks: deque[_Task] = deque()
        self.gone: asyncio.Future[None] = self._loop.create_future()
        self._ready = False
        self.last_words = "The parse process ended before it could read anything."

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The process runs."""
        assert isinstance(transport, asyncio.SubprocessTransport)
        self._process = transport

    def give(self, task: _Task) -> None:
        """Send one document."""
        assert self._process is not None
        pipe = self._process.get_pipe_transport(0)
        assert isinstance(pipe, asyncio.WriteTransport)
        self.tasks.append(task)
        pipe.write(wire.request(task.number, task.url, task.content_type, task.known, task.wanted, task.body))
        if len(self.tasks) == 1:
            self._watch()

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        """Part of an answer, or of the word that the process is ready."""
        for value in self._frames.feed(data):
            if value == wire.READY:
                self._ready = True
                self.last_words = "The parse process ended while it read this document."
            else:
                task = self.tasks.popleft()
                if not task.result.done():
                    task.result.set_result(value)
            self._watch()
            self._pool.refill()

    def connection_lost(self, exc: Exception | None) -> None:
        """The process is gone, whoever ended it, and everything it had said was read."""
        if self._timer is not None:
            self._timer.cancel()
        if self._process is not None:
            self._process.close()
        if not self.gone.done():
            self.gone.set_result(None)
        self._pool.lost(self)

    def stop(self) -> None:
        """Kill the process: it holds nothing worth saving."""
        assert self._process is not None
        for task in self.tasks:
            _fail(task, Cancelled("The program is closing."))
        self.tasks.clear()
        # Not close(): that would take the exit code away from asyncio's own watcher, which then complains.
        if self._process.get_returncode() is None:
            self._process.kill()

    def _watch(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self.tasks:
            # Loading is no fault of the document that waits for it: on a busy machine it takes long.
            patience = self._pool.patience(ready=self._ready)
            self._timer = self._loop.call_later(patience, self._give_up, patience)

    def _give_up(self, patience: float) -> None:
        self.last_words = (
            f"This document took longer than {patience:g} seconds to read."
            if self._ready
            else f"The parse process was not ready within {patience:g} seconds."
        )
        assert self._process is not None
        self._process.kill()


def _fail(task: _Task, fault: ParseError | Cancelled) -> None:
    if not task.result.done():
        task.result.set_exception(fault)
