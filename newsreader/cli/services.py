"""What the composition root gives to the command line: the library, the jobs, and what only it can look at."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from newsreader.domain.jobs import Progress

if TYPE_CHECKING:
    from newsreader.library.library import Library


class Services(Protocol):
    """Everything is made when it is first asked for: ``feeds`` must not pay for what ``sync`` needs."""

    data_dir: Path

    def library(self) -> Library:
        """The library, opened once. Raises StoreError."""

    def run(self, job: str, args: dict[str, Any], progress: Callable[[Progress], None]) -> dict[str, Any]:
        """Run a job of the worker in this process and wait for it. Raises NewsreaderError."""

    def keyring(self) -> str:
        """The name of the system's keyring. Raises SecretsError when it cannot be used."""

    def versions(self) -> dict[str, str]:
        """The versions of the program and of what it stands on; ``""`` for what is missing."""
