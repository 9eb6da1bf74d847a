"""The job ``download``: save a file that comes with a story, on from where an earlier try ended, under a safe name.

Rules: HOSTILE S14 (a feed on the internet leads to no file of the person's own network), S18 (names). What is here of
a file that is not whole lies in the data folder, never among the person's own files.
"""

from __future__ import annotations

import asyncio
import errno
import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import IO, Any, Final

from newsreader.domain.errors import BrokenAnswer, DiskFull, NetError, NotWritable, StoreError, UsageError
from newsreader.domain.jobs import Progress
from newsreader.domain.stories import Enclosure
from newsreader.net.message import Request
from newsreader.store import bodies, feeds
from newsreader.store.database import Reader
from newsreader.sync.desk import Desk
from newsreader.sync.neighbourhood import is_private
from newsreader.sync.reporting import GAP, Changed, Report
from newsreader.text.file_names import download_name
from newsreader.text.urls import is_web

PARTS: Final = "downloads"
LARGEST: Final = 8 << 30
"""Bytes of a file."""
_ROOM: Final = 64 << 20
"""Bytes that must stay free on the disk."""


async def download(desk: Desk, args: dict[str, Any], progress: Report, changed: Changed) -> dict[str, Any]:
    """Gives ``{"story", "path", "size", "resumed": whether it went on from an earlier try}``.

    Raises UsageError for an unknown story or file, NotWritable or DiskFull when it cannot be saved, BrokenAnswer when
    the address leads to a page instead, and the NetError family; what came until then is kept for the next try.
    """
    story_id, number, folder = int(args["story"]), int(args["number"]), Path(str(args["folder"]))
    file, title, feed_url = await desk.cache.read(partial(_wanted, story_id=story_id, number=number))
    if not is_web(file.url):
        raise UsageError("This file has no address on the web, so it cannot be downloaded.")
    _make(folder)
    name = download_name(file.url, file.type, title)
    part = Part(desk.data_dir / PARTS, file, partial(_tell, progress, name))
    client = await desk.client()
    request = Request(
        file.url,
        accept="*/*",
        max_bytes=LARGEST,
        allow_private=await is_private(feed_url),
        purpose="download",
    )
    try:
        try:
            await client.save(request, part)
        except NetError as fault:
            if fault.status != 416:
                raise
            part.forget()  # the file is another now, and shorter
            await client.save(request, part)
        part.check()
    finally:
        part.close()
    path = await asyncio.to_thread(part.move, folder, name)
    return {"story": story_id, "path": str(path), "size": path.stat().st_size, "resumed": part.resumed}


def _wanted(reader: Reader, story_id: int, number: int) -> tuple[Enclosure, str, str]:
    found = bodies.story(reader, story_id)
    if found is None:
        raise UsageError(f"There is no story {story_id}.")
    if not 0 <= number < len(found.enclosures):
        raise UsageError("This story has no such file.")
    header = found.header
    feed_url = feeds.feed(reader, header.feed_id).url if header.feed_id is not None else ""
    return found.enclosures[number], header.title, feed_url


def _make(folder: Path) -> None:
    """Make the folder for downloads where only it is missing. Raises NotWritable."""
    try:
        folder.mkdir(exist_ok=True)
    except OSError as fault:
        raise NotWritable(
            f"The folder {folder} for downloads is not there. Choose another in the preferences."
        ) from fault


def _tell(progress: Report, name: str, done: int, total: int) -> None:
    progress(Progress(done, total, name))


class Part:
    """A file on its way: its bytes so far, and what tells whether the server still has the same file. A ``Sink``."""

    def __init__(self, folder: Path, file: Enclosure, tell: Any) -> None:
        """``tell`` is called with the bytes that are here and the bytes there are in all (0: not known). Raises
        NotWritable."""
        name = hashlib.sha256(file.url.encode("utf-8", "surrogatepass")).hexdigest()[:40]
        self._file = file
        self._tell = tell
        self._bytes = folder / f"{name}.part"
        self._about = folder / f"{name}.json"
        self._open: IO[bytes] | None = None
        self._loop = asyncio.get_running_loop()
        self._told = 0.0
        self._here = 0
        self._total = 0
        self.resumed = False
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            raise _fault(fault) from fault

    def wanted(self) -> Mapping[str, str]:
        """Go on from where the last try ended, if the file is still the one it was (RFC 9110 section 13.1.5)."""
        about = self._read_about()
        here = self._bytes.stat().st_size if self._bytes.exists() else 0
        validator = about.get("etag") or about.get("modified") or ""
        if not here or not validator:
            return {}
        return {"Range": f"bytes={here}-", "If-Range": validator}

    def begin(self, status: int, headers: Mapping[str, str]) -> None:
        """Open the part; a whole answer begins it anew."""
        kind = headers.get("content-type", "").lower()
        if (
            "html" in kind
            and "html" not in self._file.type.lower()
            and not self._file.url.endswith((".html", ".htm"))
        ):
            raise BrokenAnswer("The address of this file leads to a page. Open it in the browser instead.")
        self.resumed = status == 206
        try:
            here = self._bytes.stat().st_size if self.resumed else 0
            if self.resumed and not headers.get("content-range", "").startswith(f"bytes {here}-"):
                raise BrokenAnswer(
                    "The server sent another part of the file than was asked for. Please try again."
                )
            self._here = here
            length = headers.get("content-length", "")
            self._total = here + int(length) if length.isdigit() else 0
            if self._total and shutil.disk_usage(self._bytes.parent).free < self._total - here + _ROOM:
                raise DiskFull(
                    "There is not enough room on the disk for this file. Make some, then try again."
                )
            if not self.resumed:
                etag = headers.get("etag", "")
                about = {
                    "etag": "" if etag.startswith("W/") else etag,  # a weak one does not tell the same bytes
                    "modified": headers.get("last-modified", ""),
                }
                self._about.write_text(json.dumps(about), encoding="utf-8")
            self._open = self._bytes.open("ab" if self.resumed else "wb")
        except OSError as fault:
            raise _fault(fault) from fault
        self._tell(self._here, self._total)

    def write(self, piece: bytes) -> None:
        """Keep the next bytes."""
        assert self._open is not None
        try:
            self._open.write(piece)
        except OSError as fault:
            raise _fault(fault) from fault
        self._here += len(piece)
        if self._loop.time() - self._told >= GAP:
            self._told = self._loop.time()
            self._tell(self._here, self._total)

    def check(self) -> None:
        """Raises BrokenAnswer when less came than was announced."""
        if self._total and self._here != self._total:
            raise BrokenAnswer("The file was cut off in the middle. Try again: it goes on from there.")

    def close(self) -> None:
        """Close it; what is here stays."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def forget(self) -> None:
        """Drop what is here."""
        self.close()
        self._bytes.unlink(missing_ok=True)
        self._about.unlink(missing_ok=True)

    def move(self, folder: Path, name: str) -> Path:
        """Put the whole file into ``folder``, in the place of none that is there. Raises NotWritable, DiskFull."""
        try:
            target = _free_name(folder, name)
            try:
                shutil.move(self._bytes, target)
            except OSError:
                target.unlink(missing_ok=True)
                raise
            self._about.unlink(missing_ok=True)
        except OSError as fault:
            raise _fault(fault) from fault
        return target

    def _read_about(self) -> dict[str, str]:
        try:
            about = json.loads(self._about.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError):  # it cannot tell any more what is here: begin anew
            return {}
        return about if isinstance(about, dict) else {}


def _free_name(folder: Path, name: str) -> Path:
    """A new, empty file of that name, numbered when there is one already."""
    stem, ending = os.path.splitext(name)
    for number in range(1, 1000):
        target = folder / (name if number == 1 else f"{stem} ({number}){ending}")
        try:
            target.open("xb").close()
        except FileExistsError:
            continue
        return target
    raise NotWritable(f"There are too many files called {name} in the folder for downloads.")


def _fault(fault: OSError) -> StoreError:
    if fault.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(
            "The disk is full: the file was not saved. Make some room, then try again: it goes on."
        )
    return NotWritable(f"The file could not be saved ({fault.strerror}).")
