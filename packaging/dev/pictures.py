"""``make pictures``: draws every window and dialog in every state, light and dark, at 1x and 2x, into pictures/.

    python packaging/dev/pictures.py [NAME ...]      only these states; ``corpus`` for real stories

Look at them after a visible change. Each picture is drawn by the real program; two run at a time. With a folder of
feeds in NEWSREADER_CORPUS the longest stories of some of them are drawn too, as ``corpus-ID``.
"""

from __future__ import annotations

import functools
import itertools
import json
import os
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = [sys.executable, "-m", "newsreader"]
THEMES = ("light", "dark")
PAGES = ("light", "sepia", "dark")
"""Themes in which stories are drawn: people read in all three."""
SCALES = (1, 2)
CORPUS = "corpus-"
FEEDS = 10
"""Feeds of the corpus that are drawn."""


def states() -> list[str]:
    """The names of everything that can be drawn."""
    listed = subprocess.run(
        [*PROGRAM, "--show", "list"], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return listed.stdout.split()


def draw(state: str, theme: str, scale: int, data: str) -> tuple[Path, str]:
    """Draw one picture; its path, and what the program said when it failed."""
    path = ROOT / "pictures" / f"{state}-{theme}@{scale}x.png"
    words = [
        "--data-dir",
        data,
        "--screenshot",
        str(path),
        *(("--story", state.removeprefix(CORPUS)) if state.startswith(CORPUS) else ("--show", state)),
        "--theme",
        theme,
        "--scale",
        str(scale),
    ]
    done = subprocess.run(
        [*PROGRAM, *words], capture_output=True, text=True, check=False, cwd=ROOT, timeout=120, env=os.environ
    )
    return path, done.stderr if done.returncode else ""


def corpus(data: str) -> list[str]:
    """Fill the data folder ``data`` with feeds of the corpus, served on this machine; the ids of stories to draw."""
    folder = os.environ["NEWSREADER_CORPUS"]
    handler = functools.partial(QuietHandler, directory=folder)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for name in sorted(os.listdir(folder))[:: max(1, len(os.listdir(folder)) // FEEDS)]:
            address = f"http://127.0.0.1:{server.server_port}/{name}"
            subprocess.run(
                [*PROGRAM, "--data-dir", data, "add", address], capture_output=True, check=False, cwd=ROOT
            )
        server.shutdown()
    listed = subprocess.run(
        [*PROGRAM, "--data-dir", data, "list", "--limit", "0", "--json"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    longest: dict[int, tuple[int, int]] = {}
    for story in json.loads(listed.stdout):
        size = len(story["teaser"]) + len(story["title"])
        longest[story["feed"]["id"]] = max(longest.get(story["feed"]["id"], (0, 0)), (size, story["id"]))
    return [str(id) for _, id in longest.values()]


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves files without a word."""

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


def main() -> int:
    """Entry point; the exit code."""
    chosen = [word for word in sys.argv[1:] if word != "corpus"] or ([] if sys.argv[1:] else states())
    (ROOT / "pictures").mkdir(exist_ok=True)
    failed = 0
    with tempfile.TemporaryDirectory() as data, ThreadPoolExecutor(2) as pool:
        # One data folder each: a scene may change a setting.
        work = [
            (state, theme, scale)
            for state in chosen
            for theme, scale in itertools.product(PAGES if state.startswith("story-") else THEMES, SCALES)
        ]
        folders = [tempfile.mkdtemp(dir=data) for _ in work]
        if os.environ.get("NEWSREADER_CORPUS") and (not sys.argv[1:] or "corpus" in sys.argv):
            filled = tempfile.mkdtemp(dir=data)
            ids = corpus(filled)
            real = [(f"{CORPUS}{id}", theme, scale) for id in ids for theme in PAGES for scale in SCALES]
            work += real
            folders += [filled] * len(real)
        for path, fault in pool.map(lambda item: draw(*item[0], item[1]), zip(work, folders, strict=True)):
            print(path.relative_to(ROOT), fault, flush=True)
            failed += bool(fault)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
