"""Which commands there are. Apart from ``arguments``, because a window has to know no more, and starts sooner so."""

from __future__ import annotations

from collections.abc import Sequence

COMMANDS = (
    "discover", "add", "feeds", "remove", "rename", "move", "set", "sync", "list", "show", "fulltext", "download",
    "mark", "undo", "search", "briefs", "brief", "import", "export", "keep", "tidy", "doctor",
    "event", "contact", "backup", "restore",
)  # fmt: skip
"""The commands of a terminal. ``worker`` and ``parser`` are the program's own processes."""


def is_command(argv: Sequence[str]) -> bool:
    """Whether ``argv`` (without the program's name) is for the command line rather than for the window."""
    words = iter(argv)
    for word in words:
        if word == "--data-dir":
            next(words, None)
        elif not word.startswith("-"):
            return word in COMMANDS
        elif word in ("--version", "--help", "-h"):
            return True
    return False
