"""The file in which the worker keeps what it knows of the words of the last days. Runs on the cache's thread.

Without it ten thousand stories were read and weighed again for the sake of one new one, whenever a worker began. It is
no part of the cache: it is written seldom and whole, and whoever deletes it loses nothing but the time to make it.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path

from newsreader.briefs.grouper import Grouper
from newsreader.briefs.memory import packed, unpacked
from newsreader.briefs.model import Placed
from newsreader.domain.errors import NotWritable
from newsreader.sync.whole_file import write_whole

log = logging.getLogger(__name__)

NAME = "briefs.window"
_CHANGED = 20
"""It is written again when one in so many stories is another one."""
_FEW = 100
"""So many stories are read again at a start rather than the file written."""


class WindowFile:
    """The file of a data folder, and which stories it holds."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME
        self._held: set[int] = set()

    def recall(self, grouper: Grouper, placed: Mapping[int, Placed]) -> set[int]:
        """Tell a fresh ``grouper`` what the file knows of the stories that are ``placed``: those it knew."""
        try:
            memory = unpacked(self._path.read_bytes())
        except FileNotFoundError:
            memory = None
        except OSError as fault:
            log.info("What is known of recent stories cannot be read: %s", fault.strerror)
            memory = None
        self._held = set() if memory is None else {one.id for one in memory.stories}
        return set() if memory is None else grouper.recall(memory, placed)

    def keep(self, grouper: Grouper) -> None:
        """Write what ``grouper`` knows, if the file lacks more than a few of its stories or holds many others."""
        stories = grouper.stories()
        if len(stories ^ self._held) < _FEW + len(stories) // _CHANGED:
            return
        try:
            write_whole(
                self._path, packed(grouper.remember()), "What is known of recent stories was not kept"
            )
        except NotWritable as fault:
            log.info("%s", fault)
            return
        self._held = stories
