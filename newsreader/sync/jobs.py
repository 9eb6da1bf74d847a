"""The jobs by name. Each is loaded when it is first asked for: importing a file must not pay for the network."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from importlib import import_module
from typing import Any

from newsreader.domain.errors import UsageError
from newsreader.sync.desk import Desk
from newsreader.sync.reporting import Changed, Report

_JOBS = {
    "sync": ("newsreader.sync.job_sync", "sync"),
    "discover": ("newsreader.sync.job_add", "discover"),
    "add": ("newsreader.sync.job_add", "add"),
    "import": ("newsreader.sync.job_opml", "import_file"),
    "fetch_list": ("newsreader.sync.job_opml", "fetch_list"),
    "export": ("newsreader.sync.job_opml", "export_file"),
    "backup": ("newsreader.sync.job_backup", "backup"),
    "secret": ("newsreader.sync.job_secret", "keep_secret"),
    "pictures": ("newsreader.sync.job_pictures", "pictures"),
    "send_events": ("newsreader.sync.job_send", "send_events"),
    "keep": ("newsreader.sync.job_keep", "keep"),
    "free_room": ("newsreader.sync.job_keep", "free_room"),
    "contact": ("newsreader.sync.job_contact", "contact"),
    "check_mail": ("newsreader.sync.job_mail", "check_mail"),
    "fulltext": ("newsreader.sync.job_fulltext", "fulltext"),
    "whole_stories": ("newsreader.sync.job_fulltext", "whole_stories"),
    "download": ("newsreader.sync.job_download", "download"),
}
MODULES = tuple(sorted({module for module, _ in _JOBS.values()}))
"""The modules loaded by name, for whoever freezes the program."""

Job = Callable[[Desk, dict[str, Any], Report, Changed], Awaitable[dict[str, Any]]]


async def run_job(
    desk: Desk, name: str, args: dict[str, Any], progress: Report, changed: Changed
) -> dict[str, Any]:
    """Run a job; what it gives is in ``library.jobs``. Raises NewsreaderError, UsageError for an unknown name."""
    if name not in _JOBS:
        raise UsageError(f"There is no job “{name}”.")
    module, function = _JOBS[name]
    job: Job = getattr(import_module(module), function)
    return await job(desk, args, progress, changed)
