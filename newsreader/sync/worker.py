"""The worker process: reads jobs from standard input, answers on standard output, ends when there is nothing to do.

Everything runs in one event loop; a thread of its own only waits for input. The protocol is in ``sync.pipe``.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import sys
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from newsreader.domain.errors import Cancelled, NewsreaderError
from newsreader.domain.jobs import Progress
from newsreader.sync import pipe
from newsreader.sync.reporting import Changed, Report

LINGER = 60.0  # seconds without work after which the worker ends; starting it again costs about 0.3 s
GRACE = 0.8  # seconds that jobs have to end when the worker is told to stop

log = logging.getLogger(__name__)

Run = Callable[[str, dict[str, Any], Report, Changed], Awaitable[dict[str, Any]]]
"""Runs one job: name, arguments, where progress goes, where changed feeds go. Raises NewsreaderError."""


@dataclass(slots=True)
class _Job:
    key: str
    task: asyncio.Task[dict[str, Any]]
    ids: list[int] = field(default_factory=list)


class Worker:
    """Takes messages, runs their jobs and sends what comes of them.

    ``run`` does the work, ``send`` writes one message, ``busy`` tells of a reason to stay although nothing is asked
    (secrets that are kept for this run only). ``tidy`` does a little of what can wait, between jobs, until it says that
    nothing is left.
    """

    def __init__(
        self,
        run: Run,
        send: Callable[[pipe.Message], None],
        *,
        linger: float = LINGER,
        busy: Callable[[], bool] = lambda: False,
        tidy: Callable[[], Awaitable[bool]] | None = None,
    ) -> None:
        self._run = run
        self._send = send
        self._linger = linger
        self._busy = busy
        self._tidy = tidy
        self._tidying: asyncio.Task[None] | None = None
        self._jobs: dict[str, _Job] = {}
        self._idle: asyncio.TimerHandle | None = None
        self._stopped = asyncio.Event()

    async def serve(self) -> None:
        """Until told to stop, or idle for long; then every job is cancelled and has a moment to end."""
        self._rest()
        await self._stopped.wait()
        tasks: list[asyncio.Task[Any]] = [job.task for job in self._jobs.values()]
        if self._tidying is not None:
            tasks.append(self._tidying)
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=GRACE)

    def stop(self) -> None:
        """End soon: the person quits, the pipe is gone, or the system asks for it."""
        self._stopped.set()

    def take(self, line: bytes) -> None:
        """One line of input. A line that is no message is logged and left."""
        try:
            message = pipe.decode(line)
        except ValueError as fault:
            log.warning("not a message: %s", fault)
            return
        if message.get("quit"):
            self.stop()
        elif "cancel" in message:
            self._cancel(message["cancel"])
        elif isinstance(message.get("id"), int) and isinstance(message.get("job"), str):
            self._start(message["id"], message["job"], message.get("args") or {})
        else:
            log.warning("a message of no known kind: %s", sorted(message))

    def _start(self, number: int, name: str, args: dict[str, Any]) -> None:
        if self._idle is not None:
            self._idle.cancel()
        key = json.dumps([name, args], sort_keys=True)
        job = self._jobs.get(key)
        if job is None:
            ids = [number]
            task = asyncio.get_running_loop().create_task(self._perform(name, args, ids))
            self._jobs[key] = job = _Job(key, task, ids)
            task.add_done_callback(lambda done: self._finish(key, done))
        else:
            job.ids.append(number)

    async def _perform(self, name: str, args: dict[str, Any], ids: list[int]) -> dict[str, Any]:
        def progress(now: Progress) -> None:
            for number in ids:
                self._send({"id": number, "progress": now.to_json()})

        return await self._run(name, args, progress, self._changed)

    def _changed(self, feeds: tuple[int, ...], new: int, updated: int) -> None:
        self._send({"changed": {"feeds": list(feeds), "new": new, "updated": updated}})

    def _finish(self, key: str, task: asyncio.Task[dict[str, Any]]) -> None:
        job = self._jobs.pop(key)
        for number in job.ids:
            self._send({"id": number} | _result(task))
        if not self._jobs:
            self._rest()
            if self._tidy is not None and self._tidying is None:
                self._tidying = asyncio.get_running_loop().create_task(self._tidy_up(self._tidy))

    async def _tidy_up(self, tidy: Callable[[], Awaitable[bool]]) -> None:
        try:
            while not self._jobs and not await tidy():
                await asyncio.sleep(0)
        except NewsreaderError as fault:
            log.warning("tidying up: %s", fault.sentence)
        finally:
            self._tidying = None

    def _cancel(self, number: int) -> None:
        """Stop a job; when others wait for it too, only this one is let go."""
        for job in self._jobs.values():
            if number in job.ids:
                if len(job.ids) == 1:
                    job.task.cancel()
                else:
                    job.ids.remove(number)
                    self._send({"id": number, "error": pipe.fault_to_json(Cancelled("Stopped."))})
                return

    def _rest(self) -> None:
        self._idle = asyncio.get_running_loop().call_later(self._linger, self._tired)

    def _tired(self) -> None:
        if self._busy():
            self._rest()
        else:
            self.stop()


def _result(task: asyncio.Task[dict[str, Any]]) -> pipe.Message:
    if task.cancelled():
        return {"error": pipe.fault_to_json(Cancelled("Stopped."))}
    fault = task.exception()
    if fault is None:
        return {"done": task.result()}
    if isinstance(fault, NewsreaderError):
        return {"error": pipe.fault_to_json(fault)}
    log.error("a job failed by a fault of ours", exc_info=fault)
    sentence = f"Something went wrong inside the program ({type(fault).__name__}); the log has the details."
    return {"error": {"kind": "NewsreaderError", "sentence": sentence}}


def read_lines(worker: Worker, source: int) -> threading.Thread:
    """Pass each line of the file descriptor ``source`` to ``worker``, from a thread; its end stops the worker.

    Reads past Python's buffers: a daemon thread inside one would abort the interpreter as it ends.
    """
    loop = asyncio.get_running_loop()

    def wait() -> None:
        rest = b""
        while data := os.read(source, 65536):
            *lines, rest = (rest + data).split(b"\n")
            for line in lines:
                if line.strip():
                    loop.call_soon_threadsafe(worker.take, line)
        loop.call_soon_threadsafe(worker.stop)

    thread = threading.Thread(target=_until_closed(wait), name="input", daemon=True)
    thread.start()
    return thread


def _until_closed(wait: Callable[[], None]) -> Callable[[], None]:
    def guarded() -> None:
        try:
            wait()
        except RuntimeError:  # the loop ended first: nobody is left to tell
            log.debug("input came after the end")

    return guarded


def stop_on_signals(stop: Callable[[], object]) -> None:
    """Call ``stop`` in the event loop on SIGTERM and SIGINT."""
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        if sys.platform == "win32":
            signal.signal(name, lambda *_: loop.call_soon_threadsafe(stop))
        else:
            loop.add_signal_handler(name, stop)
