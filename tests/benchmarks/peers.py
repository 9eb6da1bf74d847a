"""Peers that can be measured beside us on the same server: newsboat (Debian package) and reader (PyPI).

Each gives, for an OPML file and a scratch folder, the command of a sync; None where it is not installed. reader may
live in an environment of its own, as it brings other versions of what we use: NEWSREADER_BENCH_READER names its Python.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

_READER_SYNC = """
import sys, xml.etree.ElementTree as ET
from reader import make_reader
r = make_reader(sys.argv[1])
for outline in ET.parse(sys.argv[2]).iter("outline"):
    if outline.get("xmlUrl"):
        r.add_feed(outline.get("xmlUrl"), exist_ok=True)
r.update_feeds(workers=8)
"""


@dataclass(frozen=True)
class Peer:
    """Another reader: its name and the command that syncs all feeds once."""

    name: str
    command: list[str]


def newsboat(opml: Path, scratch: Path) -> Peer | None:
    """newsboat with eight threads, prepared in ``scratch``."""
    program = shutil.which("newsboat")
    if not program:
        return None
    scratch.mkdir(parents=True, exist_ok=True)
    urls = [outline.get("xmlUrl") for outline in ET.parse(opml).iter("outline") if outline.get("xmlUrl")]
    (scratch / "urls").write_text("\n".join(filter(None, urls)) + "\n")
    (scratch / "config").write_text("reload-threads 8\n")
    files = ["-u", str(scratch / "urls"), "-c", str(scratch / "cache.db"), "-C", str(scratch / "config")]
    return Peer("newsboat", [program, *files, "-x", "reload"])


def reader(opml: Path, scratch: Path) -> Peer | None:
    """reader (PyPI) with eight workers."""
    python = os.environ.get("NEWSREADER_BENCH_READER", "")
    if not python and importlib.util.find_spec("reader") is None:
        return None
    scratch.mkdir(parents=True, exist_ok=True)
    return Peer(
        "reader", [python or sys.executable, "-c", _READER_SYNC, str(scratch / "reader.sqlite"), str(opml)]
    )


def installed(opml: Path, scratch: Path) -> list[Peer]:
    """All peers found on this machine."""
    found = (newsboat(opml, scratch / "newsboat"), reader(opml, scratch / "reader"))
    return [peer for peer in found if peer]
