"""Data folders with large caches, for benchmarks of the window.

A million stories take minutes to make. Where NEWSREADER_BENCH_CACHES names a folder, they are kept there between runs
(``STORIES/cache.sqlite3``); each run works on a copy.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from pathlib import Path

from newsreader.domain.changes import Mark
from newsreader.domain.stories import View, ViewKind
from newsreader.library.library import open_library
from tests.benchmarks.cache_builder import Size, build

UNREAD = 0.3
"""The part of a cache that is unread."""


def data_folder(folder: Path, stories: int, feeds: int = 1_000) -> Path:
    """A new data folder within ``folder`` with a cache of ``stories`` stories, and settings that fetch nothing."""
    data = Path(tempfile.mkdtemp(dir=folder))
    kept = os.environ.get("NEWSREADER_BENCH_CACHES")
    made = (Path(kept) / f"{stories}" if kept else data) / "cache.sqlite3"
    if not made.exists():
        made.parent.mkdir(parents=True, exist_ok=True)
        build(made, Size(stories, feeds, unread=int(stories * UNREAD), saved=min(3_000, stories // 10)))
    if made.parent != data:
        shutil.copyfile(made, data / "cache.sqlite3")
    choose(data)
    return data


def choose(data: Path, **settings: object) -> None:
    """Settings of a window that fetches nothing by itself, and these; ``__`` stands for the dot of a key.

    What the window remembers of its last run is forgotten.
    """
    values = {"sync.automatic": False, **{key.replace("__", "."): each for key, each in settings.items()}}
    (data / "settings.json").write_text(json.dumps(values))
    (data / "window.ini").unlink(missing_ok=True)


def leave_unread(data: Path, stories: int) -> None:
    """Mark everything read but the newest ``stories``."""
    library = open_library(data, "command")
    try:
        unread = library.stories.ids(View(ViewKind.UNREAD))
        library.marks.mark(unread[stories:].tolist(), Mark.READ, deliberate=False)
    finally:
        library.close()
