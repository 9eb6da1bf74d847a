"""HOSTILE D04, D06, D09, D10: what disks and other programs do to the data folder, met by the whole program."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from newsreader.domain.errors import DiskFull, NotWritable
from newsreader.store import aside, feeds, migrating, opening
from newsreader.store.database import open_database
from newsreader.store.revision import APPLICATION_ID
from tests.support.worker_desk import TestDesk

PROGRAM = [sys.executable, "-m", "newsreader"]


@contextmanager
def mounted(place: Path, *options: str) -> Iterator[Path]:
    """A small disk of memory at ``place``; skips where none may be mounted."""
    place.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", ",".join(options), "none", str(place)]
    if subprocess.run(words, capture_output=True, check=False).returncode:
        pytest.skip("no file system may be mounted here")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def fill_up(place: Path, leave: int = 0) -> None:
    """Take all room of a disk but ``leave`` bytes."""
    free = shutil.disk_usage(place).free
    with (place / "ballast").open("wb") as file:
        file.write(b"\0" * max(0, free - leave))


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(
        [*PROGRAM, "--data-dir", str(folder), *words],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        timeout=60,
    )


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def older_cache(path: Path) -> None:
    """A cache of the first version, with some weight."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute(f"PRAGMA application_id={APPLICATION_ID}")
        migrating.upgrade(raw, "0001")
        raw.execute("INSERT INTO tags (name) VALUES (hex(zeroblob(300000)))")
        raw.execute("PRAGMA journal_mode=WAL")


@pytest.mark.parametrize("share", [0, 0.2, 1.01])
def test_d04_a_migration_without_room_leaves_the_old_cache_whole(tmp_path: Path, share: float) -> None:
    """HOSTILE D04: whether the copy before it fits or not."""
    with mounted(tmp_path / "disk", "size=6m") as disk:
        path = disk / "cache.sqlite3"
        older_cache(path)
        before = digest(path)
        fill_up(disk, int(path.stat().st_size * share))
        with pytest.raises(DiskFull, match="free some space"):
            open_database(path, role="window")
        assert opening.version(path) == "0001"
        assert digest(path) == before
        assert not list(disk.rglob("*.part"))
        (disk / "ballast").unlink()
        open_database(path, role="window").close()
        assert opening.version(path) != "0001"


async def test_d04_an_export_without_room_leaves_the_earlier_file_whole(tmp_path: Path) -> None:
    """HOSTILE D04"""
    desk = TestDesk(tmp_path / "data")
    await desk.subscribe(*(f"https://site.example/{n}/{'x' * 200}.xml" for n in range(200)))
    with mounted(tmp_path / "disk", "size=256k") as disk:
        target = disk / "mine.opml"
        target.write_text("<opml/>")
        fill_up(disk, 20_000)
        with pytest.raises(NotWritable, match=r"mine\.opml"):
            await desk.run("export", path=str(target))
        assert target.read_text() == "<opml/>"
        assert sorted(path.name for path in disk.iterdir()) == ["ballast", "mine.opml"]
        desk.desk.settings.set("storage.opml_folder", str(disk))
        assert "cannot be written" in (await desk.run("keep"))["problem"]
    await desk.close()


def test_d10_a_read_only_folder_is_said_and_nothing_crashes(tmp_path: Path) -> None:
    """HOSTILE D10: the disk itself refuses, so that it holds for root too."""
    with mounted(tmp_path / "disk", "size=4m") as disk:
        open_database(disk / "cache.sqlite3", role="window").close()
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        for words in (("list",), ("add", "http://127.0.0.1:1/"), ("sync",), ("keep",), ("tidy",)):
            said = run(disk, *words)
            assert "Traceback" not in said.stderr, words
            assert said.returncode in (0, 1), words
        said = run(disk, "mark", "read", "--all")
        assert said.returncode == 1
        assert "cannot be written" in said.stderr
        said = run(disk, "--screenshot", str(tmp_path / "window.png"))
        assert "Traceback" not in said.stderr


def damaged(path: Path) -> None:
    """A cache with a feed whose first page is not what it was."""
    database = open_database(path, role="command")
    with database.write() as w:
        feeds.add_feed(w, "https://example.org/feed.xml")
    database.close()
    aside.back_up(path, aside.folder(path) / "cache-0001-20250101-000000.sqlite3")
    content = bytearray(path.read_bytes())
    content[100:3000] = bytes(byte ^ 0x55 for byte in content[100:3000])
    path.write_bytes(content)


def test_d09_a_damaged_cache_is_set_aside_and_the_way_back_told(tmp_path: Path) -> None:
    """HOSTILE D09: by the terminal; nothing is empty in silence, and no worker does it unasked."""
    path = tmp_path / "cache.sqlite3"
    damaged(path)
    said = run(tmp_path, "sync")
    assert (said.returncode, path.exists()) == (1, True)
    assert "damaged" in said.stderr
    said = run(tmp_path, "list", "--json")
    assert said.returncode == 1
    sentence = json.loads(said.stdout)["error"]
    assert "set aside" in sentence
    copy = aside.backups(path)[0]
    assert str(copy) in sentence
    assert not path.exists()
    said = run(tmp_path, "restore", str(copy), "--json")
    assert json.loads(said.stdout)["whole"] is True
    assert [feed["url"] for feed in _feeds(tmp_path)] == ["https://example.org/feed.xml"]


def _feeds(folder: Path) -> Any:
    return json.loads(run(folder, "feeds", "--json").stdout)


def test_d09_a_lost_log_leaves_what_the_file_holds(tmp_path: Path) -> None:
    """HOSTILE D09: what stood only in the log is gone with it; the rest is whole, and nothing is half there."""
    path = tmp_path / "data" / "cache.sqlite3"
    database = open_database(path, role="command")
    with database.write() as w:
        feeds.add_feed(w, "https://example.org/first.xml")
    database.checkpoint()
    with database.write() as w:
        feeds.add_feed(w, "https://example.org/second.xml")
    lost = tmp_path / "lost"
    lost.mkdir()
    shutil.copy(path, lost / path.name)
    database.close()
    again = open_database(lost / path.name, role="window")
    with again.read() as r:
        assert [feed.url for feed in feeds.feeds(r)] == ["https://example.org/first.xml"]
    assert again.check() == []
    again.close()
