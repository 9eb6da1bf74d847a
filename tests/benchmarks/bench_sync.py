"""First sync, unchanged sync and an edition with some changes: the real ``newsreader sync``, peers beside it.

Medians of three runs, each in a fresh data folder, on a load server of our own. After each run it is checked that a
random hundred stories are found by search and that their HTML is clean.
"""

from __future__ import annotations

import contextlib
import json
import random
import re
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks import peers
from tests.benchmarks.measure import Run, median, run
from tests.benchmarks.report import Table

PROGRAM = [sys.executable, "-m", "newsreader"]
_UNCLEAN = re.compile(
    r"<(script|style|iframe|object|form|svg|math)\b|\son\w+=|javascript:|\sstyle=", re.IGNORECASE
)


@dataclass(frozen=True)
class Server:
    """A running load server."""

    port: int
    opml: Path
    bytes: int

    def begin_edition(self, edition: int) -> None:
        """Put one new story into every tenth feed."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/edition/{edition}") as answer:
            answer.read()


@contextlib.contextmanager
def load_server(folder: Path, count: int, latency: float = 0.0) -> Iterator[Server]:
    """A load server of ``count`` feeds for the duration of the block."""
    opml = folder / "load.opml"
    command = [
        sys.executable,
        "-m",
        "tests.benchmarks.load_server",
        "--count",
        str(count),
        "--opml",
        str(opml),
    ]
    command += ["--latency", str(latency)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin
    assert process.stdout
    try:
        ready = json.loads(process.stdout.readline())
        yield Server(ready["port"], opml, ready["bytes"])
    finally:
        process.stdin.close()
        process.wait(timeout=10)


def newsreader(data: Path, *arguments: str, memory: bool = False) -> Run:
    """One command of the real program; raises when it fails."""
    result = run([*PROGRAM, "--data-dir", str(data), *arguments], memory=memory)
    if result.exit_code:
        raise RuntimeError(f"newsreader {' '.join(arguments)}: {result.output}")
    return result


def check_stories(data: Path, sample: int = 100) -> str:
    """Search for a random ``sample`` of the stories and look at their HTML; a sentence with the counts."""
    from newsreader.domain.stories import View, ViewKind
    from newsreader.library.library import open_library

    library = open_library(data, "command")
    try:
        ids = list(library.stories.ids(View(ViewKind.ALL)))
        found = clean = 0
        chosen = random.Random(7).sample(ids, min(sample, len(ids)))
        for story_id in chosen:
            story = library.stories.story(story_id)
            assert story
            words = " ".join(re.findall(r"\w{3,}", story.header.title)[:6])
            query = words or " ".join(re.findall(r"\w{3,}", story.header.teaser)[:6])
            hits = library.stories.ids(View(ViewKind.SEARCH, query=query)) if query else [story_id]
            found += story_id in set(hits)
            clean += not _UNCLEAN.search(story.html)
        return f"{len(ids)} stories; of {len(chosen)}: {found} found by search, {clean} clean"
    finally:
        library.close()


def measure_ours(server: Server, folder: Path, edition: int) -> tuple[Run, Run, Run, str]:
    """First sync, unchanged sync, edition ``edition``; and the check."""
    data = Path(tempfile.mkdtemp(dir=folder))
    newsreader(data, "import", str(server.opml))
    first = newsreader(data, "sync", "--json")
    unchanged = newsreader(data, "sync", "--force", "--json")
    server.begin_edition(edition)
    later = newsreader(data, "sync", "--force", "--json")
    return first, unchanged, later, check_stories(data)


def peak_memory(server: Server, folder: Path) -> float:
    """The peak PSS of a first sync, all processes, in MB. Apart from the timed runs: looking costs time."""
    data = Path(tempfile.mkdtemp(dir=folder))
    newsreader(data, "import", str(server.opml))
    return newsreader(data, "sync", "--json", memory=True).peak_mb


def measure_peers(server: Server, folder: Path, edition: int, table: Table) -> None:
    """A first and a later sync of every peer at hand, in the same minutes."""
    for peer in peers.installed(server.opml, Path(tempfile.mkdtemp(dir=folder))):
        first = run(peer.command)
        server.begin_edition(edition)
        later = run(peer.command)
        if first.exit_code or later.exit_code:
            table.note(f"{peer.name} failed and is not counted: {first.output.strip()[-200:]}")
            continue
        table.sample(f"{peer.name}: first sync", first.seconds, "s", cpu=first.cpu)
        table.sample(f"{peer.name}: next edition", later.seconds, "s", cpu=later.cpu)


def bench(table: Table, count: int = 1000, runs: int = 3, latency: float = 0.05) -> None:
    """Fill ``table`` with the figures of a sync of ``count`` feeds; ``latency`` is in seconds, for one more run."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        with load_server(folder, count) as server:
            table.note(f"{count} feeds on 100 loopback hosts, {server.bytes / 1e6:.0f} MB")
            for number in range(1, runs + 1):
                first, unchanged, later, checked = measure_ours(server, folder, 2 * number - 1)
                table.sample("first sync", first.seconds, "s", cpu=first.cpu)
                table.sample("unchanged sync", unchanged.seconds, "s", cpu=unchanged.cpu)
                table.sample("next edition", later.seconds, "s", cpu=later.cpu)
                measure_peers(server, folder, 2 * number, table)
                table.note(checked)
            table.sample("first sync, peak memory of all processes", peak_memory(server, folder), "MB PSS")
        with load_server(folder, count, latency=latency) as server:
            data = Path(tempfile.mkdtemp(dir=folder))
            newsreader(data, "import", str(server.opml))
            slow = newsreader(data, "sync", "--json")
            table.sample(f"first sync, {latency * 1000:g} ms latency", slow.seconds, "s", cpu=slow.cpu)
        for peer in ("newsboat", "reader"):
            table.ratio("first sync", f"{peer}: first sync")
            table.ratio("next edition", f"{peer}: next edition")


__all__ = ["bench", "check_stories", "load_server", "median", "newsreader"]
