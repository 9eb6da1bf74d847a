"""The commands by name. Each is loaded when it is asked for: a refresh must not pay for the briefs and events."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from importlib import import_module

from newsreader.cli.outcome import Outcome
from newsreader.cli.services import Services

Command = Callable[[Services, argparse.Namespace], Outcome]

_ROOM = "newsreader.cli"
_WHERE = {
    "discover": ("work", "discover"),
    "add": ("work", "add"),
    "feeds": ("feeds", "show_all"),
    "remove": ("feeds", "remove"),
    "rename": ("feeds", "rename"),
    "move": ("feeds", "move"),
    "set": ("feeds", "change"),
    "sync": ("work", "sync"),
    "list": ("stories", "show_list"),
    "show": ("stories", "show_one"),
    "fulltext": ("work", "fulltext"),
    "download": ("work", "download"),
    "mark": ("stories", "mark"),
    "undo": ("feeds", "undo"),
    "search": ("stories", "search"),
    "briefs": ("briefs", "briefs"),
    "brief": ("briefs", "brief"),
    "import": ("work", "import_file"),
    "export": ("work", "export"),
    "keep": ("work", "keep"),
    "tidy": ("work", "tidy"),
    "backup": ("copies", "backup"),
    "restore": ("copies", "restore"),
    "event": ("events", "event"),
    "contact": ("events", "contact"),
    "doctor": ("doctor", "doctor"),
}


def command(name: str) -> Command:
    """What the command ``name``, one of ``command_names.COMMANDS``, does."""
    module, function = _WHERE[name]
    found: Command = getattr(import_module(f"{_ROOM}.{module}"), function)
    return found
