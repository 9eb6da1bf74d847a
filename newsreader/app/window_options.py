"""What may be said when the window, or a picture of it, is asked for. Standard library only."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from getopt import GetoptError, gnu_getopt
from typing import Any, NamedTuple

THEMES = ("light", "sepia", "dark", "contrast")


class WrongUsage(Exception):
    """The command line makes no sense; the text says why."""


class WindowOptions(NamedTuple):
    """``address`` opens the add-feed dialog with it. ``screenshot`` is the file to draw to instead of opening a window:
    ``size`` in logical pixels, ``scale`` device pixels to one of them, ``story`` the one to open, ``show`` the dialog
    or state to draw (``list`` prints their names)."""

    data_dir: str | None = None
    address: str = ""
    screenshot: str | None = None
    size: tuple[int, int] = (1440, 900)
    scale: float = 1.0
    theme: str | None = None
    story: int | None = None
    show: str | None = None


def asks_picture(words: Sequence[str]) -> bool:
    """Whether ``words`` ask for a picture of the window; ``--show list`` is no command."""
    return any(word.split("=")[0] in ("--screenshot", "--show") for word in words)


def parse(words: Sequence[str]) -> WindowOptions:
    """The options of a window. Raises WrongUsage."""
    # Not by argparse, which takes as long to load and to set up as a twentieth of the time to the first paint.
    try:
        found, addresses = gnu_getopt(list(words), "", ["json", *(f"{name}=" for name in _VALUES)])
        given = {name[2:].replace("-", "_"): _VALUES[name[2:]](value) for name, value in found if value}
    except GetoptError as wrong:
        raise WrongUsage(wrong.msg) from wrong
    if len(addresses) > 1:
        raise WrongUsage(f"unrecognized arguments: {' '.join(addresses[1:])}")
    options = WindowOptions(address="".join(addresses), **given)
    if options.address and not re.match(r"(?i)(feed:|https?:)|.*[.:/].*", options.address):
        raise WrongUsage(f"there is no command “{options.address}”; newsreader --help lists them")
    if options.screenshot is None and options.show not in (None, "list"):
        raise WrongUsage("--show goes with --screenshot FILE")
    return options


def _size(word: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{2,5})x(\d{2,5})", word)
    if not found or max(int(found[1]), int(found[2])) > 16_384:
        raise WrongUsage(f"{word} is not a size such as 1440x900")
    return int(found[1]), int(found[2])


def _scale(word: str) -> float:
    try:
        scale = float(word)
    except ValueError:
        scale = 0.0
    if not 0.5 <= scale <= 4:
        raise WrongUsage(f"{word} is not a scale from 0.5 to 4")
    return scale


def _theme(word: str) -> str:
    if word not in THEMES:
        raise WrongUsage(f"{word} is none of the themes {', '.join(THEMES)}")
    return word


def _story(word: str) -> int:
    try:
        return int(word)
    except ValueError:
        raise WrongUsage(f"{word} is not the number of a story") from None


_VALUES: dict[str, Callable[[str], Any]] = {
    "data-dir": str,
    "screenshot": str,
    "size": _size,
    "scale": _scale,
    "theme": _theme,
    "story": _story,
    "show": str,
}
"""What takes a value, and what makes one of its word. ``--json`` is taken everywhere; a window prints nothing."""
