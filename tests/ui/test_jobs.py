"""The window's end of the worker's pipe, against a small real process that speaks the protocol."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from newsreader.domain.errors import Cancelled, NewsreaderError, NotFound, WorkerDied
from newsreader.domain.jobs import Progress
from newsreader.ui.jobs import Jobs

_WORKER = r"""
import json, os, signal, sys

def say(message):
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()

say({"hello": {"version": "0", "pid": os.getpid()}})
for line in sys.stdin:
    message = json.loads(line)
    if message.get("quit"):
        if os.path.exists(sys.argv[1] + ".stubborn"):
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            signal.pause()
        break
    if "cancel" in message:
        say({"id": message["cancel"], "error": {"kind": "Cancelled", "sentence": "Stopped."}})
        continue
    id, job, args = message["id"], message["job"], message["args"]
    if job == "sync":
        say({"id": id, "progress": {"done": 1, "total": 2, "new_stories": 3, "feeds": [4]}})
        print("not a message")
        say({"changed": {"feeds": [4], "new": 3, "updated": 0}})
        say({"id": id, "done": {"feeds": 2, "new_stories": 3}})
    elif job == "discover":
        say({"id": id, "error": {"kind": "NotFound", "sentence": "There is no page.", "status": 404}})
    elif job == "die":
        os._exit(11)
    elif job == "rest" and not os.path.exists(sys.argv[1]):
        open(sys.argv[1], "w").close()
        os._exit(0)
    elif job == "rest":
        say({"id": id, "done": {"pid": os.getpid()}})
"""


@pytest.fixture
def marker(tmp_path: Path) -> Path:
    """The path the little worker looks at."""
    return tmp_path / "marker"


@pytest.fixture
def jobs(qtbot: QtBot, tmp_path: Path, marker: Path) -> Iterator[Jobs]:
    script = tmp_path / "worker.py"
    script.write_text(_WORKER)
    jobs = Jobs([sys.executable, "-I", str(script), str(marker)], grace=200)
    yield jobs
    with qtbot.waitSignal(jobs.stopped):
        jobs.stop()


def _run(qtbot: QtBot, jobs: Jobs, name: str) -> Any:
    answers: list[Any] = []
    jobs.run(name, {}, done=answers.append, failed=answers.append)
    qtbot.waitUntil(lambda: bool(answers), timeout=10_000)
    return answers[0]


def test_a_job_tells_its_progress_what_changed_and_its_end(jobs: Jobs, qtbot: QtBot) -> None:
    progress: list[Progress] = []
    changed: list[dict[str, Any]] = []
    done: list[dict[str, Any]] = []
    busy: list[bool] = []
    jobs.changed.connect(changed.append)
    jobs.busy.connect(busy.append)
    jobs.run("sync", {"feeds": None}, progress=progress.append, done=done.append)
    qtbot.waitUntil(lambda: bool(done), timeout=10_000)
    assert progress == [Progress(1, 2, "", 3, (4,))]
    assert changed == [{"feeds": [4], "new": 3, "updated": 0}]
    assert done == [{"feeds": 2, "new_stories": 3}]
    assert busy == [True, False]


def test_an_error_arrives_as_the_fault_it_is(jobs: Jobs, qtbot: QtBot) -> None:
    fault = _run(qtbot, jobs, "discover")
    assert isinstance(fault, NotFound)
    assert (fault.sentence, fault.status) == ("There is no page.", 404)


def test_a_fault_nobody_takes_is_told_to_all(jobs: Jobs, qtbot: QtBot) -> None:
    with qtbot.waitSignal(jobs.fault, timeout=10_000) as told:
        jobs.run("discover", {})
    assert told.args[0].sentence == "There is no page."


def test_cancel_ends_a_job(jobs: Jobs, qtbot: QtBot) -> None:
    faults: list[NewsreaderError] = []
    jobs.cancel(jobs.run("endless", {}, failed=faults.append))
    qtbot.waitUntil(lambda: bool(faults), timeout=10_000)
    assert isinstance(faults[0], Cancelled)
    assert not jobs.running


def test_a_death_is_told_and_the_next_job_gets_a_new_worker(jobs: Jobs, qtbot: QtBot) -> None:
    assert isinstance(_run(qtbot, jobs, "die"), WorkerDied)
    assert _run(qtbot, jobs, "sync") == {"feeds": 2, "new_stories": 3}


def test_a_job_that_crosses_with_the_workers_rest_is_sent_again(jobs: Jobs, qtbot: QtBot) -> None:
    assert _run(qtbot, jobs, "rest")["pid"] == jobs.worker_pid


def test_a_worker_that_cannot_start_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    jobs = Jobs([str(tmp_path / "absent")])
    assert isinstance(_run(qtbot, jobs, "sync"), WorkerDied)
    with qtbot.waitSignal(jobs.stopped):
        jobs.stop()


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_worker_that_will_not_end_is_killed(jobs: Jobs, qtbot: QtBot, marker: Path) -> None:
    marker.with_name("marker.stubborn").touch()
    _run(qtbot, jobs, "sync")
    heard: list[object] = []
    jobs.run("endless", {}, failed=heard.append)
    with qtbot.waitSignal(jobs.stopped, timeout=5_000):
        jobs.stop()
    assert jobs.worker_pid == 0
    assert heard == []
    jobs.run("sync", {}, failed=heard.append)
    qtbot.waitUntil(lambda: bool(heard))
    assert isinstance(heard[0], Cancelled)
