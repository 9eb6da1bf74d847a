"""What a command line means, before anything is loaded."""

from __future__ import annotations

import subprocess
import sys

import pytest

from newsreader.cli import plain
from newsreader.cli.bar import ProgressBar
from newsreader.cli.command_names import COMMANDS, is_command
from newsreader.domain.jobs import Progress


@pytest.mark.parametrize(
    "words",
    [[name] for name in COMMANDS]
    + [["--json", "feeds"], ["--data-dir", "x", "sync"], ["--help"], ["--version"]],
)
def test_commands_are_for_the_terminal(words: list[str]) -> None:
    assert is_command(words)


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["https://site.example/"],
        ["feed:site.example"],
        ["--data-dir", "feeds"],
        ["--screenshot", "list.png"],
    ],
)
def test_everything_else_is_for_the_window(words: list[str]) -> None:
    assert not is_command(words)


def test_the_version_costs_nothing() -> None:
    probe = (
        "import sys; from newsreader.app.main import main; main(['--version']);"
        "print(*{'sqlalchemy', 'aiohttp', 'alembic', 'keyring', 'feedparser', 'lxml', 'asyncio'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[1:] == [""]


def test_reading_commands_bring_no_network() -> None:
    probe = (
        "import sys; from newsreader.cli.command_names import COMMANDS; from newsreader.cli.commands import command;"
        "[command(name) for name in COMMANDS];"
        "print(*{'aiohttp', 'keyring', 'feedparser', 'lxml', 'PySide6'} & set(sys.modules))"
    )
    assert (
        subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True).stdout
        == "\n"
    )


def test_a_refresh_loads_no_briefs_and_no_events() -> None:
    probe = (
        "import sys; from newsreader.cli.commands import command; command('sync');"
        "print(*{'newsreader.domain.briefs', 'newsreader.domain.events', 'newsreader.cli.briefs'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert run.stdout == "\n"


@pytest.mark.parametrize("evil", ["\x1b[31m", "\u202e", "a\nb", "\x9b", "\u2028", "\x07"])
def test_foreign_text_is_one_tame_line(evil: str) -> None:
    assert not set(plain.tame(evil)) & set("\x1b\u202e\n\x9b\u2028\x07")


class Terminal:
    """A stream that says it is a terminal."""

    def __init__(self) -> None:
        self.text = ""

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.text += text
        return len(text)

    def flush(self) -> None:
        pass


def test_the_bar_shows_how_far_it_is_and_leaves_nothing_behind() -> None:
    terminal = Terminal()
    bar = ProgressBar(terminal)  # type: ignore[arg-type]
    bar(Progress(0, 0))
    assert terminal.text == ""
    bar(Progress(3, 12, "site.example", 7))
    assert "3/12" in terminal.text
    assert "7 new" in terminal.text
    bar.close()
    assert terminal.text.endswith("\r")
    assert terminal.text.split("\r")[-2].strip() == ""
