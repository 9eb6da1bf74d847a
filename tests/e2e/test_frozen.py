"""The one-folder program that packaging/pyinstaller builds: it starts, syncs with its worker, finds its resources."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.feed_site import FeedSite, FeedStory
from tests.support.screen import open_screen, wait_for

ROOT = Path(__file__).resolve().parents[2]
QUIET = {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}

pytestmark = [
    pytest.mark.skipif(not shutil.which("Xvfb"), reason="needs Xvfb (make test brings it)"),
    pytest.mark.timeout(420),
]


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program, built from this checkout by its one command."""
    folder = tmp_path_factory.mktemp("frozen")
    build = ROOT / "packaging" / "pyinstaller" / "build.sh"
    subprocess.run(
        ["bash", str(build)], check=True, capture_output=True, env=os.environ | {"DIST": str(folder)}
    )
    return folder / "newsreader" / "newsreader"


@pytest.fixture
def site() -> Iterator[FeedSite]:
    with FeedSite() as site:
        # Large enough that a parse process of its own takes it.
        stories = [FeedStory(f"s{n}", f"Story {n}", f"<p>{'Some words. ' * 400}</p>") for n in range(40)]
        site.feed("/big.xml", title="Big", stories=stories)
        yield site


def test_it_syncs_with_its_parsers_and_migrates_its_cache(
    frozen: Path, site: FeedSite, tmp_path: Path
) -> None:
    def command(*words: str) -> dict[str, object]:
        line = [str(frozen), "--data-dir", str(tmp_path), "--json", *words]
        done = subprocess.run(line, capture_output=True, text=True, env=os.environ | QUIET, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        found: dict[str, object] = json.loads(done.stdout)
        return found

    assert command("add", site.url("/big.xml"))["total"] == 40
    site.feed("/big.xml", title="Big", stories=[FeedStory("late", "Late news")])
    report = command("sync", "--force")
    assert (report["failed"], report["new_stories"]) == (0, 1)
    picture = tmp_path / "window.png"
    line = [str(frozen), "--data-dir", str(tmp_path), "--screenshot", str(picture)]
    subprocess.run(line, check=True, capture_output=True, env=os.environ | QUIET)
    assert picture.stat().st_size > 20_000


def test_its_window_opens_and_starts_a_worker(frozen: Path, site: FeedSite, tmp_path: Path) -> None:
    (tmp_path / "list.opml").write_text(
        f"<opml version='2.0'><body><outline type='rss' text='Big' xmlUrl='{site.url('/big.xml')}'/></body></opml>"
    )
    imported = [str(frozen), "--data-dir", str(tmp_path), "import", str(tmp_path / "list.opml")]
    subprocess.run(imported, check=True, capture_output=True, env=os.environ | QUIET)
    with open_screen() as screen:
        process = subprocess.Popen([str(frozen), "--data-dir", str(tmp_path)], env=screen.environment | QUIET)
        try:
            screen.focus("Newsreader")
            wait_for(lambda: site.asked("/big.xml"), "the worker to ask for the feed that is due")
            process.terminate()
            assert process.wait(20) == 0
        finally:
            if process.poll() is None:
                process.kill()
                process.wait(10)
