"""The program's entry: decides what this process is (window, command, worker, parser) and loads only that."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from newsreader.app.version import VERSION


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program with ``argv`` (without its name; the process's own by default) and return its exit code.

    What each role needs is imported here and not above: a command must not pay for Qt, nor the window for the worker.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] in (["worker"], ["parser"]):
        from newsreader.app import worker_main

        return worker_main.run(words, VERSION)

    from newsreader.app import window_options
    from newsreader.cli.command_names import is_command

    if is_command(words) and not window_options.asks_picture(words):
        from newsreader.app import command_main

        return command_main.run(words, VERSION)

    from newsreader.app import window_main

    return window_main.run(words)
