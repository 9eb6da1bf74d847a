"""Where the bytes of a large file go as they come: they are never held in memory as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol


class Sink(Protocol):
    """Takes a download. Called in the event loop of the client; its faults end the request."""

    def wanted(self) -> Mapping[str, str]:
        """The headers of the request that say from where on the file is wanted (``Range``, ``If-Range``)."""

    def begin(self, status: int, headers: Mapping[str, str]) -> None:
        """The answer came: 200 brings the whole file, 206 what ``wanted`` asked for. Header names are lower-case."""

    def write(self, piece: bytes) -> None:
        """The next bytes, as they are."""
