"""Runs one command of the terminal: arguments in, a document or plain lines out, an exit code.

Exit 0 done, 1 not done (one plain line on standard error), 2 wrong usage. With ``--json`` standard output holds exactly
one JSON document, also when the command failed.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from newsreader.cli import arguments
from newsreader.cli.arguments import WrongUsage
from newsreader.cli.commands import Command
from newsreader.cli.outcome import Outcome
from newsreader.cli.services import Services
from newsreader.domain.errors import NewsreaderError

log = logging.getLogger(__name__)

DONE, NOT_DONE, WRONG = 0, 1, 2


def run(
    argv: Sequence[str],
    version: str,
    services: Callable[[Path | None], Services],
    command: Callable[[str], Command],
) -> int:
    """Run the command of ``argv`` (without the program's name); the exit code.

    ``services`` makes them for a data folder (None for the usual one); ``command`` finds what a command does. Both are
    called only when the line makes sense.
    """
    as_json = "--json" in argv
    if _asks_version(argv):
        _print({"version": version} if as_json else f"newsreader {version}", as_json)
        return DONE
    try:
        options = arguments.parse(argv)
        arguments.check(options)
    except WrongUsage as wrong:
        print(f"{wrong.usage}\nnewsreader: {wrong.sentence}", file=sys.stderr)
        if as_json:
            _print({"error": wrong.sentence}, as_json=True)
        return WRONG
    try:
        return _perform(options, services, command)
    except BrokenPipeError:  # `newsreader list | head`: whoever read has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NOT_DONE


def _perform(
    options: argparse.Namespace,
    services: Callable[[Path | None], Services],
    command: Callable[[str], Command],
) -> int:
    try:
        outcome = command(options.command)(services(options.data_dir), options)
    except NewsreaderError as fault:
        outcome = Outcome({"error": fault.sentence}, [], fault.sentence)
    except KeyboardInterrupt:
        outcome = Outcome({"error": "Stopped."}, [], "Stopped.")
    except BrokenPipeError:
        raise
    except Exception as fault:
        log.critical("a command failed by a fault of ours", exc_info=fault)
        sentence = (
            f"Something went wrong inside the program ({type(fault).__name__}); the log has the details."
        )
        outcome = Outcome({"error": sentence}, [], sentence)
    if options.json:
        _print(outcome.document, as_json=True)
    else:
        for line in outcome.lines:
            _print(line, as_json=False)
    sys.stdout.flush()
    if outcome.fault:
        print(f"newsreader: {outcome.fault}", file=sys.stderr)
        return NOT_DONE
    return DONE


def _asks_version(argv: Sequence[str]) -> bool:
    before = argv[: argv.index("--")] if "--" in argv else argv
    return "--version" in before


def _print(value: object, as_json: bool) -> None:
    text = json.dumps(value, ensure_ascii=False) if as_json else str(value)
    # A terminal that cannot show a character, or half of a surrogate pair from a feed, must not end the program.
    encoding = sys.stdout.encoding or "utf-8"
    print(text.encode(encoding, "replace").decode(encoding, "replace"))
