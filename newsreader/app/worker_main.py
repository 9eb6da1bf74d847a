"""The program's own processes: ``newsreader worker``, which runs the window's jobs, and ``newsreader parser``."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from newsreader.app.collecting import UNHURRIED
from newsreader.app.logs import start_log
from newsreader.app.paths import data_folder
from newsreader.sync import pipe
from newsreader.sync.worker import Worker, read_lines, stop_on_signals

NICE = 19
"""The window's frames come first: with 10, the turns of its event loop took a seventh longer during a sync."""

_TIDY = 0.05  # seconds a new job waits at the most

log = logging.getLogger(__name__)


def run(words: Sequence[str], version: str) -> int:
    """Be the process that ``words`` names: ``worker [--data-dir DIR]`` or ``parser BYTES``. The exit code."""
    if words[0] == "parser":
        # Imported here: it brings the parsers, which a worker never loads.
        from newsreader.sync import parser

        return parser.main(words)
    given = words[words.index("--data-dir") + 1] if "--data-dir" in words[:-1] else None
    gc.set_threshold(*UNHURRIED)
    _send({"hello": {"version": version, "pid": os.getpid()}})  # before anything heavy is loaded
    folder = data_folder(given)
    start_log(folder, "worker")
    if hasattr(os, "nice"):
        os.nice(NICE)
    asyncio.run(_serve(folder, version))
    sys.stdout.flush()
    return 0


async def _serve(folder: Path, version: str) -> None:
    # Imported here: the window heard our hello 0.1 s earlier.
    from newsreader.app.desk import make_desk
    from newsreader.sync.jobs import run_job

    desk = make_desk(folder, version, gentle=lambda: True)
    worker = Worker(
        lambda name, args, progress, changed: run_job(desk, name, args, progress, changed),
        _send,
        busy=lambda: desk.secrets_for_now,
        tidy=lambda: desk.tidy(_TIDY),
    )
    stop_on_signals(worker.stop)
    read_lines(worker, sys.stdin.fileno())
    try:
        await worker.serve()
    finally:
        await desk.close()


def _send(message: pipe.Message) -> None:
    try:
        sys.stdout.buffer.write(pipe.encode(message))
        sys.stdout.buffer.flush()
    except BrokenPipeError:  # the window is gone; its end of our input tells us to stop
        log.info("nobody listens any more")
