"""``make pictures``: draws every window and dialog in every state, light and dark, at 1x and 2x, into pictures/.

    python packaging/dev/pictures.py [NAME ...]      only these states

Look at them after a visible change. Each picture is drawn by the real program; two run at a time.
"""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = [sys.executable, "-m", "newsreader"]
THEMES = ("light", "dark")
PAGES = ("light", "sepia", "dark")
"""Themes in which stories are drawn: people read in all three."""
SCALES = (1, 2)


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
        "--show",
        state,
        "--theme",
        theme,
        "--scale",
        str(scale),
    ]
    done = subprocess.run(
        [*PROGRAM, *words], capture_output=True, text=True, check=False, cwd=ROOT, timeout=120, env=os.environ
    )
    return path, done.stderr if done.returncode else ""


def main() -> int:
    """Entry point; the exit code."""
    chosen = sys.argv[1:] or states()
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
        for path, fault in pool.map(lambda item: draw(*item[0], item[1]), zip(work, folders, strict=True)):
            print(path.relative_to(ROOT), fault, flush=True)
            failed += bool(fault)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
