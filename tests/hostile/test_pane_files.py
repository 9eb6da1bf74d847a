"""S01, S02: a story opens no file and asks no host, whatever its HTML says: as the kernel and the pixels tell."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QColor, QImage, QTextDocument
from pytestqt.qtbot import QtBot

from newsreader.ui.reader.browser import SafeBrowser

ROOT = Path(__file__).resolve().parents[2]
RED = QColor(255, 0, 0)

SOURCES = (
    "file://{folder}/bait.png", "{folder}/bait.png", "bait.png", "./bait.png", "../{name}/bait.png", "file:bait.png",
    ":/bait.png", "qrc:/bait.png", "qrc:///bait.png", "//localhost{folder}/bait.png", "FILE://{folder}/bait.png",
    "file://localhost{folder}/bait.png", " file://{folder}/bait.png", "fi\tle://{folder}/bait.png",
    "welcome:../../{folder}/bait.png", "picture:../bait.png", "data:image/png;base64,{data}",
)  # fmt: skip
FRAMES = (
    '<img src="{src}">', '<img src="{src}" width="300" height="200">',
    "<table background='{src}'><tr><td>x</table>",
    '<td background="{src}">x</td>', '<body background="{src}">x</body>',
    '<p style="background-image:url({src})">x</p>',
    "<style>@import url({src}); p {{ background: url({src}) }}</style><p>x</p>", '<link rel="stylesheet" href="{src}">',
    '<object data="{src}"></object>', '<ul style="list-style-image:url({src})"><li>x</ul>',
    '<iframe src="{src}"></iframe>',
)  # fmt: skip

PROBE = """
import os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from PySide6.QtWidgets import QApplication
from newsreader.ui.reader.pane import ReaderPane
from newsreader.ui.theme import Theme
from tests.ui.reading import make_story

app = QApplication([])
pane = ReaderPane(Theme(app, "light"))
pane.resize(588, 600)
pane.show()
opened = []
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event in ("open", "socket.connect") else None)
for line in sys.stdin.read().split("\\x1e"):
    pane.setStory(make_story(line))
    app.processEvents()
    pane.grab()
pane.shutdown()
if len(sys.argv) > 1:
    open(sys.argv[1], "rb").close()
print([name for name in opened if "bait" in name])
"""


@pytest.fixture
def bait(tmp_path: Path) -> Path:
    """A picture that lies where hostile links point: plainly red, and easy to open."""
    image = QImage(300, 200, QImage.Format.Format_RGB32)
    image.fill(RED)
    assert image.save(str(tmp_path / "bait.png"))
    return tmp_path / "bait.png"


def hostile_bodies(bait: Path) -> list[str]:
    """Every way to name the bait, in every place where HTML names a file."""
    words = {"folder": str(bait.parent), "name": bait.parent.name, "data": ""}
    return [frame.format(src=source.format(**words)) for source in SOURCES for frame in FRAMES]


def run_probe(bait: Path, *command: str, argument: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*command, sys.executable, "-c", PROBE, *([argument] if argument else [])],
        input="\x1e".join(hostile_bodies(bait)),
        capture_output=True,
        text=True,
        cwd=bait.parent,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        check=False,
    )


def test_no_hostile_body_opens_the_file(bait: Path) -> None:
    run = run_probe(bait)
    assert (run.returncode, run.stdout.strip()) == (0, "[]"), run.stderr


def test_the_kernel_saw_no_file_opened_and_no_socket(bait: Path, tmp_path: Path) -> None:
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed")
    log = tmp_path / "trace"
    trace = (strace, "-f", "-qq", "-e", "trace=%file,connect", "-o", str(log))
    run = run_probe(bait, *trace, argument=str(bait))
    if not log.exists() or "openat" not in log.read_text(errors="replace"):
        pytest.skip(f"strace cannot trace here: {run.stderr[-200:]}")
    lines = [
        line for line in log.read_text(errors="replace").splitlines() if "bait" in line or "AF_INET" in line
    ]
    assert len(lines) == 1, lines  # the probe's own last deed, which shows that the trace would have told
    assert "openat" in lines[0]


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("source", [*SOURCES[:7], SOURCES[11]])
def test_even_raw_html_in_the_browser_shows_nothing_of_the_file(
    qtbot: QtBot, bait: Path, monkeypatch: pytest.MonkeyPatch, source: str, frame: str
) -> None:
    """The second wall: HTML that nobody cleaned, set into the browser itself."""
    monkeypatch.chdir(bait.parent)
    browser = SafeBrowser()
    qtbot.addWidget(browser)
    browser.resize(320, 240)
    words = {"folder": str(bait.parent), "name": bait.parent.name, "data": ""}
    browser.setHtml(frame.format(src=source.format(**words)))
    shot = browser.grab().toImage()
    assert not any(shot.pixelColor(x, y) == RED for x in range(0, 320, 8) for y in range(0, 240, 8))


def test_the_browser_goes_nowhere(qtbot: QtBot, bait: Path) -> None:
    browser = SafeBrowser()
    qtbot.addWidget(browser)
    browser.setHtml("<p>here</p>")
    browser.setSource(
        QUrl.fromLocalFile(str(ROOT / "pyproject.toml")), QTextDocument.ResourceType.MarkdownResource
    )
    assert browser.toPlainText() == "here"
    assert not browser.openLinks()
    assert not browser.openExternalLinks()
