"""A copy of the subscriptions once a week, in a folder a person chose: all that is needed to begin anew elsewhere."""

from __future__ import annotations

import asyncio
import re
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from newsreader.domain.errors import NotWritable
from newsreader.store import stories
from newsreader.sync.desk import Desk
from newsreader.sync.job_opml import export_file

KEPT: Final = 5
EVERY: Final = timedelta(days=7)
_OURS: Final = re.compile(r"newsreader-subscriptions-(\d{4}-\d{2}-\d{2})\.opml")


async def export_weekly(desk: Desk) -> Path | None:
    """Write the copy when the newest one is a week old; the file, None when it was not time.

    Raises NotWritable when the folder cannot be used, StoreError.
    """
    chosen = desk.settings.text("storage.opml_folder").strip()
    if not chosen:
        return None
    folder = Path(chosen).expanduser()
    copies = await asyncio.to_thread(_copies, folder)
    today = datetime.fromtimestamp(desk.now()).astimezone().date()
    # A copy of a later day was made while the clock was wrong; it counts as old, so that there is one of today.
    if any(timedelta(0) <= today - day < EVERY for day in copies) or await desk.cache.read(stories.none_yet):
        return None
    path = folder / f"newsreader-subscriptions-{today.isoformat()}.opml"
    await export_file(desk, {"path": str(path)}, lambda _progress: None, lambda *_: None)
    await asyncio.to_thread(_thin_out, copies | {today: path}, path)
    return path


def _copies(folder: Path) -> dict[date, Path]:
    """The copies in a folder by their day. Raises NotWritable."""
    try:
        names = [path for path in folder.iterdir() if _OURS.fullmatch(path.name)]
    except OSError as fault:
        raise NotWritable(
            f"The weekly copy of your subscriptions was not made: the folder {folder} cannot be used "
            f"({fault.strerror}). Choose another one in the preferences, under Storage."
        ) from fault
    found = {}
    for path in names:
        try:
            found[date.fromisoformat(path.name[-15:-5])] = path
        except ValueError:  # a name like ours with a day that is none
            continue
    return found


def _thin_out(copies: dict[date, Path], newest: Path) -> None:
    """Keep the last ones; a copy that cannot be removed stays."""
    for day in sorted(copies, reverse=True)[KEPT:]:
        if copies[day] != newest:
            try:
                copies[day].unlink(missing_ok=True)
            except OSError as fault:
                raise NotWritable(
                    f"An old copy of your subscriptions, {copies[day]}, cannot be removed ({fault.strerror})."
                ) from fault
