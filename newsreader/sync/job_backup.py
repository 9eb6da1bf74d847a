"""The job ``backup``: everything into one file, while the window goes on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from newsreader.store import restoring
from newsreader.sync.desk import Desk
from newsreader.sync.reporting import Changed, Report


async def backup(desk: Desk, args: dict[str, Any], progress: Report, changed: Changed) -> dict[str, Any]:
    """Copy the cache to the file ``path``. Raises UsageError, StoreError."""
    target = Path(str(args["path"]))
    await desk.cache.run(lambda database: restoring.back_up(database.path, target))
    return {"path": str(target), "size": target.stat().st_size}
