"""S01-S16 over real stories and hostile ones: nothing is opened but fonts and our own files, and no host is asked."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BEGIN, END = "/begin-of-the-stories", "/end-of-the-stories"

PROBE = f"""
import os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from PySide6.QtWidgets import QApplication
from newsreader.domain.incoming import IncomingStory
from newsreader.domain.stories import CleanHtml, Story
from newsreader.text.story import shape
from newsreader.ui.reader.pane import ReaderPane
from newsreader.ui.reader.prepared import prepare
from newsreader.ui.theme import Theme
from tests.support import corpus
from tests.ui.fake_jobs import FakeJobs
from tests.ui.reading import make_story

app = QApplication([])
jobs = FakeJobs()
pane = ReaderPane(Theme(app, "light"), jobs, opener=lambda address: False)
pane.resize(588, 800)
pane.show()
raw = sys.stdin.read().split("\\x1e")
stories = list(corpus.stories())
stories += [make_story(html, id=number, title=html[:200]) for number, html in enumerate(raw, 1)]
for number, html in enumerate(raw, 1):
    stories.append(corpus.shown(shape(IncomingStory("1", title=html[:200], content=html)), number))
pane.setStory(stories[0])
app.processEvents()
pane.grab()
opened = []
sys.addaudithook(
    lambda event, args: opened.append(f"{{event}} {{args[0]}}")
    if event in ("open", "os.open", "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn")
    or event.startswith("socket.")
    else None
)
os.path.exists("{BEGIN}")
for story in stories:
    pane.setStory(prepare(story))
    app.processEvents()
    pane.view.grab()
os.path.exists("{END}")
print(len(stories), opened)
pane.shutdown()
"""

_HARMLESS = re.compile(
    r"$|/(?:usr|lib|lib64|etc/fonts|etc/ld\.so\.cache|proc|sys|dev)(?:/|$)|.*/(?:fontconfig|\.fonts|site-packages|resources)(?:/|$)|.*\.ttf$"
)
"""What Qt looks at to draw letters, and what Python loads late."""


def bodies(folder: Path) -> list[str]:
    """The hostile bodies of ``test_pane_files``, with what they point at in ``folder``."""
    from tests.hostile.test_pane_files import hostile_bodies

    (folder / "bait.png").write_bytes(b"bait")
    return hostile_bodies(folder / "bait.png")


def run_probe(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*command, sys.executable, "-c", PROBE],
        input="\x1e".join(bodies(folder)),
        capture_output=True,
        text=True,
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        check=False,
    )


def test_nothing_is_opened_and_nobody_is_asked(tmp_path: Path) -> None:
    """As Python sees it; and as the kernel does, where it can be watched."""
    strace, log = shutil.which("strace"), tmp_path / "trace"
    watch = [strace, "-f", "--seccomp-bpf", "-qq", "-e", "trace=%file,connect,execve", "-o", str(log)]
    run = run_probe(tmp_path, *map(str, watch)) if strace else run_probe(tmp_path)
    if strace and not log.exists():  # it may not trace here
        run = run_probe(tmp_path)
    assert run.returncode == 0, run.stderr[-2000:]
    count, _, opened = run.stdout.strip().partition(" ")
    assert int(count) > 350
    assert opened == "[]"
    if log.exists():
        text = log.read_text(errors="replace")
        between = text.split(f'"{BEGIN}"', 1)[1].split(f'"{END}"', 1)[0].splitlines()[1:-1]
        paths = {path for line in between for path in re.findall(r'"([^"]*)"', line)}
        assert sorted(path for path in paths if not _HARMLESS.match(path)) == []
        assert not [line for line in between if "AF_INET" in line or "execve" in line]
