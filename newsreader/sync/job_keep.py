"""The job ``keep``: what is good to have and can wait until a sync is over.

Stories for reading offline, the icons of sites, the weekly copy of the subscriptions. Each is one module; a fault of
one does not keep the others from being done.
"""

from __future__ import annotations

from typing import Any, Final

from newsreader.domain.errors import NotWritable
from newsreader.sync.desk import Desk
from newsreader.sync.job_pictures import picture_files, trim
from newsreader.sync.offline import keep_offline
from newsreader.sync.reporting import Changed, Report
from newsreader.sync.site_icons import fetch_icons
from newsreader.sync.weekly_export import export_weekly

_SMALL: Final = 200 << 20
"""Bytes of a cache that is rewritten within a second or two."""


async def keep(desk: Desk, args: dict[str, Any], progress: Report, changed: Changed) -> dict[str, Any]:
    """Gives ``{"stories", "pictures", "icons", "exported", "problem"}``: stories that are complete now, pictures here
    for them, icons of sites that were found, the file the subscriptions were written to (``""``: it was not time), and
    what a person should know (``""``).

    ``stories`` in ``args`` are ids: only these are kept, and nothing else is done. Raises StoreError.
    """
    only = args.get("stories")
    exported, problem = "", ""
    if only is None:
        try:
            exported = str(await export_weekly(desk) or "")
        except NotWritable as fault:
            problem = fault.sentence
    kept = await keep_offline(desk, only, progress, changed)
    icons = await fetch_icons(desk, changed) if only is None else 0
    return {
        "stories": kept.stories,
        "pictures": kept.pictures,
        "icons": icons,
        "exported": exported,
        "problem": problem,
    }


async def free_room(desk: Desk, args: dict[str, Any], progress: Report, changed: Changed) -> dict[str, Any]:
    """Drop what can be fetched again, and give free pages of the cache back to the disk. Gives ``{"freed": bytes}``.

    Pictures of saved stories stay. Raises StoreError.
    """
    freed = await trim(desk, picture_files(desk), empty=True)
    # Rewriting a large cache holds up every mark for seconds: not while somebody sits at the window.
    most = _SMALL if desk.gentle() else None
    freed += await desk.cache.run(lambda database: database.shrink(most))
    return {"freed": freed}
