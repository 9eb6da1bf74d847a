"""The pictures of drafts: files beside the cache, in a folder for each draft, named by the digest of their bytes.

So what is sent can be held to what a person saw. Any thread.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from newsreader.domain.errors import MailError, StoreError
from newsreader.domain.events import DraftPicture
from newsreader.store import faults

FOLDER = "drafts"
KINDS = ("jpg", "png")
_DIGEST = 32  # hexadecimal digits: 128 bits
_GONE = "A picture of this event is no longer as it was chosen. Take it out and add it again."


class DraftFiles:
    """The files of all drafts of a data folder."""

    def __init__(self, data_dir: Path) -> None:
        self._folder = data_dir / FOLDER

    def folder(self, draft_id: int) -> Path:
        """The folder of one draft; it may not be there yet."""
        return self._folder / str(int(draft_id))

    def path(self, draft_id: int, file: str) -> Path:
        """Where a picture of a draft is. ``file`` is a name that ``add`` gave."""
        return self.folder(draft_id) / Path(file).name

    def add(self, draft_id: int, data: bytes, kind: str) -> str:
        """Keep the bytes of a picture whole or not at all; the name of its file. Raises NotWritable or DiskFull."""
        assert kind in KINDS
        file = f"{digest(data)}.{kind}"
        self.write(draft_id, file, data)
        return file

    def write(self, draft_id: int, name: str, data: bytes) -> Path:
        """Put a file into the folder of a draft. Raises NotWritable or DiskFull."""
        path = self.path(draft_id, name)
        making = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with making.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            making.replace(path)
        except OSError as fault:
            with contextlib.suppress(OSError):
                making.unlink(missing_ok=True)
            raise faults.of_the_system(fault, path) or StoreError(
                f"The disk reported an error at {path}; the picture was not kept."
            ) from fault
        return path

    def read(self, draft_id: int, picture: DraftPicture) -> bytes:
        """The bytes of a picture, the very ones that were kept. Raises MailError when they are gone or changed."""
        try:
            data = self.path(draft_id, picture.file).read_bytes()
        except OSError as fault:
            raise MailError(_GONE) from fault
        if digest(data) != picture.file.partition(".")[0]:
            raise MailError(_GONE)
        return data

    def copy(self, draft_id: int, target_id: int, pictures: Iterable[DraftPicture]) -> None:
        """Give another draft the same pictures. Raises MailError, NotWritable or DiskFull."""
        for picture in pictures:
            self.write(target_id, picture.file, self.read(draft_id, picture))

    def sweep(self, draft_id: int, keep: Iterable[str]) -> None:
        """Delete what is in the folder of a draft besides ``keep``; what cannot be deleted stays."""
        wanted = set(keep)
        with contextlib.suppress(FileNotFoundError):
            for path in self.folder(draft_id).iterdir():
                if path.name not in wanted:
                    with contextlib.suppress(OSError):
                        path.unlink()

    def remove(self, draft_id: int) -> None:
        """Delete the folder of a draft."""
        shutil.rmtree(self.folder(draft_id), ignore_errors=True)


def digest(data: bytes) -> str:
    """The name that bytes get."""
    return hashlib.sha256(data).hexdigest()[:_DIGEST]
