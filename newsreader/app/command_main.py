"""A command of the terminal: puts together what it needs, when it needs it."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsreader.app.collecting import UNHURRIED
from newsreader.app.logs import start_log
from newsreader.app.paths import data_folder
from newsreader.cli import main
from newsreader.cli.commands import command
from newsreader.domain.jobs import Progress

if TYPE_CHECKING:
    from newsreader.library.library import Library

_PARTS = ("PySide6-Essentials", "SQLAlchemy", "aiohttp", "feedparser", "lxml", "nh3", "keyring")


def run(words: Sequence[str], version: str) -> int:
    """Run the command of ``words`` (without the program's name); the exit code."""
    gc.set_threshold(*UNHURRIED)
    made: list[CommandServices] = []

    def services(data_dir: Path | None) -> CommandServices:
        folder = data_folder(str(data_dir) if data_dir is not None else None)
        start_log(folder, "command")
        made.append(CommandServices(folder, version))
        return made[0]

    try:
        return main.run(words, version, services, command)
    finally:
        for one in made:
            one.close()
        # The interpreter looks through everything there is for garbage as it ends, more than once: a tenth of a second
        # for memory that goes with the process.
        gc.freeze()


class CommandServices:
    """See ``cli.services.Services``."""

    def __init__(self, data_dir: Path, version: str) -> None:
        self.data_dir = data_dir
        self._version = version
        self._library: Library | None = None

    def library(self) -> Library:
        if self._library is None:
            from newsreader.library.library import open_library

            self._library = open_library(self.data_dir, "command")
        return self._library

    def run(self, job: str, args: dict[str, Any], progress: Callable[[Progress], None]) -> dict[str, Any]:
        # Imported here: commands that only read the cache need none of it.
        import asyncio

        from newsreader.app.job_main import run_here

        self.close()  # the job opens the cache anew: a process must do so once at a time, see ``store.open_again``
        return asyncio.run(run_here(self.data_dir, self._version, job, args, progress))

    def keyring(self) -> str:
        from newsreader.credentials.keyring_vault import KeyringVault

        return KeyringVault().check()

    def versions(self) -> dict[str, str]:
        # Imported here: only the doctor asks.
        import importlib.metadata
        import platform
        import sqlite3

        found = {
            "newsreader": self._version,
            "Python": platform.python_version(),
            "SQLite": sqlite3.sqlite_version,
        }
        for name in _PARTS:
            try:
                found[name] = importlib.metadata.version(name)
            except importlib.metadata.PackageNotFoundError:
                found[name] = ""
        return found

    def close(self) -> None:
        """Close what was opened."""
        if self._library is not None:
            self._library.close()
            self._library = None
