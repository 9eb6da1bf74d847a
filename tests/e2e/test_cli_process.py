"""The real program from a terminal: its processes, signals and locks, and what it leaves behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import pytest

from newsreader.sync.lock import FileLock
from tests.support.feed_site import FeedSite, FeedStory
from tests.support.program import NO_KEYRING, PROGRAM, run


def start(folder: Path, *words: str) -> subprocess.Popen[bytes]:
    """Start a command, or a worker, with pipes."""
    command = [*PROGRAM, *words, "--data-dir", str(folder)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=os.environ | NO_KEYRING)


def message(stream: IO[bytes] | None, key: str) -> Any:
    """The next message of a worker that has ``key``."""
    assert stream is not None
    for line in stream:
        found = json.loads(line)
        if key in found:
            return found[key]
    raise AssertionError(f"the worker ended without {key}")


def tell(process: subprocess.Popen[bytes], **words: Any) -> None:
    """Send one message to a worker."""
    assert process.stdin is not None
    process.stdin.write(json.dumps(words).encode() + b"\n")
    process.stdin.flush()


def ended(process: subprocess.Popen[bytes], within: float) -> int:
    """The exit code of a process that must end soon; its pipes are closed."""
    code = process.wait(within)
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream is not None:
            stream.close()
    return code


def wait_for(true: Any, seconds: float = 20.0) -> None:
    last = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < last, "it never came"
        time.sleep(0.01)


@pytest.fixture
def site() -> Iterator[FeedSite]:
    with FeedSite() as found:
        yield found


@pytest.fixture
def slow_site(site: FeedSite) -> FeedSite:
    """Twenty feeds, of which one never answers in time."""
    for number in range(20):
        site.feed(f"/{number}.xml", f"Feed {number}", [FeedStory(f"{number}-{n}") for n in range(5)])
    site.slow("/7.xml", 60)
    return site


def opml(folder: Path, site: FeedSite, count: int) -> Path:
    """A file of feeds to import."""
    path = folder / "feeds.opml"
    rows = "".join(
        f'<outline type="rss" text="F{n}" xmlUrl="{site.url(f"/{n}.xml")}"/>' for n in range(count)
    )
    path.write_text(f'<opml version="2.0"><head/><body>{rows}</body></opml>', encoding="utf-8")
    return path


def test_import_sync_and_list(tmp_path: Path, site: FeedSite) -> None:
    for number in range(3):
        site.feed(f"/{number}.xml", stories=[FeedStory(f"{number}-{n}") for n in range(4)])
    assert json.loads(run(tmp_path, "import", str(opml(tmp_path, site, 3)), "--json").stdout)["added"] == 3
    done = run(tmp_path, "sync", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["new_stories"] == 12
    assert len(json.loads(run(tmp_path, "list", "--json").stdout)) == 12
    assert run(tmp_path, "show", "999").returncode == 1
    assert run(tmp_path, "feeds", "--nonsense").returncode == 2


def test_the_data_folder_of_the_environment(tmp_path: Path) -> None:
    env = os.environ | {"NEWSREADER_DATA_DIR": str(tmp_path / "there")}
    done = subprocess.run([*PROGRAM, "feeds", "--json"], capture_output=True, env=env, check=True)
    assert json.loads(done.stdout) == []
    assert (tmp_path / "there" / "cache.sqlite3").exists()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:  # pragma: no cover - not as root
    tmp_path.chmod(0o500)
    said = run(tmp_path, "feeds", "--json")
    assert said.returncode == 1
    assert "cannot be written" in json.loads(said.stdout)["error"]


def test_a_file_in_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    said = run(tmp_path / "file" / "below", "feeds", "--json")
    assert said.returncode == 1
    assert json.loads(said.stdout)["error"]
    assert said.stderr.startswith("newsreader: ")
    assert said.stderr.count("\n") == 1


def test_a_reader_that_has_enough(tmp_path: Path, site: FeedSite) -> None:
    run(tmp_path, "add", site.feed("/a.xml", stories=[FeedStory(str(n)) for n in range(200)]))
    process = start(tmp_path, "list", "--limit", "0")
    assert process.stdout is not None
    process.stdout.close()
    process.stdout = None
    assert process.wait(20) == 1
    assert process.stderr is not None
    assert process.stderr.read() == b""
    ended(process, 15)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_command_ends_cleanly_in_the_middle_of_a_sync(
    tmp_path: Path, slow_site: FeedSite, how: signal.Signals
) -> None:
    run(tmp_path, "import", str(opml(tmp_path, slow_site, 20)))
    process = start(tmp_path, "sync", "--json")
    wait_for(lambda: slow_site.asked() == 20)
    time.sleep(0.2)
    process.send_signal(how)
    out, err = process.communicate(timeout=15)
    assert process.returncode == 1
    assert json.loads(out) == {"error": "Stopped."}
    assert err == b"newsreader: Stopped.\n"
    assert json.loads(run(tmp_path, "doctor", "--json").stdout)["ok"]


@pytest.mark.parametrize("how", ["quit", "end of input", "SIGTERM", "SIGINT"])
def test_a_worker_ends_at_once_in_the_middle_of_a_sync(tmp_path: Path, slow_site: FeedSite, how: str) -> None:
    run(tmp_path, "import", str(opml(tmp_path, slow_site, 20)))
    process = start(tmp_path, "worker")
    assert message(process.stdout, "hello")["pid"] == process.pid
    tell(process, id=1, job="sync", args={"feeds": None, "force": False, "due_only": True})
    wait_for(lambda: slow_site.asked() == 20)
    if how == "quit":
        tell(process, quit=True)
    elif how == "end of input":
        assert process.stdin is not None
        process.stdin.close()
        process.stdin = None
    else:
        process.send_signal(getattr(signal, how))
    assert ended(process, 15) == 0
    assert json.loads(run(tmp_path, "doctor", "--json").stdout)["ok"]


def test_a_worker_does_jobs_and_tells_of_changes(tmp_path: Path, site: FeedSite) -> None:
    process = start(tmp_path, "worker")
    tell(process, id=1, job="add", args={"url": site.page("/", [site.feed("/a.xml", "Found")])})
    assert message(process.stdout, "changed")["new"] == 1
    assert message(process.stdout, "done") == {"feed": 1, "new_stories": 1, "already": False}
    tell(process, id=2, job="discover", args={"url": site.url("/nothing")})
    fault = message(process.stdout, "error")
    assert (fault["kind"], fault["status"]) == ("NotFound", 404)
    tell(process, id=3, job="nonsense")
    assert message(process.stdout, "error")["kind"] == "UsageError"
    tell(process, quit=True)
    assert ended(process, 15) == 0


def test_a_second_sync_waits_for_the_first(tmp_path: Path, site: FeedSite) -> None:
    run(tmp_path, "add", site.feed("/a.xml"))
    lock = FileLock(tmp_path / "worker.lock")
    assert lock.try_acquire()
    process = start(tmp_path, "sync", "--force", "--json")
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(1)
    lock.release()
    assert process.wait(20) == 0
    ended(process, 15)


def test_a_lock_of_a_dead_sync_holds_nobody_up(tmp_path: Path, slow_site: FeedSite) -> None:
    run(tmp_path, "import", str(opml(tmp_path, slow_site, 20)))
    process = start(tmp_path, "sync")
    wait_for(lambda: slow_site.asked() == 20)
    process.kill()
    ended(process, 15)
    slow_site.feed("/7.xml", stories=[FeedStory("7-0")])
    report = json.loads(run(tmp_path, "sync", "--force", "--json", timeout=20).stdout)
    assert (report["due"], report["failed"]) == (20, 0)


def test_parse_processes_end_with_their_worker(tmp_path: Path, slow_site: FeedSite) -> None:
    run(tmp_path, "import", str(opml(tmp_path, slow_site, 20)))
    process = start(tmp_path, "sync")
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    if not children.exists():
        pytest.skip("only Linux tells the children of a process")
    wait_for(lambda: slow_site.asked() == 20)
    wait_for(lambda: bool(children.read_text().split()))
    parsers = children.read_text().split()
    process.kill()
    ended(process, 15)
    wait_for(lambda: not any(Path(f"/proc/{pid}/status").exists() and _alive(pid) for pid in parsers), 5)


def _alive(pid: str) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False
