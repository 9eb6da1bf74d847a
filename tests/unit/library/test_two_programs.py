"""A window keeps its cache open while commands of the terminal come and go on the same file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from newsreader.library.library import open_library
from newsreader.library.window import LateEdition, open_window_library

_VISIT = """
import sys
from pathlib import Path
from newsreader.library.library import open_library
library = open_library(Path(sys.argv[1]), "command")
print(library.journal.next_undo())
library.close()
"""


def visit(folder: Path) -> str:
    """What another program sees, which opens the cache and closes it again."""
    done = subprocess.run(
        [sys.executable, "-c", _VISIT, str(folder)], capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout.strip()


def test_what_the_window_does_after_another_program_came_and_went_is_kept(tmp_path: Path) -> None:
    open_library(tmp_path, "command").close()
    edition = LateEdition(lambda: 1_763_800_000)
    reader = open_window_library(tmp_path, edition)
    writer = open_window_library(tmp_path, edition, again=True)
    writer.feeds.add_folder("First")
    assert "First" in visit(tmp_path)
    writer.feeds.add_folder("Second")
    assert "Second" in (reader.journal.next_undo() or "")
    assert "Second" in visit(tmp_path)
    reader.close()
    writer.close()
    assert "Second" in visit(tmp_path)
