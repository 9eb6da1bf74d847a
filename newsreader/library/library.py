"""The one door to the cache for window and command line: queries, and commands that return what they changed.

A Library is one connection, used by one thread at a time: the window opens one for its reader thread and one for its
writer thread. It brings neither parsers nor the network with it; those are jobs of the worker (``library.jobs``).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from newsreader.library.folder import CACHE, SETTINGS
from newsreader.library.stories import Stories
from newsreader.settings.file import SettingsFile
from newsreader.store.database import Database, Role, open_database

if TYPE_CHECKING:
    from newsreader.library.briefs import Briefs
    from newsreader.library.contacts import Contacts
    from newsreader.library.disk import DiskUse
    from newsreader.library.events import Events
    from newsreader.library.feeds import Feeds
    from newsreader.library.journal import Journal
    from newsreader.library.marks import Marks


class Library:
    """``stories``, ``feeds``, ``marks``, ``journal``, ``briefs``, ``contacts``, ``events`` and ``settings`` of a data
    folder.

    All but the stories and settings are loaded when they are first asked for: the first list of a window needs none of
    them, and they are most of what the library loads.
    """

    def __init__(self, database: Database, settings: SettingsFile, clock: Callable[[], int]) -> None:
        self._database = database
        self._clock = clock
        self.settings = settings
        self.stories = Stories(database, clock)

    @cached_property
    def feeds(self) -> Feeds:
        """Feeds and folders."""
        from newsreader.library.feeds import Feeds

        return Feeds(self._database, self._clock)

    @cached_property
    def marks(self) -> Marks:
        """What is read and saved."""
        from newsreader.library.marks import Marks

        return Marks(self._database, self._clock)

    @cached_property
    def journal(self) -> Journal:
        """What can be taken back."""
        from newsreader.library.journal import Journal

        return Journal(self._database, self._clock)

    @cached_property
    def briefs(self) -> Briefs:
        """What happened, each event once."""
        from newsreader.library.briefs import Briefs

        return Briefs(self._database, self._clock)

    @cached_property
    def contacts(self) -> Contacts:
        """How newsrooms are reached."""
        from newsreader.library.contacts import Contacts

        return Contacts(self._database, self._clock)

    @cached_property
    def events(self) -> Events:
        """Events a person submits."""
        from newsreader.library.events import Events

        return Events(self._database, self.settings, self._clock)

    @property
    def path(self) -> Path:
        """The file of the cache."""
        return self._database.path

    def disk_use(self) -> DiskUse:
        """How much room the data folder takes."""
        from newsreader.library.disk import disk_use

        return disk_use(self.path.parent)

    def data_version(self) -> int:
        """A number that differs after another connection has changed the cache."""
        return self._database.data_version()

    def check(self) -> list[str]:
        """What is wrong with the cache, a sentence each; empty when it is sound. Takes seconds."""
        return self._database.check()

    def close(self) -> None:
        """Close the cache."""
        self._database.close()


def open_library(data_dir: Path, role: Role, *, clock: Callable[[], int] | None = None) -> Library:
    """Open the library of a data folder; make its cache when there is none.

    Raises CacheNewer, CacheDamaged, NotWritable, DiskFull or CacheBusy. ``clock`` stands in for the system's in tests.
    """
    settings = SettingsFile(data_dir / SETTINGS)
    database = open_database(data_dir / CACHE, role=role, copies=settings.integer("storage.backups"))
    return Library(database, settings, clock or _now)


def _now() -> int:
    return int(time.time())
