"""Runs one job of the worker in the process of a command."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

from newsreader.app.desk import make_desk, window_is_open
from newsreader.domain.errors import Cancelled
from newsreader.domain.jobs import Progress
from newsreader.sync.jobs import run_job
from newsreader.sync.worker import stop_on_signals

_BRINGS_STORIES = ("sync", "add")
TIDY = 0.05  # seconds after a sync; what is left is done after the next one


async def run_here(
    data_dir: Path, version: str, job: str, args: dict[str, Any], progress: Callable[[Progress], None]
) -> dict[str, Any]:
    """Run a job to its end; SIGTERM and SIGINT stop it within a second. Raises NewsreaderError, Cancelled then."""
    desk = make_desk(data_dir, version, gentle=lambda: window_is_open(data_dir))
    work = asyncio.ensure_future(run_job(desk, job, args, progress, lambda *_: None))
    stop_on_signals(work.cancel)
    try:
        done = await work
        if job in _BRINGS_STORIES:
            await desk.tidy(TIDY)
        return done
    except asyncio.CancelledError:
        raise Cancelled("Stopped.") from None
    finally:
        await desk.close()
