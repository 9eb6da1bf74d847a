"""``backup`` and ``restore``: the cache into a file, and back from one."""

from __future__ import annotations

import argparse

from newsreader.cli import plain
from newsreader.cli.outcome import Outcome
from newsreader.cli.services import Services
from newsreader.library import copies
from newsreader.text.numbers import counted


def backup(services: Services, options: argparse.Namespace) -> Outcome:
    """``backup FILE``"""
    feeds = len(services.library().feeds.all())
    copies.back_up(services.data_dir, options.file)
    size = options.file.stat().st_size
    lines = [f"{counted(feeds, 'feed', 'feeds')} with their stories and marks, {size / 1e6:.1f} MB."]
    return Outcome({"path": str(options.file), "feeds": feeds, "size": size}, lines)


def restore(services: Services, options: argparse.Namespace) -> Outcome:
    """``restore FILE``"""
    whole = copies.restore(services.data_dir, options.file)
    feeds = len(services.library().feeds.all())
    lines = [f"{counted(feeds, 'feed', 'feeds')} restored from {plain.tame(str(options.file))}."]
    return Outcome({"whole": whole, "feeds": feeds}, lines if whole else [*lines, copies.IN_PART])
