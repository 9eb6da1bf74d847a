"""What may be said when the window, or a picture of it, is asked for. Standard library only."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn

THEMES = ("light", "sepia", "dark", "contrast")


class WrongUsage(Exception):
    """The command line makes no sense; the text says why."""


@dataclass(frozen=True, slots=True)
class WindowOptions:
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


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise WrongUsage(message)


def asks_picture(words: Sequence[str]) -> bool:
    """Whether ``words`` ask for a picture of the window; ``--show list`` is no command."""
    return any(word.split("=")[0] in ("--screenshot", "--show") for word in words)


def parse(words: Sequence[str]) -> WindowOptions:
    """The options of a window. Raises WrongUsage."""
    parser = _Parser(prog="newsreader", add_help=False)
    parser.add_argument("address", nargs="?", default="", metavar="URL")
    parser.add_argument("--data-dir", metavar="DIR")
    parser.add_argument("--json", action="store_true")  # taken everywhere; a window prints nothing
    parser.add_argument("--screenshot", metavar="FILE")
    parser.add_argument("--size", type=_size, default=(1440, 900), metavar="WxH")
    parser.add_argument("--scale", type=_scale, default=1.0, metavar="N")
    parser.add_argument("--theme", choices=THEMES)
    parser.add_argument("--story", type=int, metavar="ID")
    parser.add_argument("--show", metavar="NAME")
    given = vars(parser.parse_args(list(words)))
    given.pop("json")
    options = WindowOptions(**given)
    if options.address and not re.match(r"(?i)(feed:|https?:)|.*[.:/].*", options.address):
        raise WrongUsage(f"there is no command “{options.address}”; newsreader --help lists them")
    if options.screenshot is None and options.show not in (None, "list"):
        raise WrongUsage("--show goes with --screenshot FILE")
    return options


def _size(word: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{2,5})x(\d{2,5})", word)
    if not found or max(int(found[1]), int(found[2])) > 16_384:
        raise argparse.ArgumentTypeError(f"{word} is not a size such as 1440x900")
    return int(found[1]), int(found[2])


def _scale(word: str) -> float:
    try:
        scale = float(word)
    except ValueError:
        scale = 0.0
    if not 0.5 <= scale <= 4:
        raise argparse.ArgumentTypeError(f"{word} is not a scale from 0.5 to 4")
    return scale
