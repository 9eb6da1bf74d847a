"""What importing a list would do, said before it is done. Any thread; reads the file, changes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from newsreader.domain.errors import UsageError
from newsreader.domain.jobs import Skipped
from newsreader.subscribe.entries import OpmlFeed
from newsreader.subscribe.opml import LARGEST_FILE, read_opml
from newsreader.text.urls import canonical


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """``new`` feeds would be added; ``already`` counts those that are subscribed to, which are ``known``, or stand in
    the file twice."""

    new: tuple[OpmlFeed, ...] = ()
    already: int = 0
    skipped: tuple[Skipped, ...] = ()
    known: tuple[OpmlFeed, ...] = ()


def preview_import(path: Path, subscribed: Iterable[str]) -> ImportPreview:
    """What the file at ``path`` would bring beside the addresses ``subscribed``.

    Raises UsageError when the file cannot be read, and as ``read_opml`` for what is in it.
    """
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as fault:
        raise UsageError(f"The file {path.name} cannot be read ({fault.strerror}).") from fault
    known = {canonical(url) for url in subscribed}
    found = read_opml(data)
    new = tuple(feed for feed in found.feeds if canonical(feed.url) not in known)
    had = tuple(feed for feed in found.feeds if canonical(feed.url) in known)
    return ImportPreview(new, len(had) + found.merged, found.skipped, had)
