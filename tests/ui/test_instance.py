"""One window a data folder, whatever a crash left behind."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from newsreader.app.instance import Instance


def leave_lock(folder: Path, *, pid: int, host: str) -> None:
    """What a window that crashed leaves: its number, its name, its computer, and nobody who holds the file."""
    (folder / "window.lock").write_text(f"{pid}\nnewsreader\n{host}\n\n\n")


def test_the_second_window_of_a_folder_is_not_the_first_and_other_folders_do_not_mind(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    first, second, elsewhere = Instance(tmp_path), Instance(tmp_path), Instance(other)
    assert first.first()
    assert not second.first()
    assert elsewhere.first()
    first.close()
    assert second.first()
    for each in (second, elsewhere):
        each.close()


def test_a_lock_left_by_a_crash_is_taken_over_whoever_has_its_number_now(tmp_path: Path) -> None:
    leave_lock(tmp_path, pid=os.getpid(), host="")
    instance = Instance(tmp_path)
    assert instance.first()
    instance.close()


def test_a_lock_left_by_a_crash_is_taken_over_when_the_computer_has_another_name(tmp_path: Path) -> None:
    leave_lock(tmp_path, pid=1 << 22, host="the-name-it-had")
    instance = Instance(tmp_path)
    assert instance.first()
    instance.close()


HANDS_OVER = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from newsreader.app.instance import Instance
application = QCoreApplication([])
second = Instance(Path(sys.argv[1]))
sys.exit(0 if not second.first() and second.hand_over(sys.argv[2]) else 1)
"""


def test_an_address_is_handed_to_a_window_that_only_just_starts(qtbot: QtBot, tmp_path: Path) -> None:
    first = Instance(tmp_path)
    assert first.first()
    heard: list[str] = []
    second = subprocess.Popen([sys.executable, "-c", HANDS_OVER, str(tmp_path), "feed:https://a.example/ä"])
    QTimer.singleShot(700, first, lambda: first.listen(heard.append))
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=20_000)
    assert (second.returncode, heard) == (0, ["feed:https://a.example/ä"])
    first.close()


def test_a_window_that_never_answers_is_told_so(tmp_path: Path) -> None:
    first, second = Instance(tmp_path), Instance(tmp_path)
    assert first.first()
    assert not second.hand_over("", patience=0.1)
    first.close()
