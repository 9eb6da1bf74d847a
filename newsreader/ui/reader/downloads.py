"""Files that come with stories: downloads under way, and what is said of them below the page. Main thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QStandardPaths, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from newsreader.domain.errors import Cancelled, NewsreaderError
from newsreader.domain.jobs import Progress
from newsreader.domain.stories import Story
from newsreader.library import jobs as ask
from newsreader.text.numbers import counted
from newsreader.ui.choices import Choices
from newsreader.ui.jobs import Jobs
from newsreader.ui.reader.note_bar import NoteBar
from newsreader.ui.reader.ours import AGAIN, DOWNLOAD_SCHEME, SHOW_FILE, STOP_DOWNLOAD
from newsreader.ui.reader.words import file_name, size_words

Key = tuple[int, int]
"""A story's id and the number of its file."""


@dataclass(slots=True)
class _Running:
    name: str
    job: int = 0
    done: int = 0
    total: int = 0


class Downloads(QObject):
    """Runs downloads and tells of them in ``bar``. ``saved`` carries the story, the number and the path of a file that
    is here whole."""

    saved = Signal(int, int, str)

    def __init__(
        self,
        jobs: Jobs,
        choices: Choices,
        bar: NoteBar,
        *,
        show_folder: Callable[[Path], object] | None = None,
    ) -> None:
        super().__init__(bar)
        self._jobs = jobs
        self._choices = choices
        self._bar = bar
        self._show_folder = show_folder or _open_folder
        self._running: dict[Key, _Running] = {}
        self._last: Path | None = None
        self._again: tuple[Key, str] | None = None

    def follow(self, deed: str, story: Story | None) -> bool:
        """Do ``deed``, one of ``ours``; False when it is none of these."""
        if deed == STOP_DOWNLOAD:
            for running in list(self._running.values()):
                self._jobs.cancel(running.job)
        elif deed == SHOW_FILE:
            if self._last is not None:
                self._show_folder(self._last.parent)
        elif deed == AGAIN:
            if self._again is not None:
                self._start(*self._again)
        elif deed.startswith(DOWNLOAD_SCHEME):
            number = deed.removeprefix(DOWNLOAD_SCHEME)
            if story is not None and number.isdigit() and int(number) < len(story.enclosures):
                self._start((story.header.id, int(number)), file_name(story.enclosures[int(number)]))
        else:
            return False
        return True

    def folder(self) -> Path:
        """Where files go: the chosen folder, else the system's own for downloads."""
        chosen = self._choices.text("storage.downloads")
        if chosen:
            return Path(chosen).expanduser()
        return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation))

    # -- steps ---------------------------------------------------------------------------------------------------

    def _start(self, key: Key, name: str) -> None:
        if key in self._running:
            return
        running = self._running[key] = _Running(name)
        running.job = self._jobs.run(
            "download",
            ask.download(*key, self.folder()),
            progress=partial(self._progress, key),
            done=partial(self._done, key),
            failed=partial(self._failed, key),
        )
        self._tell()

    def _progress(self, key: Key, progress: Progress) -> None:
        if (running := self._running.get(key)) is not None:
            running.done, running.total = progress.done, progress.total
            self._tell()

    def _done(self, key: Key, answer: dict[str, Any]) -> None:
        self._running.pop(key, None)
        self._last = Path(str(answer["path"]))
        self.saved.emit(*key, str(self._last))
        if self._running:
            self._tell()
        else:
            folder = self._last.parent.name or str(self._last.parent)
            self._bar.say(f"{self._last.name} is in {folder}", "Show the folder", SHOW_FILE)

    def _failed(self, key: Key, fault: NewsreaderError) -> None:
        running = self._running.pop(key, None)
        name = running.name if running is not None else ""
        self._again = (key, name)
        if isinstance(fault, Cancelled):
            self._bar.say(f"Stopped: {name}. What came is kept.", "Go on", AGAIN)
        else:
            self._bar.say(f"{name}: {fault.sentence}", "Try again", AGAIN)

    def _tell(self) -> None:
        running = list(self._running.values())
        done, total = sum(one.done for one in running), sum(one.total for one in running)
        what = running[0].name if len(running) == 1 else counted(len(running), "file")
        known = total and all(one.total for one in running)
        far = (
            f": {size_words(done)} of {size_words(total)}"
            if known
            else f": {size_words(done)}"
            if done
            else "…"
        )
        self._bar.say(f"Downloading {what}{far}", "Stop", STOP_DOWNLOAD, closable=False)


def _open_folder(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
